"""What layout is asked and what it answers. Lengths are points; y grows downwards; nothing here knows what is drawn."""

from __future__ import annotations

from dataclasses import dataclass

STRIP = 9.0
"""The strip of a label through whose middle its wire runs level."""


@dataclass(frozen=True, slots=True)
class Vertex:
    """Something with a place: `kind` is "input", "gate", "fork", "label" or "output".

    A gate or fork is a circle of diameter `width`; a label's wire runs level through it, `under` above its foot; others are
    boxes that a wire leaves or meets at half their height. An input's wire slants straight to its gate if `slant`, else it
    leaves level.
    """

    id: str
    kind: str
    width: float
    height: float
    under: float = STRIP / 2
    slant: bool = True


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of wire between two vertices; edges into a gate stand in argument order."""

    tail: str
    head: str


@dataclass(frozen=True, slots=True)
class Box:
    """A placed vertex by its centre; `level` is the height at which wires pass or meet it."""

    x: float
    y: float
    width: float
    height: float
    level: float

    def moved(self, across: float, down: float) -> Box:
        return Box(self.x + across, self.y + down, self.width, self.height, self.level + down)


Point = tuple[float, float]
Curve = tuple[Point, ...]
"""Cubic Béziers end to end: a start, then three points a piece (control, control, end)."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Boxes by vertex id, a curve for each edge in the order asked, and the size of the whole; `stuck` are the edges, by their
    place, whose curve found no way that is clear of every box."""

    width: float
    height: float
    boxes: dict[str, Box]
    curves: tuple[Curve, ...]
    stuck: tuple[int, ...] = ()
