"""Operators: arithmetic and comparisons of tensors become nodes, those of plain numbers, shapes and flags are worked out."""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.arrays.coercion import of_numbers, stacked
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.plain_values import leaves, settled, tidy
from app.autodiff.interpreter.kinds.value_types import Opaque, Value, Values, Written
from app.autodiff.interpreter.operations.list_signs import MEANT, joined, of_lists, tell_of_entries
from app.autodiff.interpreter.operations.meetings import MEETINGS, first_numbers
from app.autodiff.interpreter.operations.python_signs import ROWS, divides_whole, plain, refuse_whole_power, refuse_zero
from app.autodiff.interpreter.operations.truths import is_truth
from app.autodiff.interpreter.operations.widths import tell_of_width
from app.autodiff.interpreter.running.dispatch import Arguments, call
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.intrinsics import CAST, FLOOR_DIVIDE, FMOD, TRUNCATE
from app.autodiff.primitives import TABLE
from app.language import Span
from app.language.foreign.c_like import truncates
from app.language.mathematics.matrix_rows import is_julia

CALLED = frozenset(sign for sign, row in ROWS.items() if row not in TABLE or TABLE[row].prepare)
"""Signs whose row is called like a function: it chooses among others, or is a composition."""

ARITHMETIC = frozenset({"+", "-", "*", "/", "**", "%", "//"})
COUNTING = frozenset({"+", "-"})
"""Signs that count truth values, if no library has another meaning for them."""
ENTRYWISE = {sign: TABLE[row] for sign, row in ROWS.items() if sign not in CALLED | {"&", "|"}}
NUMBERS = (Tensor, np.ndarray, float, int)
"""Kinds of operands that meet in arithmetic as they are."""


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
    if not (sign in ARITHMETIC and type(left) in NUMBERS and type(right) in NUMBERS):
        if sign == "+" and not (run.python or run.ours) and (found := joined(run, left, right, span)) is not None:
            return found
        left, right = first_numbers(left), first_numbers(right)
        for signs, meet, met in MEETINGS:
            if sign in signs and meet(run, left, right):
                return met(run, sign, left, right, span)
        left, right = beside(run, left, right, span), beside(run, right, left, span)
        if sign in ARITHMETIC and (isinstance(left, list) or isinstance(right, list)) and not run.ours:
            left, right = entry_by_entry(run, sign, left, right, span)
    found = computed(run, sign, left, right, span, written)
    tell_of_width(run, (left, right), found, span)
    return found


def computed(run: Run, sign: str, left: Value, right: Value, span: Span, written: Written) -> Value:
    """`left sign right` of numbers, arrays and tensors by the row of the sign, of all else as Python has it."""
    if sign in CALLED:
        return call(run, libraries.operation(ROWS[sign]), Arguments((left, right), {}, span, written))
    if sign == "%" and not run.ours and (truncates(run.program.text) or is_julia(run.program.text)):
        require_number(run, left, span)
        require_number(run, right, span)
        return apply(run, FMOD.name, (left, right), span, written)
    if isinstance(left, (Tensor, np.ndarray)) or isinstance(right, (Tensor, np.ndarray)):
        if sign in ROWS:
            require_number(run, left, span)
            require_number(run, right, span)
            if sign == "**" and not isinstance(left, Tensor) and not isinstance(right, Tensor):
                refuse_whole_power(run, left, right, span)
            return apply(run, ROWS[sign], (left, right), span, written)
        if sign == "//":
            below = apply(run, FLOOR_DIVIDE.name, (left, right), span, written)
            return apply(run, TRUNCATE.name, (below,), span) if divides_whole(run, left, right, span) else below
    return plain(run, sign, left, right, span)


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


def counted(run: Run, sign: str, truths: Value, span: Span) -> Value:
    """Truth values as the numbers 0 and 1, where they are added as in mathematics and Python; arrays of libraries have an "or" for `+`."""
    joined = run.flavour == "torch" or not run.shares or (run.flavour == "numpy" and getattr(truths, "shape", ()) != ())
    if joined and sign == "-":
        told = f"{run.quote(span)} takes truth values from each other, which the arrays of libraries refuse"
        run.refuse(span, told, "change them to numbers first, as in `1.0 * (x > 0)`")
    return truths if joined else apply(run, CAST.name, (truths,), span)


def turned_bits(value: Value) -> Value:
    """`~n` of whole numbers."""
    return int(np.invert(value)) if isinstance(value, int) else np.invert(cast(NDArray[np.intp], value))


def require_number(run: Run, value: Value, span: Span) -> None:
    """Raises LanguageError for an operand that is no number, array or list."""
    if isinstance(value, Opaque):
        raise PassOver
    if not isinstance(value, (Tensor, np.ndarray, int, float, np.generic, list, tuple)):
        hint = "use a number, an array or a name"
        run.refuse(span, f"{describe(value)} is not a number or an array", hint, raises="TypeError")
