"""Roots: `√x`, `∛x`, `³√x`, `√(x + 1)`."""

from __future__ import annotations

from app.language.mathematics.formula import PREFIXES, SUFFIXES, Formula, prefix
from app.language.mathematics.operand import CALLED, Operand
from app.language.operators import FUNCTIONS
from app.language.text.characters import SUPERSCRIPTS
from app.language.text.tokens import Token

SIGNS = {"2": "√", "3": "∛", "4": "∜"}
"""The roots that have a sign of their own, by their index."""


@prefix("√", "∛", "∜")
def rooted(formula: Formula, sign: Token) -> Operand:
    """A root binds what is right after it, with its calls and items but without its powers."""
    function = sign.says(FUNCTIONS[sign.text if sign.text in FUNCTIONS else "√"], "name")
    token = formula.peek()
    if token is not None and token.text in ("-", "+") and not token.spaced:
        formula.told.refuse(
            sign, token, f"what begins with a sign under `{sign.text}` needs brackets", f"write {sign.text}(…)"
        )
    if token is None or not formula.begins(token, after=False):
        formula.told.refuse(sign, sign, f"nothing stands under `{sign.text}`", f"write {sign.text}x")
    inner = radicand(formula)
    remark(formula, sign, inner)
    call = Operand([function, *enclosed(inner)], "root")
    return Operand([function, *enclosed(call)], "root") if sign.text == "∜" else call


@prefix("²")
def of_index(formula: Formula, index: Token) -> Operand:
    """`³√x` and `ⁿ√x`: a root with its index."""
    sign = formula.next()
    spelled = "".join(SUPERSCRIPTS[each] for each in index.text)
    if spelled in SIGNS:
        return rooted(formula, sign.says(SIGNS[spelled]))
    token = formula.peek()
    if token is None or not formula.begins(token, after=False):
        formula.told.refuse(index, sign, f"nothing stands under `{index.text}√`", f"write {index.text}√x")
    if not (spelled.isdigit() or len(spelled) == 1):
        formula.told.refuse(index, sign, f"`{index.text}` is no index of a root", "write the root as a power: x^(1/n)")
    degree = index.says(spelled, "number" if spelled.isdigit() else "name")
    power = [
        sign.says("**", "operator"),
        index.says("(", "operator"),
        index.says("1", "number"),
        index.says("/", "operator"),
    ]
    power += [degree, index.says(")", "operator")]
    return Operand([*enclosed(radicand(formula)), *power], "root")


def radicand(formula: Formula) -> Operand:
    """What stands right after a root."""
    token = formula.next()
    begin = PREFIXES.get(token.text)
    formula.deepen(token)
    inner = begin(formula, token) if begin else formula.atom(token)
    formula.depth -= 1
    while (after := formula.peek()) is not None and after.text in (".", "[", "(") and inner.kind in CALLED:
        if (more := SUFFIXES[after.text](formula, inner, after)) is None:
            break
        inner = more
    return inner


def enclosed(inner: Operand) -> list[Token]:
    """In brackets, unless it has its own."""
    tokens = inner.tokens
    return (
        tokens
        if inner.kind == "group" and tokens[0].text == "("
        else [tokens[0].before("("), *tokens, tokens[-1].after(")")]
    )


def remark(formula: Formula, sign: Token, inner: Operand) -> None:
    """Say how far a root reaches that has no brackets."""
    after = formula.peek()
    if after is None or after.spaced or inner.kind == "group":
        return
    if after.kind in ("power", "name") or after.text == "^":
        shown, root = formula.told.written(inner.tokens), sign.text
        message = f"`{root}{shown}{after.text}` is read as {root}({shown}){after.text}"
        formula.told.say(sign, after, message, f"for the other write {root}({shown}{after.text}…)")
