"""Values as what an operation needs: lists as arrays, arrays of one number as that number."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.kinds.plain_values import leaves, regular, settled
from app.autodiff.interpreter.kinds.value_types import Operation, Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import BROADCAST_TO, STACK
from app.language import Span, syntax
from app.language.text.letters import is_program
from app.language.walk import everything


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
    return require_array(run, value, span) if is_written_array(run, value) else None


def is_written_array(run: Run, value: Value) -> bool:
    """Whether a list is an array in mathematics: rows of numbers and inputs, all of one length."""
    return is_regular(value) and not is_program(run.program.text)


def is_regular(value: Value) -> bool:
    """Whether a list has rows of numbers and inputs, all of one length."""
    numbers = list(leaves(value)) if isinstance(value, list) else []
    single = all(isinstance(each, (int, float)) or (isinstance(each, Tensor) and not each.shape) for each in numbers)
    return single and len(numbers) > 1 and regular(settled(value))


def vector_of(run: Run, value: Value, statement: syntax.Assign) -> Value:
    """`v = [x², y]` of mathematics and `v = (x, y)` as an array, where v stands elsewhere, too; all else as it is.

    A list whose items are asked for by places, or to which others are joined, is one of Python's.
    """
    if not isinstance(statement.value, syntax.Sequence) or not isinstance(value, (list, tuple)):
        return value
    if not any(isinstance(leaf, Tensor) for leaf in leaves(value)) or is_program(run.program.text):
        return value
    name = statement.targets[0]
    parts = [part for each in run.program.statements for part in everything(each)]
    if sum(names_it(name, each) for each in parts) < 2 or any(is_listed(name, each) for each in parts):
        return value
    array = of_numbers(run, [*value], statement.span)
    return value if array is None else array


def names_it(name: syntax.Expr, part: object) -> bool:
    """Whether a part of a text is a name, or one of its entries, `v_1`."""
    if not isinstance(name, syntax.Name) or not isinstance(part, syntax.Name):
        return False
    foot = part.id.removeprefix(name.id)
    return part.id == name.id or (foot != part.id and (foot.isdigit() or foot[0] == "_"))


def is_listed(name: syntax.Expr, part: object) -> bool:
    """Whether a part of a text asks for an item of a name, or joins items to it."""
    match part:
        case syntax.Subscript(value=value):
            return value == name
        case syntax.Binary(left=left, operator="+", right=right):
            return name in (left, right) and (isinstance(left, syntax.Sequence) or isinstance(right, syntax.Sequence))
    return False


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
