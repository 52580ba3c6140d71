"""What bars mean by the values between them: `|A|` of a square matrix is its determinant, `‖W‖₂` a norm of matrices. Each is told."""

from __future__ import annotations

import math
from typing import Any, cast

import numpy as np

from app.autodiff.interpreter.kinds.plain_values import regular, settled, shape_of
from app.autodiff.interpreter.kinds.value_types import Operation, Value
from app.autodiff.interpreter.operations.juxtaposition import dimension
from app.autodiff.interpreter.running.dispatch import Arguments
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import DET, MATRIX_NORM
from app.language.operators import FUNCTIONS
from app.language.syntax import Call, Name

NORMS: dict[Value, tuple[str, str]] = {
    1: ("its largest sum of a column", "sum(|{}|)"),
    2: ("its largest singular value", "‖{}‖_F"),
    math.inf: ("its largest sum of a row", "max(|{}|)"),
}
"""Norms of matrices by the order at their foot: what they are, and the norm of all entries that may be meant."""


def read_bars(run: Run, expr: Call, function: Value, given: Arguments) -> Value:
    """What is called by what is written: bars have meanings of their own round arrays, names have not. Raises LanguageError."""
    if is_sign(run, expr, FUNCTIONS["‖"]) and len(given.positional) == 2:
        return norm_in_bars(run, expr, function, given)
    if is_sign(run, expr, FUNCTIONS["|"]) and len(given.positional) == 1:
        return single_bars(run, expr, function, given.positional[0])
    return function


def norm_in_bars(run: Run, expr: Call, function: Value, given: Arguments) -> Value:
    """Of a matrix with an order at the foot of its bars the norm of matrices. Raises LanguageError where there is none."""
    value, order = given.positional
    matrix, shown = dimension(value) == 2, run.quote(expr.span)
    if order == "nuc":
        if not matrix:
            run.refuse(expr.span, "this norm is one of matrices", "of a vector write ‖x‖₁, ‖x‖₂ or ‖x‖_∞")
    elif matrix and isinstance(order, (int, float)) and order in NORMS:
        meaning, other = NORMS[order]
        inner = run.quote(expr.arguments[0].span).strip("`")
        run.note(f"{shown} of a matrix is {meaning}; for all entries write {other.format(inner)}", expr.span)
    else:
        if matrix:
            run.note(f"{shown} of a matrix is taken over all its entries", expr.span)
        return function
    return Operation(MATRIX_NORM)


def single_bars(run: Run, expr: Call, function: Value, value: Value) -> Value:
    """The determinant of a square matrix; of other arrays the absolute values, where a length may be meant."""
    inner = run.quote(expr.arguments[0].span).strip("`")
    # What a tensor holds has no bearing on what its bars mean.
    items = settled(value) if isinstance(value, list) else None
    shape = np.shape(cast(Any, items)) if isinstance(items, list) and regular(items) else shape_of(value)
    rank = len(shape)
    if rank == 2 and shape[0] == shape[1] > 1:
        run.note(
            f"`|{inner}|` of a square matrix is read as its determinant; for its entries write abs({inner})", expr.span
        )
        return Operation(DET)
    if rank:
        told = f"`|{inner}|` is taken entry by entry"
        other = "a determinant is one of a square matrix" if rank > 1 else f"for its length write ‖{inner}‖"
        run.note(f"{told}; {other}", expr.span)
    return function


def is_sign(run: Run, expr: Call, name: str) -> bool:
    """Whether a call of a name is written with signs of mathematics instead of the name."""
    called = isinstance(expr.function, Name) and expr.function.id == name
    return called and not run.ours and name not in run.quote(expr.function.span)
