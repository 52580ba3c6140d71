"""Sums over an index as the syntax holds them: a call of Σ or Π with a term, an index, two limits, and perhaps a condition."""

from __future__ import annotations

from app.language.functions import EXTREMES
from app.language.operators import FUNCTIONS
from app.language.syntax import Call, Expr, Literal, Name
from app.language.text.tokens import ENTRY

INDEXED = {"Σ": FUNCTIONS["∑"], "Π": FUNCTIONS["∏"], **{name.capitalize(): name for name in EXTREMES}}
"""What a sum, and other functions of what an index runs over, are called in Python's text until their names are known."""

ENDED = ("Σ", "Π")
"""Those that have an upper limit of their own."""


def is_sum(part: object) -> bool:
    """Whether a sum or product over an index stands here."""
    return (
        isinstance(part, Call)
        and isinstance(part.function, Name)
        and part.function.id in INDEXED
        and len(part.arguments) in (4, 5)
        and isinstance(part.arguments[1], Literal)
    )


def is_entry(part: object, index: str | None = None) -> bool:
    """Whether an index stands at the foot of a bracket, `softmax(z)ᵢ`."""
    marked = isinstance(part, Call) and isinstance(part.function, Name) and part.function.id == ENTRY
    return marked and index in (None, part.arguments[1].value)  # type: ignore[attr-defined]


def left_out(limit: Expr) -> bool:
    """Whether a sum has no such limit."""
    return isinstance(limit, Literal) and limit.value is None


def whole(limit: Expr, otherwise: int | None) -> int | None:
    """A limit as a whole number; None where it is not written as one."""
    if left_out(limit):
        return otherwise
    return limit.value if isinstance(limit, Literal) and isinstance(limit.value, int) else None
