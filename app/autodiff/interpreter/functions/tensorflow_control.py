"""TensorFlow's functions of functions, whose arguments stand otherwise than JAX's, and its `tf.identity`."""

from __future__ import annotations

from collections.abc import Callable

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.functions.custom_derivatives import custom_gradient
from app.autodiff.interpreter.functions.jax_control import mapped
from app.autodiff.interpreter.functions.tree_turns import put_together, turns_of
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Namespace, Native, Operation, Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives import SPELLINGS
from app.language import Span

LIBRARY = "tensorflow"


def map_fn(run: Run, span: Span, fn: Value, elems: Value, **options: Value) -> Value:
    return mapped(run, span, fn, elems)


def running(run: Run, span: Span, fn: Value, elems: Value, initializer: Value, reverse: Value) -> list[Value]:
    """All results of a function of the last one and the next item; without an initializer the first item is the first of them."""
    turns = turns_of(run, elems, span) or []
    if reverse:
        turns.reverse()
    found = [] if initializer is not None else turns[:1]
    for each in turns[len(found) :]:
        found.append(called(run, fn, span, found[-1] if found else initializer, each))
    return found


def scan(run: Run, span: Span, fn: Value, elems: Value, initializer: Value = None, reverse: Value = False) -> Value:
    """`tf.scan(fn, elems, initializer)`: all running results."""
    found = running(run, span, fn, elems, initializer, reverse)
    return put_together(run, span, found[::-1] if reverse else found)


def folded(*, reverse: bool) -> Callable[..., Value]:
    """`tf.foldl(fn, elems)` and `tf.foldr`: the last of the running results."""

    def fold(run: Run, span: Span, fn: Value, elems: Value, initializer: Value = None, **options: Value) -> Value:
        found = running(run, span, fn, elems, initializer, reverse)
        return found[-1] if found else initializer

    return fold


def while_loop(run: Run, span: Span, cond: Value, body: Value, loop_vars: Value, **options: Value) -> Value:
    """`tf.while_loop(cond, body, [i, x])`, whose functions take the variables one by one."""
    values, most, turns = list(iterate(run, loop_vars, span)), options.get("maximum_iterations"), 0
    while (most is None or turns < require_whole(run, most, span)) and bool(settled(called(run, cond, span, *values))):
        run.step(span)
        after = called(run, body, span, *values)
        values, turns = list(after) if isinstance(after, (list, tuple)) else [after], turns + 1
    return values


CONTROL: dict[str, Callable[..., Value]] = {
    "map_fn": map_fn, "vectorized_map": map_fn, "scan": scan, "foldl": folded(reverse=False), "foldr": folded(reverse=True),
    "while_loop": while_loop, "custom_gradient": custom_gradient,
    "identity": lambda run, span, value, name=None: value, "ensure_shape": lambda run, span, value, shape: value,
}  # fmt: skip


def of_tensorflow(library: Namespace, name: str) -> Value:
    """What `tf.…` means by a name that other libraries do not have, or use otherwise; None for other names."""
    if LIBRARY not in library.path:
        return None
    if name in CONTROL:
        return Native(name, CONTROL[name])
    row = SPELLINGS.get(f"{LIBRARY}.{name}")
    return None if row is None else Operation(row, library.flavour, rng=library.rng)
