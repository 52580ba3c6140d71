"""Nested lists and dicts as JAX has them: their leaves in order, all leaves as one vector, and what puts leaves back."""

from __future__ import annotations

import math
from collections.abc import Iterator

from app.autodiff.interpreter.arrays.coercion import require_array
from app.autodiff.interpreter.functions.every_entry import tree_leaves
from app.autodiff.interpreter.kinds.value_types import Native, Operation, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.dispatch import called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import CONCATENATE, NORM, RAVEL, RESHAPE
from app.language import Span


def filled(tree: Value, leaves: Iterator[Value]) -> Value:
    """The structure of a tree with other leaves: those of a dict by the order of its keys, as `tree_leaves` has them."""
    if isinstance(tree, dict):
        made = {key: filled(tree[key], leaves) for key in sorted(tree, key=str)}
        return {key: made[key] for key in tree}
    if isinstance(tree, (list, tuple)):
        parts = [filled(part, leaves) for part in tree]
        return parts if isinstance(tree, list) else tuple(parts)
    return None if tree is None else next(leaves)


def flattened(run: Run, span: Span, tree: Value, **options: Value) -> Value:
    """`jax.tree.flatten(tree)`: the leaves, and the structure, which is what puts leaves into it."""

    def structure(run: Run, span: Span, leaves: Value) -> Value:
        given = iterate(run, leaves, span)
        if len(given) != len(tree_leaves(run, span, tree)):
            run.refuse(span, f"{len(given)} leaves are given for another structure", "give as many as it has")
        return filled(tree, iter(given))

    return tree_leaves(run, span, tree), Native("treedef", structure)


def unflattened(run: Run, span: Span, structure: Value, leaves: Value) -> Value:
    """`jax.tree.unflatten(structure, leaves)`."""
    return called(run, structure, span, leaves)


def raveled(run: Run, span: Span, tree: Value) -> Value:
    """`ravel_pytree(tree)`: all entries of all leaves as one vector, and what makes the tree of such a vector."""
    arrays = [require_array(run, leaf, span) for leaf in tree_leaves(run, span, tree)]

    def unravel(run: Run, span: Span, vector: Value) -> Value:
        parts, start = [], 0
        for array in arrays:
            end = start + math.prod(array.shape)
            part = item(run, vector, slice(start, end), span)
            parts.append(called(run, Operation(RESHAPE), span, part, array.shape))
            start = end
        return filled(tree, iter(parts))

    return joined(run, span, tree), Native("unravel", unravel)


def joined(run: Run, span: Span, tree: Value) -> Value:
    rows = [called(run, Operation(RAVEL), span, leaf) for leaf in tree_leaves(run, span, tree)]
    if not rows:
        run.refuse(span, "there is no array in this tree", "give it one")
    return called(run, Operation(CONCATENATE), span, rows) if len(rows) > 1 else rows[0]


def global_norm(run: Run, span: Span, tree: Value) -> Value:
    """`optax.global_norm(tree)`: the Euclidean norm of all entries of all leaves."""
    return called(run, Operation(NORM), span, joined(run, span, tree))


def stepped(run: Run, span: Span, params: Value, updates: Value) -> Value:
    """`optax.apply_updates(params, updates)`: the sums, leaf by leaf."""
    leaves, changes = tree_leaves(run, span, params), tree_leaves(run, span, updates)
    if len(leaves) != len(changes):
        told = f"there are {len(leaves)} parameters and {len(changes)} updates"
        run.refuse(span, told, "give the updates the structure of the parameters")
    return filled(params, (binary(run, "+", leaf, change, span) for leaf, change in zip(leaves, changes, strict=True)))
