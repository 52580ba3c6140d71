"""What layout is asked and what it answers. Lengths are points; y grows downwards; nothing here knows what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

STRIP = 9.0
"""The strip at a label's foot through which its wire runs level, in the middle of it."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """Something with a place: `kind` is "input", "gate", "fork", "label" or "output".

    A gate is a circle of diameter `width`; a label's wire runs level through the strip at its foot; others are boxes.
    """

    id: str
    kind: str
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of wire between two vertices; edges into a gate stand in argument order."""

    tail: str
    head: str


@dataclass(frozen=True, slots=True)
class Box:
    """A placed vertex by its centre."""

    x: float
    y: float
    width: float
    height: float


Point = tuple[float, float]
Curve = tuple[Point, ...]
"""Cubic Béziers end to end: a start, then three points a piece (control, control, end)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by vertex id, a curve for each edge in the order asked, and the size of the whole."""

    width: float
    height: float
    boxes: dict[str, Box]
    curves: tuple[Curve, ...]
