"""Where wires cross one another: what a reader has to follow with a finger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from app.layout.boxes import Curve, Point
from app.layout.field import Rectangle, bounds, overlap, samples

PIECES = 6
"""Curves are looked at in so many straight pieces each."""
LEVEL, SLOPE = 0.5, 0.2
"""A piece that rises less than this, in points and for each point across, is level."""


class Wire:
    """A curve, its bounds, and the straight pieces that stand for it."""

    def __init__(self, index: int, curve: Curve) -> None:
        self.index, self.curve, self.bounds = index, curve, bounds(curve)

    def meets(self, other: Wire) -> bool:
        """Whether both start or end at one place: wires that run into one another do not cross."""
        return self.curve[0] == other.curve[0] or self.curve[-1] == other.curve[-1]

    @cached_property
    def pieces(self) -> list[tuple[Rectangle, Point, Point]]:
        return [(bounds(pair), *pair) for pair in pairwise(samples(self.curve, PIECES))]


def crossings(curves: Sequence[Curve]) -> Iterator[tuple[int, int]]:
    """The places of two curves that cross, once for each time they do; where they start or end together they do not."""
    waiting = sorted((Wire(index, curve) for index, curve in enumerate(curves)), key=lambda wire: wire.bounds[0])
    beside: list[Wire] = []
    for wire in waiting:
        beside = [other for other in beside if other.bounds[2] > wire.bounds[0]]
        for other in beside:
            if overlap(wire.bounds, other.bounds) and not wire.meets(other):
                yield from [(other.index, wire.index)] * count(other, wire)
        beside.append(wire)


def count(one: Wire, other: Wire) -> int:
    """How often two wires cross."""
    return sum(
        overlap(area, space) and cross(start, stop, begin, end)
        for area, start, stop in one.pieces
        for space, begin, end in other.pieces
    )


def cross(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Whether the line from a to b and that from c to d run through each other."""
    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def side(a: Point, b: Point, point: Point) -> float:
    """On which side of the line from a to b a point lies, by its sign."""
    return (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])


def bends(curves: Iterable[Curve]) -> int:
    """How often a wire of curves end to end turns from level to rising or falling, or back."""
    line = [point for curve in curves for point in samples(curve, PIECES)]
    level = [abs(stop[1] - start[1]) < min(LEVEL, SLOPE * abs(stop[0] - start[0])) for start, stop in pairwise(line)]
    return sum(one != other for one, other in pairwise(level))
