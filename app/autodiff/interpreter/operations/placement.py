"""Entries put at places of an array, and combined with what stands there: what is named several times counts as the library has it."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import as_array, require_array, widened
from app.autodiff.interpreter.arrays.sharing import all_current
from app.autodiff.interpreter.kinds.plain_values import tidy
from app.autodiff.interpreter.kinds.value_types import Operation, Value, Values
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.operations.casts import cast, kind_held
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.dispatch import called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import MAXIMUM, MINIMUM, PUT, RAVEL, SCATTER
from app.language import Span
from app.language.operators import BINARY

Places = NDArray[np.intp]
SIGNS = {BINARY[sign].row: sign for sign in ("+", "-", "*", "/", "**")}
"""What `np.add.at` and its kin put between what stands at a place and what is new."""
EXTREMES = {each.name: each for each in (MAXIMUM, MINIMUM)}
"""Operations that are no signs and can be put between them too."""
COMBINING = {**SIGNS, "mul": "*", "max": MAXIMUM.name, "min": MINIMUM.name}
"""The same for JAX's `x.at[key]`."""


def with_entries(run: Run, array: Held, key: Values, value: Value, span: Span) -> Value:
    """The array with other entries at an index: numbers of its own kind, of several for one place the last."""
    if isinstance(value, (list, tuple)):
        value = as_array(run, all_current(run, value, span), span)
    if isinstance(value, (Tensor, np.ndarray)):
        kind = kind_held(array)
        value = value if kind is float else cast(run, value, kind, span)
        if isinstance(value, (Tensor, np.ndarray)) and value.shape == (1,):
            value = item(run, value, 0, span)
    if any(isinstance(part, np.ndarray) and part.dtype != bool for part in key):
        key, value = last_written(run, array, key, value, span)
    return tidy(run.builder.apply(PUT, (array, value), {"key": key}, span))


def last_written(run: Run, array: Held, key: Values, value: Value, span: Span) -> tuple[Values, Value]:
    """Of several values for one place the last one alone, which stays."""
    try:
        where = places(array, key)
    except IndexError:
        shapes = " and ".join(str(np.shape(part)) for part in key if isinstance(part, np.ndarray))
        run.refuse(
            span, f"the places that are set have shapes {shapes}, which do not fit", "give as many rows as columns"
        )
    last = np.sort(where.size - 1 - np.unique(where.ravel()[::-1], return_index=True)[1])
    if last.size < where.size:
        value = chosen(run, value, last, where.shape, span)
        key = index_of(where.ravel()[last], array)
    return key, value


def combined_at(run: Run, sign: str, array: Held, key: Values, new: Value, span: Span) -> Value:
    """`np.add.at(x, key, v)`: the array with `new` added, or put to it by another sign, once for each time that a place is named."""
    if sign in ("+", "-"):
        settings = {"shape": tuple(array.shape), "key": key}
        spread = require_array(run, widened(run, span, new, places(array, key).shape), span)
        placed = tidy(run.builder.apply(SCATTER, (spread,), settings, span))
        return binary(run, sign, array, cast(run, placed, int, span) if kind_held(spread) is int else placed, span)
    where, now = places(array, key), array
    for turn in turns(where.ravel()):
        at = index_of(where.ravel()[turn], array)
        part = between(run, sign, item(run, now, at, span), chosen(run, new, turn, where.shape, span), span)
        after = tidy(run.builder.apply(PUT, (now, part), {"key": at}, span))
        assert isinstance(after, (Tensor, np.ndarray))
        now = after
    return now


def between(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    """`left sign right`, or a function of both."""
    if sign in SIGNS.values():
        return binary(run, sign, left, right, span)
    return called(run, Operation(EXTREMES[sign]), span, left, right)


def places(array: Held, key: Values) -> Places:
    """The numbers of the entries that an index names, counted through all axes."""
    counted = np.arange(math.prod(array.shape)).reshape(array.shape)
    return np.asarray(counted[key])  # type: ignore[index]


def index_of(numbers: Places, array: Held) -> Values:
    """Entries by their numbers as an index."""
    return tuple(np.unravel_index(numbers, array.shape))


def turns(where: Places) -> list[Places]:
    """Which of the places come first, second …: in each turn none is named twice."""
    order = np.argsort(where, kind="stable")
    starts = np.searchsorted(where[order], where[order])
    rank = np.empty(where.size, dtype=int)
    rank[order] = np.arange(where.size) - starts
    return [np.flatnonzero(rank == turn) for turn in range(rank.max(initial=-1) + 1)]


def chosen(run: Run, value: Value, which: Places, shape: tuple[int, ...], span: Span) -> Value:
    """Of a value that is put at places of a shape, the entries of some of them; one number serves them all."""
    if not isinstance(value, (Tensor, np.ndarray)) or not value.shape:
        return value
    if value.shape != shape:
        value = widened(run, span, value, shape)
    return item(run, called(run, Operation(RAVEL), span, value), which, span)
