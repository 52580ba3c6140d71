"""Operands in brackets, bars and braces, and under roots."""

from __future__ import annotations

from app.language.formula import Formula, prefix
from app.language.operand import Operand
from app.language.tokens import Token


@prefix("(")
def group(formula: Formula, opened: Token) -> Operand:
    lambda_ = formula.sees("lambda")
    return Operand(formula.bracket(opened), "lambda" if lambda_ else "group")


@prefix("[")
def listed(formula: Formula, opened: Token) -> Operand:
    return Operand(formula.bracket(opened), "list")


@prefix("{")
def braced(formula: Formula, opened: Token) -> Operand:
    """Braces hold a dict; with one value in them they are brackets."""
    place = formula.place
    if any(formula.matching(place, sign) is not None for sign in (":", ",", "for", "*", "}")) and formula.sees("}"):
        return Operand(formula.bracket(opened), "group")
    plain = all(formula.matching(place, sign) is None for sign in (":", ",", "for", "**"))
    return Operand(formula.bracket(opened, "()" if plain else ""), "group")


@prefix("⟨")
def inner_product(formula: Formula, opened: Token) -> Operand:
    inside = formula.bracket(opened, "()")
    return Operand([opened.says("inner", "name"), *inside], "group")


@prefix("...")
def ellipsis(formula: Formula, sign: Token) -> Operand:
    return Operand([sign], "text")
