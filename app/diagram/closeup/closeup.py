"""The close-up of one gate: both passes through it with values and shapes, its derivatives, and why they are what they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, sin

import numpy as np

from app.autodiff.folding.fold import Gate
from app.diagram import parts
from app.diagram.closeup.closeup_content import GateWords
from app.diagram.closeup.closeup_marks import Drawing
from app.diagram.closeup.closeup_side import BESIDE, BETWEEN, NARROW, PAIR, RADIUS, UNDER, Side, under
from app.diagram.closeup.closeup_upright import upright
from app.diagram.closeup.entry_figure import EntryFigure, Half, halves
from app.diagram.closeup.entry_paths import KIND, Entries, Ways, lessons
from app.diagram.drawing.areas import bounds, moved
from app.diagram.drawing.arrows import straight
from app.diagram.drawing.panels import MARGIN, TITLE_SIZE
from app.diagram.drawing.placement import Element
from app.diagram.formulas.gate_symbols import inscribed
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.labels.text_block import LOOSE
from app.diagram.labels.text_block import NARROW as TIGHT
from app.diagram.model import BACKWARD, BOTH, FORWARD, Point, Rule, Text
from app.diagram.parts import Part
from app.diagram.quantities import Array, Lookup, Quantity
from app.typeset import Math, label

SHORTEST, SPARE = 110.0, 16.0
"""A wire's least length, and what it is longer than its words."""
LONG = 120
"""So many characters of a folded gate's rule have room beside its wire."""
ROWS, FAN, SLOPE = 20.0, 50.0, 0.25
"""Between rows of words at one side, and how much room their wires take to come together."""
AROUND, HALVES = 18.0, 14.0
"""Around the line over a lesson, and on either side of that between its halves."""


Arrangement = Callable[[Drawing, Sequence[Side], Sequence[Side]], None]


@dataclass(frozen=True, slots=True)
class Closeup:
    """Composes the close-up of one gate of a trace."""

    formulas: Formulas
    gate: Gate
    width: float
    """That of its frame, in points."""

    def elements(self, entries: Entries) -> list[Element]:
        """All that is drawn; the numbers of single entries go into `entries`."""
        main = self.passes()
        found = (
            list(lessons(self.formulas, GateWords(self.formulas, self.gate).wires, entries))
            if len(self.gate.nodes) == 1
            else []
        )
        drawn = [main]
        drawn += [self.lesson(number, ways) for number, ways in enumerate(found)]
        return stacked(drawn, *(parts.lesson(number) for number in range(len(found))))

    def lesson(self, number: int, ways: Ways) -> list[Element]:
        """The two halves of a lesson beside each other, set tight if need be, or above each other where the frame is narrow."""
        part = parts.lesson(number)
        symbols = [ways.symbol] if ways.symbol else self.symbols
        ever_tighter = halves(ways), halves(ways, low=True), halves(ways, tight=True)
        beside = next((each for each in ever_tighter if abreast(each) <= self.width), None)
        narrow = (each for each in ever_tighter if max(half.width for half in each) + 2 * MARGIN <= self.width)
        above = next(narrow, ever_tighter[-1])
        forward, backward = beside or above
        drawing = Drawing()
        figure = EntryFigure(drawing, part, symbols, ways)
        rise = max(forward.heading.height, backward.heading.height)
        figure.half(forward, 0.0, rise)
        if not beside:
            below = Drawing()
            EntryFigure(below, part, symbols, ways).half(backward, 0.0, rise)
            return titled(stacked([drawing.elements, below.elements], part), ways.title, part)
        figure.half(backward, forward.width + 2 * HALVES, rise)
        return titled(parted(drawing.elements, forward.width + HALVES, part), ways.title, part)

    @property
    def symbols(self) -> list[Math]:
        """What the gate may show."""
        choices = inscribed(self.formulas.trace, self.formulas.folded, self.gate, self.formulas.notation)
        return [forward for forward, _ in choices]

    def passes(self) -> list[Element]:
        """Both passes through the gate: wires level, without the numbers of rules where these are too wide, or upright."""
        for brief in (False, True):
            level = self.drawn(GateWords(self.formulas, self.gate, brief=brief), LOOSE, across)
            if width(level) <= self.width:
                return level
        return self.drawn(GateWords(self.formulas, self.gate, brief=True), TIGHT, upright)

    def drawn(self, words: GateWords, density: int, arrange: Arrangement) -> list[Element]:
        wires = [(words.number(wire), words.operand(wire)) for wire in words.wires]
        operands = [Side.of(parts.wire(number), said, density) for number, said in wires]
        results = [Side.of(parts.value(value), words.result(value), density) for value in self.gate.outputs]
        drawing = Drawing()
        drawing.gate(FORWARD, parts.gate(self.gate.index), "", self.symbols, (0.0, 0.0), RADIUS)
        arrange(drawing, operands, results)
        return drawing.elements


def width(elements: Sequence[Element]) -> float:
    left, _, right, _ = bounds(elements)
    return right - left + 2 * MARGIN


def across(drawing: Drawing, operands: Sequence[Side], results: Sequence[Side]) -> None:
    """What goes in at the left, of two operands one from below; what comes out at the right."""
    level = operands[:1] if len(operands) == 2 else operands
    spread(drawing, level, incoming=True)
    spread(drawing, results, incoming=False)
    if len(operands) == 2:
        left, right = (max(each.under for each in sides) for sides in (level, results))
        from_below(drawing, operands[1], left, right, level[0])


