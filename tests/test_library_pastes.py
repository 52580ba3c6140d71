"""Texts for PyTorch, NumPy and JAX, as people paste them, give what these libraries gave, gradients included."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from app.autodiff import differentiate
from app.language import LanguageError, parse
from tests.cases import DATA

DOCUMENT = json.loads((DATA / "library-pastes.json").read_text(encoding="utf-8"))
AT: Mapping[str, Any] = DOCUMENT["at"]
LABELS = ("k",)


def differences(case: Mapping[str, Any]) -> Iterator[str]:
    """What came out otherwise."""
    at = {} if "own" in case else given(case["text"])
    try:
        trace = differentiate(parse(case["text"]), values=at, constants=LABELS, lenient=True)
    except LanguageError as error:
        yield f"{case['name']}: {error}"
        return
    if not close(trace.values[trace.graph.output], case["value"], 1e-9):
        yield f"{case['name']}: value"
    found, tolerance = trace.named(trace.adjoints), 1e-9 if case["library"] == "PyTorch" else 2e-5
    for name in {*at, *case["adjoints"]} - set(LABELS):
        zeros = np.zeros(np.shape(at.get(name, 0.0)))
        if not close(found.get(name, zeros), case["adjoints"].get(name, zeros), tolerance):
            yield f"{case['name']}: adjoint of {name}"


def given(text: str) -> dict[str, Any]:
    """The values of what a text leaves open; one with values of its own, `own`, leaves nothing open."""
    return {name: value for name, value in AT.items() if re.search(rf"(?<![\w.]){name}\b(?!\s*=[^=])", text)}


def close(found: Any, right: Any, tolerance: float) -> bool:
    numbers = np.asarray(right)
    return np.shape(found) == numbers.shape and np.allclose(found, numbers, tolerance, tolerance, equal_nan=True)


def test_pastes_agree_with_their_libraries() -> None:
    assert len(DOCUMENT["cases"]) >= 200
    assert [told for case in DOCUMENT["cases"] for told in differences(case)] == []


SAID = """\
using Xavier weights, a|b| and x^2;
[1; 2] x' * y;
function f(x)
y <- x;
end
$\\frac{a}{b}$ with 50% of 1,000, where x = 3 and t = 1, 2, 3
>>> x = 5
- Step 1: x = 2
"""
"""What would mean something in MATLAB, Julia, R, LaTeX or a book."""
EACH = 29
"""One of so many pastes is read with it."""


def test_what_comments_and_docstrings_say_changes_nothing() -> None:
    commented = "".join(f"# {line}\n" for line in SAID.splitlines())
    texts = [(case, f"{commented}{case['text']}") for case in DOCUMENT["cases"][::EACH]]
    texts += [(case, f'r"""\n{SAID}"""\n{text}') for case, text in texts if re.search(r"(?m)^(?:import|def)\b", text)]
    assert [told for case, text in texts for told in differences({**case, "text": text})] == []
