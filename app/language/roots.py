"""Roots: `√x`, `∛x`, `√(x + 1)`."""

from __future__ import annotations

from app.language.formula import PREFIXES, SUFFIXES, Formula, prefix
from app.language.operand import CALLED, Operand
from app.language.operators import FUNCTIONS
from app.language.tokens import Token


@prefix("√", "∛", "∜")
def rooted(formula: Formula, sign: Token) -> Operand:
    """A root binds what is right after it, with its calls and items but without its powers."""
    function = sign.says(FUNCTIONS.get(sign.text, "sqrt"), "name")
    token = formula.peek()
    if token is None or not formula.begins(token, after=False):
        return Operand([function], "name")
    inner = radicand(formula)
    remark(formula, sign, inner)
    call = [function, *(inner.tokens if inner.kind == "group" else enclosed(inner.tokens))]
    return Operand([function, *enclosed(call)] if sign.text == "∜" else call, "root")


def radicand(formula: Formula) -> Operand:
    """What stands right after a root."""
    token = formula.next()
    begin = PREFIXES.get(token.text)
    inner = begin(formula, token) if begin else formula.atom(token)
    while (after := formula.peek()) is not None and after.text in (".", "[", "(") and inner.kind in CALLED:
        inner = SUFFIXES[after.text](formula, inner, after) or inner
    return inner


def enclosed(tokens: list[Token]) -> list[Token]:
    return [tokens[0].before("("), *tokens, tokens[-1].after(")")]


def remark(formula: Formula, sign: Token, inner: Operand) -> None:
    """Say how far a root reaches that has no brackets."""
    after = formula.peek()
    if after is None or after.spaced or inner.kind == "group":
        return
    if after.kind in ("power", "name") or after.text == "^":
        shown, root = formula.told.written(inner.tokens), sign.text
        message = f"`{root}{shown}{after.text}` is read as {root}({shown}){after.text}"
        formula.told.say(sign, after, message, f"for the other write {root}({shown}{after.text}…)")
