"""Values as what an operation needs: lists as arrays, arrays of one number as that number."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.kinds.plain_values import leaves, regular, settled
from app.autodiff.interpreter.kinds.value_types import Held, Operation, Value
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import BROADCAST_TO, STACK
from app.language import Span
from app.language.text.letters import is_program


def stacked(run: Run, span: Span, value: Value) -> Value:
    """Nested lists as a stack of their items; all else as it is."""
    if not isinstance(value, (list, tuple)):
        return value
    if not value:
        return np.zeros(0)
    items = [stacked(run, span, item) for item in value]
    return called(run, Operation(STACK), span, items)


def arrayed(value: Value) -> Value:
    """A list of plain numbers as an array; one with arrays or tensors in it stays a list."""
    numbers = isinstance(value, list) and value and all(isinstance(leaf, (int, float)) for leaf in leaves(value))
    return np.asarray(value) if numbers and regular(value) else value


def as_array(run: Run, value: Value, span: Span) -> Value:
    """A list of numbers, arrays and tensors as one array."""
    return stacked(run, span, arrayed(value))


def of_numbers(run: Run, value: Value, span: Span) -> Held | None:
    """A list of numbers and inputs in mathematics, `[x², y]` or `[[1, 2], [3, x]]`, as an array; None for what is none."""
    numbers = list(leaves(value)) if isinstance(value, list) else []
    single = all(isinstance(each, (int, float)) or (isinstance(each, Tensor) and not each.shape) for each in numbers)
    if not single or len(numbers) < 2 or not regular(settled(value)) or is_program(run.program.text):
        return None
    return require_array(run, value, span)


def widened(run: Run, span: Span, value: Value, shape: tuple[int, ...]) -> Value:
    """A value in a larger shape, as broadcasting makes it."""
    return called(run, Operation(BROADCAST_TO), span, value, tuple(shape))


def require_array(run: Run, value: Value, span: Span) -> Held:
    """A number, a list or an array as an array. Raises LanguageError for all else."""
    found = as_array(run, value, span)
    if isinstance(found, (int, float, np.generic)):
        return np.asarray(found)
    if not isinstance(found, (Tensor, np.ndarray)):
        run.refuse(span, f"{describe(value)} is not an array", "use an array, or a list of numbers")
    return found


def require_whole(run: Run, value: Value, span: Span) -> int:
    """A whole number, as a count, an axis or a seed is. Raises LanguageError for all else."""
    number = settled(value)
    if isinstance(number, int):
        return int(number)
    run.refuse(span, f"{describe(value)} stands where a whole number is needed", "write it as 3")


def held(value: Value) -> Value:
    """What a tensor holds, as a plain array; all else as it is. The text's meaning depends on it from then on."""
    return value.value if isinstance(value, Tensor) else value
