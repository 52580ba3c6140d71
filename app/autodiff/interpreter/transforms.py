"""Functions of functions: `grad(f)`, `vmap(f)`, `partial(f, x)`, `map(f, xs)`, and what says which value the figure is of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.values import OPAQUE, Native, Value
from app.language import Span

if TYPE_CHECKING:
    from app.autodiff.interpreter.calls import Calls


def finish(calls: Calls, span: Span, value: Value, *seed: Value, **options: Value) -> Value:
    """`loss.backward()`: this figure is the backward pass, and `loss` its output; a gradient that is given is the seed."""
    calls.finished = value
    given = seed[0] if seed else options.get("gradient")
    calls.seed_given = getattr(given, "value", given)
    calls.note(f"{calls.quote(span)} is what the figure shows; it was passed over", span, quiet=True)
    return OPAQUE


def taped(calls: Calls, span: Span, value: Value, *sources: Value, **options: Value) -> Value:
    """`tape.gradient(loss, variables)`."""
    return finish(calls, span, value)


def gradient(calls: Calls, span: Span, function: Value, **options: object) -> Native:
    """`jax.grad(f)`: calling it runs f, whose value is then the output."""
    return Native(
        "grad",
        lambda calls, span, *arguments, **keywords: finish(
            calls, span, first(calls.call(function, arguments, keywords, span))
        ),
    )


def value_and_gradient(calls: Calls, span: Span, function: Value, **options: object) -> Native:
    def run(calls: Calls, span: Span, *arguments: Value, **keywords: Value) -> Value:
        value = calls.call(function, arguments, keywords, span)
        finish(calls, span, first(value))
        return value, OPAQUE

    return Native("value_and_grad", run)


def first(value: Value) -> Value:
    return value[0] if isinstance(value, tuple) else value


def mapped(calls: Calls, span: Span, function: Value, in_axes: Value = 0, **options: object) -> Native:
    """`jax.vmap(f)`: f on each item of the first axis of the mapped arguments, stacked."""

    def run(calls: Calls, span: Span, *arguments: Value) -> Value:
        axes = in_axes if isinstance(in_axes, (tuple, list)) else (in_axes,) * len(arguments)
        lists = [calls.iterate(each, span) if axis == 0 else None for each, axis in zip(arguments, axes, strict=True)]
        length = len(next(items for items in lists if items is not None))
        rows = [
            [each if items is None else items[turn] for each, items in zip(arguments, lists, strict=True)]
            for turn in range(length)
        ]
        items = [calls.call(function, tuple(row), {}, span) for row in rows]
        return calls.call(libraries.operation("stack"), (items,), {}, span)

    return Native("vmap", run)


def same(calls: Calls, span: Span, function: Value, *arguments: object, **options: object) -> Value:
    """`jit(f)`, `tqdm(items)`: what is given, as it is."""
    return function


def partial(calls: Calls, span: Span, function: Value, *bound: Value, **named: Value) -> Native:
    return Native(
        "partial",
        lambda calls, span, *arguments, **keywords: calls.call(
            function, (*bound, *arguments), {**named, **keywords}, span
        ),
    )


def each(calls: Calls, span: Span, function: Value, *lists: Value) -> list[Value]:
    return [
        calls.call(function, tuple(items), {}, span)
        for items in zip(*(calls.iterate(items, span) for items in lists), strict=False)
    ]


def reduced(calls: Calls, span: Span, function: Value, items: Value, *start: Value) -> Value:
    """`functools.reduce(f, items)`."""
    first, *rest = [*start, *calls.iterate(items, span)]
    for item in rest:
        first = calls.call(function, (first, item), {}, span)
    return first
