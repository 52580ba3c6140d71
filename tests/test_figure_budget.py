"""Wires cross and bend no more often than is stored, in any figure; what has become better is to be stored anew."""

from __future__ import annotations

import json

import pytest

from app.diagram import Options, compose
from app.diagram.model import FORWARD, Curve, Diagram
from app.diagram.parts import TITLE
from tests.figure_budget import FRAME, STORED, bends, cost
from tests.test_diagram_overlap import NAMES, traces

BUDGET = json.loads(STORED.read_text())


@pytest.mark.parametrize("name", NAMES)
def test_a_figure_keeps_to_its_budget(name: str) -> None:
    found, allowed = cost(compose(traces()[name], Options(frame=FRAME))), BUDGET[name]
    assert found["crossings"] <= allowed["crossings"]
    assert found["bends"] <= allowed["bends"]


def test_crossings_and_bends_are_counted() -> None:
    level = ((0.0, 5.0), (3.0, 5.0), (6.0, 5.0), (9.0, 5.0))
    falling = ((0.0, 0.0), (3.0, 3.0), (6.0, 6.0), (9.0, 9.5))
    wires = tuple(Curve(key, FORWARD, TITLE, points, tone="") for key, points in (("a", level), ("b", falling)))
    assert cost(Diagram(9, 9, "", "", wires)) == {"crossings": 1, "bends": 0}
    assert bends([(0, 0), (5, 0), (9, 9), (12, 9)]) == 2
