"""What is done with each kind of syntax and each kind of value: tables that the modules of this package fill.

All ways from one kind to another lead through here, so that the modules know the tables and not each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

from app.autodiff.interpreter.kinds.value_types import Frame, Named, Value, Values, Written
from app.autodiff.interpreter.running.run import Run
from app.language import Span
from app.language.syntax import Expr

Entry = TypeVar("Entry", bound=Callable[..., Value])


class Table(dict[type, Callable[..., Value]]):
    """Functions by the kind of what they are about; a kind without one of its own has that of its nearest base."""

    def of(self, *kinds: type) -> Callable[[Entry], Entry]:
        """Enter the function below for `kinds`."""

        def enter(function: Entry) -> Entry:
            self.update(dict.fromkeys(kinds, function))
            return function

        return enter

    def __missing__(self, kind: type) -> Callable[..., Value]:
        self[kind] = found = next(self[base] for base in kind.__mro__[1:] if base in self)
        return found


class Arguments(NamedTuple):
    """What a call hands over, by position and by name; `written` is how the ones by position are written, where it is known."""

    positional: Values
    named: Named
    span: Span
    written: Written = ()


EVALUATE = Table()
"""By kind of expression: (run, expression, frame) → its value."""
EXECUTE = Table()
"""By kind of statement: (run, statement, frame)."""
BIND = Table()
"""By kind of target: (run, target, value, frame, origin, quietly); origin is the expression that gave the value, or None."""
CALL = Table()
"""By kind of the value that is called: (run, function, arguments) → its result."""
ATTRIBUTE = Table()
"""By kind of the value before the dot: (run, value, name, span) → what it has by that name."""
ITEM = Table()
"""By kind of the value before the brackets: (run, value, key, span, name) → its item; name is how the holder is called."""


def evaluate(run: Run, expr: Expr, frame: Frame) -> Value:
    """The value of an expression. Raises LanguageError with the place of what cannot be evaluated."""
    run.evaluations += 1
    if run.evaluations > run.limits.evaluations:
        run.step(expr.span)
    return EVALUATE[type(expr)](run, expr, frame)


def bind(
    run: Run, target: Expr, value: Value, frame: Frame, origin: Expr | None = None, *, quietly: bool = False
) -> None:
    """Give a value to what stands left of `=`; a loop does so quietly, which makes no output of it."""
    BIND[type(target)](run, target, value, frame, origin, quietly)


def call(run: Run, function: Value, arguments: Arguments) -> Value:
    """What a value gives when it is called."""
    return CALL[type(function)](run, function, arguments)


def called(run: Run, function: Value, span: Span, *positional: Value, **named: Value) -> Value:
    """The same with the arguments one by one."""
    return call(run, function, Arguments(positional, named, span))


def attribute(run: Run, value: Value, name: str, span: Span) -> Value:
    """`value.name`."""
    return ATTRIBUTE[type(value)](run, value, name, span)


def item(run: Run, value: Value, key: Value, span: Span, name: str = "") -> Value:
    """`value[key]`."""
    return ITEM[type(value)](run, value, key, span, name)