def spread(drawing: Drawing, sides: Sequence[Side], *, incoming: bool) -> None:
    """Wires at the left of the gate, or at its right, one below the other."""
    apart = NARROW if len(sides) > 1 else PAIR
    heights = rows(sides, apart)
    width = max((each.width for each in sides), default=0.0) + SPARE
    length = max(SHORTEST, width)
    reach = RADIUS + (FAN + SLOPE * (heights[-1] - heights[0]) if len(sides) > 1 else 0.0)
    sign = -1.0 if incoming else 1.0
    for side, y in zip(sides, heights, strict=True):
        inner, outer = sign * reach, sign * (reach + length)
        for panel, shift in ((FORWARD, -apart), (BACKWARD, apart)):
            if panel == FORWARD or side.back.lines:
                points = path((outer, y + shift), (inner, y + shift), y, shift, single=len(sides) == 1)
                drawing.wire(panel, side.part, points if (panel == FORWARD) is incoming else points[::-1])
        left = outer + (2.0 if incoming else SPARE / 2 - length)
        beside(drawing, side, left, y - apart, y + apart)


def rows(sides: Sequence[Side], apart: float) -> list[float]:
    """The heights of wires at one side, their words clear of each other, all of them around the gate's middle."""
    found, y = [], 0.0
    for side in sides:
        y += side.over + apart
        found.append(y)
        y += apart + side.under + ROWS
    middle = (found[0] + found[-1]) / 2 if found else 0.0
    return [each - middle for each in found]


def path(outer: Point, inner: Point, y: float, shift: float, *, single: bool) -> list[Point]:
    """From the words to the gate's circle: level, and where there are several then towards the middle."""
    sign = 1.0 if inner[0] > 0 else -1.0
    if single:
        return list(straight(outer, (sign * (RADIUS**2 - shift**2) ** 0.5, shift)))
    middle = atan2(-y, abs(inner[0]))
    turn = middle - asin(shift / RADIUS)
    rim = sign * RADIUS * cos(turn), -RADIUS * sin(turn)
    far = abs(inner[0]) - RADIUS
    bend = (
        (inner[0] - sign * far / 2, inner[1]),
        (rim[0] + sign * far / 3 * cos(middle), rim[1] - far / 3 * sin(middle)),
    )
    return [*straight(outer, inner), *bend, rim]


def beside(drawing: Drawing, side: Side, left: float, above: float, below: float) -> None:
    """The words of a level pair of wires, one above and one below."""
    drawing.words(FORWARD, side.part, "", side.above, (left, above - side.over))
    under(drawing, side, (left, below + UNDER))


def from_below(drawing: Drawing, side: Side, left: float, right: float, other: Side) -> None:
    """A pair of wires from below: what comes in at their foot, what goes back at their right."""
    top = max(RADIUS + BESIDE, PAIR + right + BETWEEN)
    foot = under(drawing, side, (PAIR + BESIDE, top)) if side.below else top + RADIUS
    if -PAIR - side.above.width / 2 < -RADIUS - SHORTEST + other.width:
        foot = max(foot, PAIR + left + BETWEEN)
    rim = (RADIUS**2 - PAIR**2) ** 0.5
    drawing.wire(FORWARD, side.part, straight((-PAIR, foot), (-PAIR, rim)))
    if side.back.lines:
        drawing.wire(BACKWARD, side.part, straight((PAIR, rim), (PAIR, foot)))
    drawing.words(FORWARD, side.part, "", side.above, (-PAIR, foot + UNDER), align="center")


def abreast(pair: tuple[Half, Half]) -> float:
    """The width of two halves beside each other, on a page with margins."""
    return sum(half.width for half in pair) + 2 * HALVES + 2 * MARGIN


def titled(elements: list[Element], title: Math, part: Part) -> list[Element]:
    """A lesson under its title."""
    left, top, right, _ = bounds(elements)
    made = label(title, TITLE_SIZE)
    at = (left + right - made.width) / 2, top - AROUND - made.height
    return [Text(f"title-{part}", BOTH, part, *at, made, tone="title", name=made.text), *elements]


def parted(elements: list[Element], middle: float, part: Part) -> list[Element]:
    """Two halves with a line between."""
    _, top, _, bottom = bounds(elements)
    line = Rule(f"between-{part}", BOTH, part, (middle, top - AROUND), (middle, bottom), 1.4, tone="title")
    return [line, *elements]


def stacked(drawn: list[list[Element]], *between: Part) -> list[Element]:
    """Drawings below each other, in the middle of the page, with lines between, which belong to these parts."""
    areas = [bounds(each) for each in drawn]
    widest = max(right - left for left, _, right, _ in areas)
    found: list[Element] = []
    y = 0.0
    for number, (elements, (left, top, right, bottom)) in enumerate(zip(drawn, areas, strict=True)):
        if number:
            part = between[number - 1]
            ends = (0.0, y + AROUND), (widest, y + AROUND)
            found.append(Rule(f"over-{part}-{number}", BOTH, part, *ends, 0.8, tone="quiet"))
            y += 2 * AROUND
        shift = (widest - (right - left)) / 2 - left
        found += [moved(each, shift, y - top) for each in elements]
        y += bottom - top
    return found


@dataclass(frozen=True, slots=True)
class WithEntries:
    """Looks up numbers of single entries too."""

    numbers: Lookup
    entries: Entries

    def __call__(self, quantity: Quantity) -> Array | None:
        if quantity.kind == KIND:
            return np.asarray(self.entries[quantity.index])
        return self.numbers(quantity)
