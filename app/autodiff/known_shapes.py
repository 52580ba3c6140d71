"""Functions for steps whose operands keep their shapes: what a row's own function finds out at each call, found out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

from app.autodiff.call import Call
from app.autodiff.primitives.arrays import Array, Shape, reduced_axes, spread, stretched_axes, sum_to

Function = Callable[..., Any]


def handed_on(x: Array) -> Array:
    return x


def adding(x: Array, shape: Shape) -> Function | None:
    """`sum_to` for arrays shaped like `x`; None where it takes two sums."""
    spare, stretched = tuple(range(x.ndim - len(shape))), stretched_axes(x.shape[x.ndim - len(shape) :], shape)
    if spare and stretched:
        return None
    if spare:
        return partial(np.add.reduce, axis=spare)
    return partial(np.add.reduce, axis=stretched, keepdims=True) if stretched else handed_on


def spreading(x: Array, shape: Shape, axis: int | Shape | None, keepdims: bool) -> Function:
    """`spread` for arrays shaped like `x`: to make its view by hand takes a tenth of the time."""
    reduced = reduced_axes(shape, axis)
    kept = [1 if each in reduced else size for each, size in enumerate(shape)]
    steps = np.empty(kept).strides
    strides = tuple(0 if each in reduced else step for each, step in enumerate(steps))

    def view(x: Array) -> Array:
        if not x.flags.c_contiguous:
            return spread(x, shape, axis, keepdims)
        found: Array = np.ndarray(shape, x.dtype, x, 0, strides)
        found.flags.writeable = False
        return found

    return view


def for_shape(call: Call, operand: Any) -> Function | None:
    """What computes a step from its first operand, which is shaped like this one; None where the row's own function does it best."""
    make = MAKERS.get(call.row.forward)
    return make(operand, **call.settings) if make is not None and type(operand) is np.ndarray else None


MAKERS: Mapping[object, Callable[..., Function | None]] = {sum_to: adding, spread: spreading}
