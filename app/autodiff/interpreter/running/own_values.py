"""What belongs to the text itself: functions, classes and objects under its own names."""

from __future__ import annotations

from app.autodiff.interpreter.kinds.value_types import Class, Frame, Function, Instance, Value
from app.autodiff.interpreter.running.dispatch import evaluate
from app.autodiff.interpreter.running.run import Run
from app.language import syntax
from app.language.syntax import Expr


def callee_of(expr: Expr) -> Expr:
    """What is called, of a call; all else as it is."""
    return expr.function if isinstance(expr, syntax.Call) else expr


def own_value(run: Run, expr: Expr, frame: Frame) -> Value:
    """What a dotted name stands for that begins with one of the text's."""
    first = expr
    while isinstance(first, syntax.Attribute):
        first = first.value
    home = frame.find(first.id) if isinstance(first, syntax.Name) else None
    if home is None or not isinstance(home.names[first.id], (Function, Class, Instance)):  # type: ignore[attr-defined]
        return None
    return evaluate(run, expr, frame)
