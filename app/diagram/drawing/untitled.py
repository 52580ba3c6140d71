"""A figure without its titles, on a page that is as much smaller."""

from __future__ import annotations

from dataclasses import replace

from app.diagram import parts
from app.diagram.drawing.areas import bounds, moved
from app.diagram.drawing.panels import AROUND_RULE, MARGIN
from app.diagram.model import BACKWARD, Diagram, Mark, Rule


def untitled(diagram: Diagram) -> Diagram:
    """The figure without titles; what stood under them moves up, the panels stay as far from the rule as before."""
    kept = [mark for mark in diagram.marks if mark.part != parts.TITLE]
    below = [mark for mark in kept if mark.panel == BACKWARD]
    rule = next((mark for mark in kept if isinstance(mark, Rule) and mark.part == parts.RULE), None)
    if rule is not None and rule.start[1] == rule.stop[1] and below:
        up = rule.start[1] + AROUND_RULE - bounds(below)[1]
        kept = [shifted(mark, up) if mark.panel == BACKWARD else mark for mark in kept]
    _, top, _, bottom = bounds(kept)
    marks = tuple(shifted(mark, MARGIN - top) for mark in kept)
    return replace(diagram, height=bottom - top + 2 * MARGIN, marks=marks)


def shifted(mark: Mark, down: float) -> Mark:
    found = moved(mark, 0.0, down)
    assert isinstance(found, Mark)
    return found
