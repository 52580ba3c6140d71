"""Arrays that a plan fills anew at each run: where it is run a thousand times, to ask for new ones costs more than to fill them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from app.autodiff.rows import Primitive

ENTRIES = (np.dtype(float), np.dtype(bool))
Step = tuple[int, Primitive, tuple[int, ...], Mapping[str, object]]
"""The place of a result, the row that computes it, the places of its arguments, and its settings."""


def buffers(steps: Sequence[Step], numbers: Sequence[Any], lasting: Collection[int]) -> Mapping[int, Any]:
    """An array for each step, by place, whose result nobody has any more when the plan is run next.

    Those at `lasting` are looked at for longer, and with them those that they may be views of: a function that is no ufunc may
    hand on its operand.
    """
    kept, found = set(lasting), {}
    for place, row, arguments, settings in reversed(steps):
        filled = isinstance(row.forward, np.ufunc) and not settings and len(arguments) < 3
        if not filled:
            kept.update(arguments if place in kept else ())
        elif place not in kept and fixed(number := numbers[place]):
            found[place] = np.empty_like(number)
    return found


def fixed(number: Any) -> bool:
    """Whether other numbers of its kind fit into its place."""
    return type(number) is np.ndarray and number.dtype in ENTRIES
