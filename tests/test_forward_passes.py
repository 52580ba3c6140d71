"""Forward passes of courses, books and repositories, written out in the idioms in which people paste them.

Each is a text in `tests/data/forward-passes` with a JSON file beside it: what it follows, the values of its inputs, and, where
NumPy or PyTorch could run it, the output and the adjoints that came out there (`oracle` says which).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cases import DATA, Case, assert_checked, case_of


def read(text: Path) -> Case:
    known = json.loads(text.with_suffix(".json").read_text(encoding="utf-8"))
    return case_of({**known, "name": text.stem, "program": text.read_text(encoding="utf-8")})


CASES = [read(text) for text in sorted((DATA / "forward-passes").glob("*.txt"))]


def test_there_are_many_and_most_were_run_elsewhere() -> None:
    assert len(CASES) >= 120
    assert len([case for case in CASES if case.oracle]) >= 105


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_runs_with_a_right_gradient(case: Case) -> None:
    assert_checked(case.trace)
    case.assert_numbers()
