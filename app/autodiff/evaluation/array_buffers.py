"""Arrays that a plan fills anew at each run: where it is run a thousand times, to ask for new ones costs more than to fill them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np

from app.autodiff.evaluation.call import Call

ENTRIES = (np.dtype(float), np.dtype(bool))


def buffers(
    steps: Sequence[Call], numbers: Sequence[Any], lasting: Collection[int]
) -> tuple[Mapping[int, Any], Mapping[int, int]]:
    """An array for each step, by place, whose result nobody looks at behind the run but at those that are `lasting`.

    Behind them the places that fill the array of an argument, which no later step needs, with that argument. What lasts may do so
    as well: then the array is no buffer, but a new one in each run.
    """
    own = owned(steps, numbers, lasting)
    last = {argument: place for place, _, arguments, _ in steps for argument in arguments}
    viewed = {argument for step in steps if not fills(step) for argument in step[2]}
    found: dict[int, Any] = {}
    over: dict[int, int] = {}
    handed_on = set()
    for step in steps:
        place, row, arguments, _ = step
        if place not in own and not (place in lasting and fills(step)):
            continue
        free = [each for each in arguments if each in found and last[each] == place and each not in viewed]
        fitting = [each for each in free if alike(numbers[each], numbers[place])]
        if fitting and getattr(row.forward, "signature", None) is None:
            over[place] = fitting[0]
            if place in own:
                found[place] = found[fitting[0]]
            else:
                handed_on.add(id(found[fitting[0]]))
        elif place in own:
            found[place] = np.empty_like(numbers[place])
    kept = {place: array for place, array in found.items() if place not in over and id(array) not in handed_on}
    return kept, over


def owned(steps: Sequence[Call], numbers: Sequence[Any], lasting: Collection[int]) -> Collection[int]:
    """The places that can have an array of their own: none that lasts, and none that such a one may be a view of, since a function
    that is no ufunc may hand on its operand."""
    kept, found = set(lasting), set()
    for step in reversed(steps):
        place, _, arguments, _ = step
        if not fills(step):
            kept.update(arguments if place in kept else ())
        elif place not in kept and type(number := numbers[place]) is np.ndarray and number.dtype in ENTRIES:
            found.add(place)
    return found


def fills(step: Call) -> bool:
    """Whether a step can be told where to put its result."""
    _, row, arguments, settings = step
    return isinstance(row.forward, np.ufunc) and not settings and len(arguments) < 3


def alike(one: Any, other: Any) -> bool:
    """Whether two arrays have the same kind of entries in the same order in memory."""
    return (
        type(one) is np.ndarray
        and one.shape == other.shape
        and one.dtype == other.dtype
        and one.strides == other.strides
    )
