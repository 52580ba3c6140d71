"""Worked examples from notes, articles and books come out to the digits that were printed there, and pasted texts as PyTorch has them."""

from __future__ import annotations

import pytest

from tests.cases import Case, assert_checked, read

PRINTED, PASTED = read("published-cases.json"), read("paste-cases.json")


def test_there_are_cases() -> None:
    assert (len(PRINTED), len(PASTED)) == (18, 10)


@pytest.mark.parametrize("case", [*PRINTED, *PASTED], ids=lambda case: case.name)
def test_numbers(case: Case) -> None:
    case.assert_numbers()
    assert_checked(case.trace)
