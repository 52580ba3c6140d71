"""Arrays between bounds, `np.linspace(a, b, 5)` and `np.arange(a, b, h)`: where a bound has a gradient, entries are computed from it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.autodiff.interpreter.arrays.sharing import differentiable
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Named, Operation, Value
from app.autodiff.interpreter.running.dispatch import Arguments, called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.rows import Static
from app.autodiff.table import SPELLINGS, title
from app.language import Span

COUNTING_ALONE = frozenset({"torch", "jax", "tensorflow"})
"""Libraries whose ranges begin at numbers, not at values with a gradient."""
TAKEN = "takes numbers alone"


def between_bounds(run: Run, function: Operation, given: Arguments, result: Value) -> Value:
    """What a row gives, with the gradient of its bounds; PyTorch takes their numbers alone."""
    row = function.row
    if not isinstance(row, Static) or not row.between or not isinstance(result, np.ndarray):
        return result
    library = function.flavour or run.flavour
    if row.counted:
        return from_start(run, row, given, result, library)
    names = [each.name for each in row.signature]
    bound = {**dict(zip(names, given.positional, strict=False)), **given.named}
    start, stop = bound.get("start"), bound.get("stop", bound.get("end"))
    if not differentiable(start) and not differentiable(stop):
        return result
    if library == "torch":
        return ended(run, row, result, given.span)
    shares = np.linspace(0.0, 1.0, len(result), endpoint=settled(bound.get("endpoint", True)) is not False)
    base = {"base": bound["base"]} if "base" in bound else {}
    return called(run, Operation(SPELLINGS[row.between]), given.span, start, stop, shares, **base)


def from_start(run: Run, row: Static, given: Arguments, result: NDArray[np.generic], library: str) -> Value:
    """`np.arange(a, b, h)`: a + h·k for each k from 0 on. How many there are is a count, to which no gradient goes back."""
    bound = counted(given)
    start, step = bound.get("start", 0), bound.get("step", 1)
    whole = result.dtype.kind != "f"
    if differentiable(start) or differentiable(step):
        if whole or library in COUNTING_ALONE:
            return ended(run, row, result, given.span, "counts between whole numbers" if whole else TAKEN)
        if differentiable(bound.get("stop", bound.get("end"))):
            tell_of_count(run, row, given.span)
        return called(run, Operation(SPELLINGS[row.between]), given.span, start, step, np.arange(len(result)))
    if not whole and differentiable(bound.get("stop", bound.get("end"))):
        tell_of_count(run, row, given.span)
    return result


def counted(given: Arguments) -> Named:
    """The bounds of a range by their names; a single one is its end."""
    names = ("stop",) if len(given.positional) == 1 else ("start", "stop", "step")
    return {**dict(zip(names, given.positional, strict=False)), **given.named}


def tell_of_count(run: Run, row: Static, span: Span) -> None:
    run.note(f"the end of `{title(row)}` says how many entries there are: no gradient goes back to it", span)


def ended(run: Run, row: Static, result: Value, span: Span, why: str = TAKEN) -> Value:
    """A result without the gradient of its bounds, which is told."""
    run.note(f"the gradient ends at `{title(row)}`, which {why}", span)
    return result
