"""A function of the text's own, of each entry, each row, or each leaf of a tree."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.coercion import require_array
from app.autodiff.interpreter.dispatch import called
from app.autodiff.interpreter.items import iterate
from app.autodiff.interpreter.run import PassOver, Run
from app.autodiff.interpreter.value_types import Native, Opaque, Value
from app.language import Span


def vectorized(run: Run, span: Span, function: Value, **options: Value) -> Native:
    """`np.vectorize(f)`: f of each entry."""

    def over_entries(run: Run, span: Span, value: Value, *more: Value) -> Value:
        if not isinstance(value, (Tensor, np.ndarray)) or not value.shape:
            return called(run, function, span, value, *more)
        rows = [over_entries(run, span, row, *more) for row in iterate(run, value, span)]
        return called(run, libraries.operation("stack"), span, rows)

    return Native("vectorize", over_entries)


def along_axis(run: Run, span: Span, function: Value, axis: Value, value: Value, *more: Value) -> Value:
    """`np.apply_along_axis(f, axis, x)`: f of each row along an axis; what it gives stands on the last axis."""
    array = require_array(run, value, span)
    moved = called(run, libraries.operation("moveaxis"), span, array, axis, -1)
    around = require_array(run, moved, span).shape[:-1]
    rows = [called(run, function, span, row, *more) for row in rows_of(run, span, moved, len(around))]
    made = require_array(run, called(run, libraries.operation("stack"), span, rows), span)
    found = called(run, libraries.operation("reshape"), span, made, (*around, *made.shape[1:]))
    return called(run, libraries.operation("moveaxis"), span, found, -1, axis) if len(made.shape) > 1 else found


def rows_of(run: Run, span: Span, value: Value, depth: int) -> list[Value]:
    """The entries of the first axes, in order."""
    if depth == 0:
        return [value]
    return [row for part in iterate(run, value, span) for row in rows_of(run, span, part, depth - 1)]


def mapped_tree(run: Run, span: Span, function: Value, *trees: Value, **options: Value) -> Value:
    """`jax.tree.map(f, tree)`: f of each leaf of nested lists and dicts."""
    first = trees[0]
    if any(isinstance(tree, Opaque) for tree in trees):
        raise PassOver
    if isinstance(first, dict):
        return {key: mapped_tree(run, span, function, *(tree[key] for tree in trees)) for key in first}  # type: ignore[index]
    if isinstance(first, (list, tuple)):
        items = [mapped_tree(run, span, function, *parts) for parts in zip(*trees, strict=False)]
        return items if isinstance(first, list) else tuple(items)
    return called(run, function, span, *trees)
