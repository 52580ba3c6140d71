"""Arrays that a plan fills anew at each run: where it is run a thousand times, to ask for new ones costs more than to fill them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from app.autodiff.plan import Call

ENTRIES = (np.dtype(float), np.dtype(bool))


def buffers(calls: Sequence[Call], numbers: Sequence[Any], lasting: Collection[int]) -> Mapping[int, Any]:
    """An array for each step, by place, whose result nobody has any more when the plan is run next.

    Those at `lasting` are looked at for longer, and with them those that they may be views of: a function that is no ufunc may
    hand on its operand.
    """
    kept, found = set(lasting), {}
    for call in reversed(calls):
        filled = isinstance(call.row.forward, np.ufunc) and not call.settings and len(call.arguments) < 3
        if not filled:
            kept.update(call.arguments if call.place in kept else ())
        elif call.place not in kept and fixed(number := numbers[call.place]):
            found[call.place] = np.empty_like(number)
    return found


def fixed(number: Any) -> bool:
    """Whether other numbers of its kind fit into its place."""
    return type(number) is np.ndarray and number.dtype in ENTRIES
