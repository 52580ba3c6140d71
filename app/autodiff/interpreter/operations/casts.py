"""Numbers of another kind: `float(x)`, `x.astype(int)`, `x.long()`. Whole numbers and truth values carry no gradient."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import require_array
from app.autodiff.interpreter.kinds.libraries import Half
from app.autodiff.interpreter.kinds.plain_values import LARGEST, is_float, settled
from app.autodiff.interpreter.kinds.value_types import Native, Opaque, Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.operators import apply
from app.autodiff.interpreter.operations.widths import tell_of_width
from app.autodiff.interpreter.running.dispatch import CALL, Arguments, item
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.intrinsics import CAST, DETACH, IS_TRUE, TRUNCATE
from app.language import Span

KINDS: dict[str, type] = {
    "f": float, "float": float, "double": float, "half": float, "bfloat": float, "d": float,
    "i": int, "int": int, "uint": int, "long": int, "short": int, "byte": int, "char": int, "l": int, "bool": bool, "?": bool,
}  # fmt: skip
"""The kind of numbers that a type's name means, without its size and without `Tensor`."""
PROPER: dict[type, type] = {np.bool_: bool, Half: float}
"""Kinds of libraries by those of Python that stand for them."""
HALVES = frozenset({"half", "bfloat16", "float16"})
ROWS = {float: CAST, int: TRUNCATE, bool: IS_TRUE}


def kind_of(wanted: Value) -> type | None:
    """The kind of numbers that a type means, as `float`, `"float32"` or `torch.LongTensor`; None where it is none."""
    if wanted in PROPER:
        return PROPER[wanted]  # type: ignore[index]
    if isinstance(wanted, type) and wanted in ROWS:
        return wanted
    name = wanted.name if isinstance(wanted, Native) else wanted if isinstance(wanted, str) else ""
    name = name.rpartition(".")[2].lower().removesuffix("tensor").rstrip("_0123456789")
    return KINDS.get(name)


def cast_as(run: Run, value: Value, wanted: Value, span: Span) -> Value:
    """Numbers of the kind that a type means; those of 16 bits stay as exact as all others, which is told."""
    if wanted is Half or (isinstance(wanted, str) and wanted.rpartition(".")[2] in HALVES):
        run.note(
            f"numbers are computed with 64 bits here: {run.quote(span)} does not round them to 16", span, quiet=True
        )
    result = cast(run, value, kind_of(wanted), span)
    tell_of_width(run, (), result, span)
    return result


def cast(run: Run, value: Value, kind: type | None, span: Span) -> Value:
    """Numbers of another kind; those that are of the kind already stay as they are."""
    if type(value) is float and kind is int and np.isfinite(value):
        return int(value)
    if kind is None or not isinstance(value, (Tensor, np.ndarray)) or kind is kind_held(value):
        return value
    if kind is int and not np.all(np.isfinite(value.held if isinstance(value, Tensor) else value)):
        told = f"nan and inf become −2⁶³ in {run.quote(span)}, as on most machines: no whole number stands for them"
        run.note(told, span)
    return apply(run, ROWS[kind].name, (value,), span)


def kind_held(value: Held) -> type | None:
    """The kind of numbers that an array holds."""
    letter = np.asarray(value.held if isinstance(value, Tensor) else value).dtype.kind
    return {"f": float, "i": int, "u": int, "b": bool}.get(letter)


def is_many(run: Run, value: Value) -> bool:
    """Whether a type of NumPy makes an array of a value; PyTorch's take one number."""
    if isinstance(value, (Tensor, np.ndarray)):
        return run.flavour == "numpy" and np.prod(value.shape) != 1
    return isinstance(value, (list, tuple))


@CALL.of(type)
def convert(run: Run, function: type, arguments: Arguments) -> Value:
    """`float(x)` keeps a tensor, but for PyTorch, which makes a plain number of it, as `int(x)` and `bool(x)` do everywhere."""
    span = arguments.span
    value, *base = arguments.positional or (0,)
    function = float if function is Half else function
    if isinstance(value, Opaque):
        raise PassOver
    if function is tuple:
        return tuple(iterate(run, value, span))
    if is_many(run, value) and not base and function is not bool:
        # `np.int32([1, 2])`; the types of libraries are Python's own here, but for `np.bool_`: `bool` takes a list.
        return cast(run, require_array(run, value, span), kind_of(function), span)
    if isinstance(value, (Tensor, np.ndarray)) and value.shape and np.prod(value.shape) == 1:
        # One number, however many axes it has.
        value = item(run, value, (0,) * len(value.shape), span)
    if isinstance(value, (Tensor, np.ndarray)) and function is float:
        floats = value if is_float(value) else cast(run, value, float, span)
        return cut(run, floats, span) if run.flavour == "torch" else floats
    try:
        result: Value = function(settled(value), *map(settled, base))
    except (TypeError, ValueError, OverflowError):
        raises = "ValueError" if isinstance(value, str) else "TypeError"
        run.refuse(span, f"{run.quote(span)} makes no number of what it is given", "give it one number", raises=raises)
    if isinstance(result, int) and abs(result) > LARGEST:
        run.refuse(span, "this number is larger than any that is computed with", "write it as a float")
    return result


def cut(run: Run, value: Value, span: Span) -> Value:
    """A value without its gradient, where the library makes plain numbers of it; that is told."""
    if not isinstance(value, Tensor) or not value.differentiable:
        return value
    if not run.ours:
        run.note(
            f"the gradient ends at {run.quote(run.builder.place or span)}, which makes plain numbers of a tensor", span
        )
    return apply(run, DETACH.name, (value,), span)
