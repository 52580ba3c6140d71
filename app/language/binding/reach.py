"""How far signs reach where a product is written like a call.

`√x(1 + x)` is √x·(1 + x), `x(1 + x)!` is x·(1 + x)!, `1/x(1 + x)` is (1/x)·(1 + x).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeGuard, TypeVar

from app.language.operators import FUNCTIONS
from app.language.syntax import Attribute, Binary, Call, Expr, Literal, Name, Sequence, Starred, Unary

Tree = TypeVar("Tree")
ROOTS = ("√", "∛", "∜")
NORM, INNER = FUNCTIONS["‖"], FUNCTIONS["⟨"]
"""Operations on vectors."""
IDENTITY = "I"
"""What the identity matrix is called; it is as large as what it stands beside."""


def lone_argument(expr: Call) -> Expr | None:
    """The argument of a call that has one, which is no list of them and has no name."""
    alone = len(expr.arguments) == 1 and not expr.keywords and not isinstance(expr.arguments[0], Starred)
    return expr.arguments[0] if alone else None


def product_of(before: Expr, after: Expr, *, letters: bool = False) -> Binary | None:
    """The product that looked like a call, or like one name where `letters` are asked for; None for what is none."""
    alike = isinstance(before, Call) or (letters and isinstance(before, Name))
    return after if alike and isinstance(after, Binary) and after.sign == "" else None


def reached(call: Call, product: Binary, sign: str) -> Expr:
    """The call of a function, written as `sign`, on such a product: a root reaches what is next to it, as `!` does."""
    if sign in ROOTS:
        return replace(product, left=replace(call, arguments=(product.left,)), span=call.span)
    if sign.endswith("!"):
        return replace(product, right=replace(call, arguments=(product.right,)), span=call.span)
    return call


def over_first(quotient: Binary, product: Binary) -> Binary:
    """A quotient whose divisor is such a product: what is in the bracket multiplies the quotient."""
    return replace(product, left=replace(quotient, right=product.left), span=quotient.span)


def over(first: str, rest: str) -> str:
    """How such a quotient was read, and how to write the other."""
    return f"`…/{first}({rest})` is read as (…/{first})·({rest}); write …/({first}·({rest})) for the other"


def is_row(expr: Expr) -> bool:
    """Whether a product begins with a transpose, perhaps behind a sign or a number: `−xᵀA`, `½xᵀ`."""
    while True:
        if isinstance(expr, Unary):
            expr = expr.operand
        elif isinstance(expr, Binary) and expr.operator in ("*", "@", "/"):
            expr = expr.right if expr.operator == "*" and isinstance(expr.left, Literal) else expr.left
        else:
            return is_transpose(expr)


def is_transpose(part: object) -> TypeGuard[Attribute]:
    return isinstance(part, Attribute) and part.name == "T"


def factors(expr: Expr) -> Iterator[Expr]:
    """The factors of a product without a sign, in order: its left spine is walked, so that long ones do not use up the stack."""
    behind: list[Expr] = []
    while is_silent(expr):
        behind.append(expr.right)
        expr = expr.left
    yield expr
    for each in reversed(behind):
        yield from factors(each)


def outermost(whole: Iterable[Tree]) -> list[Tree]:
    """Parts of a text without the beginnings of longer products and sums, whose factors and terms are met in those as well."""
    parts = list(whole)
    beginnings = {id(part.left) for part in parts if is_unsigned(part) and is_unsigned(part.left)}
    beginnings |= {id(part.left) for part in parts if is_sum_of_two(part) and is_sum_of_two(part.left)}
    return [part for part in parts if id(part) not in beginnings]


def is_unsigned(part: object) -> TypeGuard[Binary]:
    """Whether a product stands here that nobody wrote a sign for."""
    return isinstance(part, Binary) and part.operator == "*" and part.sign == ""


def last_factor(expr: Expr) -> Expr:
    """The last factor of a product without a sign."""
    while is_silent(expr):
        expr = expr.right
    return expr


def with_last_factor(expr: Expr, factor: Expr) -> Expr:
    """A product without a sign, with another last factor."""
    return replace(expr, right=with_last_factor(expr.right, factor)) if is_silent(expr) else factor


def is_silent(expr: Expr) -> TypeGuard[Binary]:
    """Whether an expression is a product without a sign; `W @ x`, and `W·[h, x]` with vectors in square brackets, are as good."""
    if not isinstance(expr, Binary) or expr.operator not in ("*", "@"):
        return False
    return expr.operator == "@" or expr.sign == "" or isinstance(expr.right, Sequence)


def is_capital(expr: Expr) -> bool:
    """Whether an expression is a capital letter, or a power of one."""
    while isinstance(expr, Binary) and expr.operator == "**":
        expr = expr.left
    return isinstance(expr, Name) and expr.id[:1].isupper()


def is_sum_of_two(part: object) -> TypeGuard[Binary]:
    return isinstance(part, Binary) and part.operator in ("+", "-")


def terms(expr: Expr) -> Iterator[Expr]:
    """The terms of a sum, the last first: its left spine is walked, so that long sums do not use up the stack."""
    while is_sum_of_two(expr):
        yield expr.right
        expr = expr.left
    yield expr
