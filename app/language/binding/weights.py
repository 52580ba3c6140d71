"""Matrices by convention: in `Wx + b`, `tanh(Ux + Vh)` and `W₂ max(0, W₁x)` a capital letter multiplies a vector.

What counts is the letter W, a bias, or a function that networks apply to vectors: `Fx` alone is a product of numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.language import syntax
from app.language.binding.reach import IDENTITY, factors, is_capital, is_transpose, outermost, terms
from app.language.functions import EXTREMES
from app.language.syntax import Attribute, Binary, Call, Expr, Literal, Name, Unary
from app.language.text.letters import WEIGHTS

VECTORIAL = frozenset("softmax log_softmax logsumexp argmax".split())
"""Functions that say nothing of one number."""
REDUCING = frozenset("sum mean prod max min norm det trace logsumexp var std".split())
"""Functions that give one number for an array."""
SQUARE = frozenset("det trace".split())
"""Functions of square matrices that give a number."""
ACTIVATIONS = VECTORIAL | frozenset(
    "sigmoid σ tanh relu ReLU leaky_relu elu gelu GELU silu swish softplus softsign hardtanh".split()
)
"""What layers end with."""
BIAS = "b"
TIME = "t"
"""The small letter that is a number beside a matrix, as in e^{At}."""
SMALL = re.compile(r"[a-z][\u0300-\u0303]?(?:\d+|_\w+)?$")
"""A Latin letter of a vector, perhaps with a mark above and something at its foot."""


ENTRY = re.compile(r"[A-Z]_?(?:\d\d|\d_\d)(?:_\d)?")
"""An entry of a matrix by its two numbers, perhaps of one layer's: `W_12` and `W_12_1` are numbers."""


class Layer(NamedTuple):
    """A matrix times a vector, and what stands beside it in sums, as a bias does."""

    product: Expr
    matrix: Name
    vector: Expr
    beside: Sequence[Expr]


def layers(whole: Iterable[object]) -> Iterator[Layer]:
    """The products of a matrix and a vector in all parts of a text."""
    for part in outermost(whole):
        if isinstance(part, Binary) or (isinstance(part, Call) and is_activation(part)):
            yield from layers_in(part, conventional=False)


def layers_in(expr: Expr, *, conventional: bool, beside: Sequence[Expr] = ()) -> Iterator[Layer]:
    """The layers among the terms of a sum, and in what activations in it are applied to. Where nothing else tells of one, those with W."""
    written = [*terms(expr)]
    small = [each for each in written if is_small(each)]
    beside = [*beside, *small]
    conventional = conventional or any(isinstance(each, Name) and each.id[0] == BIAS for each in small)
    for term in written:
        inner = term.operand if isinstance(term, Unary) else term
        if isinstance(inner, Call) and is_activation(inner) and (argument := activated(inner)):
            yield from layers_in(argument, conventional=True, beside=beside)
        first = next(factors(inner))
        if is_transpose(first) and not is_capital(first.value):
            continue
        several = [*factors(inner)]
        names = [each for each in several if isinstance(each, Name) and each.id != IDENTITY and is_capital(each)]
        if conventional and len(names) > 1 and all(map(is_capital, several)) and Name(IDENTITY) not in several:
            yield Layer(inner, names[0], names[-1], beside)
        for one, other in pairwise(several):
            matrix = one.value if is_transpose(one) else one
            named = isinstance(matrix, Name) and is_capital(matrix) and matrix.id != IDENTITY
            weighs = named and not ENTRY.fullmatch(matrix.id) and is_vector(other)  # type: ignore[attr-defined]
            if weighs and (conventional or matrix.id.startswith(WEIGHTS)):  # type: ignore[attr-defined]
                yield Layer(inner, matrix, other, beside)  # type: ignore[arg-type]
            if conventional and is_vector(one) and isinstance(other, Name) and other.id.startswith(WEIGHTS):
                # Rows from the left, x W + b.
                yield Layer(inner, other, one, beside)


def is_activation(call: Call) -> bool:
    name = call.function.id if isinstance(call.function, Name) else ""
    return name in ACTIVATIONS or (name in EXTREMES and len(call.arguments) > 1)


def activated(call: Call) -> Expr | None:
    """What a function is applied to, in `max(0, z)` too; None for functions of several values, and where it gives a number."""
    if isinstance(call.function, Name) and call.function.id in REDUCING and len(call.arguments) == 1:
        return None
    others = [each for each in call.arguments if not isinstance(each, Literal)]
    return others[0] if len(others) == 1 and (len(call.arguments) == 1 or is_activation(call)) else None


def is_row_letter(expr: Expr) -> bool:
    """Whether a letter is that of a vector, which stands as a row before a transpose: `q Kᵀ`."""
    return isinstance(expr, Name) and expr.id[0] in "qxhzvwuy"


def is_small(expr: Expr) -> bool:
    """Whether an expression is a small Latin letter."""
    return isinstance(expr, Name) and bool(SMALL.match(expr.id))


def is_vector(expr: Expr) -> bool:
    """Whether a factor is a small letter, a row of a matrix, several vectors in square brackets, or what an activation gives."""
    match expr:
        case syntax.Subscript(value=Name()):
            return True
        case syntax.Sequence(kind="list", items=items):
            return all(map(is_small, items))
        case Call():
            return is_activation(expr)
        case Attribute(name="T", value=value):
            return is_vector(value)
    return is_small(expr) and expr != Name(TIME)
