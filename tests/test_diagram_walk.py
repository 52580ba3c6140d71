"""The walk through a figure: its order, what each step lights up, and what it says."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.diagram import BACKWARD, FORWARD, Options, Step, compose, parts
from app.examples import EXAMPLES, Example
from app.language import parse
from app.typeset import plain


def steps(text: str, **values: object) -> tuple[Step, ...]:
    return compose(differentiate(parse(text), values=values), Options()).steps


def test_forward_gate_by_gate_then_backward() -> None:
    found = steps("q = x + y\nf = q * z", x=-2, y=5, z=-4)
    assert [step.phase for step in found] == [FORWARD] * 3 + [BACKWARD] * 3
    assert [str(step.parts[0]) for step in found] == ["value-0", "gate-0", "gate-1", "value-4", "gate-1", "gate-0"]
    assert plain(found[1].formula) == "q = x + y = 3"
    assert plain(found[4].formula).startswith("dL/dq = dL/df · df/dq = −4")
    assert "other input" in found[4].sentence


def test_a_fork_adds_once_all_has_come_back() -> None:
    found = steps("y = x*x + x", x=3)
    assert found[-1].parts == (parts.fork(0), parts.value(0))
    assert plain(found[-1].formula) == "dL/dx = 3 + 3 + 1 = 7"
    assert sum(step.parts[0].kind == parts.Kind.FORK for step in found) == 1


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_step_lights_parts_of_the_figure(example: Example) -> None:
    trace = differentiate(parse(example.text), values=example.values, seed=example.seed, constants=example.constants)
    diagram = compose(trace, Options())
    drawn = {mark.part for mark in diagram.marks}
    for step in diagram.steps:
        assert set(step.parts) <= drawn
        assert step.sentence.endswith(".")
        assert plain(step.formula)
