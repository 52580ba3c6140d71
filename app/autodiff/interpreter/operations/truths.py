"""Which way a branch goes, and what a value is computed from."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.autodiff.builder import Tensor, identity
from app.autodiff.graph import Node
from app.autodiff.interpreter.kinds.value_types import Instance, Opaque, Value
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.running.dispatch import Arguments
from app.autodiff.interpreter.running.run import PassOver, Run
from app.language.syntax import Expr

TRUTHS = ("__bool__", "__len__")


def is_truth(value: Value) -> bool:
    """Whether a value is a truth value, or an array of them; none that has a gradient is."""
    if isinstance(value, Tensor) and value.differentiable:
        return False
    plain = getattr(value, "held", value)
    return type(plain) is bool or getattr(plain, "dtype", None) == np.bool_


def truth(run: Run, value: Value, expr: Expr) -> bool:
    """Which way a branch goes. Where that depends on a value of the graph, it is noted."""
    span = expr.span
    if isinstance(value, Opaque):
        raise PassOver
    if isinstance(value, Instance):
        return truth_of_object(run, value, expr)
    if not isinstance(value, (Tensor, np.ndarray)):
        return bool(value)
    if isinstance(value, Tensor):
        run.refuse_unknown(value.node.index, span)
        if identity(value) in run.lists:
            return len(value.value) > 0
    array = value.value if isinstance(value, Tensor) else value
    if np.size(array) != 1:
        message = f"an array of shape {np.shape(array)} is neither true nor false"
        run.refuse(span, message, "use `where(…)`, `.all()` or `.any()`")
    result = bool(np.all(array))
    if isinstance(value, Tensor) and not run.ours and depends(run, value):
        found = "true" if result else "false"
        run.note(f"at these values {run.quote(span)} is {found}; that branch is followed", span)
    return result


def truth_of_object(run: Run, value: Instance, expr: Expr) -> bool:
    """An object is true unless its class says otherwise, by `__bool__` or by a length of 0."""
    method = next((found for name in TRUTHS if (found := method_of(value, name)) is not None), None)
    return method is None or truth(run, call_method(run, method, Arguments((), {}, expr.span)), expr)


def depends(run: Run, value: Tensor) -> bool:
    """Whether a differentiable input leads to `value`, through comparisons too."""
    return any(node.differentiable for node in ancestors(run, value))


def leads_to(run: Run, source: Tensor, value: Tensor) -> bool:
    """Whether `value` is computed from `source`."""
    return any(node.index == source.node.index for node in ancestors(run, value))


def ancestors(run: Run, value: Tensor, *, by_gradient: bool = False) -> Iterator[Node]:
    """The nodes that a value is computed from, or those of them that its gradient reaches, the latest first, itself included."""
    seen = {value.node.index}
    for node in reversed(run.builder.nodes[: value.node.index + 1]):
        if node.index in seen and (node.differentiable or not by_gradient):
            yield node
            seen.update(node.arguments)
