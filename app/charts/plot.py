"""A chart as marks: its axes with their values, lines and points in it, and words beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from app.charts.scale import Scale
from app.diagram import BOTH, UPDATE, Circle, Curve, Diagram, Mark, Rule, Step, Text
from app.diagram.drawing.arrows import headed, straight
from app.diagram.model import Point
from app.diagram.parts import Kind, Part
from app.typeset import Label, Math, labels, number
from app.typeset import Text as Words

WIDTH, HEIGHT = 300.0, 200.0
"""The size of the field within the axes, in points: as wide as a phone, so that type is not small there."""
SIZE, SMALL, LINE = 12.5, 11.0, 16.0
GAP, TICK, HAIR, TOP = 6.0, 3.5, 0.7, 27.0
BELOW = TOP + HEIGHT + 2 * GAP + SMALL
"""Where words stand below the values of an axis."""
RADIUS = 2.6
"""The size of a sample's dot."""
AXES = Part(Kind.AXES)


class Look(NamedTuple):
    """How the samples of a class, or the points of a way, are drawn: never by their colour alone."""

    tone: str
    solid: bool
    radius: float = RADIUS

    @property
    def sign(self) -> str:
        return ("●" if self.solid else "○") if self.radius == RADIUS else ("⬤" if self.solid else "◯")


@dataclass(slots=True)
class Plot:
    """A field in which x grows to the right and y upwards; marks are added one after the other."""

    x: Scale
    y: Scale
    names: tuple[Math, Math]
    marks: list[Mark] = field(default_factory=list)
    left: float = 0.0
    lines: int = 0
    named: float = 0.0

    def __post_init__(self) -> None:
        xs, ys = self.x.ticks(), self.y.ticks()
        made = labels([number(each) for each in (*xs, *ys)], SMALL)
        below, beside = made[: len(xs)], made[len(xs) :]
        self.left = max([0.0, *(label.width for label in beside)]) + 2 * GAP
        last = 0.0
        for place, (value, label) in enumerate(zip(xs, below, strict=True)):
            across, down = self.at(value, self.y.low)
            self.tick(f"x{place}", (across, down), (across, down + TICK))
            # Values that would touch each other are left out, their ticks are not.
            if (start := across - label.width / 2) > last:
                self.put(f"x{place}-value", AXES, label, start, down + GAP, "quiet")
                last = start + label.width + GAP
        for place, (value, label) in enumerate(zip(ys, beside, strict=True)):
            across, down = self.at(self.x.low, value)
            self.tick(f"y{place}", (across - TICK, down), (across, down))
            self.put(f"y{place}-value", AXES, label, across - GAP - label.width, down - label.height / 2, "quiet")
        corner = self.at(self.x.low, self.y.low)
        self.tick("x", corner, (self.left + WIDTH, corner[1]))
        self.tick("y", (self.left, TOP), corner)
        right, top = labels(self.names, SIZE)
        self.named = right.width
        self.put("x-name", AXES, right, self.left + WIDTH - right.width, BELOW + SMALL - right.baseline, "forward")
        self.put("y-name", AXES, top, max(0.0, self.left - top.width / 2), TOP - GAP - top.height, "forward")

    def at(self, x: float, y: float) -> Point:
        return self.left + self.x.share(x) * WIDTH, TOP + (1 - self.y.share(y)) * HEIGHT

    def inside(self, x: float, y: float) -> bool:
        return 0 <= self.x.share(x) <= 1 and 0 <= self.y.share(y) <= 1

    def staying(self, start: Point, stop: Point) -> float:
        """How many times a straight way between two points may be gone from the first, in the field, to its edge."""
        edges = (self.left, self.left + WIDTH), (TOP, TOP + HEIGHT)
        ways = (
            ((edge[1] if there > here else edge[0]) - here) / (there - here)
            for here, there, edge in zip(start, stop, edges, strict=True)
            if there != here
        )
        return min(ways, default=0.0)

    def tick(self, key: str, start: Point, stop: Point) -> None:
        self.marks.append(Rule(f"axis-{key}", BOTH, AXES, start, stop, HAIR, tone="quiet"))

    def put(self, key: str, part: Part, label: Label, x: float, y: float, tone: str) -> None:
        panel = BOTH if part.kind == Kind.AXES else UPDATE
        self.marks.append(Text(f"{part}-{key}", panel, part, x, y, label, tone=tone, name=label.text))

    def line(self, key: str, part: Part, points: Iterable[tuple[float, float]], tone: str) -> None:
        """A line from point to point, broken where one is not in the field."""
        runs: list[list[Point]] = [[]]
        for x, y in points:
            if self.inside(x, y):
                runs[-1].append(self.at(x, y))
            elif runs[-1]:
                runs.append([])
        for count, run in enumerate(run for run in runs if len(run) > 1):
            self.marks.append(Curve(f"{part}-{key}-{count}", UPDATE, part, bezier(run), tone=tone))

    def arrow(self, key: str, part: Part, start: Point, stop: Point, tone: str) -> None:
        """A straight arrow between two points of the drawing."""
        points, head = headed(straight(start, stop))
        self.marks.append(Curve(f"{part}-{key}", UPDATE, part, points, head, tone=tone))

    def dot(self, part: Part, x: float, y: float, radius: float, tone: str, *, solid: bool = True) -> None:
        if self.inside(x, y):
            across, down = self.at(x, y)
            self.marks.append(Circle(f"{part}-dot", UPDATE, part, across, down, radius, solid, tone=tone))

    def legend(self, told: Sequence[tuple[str, str]]) -> None:
        """Words with their tones, one after the other below the field, in as many lines as they need."""
        across = self.left
        made = labels([Words(text) for text, _ in told], SMALL)
        for place, (label, (_, tone)) in enumerate(zip(made, told, strict=True)):
            room = WIDTH - (0 if self.lines else self.named + 2 * GAP)
            if across + label.width > self.left + room:
                across, self.lines = self.left, self.lines + 1
            self.put(f"legend{place}", AXES, label, across, BELOW + self.lines * LINE + SMALL - label.baseline, tone)
            across += label.width + 2 * GAP

    def diagram(self, title: str, description: str, walk: Callable[[], Iterable[Step]] = tuple) -> Diagram:
        """The chart; its titles are told, not drawn."""
        width, height = self.left + WIDTH + 3 * GAP, BELOW + SMALL + self.lines * LINE + GAP
        return Diagram(width, height, title, description, tuple(self.marks), (), walk)


def bezier(points: Sequence[Point]) -> tuple[Point, ...]:
    """A line from point to point as cubic Béziers end to end."""
    return (points[0], *chain.from_iterable(straight(*ends)[1:] for ends in pairwise(points)))


def thinned(count: int, most: int) -> list[int]:
    """At most about so many of the places from 0 on, with the first and the last."""
    return sorted({round(place) for place in np.linspace(0, count - 1, min(count, most)).tolist()})
