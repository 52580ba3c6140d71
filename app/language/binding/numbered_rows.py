"""Rows of a matrix by their number: in `Σᵢ (yᵢ − wᵀxᵢ)²` each xᵢ is a vector, and all of them together are a matrix x, so that
the products with w are `x w`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from app.language.binding.feet import INDICES, Entry, Place, entry_of
from app.language.binding.reach import (
    INNER,
    NORM,
    factors,
    is_capital,
    is_silent,
    is_transpose,
    last_factor,
    outermost,
    with_last_factor,
)
from app.language.mathematics.indexed_sums import is_entry as is_marked
from app.language.mathematics.indexed_sums import is_sum
from app.language.syntax import Assign, Attribute, Binary, Call, Expr, Literal, Name, Statement, Unary
from app.language.text.letters import FUNCTION_LETTERS, MATRICES, product
from app.language.text.tokens import ENTRY
from app.language.walk import everything, mapped


def with_rows(tree: Any) -> Any:
    """The tree whose products of a vector and a numbered one, `wᵀxᵢ` and `xᵢᵀw`, are entries of the product of a matrix, and whose
    numbered factors before a bracket, `yᵢ(wᵀxᵢ + b)`, are factors.
    """
    tree = mapped(tree, with_rows)
    match tree:
        case Call(function=Name() as factor, arguments=(Binary() as argument,)) if (
            number(factor) and factor.id[0] not in FUNCTION_LETTERS
        ):
            return product([factor, argument], tree.span)
        case Binary(operator="*") if is_silent(tree):
            # Within its sides each product has been read by now: what is new stands where they meet.
            one, (other, *rest) = last_factor(tree.left), factors(tree.right)
            row = one.operand if isinstance(one, Unary) else one
            if read := entries(row, other):
                signed = replace(one, operand=read) if isinstance(one, Unary) else read
                return product([with_last_factor(tree.left, signed), *rest], tree.span)
    return tree


def row_bases(statements: Sequence[Statement]) -> set[str]:
    """The matrices whose numbered rows stand where vectors do, x in `‖xᵢ − μ‖²` and `xᵢᵀxⱼ`: in the bars of a norm, under a transpose or
    behind one, and behind a capital letter.
    """
    whole = [part for statement in statements for part in everything(statement)]
    indices = INDICES.union(str(part.arguments[1].value) for part in whole if is_sum(part))
    assigned = [each for each in whole if isinstance(each, Assign)]
    values = {target.id: each.value for each in assigned for target in each.targets if isinstance(target, Name)}
    found: set[str] = set()
    for part in outermost(whole):
        match part:
            case Call(function=Name(id=name), arguments=vectors) if name in (NORM, INNER):
                shown = list(vectors)
            case Attribute(name="T", value=value):
                shown = [value]
            case Binary(operator="*", sign=""):
                pairs = pairwise(each.operand if isinstance(each, Unary) else each for each in factors(part))
                shown = [other for one, other in pairs if is_transpose(one) or is_before_row(one, other, indices)]
            case _:
                continue
        found.update(base for each in shown for base in rows_in(each, indices, values))
    return found


def is_before_row(one: Expr, other: Expr, indices: frozenset[str]) -> bool:
    """Whether a capital letter is a matrix before a vector; before a sum, `C Σᵢ ξᵢ`, it is a number unless it is a matrix of weights."""
    entry = entry_of(one.id) if isinstance(one, Name) else None
    if not is_capital(one) or (entry and not indices.isdisjoint(entry.letters)):
        return False
    return not is_sum(other) or (isinstance(one, Name) and one.id[0] in MATRICES)


def rows_in(expr: Expr, indices: Collection[str], values: dict[str, Expr]) -> Iterator[str]:
    """The matrices whose rows make up a vector: of a product the last factor is one. Of `values` each is gone through once."""
    match expr:
        case Name(id=name) if name in values:
            yield from rows_in(values.pop(name), indices, values)
        case Name(id=name) if (entry := entry_of(name)) and len(entry.places) == 1 and entry.letters[0] in indices:
            yield entry.base
        case Binary(operator="*"):
            yield from rows_in(expr.right, indices, values)
        case Binary(operator="/" | "**", left=value) | Unary(operand=value) | Attribute(name="T", value=value):
            yield from rows_in(value, indices, values)
        case Binary(left=left, right=right):
            yield from rows_in(left, indices, values)
            yield from rows_in(right, indices, values)
        case Call(arguments=(argument, *_)):
            yield from rows_in(argument, indices, values)


def has_rows(statement: Statement) -> bool:
    """Whether a statement has something numbered that may be a row."""
    return any(isinstance(part, Name) and number(part) for part in everything(statement))


def entries(row: Expr, column: Expr) -> Call | None:
    """The product of a row and a column, one of which is numbered, as an entry of the product of all; None for others."""
    if not is_transpose(row):
        return None
    for numbered, vector in ((row.value, column), (column, row.value)):
        letter = number(numbered)
        if letter and isinstance(vector, Name) and not number(vector):
            assert isinstance(numbered, Name)
            matrix = replace(numbered, id=numbered.id.rpartition("_")[0])
            # Without a sign: nobody wrote this product.
            whole = Binary(matrix, "@", vector, span=numbered.span, place=numbered.span, sign="")
            return Call(
                Name(ENTRY, span=numbered.span), (whole, Literal(letter, span=numbered.span)), span=numbered.span
            )
    return None


def numbered_products(body: Expr, index: str) -> dict[str, Entry]:
    """The matrices whose rows stand in products with an index at their foot, by name."""
    found = {}
    for part in everything(body):
        if is_marked(part, index) and isinstance(whole := part.arguments[0], Binary) and isinstance(whole.left, Name):
            found[whole.left.id] = Entry(whole.left.id, (Place(index),))
    return found


def number(expr: Expr) -> str:
    """The letter that numbers a vector, or ""."""
    entry = entry_of(expr.id) if isinstance(expr, Name) else None
    places = entry.places if entry else ()
    return places[0].letter if len(places) == 1 and not places[0].shift and places[0].letter in INDICES else ""
