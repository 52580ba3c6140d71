"""Formulas put together from pieces that Typst has set before, by the same rules as Typst's own.

Most of a figure's formulas are made of few pieces (`d`, `L`, `x₁`, `=`), so once these are known a new formula costs no compile.
Numbers, rows, parentheses about a line of letters, functions and plain fractions are assembled here; what is left is a piece.
All lengths are thousandths of an em.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Literal, NamedTuple

from app.typeset.label import Bar, Glyph, Label
from app.typeset.notation import (
    Accent,
    Apply,
    Big,
    Fence,
    Fraction,
    Group,
    Identifier,
    Math,
    Number,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    Times,
    parts,
    tall,
)
from app.typeset.precedence import stem

Class = Literal["normal", "binary", "relation", "punctuation", "opening", "closing", "large", "space"]

_THIN, _MEDIUM, _THICK = 1000 / 6, 4000 / 18, 5000 / 18
# A fraction of full size, from the font: its axis, the thickness of its bar and how far the bar goes beyond what it divides,
# how far what stands above and below is moved, and how near to the bar it may come.
_AXIS, _BAR, _BEYOND, _UP, _DOWN, _NEAR = 250.0, 48.0, 100.0, 677.0, 686.0, 120.0


class Item(NamedTuple):
    """A member of a row: what it is, and what it is to its neighbours on the left and the right."""

    math: Math
    left: Class = "normal"
    right: Class = "normal"


class Box(NamedTuple):
    """A formula in the making: its size, its pieces, each with the place of its baseline's start, and its bars, from its own baseline."""

    width: float
    ascent: float
    descent: float
    pieces: tuple[tuple[float, float, Label], ...]
    bars: tuple[Bar, ...] = ()


def items(math: Math) -> Iterator[Item]:
    """What a row of `math` is made of, with its fences and functions opened."""
    match math:
        case Row(members):
            for member in members:
                yield from items(member)
        case Symbol(_, kind):
            side: Class = "normal" if kind in ("ordinary", "prefix") else kind  # type: ignore[assignment]
            yield Item(math, side, side)
        case Number(digits):
            # No font here moves digits closer, so that a number costs a compile only where one of its signs does.
            yield from (Item(Number(digit)) for digit in digits)
        case Space() | Times():
            yield Item(math, "space", "space")
        case Fence(body, opening, closing) if not tall(body):
            yield from (Item(Symbol(opening), "opening", "opening"),) if opening else ()
            yield from items(body)
            yield from (Item(Symbol(closing), "closing", "closing"),) if closing else ()
        case Group(body):
            yield from items(body)
        case Fence():
            yield Item(math, "opening", "closing")
        case Apply(function, body):
            side = "large" if isinstance(stem(function), Text) else "normal"
            yield Item(function, side, side)
            yield from items(body)
        case Big(sign, sub, body) if body is not None:
            yield Item(Big(sign, sub, None), "large", "large")
            yield from items(body)
        case Big():
            yield Item(math, "large", "large")
        case _:
            yield Item(math)


