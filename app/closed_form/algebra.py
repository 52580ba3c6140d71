"""NumPy's functions by their names, on SymPy's expressions, so that the code of a row runs on them as it does on numbers."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

import sympy

from app.autodiff.rows import Primitive
from app.autodiff.table import SPELLINGS
from app.code.evaluation import evaluated
from app.language.operators import BINARY, PREFIX


class sigmoid(sympy.Function):  # type: ignore[misc]
    """Kept as it is: its gradient is known as σ(1 − σ)."""

    def _eval_evalf(self, precision: int) -> Any:
        return (1 / (1 + sympy.exp(-self.args[0])))._eval_evalf(precision)


def truth(condition: Any) -> Any:
    """A condition as a number, which is what it is in a product."""
    return sympy.Piecewise((1, condition), (0, True))


def condition(number: Any) -> Any:
    """A number as a condition; one that was made of a condition is that condition."""
    # To SymPy a symbol may be either; here it is a number.
    if isinstance(number, sympy.logic.boolalg.Boolean) and not number.is_Symbol:
        return number
    if isinstance(number, sympy.Piecewise) and [part[0] for part in number.args] == [1, 0]:
        return number.args[0].cond
    return sympy.Ne(number, 0)


def choice(given: Any, left: Any, right: Any) -> Any:
    return sympy.Piecewise((left, condition(given)), (right, True))


def compared(relation: Callable[..., Any]) -> Callable[[Any, Any], Any]:
    return lambda a, b: truth(relation(a, b))


def joined(operation: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *operands: truth(operation(*map(condition, operands)))


RELATIONS = (sympy.Eq, sympy.Ne, sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge)


def heaviside(x: Any, at: Any) -> Any:
    return sympy.Piecewise((0, x < 0), (at, sympy.Eq(x, 0)), (1, True))


def clipped(x: Any, low: Any, high: Any) -> Any:
    return sympy.Min(sympy.Max(x, low), high)


def truncated(x: Any) -> Any:
    return sympy.sign(x) * sympy.floor(sympy.Abs(x))


def same(x: Any, **_: Any) -> Any:
    """A reduction, a copy or a change of shape leaves a single number what it is."""
    return x


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    **{
        name: getattr(sympy, name)
        for name in """exp log sqrt sin cos tan sinh cosh tanh sign erf erfc erfinv gamma loggamma digamma polygamma""".split()
    },
    "sigmoid": sigmoid,
    "absolute abs": sympy.Abs,
    "log2": lambda x: sympy.log(x) / sympy.log(2),
    "log10": lambda x: sympy.log(x) / sympy.log(10),
    "cbrt": lambda x: sympy.sign(x) * sympy.Abs(x) ** sympy.Rational(1, 3),
    "arcsin": sympy.asin,
    "arccos": sympy.acos,
    "arctan": sympy.atan,
    "arcsinh": sympy.asinh,
    "arccosh": sympy.acosh,
    "arctanh": sympy.atanh,
    "arctan2": sympy.atan2,
    "gammaln": sympy.loggamma,
    "floor": sympy.floor,
    "ceil": sympy.ceiling,
    "trunc": truncated,
    "frac": lambda x: x - truncated(x),
    "isnan": lambda x: sympy.Integer(0),
    "maximum fmax": sympy.Max,
    "minimum fmin": sympy.Min,
    "clip": clipped,
    "heaviside": heaviside,
    "where": choice,
    "zeros_like": lambda x: sympy.Integer(0),
    "unless": lambda c, x: choice(c, sympy.Integer(0), x),
    **{BINARY[relation.rel_op].row: compared(relation) for relation in RELATIONS},
    BINARY["&"].row: joined(sympy.And),
    BINARY["|"].row: joined(sympy.Or),
    PREFIX["~"].row: joined(sympy.Not),
    "sum mean prod max min array sum_to spread reshape asarray": same,
}
"""By their names in NumPy and in the table, several with spaces between them; of others their rows say what they are."""
KNOWN: Mapping[str, Any] = {
    **{name: made for names, made in FUNCTIONS.items() for name in names.split()},
    "e": sympy.E,
    "pi": sympy.pi,
    "inf": sympy.oo,
    "nan": sympy.nan,
    "float": float,
}


class Names(dict[str, Any]):
    """What names mean in the code of a row: its operands, functions on expressions, and else what `shown` of their row says."""

    def __init__(self, operands: Mapping[str, Any]) -> None:
        super().__init__({**KNOWN, "np": self, **operands})

    def __missing__(self, name: str) -> Callable[..., Any]:
        row = SPELLINGS.get(name)
        if not isinstance(row, Primitive) or not row.shown_text:
            raise KeyError(name)
        tree, parameters = ast.parse(row.shown_text, mode="eval").body, row.parameters
        return lambda *operands: evaluated(tree, Names(dict(zip(parameters, operands, strict=True))))

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError as unknown:
            raise AttributeError(name) from unknown
