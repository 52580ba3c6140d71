"""Number labels, put together from digits that were typeset once.

A changed value costs no compile: its digits, signs and brackets are known labels, set side by side. All lines have one height and
one baseline at a size, and their slots do not depend on the numbers in them, so a picture never moves when its values do.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.typeset.compose import above, beside, fitted, padded, scaled
from app.typeset.label import Bar, Label
from app.typeset.label_cache import labels
from app.typeset.latex import latex
from app.typeset.notation import Symbol, Text
from app.typeset.numbers import Digits, aligned, common_power, factor, numeral, power_of_ten, split, written

Piece = str | float | Digits | Label

# Space on either side of a sign, in em, as TeX has it.
_APART = {"…": 4 / 18, "=": 5 / 18, "≈": 5 / 18, "≔": 5 / 18, "+": 4 / 18, "−": 4 / 18, "·": 4 / 18, "×": 4 / 18}
_AFTER = {",": 3 / 18}
_TIGHT = {" ,": ",", "( ": "(", " )": ")", "[ ": "[", " ]": "]"}
_OPERATORS = frozenset("+−·×")
_WIDEST = -0.588888888
_SCRIPT, _RISE, _AXIS = 0.7, 0.363, 0.25
LEAST = 7.6
"""The least size of type, in points: 9 pixels where main type has 13, as on a phone."""
# Of a matrix, in em: the size of its entries, and the space between columns, rows, and inside and around its brackets.
_ENTRY, _COLUMNS, _ROWS, _INSIDE = 0.85, 0.7, 0.15, 0.15
_BRACKET = (0.22, 0.045)


@lru_cache(maxsize=64)
def _signs(size: float) -> dict[str, Label]:
    """Every sign that a line of numbers can hold, at `size`."""
    texts = "0123456789.,∞()[]−+=·×≈≔…"
    found = labels([*map(Symbol, texts), Text("nan")], size)
    return dict(zip([*texts, "nan"], found, strict=True))


@lru_cache(maxsize=64)
def _extent(size: float) -> tuple[float, float]:
    """How far any line of numbers reaches above and below its baseline: as far as its parentheses or a raised power."""
    fences = [_signs(size)[sign] for sign in "()"]
    raised = [_RISE * size + _SCRIPT * _signs(size)[digit].baseline for digit in "0123456789"]
    return max(*raised, *(fence.baseline for fence in fences)), max(fence.height - fence.baseline for fence in fences)


def _gap(width: float) -> Label:
    return Label(width, 0.0, 0.0, (), (), "", "")


@lru_cache(maxsize=8192)
def _digits(digits: str, power: str, size: float, share: float = 1.0) -> Label:
    signs = _signs(size)
    if digits == "nan":
        return scaled(signs["nan"], share)
    drawn = [scaled(signs[sign], share) for sign in (f"{factor(digits)}10" if power else digits)]
    if power:
        usual = _SCRIPT * share
        shrunk = max(usual, LEAST / size)
        exponent = beside([scaled(signs[sign], shrunk) for sign in power])
        # One that is larger, to be read, reaches no higher.
        rise = _RISE * size * share - (shrunk - usual) * max(signs[digit].baseline for digit in "0123456789")
        drawn.append(exponent._replace(baseline=exponent.baseline + rise))
    return beside(drawn)


@lru_cache(maxsize=8192)
def _numeral(digits: str, power: str, size: float, closed: bool, share: float = 1.0) -> tuple[Label, str, str]:
    """A number's ink, its text and its LaTeX; a negative one in parentheses if `closed`."""
    shown, text, source = _digits(digits, power, size, share), written(digits, power), latex(numeral(digits, power))
    if closed and text.startswith("−"):
        return beside([_signs(size)["("], shown, _signs(size)[")"]]), f"({text})", f"({source})"
    return shown, text, source


@lru_cache(maxsize=256)
def _sign(sign: str, size: float, first: bool) -> tuple[Label, str, str]:
    return _spaced(sign, size, first), sign, latex(Symbol(sign, "binary"))


def _framed(drawn: Sequence[Label], size: float, text: str, written: str) -> Label:
    """Pieces side by side, in a box as tall as every line of numbers at this size."""
    ascent, descent = _extent(size)
    return beside(drawn, ascent=ascent, descent=descent, text=text, latex=written)


def number_label(value: float, size: float = 11.0) -> Label:
    """`value` as a label of its natural width."""
    return _number(split(value), size)


def _number(number: Digits, size: float) -> Label:
    shown, text, source = _numeral(*number, size, closed=False)
    return _framed([shown], size, text, source)


def slot_width(size: float = 11.0) -> float:
    """The room that a number is given, whatever it is."""
    return _digits(*split(_WIDEST), size).width


def line(pieces: Sequence[Piece], size: float = 11.0, share: float = 1.0) -> Label:
    """Numbers, signs (`=`, `+`, `·`, `×`, `−`, `≈`, `,`, brackets) and labels in one line: `= 1 · (−4) = −4`.

    A negative number stands in parentheses behind an operator. A sign at the very start has no space before it. The numbers
    alone are `share` times as large.
    """
    shown = tuple(piece if isinstance(piece, str | Label | Digits) else split(piece) for piece in pieces)
    return _line(shown, size, share)


