"""JAX's control flow: `lax.cond`, `lax.switch`, `lax.fori_loop`, `lax.while_loop` and `lax.scan`, followed as the values stand."""

from __future__ import annotations

from collections.abc import Callable

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.language import Span


def holds(run: Run, span: Span, value: Value) -> bool:
    """Whether a condition holds; which branch that is is told."""
    result = bool(settled(value))
    run.note(
        f"at these values the condition of {run.quote(span)} is {str(result).lower()}; that branch is followed", span
    )
    return result


def cond(run: Run, span: Span, condition: Value, then: Value, otherwise: Value, *operands: Value) -> Value:
    return called(run, then if holds(run, span, condition) else otherwise, span, *operands)


def switch(run: Run, span: Span, index: Value, branches: Value, *operands: Value) -> Value:
    choices = iterate(run, branches, span)
    place = min(max(require_whole(run, index, span), 0), len(choices) - 1)
    return called(run, choices[place], span, *operands)


def fori_loop(run: Run, span: Span, lower: Value, upper: Value, body: Value, value: Value) -> Value:
    for turn in range(require_whole(run, lower, span), require_whole(run, upper, span)):
        run.step(span)
        value = called(run, body, span, turn, value)
    return value


def while_loop(run: Run, span: Span, condition: Value, body: Value, value: Value) -> Value:
    while bool(settled(called(run, condition, span, value))):
        run.step(span)
        value = called(run, body, span, value)
    return value


def scan(run: Run, span: Span, function: Value, carry: Value, items: Value = None, length: Value = None) -> Value:
    """`lax.scan(f, carry, xs)`: the last carry, and the stack of what each turn gave."""
    turns = [None] * require_whole(run, length, span) if items is None else iterate(run, items, span)
    given: list[Value] = []
    for each in turns:
        carry, out = iterate(run, called(run, function, span, carry, each), span)
        given.append(out)
    kept = None if not given or given[0] is None else called(run, libraries.operation("stack"), span, given)
    return carry, kept


CONTROL: dict[str, Callable[..., Value]] = {
    "cond": cond, "switch": switch, "fori_loop": fori_loop, "while_loop": while_loop, "scan": scan,
}  # fmt: skip
