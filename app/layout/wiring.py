"""All wires of a figure: the angles at which they meet each circle, and the way each one takes round the boxes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import atan2, copysign, pi

from app.layout.boxes import CIRCLES, Box, Curve, Edge, Point, Vertex
from app.layout.field import Field
from app.layout.lane import Interval, Lane, Lanes
from app.layout.wire import LEVEL, STEEPEST, End, bend, close, collected, slope, step, straight

APART = {"gate": 0.42, "fork": 0.72}
"""Arrow heads at one circle stand at least this far apart (radians)."""
STEEPEST_LINE = 1.2
"""An input's straight line is at most this steep (radians from level)."""
LEVEL_ANGLE, SLIGHT = 0.01, 0.3
"""What counts as level, and up to where an angle counts as hardly more, in radians."""
BULGE = 30.0
"""How far a wire may leave the room between its ends, in points."""
FLATTER = (1.0, 0.6, 0.3)
"""Where an input's straight line may end on its gate's circle, as shares of the angle at which it would point at the middle."""
ROUNDS = 3
"""Wires that take lanes turn the others at their circles a little, so that these may need lanes too: looked at so often."""
EASES = (60.0, 36.0, 18.0, 6.0, 0.0)
"""How far into a lane a wire may still turn, in points; the calmest first."""


