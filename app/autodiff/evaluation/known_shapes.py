"""Functions for steps whose operands keep their kinds and shapes: what a row's own function finds out at each call, found out once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np

from app.autodiff.evaluation.call import Call
from app.autodiff.primitives.arithmetic import accumulate, negate, power, unless
from app.autodiff.primitives.arrays import Array, Shape, reduced_axes, spread, stretched_axes, sum_to

Function = Callable[..., Any]
Quick = tuple[Function, tuple[int, ...]]
"""A function, and the places of the arguments that it needs."""


def handed_on(x: Array) -> Array:
    return x


def total(x: Array, axes: Shape) -> float:
    return float(np.add.reduce(x, axis=axes))


def adding(x: Array, shape: Shape) -> Function | None:
    """`sum_to` for arrays shaped like `x`; None where it takes two sums. One number is a float, as nodes hold it."""
    if not shape and is_float(x):
        return partial(total, axes=tuple(range(x.ndim)))
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


def totalled(call: Call, numbers: Sequence[Any], _: Collection[int]) -> Quick | None:
    settings: Mapping[str, Any] = call.settings
    found = adding(numbers[call.arguments[0]], **settings)
    return found and (found, call.arguments)


def spread_out(call: Call, numbers: Sequence[Any], _: Collection[int]) -> Quick:
    settings: Mapping[str, Any] = call.settings
    return spreading(numbers[call.arguments[0]], **settings), call.arguments


def negated(call: Call, numbers: Sequence[Any], _: Collection[int]) -> Quick | None:
    return (np.negative, call.arguments) if is_float(numbers[call.arguments[0]]) else None


def added(call: Call, numbers: Sequence[Any], _: Collection[int]) -> Quick | None:
    """Two arrays; more are added one after another."""
    return (np.add, call.arguments) if len(call.arguments) == 2 else None


POWERS: Mapping[float, Function] = {1: handed_on, 2: np.square}


def raised(call: Call, numbers: Sequence[Any], fixed: Collection[int]) -> Quick | None:
    """A power whose exponent is always 1 or 2."""
    base, exponent = call.arguments
    if exponent not in fixed or np.ndim(numbers[exponent]) or not is_float(numbers[base]):
        return None
    quick = POWERS.get(numbers[exponent])
    return quick and (quick, (base,))


def let_through(call: Call, numbers: Sequence[Any], fixed: Collection[int]) -> Quick | None:
    """`unless` where its condition never holds."""
    condition, x = call.arguments
    never = condition in fixed and not np.ndim(numbers[condition]) and not numbers[condition]
    return (handed_on, (x,)) if never and is_float(numbers[x]) else None


def is_float(number: Any) -> bool:
    return type(number) is np.ndarray and number.dtype == float


def for_shape(call: Call, numbers: Sequence[Any], fixed: Collection[int]) -> Quick | None:
    """What computes a step whose operands are shaped as they are in `numbers`, those at `fixed` places always the same; None where the
    row's own function does it best."""
    make = MAKERS.get(call.row.forward)
    return make(call, numbers, fixed) if make is not None and is_array(numbers, call) else None


def is_array(numbers: Sequence[Any], call: Call) -> bool:
    """Whether one of the operands of a step is an array."""
    return any(type(numbers[place]) is np.ndarray for place in call.arguments)


MAKERS: Mapping[object, Callable[[Call, Sequence[Any], Collection[int]], Quick | None]] = {
    sum_to: totalled,
    spread: spread_out,
    negate: negated,
    accumulate: added,
    power: raised,
    unless: let_through,
}
