"""Bars: `|x|` is the absolute value, `‖x‖` and `||x||` the norm."""

from __future__ import annotations

import re

from app.language.mathematics.formula import Formula, prefix
from app.language.mathematics.operand import Operand
from app.language.operators import FUNCTIONS
from app.language.text.characters import FEET, SUBSCRIPTS
from app.language.text.tokens import Token


@prefix("|", "‖")
def absolute(formula: Formula, bar: Token) -> Operand:
    """`|x|` is the absolute value, `‖x‖` and `||x||` the norm."""
    doubled = bar.text == "|" and formula.norm_ahead(formula.place)
    if doubled:
        formula.next()
    inner = formula.level(bar.text)
    if formula.peek() is None:
        formula.told.refuse(bar, bar, f"`{bar.text}` is never closed", f"add a `{bar.text}`")
    closed = formula.next()
    if doubled and formula.sees("|"):
        closed = formula.next()
    norm = doubled or bar.text == "‖"
    order = norm_order(formula) if norm else []
    end = [order[-1].after(")") if order else closed.says(")", "operator")]
    return Operand([bar.says(FUNCTIONS["‖" if norm else "|"], "name"), bar.after("("), *inner, *order, *end], "group")


ORDER = re.compile(r"\d+(?:[./]\d+)?|inf|[a-z]")
"""What is raised and drawn in a norm: a number, ∞, or a letter that has a value."""
NUCLEAR = ("*", "∗", "nuc", "tr")
SPECTRAL = ("op", "spec", "σ")


def norm_order(formula: Formula) -> list[Token]:
    """The order of a norm, as in `‖x‖₁`: an argument more; that of Euclid and Frobenius needs none. Raises LanguageError for others."""
    token = formula.peek()
    if token is None or token.spaced or not (token.text[0] == "_" or token.text[0] in SUBSCRIPTS):
        return []
    last = formula.next()
    order = token.text.lstrip("_").translate(FEET)
    if not order and formula.sees("{", "*", "∗"):
        inner = formula.bracket(formula.next())[1:-1] if formula.sees("{") else [formula.next()]
        order = "".join(each.text for each in inner if len(inner) == 1 or each.text != "*")
        last = inner[-1] if inner else token
    if order in ("F", "Fro", "fro", ""):
        return []
    order = "2" if order in SPECTRAL else order
    if order in NUCLEAR:
        return [token.before(","), last.says("'nuc'", "text")]
    if not ORDER.fullmatch(order):
        hint = "the orders are numbers, ∞, F and *; write any other norm with its formula"
        formula.told.refuse(token, last, f"the norm with `{order}` at its foot is not known", hint)
    return [token.before(","), last.says(order, "number")]
