"""Arrays between two bounds, `np.linspace(a, b, 5)`: where a bound has a gradient, each entry is computed from both."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Operation, Value
from app.autodiff.interpreter.running.dispatch import Arguments, called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.rows import Static
from app.autodiff.table import SPELLINGS, title


def between_bounds(run: Run, function: Operation, given: Arguments, result: Value) -> Value:
    """What a row gives, with the gradient of its bounds; PyTorch takes their numbers alone."""
    row = function.row
    if not isinstance(row, Static) or not row.between or not isinstance(result, np.ndarray):
        return result
    names = [each.name for each in row.signature]
    bound = {**dict(zip(names, given.positional, strict=False)), **given.named}
    start, stop = bound.get("start"), bound.get("stop", bound.get("end"))
    if not any(isinstance(each, Tensor) and each.differentiable for each in (start, stop)):
        return result
    if (function.flavour or run.flavour) == "torch":
        run.note(f"the gradient ends at `{title(row)}`, which takes numbers alone", given.span)
        return result
    shares = np.linspace(0.0, 1.0, len(result), endpoint=settled(bound.get("endpoint", True)) is not False)
    base = {"base": bound["base"]} if "base" in bound else {}
    return called(run, Operation(SPELLINGS[row.between]), given.span, start, stop, shares, **base)
