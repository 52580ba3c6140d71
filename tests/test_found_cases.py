"""Forward passes as people paste them, which came out wrong once, with the numbers of their libraries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from app.autodiff import differentiate
from app.language import parse
from tests.cases import DATA, assert_close


@dataclass(frozen=True, slots=True)
class Found:
    """A program, the values of its inputs, and what must come out; `without` are inputs that must have no adjoint."""

    name: str
    kind: str
    program: str
    at: Mapping[str, object] = field(default_factory=dict)
    constants: Sequence[str] = ()
    output: object = None
    adjoints: Mapping[str, object] = field(default_factory=dict)
    without: Sequence[str] = ()


CASES = [Found(**case) for case in json.loads((DATA / "found-cases.json").read_text(encoding="utf-8"))["cases"]]


def test_there_are_cases() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_output_and_adjoints(case: Found) -> None:
    trace = differentiate(parse(case.program), values=case.at, constants=case.constants)
    if case.output is not None:
        assert_close(trace.values[trace.graph.output], case.output, 1e-7, "output")
    adjoints = trace.named(trace.adjoints)
    for name, expected in case.adjoints.items():
        assert_close(adjoints[name], expected, 1e-7, name)
    assert set(case.without).isdisjoint(adjoints)
