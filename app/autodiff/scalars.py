"""Rows on single numbers: Python's own functions, where they do what NumPy's do, cost a fifth of the time."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from app.autodiff.primitives.activations import sigmoid
from app.autodiff.primitives.arithmetic import negate, power, unless
from app.autodiff.primitives.arrays import masked
from app.autodiff.table import Primitive

Function = Callable[..., Any]


def larger(a: float, b: float) -> float:
    """The larger number; nan where one is."""
    return float(a if a >= b or a != a else b)


def smaller(a: float, b: float) -> float:
    """The smaller number; nan where one is."""
    return float(a if a <= b or a != a else b)


def square(x: float) -> float:
    return x * x


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def chosen(condition: bool, x: float) -> float:
    """`unless` on numbers."""
    return 0.0 if condition else x


def passed(condition: bool, x: float) -> float:
    """`pass_where` on numbers."""
    return x if condition else 0.0


SCALAR: dict[object, Function] = {
    np.add: operator.add, np.subtract: operator.sub, np.multiply: operator.mul, np.divide: operator.truediv, negate: operator.neg,
    power: math.pow, np.square: square, np.abs: math.fabs, np.maximum: larger, np.minimum: smaller, np.sqrt: math.sqrt,
    np.exp: math.exp, np.expm1: math.expm1, np.log: math.log, np.log2: math.log2, np.log10: math.log10, np.log1p: math.log1p,
    np.sin: math.sin, np.cos: math.cos, np.tan: math.tan, np.arcsin: math.asin, np.arccos: math.acos, np.arctan: math.atan,
    np.sinh: math.sinh, np.cosh: math.cosh, np.tanh: math.tanh, np.arctan2: math.atan2, np.hypot: math.hypot,
    sigmoid: logistic, unless: chosen, masked: passed, np.greater: operator.gt, np.greater_equal: operator.ge, np.less: operator.lt,
    np.less_equal: operator.le, np.equal: operator.eq, np.not_equal: operator.ne,
}  # fmt: skip
REFUSALS = (ValueError, ArithmeticError)
"""What Python raises where NumPy gives inf or nan: 1/0, exp(1000), log(-1)."""

NUMBERS = frozenset({float, bool, np.int64})
"""The types of operands on which Python's functions are used, where one is a float; whole numbers come from NumPy."""
AS_THEY_ARE = frozenset({float, bool})
"""Those of them that Python's functions take as they are."""


def compute(row: Primitive, operands: Sequence[Any], settings: Mapping[str, object]) -> Any:
    """The value of a row; a single number is a float. Raises what NumPy raises where the operands do not fit."""
    function = SCALAR.get(row.forward)
    if function is not None and (kinds := set(map(type, operands))) <= NUMBERS and float in kinds:
        try:
            return function(*(operands if np.int64 not in kinds else map(unwrapped, operands)))
        except REFUSALS:
            pass
    return settle(row.forward(*operands, **settings))


def quick(row: Primitive, operands: Sequence[Any]) -> Function | None:
    """Python's function for a row on numbers of the types of `operands`, which may refuse some values; None where there is none."""
    kinds = set(map(type, operands))
    return SCALAR.get(row.forward) if float in kinds and kinds <= AS_THEY_ARE else None


def unwrapped(number: Any) -> Any:
    """A whole number of NumPy's as a float; all else as it is."""
    return float(number) if type(number) is np.int64 else number


def settle(result: Any) -> Any:
    """A value as nodes hold it: an array, or a single number, which is Python's where it is a float or a truth value of NumPy's."""
    if isinstance(result, np.ndarray) and result.ndim == 0:
        result = result[()]
    if type(result) is np.float64:
        return float(result)
    return bool(result) if type(result) is np.bool_ else result
