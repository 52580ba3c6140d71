"""How a figure is fitted into its frame: where its panels stand, and what is wired."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate
from app.diagram import Diagram, Options, Rule, compose
from app.diagram.parts import Kind
from app.language import parse
from tests.test_diagram_overlap import traces

CROSSING = "p = a * b + c; q = b * c + a; r = c * a + b; L = p * q * r"
"""Each input goes to several gates that do not stand beside each other."""


def upright(diagram: Diagram) -> bool:
    """Whether the rule between the panels is upright."""
    rule = next(mark for mark in diagram.marks if isinstance(mark, Rule) and mark.part.kind == Kind.RULE)
    return rule.start[0] == rule.stop[0]


@pytest.mark.parametrize(
    ("name", "frame", "beside"),
    [
        ("sum-product", "106", True),
        ("sum-product", "70", True),
        ("sum-product", "46", False),
        ("fan-out", "106", True),
        ("batch-norm", "106", False),
    ],
)
def test_panels_stand_side_by_side_where_there_is_room_with_labels_in_more_lines(
    name: str, frame: str, beside: bool
) -> None:
    assert upright(compose(traces()[name], Options(frame=frame))) is beside


def tags(text: str) -> int:
    trace = differentiate(parse(text))
    parts = {mark.part for mark in compose(trace, Options(frame="75")).marks}
    return sum(part.kind == Kind.TAG for part in parts)


def test_inputs_whose_wires_would_cross_many_others_start_at_tags() -> None:
    assert tags(CROSSING) > 0


@pytest.mark.parametrize("text", ["y = x*x + x", "z = a * b; L = z * a"])
def test_a_small_figure_keeps_its_forks(text: str) -> None:
    assert tags(text) == 0
