"""What layout is asked and what it answers. Lengths are points; y grows downwards; nothing here knows what is drawn."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

STRIP = 9.0
"""The strip of a label through whose middle its wire runs level."""
CIRCLES = ("gate", "fork")
"""The kinds of vertices that are round."""
NO_FLAG = (0.0, 0.0)
"""The width and height of a flag that is not there."""


class Vertex(NamedTuple):
    """Something with a place: `kind` is "input", "gate", "fork", "label" or "output".

    A gate or fork is a circle of diameter `width`; a label's wire runs level through it, `under` above its foot; others are
    boxes that a wire leaves or meets at half their height. An input's wire slants straight to its gate if `slant`, else it
    leaves level. What has a `lift` reaches over its neighbours, by `before` to the left and by `after` to the right: words stand
    so much above their usual place, or below it if they hang, an input keeps so much free above and below it. An input's wire
    starts from a flag, if that has a width and a height; its words stand beside the flag or the wire, or over or under it if they are
    `stacked`: it reaches `under` below its wire. What goes `onward`, from another row or into one, belongs to the way through the
    gates. The `narrowest` of a label's texts has that width.
    """

    id: str
    kind: str
    width: float
    height: float
    under: float = STRIP / 2
    slant: bool = True
    lift: float = 0.0
    before: float = 0.0
    after: float = 0.0
    flag: tuple[float, float] = NO_FLAG
    stacked: bool = False
    narrowest: float = 0.0
    onward: bool = False

    @property
    def core(self) -> float:
        """The width that it has on its wire."""
        return self.width - self.before - self.after

    @property
    def above(self) -> float:
        """How far it reaches above its wire."""
        return self.height - self.under if self.uneven else self.height / 2

    @property
    def below(self) -> float:
        return self.under if self.uneven else self.height / 2

    @property
    def uneven(self) -> bool:
        """Whether it may reach farther on one side of its wire than on the other."""
        return self.kind == "label" or self.stacked

    @property
    def tall(self) -> bool:
        """Whether something stands above its wire."""
        return self.height - self.under > STRIP

    @property
    def hangs(self) -> bool:
        """Whether the words of an input stand under its wire."""
        return self.stacked and self.kind == "input" and self.under > self.height / 2

    @property
    def hung(self) -> bool:
        """Whether more of a label stands below its wire than above."""
        return self.kind == "label" and self.under > self.height / 2


class Edge(NamedTuple):
    """A piece of wire between two vertices; edges into a gate stand in argument order."""

    tail: str
    head: str


class Box(NamedTuple):
    """A placed vertex by its centre; `level` is the height at which wires pass or meet it.

    It reaches over its neighbours by `before` to the left and by `after` to the right. A raised label's wire runs below its box, or
    above if the label hangs.
    """

    x: float
    y: float
    width: float
    height: float
    level: float
    before: float = 0.0
    after: float = 0.0
    raised: bool = False

    @property
    def left(self) -> float:
        """Where its wire comes in, and the room begins that no other column may take."""
        return self.x - self.width / 2 + self.before

    @property
    def right(self) -> float:
        """Where its wire leaves, and that room ends."""
        return self.x + self.width / 2 - self.after

    @property
    def above(self) -> float:
        """How far it reaches above its wire."""
        return self.level - self.y + self.height / 2

    @property
    def below(self) -> float:
        return self.y - self.level + self.height / 2

    @property
    def room(self) -> tuple[float, float]:
        """From where to where there is nothing but wire between a raised label and the middle of its wire."""
        edges = self.y + self.height / 2, self.y - self.height / 2
        return (edges[0], self.level) if edges[0] < self.level else (self.level, edges[1])

    @property
    def overhanging(self) -> bool:
        """Whether it reaches over its neighbours."""
        return self.before > 0 or self.after > 0

    @property
    def hanging(self) -> bool:
        """Whether its words stand under its wire, which starts beside none."""
        return not self.raised and self.after > 0 and self.y > self.level

    def moved(self, across: float, down: float) -> Box:
        kept = self.before, self.after, self.raised
        return Box(self.x + across, self.y + down, self.width, self.height, self.level + down, *kept)


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

    def moved(self, across: float) -> Layout:
        """The same so much farther to the right."""
        boxes = {key: box.moved(across, 0.0) for key, box in self.boxes.items()}
        curves = tuple(tuple((x + across, y) for x, y in curve) for curve in self.curves)
        return replace(self, width=self.width + across, boxes=boxes, curves=curves)
