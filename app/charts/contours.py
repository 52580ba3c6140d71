"""Contour lines of a surface."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Grid = NDArray[np.float64]
LEVELS = 14


def contours(x: Grid, y: Grid, z: Grid) -> Iterator[tuple[float, Sequence[NDArray[np.float64]]]]:
    """Lines of equal height on the surface `z`, whose first axis goes with `x`: levels, each with its lines of points.

    Levels divide what the surface has into parts of equal area, so that a narrow valley and its slopes are both seen.
    """
    from contourpy import contour_generator  # noqa: PLC0415

    heights = np.ma.masked_invalid(z)
    if heights.count() == 0 or heights.min() == heights.max():
        return
    lines = contour_generator(x, y, heights.T, line_type="Separate")
    for level in np.unique(np.quantile(heights.compressed(), np.linspace(0.02, 0.98, LEVELS))):
        yield float(level), [np.asarray(line) for line in lines.lines(float(level))]