class Wiring:
    """The ends of all edges, with their angles, among the boxes of `field`."""

    def __init__(
        self,
        field: Field,
        vertices: Sequence[Vertex],
        edges: Sequence[Edge],
        columns: Sequence[Interval],
        shared: Collection[tuple[str, str]] = (),
    ) -> None:
        self.field, self.edges = field, edges
        self.kinds = {vertex.id: vertex.kind for vertex in vertices}
        self.slanting = {vertex.id for vertex in vertices if vertex.kind == "input" and vertex.slant}
        self.ends = [(self.end(edge.tail, 1), self.end(edge.head, -1)) for edge in edges]
        self.shared = [(edge.tail, edge.head) in shared for edge in edges]
        self.ways: dict[int, list[Lane]] = {}
        self.following: set[int] = set()
        """The edges of inputs that bend along with another wire."""
        self.upright: set[int] = set()
        """The edges that leave their fork straight up or down, where there is no room to turn beside it."""
        self.found: list[tuple[tuple[End, End] | None, Curve | None]] = [(None, None)] * len(edges)
        self.spread()
        for _ in range(ROUNDS):
            if not self.detour(Lanes(field, columns)):
                break
            self.spread()

    def end(self, key: str, side: int) -> End:
        box, kind = self.field.boxes[key], self.kinds[key]
        if kind in CIRCLES:
            return End(box.x, box.y, box.width / 2, side)
        return End(box.right if side > 0 else box.left, box.level, 0.0, side)

    def spread(self) -> None:
        """Give every end its angle, so that no two on one side of a circle are too close."""
        sides: dict[tuple[str, int], list[tuple[float, float, int]]] = defaultdict(list)
        for index, edge in enumerate(self.edges):
            tail, head = self.ends[index]
            if self.shared[index]:
                continue
            if head.radius:
                sides[edge.head, 1].append((self.beyond(index, 1), self.arrival(index), index))
            if tail.radius:
                sides[edge.tail, 0].append((self.beyond(index, 0), self.departure(index), index))
        for (key, place), wanted in sides.items():
            wanted.sort()
            angles = separated([angle for _, angle, _ in wanted], APART[self.kinds[key]])
            for (*_, index), angle in zip(wanted, angles, strict=True):
                ends = self.ends[index]
                turned = ends[place]._replace(angle=angle)
                self.ends[index] = (ends[0], turned) if place else (turned, ends[1])
            if place:
                self.follow([index for *_, index in wanted])

    def follow(self, indices: Sequence[int]) -> None:
        """Find the inputs that come to a circle beside a bend and too near to it: they bend along with it."""
        for inner, outer in (*pairwise(indices), *pairwise(reversed(indices))):
            (start, head), angle = self.ends[outer], self.ends[inner][1].angle
            if self.slanted(self.edges[outer]) and SLIGHT < abs(angle) < abs(head.angle) and angle * head.angle > 0:
                bent = not self.slanted(self.edges[inner]) or inner in self.following
                if bent and close(straight(start.point, head.point), self.curved(inner)):
                    self.following.add(outer)

    def curved(self, index: int) -> Curve:
        """The way of a wire that bends."""
        return self.through(index, self.ways[index]) if index in self.ways else bend(*self.ends[index])

    def beyond(self, index: int, place: int) -> float:
        """The height from which an edge comes to its head, or to which it goes from its tail."""
        if index in self.ways:
            return self.ways[index][-place][2]
        return self.ends[index][1 - place].y

    def departure(self, index: int) -> float:
        """The angle at which an edge wants to leave its tail: by an arc to its head or to the beginning of its lane."""
        tail, head = self.ends[index]
        if index in self.ways:
            first = self.ways[index][0][::2]
            return upright(tail, first).angle if index in self.upright else slope(tail, first)
        return slight(head.y - tail.y) if self.line(index) else slope(tail, (head.x, head.y))

    def line(self, index: int) -> bool:
        """Whether an edge goes on from one fork of a value to the next."""
        return all(self.kinds[key] == "fork" for key in self.own(index))

    def arrival(self, index: int) -> float:
        """The angle at which an edge wants to meet its head: straight from an input, by an arc from elsewhere."""
        tail, head = self.ends[index]
        if index in self.ways:
            return slope(head, self.ways[index][-1][1:])
        if self.line(index):
            return 0.0
        if not self.slanted(self.edges[index]):
            return slope(head, (tail.x, tail.y))
        angle = atan2(tail.y - head.y, head.x - tail.x)
        return copysign(min(abs(angle), STEEPEST_LINE), angle)

    def slanted(self, edge: Edge) -> bool:
        return edge.tail in self.slanting and self.kinds[edge.head] == "gate"

    def detour(self, lanes: Lanes) -> bool:
        """Find lanes for the wires that have no free way of their own, the short ones first; whether there were any."""
        for index in self.ways:
            lanes.take(self.through(index, self.ways[index]))
        before = len(self.ways)
        for index in sorted(range(len(self.edges)), key=self.length):
            if index in self.ways or self.shared[index]:
                continue
            curve = self.direct(index)
            if curve and not lanes.crowded(curve):
                lanes.take(curve)
            elif way := self.way(index, lanes):
                self.ways[index] = way
                lanes.take(self.through(index, self.ways[index]))
        return len(self.ways) > before

    def way(self, index: int, lanes: Lanes) -> list[Lane]:
        """The lanes of a wire: if it is clear so without those that are no longer than a point, or without the last."""
        (tail, head), own = self.ends[index], self.own(index)
        way = lanes.way((tail.x + tail.radius, tail.y), (head.x - head.radius, head.y), own)
        for fewer in ([lane for lane in way if lane[0] < lane[1]], way[:-1]):
            if fewer:
                self.ends[index] = aimed(tail, fewer[0][::2]), aimed(head, fewer[-1][1:])
                if self.field.clear(self.through(index, fewer), own):
                    return fewer
        self.ends[index] = tail, head
        return self.risen(index, way) or way

    def risen(self, index: int, way: Sequence[Lane]) -> list[Lane]:
        """The lanes of a wire that turns right beside its fork, which it leaves upright for the second of them; none if that
        is not clear."""
        (tail, head), own = self.ends[index], self.own(index)
        if self.kinds[own[0]] != "fork" or len(way) < 2 or way[0] != (way[0][0], way[0][0], tail.y):
            return []
        self.ends[index] = upright(tail, way[1][::2]), head
        if self.field.clear(self.through(index, way[1:]), own):
            self.upright.add(index)
            return list(way[1:])
        self.ends[index] = tail, head
        return []

    @property
    def stuck(self) -> bool:
        """Whether a wire found no way that is clear of every box."""
        drawn = ((index, *self.draw(index)) for index in range(len(self.edges)))
        return any(not ours and not self.free(index, curve) for index, curve, ours in drawn)

    def cramped(self, index: int) -> bool:
        """Whether an edge has to turn sharply beside a raised label, which reaches over its way up or down."""
        if not any(key in self.field.wires for key in self.own(index)):
            return False
        if index in self.ways:
            return all(left == right for left, right, _ in self.ways[index])
        return self.draw(index)[0] != bend(*self.ends[index])

    def free(self, index: int, curve: Curve) -> bool:
        """Whether an edge's curve is clear of every box; wires that run into one another are."""
        return self.shared[index] or self.field.clear(curve, self.own(index))

    def length(self, index: int) -> float:
        tail, head = self.ends[index]
        return head.x - tail.x

    def own(self, index: int) -> tuple[str, str]:
        return self.edges[index].tail, self.edges[index].head

    def draw(self, index: int) -> tuple[Curve, bool]:
        """The calmest curve that is clear of every box, and whether it needed no lane."""
        if index in self.ways:
            return self.through(index, self.ways[index]), False
        if self.shared[index]:
            return collected(*self.ends[index]), True
        curve = self.direct(index)
        return (bend(*self.ends[index]), False) if curve is None else (curve, True)

    def direct(self, index: int) -> Curve | None:
        """The first of our own curves that is clear of every box; found once for the same ends."""
        ends, own = self.ends[index], self.own(index)
        if self.found[index][0] != ends:
            curves = (curve for curve in self.candidates(index) if calm(curve) and self.field.clear(curve, own))
            self.found[index] = ends, next(curves, None)
        return self.found[index][1]

    def through(self, index: int, way: Sequence[Lane]) -> Curve:
        """A bend into the first lane, steps between them, a bend out of the last."""
        (tail, head), own = self.ends[index], self.own(index)
        left, right, y = way[0]
        curve = self.calmest([bend(tail, End(left + ease, y, 0.0, -1)) for ease in eases((right - left) / 2)], own)
        for (_, stop, y), (start, end, other) in pairwise(way):
            room = eases(min(stop - curve[-1][0], (end - start) / 2))
            steps = [step((stop - ease, y), (start + ease, other)) for ease in room]
            curve = joined(curve, self.calmest(steps, own))
        left, right, y = way[-1]
        last = [bend(End(right - ease, y, 0.0, 1), head) for ease in eases(right - curve[-1][0])]
        return joined(curve, self.calmest(last, own))

    def slid(self, key: str, box: Box, into: int, out: int) -> tuple[Curve, Curve] | None:
        """The two curves of a label that is moved to `box`, or None, and it stays, where one of them would not be clear."""
        before, ends = self.field.boxes[key], (self.ends[into], self.ends[out])
        self.field.place(key, box)
        self.ends[into] = (ends[0][0], self.end(key, -1))
        self.ends[out] = (self.end(key, 1), ends[1][1])
        (first, first_ours), (second, second_ours) = self.draw(into), self.draw(out)
        if first_ours and second_ours:
            return first, second
        self.field.place(key, before)
        self.ends[into], self.ends[out] = ends
        return None

    def calmest(self, curves: Sequence[Curve], own: Sequence[str]) -> Curve:
        return next((curve for curve in curves if self.field.clear(curve, own)), curves[-1])

    def candidates(self, index: int) -> Iterator[Curve]:
        tail, head = self.ends[index]
        if self.slanted(self.edges[index]) and index not in self.following:
            yield from (straight(tail.point, head._replace(angle=share * head.angle).point) for share in FLATTER)
        yield bend(tail, head)
        yield bend(steeper(tail), steeper(head))


