"""What a formula says more than once, `c = a + b = 6`: the later values are compared with the first, and are no part of the graph."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

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
from app.language.binding.substituted_numbers import DIGITS, significant
from app.language.flow_syntax import Assert
from app.language.mathematics.equalities import AGAIN
from app.language.names import names_needed
from app.language.syntax import Compare, Expr, Literal, Unary
from app.language.walk import everything, mapped

SAME = 1e-6
"""Values that differ by a smaller share of them count as equal."""
MOVED = 20
"""So many rounded numbers of a line are looked at one by one."""
SHOWN = 6
"""Of an array with more entries the values are not told."""


def compare(run: Run, statement: Assert, frame: Frame) -> None:
    """Tell where a value that is said again is another one, and where it cannot be compared."""
    test = statement.test
    assert isinstance(test, Compare)
    first, again = value_of(run, test.first, frame), value_of(run, test.rest[0], frame)
    if first is None or again is None:
        run.note(AGAIN, statement.span, quiet=True)
    elif np.squeeze(first).shape not in ((), np.squeeze(again).shape) or not np.allclose(
        first, again, SAME, rounding(run, test.rest[0], again, frame)
    ):
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


def rounding(run: Run, expr: Expr, value: NDArray[np.float64], frame: Frame) -> float:
    """How far an expression may be from what it stands for: half a unit of the last digit where it is one number, as in `= 0.73`; else
    what that makes in all of the numbers in it that are written with several digits, as earlier results are."""
    inner = expr.operand if isinstance(expr, Unary) else expr
    if isinstance(inner, Literal):
        return half_unit(inner)
    rounded = [each for each in everything(expr) if isinstance(each, Literal) and significant(each.value) >= DIGITS]
    found = 0.0
    for each in rounded if len(rounded) <= MOVED else ():
        moved = value_of(run, with_moved(expr, each), frame)
        found += float(np.max(np.abs(moved - value))) if moved is not None else 0.0
    return found


def half_unit(literal: Literal) -> float:
    if isinstance(literal.value, bool) or not isinstance(literal.value, (int, float)):
        return 0.0
    exponent = Decimal(repr(literal.value)).as_tuple().exponent
    return 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0


def with_moved(tree: Any, literal: Literal) -> Any:
    """An expression with one of its numbers half a unit of its last digit larger."""
    if tree is literal:
        return replace(literal, value=literal.value + half_unit(literal))
    return mapped(tree, lambda part: with_moved(part, literal))


def shown(values: NDArray[np.float64]) -> str:
    """A few numbers in words."""
    if values.size > SHOWN:
        return "an array"
    written = ", ".join(f"{each:.6g}" for each in values.flat)
    return f"[{written}]" if values.ndim else written
