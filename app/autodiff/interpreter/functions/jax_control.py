"""JAX's control flow: `lax.cond`, `lax.switch`, `lax.fori_loop`, `lax.while_loop` and `lax.scan`, followed as the values stand."""

from __future__ import annotations

from collections.abc import Callable

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.functions.custom_derivatives import custom_gradient
from app.autodiff.interpreter.functions.given_rules import with_rules
from app.autodiff.interpreter.functions.tree_turns import put_together, turns_of
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Native, Operation, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives.jax_lax import REDUCTIONS
from app.autodiff.table import SPELLINGS
from app.language import Span


def holds(run: Run, span: Span, value: Value) -> bool:
    """Whether a condition holds; which branch that is is told."""
    result = bool(settled(value))
    run.note(
        f"at these values the condition of {run.quote(span)} is {str(result).lower()}; that branch is followed", span
    )
    return result


def cond(
    run: Run, span: Span, pred: Value, true_fun: Value, false_fun: Value, *operands: Value, **operand: Value
) -> Value:
    """`lax.cond(pred, f, g, x)`, also with `operand=x`."""
    chosen = true_fun if holds(run, span, pred) else false_fun
    return called(run, chosen, span, *operands, *operand.values())


def switch(run: Run, span: Span, index: Value, branches: Value, *operands: Value) -> Value:
    choices = iterate(run, branches, span)
    place = min(max(require_whole(run, index, span), 0), len(choices) - 1)
    return called(run, choices[place], span, *operands)


def fori_loop(
    run: Run, span: Span, lower: Value, upper: Value, body_fun: Value, init_val: Value, **options: Value
) -> Value:
    value = init_val
    for turn in range(require_whole(run, lower, span), require_whole(run, upper, span)):
        run.step(span)
        value = called(run, body_fun, span, turn, value)
    return value


def while_loop(run: Run, span: Span, cond_fun: Value, body_fun: Value, init_val: Value) -> Value:
    value = init_val
    while bool(settled(called(run, cond_fun, span, value))):
        run.step(span)
        value = called(run, body_fun, span, value)
    return value


def scan(
    run: Run,
    span: Span,
    f: Value,
    init: Value,
    xs: Value = None,
    length: Value = None,
    *,
    reverse: Value = False,
    unroll: Value = 1,
) -> Value:
    """`lax.scan(f, carry, xs)`: the last carry, and the stack of what each turn gave; backwards if it is told so."""
    turns = (
        [None] * run.bounded(require_whole(run, length, span), span) if xs is None else turns_of(run, xs, span) or []
    )
    carry = init
    if reverse:
        turns.reverse()
    given: list[Value] = []
    for each in turns:
        carry, out = iterate(run, called(run, f, span, carry, each), span)
        given.append(out)
    if reverse:
        given.reverse()
    return carry, put_together(run, span, given) if given else None


def mapped(run: Run, span: Span, f: Value, xs: Value, **options: Value) -> Value:
    """`lax.map(f, xs)`: the stack of f of each item."""
    return put_together(run, span, [called(run, f, span, each) for each in turns_of(run, xs, span) or []])


def associative_scan(run: Run, span: Span, f: Value, xs: Value, reverse: Value = False, axis: Value = 0) -> Value:
    """`lax.associative_scan(f, xs)`: what f gives of the first item, the first two, and so on."""
    if axis != 0:
        run.refuse(span, "`associative_scan` is followed along the first axis", "move the axis to the front")
    turns = turns_of(run, xs, span) or []
    if reverse:
        turns.reverse()
    found = turns[:1]
    for each in turns[1:]:
        found.append(called(run, f, span, found[-1], each))
    if reverse:
        found.reverse()
    return put_together(run, span, found) if found else xs


def between_two(computation: Value) -> str:
    """The name of the row of two numbers that `lax.add` or `lax.max` is; Python's own `max` is a function."""
    if isinstance(computation, Operation):
        return computation.row.name
    pairs = {name: row for row, (name, *_) in REDUCTIONS.items()}
    return pairs.get(computation.name, "") if isinstance(computation, Native) else ""


def reduction(kind: str) -> Callable[..., Value]:
    """`lax.reduce(x, 0.0, lax.add, (0,))` and `lax.reduce_window(x, -inf, lax.max, (2, 2), (2, 2), "VALID")`."""

    def reduce(
        run: Run, span: Span, operand: Value, init_value: Value, computation: Value, *rest: Value, **options: Value
    ) -> Value:
        row = between_two(computation)
        if row not in REDUCTIONS:
            known = "lax.add, lax.mul, lax.max and lax.min"
            run.refuse(span, f"entries are put together by {known} here", "write it with `lax.scan`")
        start = settled(init_value)
        return called(run, Operation(SPELLINGS[f"lax_{kind}_{row}"]), span, operand, start, *rest, **options)

    return reduce


CONTROL: dict[str, Callable[..., Value]] = {
    "cond": cond, "switch": switch, "fori_loop": fori_loop, "while_loop": while_loop, "scan": scan,
    "associative_scan": associative_scan, "map": mapped, "reduce": reduction("reduce"),
    "reduce_window": reduction("reduce_window"),
    "custom_gradient": custom_gradient, "custom_vjp": with_rules, "custom_jvp": with_rules,
}  # fmt: skip
