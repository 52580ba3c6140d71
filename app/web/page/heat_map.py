"""An array as a table whose colours tell signs and sizes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.typeset import write

ENTRIES = 400
"""A larger array is not spread out."""
SHADES = 5
"""From nothing to the largest entry, on either side of zero."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One entry: its number, and its colour from -SHADES (red, negative) over 0 to SHADES (blue, positive)."""

    text: str
    shade: int


@dataclass(frozen=True, slots=True)
class Slice:
    """A matrix of an array; `title` says which of several."""

    title: str
    rows: list[list[Cell]]


def heat_map(array: NDArray[np.float64]) -> list[Slice]:
    """The array in matrices, a vector as one row; none for a number, or where there are too many entries."""
    if not array.ndim or not 0 < array.size <= ENTRIES:
        return []
    finite = np.abs(array[np.isfinite(array)])
    largest = float(finite.max()) if finite.size else 0.0
    if array.ndim <= 2:
        return [Slice("", [[cell(float(entry), largest) for entry in row] for row in np.atleast_2d(array)])]
    return [
        Slice(
            ", ".join(map(str, place)) + ", :, :",
            [[cell(float(entry), largest) for entry in row] for row in array[place]],
        )
        for place in np.ndindex(array.shape[:-2])
    ]


def cell(value: float, largest: float) -> Cell:
    share = value / largest if largest and np.isfinite(value) else 0.0
    return Cell(write(value), int(np.sign(share) * np.ceil(SHADES * abs(share))))
