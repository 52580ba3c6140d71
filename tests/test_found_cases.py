"""Forward passes as people paste them, which came out wrong once, with the numbers of their libraries."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pytest

from app.autodiff import differentiate
from app.language import LanguageError, parse
from app.pipeline import agrees
from tests.cases import DATA, assert_close


@dataclass(frozen=True, slots=True)
class Found:
    """A program, the values of its inputs, and what must come out; `without` are inputs that must have no adjoint.

    `told` stands in a note or warning, `refused` in the mistake of a text that has no figure.
    """

    name: str
    kind: str
    program: str
    at: Mapping[str, object] = field(default_factory=dict)
    constants: Sequence[str] = ()
    output: object = None
    adjoints: Mapping[str, object] = field(default_factory=dict)
    without: Sequence[str] = ()
    told: str = ""
    refused: str = ""


CASES = [Found(**case) for case in json.loads((DATA / "found-cases.json").read_text(encoding="utf-8"))["cases"]]


def test_there_are_cases() -> None:
    assert len(CASES) >= 80
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_output_and_adjoints(case: Found) -> None:
    if case.refused:
        with pytest.raises(LanguageError) as raised:
            differentiate(parse(case.program), values=case.at)
        assert any(case.refused in f"{each.message} {each.hint}" for each in raised.value.mistakes)
        return
    trace = differentiate(parse(case.program), values=case.at, constants=case.constants)
    if case.output is not None:
        assert_close(trace.values[trace.graph.output], case.output, 1e-7, "output")
    adjoints = trace.named(trace.adjoints)
    for name, expected in case.adjoints.items():
        assert_close(adjoints[name], expected, 1e-7, name)
    assert set(case.without).isdisjoint(adjoints)
    assert any(case.told in each.message for each in trace.warnings) or not case.told
    assert agrees(trace) is not False
