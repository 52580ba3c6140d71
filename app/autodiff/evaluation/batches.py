"""One operation at many values of its operands at once: these have a leading axis for them, and so has the result."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np

from app.autodiff.graph import settings_key
from app.autodiff.refusals import ARRAY_ERRORS
from app.autodiff.rows import Primitive
from app.autodiff.scalars import settle
from app.bounded_cache import BoundedCache

SHAPES = ((7, 11), (5, 13))
"""Of what a row is tried on: odd sizes, that no setting fits by chance."""
KNOWN = 1024
"""For how many rows and settings it is remembered what the trial gave."""

_entrywise: BoundedCache[Hashable, bool] = BoundedCache(KNOWN)


def batched(
    row: Primitive, operands: Sequence[Any], which: Sequence[bool], settings: Mapping[str, object], count: int
) -> Any:
    """The row at `count` values: `which` operands have a leading axis of that length.

    Functions that go entry by entry run once; others, where an axis more would mean something else, once a value.
    """
    if is_entrywise(row, settings):
        return row.forward(*aligned(operands, which), **settings)
    results = [
        settle(row.forward(*[each[at] if own else each for each, own in zip(operands, which, strict=True)], **settings))
        for at in range(count)
    ]
    return np.array(results)


def aligned(operands: Sequence[Any], which: Sequence[bool]) -> list[Any]:
    """Operands with axes of length 1 behind the leading one, so that the axes of the values themselves meet from the right."""
    rank = max(np.ndim(each) - own for each, own in zip(operands, which, strict=True))
    return [
        np.reshape(each, (len(each), *(1,) * (rank + 1 - np.ndim(each)), *np.shape(each)[1:])) if own else each
        for each, own in zip(operands, which, strict=True)
    ]


def is_entrywise(row: Primitive, settings: Mapping[str, object]) -> bool:
    """Whether a row goes entry by entry with these settings, so that one axis more is more entries and nothing else."""
    if isinstance(row.forward, np.ufunc):
        return row.forward.signature is None
    if any(isinstance(value, tuple) for value in settings.values()):
        # Shapes and axes.
        return False
    try:
        key = row.name, settings_key(settings)
    except TypeError:
        return False
    known = _entrywise.get(key)
    if known is None:
        known = all(alone_as_together(row, settings, shape) for shape in SHAPES)
        _entrywise.put(key, known)
    return known


def alone_as_together(row: Primitive, settings: Mapping[str, object], shape: tuple[int, int]) -> bool:
    """Whether entries of arrays come out as they do by themselves."""
    random = np.random.default_rng(0)
    operands = [random.uniform(0.1, 0.9, shape) for _ in row.parameters]
    places = [(0, 0), (1, 2), (3, 1), (shape[0] - 1, shape[1] - 1)]
    try:
        together = np.asarray(row.forward(*operands, **settings))
        alone = [np.asarray(row.forward(*[each[place] for each in operands], **settings)) for place in places]
    except ARRAY_ERRORS:
        return False
    return together.shape == shape and all(
        each.shape == () and np.isclose(each, together[place]) for each, place in zip(alone, places, strict=True)
    )
