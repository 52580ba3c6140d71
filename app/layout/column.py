"""Columns: boxes that share one place from left to right. They are set as close as the wires between them allow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from math import tan

from app.layout.boxes import Edge, Vertex
from app.layout.bunch import LEAD
from app.layout.field import Field
from app.layout.wire import STEEPEST

APART = 13.0
"""Columns are at least this far apart, in points: an arrow head and a little wire."""
BENT, CROWDED, MANY, COLLECTED = 27.0, 42.0, 3, 42.0
"""The room for a wire that bends, for one at a circle where more than MANY labelled wires meet, and for many that become one."""
END, FACING = 24.0, 30.0
"""The room between a gate and what stands at the ends of the figure, and before a box that stands in a wire's way."""
LEVEL = 0.5
CLEAR = 3.0
"""Between a raised label and what stands beside it, in points."""


@dataclass(frozen=True, slots=True)
class Column:
    """The ids of the boxes of a column."""

    keys: tuple[str, ...]

    def extent(self, field: Field) -> tuple[float, float]:
        """Its left and its right edge, without what reaches over its neighbours."""
        boxes = [field.boxes[key] for key in self.keys]
        return min(box.left for box in boxes), max(box.right for box in boxes)


def columns(centres: Mapping[str, float], members: Mapping[str, Sequence[str]]) -> list[Column]:
    """The columns from left to right: vertices drawn at one height of the page, each with the boxes that it stands for."""
    found: dict[float, list[str]] = defaultdict(list)
    for key, x in centres.items():
        found[x] += members.get(key, (key,))
    return [Column(tuple(found[x])) for x in sorted(found)]


def least_width(vertices: Sequence[Vertex], edges: Sequence[Edge], order: Sequence[Edge] = ()) -> float:
    """How wide a graph is at least, told without placing it: the longest way through it, its wires as short as they may be.

    An order that leads round in a circle cannot be kept as a whole, and counts for nothing.
    """
    for joined in ((*edges, *order), edges):
        with suppress(CycleError):
            return longest(vertices, joined)
    return 0.0


def longest(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> float:
    """How long it is. Raises CycleError."""
    known = {vertex.id: vertex for vertex in vertices}
    into = {key: list[str]() for key in known}
    for edge in edges:
        into[edge.head].append(edge.tail)
    reached: dict[str, float] = {}
    for key in TopologicalSorter(into).static_order():
        start = max((reached[tail] + nearest(known[tail], known[key]) for tail in into[key]), default=0.0)
        reached[key] = start + known[key].core
    return max(reached.values(), default=0.0)


def nearest(tail: Vertex, head: Vertex) -> float:
    """How close a wire's ends may stand: the label of an input that is bunched is closer to it than columns are."""
    return LEAD if tail.kind == "input" and head.kind == "label" else APART


class Spacing:
    """How far two neighbouring columns must be apart."""

    def __init__(
        self,
        field: Field,
        vertices: Sequence[Vertex],
        edges: Sequence[Edge],
        share: float = 1.0,
        shared: Collection[tuple[str, str]] = (),
    ) -> None:
        self.field, self.share, self.shared = field, share, set(shared)
        self.kinds = {vertex.id: vertex.kind for vertex in vertices}
        self.wires = {(edge.tail, edge.head) for edge in edges}
        self.alone = self.wires - self.shared
        inner = [edge for edge in edges if self.kinds[edge.tail] != "input"]
        self.leaving = Counter(edge.tail for edge in inner)
        self.coming = Counter(edge.head for edge in inner)

    def tighten(self, found: Sequence[Column]) -> None:
        """Move each column but the first to its least distance from the one before it."""
        across, passed = 0.0, list(found[0].keys) if found else []
        for before, after in pairwise(found):
            right, left = before.extent(self.field)[1], after.extent(self.field)[0]
            across += self.least(before, after, right, left) - (left + across - right)
            across += self.overlap(passed, after.keys, across)
            for key in after.keys:
                self.field.place(key, self.field.boxes[key].moved(across, 0))
            passed += after.keys

    def overlap(self, passed: Sequence[str], keys: Sequence[str], across: float) -> float:
        """How far a column, still to be moved by `across`, must move on for what reaches out of columns to keep clear."""
        boxes = self.field.boxes
        reaching = [boxes[key] for key in passed if boxes[key].overhanging]
        others = [boxes[key] for key in passed]
        lack = 0.0
        for key in keys:
            box = boxes[key].moved(across, 0)
            for other in others if box.overhanging else reaching:
                if abs(box.y - other.y) < (box.height + other.height) / 2:
                    lack = max(lack, CLEAR - (box.x - box.width / 2 - other.x - other.width / 2))
        return lack

    def least(self, before: Column, after: Column, right: float, left: float) -> float:
        """The least room between two columns, of which one ends and the other begins there."""
        room = APART
        for tail in before.keys:
            for head in after.keys:
                one, other = self.field.boxes[tail], self.field.boxes[head]
                inset = right - one.right + other.left - left
                room = max(room, self.share * self.between(tail, head) - inset, self.rise(tail, head, after) - inset)
        return room

    def rise(self, tail: str, head: str, after: Column) -> float:
        """The room that a wire needs to rise or fall before its column to a gate behind another box."""
        if (tail, head) not in self.alone or self.kinds[tail] != "label":
            return 0.0
        level, end = self.field.boxes[tail].level, self.field.boxes[head]
        low, high = sorted((level, end.y))
        others = (self.field.boxes[key] for key in after.keys if key != head)
        passed = any(low < each.y + each.height / 2 and each.y - each.height / 2 < high for each in others)
        return (high - low) / tan(STEEPEST) - end.width / 2 + APART / 2 if passed else 0.0

    def between(self, tail: str, head: str) -> float:
        """The room that two boxes want between them."""
        one, other = self.field.boxes[tail], self.field.boxes[head]
        if (tail, head) not in self.wires:
            return FACING if abs(other.y - one.level) < other.height / 2 and self.kinds[tail] != "input" else 0.0
        if (tail, head) in self.shared:
            return COLLECTED / self.share
        if {self.kinds[tail], self.kinds[head]} & {"input", "output"}:
            return BENT if self.kinds[tail] == "input" else END
        crowd = max(self.leaving[tail], self.coming[head])
        if crowd > MANY:
            return CROWDED
        return APART if crowd == 1 and abs(other.level - one.level) < LEVEL else BENT
