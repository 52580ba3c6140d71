"""How numbers are written: three significant digits, a real minus sign, powers of ten only where they are shorter.

A figure may want more digits or fewer: `significant` says so for all that is written within it, as NumPy's `printoptions` does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.typeset.notation import MINUS, Fence, Math, Matrix, Number, Row, Scripts, Symbol, Text, listed, row
from app.typeset.precedence import DOT

_precision: ContextVar[int] = ContextVar("significant digits", default=3)
_LARGEST_INTEGER = 99_999
_TENS = Symbol("·", "ordinary")
"""Before a power of ten: set closer than the dot of a product, which a number may stand beside."""
_ONE_DIGIT = -4
"""The power of ten at which a number of one digit is as plain as it is short: 0.0001."""
_DOUBLE = 14
"""So many decimals of a number between 1 and 10 are its own."""
RAISED = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class Digits(NamedTuple):
    """A number as it is printed: its digits, and the power of ten behind them or ""."""

    digits: str
    power: str

    @property
    def negative(self) -> bool:
        return self.digits.startswith("−")

    @property
    def opposite(self) -> Digits:
        return Digits(self.digits[1:] if self.negative else f"−{self.digits}", self.power)

    @property
    def decimals(self) -> int:
        """How many digits stand behind its point."""
        return len(self.digits.partition(".")[2])

    @property
    def decimal(self) -> Decimal:
        """The very number that is printed."""
        return Decimal(f"{self.digits}E{self.power or 0}".replace("−", "-"))


def precision() -> int:
    """How many significant digits numbers have here."""
    return _precision.get()


@contextmanager
def significant(count: int) -> Iterator[None]:
    """Within it numbers have so many significant digits."""
    before = _precision.set(count)
    try:
        yield
    finally:
        _precision.reset(before)


def split(value: float) -> Digits:
    """`value` as digits and the power of ten behind them, which is "" for all but very small and very large numbers."""
    return _split(value, precision())


@lru_cache(maxsize=8192)
def _split(value: float, count: int) -> Digits:
    if math.isnan(value):
        return Digits("nan", "")
    if math.isinf(value):
        return Digits("∞" if value > 0 else "−∞", "")
    if value == int(value) and abs(value) <= _LARGEST_INTEGER:
        return Digits(_tidy(str(int(value))), "")
    if is_plain(value):
        return Digits(_tidy(f"{value:.{max(0, count - 1 - leading(value))}f}"), "")
    mantissa, _, exponent = f"{value:.{count - 1}e}".partition("e")
    digits, power = _tidy(mantissa), int(exponent)
    if power == _ONE_DIGIT and "." not in digits:
        return Digits(_tidy(f"{value:.{-power}f}"), "")
    return Digits(digits, _tidy(str(power)))


def leading(value: float) -> int:
    """The power of ten of the first digit, once `value` is rounded."""
    return int(f"{value:.{precision() - 1}e}".split("e")[1])


def is_plain(value: float) -> bool:
    """Whether a number is neither so small nor so large that it takes a power of ten."""
    return -4 < leading(value) < 5


def aligned(column: Sequence[float]) -> list[Digits]:
    """The numbers of a column with the same decimals where they are of about one size, else each as it is alone; whole ones stay so.

    The decimals are those that the least of them needs, or if one would be longer so than numbers are, those of the largest.
    """
    alone = list(map(split, column))
    most = max(each.decimals for each in alone)
    sizes = [leading(value) for value in column if value and math.isfinite(value)]
    alike = most and max(sizes) - min(sizes) <= 1 and not any(each.power for each in alone)
    if not alike or not all(map(math.isfinite, column)):
        return alone
    found = [f"{value + 0.0:.{most}f}" for value in column]
    if max(map(len, found)) > precision() + len("-0."):
        found = [f"{value + 0.0:.{max(0, precision() - 1 - max(sizes))}f}" for value in column]
    return [Digits(each.replace("-", "−"), "") for each in found]


def common_power(values: NDArray[np.float64]) -> int:
    """The power of ten that can stand before all entries of an array, where the largest would have one itself; 0 where none can."""
    entries = [float(value) for value in np.ravel(values) if value and math.isfinite(value)]
    largest = max(entries, key=abs, default=0.0)
    if len(entries) < 2 or not split(largest).power:
        return 0
    power = leading(largest)
    return 0 if any(split(value / 10.0**power).power for value in entries) else power


def power_of_ten(power: int) -> Digits:
    """`10⁻⁶`."""
    return Digits("1", _tidy(str(power)))


def array_number(values: NDArray[np.float64], written: Callable[[float], Math] | None = None) -> Math:
    """A number, or an array behind the power of ten that its entries share; without one if they are `written` otherwise."""
    write_one = written or number
    if not values.shape:
        return write_one(float(values))
    power = 0 if written else common_power(values)
    shown = np.atleast_2d(values / 10.0**power if power else values)
    if written or values.ndim == 1:
        rows = [tuple(map(write_one, line)) for line in shown.tolist()]
    else:
        rows = list(zip(*([numeral(*each) for each in aligned(column)] for column in shown.T.tolist()), strict=True))
    made = Fence(listed(*rows[0]), "[", "]") if values.ndim == 1 else Matrix(tuple(rows))
    return row(numeral(*power_of_ten(power)), DOT, made) if power else made


def write(value: float) -> str:
    """`value` in a line of text: `3`, `−0.588`, `1.2·10⁻⁵`, `10⁻⁵`, `∞`."""
    return written(*split(value))


def written(digits: str, power: str) -> str:
    """Digits and a power of ten in a line of text."""
    if not power:
        return digits
    return f"{factor(digits)}10{power.translate(RAISED)}"


def factor(digits: str) -> str:
    """What stands before a power of ten: a one is left out."""
    return digits[:-1] if digits in ("1", "−1") else f"{digits}·"


def number(value: float) -> Math:
    """`value` as mathematics, for the printers."""
    return numeral(*split(value))


def changed_number(value: float, change: float) -> Math:
    """`value`, which has changed or will, with the decimals in which the digits of the change are seen: 2.00197 for 0.00197."""
    if not (0 < abs(change) < math.inf and is_plain(value)):
        return number(value)
    decimals = precision() - 1 - leading(change)
    known = 0 < decimals <= _DOUBLE - leading(value)
    return (
        Number(_tidy(f"{value:.{decimals}f}"))
        if known and decimals > precision() - 1 - leading(value)
        else number(value)
    )


def numeral(digits: str, power: str) -> Math:
    """Digits and a power of ten as mathematics."""
    if not power:
        return Number(digits)
    ten = Scripts(Number("10"), None, Number(power))
    match factor(digits):
        case "":
            return ten
        case "−":
            return row(MINUS, ten)
    return row(Number(digits), _TENS, ten)


def literal(value: object) -> Math:
    """A literal of the language or a static setting: a number to six digits, a text in quotes, a word, a tuple; else "…"."""
    if isinstance(value, bool) or value is None:
        return Text(str(value))
    if isinstance(value, str):
        return Text(f"“{value}”")
    if isinstance(value, tuple | list):
        inside = [literal(item) for item in value]
        fences = ("(", ")") if isinstance(value, tuple) else ("[", "]")
        return Fence(row(*inside, Symbol(",")) if len(inside) == 1 else listed(*inside), *fences)
    if isinstance(value, slice):
        bounds = [Row(()) if bound is None else literal(bound) for bound in (value.start, value.stop)]
        return row(
            bounds[0], Symbol(":"), bounds[1], *(() if value.step is None else (Symbol(":"), literal(value.step)))
        )
    if isinstance(value, np.integer):
        value = int(value)
    return _written(value) if isinstance(value, int | float) else Symbol("…")


def _written(value: float) -> Math:
    if isinstance(value, int) and abs(value) <= _LARGEST_INTEGER**2:
        return Number(_tidy(str(value)))
    digits = f"{Decimal(value):.5e}" if isinstance(value, int) else f"{value:.6g}"
    mantissa, mark, power = digits.partition("e")
    if not mark:
        return Number(digits.replace("-", "−").replace("inf", "∞"))
    ten = Scripts(Number("10"), None, Number(_tidy(str(int(power)))))
    return ten if _tidy(mantissa) == "1" else row(Number(_tidy(mantissa)), _TENS, ten)


def _tidy(digits: str) -> str:
    """The digits that a rounded number needs: no zeros at the end of its decimals, and a real minus sign."""
    return (digits.rstrip("0").rstrip(".") if "." in digits else digits).replace("-", "−")
