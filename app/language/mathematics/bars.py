"""Bars: `|x|` is the absolute value, `‖x‖` and `||x||` the norm."""

from __future__ import annotations

from app.language.mathematics.formula import Formula, prefix
from app.language.mathematics.operand import Operand
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
    end = [closed.says(")", "operator")]
    return Operand([bar.says("norm" if norm else "abs", "name"), bar.after("("), *inner, *order, *end], "group")


def norm_order(formula: Formula) -> list[Token]:
    """The order of a norm, as in `‖x‖₁`: an argument more; that of Euclid and Frobenius needs none."""
    token = formula.peek()
    if token is None or token.spaced or not (token.text.startswith("_") or token.text in ("₁", "₂")):
        return []
    formula.next()
    order = token.text.lstrip("_").translate({ord("₁"): "1", ord("₂"): "2"})
    if not order and formula.sees("{"):
        order = "".join(each.text for each in formula.bracket(formula.next())[1:-1])
    return [] if order in ("2", "F", "") else [token.before(","), token.says(order, "number")]
