"""Arrows that go on level to the words of their input, once it is known how far these reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.diagram.drawing.arrows import headed, straight
from app.diagram.drawing.placement import Element, Placement
from app.diagram.labels.sizing import ASIDE
from app.diagram.model import Curve, Point

LEAST = 12.0
"""The shortest level piece, in points: a head and a little more."""
HEAD = 3.2
"""Half the width of a head."""
PIECE = 4
"""The points of a wire that is one curve."""


def led(elements: Sequence[Element], behind: Mapping[str, Placement]) -> dict[int, Curve]:
    """The wires that are drawn on, by their place among the elements; what stands `behind` some words is told by those."""
    words = {each.arrow: each for each in elements if isinstance(each, Placement) and each.arrow}
    return {
        at: drawn_on(wire, tip)
        for at, wire in enumerate(elements)
        if isinstance(wire, Curve) and wire.id in words and wire.head and len(wire.points) == PIECE
        for tip in [beside(words[wire.id], behind.get(words[wire.id].id), wire.head[0][1])]
        if wire.head[0][0] - tip[0] >= LEAST
    }


def beside(words: Placement, behind: Placement | None, level: float) -> Point:
    """Where an arrow ends that comes from the right: at the height of the nearest formula, which does not change, or beside all of
    the words if they are nothing but numbers."""
    left, top, edge, _ = words.area
    rows = zip(words.inscription.lines, words.inscription.tops, strict=True)
    fixed = [(top + y, top + y + each.height, left + each.indent + each.width) for each, y in rows if each.fixed]
    heights = [(max(over + HEAD, min(level, under - HEAD)), end) for over, under, end in fixed]
    height, end = min(heights, key=lambda row: abs(row[0] - level), default=(level, edge))
    return max(end, behind.area[2] if behind else end) + ASIDE, height


def drawn_on(wire: Curve, tip: Point) -> Curve:
    """The wire bent at its end, where it goes level to `tip`."""
    corner = wire.head[0][0], tip[1]
    points, head = headed(straight(wire.points[0], corner) + straight(corner, tip)[1:])
    return replace(wire, points=points, head=head)
