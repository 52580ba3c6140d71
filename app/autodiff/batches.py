"""One operation at many values of its operands at once: these have a leading axis for them, and so has the result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.autodiff.scalars import settle
from app.autodiff.table import Primitive


def batched(
    row: Primitive, operands: Sequence[Any], which: Sequence[bool], settings: Mapping[str, object], count: int
) -> Any:
    """The row at `count` values: `which` operands have a leading axis of that length.

    Functions that go entry by entry run once; others, where an axis more would mean something else, once a value.
    """
    if is_entrywise(row):
        return row.forward(*aligned(operands, which), **settings)
    results = [
        settle(row.forward(*[each[at] if own else each for each, own in zip(operands, which, strict=True)], **settings))
        for at in range(count)
    ]
    return np.array(results)


def is_entrywise(row: Primitive) -> bool:
    return isinstance(row.forward, np.ufunc) and row.forward.signature is None


def aligned(operands: Sequence[Any], which: Sequence[bool]) -> list[Any]:
    """Operands with axes of length 1 behind the leading one, so that the axes of the values themselves meet from the right."""
    rank = max(np.ndim(each) - own for each, own in zip(operands, which, strict=True))
    return [
        np.reshape(each, (len(each), *(1,) * (rank + 1 - np.ndim(each)), *np.shape(each)[1:])) if own else each
        for each, own in zip(operands, which, strict=True)
    ]
