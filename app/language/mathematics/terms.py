"""How far a sum or a product over an index reaches: factors and quotients, and terms that have its index, too."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.language.mathematics.formula import Formula
from app.language.mathematics.groups import squared
from app.language.mathematics.limits import at_foot
from app.language.mathematics.operand import Operand
from app.language.text.characters import FEET, SUBSCRIPTS
from app.language.text.tokens import CLOSING, OPENING, Token

LETTER = re.compile(r"([ΣΠ])(?:_?([a-zₐ-ₜᵢⱼ]{1,2})|(_))?$")
ENDING = frozenset("+-,=;")
"""What ends a term."""


def term(formula: Formula, *, division: bool, indexed: bool, index: Collection[str]) -> list[Token]:
    """What a sum adds up: factors and their quotients, up to a sign or a comma."""
    out: list[Token] = []
    run: list[Operand] = []
    while (token := formula.peek()) is not None:
        if formula.begins(token, bool(run)):
            if token.text == "[" and not (run or out) and squared(formula):
                run.append(Operand(formula.bracket(formula.next(), "()"), "group"))
                continue
            called = token.text == "(" and not (run or out or token.spaced or indexed)
            run.append(formula.operand())
            if called and (following := formula.peek()) is not None and following.text in ("*", "/", "@"):
                break
            continue
        joins = token.text in ("*", "@") or (token.text == "/" and (division or divides_each(formula, index)))
        if not (joins and run) and not (token.text in ("-", "+") and not run):
            break
        out += [*formula.product(run, out), formula.next()]
        run = []
    return out + formula.product(run, out)


def goes_on(formula: Formula, index: Collection[str]) -> bool:
    """Whether the term behind a plus or a minus has the index of a sum at the foot of a name, and is no sum of its own."""
    depth = 0
    for place, token in enumerate(formula.tokens[formula.place :] if formula.sees("+", "-") else []):
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if (
            depth < 0
            or (place and not depth and token.text in ENDING)
            or LETTER.match(token.text)
            or token.text in "∑∏"
        ):
            return False
        if has_at_foot(token, index):
            return True
    return False


def has_at_foot(token: Token, index: Collection[str]) -> bool:
    """Whether a name has one of some indices at its foot."""
    small = [sign.translate(FEET) for sign in token.text if sign in SUBSCRIPTS]
    return token.kind == "name" and not {*small, *at_foot(token.text)}.isdisjoint(index)


def divides_each(formula: Formula, index: Collection[str]) -> bool:
    """Whether what stands behind the stroke that comes next has an index at the foot of a name: `∏ (x − x_j)/(x_i − x_j)`."""
    first = formula.place + 1
    close = formula.matching(first + 1, ")") if formula.sees("(", ahead=1) else first
    return any(has_at_foot(token, index) for token in formula.tokens[first : (close or first) + 1])
