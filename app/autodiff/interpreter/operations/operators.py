"""Operators: arithmetic and comparisons of tensors become nodes, those of plain numbers, shapes and flags are worked out."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.autodiff.builder import Tensor, describe
from app.autodiff.graph import Node
from app.autodiff.interpreter.arrays.coercion import of_numbers, require_whole, stacked
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.containers import UniqueList
from app.autodiff.interpreter.kinds.plain_values import leaves, settled, tidy
from app.autodiff.interpreter.kinds.value_types import FirstValue, Instance, Opaque, Value, Values, Written
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.objects.overloading import MODELS, overloaded
from app.autodiff.interpreter.operations.list_signs import MEANT, of_lists, tell_of_entries
from app.autodiff.interpreter.operations.sets import algebra
from app.autodiff.interpreter.operations.texts import filled_in
from app.autodiff.interpreter.running.dispatch import Arguments, call
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.primitives import TABLE
from app.language import Span
from app.language.operators import BETWEEN, BINARY
from app.language.syntax import Expr

ROWS = {each.sign: each.row for each in BETWEEN if each.row}
CALLED = frozenset(sign for sign, row in ROWS.items() if row not in TABLE or TABLE[row].prepare)
"""Signs whose row is called like a function: it chooses among others, or is a composition."""

DIVISIONS = frozenset({"/", "//", "%"})
TRUTHS = ("__bool__", "__len__")
BITWISE = frozenset({"&", "|", "<<", ">>"})
TRUTH_SIGNS = frozenset({"&", "|"})
MEMBERSHIP = frozenset({"in", "not in"})
ARITHMETIC = frozenset({"+", "-", "*", "/", "**", "%", "//"})
COUNTING = frozenset({"+", "-"})
"""Signs that count truth values, if no library has another meaning for them."""
SHIFTS = frozenset({"<<", ">>"})
ENTRYWISE = {sign: TABLE[row] for sign, row in ROWS.items() if sign not in CALLED | TRUTH_SIGNS}


def apply(run: Run, row: str, operands: Values, span: Span, written: Written = ()) -> Value:
    """The result of a row of the table that has no settings."""
    return tidy(run.builder.apply(TABLE[row], operands, {}, span, written))


def binary(run: Run, sign: str, left: Value, right: Value, span: Span, written: Written = ()) -> Value:
    """`left sign right`; a list that meets a tensor in arithmetic is the stack of its items."""
    if run.attempts:
        refuse_zero(run, sign, right, span)
    if run.lists and sign in MEANT and (found := of_lists(run, sign, left, right, span)) is not None:
        return found
    if sign in COUNTING and is_truth(left) and is_truth(right):
        left = counted(run, sign, left, span)
    if type(left) is Tensor and type(right) is Tensor and (row := ENTRYWISE.get(sign)) is not None:
        return cast(Tensor, run.builder.apply(row, (left, right), {}, span))
    if sign in TRUTH_SIGNS and is_real(left) and is_real(right) and not run.ours:
        told = f"`{sign}` joins truth values or whole numbers, and these are real numbers"
        run.refuse(span, told, "compare first, as in (x > 0) | (y > 0); a condition is part of a name: p_given")
    if sign in MODELS and (isinstance(left, Instance) or isinstance(right, Instance)):
        return overloaded(run, sign, left, right, span)
    left, right = first_numbers(left), first_numbers(right)
    if isinstance(left, Opaque) or isinstance(right, Opaque):
        raise PassOver
    if isinstance(left, str) and sign == "%":
        return filled_in(run, left, settled(right), span)
    if sign in MEMBERSHIP:
        return contained(run, sign, left, right, span)
    if isinstance(left, UniqueList) or isinstance(right, UniqueList):
        return algebra(run, sign, left, right, span)
    if sign in BITWISE and (is_whole(left) or is_whole(right)) and not (is_truth(left) or is_truth(right)):
        return plain(run, sign, bits(run, left, span), bits(run, right, span), span)
    if sign == "*" and (repeated := repetition(run, left, right, span)) is not None:
        return repeated
    left, right = beside(run, left, right, span), beside(run, right, left, span)
    if sign in ARITHMETIC and (isinstance(left, list) or isinstance(right, list)) and not run.ours:
        left, right = entry_by_entry(run, sign, left, right, span)
    if sign in CALLED:
        return call(run, libraries.operation(ROWS[sign]), Arguments((left, right), {}, span, written))
    if sign in ("==", "!=") and (left is None or right is None or isinstance(left, str) or isinstance(right, str)):
        return (type(left) is type(right) and left == right) == (sign == "==")
    if isinstance(left, (Tensor, np.ndarray)) or isinstance(right, (Tensor, np.ndarray)):
        if sign in ROWS:
            require_number(run, left, span)
            require_number(run, right, span)
            return apply(run, ROWS[sign], (left, right), span, written)
        if sign == "//":
            return apply(run, "floor", (apply(run, "divide", (left, right), span, written),), span)
    return plain(run, sign, left, right, span)


def contained(run: Run, sign: str, item: Value, items: Value, span: Span) -> Value:
    """`item in items` and `item not in items`, by the class's own method where there is one."""
    if isinstance(items, Instance) and (own := method_of(items, "__contains__")):
        return bool(settled(call_method(run, own, Arguments((item,), {}, span)))) == (sign == "in")
    item, items = settled(item), settled(items)
    if isinstance(item, (Tensor, np.ndarray)) or isinstance(items, (Tensor, np.ndarray)):
        run.refuse(span, f"`{sign}` does not work on arrays", "compare with `==`")
    return plain(run, sign, item, items, span)


