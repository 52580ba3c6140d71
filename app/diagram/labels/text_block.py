"""What stands in a slot: lines of mathematics and numbers, whose room does not depend on the numbers.

The lines are made when the graph is seen first; each time the values change, only their numbers are put in anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, pairwise
from typing import TypeGuard

import numpy as np

from app.diagram.heat_map import extent, printable
from app.diagram.quantities import (
    BLANK,
    SIZE,
    WIDE_NUMBER,
    Addends,
    Array,
    Evaluated,
    Extent,
    Lookup,
    Outcome,
    Piece,
    Quantity,
    Total,
    anonymous,
    resolved,
    wide,
)
from app.typeset import EMPTY, Label, beside, fitted, line, line_within, padded, precision, significant

SHAPE_SIZE = 7.8
CONTINUED = 11.0
"""The size of a line that goes on with numbers where a formula stands above it."""
LEADING, STACKED, TALL = 2.0, 4.0, 1.6 * SIZE
"""Between lines; between two that are so tall, as fractions are, whose digits would else meet."""
AROUND_HEAT, BESIDE_HEAT, SMALLER = 1.5, 5.0, 0.87
"""Over and under a heat map, and between it and its range; how small that is set where its room is short."""
AXIS = 0.25 * SIZE
"""How far above the baseline the bar of a fraction lies, and the middle of what stands beside a wire."""
SHORT = 84.0
"""A line of less width is not worth breaking, in points."""
LONG = 96.0
"""A block of more width is broken wherever that makes it narrower."""
EQUALS = 5 / 18 * SIZE
"""The space before an equals sign."""
LOOSE, DENSE, NARROW, RAISED, REACHING = range(5)
"""How a label uses its room: `= 1 · 2 = 2` under its formula, each equation a line, or each side a line, above the circles
beside it, at last each term a line as well, and inputs under the gates before them."""
CROWDED, NARROWER = 2, 0.8
"""A product of so many numbers is given less than the room of as many wide ones: they hardly ever are all wide."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: labels, signs and quantities; its room; its label where it holds no number; how far in it begins."""

    pieces: tuple[Piece, ...]
    width: float
    height: float
    baseline: float
    size: float
    fixed: Label | None
    indent: float = 0.0
    heat: Quantity | None = None
    """What is shown as a heat map at its left end; the label is then the range of its numbers."""

    @property
    def alone(self) -> bool:
        """Whether it is nothing but one number."""
        return len(self.pieces) == 1 and isinstance(self.pieces[0], Quantity) and not self.pieces[0].shape

    def label(self, lookup: Lookup, room: float = 0.0) -> Label:
        """What it shows, set smaller only where it is wider than its own room and this."""
        if self.fixed is not None:
            return self.fixed
        if self.heat is not None:
            return spread(self.heat, lookup)
        shown = [each for piece in self.pieces for each in resolved(piece, lookup)]
        return line_within(shown, self.size, max(self.width, room))


@dataclass(frozen=True)
class Inscription:
    """Lines above each other, their left edges in line."""

    lines: tuple[Line, ...]
    leading: float = LEADING

    @cached_property
    def width(self) -> float:
        return max((each.indent + each.width for each in self.lines), default=0.0)

    @cached_property
    def height(self) -> float:
        return self.tops[-1] + self.lines[-1].height if self.lines else 0.0

    @cached_property
    def tops(self) -> tuple[float, ...]:
        """How far down each line begins."""
        steps = (one.height + max(self.leading, room_between(one, other)) for one, other in pairwise(self.lines))
        return tuple(accumulate(steps, initial=0.0))

    @cached_property
    def anchor(self) -> float:
        """The distance from the top to the height at which a wire should point at it: a lone line's axis, else the middle."""
        return self.lines[0].baseline - AXIS if len(self.lines) == 1 else self.height / 2

    @cached_property
    def reach(self) -> float:
        """How far it reaches above and below its anchor, whichever is more."""
        return max(self.anchor, self.height - self.anchor)

    def placed(self, lookup: Lookup, spare: float = 0.0, *, flush: bool = False) -> list[tuple[float, float, Label]]:
        """Each line's offset from the block's top left corner, and its label, which may reach out of the block as far as is `spare`: to
        the right, or to the left if it is `flush` with the block's right edge."""
        found = []
        for each, y in zip(self.lines, self.tops, strict=False):
            label, room = each.label(lookup, self.width + spare - each.indent), self.width - each.indent
            before = 0.0 if each.heat is None else extent(each.heat.shape)[0] + BESIDE_HEAT
            if flush:
                label, before = padded(label, room + spare, "right"), -spare
            found.append((each.indent + before, y + each.baseline - label.baseline, label))
        return found

    def pictures(self, lookup: Lookup) -> list[tuple[int, float, float, tuple[int, ...], Array]]:
        """The heat maps: in which line, their offsets, their shapes and what they show."""
        found = []
        for number, (each, y) in enumerate(zip(self.lines, self.tops, strict=False)):
            value = None if each.heat is None else lookup(each.heat)
            if each.heat is not None and value is not None:
                height = extent(each.heat.shape)[1]
                found.append((number, each.indent, y + (each.height - height) / 2, each.heat.shape, value))
        return found


