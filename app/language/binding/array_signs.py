"""Signs that only arrays have: transposes, bars of norms, products entry by entry, the identity matrix."""

from __future__ import annotations

from app.language import functions, syntax
from app.language.binding.reach import IDENTITY, INNER, NORM, factors, is_capital, is_transpose
from app.language.binding.weights import SQUARE, VECTORIAL
from app.language.operators import FUNCTIONS
from app.language.syntax import Binary, Call, Expr, Literal, Name, Unary

HADAMARD = ("⊙", "\\odot")
"""Signs of products of arrays entry by entry."""


def shows_arrays(part: object) -> bool:
    """Whether something is written as only arrays are."""
    match part:
        case Call(function=Name(id=name)):
            return name in (NORM, INNER) or name in VECTORIAL | SQUARE or log_determinant(part) is not None
        case Binary(sign=sign) if sign in HADAMARD:
            return True
        case Binary(operator="@", sign="") | syntax.Sequence(items=(syntax.Sequence(), *_)):
            return True
    return part == Name(IDENTITY) or is_transpose(part)


def log_determinant(part: object) -> Name | None:
    """The matrix of `ln|Σ|`, a capital letter in bars under a logarithm; None for anything else."""
    match part:
        case Call(
            function=Name(id=functions.LOG | "ln"),
            arguments=(Call(function=Name() as bar, arguments=(Name() as matrix,)),),
        ) if bar.id == FUNCTIONS["|"] and is_capital(matrix) and bar.span.end - bar.span.column == 1:
            return matrix
    return None


def shows_matrix(expr: Expr) -> bool:
    """Whether a product ends with a capital letter, as what a determinant or a trace is of."""
    *_, last = factors(expr)
    return is_capital(last)


def is_shift(term: Expr) -> bool:
    """Whether a term is a Greek letter times the identity matrix, as in `A − λI`; `rI` may be a voltage."""
    first, *rest = factors(term)
    return rest == [Name(IDENTITY)] and isinstance(first, Name) and "α" <= first.id[0] <= "ω"


def is_less_than_identity(expr: Expr) -> bool:
    """Whether a sum is the identity matrix less a product of capital letters, `I − KH`."""
    match expr:
        case Binary(left=Name(id=name), operator="-", right=Binary() as product) if name == IDENTITY:
            return all(map(is_capital, factors(product)))
    return False


def is_number(expr: Expr) -> bool:
    """Whether a value is a number written out."""
    return isinstance(expr.operand if isinstance(expr, Unary) else expr, Literal)


def is_literal(expr: Expr) -> bool:
    """Whether a value is written out, so that what it is assigned to is an input."""
    return is_number(expr) or isinstance(expr.operand if isinstance(expr, Unary) else expr, syntax.Sequence)