class Assembler:
    """Assembles formulas from the pieces that `known` gives, and notes those that it has not.

    Fractions come again and again in a figure, so each is put together once.
    """

    def __init__(self, known: Callable[[Math], Label | None], inline: bool) -> None:
        self.known, self.inline = known, inline
        self.missing: dict[Math, None] = {}
        self.fractions: dict[Math, Box] = {}

    def box(self, math: Math) -> Box:
        """`math`, assembled; without its missing pieces."""
        row = list(items(math))
        boxes = [self._item(item.math) for item in row]
        if len(boxes) == 1:
            return boxes[0]
        gaps = [_gap(first, second) for first, second in pairwise(row)]
        pieces: list[tuple[float, float, Label]] = []
        bars: list[Bar] = []
        x = 0.0
        for each, gap in zip(boxes, [*gaps, 0.0], strict=False):
            pieces += [(x + across, down, label) for across, down, label in each.pieces]
            bars += [Bar(x + bar.x, bar.y, bar.width, bar.height) for bar in each.bars]
            x += each.width + gap
        ascent, descent = (
            max((each.ascent for each in boxes), default=0.0),
            max((each.descent for each in boxes), default=0.0),
        )
        return Box(x, ascent, descent, tuple(pieces), tuple(bars))

    def _item(self, math: Math) -> Box:
        if isinstance(math, Space):
            return Box(math.width * 1000, 0.0, 0.0, ())
        if isinstance(math, Times):
            return Box(_THIN if math.thin else 0.0, 0.0, 0.0, ())
        if isinstance(math, Fraction) and not self.inline:
            return self._fraction(math)
        return self._piece(math)

    def _piece(self, math: Math) -> Box:
        label = self.known(math)
        if label is None:
            self.missing[math] = None
            return Box(0.0, 0.0, 0.0, ())
        return Box(label.width, label.baseline, label.height - label.baseline, ((0.0, 0.0, label),))

    def _fraction(self, math: Fraction) -> Box:
        made = self.fractions.get(math)
        if made is None:
            made = _divided(self.box(math.above), self.box(math.below)) if _divides(math) else self._piece(math)
            self.fractions[math] = made
        return made


def ink(made: Box, factor: float) -> tuple[tuple[Glyph, ...], tuple[Bar, ...]]:
    """The glyphs and bars of a box `factor` times as large, from its top left corner."""
    glyphs = [
        Glyph((x + across) * factor, (made.ascent + y - label.baseline + down) * factor, scale * factor, outline)
        for x, y, label in made.pieces
        for across, down, scale, outline in label.glyphs
    ]
    inside = [
        Bar(x + bar.x, y - label.baseline + bar.y, bar.width, bar.height)
        for x, y, label in made.pieces
        for bar in label.bars
    ]
    bars = tuple(
        Bar(bar.x * factor, (made.ascent + bar.y) * factor, bar.width * factor, bar.height * factor)
        for bar in (*made.bars, *inside)
    )
    return tuple(glyphs), bars


def _divides(math: Fraction) -> bool:
    """Whether a fraction is one that is assembled here: above and below the bar, a line of letters alone."""
    return _plain(math.above) and _plain(math.below)


def _plain(math: Math) -> bool:
    if isinstance(math, Row | Accent) or (isinstance(math, Scripts) and math.sup is None):
        return all(map(_plain, parts(math)))
    return isinstance(math, Identifier | Text | Number | Symbol | Space | Times)


def _divided(above: Box, below: Box) -> Box:
    """One over the other, each in the middle, the bar on the axis."""
    up = max(_UP, _AXIS + _BAR / 2 + _NEAR + above.descent)
    down = max(_DOWN, _NEAR + below.ascent - _AXIS + _BAR / 2)
    length = max(above.width, below.width)
    placed: list[tuple[float, float, Label]] = []
    for part, drop in ((above, -up), (below, down)):
        start = _BEYOND + (length - part.width) / 2
        placed += [(start + x, drop + y, label) for x, y, label in part.pieces]
    bar = Bar(_BEYOND, -_AXIS - _BAR / 2, length, _BAR)
    return Box(length + 2 * _BEYOND, up + above.ascent, down + below.descent, tuple(placed), (bar,))


def _gap(first: Item, second: Item) -> float:
    """The space between two neighbours, as TeX has it."""
    before, after = first.right, second.left
    if "space" in (before, after) or after in ("punctuation", "closing") or before == "opening":
        return 0.0
    if before == "punctuation":
        return _THIN
    if "relation" in (before, after):
        return 0.0 if before == after else _THICK
    if "binary" in (before, after):
        return _MEDIUM
    if before == "large":
        return 0.0 if after == "opening" else _THIN
    return _THIN if after == "large" else 0.0
