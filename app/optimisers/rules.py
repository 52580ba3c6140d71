"""Rules in the language, as lines of a text and as syntax, and what is left out of one where a setting is 0."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from app.language import parse
from app.language.syntax import Assign, Binary, Expr, Literal, Name
from app.language.walk import mapped

Rule = tuple[tuple[str, Expr], ...]
"""Names and what they become, one after another."""
NEUTRAL = {"+ left": 0, "+ right": 0, "- right": 0, "* left": 1, "* right": 1, "/ right": 1}
"""What an operand is that changes nothing, by the sign and its side."""


@cache
def rule(text: str) -> Rule:
    """Assignments to names, in order."""
    found = []
    for statement in parse(text).statements:
        assert isinstance(statement, Assign) and isinstance(statement.targets[0], Name)
        found.append((statement.targets[0].id, statement.value))
    return tuple(found)


def without(rule: Rule, names: Collection[str]) -> Rule:
    """The rule where these settings are 0: their terms are left out, and lines that then change nothing."""
    found = ((left, reduced(expr, names)) for left, expr in rule)
    return tuple((left, expr) for left, expr in found if expr != Name(left, span=expr.span))


def reduced(expr: Expr, names: Collection[str]) -> Expr:
    """An expression without the terms of the names, which are 0."""
    if isinstance(expr, Name) and expr.id in names:
        return Literal(0, span=expr.span)
    made = mapped(expr, lambda part: reduced(part, names))
    if not isinstance(made, Binary) or made == expr:
        return made
    for side, other in (("left", made.right), ("right", made.left)):
        operand = getattr(made, side)
        if isinstance(operand, Literal):
            if operand.value == NEUTRAL.get(f"{made.operator} {side}"):
                return other
            if operand.value == 0 and made.operator == "*":
                return operand
    return made
