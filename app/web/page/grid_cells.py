"""An array as a grid of cells, in which its entries are edited."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.values import written
from app.web.page.heat_map import cell

SHORT, ROOM, DIGITS = 6, 8, 3
"""So many letters are shown as they are; of a longer number so many digits, in at most so many letters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: in full, as its cell has room for it, where it stands in words, and its colour."""

    full: str
    shown: str
    place: str
    shade: int


def grid(array: np.ndarray) -> list[list[Entry]]:
    """The rows of a matrix or a vector; none of any other array."""
    if array.ndim not in (1, 2) or not array.size:
        return []
    finite = np.abs(array[np.isfinite(array)])
    largest = float(finite.max()) if finite.size else 0.0
    return [
        [entry(value, largest, place(array.ndim, down, across)) for across, value in enumerate(row)]
        for down, row in enumerate(np.atleast_2d(array))
    ]


def place(axes: int, down: int, across: int) -> str:
    return f"row {down + 1}, column {across + 1}" if axes == 2 else f"entry {across + 1}"


def entry(value: np.generic, largest: float, where: str) -> Entry:
    full = written(value)
    return Entry(full, short(full, float(value)), where, cell(float(value), largest).shade)


def short(full: str, value: float) -> str:
    """A number in as many digits as its cell has room for."""
    if len(full) <= SHORT or not np.isfinite(value):
        return full
    rounded = written(float(f"{value:.{DIGITS}g}"))
    powers = (power(value, digits) for digits in range(DIGITS, 0, -1))
    return next(text for text in (rounded, *powers) if len(text) <= ROOM)


def power(value: float, digits: int) -> str:
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    return f"{mantissa}e{int(exponent)}"
