"""What a row's code comes to at the values at hand: a script must give the figure's numbers, or not be written."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.autodiff.refusals import ARRAY_ERRORS
from app.code.script import Unwritable

TOLERANCE = 1e-9
"""The largest error, relative to the largest entry, that code may have."""
OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
    ast.FloorDiv: operator.floordiv,
    ast.USub: operator.neg,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def evaluated(node: ast.expr, names: Mapping[str, Any]) -> Any:
    """The value of a row's code, where `names` are its parameters and functions."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.Attribute(value=inner, attr=attr):
            return getattr(evaluated(inner, names), attr)
        case ast.UnaryOp(op=op, operand=inner):
            return OPERATORS[type(op)](evaluated(inner, names))
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](evaluated(left, names), evaluated(right, names))
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return OPERATORS[type(op)](evaluated(left, names), evaluated(right, names))
        case ast.Subscript(value=inner, slice=key):
            return evaluated(inner, names)[evaluated(key, names)]
        case ast.Slice():
            parts = (node.lower, node.upper, node.step)
            return slice(*(None if each is None else evaluated(each, names) for each in parts))
        case ast.Tuple(elts=items) | ast.List(elts=items):
            return type_of(node)(spread(items, names))
        case ast.Call():
            keywords = {str(each.arg): evaluated(each.value, names) for each in node.keywords}
            return evaluated(node.func, names)(*spread(node.args, names), **keywords)
    raise AssertionError(ast.dump(node))


def type_of(node: ast.expr) -> type[list[Any] | tuple[Any, ...]]:
    return list if isinstance(node, ast.List) else tuple


def spread(items: list[ast.expr], names: Mapping[str, Any]) -> list[Any]:
    """The values of items, in place of `*xs` all of its own."""
    found: list[Any] = []
    for item in items:
        found += evaluated(item.value, names) if isinstance(item, ast.Starred) else [evaluated(item, names)]
    return found


def is_exact(code: ast.expr, names: Mapping[str, Any], number: Any) -> bool:
    """Whether code gives `number`; what cannot be told apart by it is."""
    known = {"np": np, "integers": lambda each: np.asarray(each).astype(int), "int": int, "float": float, **names}
    with np.errstate(all="ignore"):
        try:
            found = np.asarray(evaluated(code, known), dtype=float)
        except ARRAY_ERRORS:
            return False
        wanted = np.asarray(number, dtype=float)
        if found.shape != wanted.shape:
            return found.size == wanted.size
        scale = float(np.max(np.abs(wanted), where=np.isfinite(wanted), initial=0))
        return bool(np.allclose(found, wanted, rtol=TOLERANCE, atol=TOLERANCE * min(scale, 1), equal_nan=True))


def inexact(name: str) -> Unwritable:
    """What is said where NumPy alone does not give the number of an operation."""
    return Unwritable(f"`{name}` comes out otherwise with NumPy alone at these values", "take other values")