def beside(run: Run, value: Value, other: Value, span: Span) -> Value:
    """A list as an array where it meets one, and either holds values of the graph; all else as it is."""
    if not isinstance(value, list) or not isinstance(other, (Tensor, np.ndarray)):
        return value
    held = isinstance(other, Tensor) or any(isinstance(leaf, Tensor) for leaf in leaves(value))
    return stacked(run, span, value) if held else value


def entry_by_entry(run: Run, sign: str, left: Value, right: Value, span: Span) -> tuple[Value, Value]:
    """Two operands, and the lists among them as arrays where the text is mathematics: it is told what a program would mean.

    A list of one item times a whole number, `[[0.0, 0.0]] * 3`, is repeated, as in Python.
    """
    single = any(isinstance(each, list) and len(each) == 1 for each in (left, right))
    if sign == "*" and single and (isinstance(left, int) or isinstance(right, int)):
        return left, right
    one, other = of_numbers(run, left, span), of_numbers(run, right, span)
    python_has_it = {type(settled(left)), type(settled(right))} == ({list, int} if sign == "*" else {list})
    if sign in MEANT and python_has_it and not (one is None and other is None):
        tell_of_entries(run, sign, span)
    return left if one is None else one, right if other is None else other


def repetition(run: Run, left: Value, right: Value, span: Span) -> Value:
    """`[0.0] * n` with a count that the text has as an input: a list of one item is repeated, as in Python; else None."""
    items, count = (left, right) if isinstance(left, list) else (right, left)
    if not isinstance(items, list) or len(items) != 1 or not isinstance(count, Tensor) or count.shape:
        return None
    number = settled(count)
    return plain(run, "*", items, number, span) if isinstance(number, int) else None


def is_whole(value: Value) -> bool:
    """Whether `&`, `|` and `~` work on the bits of a value: whole numbers, not truth values."""
    kind = getattr(getattr(value, "dtype", None), "kind", "")
    return kind in ("i", "u") or (isinstance(value, int) and not isinstance(value, bool))


def is_truth(value: Value) -> bool:
    """Whether a value is a truth value, or an array of them; none that has a gradient is."""
    if isinstance(value, Tensor) and value.differentiable:
        return False
    plain = getattr(value, "held", value)
    return type(plain) is bool or getattr(plain, "dtype", None) == np.bool_


def counted(run: Run, sign: str, truths: Value, span: Span) -> Value:
    """Truth values as the numbers 0 and 1, where they are added as in mathematics and Python; arrays of libraries have an "or" for `+`."""
    joined = run.flavour == "torch" or not run.shares or (run.flavour == "numpy" and getattr(truths, "shape", ()) != ())
    if joined and sign == "-":
        told = f"{run.quote(span)} takes truth values from each other, which the arrays of libraries refuse"
        run.refuse(span, told, "change them to numbers first, as in `1.0 * (x > 0)`")
    return truths if joined else apply(run, "cast", (truths,), span)


def is_real(value: Value) -> bool:
    """Whether a value is a real number, or an array of them, which has neither truth nor bits."""
    held = getattr(value, "held", value)
    return isinstance(held, float) or getattr(getattr(held, "dtype", None), "kind", "") == "f"


def bits(run: Run, value: Value, span: Span) -> Value:
    """A whole number with its bits: one that is an input is read as it stands."""
    return require_whole(run, value, span) if isinstance(value, Tensor) else value


def turned_bits(value: Value) -> Value:
    """`~n` of whole numbers."""
    return int(np.invert(value)) if isinstance(value, int) else np.invert(cast(NDArray[np.intp], value))


def refuse_zero(run: Run, sign: str, divisor: Value, span: Span) -> None:
    """Inside of a `try` a division of plain numbers by zero is what Python makes of it."""
    if sign not in DIVISIONS:
        return
    number = isinstance(divisor, Tensor) and divisor.shape == () and not run.flavour
    plain = divisor.value if isinstance(divisor, Tensor) and number else divisor
    if (number or isinstance(plain, (int, float))) and plain == 0:
        run.refuse(span, "this divides by zero", "give a divisor that is not zero", raises="ZeroDivisionError")


def first_numbers(value: Value) -> Value:
    """A parameter that a constructor computes with as the numbers that it starts from."""
    return value.value if isinstance(value, FirstValue) else value


def plain(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    """Arithmetic of shapes and flags, as Python has it; division by zero gives inf or nan, and large powers stay floats."""
    if type(left) in (int, float) and type(right) in (int, float) and leaves_whole(sign, right):
        row = TABLE[ROWS.get(sign, "divide")]
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


def require_number(run: Run, value: Value, span: Span) -> None:
    """Raises LanguageError for an operand that is no number, array or list."""
    if isinstance(value, Opaque):
        raise PassOver
    if not isinstance(value, (Tensor, np.ndarray, int, float, np.generic, list, tuple)):
        hint = "use a number, an array or a name"
        run.refuse(span, f"{describe(value)} is not a number or an array", hint, raises="TypeError")


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


def ancestors(run: Run, value: Tensor) -> Iterator[Node]:
    """The nodes that a value is computed from, the latest first, itself included."""
    seen = {value.node.index}
    for node in reversed(run.builder.nodes[: value.node.index + 1]):
        if node.index in seen:
            yield node
            seen.update(node.arguments)
