"""Marks behind a value that are no power: the positive part `x₊`, the pseudo-inverse `A†`."""

from __future__ import annotations

from app.language.mathematics.cases import top
from app.language.mathematics.formula import Formula, suffix
from app.language.mathematics.operand import Operand
from app.language.operators import FUNCTIONS
from app.language.text.tokens import Token

ENDING = frozenset({")", "]", "}", ",", "=", "+", "-", "*", "/", "@", "^", "|", "‖", "<", ">"})
"""What may follow a mark; an operand would be what a sign belongs to."""


@suffix("₊")
def positive_part(formula: Formula, operand: Operand, token: Token) -> Operand:
    """`x₊` and `[x − 1]₊` are max(0, x)."""
    sign = formula.next()
    shown = formula.told.written([*operand.tokens, sign])
    told = f"`{shown}` is read as the positive part, the larger of it and 0"
    formula.told.say(operand.tokens[0], sign, told, "for a name of its own give it a word: x_plus")
    return applied(FUNCTIONS[sign.text], operand, sign)


@suffix("†")
def pseudo_inverse(formula: Formula, operand: Operand, token: Token) -> Operand:
    """`A†` inverts a matrix as far as that can be done."""
    sign = formula.next()
    shown = formula.told.written([*operand.tokens, sign])
    told = f"`{shown}` is read as the pseudo-inverse"
    formula.told.say(operand.tokens[0], sign, told, f"for the transpose write {shown.rstrip('†^ ')}ᵀ")
    return applied(FUNCTIONS[sign.text], operand, sign)


def applied(function: str, operand: Operand, sign: Token) -> Operand:
    """A function of an operand, whose sign stands behind it."""
    first, *inner = operand.tokens
    if operand.kind == "list" and all(each.text != "," for each in top(inner[:-1])):
        # [x − 1]₊ is no list of one value.
        return Operand(
            [first.before(function, "name"), first.says("("), *inner[:-1], sign.says(")", "operator")], "call"
        )
    return Operand(
        [first.before(function, "name"), first.before("("), *operand.tokens, sign.says(")", "operator")], "call"
    )


def refuse_plus(formula: Formula, operand: Operand, sign: Token) -> None:
    """`x⁺` may mean several things. Raises LanguageError where nothing follows that a plus could belong to."""
    after = formula.peek(2 if sign.text != "⁺" else 1)
    if after is None or after.spaced or after.text in ENDING:
        shown = formula.told.written(operand.tokens[1:-1] if operand.kind == "group" else operand.tokens)
        told = f"`{shown}⁺` may be a positive part, a pseudo-inverse or a name"
        hint = f"write max(0, {shown}), pinv({shown}) or {shown}_plus"
        formula.told.refuse(operand.tokens[0], formula.peek(1) if sign.text != "⁺" else sign, told, hint)  # type: ignore[arg-type]
