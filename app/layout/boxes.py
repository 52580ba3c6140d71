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
    leaves level. A label that is raised stands `lift` above its usual place, and reaches so far over what its wire joins.
    """

    id: str
    kind: str
    width: float
    height: float
    under: float = STRIP / 2
    slant: bool = True
    lift: float = 0.0
    overhang: float = 0.0

    @property
    def core(self) -> float:
        """The width that it has on its wire."""
        return self.width - 2 * self.overhang


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of wire between two vertices; edges into a gate stand in argument order."""

    tail: str
    head: str


@dataclass(frozen=True, slots=True)
class Box:
    """A placed vertex by its centre; `level` is the height at which wires pass or meet it.

    A raised label's wire runs below its box, and joins what the box reaches over on either side by `overhang`; what is no wider
    than `gap` has room close above the wire.
    """

    x: float
    y: float
    width: float
    height: float
    level: float
    overhang: float = 0.0
    gap: float = 0.0

    @property
    def core(self) -> float:
        """The width that it has on its wire."""
        return self.width - 2 * self.overhang

    def moved(self, across: float, down: float) -> Box:
        return Box(self.x + across, self.y + down, self.width, self.height, self.level + down, self.overhang, self.gap)


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
