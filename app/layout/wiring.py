"""All wires of a figure: the angles at which they meet each circle, and the way each one takes round the boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import atan2, copysign

from app.layout.field import Field
from app.layout.model import Curve, Edge, Point, Vertex
from app.layout.wire import STEEPEST, End, bend, slope, straight

CIRCLES = ("gate", "fork")
APART = {"gate": 0.42, "fork": 0.72}
"""Arrow heads at one circle stand at least this far apart (radians)."""
STEEPEST_LINE = 1.2
"""An input's straight line is at most this steep (radians from level)."""
LEVEL_ANGLE = 0.01
NEAR, HEIGHTS = 30.0, 5
LANES = ((60.0, 60.0), (36.0, 36.0), (90.0, 60.0), (60.0, 90.0), (36.0, 120.0), (120.0, 36.0))
"""How far from its two ends a wire may enter and leave a lane, in points; the calmest first."""
RUN_UP = 16.0
"""How far before a circle a route of Graphviz's is made radial, in points."""

Route = tuple[Point, ...]


class Wiring:
    """The ends of all edges, with their angles, among the boxes of `field`."""

    def __init__(self, field: Field, vertices: Sequence[Vertex], edges: Sequence[Edge]) -> None:
        self.field, self.edges = field, edges
        self.kinds = {vertex.id: vertex.kind for vertex in vertices}
        self.slanting = {vertex.id for vertex in vertices if vertex.kind == "input" and vertex.slant}
        self.ends = [(self.end(edge.tail, 1), self.end(edge.head, -1)) for edge in edges]
        self.spread()

    def end(self, key: str, side: int) -> End:
        box, kind = self.field.boxes[key], self.kinds[key]
        if kind in CIRCLES:
            return End(box.x, box.y, box.width / 2, side)
        return End(box.x + side * box.width / 2, box.level, 0.0, side)

    def spread(self) -> None:
        """Give every end its angle, so that no two on one side of a circle are too close."""
        sides: dict[tuple[str, int], list[tuple[float, int]]] = defaultdict(list)
        for index, edge in enumerate(self.edges):
            tail, head = self.ends[index]
            if head.radius:
                sides[edge.head, 1].append((self.arrival(edge, tail, head), index))
            if tail.radius:
                sides[edge.tail, 0].append((slope(tail, (head.x, head.y)), index))
        for (key, place), wanted in sides.items():
            wanted.sort()
            for (_, index), angle in zip(wanted, separated(wanted, APART[self.kinds[key]]), strict=True):
                ends = self.ends[index]
                turned = replace(ends[place], angle=angle)
                self.ends[index] = (ends[0], turned) if place else (turned, ends[1])

    def arrival(self, edge: Edge, tail: End, head: End) -> float:
        """The angle at which an edge wants to meet its head: straight from an input, by an arc from elsewhere."""
        if not self.slanted(edge):
            return slope(head, (tail.x, tail.y))
        angle = atan2(tail.y - head.y, head.x - tail.x)
        return copysign(min(abs(angle), STEEPEST_LINE), angle)

    def slanted(self, edge: Edge) -> bool:
        return edge.tail in self.slanting and self.kinds[edge.head] == "gate"

    def draw(self, index: int, route: Route = ()) -> tuple[Curve, bool]:
        """The first of our own curves that is clear of every box, else Graphviz's route; and whether it is ours."""
        edge = self.edges[index]
        own = (edge.tail, edge.head)
        for curve in self.candidates(index):
            if self.field.clear(curve, own):
                return curve, True
        for curve in self.lanes(index, route):
            if self.field.clear(curve, own):
                return curve, False
        tail, head = self.ends[index]
        return (fitted(route, tail, head), False) if route else (bend(tail, head), True)

    def lanes(self, index: int, route: Route) -> Iterator[Curve]:
        """Our own wires again, by way of the heights at which Graphviz's route runs: an S, a long level lane, an S."""
        tail, head = self.ends[index]
        left, right = tail.point[0], head.point[0]
        heights = sorted((y for x, y in route if left + NEAR < x < right - NEAR), key=lambda y: abs(y - tail.y))
        for y in list(dict.fromkeys(heights))[:HEIGHTS]:
            for near, far in LANES:
                first, last = left + near, right - far
                if first < last:
                    yield through(tail, (first, y), (last, y), head)

    def candidates(self, index: int) -> Iterator[Curve]:
        tail, head = self.ends[index]
        if self.slanted(self.edges[index]):
            yield straight(tail.point, head.point)
        yield bend(tail, head)
        yield bend(steeper(tail), steeper(head))


def through(tail: End, first: Point, last: Point, head: End) -> Curve:
    """From `tail` to a level lane from `first` to `last`, and on to `head`."""
    enter, leave = End(*first, 0.0, -1), End(*last, 0.0, 1)
    before, after = turned(tail, first), turned(head, last)
    return bend(before, enter) + straight(first, last)[1:] + bend(leave, after)[1:]


def turned(end: End, to: Point) -> End:
    """A circle's end facing the lane that its wire takes."""
    return replace(end, angle=slope(end, to)) if end.radius else end


def steeper(end: End) -> End:
    """The same end met as steeply as may be, so that the wire bends later."""
    return replace(end, angle=copysign(STEEPEST, end.angle)) if end.radius and end.angle else end


def separated(wanted: Sequence[tuple[float, int]], apart: float) -> list[float]:
    """The angles nearest to those wanted (in order) that are `apart` from each other; a level wire stays level."""
    given = [angle for angle, _ in wanted]
    give = [0.0 if abs(angle) < LEVEL_ANGLE else 1.0 for angle in given]
    for _ in range(8):
        for k in range(len(given) - 1):
            lack = apart - (given[k + 1] - given[k])
            if lack > 1e-6:
                share = give[k] / (give[k] + give[k + 1]) if give[k] + give[k + 1] else 0.5
                given[k] -= lack * share
                given[k + 1] += lack * (1 - share)
    return given


def fitted(route: Route, tail: End, head: End) -> Curve:
    """Graphviz's route with its two ends put where ours are, and made level or radial there."""
    (x0, y0), (x3, y3) = tail.point, head.point
    (ux, uy), (vx, vy) = tail.outward, head.outward
    leave, arrive = (x0 + RUN_UP * ux, y0 + RUN_UP * uy), (x3 + RUN_UP * vx, y3 + RUN_UP * vy)
    return ((x0, y0), leave, *route[2:-2], arrive, (x3, y3))
