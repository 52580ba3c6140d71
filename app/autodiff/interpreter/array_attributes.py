"""Attributes and methods of arrays: `x.T`, `x.shape`, `x.sum(1)`, `x.item()`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.builtins import BUILTINS, IDENTITIES, PASSED_OVER_METHODS
from app.autodiff.interpreter.casts import cast_array
from app.autodiff.interpreter.dispatch import ATTRIBUTE, called
from app.autodiff.interpreter.operators import apply
from app.autodiff.interpreter.plain_values import is_float, settled
from app.autodiff.interpreter.run import Run
from app.autodiff.interpreter.spelling import nearest
from app.autodiff.interpreter.value_types import OPAQUE, At, Held, Native, Operation, Size, Value, Values
from app.language import Span

CASTS = frozenset({"float", "double", "half", "astype", "type", "to", "type_as"})
"""Methods that make floats of a mask or of labels."""
SHAPES: dict[str, Callable[[Held], Value]] = {
    "shape": lambda value: tuple(value.shape),
    "ndim": lambda value: value.ndim,
    "size": lambda value: Size(value.shape),
}
UNCHANGED = frozenset({"values", "indices", "real", "requires_grad", "device", "dtype"})
"""Attributes that stand for the value itself, as far as a figure goes."""
COMPUTED = {"T": "transpose", "mT": "swapaxes", "data": "detach"}
"""Attributes that are operations of the table."""
GROWING = frozenset({"append", "insert", "extend"})
CHANGING: dict[str, Callable[[Run, Held, Values, Span], Value]] = {
    "bool": lambda run, value, arguments, span: apply(run, "not_equal", (value, 0), span),
    "item": lambda run, value, arguments, span: apply(run, "detach", (value,), span),
    "tolist": lambda run, value, arguments, span: apply(run, "detach", (value,), span),
    "zero_": lambda run, value, arguments, span: np.zeros(value.shape),
    "fill_": lambda run, value, arguments, span: np.full(value.shape, settled(arguments[0])),
}
"""Methods that libraries define by what they do to a value, not by an operation of their own."""


@ATTRIBUTE.of(Tensor, np.ndarray)
def array_attribute(run: Run, value: Held, name: str, span: Span) -> Value:
    if name in SHAPES:
        return SHAPES[name](value)
    if name in UNCHANGED:
        return value
    if name in COMPUTED:
        return called(run, libraries.operation(COMPUTED[name]), span, value)
    if name == "at":
        return At(value, None)
    if name == "grad" and isinstance(value, Tensor):
        return OPAQUE
    if (found := array_method(run, value, name)) is not None:
        return found
    if name in GROWING:
        run.refuse(span, f"an array has no `.{name}`", "start from a list, as `xs = []`, or use `concatenate`")
    if name.endswith("_") and name.rstrip("_"):
        # PyTorch's methods that change their value: the statement gives the name the new one.
        return array_attribute(run, value, name.rstrip("_"), span)
    run.refuse(span, f"an array has no `.{name}`", nearest(name, libraries.operation_names()))


def array_method(run: Run, value: Held, name: str) -> Native | Operation | None:
    """The method of an array by a name; None where there is none."""
    if name in CHANGING:
        return Native(name, lambda run, span, *arguments: CHANGING[name](run, value, arguments, span))
    if name in GROWING:
        return None
    if name in CASTS and not is_float(value):
        return Native(name, lambda run, span, *kind, **named: cast_array(run, value, kind, span))
    if name in IDENTITIES or name in PASSED_OVER_METHODS:
        return Native(name, lambda run, span, *arguments, **named: value)
    if (found := table_method(run, name)) is not None:
        return Operation(found.row, found.flavour, (value,))
    if name in BUILTINS:
        return Native(name, lambda run, span, *rest, **named: BUILTINS[name](run, span, value, *rest, **named))
    return None


def table_method(run: Run, name: str) -> Operation | None:
    """The row that a method of an array means, in the library that the text is written for."""
    for part in ("", "method") if run.flavour == "numpy" else ("method",):
        try:
            return libraries.operation(name, run.flavour, part)
        except KeyError:
            continue
    return None
