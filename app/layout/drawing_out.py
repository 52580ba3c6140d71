"""Ends drawn out: what ends a row stands at one edge, its wire drawn on to there, where nothing is in the way or just below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.layout.boxes import Curve, Layout
from app.layout.field import CLEARANCE, Field, Rectangle, bounds, rectangle, touches
from app.layout.wire import LEVEL, straight

DEEPER = 40.0
"""So far an end moves down to pass what stands before it, in points."""


def drawn_out(layout: Layout, ends: Iterable[tuple[str, int]], right: float) -> Layout:
    """The layout with its ends, vertices named with the edge that comes in, moved to the edge `right`, the farthest first."""
    for key, edge in sorted(ends, key=lambda end: -layout.boxes[end[0]].x):
        field = Field(layout.boxes)
        tried = (moved_out(layout, field, key, edge, right, down) for down in lower(layout, field, key, right))
        layout = next(filter(None, tried), layout)
    return layout


def ahead(layout: Layout, key: str, right: float, down: float) -> Rectangle:
    """The room that an end needs on its way to the edge."""
    box = layout.boxes[key].moved(0.0, down)
    there = box.moved(right - box.width / 2 - box.x, 0.0)
    return box.x - box.width / 2, *rectangle(there, CLEARANCE)[1:]


def lower(layout: Layout, field: Field, key: str, right: float) -> Iterator[float]:
    """How far down an end may go: not at all, and as far as it must to pass below what stands before it."""
    yield 0.0
    way = ahead(layout, key, right, 0.0)
    before = field.touched(way, (key,))
    if before and (down := max(area[3] for area in before) - way[1]) <= DEEPER:
        yield down


def moved_out(layout: Layout, field: Field, key: str, edge: int, right: float, down: float) -> Layout | None:
    """The layout with one end moved to the edge, or none where a box or a wire stands before it."""
    box, curve = layout.boxes[key], layout.curves[edge]
    across = right - box.width / 2 - box.x
    way = ahead(layout, key, right, down)
    others = [other for index, other in enumerate(layout.curves) if index != edge]
    if across < LEVEL or field.touched(way, (key,)) or any(touches(other, way) for other in others):
        return None
    longer = lengthened(curve, down)
    if longer is None or (down and not as_clear(field, key, curve, longer)):
        return None
    longer += straight(longer[-1], (longer[-1][0] + across, longer[-1][1]))[1:]
    curves = (*layout.curves[:edge], longer, *layout.curves[edge + 1 :])
    there = box.moved(across, down)
    size = max(layout.width, right), max(layout.height, rectangle(there)[3])
    return replace(layout, width=size[0], height=size[1], boxes=layout.boxes | {key: there}, curves=curves)


def lengthened(curve: Curve, down: float) -> Curve | None:
    """A wire that ends so much farther down; none if it does not fall."""
    top, fall = curve[0][1], curve[-1][1] - curve[0][1]
    if not down:
        return curve
    return tuple((x, top + (y - top) * (1 + down / fall)) for x, y in curve) if fall > LEVEL else None


def as_clear(field: Field, key: str, curve: Curve, longer: Curve) -> bool:
    """Whether a wire that is drawn longer touches no more than before."""
    around = field.touched(bounds(longer), (key,))
    return all(touches(curve, area) or not touches(longer, area) for area in around)
