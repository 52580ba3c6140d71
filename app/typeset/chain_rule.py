"""The formulas of the backward pass: differentials, derivatives, and the chain rule as a textbook prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from app.language.operators import Level
from app.typeset.names import name
from app.typeset.notation import (
    EQUALS,
    Fence,
    Fraction,
    Identifier,
    Math,
    Number,
    Row,
    Space,
    Symbol,
    Text,
    Times,
    listed,
    row,
)
from app.typeset.precedence import at_least, stem

Notation = Literal["d", "∂"]


def differential(of: Math, notation: Notation = "d") -> Math:
    """`dx`; a word or a sign stands a thin space apart (`d out`, `d ×`), a sum in parentheses."""
    sign: Math = Identifier("d") if notation == "d" else Symbol("∂")
    of = at_least(of, Level.PRODUCT)
    first = stem(of.items[0] if isinstance(of, Row) and of.items else of)
    return row(sign, Space(), of) if isinstance(first, Text | Symbol | Number) else row(sign, of)


def derivative(of: Math, by: Math, notation: Notation = "d") -> Math:
    """`dL/dx` as a fraction."""
    return Fraction(differential(of, notation), differential(by, notation))


def path_term(loss: Math, through: Math, by: Math, notation: Notation = "d") -> Math:
    """What flows back along one wire: `dL/dz dz/dx`."""
    return row(derivative(loss, through, notation), Times(thin=True), derivative(through, by, notation))


def equality(*maths: Math) -> Math:
    """`a = b = c`."""
    items: list[Math] = []
    for math in maths:
        items.extend((EQUALS, math) if items else (math,))
    return row(*items)


def shape(sizes: Sequence[int | str]) -> Math:
    """A shape as Python writes it: `(3, 2)`, `(2,)`; sizes may have names: `(N, D)`."""
    numbers = [name(size) if isinstance(size, str) else Number(str(size)) for size in sizes]
    return Fence(row(*numbers, Symbol(",")) if len(numbers) == 1 else listed(*numbers))
