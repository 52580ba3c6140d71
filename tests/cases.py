"""Cases that stand as data beside the tests, and how a trace is compared with one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from app.autodiff import Trace, differentiate
from app.language import parse

DATA = Path(__file__).resolve().parent / "data"
CHECKED_TO = 1e-6
"""The largest relative error that a gradient check may report away from kinks."""


@dataclass(frozen=True)
class Case:
    """A program, the values of its inputs, and the numbers that must come out; `tolerance` is absolute and relative.

    Inputs that are `constants`, or in `without`, must have no adjoint. `told` stands in a note or warning, `refused` in the mistake
    of a text that has no figure; an `oracle` is a library that gave the numbers.
    """

    name: str
    program: str
    at: Mapping[str, object] = field(default_factory=dict)
    constants: Sequence[str] = ()
    seed: object = None
    values: Mapping[str, object] = field(default_factory=dict)
    output: object = None
    adjoints: Mapping[str, object] = field(default_factory=dict)
    tolerance: float = 1e-9
    without: Sequence[str] = ()
    told: str = ""
    refused: str = ""
    oracle: str | None = None

    @cached_property
    def trace(self) -> Trace:
        """The program run, once for all tests."""
        return differentiate(parse(self.program), values=self.at, constants=self.constants, seed=self.seed)

    def assert_numbers(self) -> None:
        """What is known of the values, the output and the adjoints comes out."""
        values, adjoints = self.trace.named(self.trace.values), self.trace.named(self.trace.adjoints)
        for name, expected in self.values.items():
            assert_close(values[name], expected, self.tolerance, name)
        if self.output is not None:
            assert_close(self.trace.values[self.trace.graph.output], self.output, self.tolerance, "output")
        for name, expected in self.adjoints.items():
            assert_close(adjoints[name], expected, self.tolerance, name)
        assert adjoints.keys().isdisjoint({*self.constants, *self.without})


@cache
def read(file: str) -> tuple[Case, ...]:
    """The cases of a file in `tests/data`; keys that only tell where a case comes from are left out."""
    entries = json.loads((DATA / file).read_text(encoding="utf-8"))["cases"]
    return tuple(map(case_of, entries))


def case_of(entry: Mapping[str, Any]) -> Case:
    return Case(
        **{key: value for key, value in entry.items() if key in Case.__dataclass_fields__ and value is not None}
    )


def assert_close(found: object, expected: object, tolerance: float, what: str) -> None:
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert found.shape == expected.shape, what
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance, err_msg=what)


def assert_checked(trace: Trace) -> None:
    """The adjoints agree with differences; at a kink, where there is nothing to compare with, the trace says so."""
    error = trace.check.error
    if error is None:
        kinks = [warning.message for warning in trace.warnings if "kink" in warning.message]
        assert kinks or not trace.adjoints, "nothing was checked, and no warning says why"
    else:
        assert error < CHECKED_TO
