"""Sample calls agree with what PyTorch computed for them, at kinks too; `tests/make_torch_values.py` made the numbers."""

from __future__ import annotations

import json

import numpy as np

from tests.cases import DATA, Case, assert_close, read
from tests.operations import samples
from tests.tables import each_of

CASES = read("torch-values.json")


def test_values_are_those_of_the_samples() -> None:
    """After a change of the samples the values are to be made anew."""
    kept = {(case.program, json.dumps(case.at)) for case in CASES}
    wanted = {(sample.text, json.dumps(sample.at)) for sample in samples() if sample.library == "torch"}
    assert kept == wanted


def test_the_version_is_kept() -> None:
    assert json.loads((DATA / "torch-values.json").read_text(encoding="utf-8"))["torch"].startswith("2.")


@each_of(CASES, lambda case: case.name)
def test_agrees(case: Case) -> None:
    trace = case.trace
    assert_close(trace.values[trace.graph.output], case.output, 1e-9, "output")
    adjoints = trace.named(trace.adjoints)
    for name, expected in case.adjoints.items():
        shape = np.asarray(case.at[name]).shape
        assert_close(adjoints[name], np.asarray(expected).reshape(shape), 1e-8, name)
