"""Labels raised above what their wires join, so that circles stand closer together than labels are wide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.layout.boxes import STRIP, Box, Curve, Edge, Vertex
from app.layout.column import APART
from app.layout.field import Field, bounds, overlap, touches

ABOVE = 2.0
"""Between a circle and a label above it, and between two labels above one circle, in points."""
OVER = 24.0
"""How far a label reaches over an end of the figure."""
SLANTED, HEAD = 9.0, 3.5
"""How far the heads of wires that slant into a fork reach above it, and beside its wire a head that is level, in points."""
SHORTEST, LEAST = 18.0, 6.0
"""How much wire stays under a label, and what is worth raising it for, in points."""


def raised(vertices: Sequence[Vertex], edges: Sequence[Edge], low: Collection[str] = ()) -> list[Vertex]:
    """The same vertices, labels raised where that saves room: two of them meet above the middle of the circle between them.

    Those named in `low` stay on their wires.
    """
    known = {vertex.id: vertex for vertex in vertices}
    beside: dict[str, list[Vertex]] = defaultdict(list)
    for edge in edges:
        beside[edge.tail].append(known[edge.head])
        beside[edge.head].append(known[edge.tail])
    return [
        above(vertex, beside[vertex.id]) if vertex.kind == "label" and vertex.id not in low else vertex
        for vertex in vertices
    ]


def lowered(field: Field, curves: Sequence[Curve]) -> None:
    """Tell every raised label how wide the gap over its wire is."""
    for key, box in list(field.boxes.items()):
        if box.overhang:
            reach = reaching_low(field, key, box)
            left, right, foot = box.x - reach, box.x + reach, box.level - STRIP / 2
            area = left - HEAD, foot - box.height, right + HEAD, foot + HEAD
            crossed = any(overlap(bounds(curve), area) and touches(curve, area) for curve in curves)
            field.place(key, replace(box, gap=box.core if crossed else 2 * reach))


def reaching_low(field: Field, key: str, box: Box) -> float:
    """How far from its middle the next boxes stand on either side of a label's wire, up to half of its width."""
    foot = box.level - STRIP / 2
    beside = field.touched((box.x - box.width / 2, foot - box.height, box.x + box.width / 2, foot), (key,))
    far = [max(left - box.x, box.x - right) for left, _, right, _ in beside]
    return max(min([box.width / 2, *far]), box.core / 2)


def above(label: Vertex, neighbours: Sequence[Vertex]) -> Vertex:
    """A label above its neighbours."""
    reach = min((reaching(each) for each in neighbours), default=0.0)
    overhang = min(reach, (label.width - SHORTEST) / 2)
    if overhang < LEAST:
        return label
    lift = max(each.height / 2 + SLANTED * (each.kind == "fork") for each in neighbours) + ABOVE - STRIP / 2
    return replace(label, height=label.height + lift, lift=lift, overhang=overhang)


def reaching(neighbour: Vertex) -> float:
    """How far a label may reach over a neighbour: to the middle of a circle, and not far over what ends the figure."""
    return APART + (neighbour.width / 2 - ABOVE if neighbour.kind in ("gate", "fork") else min(OVER, neighbour.width))
