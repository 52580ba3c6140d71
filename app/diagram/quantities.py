"""Quantities: the numbers that are put into a figure's lines later, alone, in formulas or in sums."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.autodiff.findings.nonfinite_gradients import stopped
from app.typeset import COUNTS_AS, EMPTY, EQUALS, Bar, Digits, Label, Math, addition, array_label, label, padded
from app.typeset.addition import Addition

SIZE, END_SIZE, VECTOR_SIZE, MATRIX_SIZE = 11.0, 12.0, 9.0, 10.0
"""Of type: on wires, for names at the ends of the figure, and in vectors and matrices."""
BEFORE_MATRIX = 1.5
WIDE_NUMBER = -0.588888888
"""With as many digits as numbers have that need no power of ten."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that is put in later: `kind` is "value", "adjoint" (by node), "wire" or "local" (by drawn wire).

    `like` is a number as wide as it usually is, or the number itself where no value changes it.
    """

    kind: str
    index: int
    shape: tuple[int, ...] = ()
    like: float = WIDE_NUMBER


Extent = tuple[tuple[int, ...], float]
"""What a number's room depends on: its shape, and a number as wide as it usually is."""
Lookup = Callable[[Quantity], Array | None]
"""What a quantity is; None where that is kept back."""


@dataclass(frozen=True, slots=True)
class Evaluated:
    """A formula with numbers put in for its names: `write` makes it from what looks numbers up."""

    write: Callable[[Lookup], Math]
    size: float = SIZE

    def label(self, lookup: Lookup) -> Label:
        return label(self.write(lookup), self.size)


@dataclass(frozen=True, slots=True)
class Summed:
    """Numbers that are added, and what they come to: together they decide how each is printed."""

    terms: tuple[Quantity, ...]
    total: Quantity

    def addition(self, lookup: Lookup) -> Addition | None:
        """How they are printed; None where one is kept back, and to measure: wide numbers do not add up, each has its own room."""
        if lookup is wide:
            return None
        found = [lookup(each) for each in (*self.terms, self.total)]
        *terms, total = [None if value is None else float(value) for value in found]
        if total is None or None in terms:
            return None
        return addition([term for term in terms if term is not None], total)


class Addends(Summed):
    """`6 − 1`."""

    def pieces(self, lookup: Lookup) -> list[Printed]:
        made = self.addition(lookup)
        if made is None:
            return [piece for term in self.terms for piece in ("+", *resolved(term, lookup))][1:]
        return [piece for pair in made.signed for piece in pair if piece]


class Total(Summed):
    """`= 5`."""

    def pieces(self, lookup: Lookup) -> list[Printed]:
        made = self.addition(lookup)
        return ["=", *resolved(self.total, lookup)] if made is None else [made.relation, made.total]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`= 5` behind the numbers that a gate's rule is about; `≔ 0` where the gate stops what comes in though that is not finite."""

    brought: Quantity
    incoming: Quantity

    def pieces(self, lookup: Lookup) -> list[Printed]:
        brought, incoming = lookup(self.brought), lookup(self.incoming)
        counted = brought is not None and incoming is not None and stopped(incoming, brought)
        return [COUNTS_AS.sign if counted else EQUALS.sign, *resolved(self.brought, lookup)]


Printed = Label | str | float | Digits
"""What a line is set from."""
Piece = Label | str | Quantity | Evaluated | Addends | Total | Outcome
BLANK = EMPTY._replace(width=30.0, bars=(Bar(0.0, 1.5, 30.0, 0.6),), text="?", latex=r"\underline{\hspace{2em}}")
"""Room to write in, on a line."""


def anonymous(piece: Piece) -> str | Extent | Addends | Total | Outcome | None:
    """What a piece's room depends on, apart from labels."""
    if isinstance(piece, Quantity):
        return piece.shape, piece.like
    if isinstance(piece, Addends | Total):
        return type(piece)(tuple(map(nameless, piece.terms)), nameless(piece.total))
    if isinstance(piece, Outcome):
        return Outcome(nameless(piece.brought), nameless(piece.incoming))
    return piece if isinstance(piece, str) else None


def nameless(quantity: Quantity) -> Quantity:
    return Quantity("", 0, quantity.shape, quantity.like)


def wide(quantity: Quantity) -> Array:
    """Numbers as wide as they usually are, to measure with."""
    return np.full(quantity.shape, quantity.like)


def resolved(piece: Piece, lookup: Lookup) -> list[Printed]:
    """A piece with its numbers put in."""
    if isinstance(piece, Evaluated):
        return [piece.label(lookup)]
    if isinstance(piece, Addends | Total | Outcome):
        return piece.pieces(lookup)
    if not isinstance(piece, Quantity):
        return [piece]
    value = lookup(piece)
    if value is None:
        return [BLANK]
    if len(piece.shape) < 2:
        return [array_label(value, VECTOR_SIZE) if piece.shape else float(value)]
    made = array_label(value, MATRIX_SIZE)
    return [padded(made, made.width + BEFORE_MATRIX, "right")]
