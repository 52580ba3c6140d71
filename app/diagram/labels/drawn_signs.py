"""The signs of operators in their circles: drawn by measure, because a font's are too thin and stand aside in their boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from math import cos, pi, sin
from types import MappingProxyType

from app.typeset import Glyph, Label, Math, Symbol, latex, plain

INK, STROKE = 11.0, 1.5
"""How far a sign reaches, a third of its circle, and how thick its strokes are, in points."""
UNIT = 0.01
"""Outlines count in hundredths of a point."""
DOT = 1.3
CORNERS = 16

Polygon = Sequence[tuple[float, float]]


def bar(angle: float, reach: float = INK / 2) -> Polygon:
    """A stroke through the middle."""
    along, across = (cos(angle), sin(angle)), (-sin(angle), cos(angle))
    ends = ((reach, STROKE / 2), (reach, -STROKE / 2), (-reach, -STROKE / 2), (-reach, STROKE / 2))
    return [(a * along[0] + b * across[0], a * along[1] + b * across[1]) for a, b in ends]


def disc(y: float, radius: float = DOT) -> Polygon:
    turns = [2 * pi * k / CORNERS for k in range(CORNERS)]
    return [(radius * cos(turn), y + radius * sin(turn)) for turn in turns]


SIGNS: Mapping[str, Callable[[], list[Polygon]]] = MappingProxyType(
    {
        "+": lambda: [bar(0), bar(pi / 2)],
        "−": lambda: [bar(0)],
        "×": lambda: [bar(pi / 4, INK / 2 * 1.15), bar(-pi / 4, INK / 2 * 1.15)],
        "÷": lambda: [bar(0), disc(-INK / 2 + DOT), disc(INK / 2 - DOT)],
        "·": lambda: [disc(0, 2 * DOT)],
    }
)


def sign(math: Math) -> Label | None:
    """An operator's sign as a square label with its ink in the middle; None for what is no such sign."""
    if not isinstance(math, Symbol) or math.sign not in SIGNS:
        return None
    glyphs = tuple(Glyph(INK / 2, INK / 2, UNIT, outline(shape)) for shape in SIGNS[math.sign]())
    return Label(INK, INK, INK / 2, glyphs, (), plain(math), latex(math))


def outline(shape: Polygon) -> str:
    """A polygon as a font has its outlines: one move, then relative lines."""
    places = [(round(x / UNIT), round(y / UNIT)) for x, y in shape]
    steps = [(x - left, y - top) for (left, top), (x, y) in pairwise(places)]
    return f"M{places[0][0]} {places[0][1]}" + "".join(f"l{dx} {dy}" for dx, dy in steps) + "Z"
