"""Small tidying of a rule once its constants are known: `2 * c**(2 - 1)` is shown as `2 * c`."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import replace

from app.autodiff.primitives import TABLE
from app.language.syntax import Binary, Call, Expr, Literal, Name, Unary
from app.language.walk import everything

_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
}


def simplified(expr: Expr, known: Mapping[str, float]) -> Expr:
    """`expr` with whole numbers put in for the names in `known`, and what they make trivial left out; Euler's number keeps its name."""
    match expr:
        case Name(id) if id in known and known[id] != math.e:
            return number(known[id])
        case Call(Name(id), (Name(argument),)) if known.get(argument) == math.e and is_one_of_euler(id):
            return Literal(1)
        case Binary(left, _, right):
            one, other = simplified(left, known), simplified(right, known)
            return binary(expr if one is left and other is right else replace(expr, left=one, right=other))
        case Unary("-", operand):
            inner = simplified(operand, known)
            return negated(expr if inner is operand else replace(expr, operand=inner))
        case Call(Name(id), arguments) if (seen := shown_alone(id, len(arguments))) is not None:
            return simplified(arguments[seen], known)
        case Call(Name(id), arguments) if (factors := shown_product(id)) is not None:
            left, right = (arguments[each] for each in factors)
            return simplified(Binary(left, "*", right), known)
        case Call(Name(id)) if shows_nothing(id):
            return Literal(0)
        case Call(_, arguments):
            return replace(expr, arguments=tuple(simplified(each, known) for each in arguments))
    return expr


def is_one_of_euler(operation: str) -> bool:
    """Whether an operation makes 1 of Euler's number, as its logarithm does."""
    row = TABLE.get(operation)
    return row is not None and row.function(math.e) == 1


def shown_alone(operation: str, given: int) -> int | None:
    """The argument that stands for a whole call where its row shows nothing else, as a choice that keeps 0 · inf out of a rule."""
    row = TABLE.get(operation)
    if row is None or not isinstance(row.shown, Name) or row.shown.id not in row.parameters[:given]:
        return None
    return row.parameters.index(row.shown.id)


def shows_nothing(operation: str) -> bool:
    """Whether a call stands for 0, as what stops all that comes in, even ∞."""
    row = TABLE.get(operation)
    return row is not None and row.inner and row.shown == Literal(0)


def shown_product(operation: str) -> tuple[int, int] | None:
    """The two arguments whose product a call is shown as, as a condition that stops what comes in is a factor of 0."""
    row = TABLE.get(operation)
    if row is None or not row.inner:
        return None
    match row.shown:
        case Binary(Name(left), "*", Name(right)):
            return row.parameters.index(left), row.parameters.index(right)
    return None


def mentioned(expr: Expr) -> set[str]:
    """Every name in an expression."""
    return {each.id for each in everything(expr) if isinstance(each, Name)}


def number(value: float) -> Expr:
    """A number as the language has it: a negative one is a minus sign and a literal."""
    return Literal(value) if value >= 0 else Unary("-", Literal(-value))


def amount(expr: Expr) -> float | None:
    """What a literal, or minus one, stands for."""
    if isinstance(expr, Literal) and isinstance(expr.value, int | float):
        return expr.value
    if isinstance(expr, Unary) and expr.operator == "-" and (inner := amount(expr.operand)) is not None:
        return -inner
    return None


def negated(expr: Unary) -> Expr:
    inner = expr.operand
    if amount(inner) == 0:
        return inner
    return inner.operand if isinstance(inner, Unary) and inner.operator == "-" else expr


def binary(expr: Binary) -> Expr:
    left, right = amount(expr.left), amount(expr.right)
    if left is not None and right is not None and expr.operator in _ARITHMETIC:
        return number(_ARITHMETIC[expr.operator](left, right))
    if right == 1 and expr.operator in ("*", "/", "**"):
        return expr.left
    if left == 1 and expr.operator == "*":
        return expr.right
    if left == -1 and expr.operator == "*":
        return Unary("-", expr.right)
    if left == 0 and expr.operator in ("*", "/"):
        return Literal(0)
    if right == 0 and expr.operator in ("+", "-"):
        return expr.left
    if right == 0 and expr.operator == "**":
        return Literal(1)
    if expr.operator == "**" and right == -1:
        return Binary(Literal(1), "/", expr.left)
    return expr