def room_between(one: Line, other: Line) -> float:
    """What two lines need between them for themselves."""
    return STACKED if min(one.height, other.height) > TALL and other.heat is None else 0.0


NOTHING = Inscription(())


def together(inscriptions: Iterable[Inscription]) -> Inscription:
    """Inscriptions above each other as one."""
    return Inscription(tuple(line for each in inscriptions for line in each.lines))


def inscription(*lines: Sequence[Piece], density: int = LOOSE) -> Inscription:
    """Lines of pieces, measured, broken at their equals signs as the density asks."""
    return Passage(lines).inscription(density)


class Passage:
    """Lines of pieces, to be broken in several ways; what comes out of these alike is measured once."""

    def __init__(self, lines: Iterable[Sequence[Piece]]) -> None:
        self.lines = [tuple(pieces) for pieces in lines if pieces]
        self.known: dict[tuple[float, ...], Line] = {}
        self.kept: dict[tuple[int, float], Inscription] = {}

    @cached_property
    def unbreakable(self) -> bool:
        """Whether there is nowhere to break its lines, so that it is one inscription in every density."""
        return not any(continues(piece) or is_heat(piece) for pieces in self.lines for piece in pieces[1:])

    def inscription(self, density: int, long: float = LONG) -> Inscription:
        """As dense as is asked; lines that go on have their equals signs aligned, unless the block is narrower without, and `long`."""
        density, long = (LOOSE, LONG) if self.unbreakable else (density, long)
        if (density, long) not in self.kept:
            made = self.written(density, SHORT)
            if density >= REACHING and made.width > long:
                made = min(made, self.written(density, 0.0), key=lambda each: each.width)
            self.kept[density, long] = made
        return self.kept[density, long]

    def written(self, density: int, short: float) -> Inscription:
        """The lines broken; what is no longer than `short` keeps its first equals sign."""
        wanted = [part for pieces in self.lines for part in self.broken(pieces, density, short)]
        if not wanted:
            return NOTHING
        first, *rest = wanted
        lead = self.measured(first[: first.index("=")]).width + EQUALS if rest and "=" in first[1:] else 0.0
        following = (self.measured(each, lead if continues(each[0]) else 0.0) for each in rest)
        return Inscription((self.measured(first), *following))

    def broken(self, pieces: tuple[Piece, ...], density: int, short: float) -> list[tuple[Piece, ...]]:
        """A line in parts: before each equals sign, but not before the first in a line that is short or not to be narrow; and if a
        part is still not short, before its plus signs."""
        signs = [at for at, piece in enumerate(pieces) if at and equates(piece)]
        heats = [at for at, piece in enumerate(pieces) if at and is_heat(piece)]
        if signs and not equates(pieces[0]):
            counted = signs[1:] if isinstance(pieces[-1], Quantity) else []
            words = pieces[: [*heats, *counted[-1:], len(pieces)][0]]
            if density < NARROW or self.measured(words).width < short:
                signs = signs[1:]
        edges = [0, *(signs if density else ()), *heats, len(pieces)]
        parts = [pieces[start:stop] for start, stop in pairwise(edges)]
        return [term for part in parts for term in (self.terms(part) if density >= REACHING else [part])]

    def terms(self, part: tuple[Piece, ...]) -> list[tuple[Piece, ...]]:
        """A part in its terms where it is not short."""
        signs = [at for at, piece in enumerate(part) if at and piece == "+"]
        if not signs or self.measured(part).width < SHORT:
            return [part]
        return [part[start:stop] for start, stop in pairwise([0, *signs, len(part)])]

    def measured(self, pieces: tuple[Piece, ...], indent: float = 0.0) -> Line:
        """A line with its room, worked out once; the pieces of a passage are told apart by their identity."""
        key = (indent, *map(id, pieces))
        if key not in self.known:
            self.known[key] = measured(pieces, indent)
        return self.known[key]


