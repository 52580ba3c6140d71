"""The close-up of one gate: both passes through it with values and shapes, its derivatives, and why they are what they are."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, atan2, cos, sin

import numpy as np

from app.autodiff.fold import Gate
from app.diagram import parts
from app.diagram.areas import bounds, moved
from app.diagram.arrows import straight
from app.diagram.closeup_content import GateWords, Words
from app.diagram.closeup_marks import Drawing, block
from app.diagram.entry_figure import EntryFigure, halves
from app.diagram.entry_paths import KIND, Entries, lessons
from app.diagram.gate_symbols import inscribed
from app.diagram.marks import Element
from app.diagram.model import BACKWARD, BOTH, FORWARD, Point, Rule, Text
from app.diagram.panels import TITLE_SIZE
from app.diagram.parts import Part
from app.diagram.quantities import Array, Lookup, Quantity
from app.diagram.text_block import Inscription
from app.diagram.wire_formulas import Formulas
from app.typeset import Math, label

RADIUS, PAIR, NARROW = 40.0, 11.0, 5.0
"""The gate's radius, and how far from their axis its wires run: one pair at a side, or several."""
OVER, UNDER, BETWEEN = 5.0, 6.0, 5.0
"""Between words and the wire under or over them, and between blocks of words."""
SHORTEST, SPARE, BESIDE = 110.0, 16.0, 10.0
"""A wire's least length, what it is longer than its words, and between an upright wire and its words."""
ROWS, FAN, SLOPE = 20.0, 50.0, 0.25
"""Between rows of words at one side, and how much room their wires take to come together."""
AROUND, HALVES = 18.0, 22.0
"""Around the line over a lesson, and on either side of that between its halves."""


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one wire, typeset."""

    part: Part
    above: Inscription
    local: Inscription
    back: Inscription
    remark: Inscription

    @classmethod
    def of(cls, part: Part, words: Words) -> Side:
        return cls(part, *map(block, (words.above, words.local, words.back, words.remark)))

    @property
    def below(self) -> tuple[Inscription, ...]:
        return tuple(each for each in (self.local, self.back, self.remark) if each.lines)

    @property
    def width(self) -> float:
        return max(each.width for each in (self.above, *self.below))

    @property
    def over(self) -> float:
        return self.above.height + OVER

    @property
    def under(self) -> float:
        return UNDER + sum(each.height + BETWEEN for each in self.below)


@dataclass(frozen=True, slots=True)
class Closeup:
    """Composes the close-up of one gate of a trace."""

    formulas: Formulas
    gate: Gate

    def elements(self, entries: Entries) -> list[Element]:
        """All that is drawn; the numbers of single entries go into `entries`."""
        main = self.passes()
        found = (
            list(lessons(self.formulas, GateWords(self.formulas, self.gate).wires, entries))
            if len(self.gate.nodes) == 1
            else []
        )
        drawn = [main]
        for number, ways in enumerate(found):
            drawing = Drawing()
            figure = EntryFigure(drawing, parts.lesson(number), [ways.symbol] if ways.symbol else self.symbols, ways)
            forward, backward = halves(ways)
            rise = max(forward.heading.height, backward.heading.height)
            figure.half(forward, 0.0, rise)
            figure.half(backward, forward.width + 2 * HALVES, rise)
            drawn.append(headed(drawing.elements, ways.title, forward.width + HALVES, number))
        return stacked(drawn)

    @property
    def symbols(self) -> list[Math]:
        """What the gate may show."""
        choices = inscribed(self.formulas.trace, self.formulas.folded, self.gate, self.formulas.notation)
        return [forward for forward, _ in choices]

    def passes(self) -> list[Element]:
        words = GateWords(self.formulas, self.gate)
        operands = [Side.of(parts.wire(words.number(wire)), words.operand(wire)) for wire in words.wires]
        results = [Side.of(parts.value(value), words.result(value)) for value in self.gate.outputs]
        drawing = Drawing()
        drawing.gate(FORWARD, parts.gate(self.gate.index), "", self.symbols, (0.0, 0.0), RADIUS)
        across = operands[:1] if len(operands) == 2 else operands
        spread(drawing, across, incoming=True)
        spread(drawing, results, incoming=False)
        if len(operands) == 2:
            upright(
                drawing, operands[1], max(each.under for each in across), max(each.under for each in results), across[0]
            )
        return drawing.elements


def spread(drawing: Drawing, sides: list[Side], *, incoming: bool) -> None:
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


def rows(sides: list[Side], apart: float) -> list[float]:
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


def under(drawing: Drawing, side: Side, corner: Point) -> float:
    """The words of the way back from a corner on, and where they end."""
    left, y = corner
    for key, made, tone in (
        ("-local", side.local, FORWARD),
        ("", side.back, BACKWARD),
        ("-remark", side.remark, "quiet"),
    ):
        if made.lines:
            drawing.words(BACKWARD, side.part, key, made, (left, y), tone=tone)
            y += made.height + BETWEEN
    return y


def upright(drawing: Drawing, side: Side, left: float, right: float, other: Side) -> None:
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


def headed(elements: list[Element], title: Math, middle: float, number: int) -> list[Element]:
    """A lesson under its title, with a line between its halves."""
    left, top, right, bottom = bounds(elements)
    made = label(title, TITLE_SIZE)
    part = parts.lesson(number)
    at = (left + right - made.width) / 2, top - AROUND - made.height
    words = Text(f"title-{part}", BOTH, part, *at, made, tone="title", name=made.text)
    line = Rule(f"between-{part}", BOTH, part, (middle, top), (middle, bottom), 1.4, tone="title")
    return [words, line, *elements]


def stacked(drawn: list[list[Element]]) -> list[Element]:
    """The close-up and its lessons below each other, in the middle of the page, with lines between."""
    areas = [bounds(each) for each in drawn]
    widest = max(right - left for left, _, right, _ in areas)
    found: list[Element] = []
    y = 0.0
    for number, (elements, (left, top, right, bottom)) in enumerate(zip(drawn, areas, strict=True)):
        if number:
            line = Rule(
                f"over-lesson-{number}",
                BOTH,
                parts.lesson(number - 1),
                (0.0, y + AROUND),
                (widest, y + AROUND),
                0.8,
                tone="quiet",
            )
            found.append(line)
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
