"""The finished figure as a flat list of marks, with no font, no graph and no file format in it.

Lengths are points, x to the right and y downwards from the figure's top left corner. Marks come in drawing order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property

from app.typeset import Label, Math

Point = tuple[float, float]

FORWARD, BACKWARD, BOTH = "forward", "backward", "both"


@dataclass(frozen=True, slots=True)
class Mark:
    """Anything drawn.

    `panel` is "forward", "backward" or "both" (titles and rules); `part` is what it belongs to ("gate-3", "wire-5",
    "value-2", "fork-0"), the same in both panels; `tone` is "forward", "backward", "value" or "quiet", for the colour;
    `name` says aloud what it shows and is empty where a neighbour of the same part says it.
    """

    id: str
    panel: str
    part: str
    tone: str = field(kw_only=True)
    name: str = field(default="", kw_only=True)


@dataclass(frozen=True, slots=True)
class Circle(Mark):
    """A circle by its centre; filled with its tone if `solid` (a fork's dot)."""

    x: float
    y: float
    radius: float
    solid: bool = False


@dataclass(frozen=True, slots=True)
class Curve(Mark):
    """Cubic Béziers end to end (a start, then three points a piece), and the outline of an arrow head if it has one, tip first."""

    points: tuple[Point, ...]
    head: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Text(Mark):
    """A label by its top left corner."""

    x: float
    y: float
    label: Label


@dataclass(frozen=True, slots=True)
class Rule(Mark):
    """A straight line of some thickness: between panels, and the plus of a sum."""

    start: Point
    stop: Point
    thickness: float


@dataclass(frozen=True, slots=True)
class Frame(Mark):
    """A box with rounded corners that covers the wire beneath it."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk through both passes: the parts that it shows, a sentence about it, and its formula."""

    phase: str
    parts: tuple[str, ...]
    sentence: str
    formula: Math


@dataclass(frozen=True)
class Diagram:
    """A figure. `description` tells it in words; `walk` makes its steps when they are asked for."""

    width: float
    height: float
    title: str
    description: str
    marks: tuple[Mark, ...]
    walk: Callable[[], Iterable[Step]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Forward gate by gate, then backward."""
        return tuple(self.walk())
