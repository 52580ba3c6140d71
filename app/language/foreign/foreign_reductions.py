"""Sums, means and deviations of MATLAB, Julia and R: along which axis they go, and what deviations divide by."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.language.foreign.foreign_calls import AXES, Call, Change, Edit
from app.language.functions import EXTREMES, SPREADS
from app.language.text.letters import NAME

REDUCTIONS = frozenset("sum mean prod cumsum cumprod median std var max min any all".split())
ADDING = REDUCTIONS - {*SPREADS, *EXTREMES}
"""Those whose second argument is the axis."""


def of_matrices(written: str, matrices: Collection[str]) -> bool:
    """Whether something is worked out from matrices entry by entry: `A .* A`, `exp(A)`."""
    return not {*re.findall(NAME, written)}.isdisjoint(matrices) and re.search(r"(?<!\.)[*/^']", written) is None


def reduced(matrices: Collection[str]) -> Change:
    """`sum(A, 1)`, along an axis; `sum(A)` of a matrix, or of what is worked out from one entry by entry, down each column."""

    def change(call: Call) -> list[Edit]:
        first, *others = call.written
        ddof = (
            [(call.close, call.close, ", ddof=1")] if call.name in SPREADS and others[:1] in ([], ["0"], ["[]"]) else []
        )
        if len(others) == 2 and others[0] in ("[]", "0") and others[1] in AXES:
            # `max(z, [], 2)`, `std(X, 0, 1)`: the axis comes last.
            return [(call.arguments[1][0][0], call.arguments[2][0][0], ""), call.put(2, AXES[others[1]]), *ddof]
        if len(others) == 1 and others[0] in AXES and call.name in ADDING:
            return [call.put(1, AXES[others[0]])]
        if others:
            return []
        return [*([(call.close, call.close, ", axis=0")] if of_matrices(first, matrices) else []), *ddof]

    return change


def spread(name: str) -> Change:
    """The deviation or the variance of a sample, which divide by n − 1 in these languages, by the name that it has in Python."""
    return lambda call: (
        [(call.start, call.open, name), (call.close, call.close, ", ddof=1")] if len(call.arguments) == 1 else []
    )


def norm(matrices: Collection[str]) -> Change:
    """MATLAB's `norm(A)` of a matrix: its largest singular value, as `norm(A, 2)` is; others by columns and rows, as NumPy has them."""

    def change(call: Call) -> list[Edit]:
        first, *order = call.written
        if len(order) > 1 or not of_matrices(first, matrices):
            return []
        return [(call.start, call.open, "np.linalg.norm"), *([] if order else [(call.close, call.close, ", 2")])]

    return change
