"""Arrays of NumPy in a text for PyTorch: a method means what it does in the library that its array is of."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, identity
from app.autodiff.interpreter.arrays.sharing import beside
from app.autodiff.interpreter.kinds.value_types import Native, Value, Values
from app.autodiff.interpreter.running.run import Run
from app.language import Span

HAVE_METHODS = frozenset({"numpy", "torch"})
"""Libraries with arrays of their own; einops and others give arrays of the library that they are given."""


def library_of(run: Run, value: Value) -> str:
    """The library whose methods an array has: its own, which is that of the text unless another one has made it."""
    foreign = isinstance(value, (Tensor, np.ndarray)) and identity(value) in run.builder.foreign
    return "numpy" if foreign else run.flavour


def made_by(run: Run, library: str, result: Value, given: Values) -> Value:
    """What a function of a library gave: its arrays are of that library, and those that it only hands on look at the same entries."""
    if not run.mixed or library not in HAVE_METHODS:
        return result
    if isinstance(result, tuple):
        return tuple(made_by(run, library, each, given) for each in result)
    if not isinstance(result, (Tensor, np.ndarray)) or library_of(run, result) == library:
        return result
    if any(each is result for each in given):
        result = beside(run, result)
    if library == run.flavour:
        run.builder.foreign.pop(identity(result), None)
    else:
        run.builder.foreign[identity(result)] = result
    return result


def of_library(run: Run, library: str, function: Value) -> Value:
    """A function of ours as one of a library."""
    if not run.mixed or type(function) is not Native:
        return function

    def made(run: Run, span: Span, *arguments: Value, **named: Value) -> Value:
        return made_by(run, library, function.function(run, span, *arguments, **named), arguments)

    return Native(function.name, made, function.inner)
