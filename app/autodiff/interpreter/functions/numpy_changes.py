"""NumPy's functions that change an array: `np.copyto`, `np.put`, `np.putmask`, `np.place`, `np.random.shuffle`."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import held, require_array, widened
from app.autodiff.interpreter.arrays.sharing import put_in_place
from app.autodiff.interpreter.kinds.index_keys import index_key
from app.autodiff.interpreter.kinds.value_types import Native, Operation, Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.operations.array_makers import filled_diagonal
from app.autodiff.interpreter.operations.placement import with_entries
from app.autodiff.interpreter.running.dispatch import called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import MASKED_PLACES, RAVEL, WHERE
from app.language import Span


def changing(function: Callable[..., Value]) -> Callable[..., Value]:
    """A function that gives the entries which its first argument then has."""

    def change(run: Run, span: Span, array: Value, *arguments: Value, **named: Value) -> Value:
        if not isinstance(array, (Tensor, np.ndarray)):
            run.refuse(span, "this changes the entries of an array", "give it an array")
        return put_in_place(run, array, function(run, span, array, *arguments, **named), span)

    return change


def copied_to(run: Run, span: Span, array: Held, source: Value, casting: Value = None, where: Value = True) -> Value:
    """`np.copyto(x, y, where=mask)`."""
    wide = widened(run, span, require_array(run, source, span), array.shape)
    return wide if where is True else chosen(run, span, where, wide, array)


def masked(run: Run, span: Span, array: Held, mask: Value, values: Value) -> Value:
    """`np.putmask(x, mask, v)`."""
    given = require_array(run, values, span)
    if given.shape not in ((), (1,), array.shape):
        run.refuse(span, f"values of shape {given.shape} would be repeated over the array", "give one, or one an entry")
    return chosen(run, span, mask, given, array)


def placed(run: Run, span: Span, arr: Held, mask: Value, vals: Value) -> Value:
    """`np.place(x, mask, v)`: the values one after the other, and from the first again where they are too few."""
    given = require_array(run, vals, span)
    places = called(run, Operation(MASKED_PLACES), span, mask, arr.shape, given, True)
    row = called(run, Operation(RAVEL), span, given)
    return chosen(run, span, mask, item(run, row, places, span), arr)


def chosen(run: Run, span: Span, mask: Value, then: Value, otherwise: Value) -> Value:
    return called(run, Operation(WHERE), span, mask, then, otherwise)


def put_at(run: Run, span: Span, array: Held, places: Value, values: Value) -> Value:
    """`np.put(x, places, v)`: places are counted through all axes."""
    numbers = np.asarray(held(require_array(run, places, span)))
    size = math.prod(array.shape)
    if numbers.dtype.kind not in "iu" or np.any((numbers >= size) | (numbers < -size)):
        run.refuse(span, f"the places of `put` are whole numbers below {size}", "they are counted through all axes")
    key = tuple(np.unravel_index(numbers % size, array.shape))
    return with_entries(run, array, index_key(key, array.shape, span), require_array(run, values, span), span)


def shuffled(rng: object) -> Callable[..., Value]:
    """`np.random.shuffle(x)`, which changes the order of the first axis, or of a list."""

    def shuffle(run: Run, span: Span, items: Value) -> None:
        if not isinstance(items, (list, Tensor, np.ndarray)) or (not isinstance(items, list) and not items.shape):
            run.refuse(span, "`shuffle` changes the order of an array or a list in place", "give it one")
        order = np.arange(len(items) if isinstance(items, list) else items.shape[0])
        (rng or run.rng).shuffle(order)  # type: ignore[attr-defined]
        if isinstance(items, list):
            items[:] = [items[place] for place in order]
        else:
            put_in_place(run, items, item(run, items, order, span), span)

    return shuffle


CHANGES: dict[str, Callable[..., Value]] = {
    "copyto": changing(copied_to), "putmask": changing(masked), "place": changing(placed), "put": changing(put_at),
    "fill_diagonal": changing(filled_diagonal),
}  # fmt: skip


def numpy_change(name: str, rng: object) -> Native | None:
    """The function of NumPy by a name that changes an array; None where it is none."""
    if name == "shuffle":
        return Native(name, shuffled(rng))
    return Native(name, CHANGES[name]) if name in CHANGES else None
