"""Other types of numbers: `float(x)`, `int(x)`, `x.astype(float)`."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.dispatch import CALL, Arguments, called
from app.autodiff.interpreter.plain_values import is_float, settled
from app.autodiff.interpreter.run import PassOver, Run
from app.autodiff.interpreter.value_types import Opaque, Value, Values
from app.language import Span

CONVERSIONS = (float, int, bool)


@CALL.of(type)
def convert(run: Run, function: type, arguments: Arguments) -> Value:
    """`float(x)` keeps a tensor as it is; `int(x)` and `bool(x)` take its value."""
    span = arguments.span
    (value,) = arguments.positional or (0,)
    if isinstance(value, Opaque):
        raise PassOver
    if isinstance(value, (Tensor, np.ndarray)) and function is float:
        return value if is_float(value) else cast_array(run, value, (), span)
    try:
        result: Value = function(settled(value))
    except (TypeError, ValueError, OverflowError):
        run.refuse(span, f"{describe(value)} cannot be made a number", "give it one number")
    return result


def cast_array(run: Run, value: Value, arguments: Values, span: Span) -> Value:
    """A mask or labels as floats; another type leaves them as they are."""
    kind = arguments[0] if arguments else float
    return called(run, libraries.operation("cast"), span, value) if kind is float else value
