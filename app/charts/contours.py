"""Contour lines of a surface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]
LEVELS = 14


def contours(x: Grid, y: Grid, z: Grid) -> Iterator[tuple[float, Sequence[Grid]]]:
    """Lines of equal height on the surface `z`, whose first axis goes with `x`: levels, each with its lines of points.

    Levels divide what the surface has into parts of equal area, so that a narrow valley and its slopes are both seen.
    """
    heights = z[np.isfinite(z)]
    if heights.size == 0 or heights.min() == heights.max():
        return
    for level in np.unique(np.quantile(heights, np.linspace(0.02, 0.98, LEVELS))).tolist():
        yield level, level_lines(x, y, z, level)


def level_lines(x: Grid, y: Grid, z: Grid, level: float) -> list[Grid]:
    """The lines on which a surface has one height; where it is not finite there are none."""
    from contourpy import contour_generator  # noqa: PLC0415

    lines = contour_generator(x, y, np.ma.masked_invalid(z).T, line_type="Separate")
    return [np.asarray(line) for line in lines.lines(level)]
