"""Lanes: the way of a wire that no single bend can take, level past each column of boxes and from lane to lane between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import inf

from app.layout.boxes import Curve, Point
from app.layout.field import CLEARANCE, Field, Rectangle, bounds

TURN, CROSS, CROWD = 40.0, 90.0, 240.0
"""What a change of lanes costs, crossing another wire, and a lane too near to another wire's, in points of way."""
NEAR, BESIDE = 11.0, 12.0
"""How near is too near; and at what distance from boxes and from other lanes lanes are tried."""
FROM_BOX, NARROWEST, SAME, LEVEL, LONG = 3.5, 8.0, 1.0, 0.5, 20.0

Interval = tuple[float, float]
Lane = tuple[float, float, float]
"""From, to, and the height of a level piece of wire."""


@dataclass(slots=True)
class Lanes:
    """Finds ways between `columns`, which are intervals from left to right, and remembers the wires that are there."""

    boxes: Field
    columns: Sequence[Interval]
    level: list[Lane] = field(default_factory=list)
    slopes: list[Rectangle] = field(default_factory=list)

    def take(self, curve: Curve) -> None:
        """Remember a wire, piece by piece."""
        for first in range(0, len(curve) - 1, 3):
            left, top, right, bottom = bounds((curve[first], curve[first + 3]))
            if bottom - top < LEVEL and right - left > LONG:
                self.level.append((left, right, top))
            elif bottom - top > LEVEL:
                self.slopes.append((left, top, right, bottom))

    def crowded(self, curve: Curve) -> bool:
        """Whether a wire runs level beside another one, too near and for too long."""
        other = Lanes(self.boxes, ())
        other.take(curve)
        return any(
            abs(one[2] - each[2]) < NEAR and min(one[1], each[1]) - max(one[0], each[0]) > LONG
            for one in other.level
            for each in self.level
        )

    def way(self, start: Point, stop: Point, own: Sequence[str]) -> list[Lane]:
        """Level lanes past the columns between two points; none where there is no way through.

        The first and the last are no longer than a point: where the wire leaves the column that it starts in, and where it
        comes into the one that it ends in.
        """
        right = max((each[1] for each in self.columns if each[0] <= start[0] <= each[1]), default=start[0])
        left = min((each[0] for each in self.columns if each[0] <= stop[0] <= each[1]), default=stop[0])
        crossed = [each for each in self.columns if each[0] > right and each[1] < left]
        obstacles = self.boxes.walls((start[0], -inf, stop[0], inf), own)
        level = [each for each in self.level if each[0] < stop[0] and each[1] > start[0]]
        rooms = alternating([(right, right), *crossed, (left, left)], start[0], stop[0])
        stages = [Stage(each, obstacles, level, self.slopes) for each in rooms]
        return Search(heights(start, stop, obstacles, level), stages).run(start, stop)


def heights(start: Point, stop: Point, obstacles: Sequence[Rectangle], level: Sequence[Lane]) -> list[float]:
    """The heights worth trying: those of the two ends, and close above and below whatever is in between."""
    ends = {start[1], stop[1]}
    edges = {edge for _, top, _, bottom in obstacles for edge in (top - FROM_BOX, bottom + FROM_BOX)}
    beside = {y + away for y in (*ends, *edges, *(each[2] for each in level)) for away in (-BESIDE, BESIDE)}
    found = sorted(ends)
    for y in sorted(edges) + sorted(beside):
        place = bisect_left(found, y - SAME)
        if place == len(found) or found[place] > y + SAME:
            found.insert(bisect_left(found, y), y)
    return found


def alternating(columns: Sequence[Interval], start: float, stop: float) -> list[Interval]:
    """The room before each column, the column, …, and the room after the last."""
    edges = [start, *(edge for column in columns for edge in column), stop]
    return list(pairwise(edges))


