"""Mathematics as a neutral tree: what is to be written, with no word about Typst, LaTeX or a page.

Every printer (`typst`, `latex`, `mathml`, `plain`) walks the same tree, so they cannot disagree.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["ordinary", "binary", "relation", "prefix", "punctuation"]
Mark = Literal["hat", "bar", "tilde", "dot", "vec"]


@dataclass(frozen=True, slots=True)
class Math:
    """Any piece of mathematics."""


@dataclass(frozen=True, slots=True)
class Identifier(Math):
    """A letter that stands for a value; set italic."""

    name: str


@dataclass(frozen=True, slots=True)
class Text(Math):
    """A word, as a name of several letters or a function; set upright."""

    text: str


@dataclass(frozen=True, slots=True)
class Number(Math):
    """A number as it is to be read, with a real minus sign: `0.5`, `−4`."""

    digits: str


@dataclass(frozen=True, slots=True)
class Symbol(Math):
    """A sign and how it is spaced: `+` between two terms is binary, alone in a gate it is ordinary."""

    sign: str
    kind: Kind = "ordinary"


@dataclass(frozen=True, slots=True)
class Space(Math):
    """A gap of `width` em."""

    width: float = 1 / 6


@dataclass(frozen=True, slots=True)
class Times(Math):
    """The multiplication that is not written: its factors stand side by side, apart by a thin space or by nothing.

    `matrices` are multiplied row by column, others entry by entry.
    """

    thin: bool = False
    matrices: bool = False


@dataclass(frozen=True, slots=True)
class Row(Math):
    items: tuple[Math, ...]


@dataclass(frozen=True, slots=True)
class Fraction(Math):
    above: Math
    below: Math


@dataclass(frozen=True, slots=True)
class Scripts(Math):
    """`base` with a subscript, a superscript, or both."""

    base: Math
    sub: Math | None = None
    sup: Math | None = None


@dataclass(frozen=True, slots=True)
class Accent(Math):
    base: Math
    mark: Mark


@dataclass(frozen=True, slots=True)
class Root(Math):
    """A root; without a degree the square root."""

    radicand: Math
    degree: Math | None = None


@dataclass(frozen=True, slots=True)
class Big(Math):
    """An operator that runs over an index: `sign` is Σ, Π or a word (max), `body` what it ranges over (None on a gate)."""

    sign: str
    sub: Math | None
    body: Math | None


@dataclass(frozen=True, slots=True)
class Fence(Math):
    """`body` between two signs; an empty sign draws nothing."""

    body: Math
    opening: str = "("
    closing: str = ")"


@dataclass(frozen=True, slots=True)
class Group(Math):
    """`body` as one thing without brackets, as the differential `dx` is: a factor beside it keeps a dot between them."""

    body: Math


@dataclass(frozen=True, slots=True)
class Apply(Math):
    """A function (or an indexed value) with its fenced arguments."""

    function: Math
    body: Fence


@dataclass(frozen=True, slots=True)
class Matrix(Math):
    """Rows of entries in square brackets; every row has the same length."""

    rows: tuple[tuple[Math, ...], ...]


def visible(text: str) -> str:
    """`text` without what cannot be seen or written down: control signs, lone surrogates, line ends, marks of direction."""
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign == " " or unicodedata.category(sign)[0] not in "CZ")


PLACEHOLDER = Symbol("·")
PLUS, SUBTRACT = Symbol("+", "binary"), Symbol("−", "binary")
MINUS, EQUALS, COMMA = Symbol("−", "prefix"), Symbol("=", "relation"), Symbol(",", "punctuation")
COUNTS_AS = Symbol("≔", "relation")
"""Between 0 · ∞ and the 0 that a rule makes of it, as the two are not equal."""


def row(*maths: Math) -> Math:
    """The maths side by side; rows inside are opened, and a single piece stays itself."""
    items: list[Math] = []
    for math in maths:
        items.extend(math.items if isinstance(math, Row) else (math,))
    return items[0] if len(items) == 1 else Row(tuple(items))


def fenced(math: Math) -> Fence:
    return Fence(math)


def listed(*maths: Math) -> Math:
    """The maths with commas between them."""
    items: list[Math] = []
    for math in maths:
        items.extend((COMMA, math) if items else (math,))
    return row(*items)


def apply(function: Math, *arguments: Math) -> Apply:
    """`function(arguments)`."""
    return Apply(function, Fence(listed(*arguments)))


def parts(math: Math) -> tuple[Math, ...]:
    """The pieces that `math` is made of, one level down, in reading order."""
    match math:
        case Row(items):
            return items
        case Fraction(first, second):
            return (first, second)
        case Scripts(base, sub, sup):
            return tuple(part for part in (base, sub, sup) if part is not None)
        case Accent(base):
            return (base,)
        case Root(radicand, degree):
            return (radicand,) if degree is None else (degree, radicand)
        case Big(_, sub, body):
            return tuple(part for part in (sub, body) if part is not None)
        case Fence(body) | Group(body):
            return (body,)
        case Apply(function, body):
            return (function, body)
        case Matrix(rows):
            return tuple(entry for line in rows for entry in line)
    return ()


def tall(math: Math) -> bool:
    """Whether `math` reaches far above or below a line of letters."""
    if isinstance(math, Fraction | Matrix | Big):
        return True
    return tall(math.base) if isinstance(math, Scripts) else any(map(tall, parts(math)))
