"""Worked examples from notes, articles and books come out to the digits that were printed there."""

from __future__ import annotations

import pytest

from tests.cases import Case, assert_checked, assert_close, read

CASES = read("published-cases.json")


def test_there_are_cases() -> None:
    assert len(CASES) == 18


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_values(case: Case) -> None:
    trace = case.trace
    values = trace.named(trace.values)
    for name, expected in case.values.items():
        assert_close(values[name], expected, case.tolerance, name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_adjoints(case: Case) -> None:
    trace = case.trace
    adjoints = trace.named(trace.adjoints)
    for name, expected in case.adjoints.items():
        assert_close(adjoints[name], expected, case.tolerance, name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_gradient_check(case: Case) -> None:
    assert_checked(case.trace)
