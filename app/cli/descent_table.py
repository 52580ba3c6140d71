"""A descent for a terminal: its way as lines of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

LINES = 20
"""About how many lines a long way has."""


def lines(loss: Sequence[float], values: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """The loss and the values at the start and after each step; of a long way for some of them, the last always."""
    last = len(loss) - 1
    for step in sorted({*range(0, last, max(1, last // LINES)), last}):
        told = ", ".join(f"{name} = {brief(way[step])}" for name, way in values.items())
        yield f"{step:>6}  {loss[step]:<12.6g}  {told}"


def brief(value: object) -> str:
    """A number in six digits, an array as a few of its numbers."""
    if isinstance(value, (int, float)):
        return f"{value:.6g}"
    shown = np.array2string(np.asarray(value), precision=4, separator=", ", threshold=8, edgeitems=2)
    return " ".join(shown.split())
