"""Functions that say whether something holds, `I(x > 0)`: a comparison is their value."""

from __future__ import annotations

from app.language.syntax import Binary, Compare, Expr, Literal, Logical, Name

SIGNS = frozenset({"I", "χ"})
"""What books call the indicator of a condition."""


def indicated(function: Name, argument: Expr | None) -> Expr | None:
    """The number that a condition comes to, 1 where it holds and 0 elsewhere; None where a function is applied to something else."""
    if function.id not in SIGNS or not isinstance(argument, (Compare, Logical)):
        return None
    span = argument.span
    return Binary(Literal(1.0, span=span), "*", argument, span=span, place=span, sign="*")
