"""Rules and conditions of the table on plain arrays: no nodes are made."""

from __future__ import annotations

from collections.abc import Mapping

from app.autodiff.builder import Limits
from app.autodiff.interpreter import Interpreter, Request
from app.autodiff.interpreter.values import Frame, Value
from app.language.syntax import Expr, Program


def evaluate(expr: Expr, names: Mapping[str, Value]) -> Value:
    """The value of an expression of the table with arrays for its names."""
    interpreter = Interpreter(Program("", ()), Request({}, (), None, Limits()))
    interpreter.internal = True
    return interpreter.expression(expr, Frame(dict(names)))
