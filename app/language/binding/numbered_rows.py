"""Rows of a matrix by their number: in `Σᵢ (yᵢ − wᵀxᵢ)²` each xᵢ is a vector, and all of them together are a matrix x, so that
the products with w are `x w`.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from app.language.binding.feet import INDICES, entry_of
from app.language.binding.reach import factors, is_transpose
from app.language.syntax import Binary, Call, Expr, Literal, Name, Statement
from app.language.text.letters import FUNCTION_LETTERS, product
from app.language.text.tokens import ENTRY
from app.language.walk import everything, mapped


def with_rows(tree: Any) -> Any:
    """The tree whose products of a vector and a numbered one, `wᵀxᵢ` and `xᵢᵀw`, are entries of the product of a matrix, and whose
    numbered factors before a bracket, `yᵢ(wᵀxᵢ + b)`, are factors.
    """
    tree = mapped(tree, with_rows)
    match tree:
        case Call(function=Name() as factor, arguments=(Binary(operator="+" | "-") as argument,)) if (
            number(factor) and factor.id[0] not in FUNCTION_LETTERS
        ):
            return product([factor, argument], tree.span)
        case Binary(operator="**" | "*"):
            written = [part for each in factors(tree) for part in after_raised(each)]
            for place, (one, other) in enumerate(pairwise(written)):
                if read := entries(one, other):
                    return product([*written[:place], read, *written[place + 2 :]], tree.span)
    return tree


def has_rows(statement: Statement) -> bool:
    """Whether a statement has something numbered that may be a row."""
    return any(isinstance(part, Name) and number(part) for part in everything(statement))


def after_raised(part: Expr) -> list[Expr]:
    """`w^Txᵢ` as two factors: only what is in braces is raised as a whole."""
    match part:
        case Binary(operator="**", sign="^", right=Name(id=raised) as right) if raised[:1] == "T" and raised[1:]:
            return [replace(part, right=replace(right, id="T")), replace(right, id=raised[1:])]
    return [part]


def entries(row: Expr, column: Expr) -> Call | None:
    """The product of a row and a column, one of which is numbered, as an entry of the product of all; None for others."""
    match row:
        case Binary(operator="**", sign="^", left=value, right=Name(id="T")):
            pass
        case _ if is_transpose(row):
            value = row.value
        case _:
            return None
    for numbered, vector in ((value, column), (column, value)):
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


def number(expr: Expr) -> str:
    """The letter that numbers a vector, or ""."""
    entry = entry_of(expr.id) if isinstance(expr, Name) else None
    places = entry.places if entry else ()
    return places[0].letter if len(places) == 1 and not places[0].shift and places[0].letter in INDICES else ""
