"""Hundreds of single expressions in NumPy's and PyTorch's words give what these libraries gave, gradients included."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.autodiff import differentiate
from app.language import parse
from tests.cases import DATA, assert_checked, assert_close
from tests.tables import each_of

DOCUMENT = json.loads((DATA / "one-liners.json").read_text(encoding="utf-8"))
AT: Mapping[str, object] = DOCUMENT["at"]
LABELS = ("k",)
IMPORTS = {
    "NumPy": "import numpy as np",
    "PyTorch": "import torch\nfrom torch import nn\nimport torch.nn.functional as F",
}


@dataclass(frozen=True, slots=True)
class OneLiner:
    """An expression over the inputs of the file, its value, and its adjoints where the library has a backward pass."""

    library: str
    text: str
    value: object
    adjoints: Mapping[str, object] | None = None


CASES = [OneLiner(**case) for case in DOCUMENT["cases"]]


def test_there_are_hundreds_of_each_library() -> None:
    assert {library: sum(case.library == library for case in CASES) >= 200 for library in IMPORTS} == {
        "NumPy": True,
        "PyTorch": True,
    }


@each_of(CASES, lambda case: case.text)
def test_one_liner(case: OneLiner) -> None:
    at = {name: value for name, value in AT.items() if re.search(rf"\b{name}\b", case.text)}
    trace = differentiate(
        parse(f"{IMPORTS[case.library]}\nresult = {case.text}"), values=at, constants=LABELS, lenient=True
    )
    assert_close(trace.values[trace.graph.output], case.value, 1e-9, case.text)
    assert_checked(trace)
    if case.adjoints is not None:
        for name, found in trace.named(trace.adjoints).items():
            if name in at:
                assert_close(found, case.adjoints.get(name, np.zeros(found.shape)), 1e-9, name)
