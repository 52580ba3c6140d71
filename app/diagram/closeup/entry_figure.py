"""The picture of one entry's ways through a gate: forward it forks to all that it reaches, backward their gradients are added up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.diagram.closeup.closeup_marks import Drawing, block
from app.diagram.closeup.entry_paths import Entry, Way, Ways
from app.diagram.drawing.arrows import straight, toward, turning
from app.diagram.drawing.marks import DOT, PLUS, STROKE
from app.diagram.labels.sizing import ASIDE, FORK
from app.diagram.labels.text_block import Inscription
from app.diagram.labels.words import RADIUS
from app.diagram.model import BACKWARD, FORWARD, Circle, Point, Rule
from app.diagram.parts import Part
from app.typeset import Math

PITCH, MOST = 54.0, 4
"""Between ways, and how many are all shown; of more the first two and the last."""
STEM, BEND, CLEAR = 20.0, 18.0, 5.0
"""The length of the wire to a fork; of the slant behind it; between that and words."""
LEAD, RISE = 20.0, 23.0
"""The length of the wire behind a gate, and how far above its gate the other operand comes in."""
UNDER_HEADING = 20.0
EDGE, DROP, OVER = 8.0, 40.0, 4.0
"""In a low half: where its ways part, how far the stem ends under the last of them, and between words and the wire under them
in a tight one."""


@dataclass(frozen=True, slots=True)
class Half:
    """One pass of the picture: its heading, the words of its ends, and those in the middle of each way."""

    panel: str
    heading: Inscription
    start: Inscription
    along: tuple[Inscription, ...]
    ends: tuple[Inscription, ...]
    low: bool
    """Whether the words of its entry stand under its wire, not at its end."""
    tight: bool
    """Whether those at its right stand over their wires, too."""

    @property
    def fork(self) -> float:
        return EDGE if self.low else self.start.width + ASIDE + STEM

    @property
    def gates(self) -> float:
        """Where the gates stand."""
        widest = max(each.width for each in self.along)
        return self.fork + self.bend + CLEAR + widest + LEAD + RADIUS

    @property
    def bend(self) -> float:
        return BEND / 2 if self.low else BEND

    @property
    def lead(self) -> float:
        """The length of the wires behind the gates."""
        return max([LEAD, *(each.width + ASIDE for each in self.ends)]) if self.tight else LEAD

    @property
    def width(self) -> float:
        beside = 0.0 if self.tight else ASIDE + max(each.width for each in self.ends)
        return max(self.heading.width, self.gates + RADIUS + self.lead + beside)


def shown(ways: Sequence[Way]) -> list[Way | None]:
    """The ways that are drawn; None stands for those between."""
    return list(ways) if len(ways) <= MOST else [*ways[:2], None, ways[-1]]


def halves(ways: Ways, *, low: bool = False, tight: bool = False) -> tuple[Half, Half]:
    drawn = [each for each in shown(ways.ways) if each is not None]
    forward = Half(
        FORWARD,
        block([[ways.forward]]),
        said(ways.entry),
        tuple(block([]) if each.partner is None else said(each.partner) for each in drawn),
        tuple(said(each.made, stacked=tight) for each in drawn),
        low or tight,
        tight,
    )
    backward = Half(
        BACKWARD,
        block([[ways.backward]]),
        said(ways.gradient),
        tuple(block([[each.brings, "=", each.brought] if each.brings else [each.brought]]) for each in drawn),
        tuple(said(each.back, stacked=tight) for each in drawn),
        low or tight,
        tight,
    )
    return forward, backward


def said(entry: Entry, *, stacked: bool = False) -> Inscription:
    return block([[entry[0]], ["=", entry[1]]] if stacked else [[entry[0], "=", entry[1]]])


@dataclass(frozen=True, slots=True)
class EntryFigure:
    """Draws both halves of one lesson."""

    drawing: Drawing
    part: Part
    symbols: Sequence[Math]
    ways: Ways

    def half(self, half: Half, left: float, rise: float) -> None:
        """One pass from its left edge on, its heading `rise` points high."""
        rows = shown(self.ways.ways)
        corner = left + (half.width - half.heading.width) / 2, (rise - half.heading.height) / 2
        self.drawing.words(half.panel, self.part, "-heading", half.heading, corner)
        first = rise + UNDER_HEADING + PITCH / 2
        heights = [first + PITCH * row for row in range(len(rows))]
        middle = (heights[0] + heights[-1]) / 2
        self.start(half, left, middle, heights[-1])
        drawn = [height for height, each in zip(heights, rows, strict=True) if each is not None]
        for number, height in enumerate(drawn):
            self.way(half, number, (left, height), middle)
        if None in rows:
            self.between(half, left + half.gates, heights[rows.index(None)])

    def between(self, half: Half, x: float, y: float) -> None:
        """Dots for the ways that are left out."""
        for number in (-1, 0, 1):
            key = f"{half.panel}-{self.part}-dots-{number}"
            self.drawing.elements.append(
                Circle(key, half.panel, self.part, x, y + 7 * number, 1.2, solid=True, tone=half.panel)
            )

    def start(self, half: Half, left: float, middle: float, last: float) -> None:
        """The entry, or its gradient, and where its ways part or meet."""
        fork = left + half.fork, middle
        near = self.entry(half, left, middle, last)
        several = len(self.ways.ways) > 1
        if half.panel == FORWARD:
            self.drawing.wire(FORWARD, self.part, straight(near, fork), "-stem", head=False)
            if several:
                key = f"forward-{self.part}-fork"
                dot = Circle(key, FORWARD, self.part, *fork, DOT, solid=True, tone=FORWARD, name="copied")
                self.drawing.elements.append(dot)
            return
        end = toward(fork, near, FORK if several else 0.0)
        self.drawing.wire(BACKWARD, self.part, straight(end, near), "-stem")
        if several:
            self.plus(fork)

    def entry(self, half: Half, left: float, middle: float, last: float) -> Point:
        """The words of the entry, at the left of its wire or under it; and where this starts."""
        made = half.start
        if half.low:
            foot = last + DROP
            self.drawing.words(half.panel, self.part, "-entry", made, (left, foot + ASIDE))
            return left + half.fork, foot
        corner, lead = (left + made.width, middle - made.anchor), middle if half.panel == FORWARD else None
        self.drawing.words(half.panel, self.part, "-entry", made, corner, align="right", lead=lead)
        return left + made.width + ASIDE, middle

    def plus(self, at: Point) -> None:
        ring = Circle(f"backward-{self.part}-fork", BACKWARD, self.part, *at, FORK, tone=BACKWARD, name="added up")
        self.drawing.elements.append(ring)
        for number, (dx, dy) in enumerate(((PLUS, 0.0), (0.0, PLUS))):
            ends = (at[0] - dx, at[1] - dy), (at[0] + dx, at[1] + dy)
            key = f"backward-{self.part}-plus-{number}"
            self.drawing.elements.append(Rule(key, BACKWARD, self.part, *ends, STROKE, tone=BACKWARD))

    def way(self, half: Half, number: int, corner: Point, middle: float) -> None:
        (left, y), forward = corner, half.panel == FORWARD
        fork, gate = (left + half.fork, middle), (left + half.gates, y)
        bend = (left + half.fork + half.bend, y)
        key = f"-{number}"
        self.drawing.gate(half.panel, self.part, key, self.symbols, gate, RADIUS)
        near = (gate[0] - RADIUS, y)
        reach = FORK if not forward and len(self.ways.ways) > 1 else 0.0
        start = toward(fork, bend, reach)
        points = turning(start, bend, near) if y != middle else straight(start, near)
        self.drawing.wire(
            half.panel, self.part, points if forward else points[::-1], f"{key}-branch", head=forward or reach > 0
        )
        far, end = (gate[0] + RADIUS, y), (gate[0] + RADIUS + half.lead, y)
        self.drawing.wire(half.panel, self.part, straight(*((far, end) if forward else (end, far))), f"{key}-end")
        made = half.ends[number]
        corner = (far[0] + ASIDE, y - made.height - OVER) if half.tight else (end[0] + ASIDE, y - made.anchor)
        self.drawing.words(half.panel, self.part, f"{key}-made", made, corner)
        self.along(half, number, gate)

    def along(self, half: Half, number: int, gate: Point) -> None:
        """What the entry meets, slanting into its gate; on the way back what it brings, over its wire."""
        made, key = half.along[number], f"-{number}"
        if not made.lines:
            return
        right = gate[0] - RADIUS - LEAD + 4
        if half.panel == BACKWARD:
            self.drawing.words(
                BACKWARD, self.part, f"{key}-brings", made, (right, gate[1] - made.height - 3), align="right"
            )
            return
        y = gate[1] - RISE
        self.drawing.words(FORWARD, self.part, f"{key}-partner", made, (right, y - made.anchor), align="right", lead=y)
        start = right + 5, y
        self.drawing.wire(FORWARD, self.part, straight(start, toward(gate, start, RADIUS)), f"{key}-partner")
