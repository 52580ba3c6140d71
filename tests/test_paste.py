"""Forward passes in the idioms in which people write them run as they stand; PyTorch computed their numbers."""

from __future__ import annotations

import pytest

from tests.cases import Case, assert_checked, assert_close, read

CASES = read("paste-cases.json")


def test_there_are_cases() -> None:
    assert len(CASES) == 10


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_output(case: Case) -> None:
    trace = case.trace
    assert_close(trace.values[trace.graph.output], case.output, case.tolerance, "output")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_adjoints(case: Case) -> None:
    trace = case.trace
    adjoints = trace.named(trace.adjoints)
    for name, expected in case.adjoints.items():
        assert_close(adjoints[name], expected, case.tolerance, name)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_constants_have_no_adjoint(case: Case) -> None:
    trace = case.trace
    assert not set(case.constants) & set(trace.named(trace.adjoints))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_gradient_check(case: Case) -> None:
    assert_checked(case.trace)