def eases(most: float) -> list[float]:
    return [ease for ease in EASES if ease <= max(most, 0.0)]


def joined(curve: Curve, after: Curve) -> Curve:
    """Two curves with a straight piece between them where there is room."""
    between = straight(curve[-1], after[0])[1:] if after[0] != curve[-1] else ()
    return curve + between + after[1:]


def calm(curve: Curve) -> bool:
    """Whether a curve hardly leaves the room between its two ends."""
    heights = [y for _, y in curve]
    low, high = sorted((heights[0], heights[-1]))
    return low - min(heights) < BULGE and max(heights) - high < BULGE


def aimed(end: End, other: Point) -> End:
    """The same end turned towards a lane that goes to or comes from this point."""
    return end._replace(angle=slope(end, other)) if end.radius else end


def steeper(end: End) -> End:
    """The same end met as steeply as may be, so that the wire bends later."""
    return end._replace(angle=copysign(STEEPEST, end.angle)) if end.radius and end.angle else end


def upright(end: End, other: Point) -> End:
    """The same end left straight up or down, towards the height of another point."""
    return end._replace(angle=copysign(pi / 2, other[1] - end.y))


def slight(down: float) -> float:
    """The angle of a wire that would rather run level, and then climb or fall."""
    return copysign(2 * LEVEL_ANGLE, down) if abs(down) > LEVEL else 0.0


def separated(wanted: Sequence[float], apart: float) -> list[float]:
    """The angles nearest to those wanted (in order) that are `apart` from each other; a level wire stays level."""
    given = list(wanted)
    give = [min(1.0, max(0.0, abs(angle) - LEVEL_ANGLE) / SLIGHT) for angle in given]
    for _ in range(8):
        for k in range(len(given) - 1):
            lack = apart - (given[k + 1] - given[k])
            if lack > 1e-6:
                share = give[k] / (give[k] + give[k + 1]) if give[k] + give[k + 1] else 0.5
                given[k] -= lack * share
                given[k + 1] += lack * (1 - share)
    return given
