"""A function of two values between the items of a list, from the left: `reduce(f, items)` and what is found on the way."""

from __future__ import annotations

from collections.abc import Iterable

from app.autodiff.interpreter.functions.every_entry import tree_leaves
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.language import Span


def running_results(run: Run, span: Span, function: Value, items: Iterable[Value]) -> list[Value]:
    """The first item, and what the function gives of each result and the item after it."""
    found: list[Value] = []
    for each in items:
        found.append(called(run, function, span, found[-1], each) if found else each)
    return found


def last_result(run: Run, span: Span, function: Value, items: list[Value]) -> Value:
    if not items:
        run.refuse(span, "there is nothing to reduce", "give it a start, or items", raises="TypeError")
    return running_results(run, span, function, items)[-1]


def reduced(run: Run, span: Span, function: Value, items: Value, *start: Value) -> Value:
    """`functools.reduce(f, items)`."""
    return last_result(run, span, function, [*start, *iterate(run, items, span)])


def reduced_tree(run: Run, span: Span, function: Value, tree: Value, *start: Value, **named: Value) -> Value:
    """`jax.tree.reduce(f, tree, start)`, also with `initializer=start`."""
    start = (*start, named["initializer"]) if "initializer" in named else start
    return last_result(run, span, function, [*start, *tree_leaves(run, span, tree)])
