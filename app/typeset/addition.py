"""Sums of numbers that add up as they are printed.

Each number is rounded rightly and none is changed for the sum's sake. Where their usual digits do not add up, all numbers are given
the same decimals, as few as will do; where none will (⅓ + ⅓ = ⅔), the total stands behind ≈.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from app.typeset.notation import EQUALS, PLUS, SUBTRACT, Math, Symbol, row
from app.typeset.numbers import Digits, is_plain, leading, numeral, precision, split

APPROXIMATELY = Symbol("≈", "relation")
MISSING = Symbol("…")
"""A term that has not come."""
MOST, MANTISSA, OFF = 3, 1, Decimal("0.05")
"""How many digits more than usual the largest may have, and that before a power of ten, and by what share of itself rounding may
change the smallest."""


class Addition(NamedTuple):
    """The numbers of `a + b = c` as they are printed, and whether they add up."""

    terms: tuple[Digits, ...]
    total: Digits
    exact: bool

    @property
    def signed(self) -> Iterator[tuple[str, Digits]]:
        """The terms, each with the sign before it; a first one keeps its own."""
        yield "", self.terms[0]
        for term in self.terms[1:]:
            yield ("−", term.opposite) if term.negative else ("+", term)

    @property
    def relation(self) -> str:
        return "=" if self.exact else "≈"


def addition(terms: Sequence[float], total: float) -> Addition:
    """How a sum is printed."""
    brief = Addition(tuple(map(split, terms)), split(total), True)
    numbers = [*terms, total]
    if not all(map(math.isfinite, numbers)) or adds_up(brief):
        return brief
    largest = max(map(abs, numbers))
    power = 0 if is_plain(largest) else leading(largest)
    scaled = [Decimal(number).scaleb(-power) for number in numbers]
    for decimals in choices(scaled, precision() + (MANTISSA if power else MOST)):
        found = [rounded(number, decimals, power) for number in scaled]
        made = Addition(tuple(found[:-1]), found[-1], True)
        if adds_up(made):
            return made
    return brief._replace(exact=False)


SIGNS = {"+": (PLUS,), "−": (SUBTRACT,), "": ()}


def added_numbers(terms: Sequence[float], total: float, come: Sequence[bool] = ()) -> Math:
    """`6 − 1 = 5`; `… − 1`, with the same digits, as long as some terms have not `come`."""
    made = addition(terms, total)
    parts = zip(made.signed, come or [True] * len(terms), strict=True)
    shown = [(sign, numeral(*term)) if here else (sign and "+", MISSING) for (sign, term), here in parts]
    addends = [piece for sign, term in shown for piece in (*SIGNS[sign], term)]
    return row(*addends, *((EQUALS if made.exact else APPROXIMATELY, numeral(*made.total)) if all(come) else ()))


def adds_up(made: Addition) -> bool:
    """Whether the printed terms have the printed total."""
    return sum(term.decimal for term in made.terms) == made.total.decimal


def choices(numbers: Sequence[Decimal], most: int) -> Iterator[int]:
    """Numbers of decimals to try: those that give all numbers their usual digits, one more, then ever fewer."""
    finest = max(precision() - 1 - number.adjusted() for number in numbers if number)
    highest = max(number.adjusted() for number in numbers if number)
    wanted = (finest, finest + 1, *range(finest - 1, -1, -1))
    for decimals in [each for each in wanted if 0 <= each < most - highest]:
        if all(abs(round(number, decimals) - number) <= OFF * abs(number) for number in numbers):
            yield decimals


def rounded(number: Decimal, decimals: int, power: int) -> Digits:
    """A number with so many decimals before a power of ten; a whole number without."""
    whole = number == number.to_integral_value()
    digits = f"{number:.{0 if whole else decimals}f}".replace("-", "−")
    return Digits(digits, str(power).replace("-", "−") if power and number else "")
