"""Ends drawn out: what ends a row stands at one edge, its wire drawn on to there, where nothing is in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from app.layout.boxes import Layout
from app.layout.field import CLEARANCE, Field, rectangle, touches
from app.layout.wire import straight


def drawn_out(layout: Layout, ends: Iterable[tuple[str, int]], right: float) -> Layout:
    """The layout with its ends, vertices named with the edge that comes in, moved to the edge `right`, the farthest first."""
    for key, edge in sorted(ends, key=lambda end: -layout.boxes[end[0]].x):
        layout = moved_out(layout, key, edge, right)
    return layout


def moved_out(layout: Layout, key: str, edge: int, right: float) -> Layout:
    """The layout with one end moved to the edge, or as it is where a box or a wire stands before it."""
    box = layout.boxes[key]
    across = right - box.width / 2 - box.x
    there = box.moved(across, 0.0)
    way = box.x - box.width / 2, *rectangle(there, CLEARANCE)[1:]
    others = [curve for index, curve in enumerate(layout.curves) if index != edge]
    if across <= 0.0 or Field(layout.boxes).touched(way, (key,)) or any(touches(curve, way) for curve in others):
        return layout
    curve = layout.curves[edge]
    longer = curve + straight(curve[-1], (curve[-1][0] + across, curve[-1][1]))[1:]
    curves = (*layout.curves[:edge], longer, *layout.curves[edge + 1 :])
    return replace(layout, width=max(layout.width, right), boxes=layout.boxes | {key: there}, curves=curves)
