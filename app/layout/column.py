"""Columns: boxes that share one place from left to right. They are set as close as the wires between them allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.layout.boxes import Box, Edge, Vertex
from app.layout.bunch import FAN
from app.layout.field import Field, bounds, rectangle

APART = 13.0
"""Columns are at least this far apart, in points: an arrow head and a little wire."""
BENT, CROWDED, MANY, COLLECTED = 27.0, 42.0, 3, 56.0
"""The room for a wire that bends, for one at a circle where more than MANY labelled wires meet, and for many that become one."""
END, FACING = 24.0, 30.0
"""The room between a gate and what stands at the ends of the figure, and before a box that stands in a wire's way."""
LEVEL = 0.5


@dataclass(frozen=True, slots=True)
class Column:
    """The ids of the boxes of a column."""

    keys: tuple[str, ...]

    def extent(self, field: Field) -> tuple[float, float]:
        """Its left and its right edge."""
        left, _, right, _ = bounds([corner for key in self.keys for corner in corners(field.boxes[key])])
        return left, right


def corners(box: Box) -> tuple[tuple[float, float], tuple[float, float]]:
    left, top, right, bottom = rectangle(box)
    return (left, top), (right, bottom)


def columns(centres: Mapping[str, float], members: Mapping[str, Sequence[str]]) -> list[Column]:
    """The columns from left to right: vertices drawn at one height of the page, each with the boxes that it stands for."""
    found: dict[float, list[str]] = defaultdict(list)
    for key, x in centres.items():
        found[x] += members.get(key, (key,))
    return [Column(tuple(found[x])) for x in sorted(found)]


class Spacing:
    """How far two neighbouring columns must be apart."""

    def __init__(self, field: Field, vertices: Sequence[Vertex], edges: Sequence[Edge], share: float = 1.0) -> None:
        self.field, self.share = field, share
        self.kinds = {vertex.id: vertex.kind for vertex in vertices}
        self.wires = {(edge.tail, edge.head) for edge in edges}
        inner = [edge for edge in edges if self.kinds[edge.tail] != "input"]
        self.inputs = Counter(edge.head for edge in edges if self.kinds[edge.tail] == "input")
        self.leaving = Counter(edge.tail for edge in inner)
        self.coming = Counter(edge.head for edge in inner)

    def tighten(self, found: Sequence[Column]) -> None:
        """Move each column but the first to its least distance from the one before it."""
        across = 0.0
        for before, after in pairwise(found):
            right, left = before.extent(self.field)[1], after.extent(self.field)[0] + across
            across += self.least(before, after, across) - (left - right)
            for key in after.keys:
                self.field.place(key, self.field.boxes[key].moved(across, 0))

    def least(self, before: Column, after: Column, across: float) -> float:
        """The least room between two columns, `after` still to be moved by `across`."""
        right, left = before.extent(self.field)[1], after.extent(self.field)[0]
        room = APART
        for tail in before.keys:
            for head in after.keys:
                one, other = self.field.boxes[tail], self.field.boxes[head]
                inset = right - one.x - one.width / 2 + other.x - other.width / 2 - left
                room = max(room, self.share * self.between(tail, head) - inset)
        return room

    def between(self, tail: str, head: str) -> float:
        """The room that two boxes want between them."""
        one, other = self.field.boxes[tail], self.field.boxes[head]
        if (tail, head) not in self.wires:
            return FACING if abs(other.y - one.level) < other.height / 2 and self.kinds[tail] != "input" else 0.0
        if {self.kinds[tail], self.kinds[head]} & {"input", "output"}:
            if self.kinds[tail] != "input":
                return END
            return COLLECTED if self.inputs[head] > FAN else BENT
        crowd = max(self.leaving[tail], self.coming[head])
        if crowd > MANY:
            return CROWDED
        return APART if crowd == 1 and abs(other.level - one.level) < LEVEL else BENT
