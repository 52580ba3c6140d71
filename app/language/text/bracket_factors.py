"""Letters before a bracket that are factors and no functions: `P(1 + r)`, `ħω(n + ½)`."""

from __future__ import annotations

from app.language.syntax import Attribute, Binary, Expr, Literal, Name
from app.language.text.letters import (
    COEFFICIENTS,
    DIGITS,
    FUNCTION_LETTERS,
    GREEK,
    INITIAL,
    MATRICES,
    TARGETS,
    WEIGHTS,
    likely,
)

GAINS, MEASURING = frozenset("KL"), frozenset("HC")
"""Letters of the gain of a filter and of the matrix of its measurements."""


def before_bracket(name: str, argument: Expr | None, text: str) -> list[str]:
    """The letters of a name that stands before a bracket, of which the last is a factor, too; nothing for other names."""
    parts = likely(name, text)
    return parts if len(parts) > 1 and is_factor(parts[-1], argument) else []


def is_factor(name: str, argument: Expr | None) -> bool:
    """Whether a letter before a bracket is likelier a factor than a function: a sum follows that begins with a number, as in `P(1 + r)`,
    or any sum where the letter is one of coefficients, as in `γ(x − μ)` and `a(x − h)²`; W is a matrix, and so is U_h
    before what is computed.
    """
    letter = name.partition("_")[0].rstrip(DIGITS)
    if letter in GREEK:
        return is_factor(GREEK[letter], argument)
    if letter == WEIGHTS or (letter in MATRICES and name != letter and isinstance(argument, Binary)):
        return True
    if (INITIAL.fullmatch(name) and is_quotient(argument)) or (letter in GAINS and is_innovation(argument)):
        return True
    if not (isinstance(argument, Binary) and argument.operator in ("+", "-")) or name in FUNCTION_LETTERS:
        return False
    first: Expr = argument
    while isinstance(first, Binary) and first.operator in ("+", "-", "/"):
        first = first.left
    usual = len(name.partition("_")[0]) == 1 or (len(name) == 2 and name.isupper())
    if INITIAL.fullmatch(name):
        return True
    return (isinstance(first, Literal) and usual) or letter in COEFFICIENTS or (letter in TARGETS and is_score(first))


def is_innovation(expr: Expr | None) -> bool:
    """Whether something is measured less what a matrix makes of a state, `z − Hx̂`."""
    if not isinstance(expr, Binary) or expr.operator != "-":
        return False
    match expr.right:
        case Binary(left=Name(id=matrix), operator="*" | "@") | Name(id=matrix):
            return matrix[0] in MEASURING and expr.right != Name(matrix[0])
    return False


def is_quotient(expr: Expr | None) -> bool:
    """Whether an expression is a number over another, the share in `A₀(1/2)ⁿ`."""
    match expr:
        case Binary(left=Literal(), operator="/", right=Literal()):
            return True
    return False


def is_score(expr: Expr) -> bool:
    """Whether a term begins with a transpose: `y(wᵀx + b)` is a target times what a classifier says."""
    while isinstance(expr, Binary) and expr.operator == "*":
        expr = expr.left
    return isinstance(expr, Attribute) and expr.name == "T"
