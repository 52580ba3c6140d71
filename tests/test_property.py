"""Thousands of programs: the valid ones have right adjoints, and no text gives anything but a trace or a LanguageError.

`BACKPASS_PROGRAMS` is the number of programs of each kind. Unless it is set, the same 400 are made each time; a long run, an
hour or so, makes others each time:

    BACKPASS_PROGRAMS=50000 .venv/bin/python -m pytest tests/test_property.py
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping

import numpy as np
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from app.autodiff import FOLDS, Trace, differentiate, fold
from app.language import LanguageError, Span, parse, underline
from tests.cases import assert_close
from tests.mutations import anything, nearly_valid
from tests.programs import valid
from tests.scripts import assert_numpy_agrees

ASKED = os.environ.get("BACKPASS_PROGRAMS", "")
CHECKED_TO = 2e-6
STEPS = (1e-3, 1e-4, 1e-2, 1e-5)

many = settings(
    max_examples=int(ASKED or 150),
    derandomize=not ASKED,
    deadline=None,
    database=None,
    report_multiple_bugs=False,
    suppress_health_check=list(HealthCheck),
)
# Valid programs are made from a seed, which cannot be made smaller: the first that fails is shown.
unshrunk = settings(many, phases=[Phase.explicit, Phase.generate])


def loss(text: str, at: Mapping[str, object]) -> float:
    trace = differentiate(parse(text), values=at)
    return float(np.sum(trace.values[trace.graph.output]))


def slope(text: str, at: Mapping[str, object], way: Mapping[str, object], step: float) -> float:
    """The derivative along `way` by central differences of fourth order; the whole program is run anew for each."""

    def moved(width: float) -> dict[str, object]:
        return {name: np.asarray(value) + width * np.asarray(way[name]) for name, value in at.items()}

    def difference(width: float) -> float:
        return (loss(text, moved(width)) - loss(text, moved(-width))) / (2 * width)

    return (4 * difference(step / 2) - difference(step)) / 3


@unshrunk
@given(valid(), st.integers(0, 2**32))
def test_valid_programs_have_right_adjoints_folded_and_in_numpy_too(
    program: tuple[str, dict[str, object]], seed: int
) -> None:
    text, at = program
    note(f"{text}\n# at {at}")
    trace = differentiate(parse(text), values=at)
    assert_sloped(trace, text, at, seed)
    assert_foldable(trace)
    assert_numpy_agrees(trace)


def assert_sloped(trace: Trace, text: str, at: Mapping[str, object], seed: int) -> None:
    """The adjoints are the slope along one direction."""
    random = np.random.default_rng(seed)
    way = {name: random.standard_normal(np.asarray(value).shape) for name, value in at.items()}
    adjoints = trace.named(trace.adjoints)
    assert set(at) <= set(adjoints)
    found = sum(float(np.sum(adjoints[name] * way[name])) for name in at)
    scale = 1 + sum(float(np.sum(np.abs(adjoints[name] * way[name]))) for name in at)
    assert any(abs(found - slope(text, at, way, step)) < CHECKED_TO * scale for step in STEPS)


def assert_foldable(trace: Trace) -> None:
    """At every level wires lead forward, and carry the adjoints of the inputs in sum."""
    for level in (None, *FOLDS):
        folded = fold(trace.graph, level)
        made = {value: gate.index for gate in folded.gates for value in gate.outputs}
        assert trace.graph.output in {*made, *folded.sources}
        assert all(made[wire.value] < wire.gate for wire in folded.wires if wire.value in made), f"{level}: a cycle"
        assert all(wire.value in made or wire.value in folded.sources for wire in folded.wires)
        for node in trace.graph.inputs():
            carried = [trace.wire(wire) for wire in folded.uses(node.index)]
            total = np.sum([each for each in carried if each is not None], axis=0)
            assert_close(total, trace.adjoints.get(node.index, np.zeros(np.shape(total))), 1e-9, str(node.name))


def attempt(text: str, at: Mapping[str, object]) -> None:
    """Read and run a text; whatever is wrong with it is told as a LanguageError whose places lie in the text."""
    note(f"{text}\n# at {at}")
    outcome = outcome_of(text, at)
    if isinstance(outcome, Trace):
        assert_whole(outcome, text)
        return
    for mistake in outcome.mistakes:
        assert mistake.message and (mistake.span or mistake.parameter)
        if mistake.span:
            assert_inside(mistake.span, text)
    assert str(outcome)
    assert underline(text, outcome)


def outcome_of(text: str, at: Mapping[str, object]) -> Trace | LanguageError:
    try:
        return differentiate(parse(text), values=at)
    except LanguageError as error:
        return error


def assert_whole(trace: Trace, text: str) -> None:
    assert len(trace.labels) == len(trace.graph.nodes) == len(trace.values)
    assert all(warning.message for warning in trace.warnings)
    spans = [warning.span for warning in trace.warnings] + [node.span for node in trace.graph.nodes]
    for span in filter(None, spans):
        assert_inside(span, text)
    json.dumps({name: np.asarray(value).tolist() for name, value in trace.named(trace.adjoints).items()})
    assert trace.check.checked <= trace.check.total
    fold(trace.graph)


def assert_inside(span: Span, text: str) -> None:
    """A span begins and ends on lines of the text; one place past the end of a line is where something is missing."""
    lines = re.split("\r\n|[\n\r]", text)
    assert 1 <= span.line <= span.end_line <= len(lines), span
    assert 0 <= span.column <= len(lines[span.line - 1]), span
    assert 0 <= span.end <= len(lines[span.end_line - 1]) + 1, span
    assert (span.line, span.column) < (span.end_line, span.end), span


@many
@given(nearly_valid())
def test_nearly_valid_programs_are_run_or_refused(program: tuple[str, Mapping[str, object]]) -> None:
    attempt(*program)


@many
@given(anything())
def test_any_text_is_run_or_refused(text: str) -> None:
    attempt(text, {})
