"""Attributes and methods of arrays: `x.T`, `x.shape`, `x.sum(1)`, `x.item()`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.leaf_inputs import is_leaf
from app.autodiff.interpreter.arrays.sharing import plain
from app.autodiff.interpreter.functions.builtins import BUILTINS, STORED
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import At, Native, Operation, Size, Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.members.array_methods import array_method
from app.autodiff.interpreter.members.first_values import require_gradient
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import DETACH, RAVEL, SWAPAXES, TRANSPOSE
from app.language import Span

KINDS: dict[str, type] = {"b": bool, "i": int, "u": int}
"""The type of entries by NumPy's letter; all others are floats here."""
SHAPES: dict[str, Callable[[Held], Value]] = {
    "shape": lambda value: tuple(value.shape),
    "ndim": lambda value: value.ndim,
    "size": lambda value: Size(value.shape),
    "dtype": lambda value: KINDS.get(plain(value).dtype.kind, float),
}
UNCHANGED = frozenset({"values", "indices", "real"})
"""Attributes that stand for the value itself, as far as a figure goes."""
COMPUTED = {"T": TRANSPOSE, "mT": SWAPAXES, "data": DETACH}
"""Attributes that are operations of the table."""
CPU = "cpu"
"""The device of all arrays, which is its own `type`."""
OF_TENSORS: dict[str, Value] = {"device": CPU, **dict.fromkeys(("is_cuda", "is_sparse", "is_quantized"), False)}
"""What is the same of all arrays, as they are here."""
GROWING = frozenset({"append", "insert", "extend"})


@ATTRIBUTE.of(Tensor, np.ndarray)
def array_attribute(run: Run, value: Held, name: str, span: Span) -> Value:
    if name in SHAPES:
        return SHAPES[name](value)
    if name in UNCHANGED or (name == "value" and ".value()" not in run.library.code):
        return value
    if name == "data" and not isinstance(value, Tensor):
        return value
    if name in COMPUTED:
        return called(run, Operation(COMPUTED[name]), span, value)
    if name == "flat":
        if not plain(value).flags.c_contiguous:
            run.refuse(span, "`.flat` of what is transposed cannot be followed", "write `.ravel()`, or copy it first")
        return called(run, Operation(RAVEL), span, value)
    if name in OF_TENSORS:
        return OF_TENSORS[name]
    if name == "is_leaf":
        return not isinstance(value, Tensor) or not value.differentiable or is_leaf(run, value)
    if name == "requires_grad":
        return isinstance(value, Tensor) and value.differentiable
    if name == "at":
        return At(value, None)
    if name == "grad" and isinstance(value, Tensor):
        return BUILTINS[STORED](run, span, value)
    if name == "requires_grad_":
        return Native(name, lambda run, span, wanted=True: require_gradient(run, value, wanted))
    if name in GROWING:
        # NumPy's functions of these names are no methods, and change nothing.
        run.refuse(span, f"an array has no `.{name}`", "start from a list, as `xs = []`, or use `concatenate`")
    if (found := array_method(run, value, name)) is not None:
        return found
    hint = (
        nearest(name, libraries.operation_names()) if len(name) > 1 else "for a product write `*` in place of the dot"
    )
    run.refuse(span, f"an array has no `.{name}`", hint)