class Stretches:
    """Stretches of height, counted by where they begin and end: what each height would have to ask of each of them."""

    def __init__(self, stretches: Iterable[Interval]) -> None:
        tall = [(top, bottom) for top, bottom in stretches if top < bottom]
        self.tops, self.bottoms = sorted(top for top, _ in tall), sorted(bottom for _, bottom in tall)

    def around(self, y: float) -> int:
        """How many go past a height: those that begin above it, without those that have ended there."""
        return bisect_left(self.tops, y) - bisect_right(self.bottoms, y)

    def between(self, low: float, high: float) -> int:
        """How many have a part between two heights."""
        return bisect_left(self.tops, high) - bisect_right(self.bottoms, low)


class Stage:
    """What is in the way between two columns, or past one."""

    def __init__(
        self, room: Interval, obstacles: Sequence[Rectangle], level: Sequence[Lane], slopes: Sequence[Rectangle]
    ) -> None:
        self.room = left, right = room
        near, far = right - CLEARANCE, left + CLEARANCE
        self.walls = Stretches((top, bottom) for one, top, other, bottom in obstacles if one < near and other > far)
        self.level = sorted(y for one, other, y in level if one < right and other > left)
        rising = [(top, bottom) for one, top, other, bottom in slopes if one < right and other > left]
        self.slopes, self.middles = Stretches(rising), sorted((top + bottom) / 2 for top, bottom in rising)

    def price(self, y: float) -> float:
        """The cost of passing at a height: infinite through a box, dear beside another wire."""
        if self.walls.around(y):
            return inf
        place = bisect_left(self.level, y)
        crowd = any(abs(lane - y) < NEAR for lane in self.level[max(0, place - 1) : place + 1])
        return CROSS * self.slopes.around(y) + (CROWD if crowd else 0.0)

    def climb(self, low: float, high: float) -> float:
        """The cost of changing from one height to another."""
        left, right = self.room
        if right - left < NARROWEST or self.walls.between(low, high):
            return inf
        crossings = sum(bisect_right(each, high) - bisect_right(each, low) for each in (self.level, self.middles))
        return high - low + CROSS * crossings


@dataclass(frozen=True, slots=True)
class Search:
    """The cheapest choice of heights, stage by stage: rooms, in which a wire may change its height, and columns between them."""

    heights: Sequence[float]
    stages: Sequence[Stage]

    def run(self, start: Point, stop: Point) -> list[Lane]:
        costs = [0.0 if y == start[1] else inf for y in self.heights]
        steps = []
        for place, stage in enumerate(self.stages):
            if place % 2 == 0:
                costs, origins = self.moved(costs, stage)
                steps.append(origins)
            costs = [
                cost if cost == inf else cost + stage.price(y) for cost, y in zip(costs, self.heights, strict=True)
            ]
        end = self.heights.index(stop[1])
        return [] if costs[end] == inf else self.lanes(steps, end)

    def moved(self, costs: Sequence[float], stage: Stage) -> tuple[list[float], list[int]]:
        """The cost of each height after a change of lanes, and the place that it came from."""
        best, origins = list(costs), list(range(len(costs)))
        climbs = [stage.climb(low, high) for low, high in pairwise(self.heights)]
        for order, way in ((range(len(costs)), [0.0, *climbs]), (range(len(costs) - 1, -1, -1), [*climbs, 0.0])):
            carried, source = inf, -1
            for k in order:
                carried += way[k]
                if carried + TURN < best[k]:
                    best[k], origins[k] = carried + TURN, source
                if costs[k] < carried:
                    carried, source = costs[k], k
        return best, origins

    def lanes(self, steps: Sequence[Sequence[int]], place: int) -> list[Lane]:
        """The columns' heights, read back from the last place; neighbours passed at one height are one lane."""
        found: list[Lane] = []
        for origins, column in zip(steps[:0:-1], self.stages[-2::-2], strict=True):
            place = origins[place]
            left, right, y = *column.room, self.heights[place]
            if found and found[0][2] == y:
                right = found.pop(0)[1]
            found.insert(0, (left, right, y))
        return found