def line_within(pieces: Sequence[Piece], size: float, width: float) -> Label:
    """A line that is no wider than `width`, for which first its numbers and only then all of it is set smaller."""
    made = line(pieces, size)
    if made.width <= width:
        return made
    numbers = 2 * (made.width - line(pieces, size, 0.5).width)
    if numbers <= 0:
        return fitted(made, width)
    return fitted(line(pieces, size, max(LEAST / size, 1 - (made.width - width) / numbers)), width)


@lru_cache(maxsize=4096)
def _line(pieces: tuple[str | Label | Digits, ...], size: float, share: float) -> Label:
    """A line by what is shown of its numbers: from one picture to the next most of them stay."""
    drawn: list[Label] = []
    texts: list[str] = []
    written: list[str] = []
    for at, piece in enumerate(pieces):
        closed = at > 0 and pieces[at - 1] in _OPERATORS
        shown, text, source = _piece(piece, size, closed, at == 0, share)
        drawn.append(shown)
        texts.append(text)
        # A minus behind dots would be that of a difference, and the dots those of a sum.
        apart = source.startswith("-") and pieces[at - 1] == "…"
        written.append(f"{{{source}}}" if apart else source)
    text = " ".join(texts)
    for loose, tight in _TIGHT.items():
        text = text.replace(loose, tight)
    return _framed(drawn, size, text, " ".join(written))


def _spaced(sign: str, size: float, first: bool) -> Label:
    """A sign with the space that it has on either side, but none before it at the start of a line."""
    apart = _APART.get(sign, 0.0) * size
    return beside([_gap(0.0 if first else apart), _signs(size)[sign], _gap(apart or _AFTER.get(sign, 0.0) * size)])


def _piece(piece: str | Label | Digits, size: float, closed: bool, first: bool, share: float) -> tuple[Label, str, str]:
    """A piece's ink, its text and its LaTeX."""
    if isinstance(piece, Label):
        return piece, piece.text, piece.latex
    if isinstance(piece, str):
        return _sign(piece, size, first)
    return _numeral(*piece, size, closed, share)


def array_label(values: NDArray[np.float64], size: float = 11.0) -> Label:
    """A vector as `[1, 2, 3]`, a matrix in tall brackets; meant for at most three rows and columns. A scalar is a number.

    A power of ten that very small or large entries have in common stands before them, once.
    """
    if np.ndim(values) == 0:
        return number_label(float(values), size)
    power = common_power(values)
    ahead: list[Piece] = [power_of_ten(power), "·"] if power else []
    values = values / 10.0**power if power else values
    if np.ndim(values) == 1:
        return line([*ahead, "[", *_listed(values), "]"], size)
    columns = tuple(tuple(aligned(column)) for column in values.T.tolist())
    made = _matrix(columns, size)
    return line([*ahead, made], size)._replace(baseline=made.baseline, height=made.height) if power else made


@lru_cache(maxsize=1024)
def _matrix(columns: tuple[tuple[Digits, ...], ...], size: float) -> Label:
    """A matrix by what is shown of its entries."""
    entries = list(zip(*columns, strict=True))
    set_ = [above(_at_the_point(column, size * _ENTRY), size * _ROWS, "right") for column in columns]
    body = beside(set_, size * _COLUMNS)
    text = "[" + "; ".join(", ".join(written(*entry) for entry in line_) for line_ in entries) + "]"
    rows = r" \\ ".join(" & ".join(latex(numeral(*entry)) for entry in line_) for line_ in entries)
    return _bracketed(body, size)._replace(text=text, latex=rf"\begin{{bmatrix}}{rows}\end{{bmatrix}}")


def _at_the_point(column: Sequence[Digits], size: float) -> list[Label]:
    """The numbers of a column with their points in line, where that needs no more room than a number is given."""
    found = [_number(each, size) for each in column]
    most = max(each.decimals for each in column)
    missing = ["0" * (most - each.decimals) if each.decimals else "." * (most > 0) + "0" * most for each in column]
    lined = [
        padded(each, each.width + _digits(lack, "", size).width) for each, lack in zip(found, missing, strict=True)
    ]
    fits = not any(each.power for each in column) and max(each.width for each in lined) <= slot_width(size)
    return lined if fits else found


def _listed(values: NDArray[np.float64]) -> list[Piece]:
    pieces: list[Piece] = []
    for value in values:
        pieces += [",", float(value)] if pieces else [float(value)]
    return pieces


def _bracketed(body: Label, size: float) -> Label:
    """`body` between square brackets drawn as bars, its middle on the axis of the mathematics."""
    reach, thick = _BRACKET[0] * size, _BRACKET[1] * size
    inside = padded(padded(body, body.width + _INSIDE * size, "right"), body.width + 2 * _INSIDE * size)
    width = inside.width + 2 * reach
    shifted = beside([_gap(reach), inside, _gap(reach)])
    left = (Bar(0, 0, thick, body.height), Bar(0, 0, reach, thick), Bar(0, body.height - thick, reach, thick))
    right = tuple(Bar(width - bar.x - bar.width, bar.y, bar.width, bar.height) for bar in left)
    return shifted._replace(baseline=body.height / 2 + _AXIS * size, bars=left + right)
