"""A function of the text's own, of each entry, each row, or each leaf of a tree."""

from __future__ import annotations

import re

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import require_array, require_whole
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Function, Instance, Native, Opaque, Operation, Value, Values
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.intrinsics import BROADCAST_TO, MOVEAXIS, RESHAPE, STACK, WHERE
from app.language import Span

OF_NUMBERS = re.compile(r"[()\s,]*->[()\s,]*")
"""A signature of `vectorize` without axes: a function of numbers."""


def vectorized(
    run: Run, span: Span, pyfunc: Value, *, excluded: Value = (), signature: Value = None, **options: Value
) -> Native:
    """`np.vectorize(f)`: f of each entry, of several arrays of those that stand at one place once they have one shape."""
    if signature is not None and not OF_NUMBERS.fullmatch(str(signature)):
        run.refuse(span, "`vectorize` is followed for functions of numbers", "use `jax.vmap`, or a loop over the rows")
    kept = {require_whole(run, each, span) for each in iterate(run, excluded, span)}

    def over_entries(run: Run, span: Span, *values: Value) -> Value:
        places = [
            place for place, each in enumerate(values) if place not in kept and not isinstance(each, (int, float))
        ]
        arrays = [require_array(run, values[place], span) for place in places]
        shape = np.broadcast_shapes(*(each.shape for each in arrays))
        wide = [
            called(run, Operation(BROADCAST_TO), span, each, shape) if each.shape != shape else each for each in arrays
        ]
        return by_entry(run, span, values, dict(zip(places, wide, strict=True)), shape)

    def by_entry(run: Run, span: Span, values: Values, parts: dict[int, Value], shape: tuple[int, ...]) -> Value:
        if not shape:
            return called(run, pyfunc, span, *(parts.get(place, each) for place, each in enumerate(values)))
        turns = zip(*(iterate(run, each, span) for each in parts.values()), strict=True)
        rows = [by_entry(run, span, values, dict(zip(parts, turn, strict=True)), shape[1:]) for turn in turns]
        return called(run, Operation(STACK), span, rows)

    return Native("vectorize", over_entries, (pyfunc,))


def along_axis(run: Run, span: Span, function: Value, axis: Value, value: Value, *more: Value) -> Value:
    """`np.apply_along_axis(f, axis, x)`: f of each row along an axis; what it gives stands on the last axis."""
    array = require_array(run, value, span)
    moved = called(run, Operation(MOVEAXIS), span, array, axis, -1)
    around = require_array(run, moved, span).shape[:-1]
    rows = [called(run, function, span, row, *more) for row in rows_of(run, span, moved, len(around))]
    made = require_array(run, called(run, Operation(STACK), span, rows), span)
    found = called(run, Operation(RESHAPE), span, made, (*around, *made.shape[1:]))
    return called(run, Operation(MOVEAXIS), span, found, -1, axis) if len(made.shape) > 1 else found


def rows_of(run: Run, span: Span, value: Value, depth: int) -> list[Value]:
    """The entries of the first axes, in order."""
    if depth == 0:
        return [value]
    return [row for part in iterate(run, value, span) for row in rows_of(run, span, part, depth - 1)]


def mapped_tree(run: Run, span: Span, function: Value, *trees: Value, is_leaf: Value = None) -> Value:
    """`jax.tree.map(f, tree)`: f of each leaf of nested lists, dicts and records, and of what `is_leaf` says is one."""
    first, options = trees[0], {"is_leaf": is_leaf}
    if is_leaf is not None and settled(called(run, is_leaf, span, first)):
        return called(run, function, span, *trees)
    if any(isinstance(tree, Opaque) for tree in trees):
        raise PassOver
    if isinstance(first, dict):
        return {key: mapped_tree(run, span, function, *(tree[key] for tree in trees), **options) for key in first}  # type: ignore[index]
    if isinstance(first, (list, tuple)):
        items = [mapped_tree(run, span, function, *parts, **options) for parts in zip(*trees, strict=False)]
        return items if isinstance(first, list) else tuple(items)
    if isinstance(first, Instance) and first.cls.fields:
        records = [[tree.attributes[name] for name in first.cls.fields] for tree in trees if isinstance(tree, Instance)]
        items = [mapped_tree(run, span, function, *parts, **options) for parts in zip(*records, strict=True)]
        return Instance(first.cls, dict(zip(first.cls.fields, items, strict=True)))
    return called(run, function, span, *trees)


def tree_leaves(run: Run, span: Span, tree: Value, **options: Value) -> list[Value]:
    """`jax.tree.leaves(tree)`: what nested lists and dicts hold, those of a dict by the order of its keys."""
    if tree is None:
        return []
    if isinstance(tree, dict):
        return [leaf for key in sorted(tree, key=str) for leaf in tree_leaves(run, span, tree[key])]
    if isinstance(tree, (list, tuple)):
        return [leaf for part in tree for leaf in tree_leaves(run, span, part)]
    if isinstance(tree, Instance) and tree.cls.fields:
        return [leaf for name in tree.cls.fields for leaf in tree_leaves(run, span, tree.attributes[name])]
    return [tree]


def piecewise(run: Run, span: Span, value: Value, conditions: Value, functions: Value) -> Value:
    """`np.piecewise(x, [x < 0, x >= 0], [f, 3.0])`: the function, or the number, of the last condition that holds."""
    masks, given = iterate(run, conditions, span), iterate(run, functions, span)
    if len(given) not in (len(masks), len(masks) + 1):
        run.refuse(
            span, f"{len(given)} functions stand for {len(masks)} conditions", "give one each, and one for the rest"
        )
    parts = [
        called(run, each, span, value) if isinstance(each, (Function, Native, Operation)) else each for each in given
    ]
    result = parts[-1] if len(given) > len(masks) else 0.0
    for mask, part in zip(masks, parts, strict=False):
        result = called(run, Operation(WHERE), span, mask, part, result)
    return result


def adds_rows(run: Run, span: Span, value: Value) -> bool:
    """Whether Python's own `sum` of a value leaves an array, which is told: the items of one with several axes are its rows."""
    several = isinstance(value, (Tensor, np.ndarray)) and len(value.shape) > 1
    found = several and run.python and not run.ours and "*" not in run.imports
    if found:
        run.note("Python's `sum` adds the rows of an array, as its items; `np.sum` and `.sum()` add all entries", span)
    return found
