"""Bars: `|x|` is the absolute value, `‖x‖` and `||x||` the norm."""

from __future__ import annotations

from app.language.formula import Formula, prefix
from app.language.operand import Operand
from app.language.tokens import Token


@prefix("|", "‖")
def absolute(formula: Formula, bar: Token) -> Operand:
    """`|x|` is the absolute value, `‖x‖` and `||x||` the norm."""
    doubled = bar.text == "|" and doubled_ahead(formula)
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


def doubled_ahead(formula: Formula) -> bool:
    """Whether `||` opens a norm: two bars side by side close it, with no lone bar after an operand between them."""
    first = formula.peek()
    if first is None or first.text != "|" or first.spaced:
        return False
    place = formula.place + 1
    while (bar := formula.matching(place, "|")) is not None:
        following = formula.tokens[bar + 1] if bar + 1 < len(formula.tokens) else None
        if following is not None and following.text == "|" and not following.spaced:
            return True
        if formula.tokens[bar - 1].kind in ("name", "number", "power") or formula.tokens[bar - 1].text == ")":
            return False
        place = bar + 1
    return False


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
