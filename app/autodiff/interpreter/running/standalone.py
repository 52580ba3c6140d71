"""An expression by itself, without a program around it: a rule of the table, a calculation in place of a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from app.autodiff.builder import Builder, Limits
from app.autodiff.interpreter.kinds.value_types import Frame, Named, Value
from app.autodiff.interpreter.running.dispatch import evaluate
from app.autodiff.interpreter.running.run import PassOver, Request, Run
from app.language import LanguageError
from app.language.syntax import Expr, Program


def evaluate_alone(expr: Expr, names: Mapping[str, object], builder: Builder | None = None) -> Value:
    """The value of `expr`; `builder` takes the nodes that it makes where tensors are among the names. Raises LanguageError."""
    run = Run(Program("", ()), Request({}, (), None, Limits() if builder is None else builder.limits))
    run.internal = True
    if builder is not None:
        run.builder = builder
    try:
        return evaluate(run, expr, Frame(cast(Named, dict(names))))
    except PassOver:
        # A program goes on without a statement that asks a library for a number; here there is nothing to go on with.
        raise LanguageError.at(expr.span, "a library has no value", "write a number") from None
