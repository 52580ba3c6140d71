"""Sums, means and deviations of MATLAB, Julia and R: along which axis they go, and what deviations divide by."""

from __future__ import annotations

import re

from app.language.foreign.foreign_calls import AXES, Call, Change, Edit, made, renamed, trimmed, wrapped
from app.language.functions import EXTREMES, SPREADS
from app.language.operators import FUNCTIONS

REDUCTIONS = frozenset("sum mean prod cumsum cumprod median std var max min any all".split())
SQUARE = ("zeros", "ones", "rand", "randn")
"""What makes a square matrix of one size in MATLAB."""
OF_ALL = re.compile(r"(['\"])...\1")
"""`'all'`, whose letters are out of sight here as those of all texts are."""
DOWN = "matlab_"
"""What stands before the names of functions that mean something else of a matrix there."""
NORM = FUNCTIONS["‖"]
PLACES = {"max": "argmax", "min": "argmin", "sort": "argsort"}
"""What gives the places that belong to a function's values."""
SEVERAL = {name: f"{DOWN}several_{name}" for name in (*PLACES, "eig", "svd", "size")}
"""Functions that give something else where several names are given it: places beside their values, parts of a decomposition."""
ADDING = REDUCTIONS - {*SPREADS, *EXTREMES}
"""Those whose second argument is the axis."""


def reduced(by_columns: bool) -> Change:
    """`sum(A, 1)`, along an axis; `sum(A)` of MATLAB down each column where it is a matrix, which is known when it is run."""

    def change(call: Call) -> list[Edit]:
        others = call.written[1:]
        if len(others) == 1 and OF_ALL.fullmatch(others[0]):
            return [(call.arguments[0][-1][1], call.close, "")]
        divisor = {"": 1, "0": 1, "[]": 1, "1": 0}.get(others[0] if others else "") if call.name in SPREADS else None
        ddof = [] if divisor is None else [(call.close, call.close, f", ddof={divisor}")]
        if len(others) == 2 and others[0] in ("[]", "0", "1") and others[1] in AXES:
            # `max(z, [], 2)`, `std(X, 0, 1)`: the axis comes last.
            return [(call.arguments[1][0][0], call.arguments[2][0][0], ""), call.put(2, AXES[others[1]]), *ddof]
        if len(others) == 1 and divisor is not None:
            name = DOWN + call.name if by_columns else call.name
            return [(call.start, call.open, name), (call.arguments[0][-1][1], call.close, ""), *ddof]
        if len(others) == 1 and others[0] in AXES and call.name in ADDING:
            return [call.put(1, AXES[others[0]])]
        down = by_columns and not others and call.name in REDUCTIONS
        return [*([(call.start, call.open, DOWN + call.name)] if down else []), *([] if others else ddof)]

    return change


def squared(call: Call) -> list[Edit]:
    """`zeros(n)`, a square matrix; of two sizes a row, a column or a matrix."""
    if len(call.arguments) == 1 and call.written[0]:
        return [(call.start, call.open, DOWN + call.name)]
    return made(call) if call.name in ("zeros", "ones") else []


def spread(name: str) -> Change:
    """The deviation or the variance of a sample, which divide by n − 1 in these languages, by the name that it has in Python."""
    return lambda call: (
        [(call.start, call.open, name), (call.close, call.close, ", ddof=1")] if len(call.arguments) == 1 else []
    )


def of_julia(name: str, ddof: str = "", keepdims: str = ", keepdims=True") -> Change:
    """`sum(A, dims=2)`, which keeps the axis that it goes along, and `sum(f, x)` of what a function gives of each entry."""

    def change(call: Call) -> list[Edit]:
        along = [re.fullmatch(r"dims[ \t]*=[ \t]*([^=]+)", each) for each in call.written]
        kept = [
            call.put(place, (AXES.get(found[1]) or f"axis={found[1]} - 1") + keepdims)
            for place, found in enumerate(along)
            if found
        ]
        if not kept and len(call.arguments) == 2 and "=" not in call.written[1]:
            (first, last), (start, _) = (trimmed(call.text, (each[0][0], each[-1][1])) for each in call.arguments)
            if call.text[first:last].isidentifier():
                return [(call.start, call.open, name), (last, start, "("), (call.close, call.close, ")")]
            return [(call.start, call.open, name), (first, first, "arrayfun("), (call.close, call.close, ")")]
        return [(call.start, call.open, name), *kept, *([(call.close, call.close, ddof)] if ddof else [])]

    return change


def down(name: str) -> Change:
    """`softmax(x)` of Flux, which goes down the columns unless it is told otherwise."""
    along = of_julia(name, ", axis=0", "")
    return lambda call: (
        along(call)
        if len(call.arguments) == 1
        else [(call.start, call.open, name), *(edit for edit in along(call) if edit[2].startswith("axis"))]
    )


RUNNING = {"cumsum": "cumsum", "cumprod": "cumprod", "sort": "sort", "reverse": "flip"}
"""What keeps its shape as it goes along an axis, and Python's name for it."""
OF_JULIA: dict[str, Change] = {
    **{name: of_julia(name, ", ddof=1" if name in SPREADS else "") for name in REDUCTIONS - {*EXTREMES}},
    **{f"{name}imum": of_julia(name) for name in EXTREMES},
    **{name: of_julia(there, "", "") for name, there in RUNNING.items()},
    "softmax": down("softmax"),
    "logsoftmax": down("log_softmax"),
    "hcat": wrapped("column_stack([", "])"),
    "vcat": wrapped("concatenate([", "])"),
    "div": wrapped("trunc(true_divide(", "))"),
    "eachrow": renamed("asarray"),
    "eachcol": renamed("transpose"),
}
"""Reductions and what goes along an axis as Julia has them."""
