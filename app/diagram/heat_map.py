"""Arrays as heat maps: which cells a picture of an array has, how large they are, and how dark each is."""

from __future__ import annotations

from math import ceil, isfinite, prod

import numpy as np
from numpy.typing import NDArray

ROWS, COLUMNS = 8, 16
"""So many cells are drawn at most; where there are more entries a cell stands for several, and shows the largest of them."""
WIDEST, TALLEST, LARGEST = 44.0, 18.0, 6.0
"""Of a picture and of a cell, in points."""
SHADES = 5
"""From nothing to the largest entry, on either side of zero."""

Shades = tuple[tuple[int, ...], ...]


def pictured(shape: tuple[int, ...]) -> bool:
    """Whether there is anything to see."""
    return bool(shape) and prod(shape) > 0


def printable(shape: tuple[int, ...]) -> bool:
    """Whether a tensor's entries are shown: up to 3 × 3."""
    return len(shape) <= 2 and all(0 < size <= 3 for size in shape)


def matrix(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of an array spread out: its last axis runs to the right."""
    return prod(shape[:-1]), shape[-1]


def cells(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of its picture."""
    rows, columns = matrix(shape)
    return min(rows, ROWS), min(columns, COLUMNS)


def cell(shape: tuple[int, ...]) -> tuple[float, float]:
    """Width and height of a cell."""
    rows, columns = cells(shape)
    side = min(LARGEST, WIDEST / columns, TALLEST / rows)
    return side, max(side, min(LARGEST, TALLEST / rows))


def extent(shape: tuple[int, ...]) -> tuple[float, float]:
    """Width and height of the whole."""
    (rows, columns), (width, height) = cells(shape), cell(shape)
    return columns * width, rows * height


def shades(array: NDArray[np.float64], shape: tuple[int, ...]) -> Shades:
    """Each cell's shade from -SHADES (negative) over 0 to SHADES (positive); what is no finite number is the darkest."""
    spread = np.reshape(np.asarray(array, float), matrix(shape))
    finite = np.abs(spread[np.isfinite(spread)])
    largest = float(finite.max()) if finite.size else 0.0
    return tuple(tuple(shade(value, largest) for value in line) for line in picked(spread, *cells(shape)))


def picked(spread: NDArray[np.float64], rows: int, columns: int) -> list[list[float]]:
    """The entry that each cell shows."""
    if spread.shape == (rows, columns):
        return spread.tolist()  # type: ignore[no-any-return]
    blocks = [np.array_split(part, columns, axis=1) for part in np.array_split(spread, rows, axis=0)]
    return [[furthest(block) for block in line] for line in blocks]


def furthest(block: NDArray[np.float64]) -> float:
    """The entry that is furthest from zero, one that is no number before all others."""
    flat = np.ravel(block)
    return float(flat[int(np.argmax(np.where(np.isnan(flat), np.inf, np.abs(flat))))])


def shade(value: float, largest: float) -> int:
    if not isfinite(value):
        return -SHADES if value < 0 else SHADES
    dark = ceil(SHADES * abs(value / largest)) if largest else 0
    return -dark if value < 0 else dark
