"""How far a walk has come: every part has its step, and nothing is shown before it."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.diagram import BACKWARD, CHOICES, FORWARD, Diagram, Options, Progress, compose, parts
from app.examples import EXAMPLES, Example
from app.language import parse

CHAIN = "q = x + y\nf = q * z"
AT = {"x": -2, "y": 5, "z": -4}


def figure(text: str, **options: str) -> Diagram:
    at = {name: value for name, value in AT.items() if name in text.partition("=")[2]}
    return compose(differentiate(parse(text), values=at), Options(**options))  # type: ignore[arg-type]


def test_nothing_has_been_reached_at_the_start() -> None:
    progress = Progress(figure(CHAIN), 0)
    assert progress.now is None
    assert progress.state(FORWARD, parts.value(0)) == progress.state(FORWARD, parts.gate(0)) == "blank"


def test_a_gate_is_reached_with_what_leaves_it() -> None:
    progress = Progress(figure(CHAIN), 2)
    assert progress.state(FORWARD, parts.gate(0)) == "now"
    assert progress.state(FORWARD, parts.gate(1)) == "blank"
    assert progress.state(BACKWARD, parts.gate(0)) == "blank"


def test_what_was_reached_before_is_plain() -> None:
    progress = Progress(figure(CHAIN), 6)
    assert progress.state(FORWARD, parts.gate(1)) == ""
    assert progress.state(BACKWARD, parts.gate(0)) == "now"


def test_the_branches_of_a_sum_come_before_the_sum() -> None:
    diagram = figure("z = x*x + x")
    arrivals = Progress(diagram, 0).arrivals
    assert arrivals[BACKWARD, parts.fork(0)] == len(diagram.steps)
    assert arrivals[BACKWARD, parts.wire(0)] < len(diagram.steps)


@pytest.mark.parametrize("style", CHOICES["style"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_at_the_last_step_all_is_there(example: Example, style: str) -> None:
    trace = differentiate(parse(example.text), values=example.values, seed=example.seed, constants=example.constants)
    diagram = compose(trace, Options(style=style))
    progress = Progress(diagram, len(diagram.steps))
    assert [place for place in progress.places() if progress.state(*place) == "blank"] == []
    words = {(mark.panel, mark.part) for mark in diagram.marks if mark.name and mark.panel in (FORWARD, BACKWARD)}
    assert {place for place in words if progress.arrivals[place] == 0} <= {
        place for place in words if place[1].kind == parts.Kind.TITLE
    }
