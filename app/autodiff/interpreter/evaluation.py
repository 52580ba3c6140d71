"""An expression by itself, without a program around it: a rule of the table, a calculation in place of a number."""

from __future__ import annotations

from collections.abc import Mapping

from app.autodiff.builder import Builder, Limits
from app.autodiff.interpreter.inputs import Request
from app.autodiff.interpreter.program import Interpreter
from app.autodiff.interpreter.values import Frame, Value
from app.language.syntax import Expr, Program


def evaluate(expr: Expr, names: Mapping[str, Value], builder: Builder | None = None) -> Value:
    """The value of `expr`; `builder` takes the nodes that it makes where tensors are among the names. Raises LanguageError."""
    interpreter = Interpreter(Program("", ()), Request({}, (), None, Limits() if builder is None else builder.limits))
    interpreter.internal = True
    if builder is not None:
        interpreter.builder = builder
    return interpreter.expression(expr, Frame(dict(names)))
