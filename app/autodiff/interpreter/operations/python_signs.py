"""Signs between values that are in no graph, as Python has them, with its errors in words of this language."""

from __future__ import annotations

import math

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.kinds.plain_values import leaves
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import DIVIDE
from app.autodiff.primitives import TABLE
from app.language import Span
from app.language.operators import BETWEEN, BINARY

ROWS = {each.sign: each.row for each in BETWEEN if each.row}
DIVISIONS = frozenset({"/", "//", "%"})
SHIFTS = frozenset({"<<", ">>"})


def plain(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    """Arithmetic of shapes and flags, as Python has it; division by zero gives inf or nan, and large powers stay floats."""
    if type(left) in (int, float) and type(right) in (int, float) and leaves_whole(sign, right):
        row = TABLE[ROWS[sign]] if sign in ROWS else DIVIDE
        return float(run.builder.computed(row, (np.float64(left), np.float64(right)), {}, span))  # type: ignore[arg-type]
    if isinstance(left, int) and sign == "*" and isinstance(right, (list, tuple, str)):
        left, right = right, left
    if isinstance(left, (list, tuple, str)) and sign in "+*" and isinstance(right, (int, type(left))):
        run.bounded(len(left) * right if isinstance(right, int) else len(left) + len(right), span)
        if sign == "*" and isinstance(left, list) and holds_entries(left):
            run.note(
                f"{run.quote(span)} repeats the list, as in Python; for each entry times {right} write array(…)", span
            )
    if {type(left), type(right)} & {list, tuple} and sign in "-/**" and sign != "*":
        run.refuse(span, f"`{sign}` does not work on lists", "wrap the list in `array(…)`")
    if sign in SHIFTS and isinstance(right, int) and not 0 <= right < 64:
        run.refuse(span, f"bits are shifted by 0 to 63 places, not by {right}", "")
    function = BINARY[sign].plain
    assert function is not None, sign
    try:
        result: Value = function(left, right)
    except (TypeError, ValueError, ArithmeticError):
        kinds = f"{describe(left)} and {describe(right)}"
        run.refuse(span, f"`{sign}` does not work on {kinds}", "use numbers or arrays of numbers", raises="TypeError")
    if isinstance(result, int) and abs(result) > 2**63:
        return float(result) if abs(result) < 10**308 else math.inf if result > 0 else -math.inf
    return result


def holds_entries(items: list[Value]) -> bool:
    """Whether a list may be meant as a vector: it holds floats, or several numbers."""
    numbers = [each for each in leaves(items) if isinstance(each, (int, float)) and not isinstance(each, bool)]
    return any(isinstance(each, float) for each in numbers) or len(numbers) > 1


def leaves_whole(sign: str, right: Value) -> bool:
    """Whether Python would raise, or compute an integer of unbounded size, where floats give inf or nan."""
    small = isinstance(right, int) and 0 <= right < 64
    return (sign in ("/", "//", "%") and not right) or (sign == "**" and not small)


def are_whole(*operands: Value) -> bool:
    """Whether operands are whole numbers, or arrays of them, in no graph."""
    return all(not isinstance(each, Tensor) and np.asarray(each).dtype.kind in "iu" for each in operands)


def refuse_whole_power(run: Run, base: Value, exponent: Value, span: Span) -> None:
    """Raises LanguageError for an array of whole numbers to a negative whole power, as NumPy, PyTorch and JAX refuse it."""
    if run.ours or not run.flavour or not are_whole(base, exponent):
        return
    several = np.asarray(base).shape or np.asarray(exponent).shape
    if several and (np.asarray(exponent) < 0).any():
        told = "whole numbers have no negative whole powers in NumPy, PyTorch and JAX"
        run.refuse(span, told, "write the numbers of one of them with a point, as 1.0", raises="ValueError")


def divides_whole(run: Run, left: Value, right: Value, span: Span) -> bool:
    """Whether `left // right` is an array of whole numbers. Raises LanguageError where it divides them by zero."""
    if not are_whole(left, right):
        return False
    if (np.asarray(right) == 0).any():
        run.refuse(span, "this divides whole numbers by zero", "write the numbers of one of them with a point, as 1.0")
    return True


def refuse_zero(run: Run, sign: str, divisor: Value, span: Span) -> None:
    """Inside of a `try` a division of plain numbers by zero is what Python makes of it."""
    if sign not in DIVISIONS:
        return
    number = isinstance(divisor, Tensor) and divisor.shape == () and not run.flavour
    plain = divisor.value if isinstance(divisor, Tensor) and number else divisor
    if (number or isinstance(plain, (int, float))) and plain == 0:
        run.refuse(span, "this divides by zero", "give a divisor that is not zero", raises="ZeroDivisionError")
