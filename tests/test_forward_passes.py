"""Forward passes of courses, books and repositories, written out in the idioms in which people paste them.

Each is a text in `tests/data/forward-passes` with a JSON file beside it: what it follows, the values of its inputs, and, where
NumPy or PyTorch could run it, the output and the adjoints that came out there (`oracle` says which).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from app.autodiff import Trace, differentiate
from app.language import parse
from tests.cases import DATA, assert_checked, assert_close

FOLDER = DATA / "forward-passes"
TEXTS = sorted(FOLDER.glob("*.txt"))


@dataclass(frozen=True, slots=True)
class Pass:
    """One forward pass and what is known about it; `adjoints` is empty where nothing else could run it."""

    source: str
    at: Mapping[str, object]
    constants: Collection[str]
    oracle: str | None = None
    output: object = None
    adjoints: Mapping[str, object] | None = None
    tolerance: float = 1e-9


def beside(text: Path) -> Pass:
    return Pass(**json.loads(text.with_suffix(".json").read_text(encoding="utf-8")))


@cache
def run(text: Path) -> Trace:
    """The trace, once for all tests."""
    known = beside(text)
    return differentiate(parse(text.read_text(encoding="utf-8")), values=known.at, constants=known.constants)


def test_there_are_many_and_most_were_run_elsewhere() -> None:
    assert len(TEXTS) >= 120
    assert len([text for text in TEXTS if beside(text).oracle]) >= 105


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.stem)
def test_runs_with_a_right_gradient(text: Path) -> None:
    assert_checked(run(text))


@pytest.mark.parametrize("text", [text for text in TEXTS if beside(text).oracle], ids=lambda text: text.stem)
def test_agrees_with_the_library_it_was_written_for(text: Path) -> None:
    known, trace = beside(text), run(text)
    assert_close(trace.values[trace.graph.output], known.output, known.tolerance, "output")
    adjoints = trace.named(trace.adjoints)
    for name, expected in (known.adjoints or {}).items():
        assert_close(adjoints[name], expected, known.tolerance, name)
