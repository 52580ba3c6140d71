"""NumPy functions that rows of the table run and NumPy does not have."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Axis = int | tuple[int, ...] | None


def masked(condition: object, x: object) -> Array:
    """`x` where the condition holds and 0 elsewhere, broadcast."""
    return np.where(condition, x, 0.0)  # type: ignore[call-overload, no-any-return]


def sum_to(x: Array, shape: tuple[int, ...]) -> Array:
    """Add up the axes along which a value of `shape` was broadcast to `x.shape`."""
    x = np.sum(x, axis=tuple(range(np.ndim(x) - len(shape))))
    stretched = tuple(axis for axis, size in enumerate(shape) if size == 1 and x.shape[axis] != 1)
    return np.sum(x, axis=stretched, keepdims=True) if stretched else x


def spread(x: Array, shape: tuple[int, ...], axis: Axis, keepdims: bool) -> Array:
    """Copy the result of a reduction back over the axes that were reduced."""
    if not keepdims and axis is not None:
        axes = (axis,) if isinstance(axis, int) else axis
        x = np.expand_dims(x, tuple(each % len(shape) for each in axes))
    return np.broadcast_to(x, shape)


def count(shape: tuple[int, ...], axis: Axis) -> int:
    """How many entries a reduction of `shape` over `axis` takes together."""
    axes = range(len(shape)) if axis is None else (axis,) if isinstance(axis, int) else axis
    return int(np.prod([shape[each] for each in axes], dtype=int))


def even(condition: object, axis: Axis) -> Array:
    """1 where the condition holds, shared evenly among all places along `axis` where it does."""
    holds = np.asarray(condition, dtype=float)
    total = np.sum(holds, axis=axis, keepdims=True)
    return holds / np.where(total == 0, 1, total)


def others(x: Array, axis: int | None) -> Array:
    """For each entry the product of all others along `axis`: right even where entries are zero."""
    if axis is None:
        return others(np.ravel(x), 0).reshape(np.shape(x))
    ones = np.ones_like(np.take(x, [0], axis=axis)) if np.shape(x)[axis] else x
    body = np.take(x, range(np.shape(x)[axis] - 1), axis=axis)
    tail = np.take(x, range(1, np.shape(x)[axis]), axis=axis)
    before = np.cumprod(np.concatenate([ones, body], axis=axis), axis=axis)
    after = np.flip(np.cumprod(np.flip(np.concatenate([tail, ones], axis=axis), axis), axis=axis), axis)
    return before * after


def scatter(x: Array, shape: tuple[int, ...], key: object) -> Array:
    """Zeros of `shape` with `x` added at `key`; entries that `key` names twice get both."""
    result = np.zeros(shape)
    np.add.at(result, key, x)  # type: ignore[arg-type]
    return result


def put(x: Array, value: Array, key: object) -> Array:
    """A copy of `x` with `value` at `key`."""
    result = np.array(x, dtype=float)
    result[key] = value  # type: ignore[index]
    return result


def concatenate(*xs: Array, axis: int) -> Array:
    return np.concatenate(xs, axis=axis)


def stack(*xs: Array, axis: int) -> Array:
    return np.stack(xs, axis=axis)


def section(xs: Sequence[Array], position: int, axis: int) -> tuple[slice, ...]:
    """Where the operand at `position` lies in the concatenation of all, as an index."""
    start = sum(np.shape(x)[axis] for x in xs[:position])
    axis %= np.ndim(xs[0])
    return (*[slice(None)] * axis, slice(start, start + np.shape(xs[position])[axis]))
