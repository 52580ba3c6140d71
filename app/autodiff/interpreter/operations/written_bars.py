"""What bars mean by the values between them: `|v|` goes entry by entry, `‖W‖₂` of a matrix is a norm of matrices. Each is told."""

from __future__ import annotations

import math

from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.operations.juxtaposition import dimension
from app.autodiff.interpreter.running.dispatch import Arguments
from app.autodiff.interpreter.running.run import Run
from app.language.syntax import Call, Name

NORMS: dict[Value, tuple[str, str]] = {
    1: ("its largest sum of a column", "sum(|{}|)"),
    2: ("its largest singular value", "‖{}‖_F"),
    math.inf: ("its largest sum of a row", "max(|{}|)"),
}
"""Norms of matrices by the order at their foot: what they are, and the norm of all entries that may be meant."""


def norm_in_bars(run: Run, expr: Call, function: Value, given: Arguments) -> Value:
    """What is called: of a matrix between bars with an order at their foot the norm of matrices. Raises LanguageError for others."""
    if len(given.positional) != 2 or not is_sign(run, expr, "norm"):
        return function
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
    return libraries.operation("matrix_norm")


def tell_of_bars(run: Run, expr: Call, given: Arguments) -> None:
    """Say that bars go entry by entry where they may mean the length of a vector or the determinant of a matrix."""
    rank = dimension(given.positional[0]) if len(given.positional) == 1 else 0
    if not rank or not is_sign(run, expr, "abs"):
        return
    shown = run.quote(expr.arguments[0].span).strip("`")
    other = f"its determinant write det({shown})" if rank > 1 else f"its length write ‖{shown}‖"
    run.note(f"`|{shown}|` is taken entry by entry; for {other}", expr.span)


def is_sign(run: Run, expr: Call, name: str) -> bool:
    """Whether a call of a name is written with signs of mathematics instead of the name."""
    called = isinstance(expr.function, Name) and expr.function.id == name
    return called and not run.ours and name not in run.quote(expr.function.span)
