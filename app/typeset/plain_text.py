"""A Math tree as plain text, to be read aloud or put into a title: `dL/dx = dL/dz · dz/dx`."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from app.language.operators import Level
from app.typeset.notation import (
    Accent,
    Apply,
    Big,
    Fence,
    Fraction,
    Group,
    Identifier,
    Math,
    Matrix,
    Number,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    Times,
    visible,
)
from app.typeset.numbers import RAISED
from app.typeset.precedence import level

_MARKS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7"}
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_RAISED_WORDS = {"T": "ᵀ", "′": "′"}


def plain(math: Math) -> str:
    """`math` in one line of text."""
    match math:
        case Identifier(text) | Text(text) | Number(text):
            return visible(text)
        case Symbol(sign, kind):
            sign = visible(sign)
            return {"binary": f" {sign} ", "relation": f" {sign} ", "punctuation": f"{sign} "}.get(kind, sign)
        case Space():
            return " "
        case Times():
            return " · "
        case Row(items):
            return "".join(plain(item) for item in items)
        case Fraction(above, below):
            return _fraction(above, below)
    return _structure(math)


@lru_cache(maxsize=4096)
def _fraction(above: Math, below: Math) -> str:
    return f"{_operand(above, Level.NEGATIVE)}/{_operand(below, Level.ATOM)}"


def _structure(math: Math) -> str:
    match math:
        case Scripts(base, sub, sup):
            return _operand(base, Level.ATOM) + _lowered(sub) + _raised(sup)
        case Accent(base, mark):
            return unicodedata.normalize("NFC", plain(base) + _MARKS[mark])
        case Root(radicand, degree):
            sign = "√" if degree is None else f"{_raised(degree)}√"
            return sign + _operand(radicand, Level.ATOM)
        case Big(sign, sub, body):
            return sign + _lowered(sub) + ("" if body is None else f" {plain(body)}")
        case Fence(body, opening, closing):
            return opening + plain(body) + closing
        case Group(body):
            return plain(body)
        case Apply(function, body):
            return plain(function) + plain(body)
        case Matrix(rows):
            return "[" + "; ".join(", ".join(map(plain, line)) for line in rows) + "]"
    raise TypeError(f"not a piece of mathematics: {math!r}")


def _operand(math: Math, wanted: Level) -> str:
    """`math` as part of a fraction, power or root; a differential (dx) needs no parentheses."""
    text = plain(math)
    tight = level(math) >= wanted or not any(sign in text for sign in " /^√")
    return text if tight or _is_differential(math) else f"({text})"


def _is_differential(math: Math) -> bool:
    return isinstance(math, Row) and math.items[0] in (Identifier("d"), Symbol("∂"))


def _lowered(sub: Math | None) -> str:
    if sub is None:
        return ""
    text = plain(sub)
    if text.isdecimal() and text.isascii():
        return text.translate(_LOWERED)
    return f"_{text}" if text.isalnum() else f"_({text})"


def _raised(sup: Math | None) -> str:
    if sup is None:
        return ""
    text = plain(sup)
    if text in _RAISED_WORDS:
        return _RAISED_WORDS[text]
    if text.strip("0123456789−") == "":
        return text.translate(RAISED)
    return f"^{text}" if text.isalnum() else f"^({text})"
