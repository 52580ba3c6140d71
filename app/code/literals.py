"""Numbers, arrays and settings as expressions of Python."""

from __future__ import annotations

import ast
import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.code.script import Unwritable

MOST = 50_000
"""How many numbers of one array are written out."""

CONSTANTS = {math.pi: "np.pi", math.log(2): "np.log(2)", math.log(10): "np.log(10)"}


def literal(value: Any) -> ast.expr:
    """A number, flag, text, array, index, or a tuple of them. Raises Unwritable for what is too long to be written out."""
    if isinstance(value, np.ndarray):
        return array(value)
    if isinstance(value, tuple | list):
        items = [literal(each) for each in value]
        return ast.Tuple(items) if isinstance(value, tuple) else ast.List(items)
    if isinstance(value, slice):
        return ast.Slice(*[None if each is None else literal(each) for each in (value.start, value.stop, value.step)])
    return number(value.item() if isinstance(value, np.generic) else value)


def number(value: Any) -> ast.expr:
    if isinstance(value, float) and math.isnan(value):
        return attribute("np", "nan")
    if isinstance(value, int | float) and not isinstance(value, bool) and (value < 0 or str(value) == "-0.0"):
        return ast.UnaryOp(ast.USub(), number(-value))
    if isinstance(value, float) and math.isinf(value):
        return attribute("np", "inf")
    known = CONSTANTS.get(value) if isinstance(value, float) else None
    return ast.parse(known, mode="eval").body if known else ast.Constant(value)


def attribute(name: str, *path: str) -> ast.expr:
    found: ast.expr = ast.Name(name)
    for each in path:
        found = ast.Attribute(found, each)
    return found


def call(function: ast.expr, *arguments: ast.expr) -> ast.Call:
    return ast.Call(function, list(arguments), [])


def array(value: NDArray[Any]) -> ast.expr:
    """`np.array([…])`, or what says the same in fewer words: `np.ones((2, 3))`, `np.eye(3)`, `np.arange(4)`."""
    if not value.ndim:
        return number(value.item())
    known = regular(value)
    if known is not None:
        return known
    if value.size > MOST:
        raise Unwritable(
            f"an array of {value.size} numbers is too long to be written out as code", "use smaller arrays"
        )
    return call(attribute("np", "array"), literal(value.tolist()))


def regular(value: NDArray[Any]) -> ast.expr | None:
    """An array that a function of NumPy's makes."""
    if not value.size or (value.dtype == float and not np.any(value)):
        return call(attribute("np", "zeros"), literal(value.shape))
    if value.dtype == float and value.size > 1 and np.all(value == 1):
        return call(attribute("np", "ones"), literal(value.shape))
    if value.dtype == float and value.ndim == 2 and value.shape[0] > 1 and is_identity(value):
        return call(attribute("np", "eye"), literal(len(value)))
    if value.dtype.kind == "i" and value.size > 2 and np.array_equal(value.ravel(), np.arange(value.size)):
        return counted(value)
    return None


def is_identity(value: NDArray[Any]) -> bool:
    return value.shape[0] == value.shape[1] and np.array_equal(value, np.eye(len(value)))


def counted(value: NDArray[Any]) -> ast.expr:
    shape = "" if value.ndim == 1 else f".reshape{value.shape}"
    return ast.parse(f"np.arange({value.size}){shape}", mode="eval").body
