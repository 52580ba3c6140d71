"""The finished figure as a flat list of marks, with no font, no graph and no file format in it.

Lengths are points, x to the right and y downwards from the figure's top left corner. Marks come in drawing order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.diagram.heat_map import Shades
from app.diagram.parts import Part
from app.language import Span
from app.typeset import Label, Math, latex, mathml, plain

Point = tuple[float, float]

INSET = 0.2
"""How much of a cell below zero is left free at each side."""
POINT = 6.0
"""The length of a flag's point."""

FORWARD, BACKWARD, BOTH = "forward", "backward", "both"
PASSES = {FORWARD: "Forward pass", BACKWARD: "Backward pass"}
"""What is written over the panels, and wherever a pass is told of."""
UPDATE = "update"
"""The phase of a walk that follows both passes in a descent."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Anything drawn.

    `panel` is "forward", "backward" or "both" (titles and rules); `part` is what it belongs to, the same in both panels; `tone`
    is "forward", "backward", "value" or "quiet", for the colour; `name` says aloud what it shows and is empty where a neighbour
    of the same part says it. `numeric` if it changes with the values.
    """

    id: str
    panel: str
    part: Part
    tone: str = field(kw_only=True)
    name: str = field(default="", kw_only=True)
    numeric: bool = field(default=False, kw_only=True)


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
    """A straight line of some thickness: between panels, the plus of a sum, and from a label of changing width to its wire."""

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
class Heat(Mark):
    """An array as a heat map by its top left corner: cells of `width` × `height`, their shades from -SHADES over 0 to SHADES.

    Cells above zero are full and those below are smaller, so that the sign is seen without colour.
    """

    x: float
    y: float
    width: float
    height: float
    rows: Shades

    @property
    def size(self) -> tuple[float, float]:
        return len(self.rows[0]) * self.width, len(self.rows) * self.height

    @property
    def cells(self) -> Mapping[int, list[tuple[float, float, float, float]]]:
        """For each shade that there is, its cells from the corner on: left, top, width, height."""
        found: dict[int, list[tuple[float, float, float, float]]] = {}
        for row, line in enumerate(self.rows):
            for column, shade in enumerate(line):
                inset = INSET if shade < 0 else 0.0
                width, height = self.width * (1 - 2 * inset), self.height * (1 - 2 * inset)
                place = (column + inset) * self.width, (row + inset) * self.height
                if shade:
                    found.setdefault(shade, []).append((*place, width, height))
        return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Flag(Mark):
    """A connector: a box with a point at its right end, or at its left if `left`. Two of one name are the ends of one wire."""

    x: float
    y: float
    width: float
    height: float
    left: bool = False

    @property
    def outline(self) -> tuple[Point, ...]:
        """Its corners, the point first."""
        far, near = (self.x, self.x + self.width) if self.left else (self.x + self.width, self.x)
        shoulder = far + (POINT if self.left else -POINT)
        top, bottom = self.y, self.y + self.height
        return (far, self.y + self.height / 2), (shoulder, bottom), (near, bottom), (near, top), (shoulder, top)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the walk through both passes: the parts that it shows, a sentence about it, its formula, and its places in the text."""

    phase: str
    parts: tuple[Part, ...]
    sentence: str
    formula: Math
    spans: tuple[Span, ...] = ()
    way: tuple[float, float] = (0, 0)
    """From where to where it leads on the way through both passes, node by node there and back: however the graph is folded, steps
    find each other by that."""

    @property
    def lines(self) -> str:
        """The numbers of its lines of the text, with blanks between them."""
        return " ".join(dict.fromkeys(line for span in self.spans for line in span.lines.split()))

    @property
    def text(self) -> str:
        """The formula in plain characters."""
        return plain(self.formula)

    @property
    def mathml(self) -> str:
        """The formula as a `<math>` element."""
        return mathml(self.formula)

    @property
    def latex(self) -> str:
        """The formula as LaTeX, without dollar signs."""
        return latex(self.formula)


@dataclass(frozen=True, slots=True)
class Link:
    """One wire of one pass, from the part where its arrow starts to the part where it points.

    `part` is the wire's own and `labels` those of what is written on it; a part's words and shapes are found by `panel` and part,
    and `mark` is the id of the curve. `role` is what the wire does in the forward pass: "source" (brings an input to a gate),
    "passing" (takes one gate's value to another), "stem" (brings a value to its fork, from fork to fork, or to its flag),
    "branch" (takes it on from a fork), "tag" (takes it on from a flag that stands elsewhere) or "output".
    """

    panel: str
    part: Part
    role: str
    tail: Part
    head: Part
    labels: tuple[Part, ...]
    mark: str


@dataclass(frozen=True)
class Diagram:
    """A figure. `description` tells it in words, `links` say what is joined to what in the order in which the passes are read,
    and `walk` makes its steps when they are asked for."""

    width: float
    height: float
    title: str
    description: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...] = ()
    walk: Callable[[], Iterable[Step]] = field(default=tuple, repr=False, compare=False)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """Forward gate by gate, then backward."""
        return tuple(self.walk())
