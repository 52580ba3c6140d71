"""Signs that only arrays have: transposes, bars of norms, products entry by entry, the identity matrix."""

from __future__ import annotations

from app.language import syntax
from app.language.binding.reach import IDENTITY, INNER, NORM, factors, is_transpose
from app.language.binding.weights import VECTORIAL
from app.language.syntax import Binary, Call, Expr, Literal, Name, Unary

HADAMARD = ("⊙", "\\odot")
"""Signs of products of arrays entry by entry."""


def shows_arrays(part: object) -> bool:
    """Whether something is written as only arrays are."""
    match part:
        case Call(function=Name(id=name)):
            return name in (NORM, INNER) or name in VECTORIAL
        case Binary(sign=sign) if sign in HADAMARD:
            return True
        case Binary(operator="@", sign="") | syntax.Sequence(items=(syntax.Sequence(), *_)):
            return True
    return part == Name(IDENTITY) or is_transpose(part)


def is_shift(term: Expr) -> bool:
    """Whether a term is a Greek letter times the identity matrix, as in `A − λI`; `rI` may be a voltage."""
    first, *rest = factors(term)
    return rest == [Name(IDENTITY)] and isinstance(first, Name) and "α" <= first.id[0] <= "ω"


def is_literal(expr: Expr) -> bool:
    """Whether a value is written out, so that what it is assigned to is an input."""
    return isinstance(expr.operand if isinstance(expr, Unary) else expr, (Literal, syntax.Sequence))
