"""NumPy functions that rows of the table run and NumPy does not have."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]
Axis = int | tuple[int, ...] | None
Shape = tuple[int, ...]


MOST = 10**7
"""No operation makes a value with more entries, whatever a text asks for."""


def modest(shape: Shape) -> Shape:
    """The shape of a result that is about to be made. Raises ValueError where it would be too large."""
    if math.prod(shape) > MOST:
        raise ValueError(f"a value of shape {tuple(shape)} is too large here")
    return shape


def masked(condition: ArrayLike, x: ArrayLike) -> Array:
    """`x` where the condition holds and 0 elsewhere, broadcast."""
    return np.where(condition, x, 0.0)


def preferred(a: ArrayLike, b: ArrayLike) -> Array:
    """1 where a is larger, 0 where b is, and a half where they are equal; 1 where they do not compare, as PyTorch has it."""
    # To compare is cheaper than the sign of a difference, and equal infinities have no difference.
    share = np.logical_not(np.less(a, b)).astype(float)
    if (equal := np.equal(a, b)).any():
        share -= np.multiply(equal, 0.5)
    return share


def sum_to(x: Array, shape: Shape) -> Array:
    """Add up the axes along which a value of `shape` was broadcast to `x.shape`."""
    if spare := np.ndim(x) - len(shape):
        x = np.add.reduce(x, axis=tuple(range(spare)))
    stretched = stretched_axes(np.shape(x), shape)
    return x.sum(axis=stretched, keepdims=True) if stretched else x


def stretched_axes(shape: Shape, before: Shape) -> Shape:
    """The axes of length 1 that were broadcast, as `before` became `shape`."""
    return tuple(axis for axis, size in enumerate(before) if size == 1 and shape[axis] != 1)


def reduced_axes(shape: Shape, axis: Axis) -> Shape:
    """The axes, counted from the front, that a reduction of `shape` over `axis` takes together."""
    if axis is None:
        return tuple(range(len(shape)))
    return tuple(each % len(shape) for each in ((axis,) if isinstance(axis, int) else axis))


def spread(x: ArrayLike, shape: Shape, axis: Axis, keepdims: bool) -> Array:
    """Copy the result of a reduction back over the axes that were reduced."""
    x = np.asarray(x)
    if not keepdims and axis is not None:
        x = np.expand_dims(x, reduced_axes(shape, axis))
    return np.broadcast_to(x, shape)


def count(shape: Shape, axis: Axis) -> int:
    """How many entries a reduction of `shape` over `axis` takes together."""
    return math.prod(shape[each] for each in reduced_axes(shape, axis))


def even(condition: ArrayLike, axis: Axis) -> Array:
    """1 where the condition holds, shared evenly among all places along `axis` where it does."""
    holds = np.asarray(condition, dtype=float)
    total = np.sum(holds, axis=axis, keepdims=True)
    return holds / np.where(total == 0, 1, total)


def rows_plan(shape: Shape, axis: Axis) -> tuple[Shape, Shape, Shape]:
    """How entries that are reduced together become a last axis: the order of the axes, their sizes then, and those with one last axis."""
    axes = reduced_axes(shape, axis)
    order = (*[each for each in range(len(shape)) if each not in axes], *axes)
    moved = tuple(shape[each] for each in order)
    return order, moved, (*moved[: len(shape) - len(axes)], count(shape, axis))


def rows_of(x: ArrayLike, axis: Axis) -> Array:
    """The entries that a reduction over `axis` takes together, as a new last axis."""
    order, _, flat = rows_plan(np.shape(x), axis)
    return np.transpose(x, order).reshape(flat)


def rows_back(rows: Array, shape: Shape, axis: Axis) -> Array:
    """What `rows_of` did, undone."""
    order, moved, _ = rows_plan(shape, axis)
    return np.transpose(rows.reshape(moved), sorted(range(len(order)), key=order.__getitem__))


def first(condition: ArrayLike, axis: Axis) -> Array:
    """1 at the first place along `axis` where the condition holds."""
    rows = rows_of(np.asarray(condition, dtype=bool), axis)
    return rows_back(np.asarray(rows & (np.cumsum(rows, axis=-1) == 1), dtype=float), np.shape(condition), axis)


def others(x: ArrayLike, axis: Axis) -> Array:
    """For each entry the product of all others along `axis`: right even where entries are zero."""
    rows = rows_of(np.asarray(x, dtype=float), axis)
    if not rows.shape[-1]:
        return np.zeros(np.shape(x))
    ones = np.ones_like(rows[..., :1])
    before = np.cumprod(np.concatenate([ones, rows[..., :-1]], axis=-1), axis=-1)
    after = np.flip(np.cumprod(np.flip(np.concatenate([rows[..., 1:], ones], axis=-1), -1), axis=-1), -1)
    return rows_back(before * after, np.shape(x), axis)


def scatter(x: Array, shape: Shape, key: Any) -> Array:
    """Zeros of `shape` with `x` added at `key`; entries that `key` names twice get both."""
    result = np.zeros(shape)
    np.add.at(result, key, x)
    return result


def put(x: ArrayLike, value: ArrayLike, key: Any) -> Array:
    """A copy of `x` with `value` at `key`; whole numbers and truth values stay what they are."""
    result = np.array(x)
    result = result if result.dtype.kind in "biu" else result.astype(float)
    result[key] = value
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


def spans(size: Shape, dilation: Shape) -> Shape:
    """How far a window of `size` reaches, with `dilation` between its entries."""
    return tuple((each - 1) * gap + 1 for each, gap in zip(size, dilation, strict=True))


def windows(x: Array, size: Shape, stride: Shape, dilation: Shape) -> Array:
    """All windows over the last axes of `x`: (…, places, entries of a window). Raises ValueError where none fits."""
    reach, dims = spans(size, dilation), len(size)
    if any(each > have for each, have in zip(reach, np.shape(x)[-dims:], strict=True)):
        raise ValueError(f"a window of {reach} is larger than the {np.shape(x)[-dims:]} that it runs over")
    view = sliding_window_view(x, reach, axis=tuple(range(-dims, 0)))
    key: tuple[Any, ...] = (..., *(slice(None, None, each) for each in (*stride, *dilation)))
    modest(view[key].shape)
    return np.ascontiguousarray(view[key])


def overlap(x: Array, shape: Shape, stride: Shape, dilation: Shape) -> Array:
    """Zeros of `shape` with windows added where `windows` took them from."""
    dims = len(stride)
    result = np.zeros(modest(shape))
    places, size = x.shape[-2 * dims : -dims], x.shape[-dims:]
    for entry in np.ndindex(*size):
        starts = [offset * gap for offset, gap in zip(entry, dilation, strict=True)]
        key: tuple[Any, ...] = tuple(
            slice(start, start + (number - 1) * step + 1, step)
            for start, number, step in zip(starts, places, stride, strict=True)
        )
        one: tuple[Any, ...] = (..., *entry)
        result[(..., *key)] += x[one]
    return result
