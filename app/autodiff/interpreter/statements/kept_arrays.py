"""What lists and dicts keep: arrays made from nothing become parameters there, as those of an object do."""

from __future__ import annotations

import numpy as np

from app.autodiff.interpreter.kinds.plain_values import leaves
from app.autodiff.interpreter.kinds.value_types import Frame, Value
from app.autodiff.interpreter.objects.parameters import (
    as_parameters,
    first_values,
    initialising,
    own_arrays,
    parameter_input,
)
from app.autodiff.interpreter.running.changed_names import dotted
from app.autodiff.interpreter.running.dispatch import evaluate
from app.autodiff.interpreter.running.literals import creates
from app.autodiff.interpreter.running.run import Run
from app.language import syntax
from app.language.syntax import Expr


def kept(
    run: Run, target: syntax.Subscript, holder: Value, key: Value, value: Value, frame: Frame, origin: Expr | None
) -> Value:
    """What a dict keeps: arrays made from nothing are parameters, as in `self.params["W1"] = randn(2, 3)`."""
    if not isinstance(key, str) or origin is None or not creates(origin) or run.ours:
        return value
    if isinstance(holder, dict) and holder and all(type(each) is int for each in (value, *holder.values())):
        # A number beside others that count or name places, as in `stoi["."] = 0`.
        return value
    if initialising(run):
        return first_values(run, value, origin)
    if frame.parent is None:
        return parameter_input(run, as_parameters(value), f"{dotted(target.value)}.{key}", target.span)
    return value


def keep_at_end(run: Run, call: syntax.Call, frame: Frame) -> None:
    """What a list was given: arrays made from nothing are parameters, as in `self.weights.append(randn(2, 3))`."""
    method, given = call.function, call.arguments
    if not isinstance(method, syntax.Attribute) or method.name != "append" or run.ours:
        return
    if not any(creates(each, own_arrays(run, frame)) for each in given):
        return
    items = evaluate(run, method.value, frame)
    if type(items) is not list or not any(isinstance(each, np.ndarray) for each in leaves(items[-1])):
        return
    if initialising(run):
        items[-1] = first_values(run, items[-1], given[0])
    elif frame.parent is None:
        name = f"{dotted(method.value)}.{len(items) - 1}"
        items[-1] = parameter_input(run, as_parameters(items[-1]), name, call.span)
