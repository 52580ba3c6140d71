"""What a formula says more than once, `c = a + b = 6`: the later values are compared with the first, and are no part of the graph."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Frame, Value
from app.autodiff.interpreter.running.dispatch import evaluate
from app.autodiff.interpreter.running.run import Run
from app.autodiff.interpreter.statements.free_names import is_bound
from app.language import LanguageError
from app.language.binding.array_signs import is_number
from app.language.flow_syntax import Assert
from app.language.names import names_needed
from app.language.syntax import Compare, Expr, Literal, Unary

SAME = 1e-6
"""Values that differ by a smaller share of them count as equal."""
SHOWN = 6
"""Of an array with more entries the values are not told."""


def compare(run: Run, statement: Assert, frame: Frame) -> None:
    """Tell where a value that is said again is another one, and where it cannot be compared."""
    test = statement.test
    assert isinstance(test, Compare)
    first, again = value_of(run, test.first, frame), value_of(run, test.rest[0], frame)
    if first is None or again is None:
        told = "this is to say again what stands before it: it was passed over, and not compared"
        run.note(told, statement.span, quiet=True)
    elif first.shape not in ((), again.shape) or not np.allclose(first, again, SAME, rounding(test.rest[0])):
        said = run.quote(statement.span)
        other = "" if is_number(test.rest[0]) else f", and {said} is {shown(again)}"
        run.note(
            f"what stands before {said} is {shown(first)} at these values{other}: they are not equal", statement.span
        )


def value_of(run: Run, expr: Expr, frame: Frame) -> NDArray[np.float64] | None:
    """The numbers of an expression, worked out on numbers alone so that no gate is made; None where it has none."""
    # Where a function is not known, what follows from it has no number.
    if run.symbolic or not is_bound(run, expr, frame):
        return None
    told = len(run.notes)
    try:
        names = {name: home.names[name] for name in names_needed(expr)[1] if (home := frame.find(name))}
        found = settled(evaluate(run, expr, Frame({name: number(value) for name, value in names.items()}, frame)))
    except LanguageError:
        return None
    finally:
        del run.notes[told:]
    values = np.asarray(found, dtype=float) if isinstance(found, (bool, int, float, np.ndarray)) else None
    return values if values is not None and np.isfinite(values).all() else None


def number(value: Value) -> Value:
    """A value of the graph as the number or the array that it holds."""
    return settled(value.value) if isinstance(value, Tensor) else value


def rounding(expr: Expr) -> float:
    """Half a unit of the last digit of a number that is written out: `= 0.73` rounds what stands before it."""
    inner = expr.operand if isinstance(expr, Unary) else expr
    if not isinstance(inner, Literal) or isinstance(inner.value, bool) or not isinstance(inner.value, (int, float)):
        return 0.0
    exponent = Decimal(repr(inner.value)).as_tuple().exponent
    return 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0


def shown(values: NDArray[np.float64]) -> str:
    """A few numbers in words."""
    if values.size > SHOWN:
        return "an array"
    written = ", ".join(f"{each:.6g}" for each in values.flat)
    return f"[{written}]" if values.ndim else written
