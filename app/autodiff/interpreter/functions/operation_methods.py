"""Methods of operations: `np.add.reduce`, `np.maximum.accumulate`, `np.subtract.outer`, `np.add.at`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import require_array, require_whole, stacked
from app.autodiff.interpreter.arrays.sharing import put_in_place
from app.autodiff.interpreter.functions.folds import running_results
from app.autodiff.interpreter.kinds.index_keys import index_key
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import Native, Operation, Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.placement import EXTREMES, SIGNS, combined_at
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import EXPAND_DIMS, MOVEAXIS, RAVEL
from app.language import Span


@ATTRIBUTE.of(Operation)
def operation_method(run: Run, value: Operation, name: str, span: Span) -> Value:
    """Methods of NumPy's functions of two numbers."""
    if name not in OF_OPERATIONS:
        run.refuse(span, f"a function has no `.{name}`", nearest(name, OF_OPERATIONS))
    method = OF_OPERATIONS[name]
    return Native(
        f"{value.row.name}.{name}", lambda run, span, *given, **named: method(run, value, span, *given, **named)
    )


def lined_up(run: Run, span: Span, values: Value, axis: Value) -> Held:
    """The array with an axis in front; all of its entries in a row where the axis is None."""
    array = require_array(run, values, span)
    if axis is None:
        return require_array(run, called(run, Operation(RAVEL), span, array), span)
    place = require_whole(run, axis, span)
    if not place:
        return array
    return require_array(run, called(run, Operation(MOVEAXIS), span, array, place, 0), span)


def reduced(
    run: Run,
    function: Operation,
    span: Span,
    values: Value,
    axis: Value = 0,
    *,
    keepdims: Value = False,
    initial: Value = None,
) -> Value:
    """`np.logaddexp.reduce(x, axis=1)`: along the first axis unless told otherwise."""
    array = lined_up(run, span, values, axis)
    if not array.shape or not array.shape[0]:
        run.refuse(span, f"there is nothing that `{function.row.name}` could go along", "give it an array with entries")
    result = running_results(run, span, function, iterate(run, array, span))[-1]
    if initial is not None:
        result = called(run, function, span, initial, result)
    if not keepdims or axis is None:
        return result
    return called(run, Operation(EXPAND_DIMS), span, result, axis)


def accumulated(run: Run, function: Operation, span: Span, values: Value, axis: Value = 0) -> Value:
    rows = stacked(
        run, span, running_results(run, span, function, iterate(run, lined_up(run, span, values, axis), span))
    )
    return called(run, Operation(MOVEAXIS), span, rows, 0, axis) if axis else rows


def outer_pairs(run: Run, function: Operation, span: Span, left: Value, right: Value) -> Value:
    """`np.subtract.outer(a, b)`: the operation between all pairs of entries."""
    first, second = require_array(run, left, span), require_array(run, right, span)
    key = (..., *(None,) * second.ndim)
    return called(run, function, span, item(run, first, key, span) if first.shape else first, second)


def changed_by(run: Run, function: Operation, span: Span, array: Value, place: Value, new: Value = None) -> Value:
    """`np.add.at(x, key, v)` changes x: each time that a place is named counts."""
    name = function.row.name
    sign = name if name in EXTREMES else SIGNS.get(name)
    if sign is None or new is None or not isinstance(array, (Tensor, np.ndarray)):
        known = ", ".join((*SIGNS, *EXTREMES))
        run.refuse(
            span, f"`{name}.at` changes an array, by another operation or with other arguments", f"there are {known}"
        )
    key = index_key(place, array.shape, span)
    return put_in_place(run, array, combined_at(run, sign, array, key, new, span), span)


OF_OPERATIONS: dict[str, Callable[..., Value]] = {
    "reduce": reduced, "accumulate": accumulated, "outer": outer_pairs, "at": changed_by,
}  # fmt: skip