def measured(pieces: tuple[Piece, ...], indent: float) -> Line:
    """A line with its room: labels as wide as they are, numbers as wide as they usually are."""
    if is_heat(pieces[0]):
        return pictured(pieces[0])
    known = [each.label(wide) if isinstance(each, Evaluated) else each for each in pieces if is_set(each)]
    size = CONTINUED if continues(pieces[0]) else SIZE
    fixed = constant(pieces, size)
    width, height, baseline = room(tuple(map(anonymous, pieces)), size, precision())
    ascent = max([baseline, *(label.baseline for label in known)])
    descent = max([height - baseline, *(label.height - label.baseline for label in known)])
    return Line(pieces, width + sum(label.width for label in known), ascent + descent, ascent, size, fixed, indent)


def constant(pieces: Sequence[Piece], size: float) -> Label | None:
    """A line that holds no number, typeset once; None of one that does."""
    signs = [piece for piece in pieces if isinstance(piece, Label | str)]
    if len(signs) < len(pieces):
        return None
    labels = [piece for piece in signs if isinstance(piece, Label)]
    if len(labels) < len(signs):
        return line(signs, size)
    return labels[0] if len(labels) == 1 else beside(labels)


def equates(piece: Piece) -> bool:
    """Whether a piece begins with an equals sign."""
    return piece == "=" or isinstance(piece, Total | Outcome)


def continues(piece: Piece) -> bool:
    """Whether a line that begins with this piece goes on with a formula."""
    return piece == "+" or equates(piece)


def is_heat(piece: Piece) -> TypeGuard[Quantity]:
    """Whether a piece is an array that is shown as a heat map."""
    return isinstance(piece, Quantity) and not printable(piece.shape)


def pictured(heat: Quantity) -> Line:
    """The line of a heat map and the range of its numbers, in the room that this usually takes."""
    (width, height), label = extent(heat.shape), spread(heat, wide)
    total = max(height + 2 * AROUND_HEAT, label.height)
    baseline = label.baseline + (total - label.height) / 2
    return Line((heat,), width + BESIDE_HEAT + label.width, total, baseline, SHAPE_SIZE, None, heat=heat)


def spread(heat: Quantity, lookup: Lookup) -> Label:
    """`−2.1 … 3.4`: the least and the greatest of the numbers."""
    value = lookup(heat)
    if value is None:
        return BLANK
    room = line([WIDE_NUMBER, "…", WIDE_NUMBER], SHAPE_SIZE).width
    least, greatest = float(np.min(value)), float(np.max(value))
    made = line([least, "…", greatest] if least != greatest else [least], SHAPE_SIZE)
    return fitted(made, max(room, SMALLER * made.width))


def is_set(piece: Piece) -> TypeGuard[Label | Evaluated]:
    """Whether a piece is typeset by itself, and not as digits and signs."""
    return isinstance(piece, Label | Evaluated)


@lru_cache(maxsize=1024)
def room(
    pieces: tuple[str | Extent | Addends | Total | Outcome | None, ...], size: float, count: int
) -> tuple[float, float, float]:
    """Width, height and baseline of a line of signs and such numbers of `count` digits, with nothing in the place of a label (None)."""
    wanted = [Quantity("", 0, *piece) if isinstance(piece, tuple) else piece for piece in pieces]
    with significant(count):
        made = line([each for part in wanted for each in ([gap(0.0)] if part is None else resolved(part, wide))], size)
    numbers = [each.brought if isinstance(each, Outcome) else each for each in wanted]
    loose = sum(isinstance(each, Quantity) and each.like == WIDE_NUMBER for each in numbers)
    return made.width * (NARROWER if loose >= CROWDED and "·" in pieces else 1.0), made.height, made.baseline


def gap(width: float) -> Label:
    """Empty room within a line."""
    return EMPTY._replace(width=width)
