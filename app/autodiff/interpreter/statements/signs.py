"""Expressions made by signs: before one operand, between two, along a chain of comparisons, and `and` and `or`."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.sharing import copied
from app.autodiff.interpreter.kinds.value_types import Frame, Instance, Value
from app.autodiff.interpreter.objects.overloading import overloaded_unary
from app.autodiff.interpreter.operations.juxtaposition import written_product
from app.autodiff.interpreter.operations.meetings import is_whole
from app.autodiff.interpreter.operations.operators import apply, binary, require_number, turned_bits
from app.autodiff.interpreter.operations.orientation import aligned
from app.autodiff.interpreter.operations.truths import truth
from app.autodiff.interpreter.running.dispatch import EVALUATE, evaluate
from app.autodiff.interpreter.running.run import Run
from app.autodiff.interpreter.statements.evaluation import also, gather
from app.autodiff.intrinsics import LOGICAL_AND
from app.language import LanguageError, syntax
from app.language.operators import PREFIX


@EVALUATE.of(syntax.Unary)
def unary(run: Run, expr: syntax.Unary, frame: Frame) -> Value:
    value = evaluate(run, expr.operand, frame)
    if expr.operator == "not":
        return not truth(run, value, expr.operand)
    if isinstance(value, Instance):
        return overloaded_unary(run, expr.operator, value, expr.span)
    require_number(run, value, expr.operand.span)
    if expr.operator == "~" and is_whole(value):
        return turned_bits(value)
    if expr.operator == "~" and isinstance(value, Tensor) and not np.isin(value.value, (0, 1)).all():
        run.refuse(expr.span, "`~` turns truth values, and the bits of whole numbers that are no input", "write 1 - x")
    row = PREFIX[expr.operator].row
    if row:
        return apply(run, row, (value,), expr.span)
    return value if run.flavour == "torch" else copied(run, value)


@EVALUATE.of(syntax.Binary)
def spine(run: Run, expr: syntax.Binary, frame: Frame) -> Value:
    """The left spine is walked, not descended: long sums do not use up the stack."""
    parts = [expr]
    while isinstance(left := parts[-1].left, syntax.Binary):
        parts.append(left)
    parts.reverse()
    value, right = gather(run, (parts[0].left, parts[0].right), frame)
    for position, part in enumerate(parts):
        try:
            right = evaluate(run, part.right, frame) if position else right
            value = written_product(run, value, right, part)
        except LanguageError as error:
            also(run, error, tuple(later.right for later in parts[position + 1 :]), frame)
    return value


@EVALUATE.of(syntax.Compare)
def compare(run: Run, expr: syntax.Compare, frame: Frame) -> Value:
    """Neighbours are compared in pairs; all pairs must hold."""
    exprs = (expr.first, *expr.rest)
    values = gather(run, exprs, frame)
    result: Value = True
    for position, sign in enumerate(expr.operators):
        pair = exprs[position : position + 2]
        left, right = aligned(run, (values[position], pair[0]), (values[position + 1], pair[1]), expr.span)
        now = binary(run, sign, left, right, expr.span, pair)
        if position == 0:
            result = now
        elif isinstance(result, (Tensor, np.ndarray)) or isinstance(now, (Tensor, np.ndarray)):
            result = apply(run, LOGICAL_AND.name, (result, now), expr.span)
        else:
            result = result and now
    return result


@EVALUATE.of(syntax.Logical)
def logical(run: Run, expr: syntax.Logical, frame: Frame) -> Value:
    """The first operand that decides, else the last, whose truth is not asked for."""
    for operand in expr.operands[:-1]:
        value = evaluate(run, operand, frame)
        if truth(run, value, operand) is (expr.operator == "or"):
            return value
    return evaluate(run, expr.operands[-1], frame)
