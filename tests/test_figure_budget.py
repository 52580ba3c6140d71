"""Costs of figures are counted; that they keep to their budget is tested where the figures are composed."""

from __future__ import annotations

from app.diagram.model import FORWARD, Curve, Diagram
from app.diagram.parts import TITLE
from app.diagram.quantities import SIZE
from app.layout import bends
from tests.figure_budget import FRAMES, cost, over_budget, stored
from tests.figure_corpus import NAMES

LEVEL = ((0.0, 5.0), (3.0, 5.0), (6.0, 5.0), (9.0, 5.0))
BENT = (
    (0.0, 0.0),
    (2.0, 0.0),
    (4.0, 0.0),
    (5.0, 0.0),
    (6.0, 3.0),
    (8.0, 6.0),
    (9.0, 9.0),
    (10.0, 9.0),
    (11.0, 9.0),
    (12.0, 9.0),
)
FALLING = ((0.0, 0.0), (3.0, 3.0), (6.0, 6.0), (9.0, 9.5))


def crossed(height: float) -> Diagram:
    """Two wires that cross."""
    wires = tuple(Curve(key, FORWARD, TITLE, points, tone="") for key, points in (("a", LEVEL), ("b", FALLING)))
    return Diagram(9, height, "", "", wires)


def test_crossings_bends_and_heights_are_counted() -> None:
    assert cost(crossed(9 * SIZE - 1)) == {"crossings": 1, "bends": 0, "height": 9}
    assert bends([BENT]) == 2


def test_what_costs_more_than_is_stored_is_told() -> None:
    allowed = stored()["75"]["function"]
    assert allowed["crossings"] == 0
    assert over_budget("function", "75", crossed(SIZE)) == ["1 crossings, 0 stored"]
    assert len(over_budget("function", "75", crossed((allowed["height"] + 9) * SIZE))) == 2


def test_every_figure_has_a_budget_in_several_frames() -> None:
    assert {frame: list(stored()[frame]) for frame in stored()} == dict.fromkeys(FRAMES, NAMES)
