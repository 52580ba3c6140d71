"""What functions of MATLAB, Julia and R are called here, and how their arguments are written."""

from __future__ import annotations

import re

from app.language.foreign.foreign_calls import Call, Change, Edit, renamed, swapped, trimmed, wrapped
from app.language.text.letters import NAME

BETWEEN = {"minus": "-", "plus": "+", "times": "*", "rdivide": "/", "power": "**"}
"""Functions of two values in MATLAB that are signs here."""


def entrywise(call: Call) -> list[Edit]:
    """`bsxfun(@minus, X, mu)`, which broadcasts as signs do."""
    sign = BETWEEN.get(call.written[0].lstrip("@")) if len(call.arguments) == 3 else None
    if sign is None:
        return []
    second, third = (trimmed(call.text, (each[0][0], each[-1][1])) for each in call.arguments[1:])
    return [(call.start, second[0], "(("), (second[1], third[0], f") {sign} ("), (call.close, call.close + 1, "))")]


def of_all(call: Call) -> list[Edit]:
    """`max(1, x)` of R, the largest of all entries of all arguments."""
    if len(call.arguments) < 2 or any("=" in each for each in call.written):
        return []
    parts = [trimmed(call.text, (each[0][0], each[-1][1])) for each in call.arguments]
    around = [edit for start, stop in parts for edit in ((start, start, "ravel("), (stop, stop, ")"))]
    return [(call.open + 1, call.open + 1, "concatenate(["), *around, (call.close, call.close, "])")]


def keyed(call: Call) -> list[Edit]:
    """`list(w = 1, b = 2)` of R, a dict."""
    found: list[Edit] = []
    for pieces in call.arguments:
        start, stop = trimmed(call.text, (pieces[0][0], pieces[-1][1]))
        if (name := re.match(rf"({NAME})[ \t]*=(?!=)[ \t]*", call.text[start:stop])) is None:
            return [(call.start, call.open + 1, "["), (call.close, call.close + 1, "]")]
        found.append((start, start + name.end(), f'"{name[1]}": '))
    return [(call.start, call.open + 1, "{"), *found, (call.close, call.close + 1, "}")]


def gradient_of(call: Call) -> list[Edit]:
    """`gradient(f, 5)` of Julia's Zygote."""
    if len(call.arguments) < 2:
        return []
    first, second = call.arguments[0][-1][1], trimmed(call.text, (call.arguments[1][0][0], call.close))[0]
    return [(call.start, call.open, "grad"), (first, second, ")(")]


def sized(call: Call) -> list[Edit]:
    """`size(X, 1)`, whose axes are counted from 1, and `size(X)`, all of them."""
    if len(call.arguments) == 1:
        return [(call.start, call.open, "shape")]
    (*_, (_, first)), ((second, _), *_) = call.arguments
    return [(call.start, call.open, "shape"), (first, second, ")[("), (call.close, call.close + 1, ")-1]")]


OF_MATLAB: dict[str, Change] = {"round": renamed("rounded_away")}
"""What MATLAB alone has otherwise: halves are rounded away from 0."""
OF_R: dict[str, Change] = {
    "t": renamed("transpose"), "solve": renamed("inv", 1), "apply": renamed("each_margin"), "which_max": wrapped("(argmax(", ") + 1)"),
    "which_min": wrapped("(argmin(", ") + 1)"), "rep": renamed("tile"),
    "as_numeric": wrapped("(", ")"), "as_vector": wrapped("ravel(", ")"), "drop": renamed("squeeze"),
    "ceiling": renamed("ceil"), "seq_len": wrapped("arange(1, (", ") + 1)"), "max": of_all, "min": of_all,
    "pmax": renamed("maximum"), "pmin": renamed("minimum"),
}  # fmt: skip
"""The same of R alone, where other languages have other functions of these names."""
FUNCTIONS: dict[str, Change] = {
    "bsxfun": entrywise, "size": sized, "find": wrapped("(flatnonzero(", ") + 1)"), "fix": renamed("trunc"), "rem": renamed("fmod"),
    "reshape": renamed("matlab_reshape"), "linsolve": renamed("solve"),
    "trapz": swapped("trapezoid"), "cumtrapz": swapped("cumulative_trapezoid"),
    "maximum": renamed("max", 1), "minimum": renamed("min", 1), "gradient": gradient_of,
    "eig": renamed("eigvals"), "svd": renamed("svdvals"), "chol": wrapped("transpose(cholesky(", "))"), "conv": renamed("matlab_conv"),
    "conv2": renamed("convolve2d"), "cell": wrapped("[None] * matlab_numel(zeros(", "))"), "cellfun": renamed("arrayfun"),
    "isempty": wrapped("(matlab_numel(", ") == 0)"), "fliplr": renamed("matlab_fliplr"), "flipud": renamed("matlab_flipud"),
    "list": keyed, "matrix": renamed("matrix_of"), "rev": renamed("flip"), "seq_along": wrapped("arange(1, len(", ") + 1)"),
    "eachindex": wrapped("range(1, matlab_numel(", ") + 1)"),
    "sapply": renamed("each_result"), "vapply": renamed("each_result"), "numeric": renamed("zeros"),
    "nrow": wrapped("shape(", ")[0]"), "ncol": wrapped("shape(", ")[1]"),
    "rowSums": wrapped("sum(", ", axis=1)"), "colSums": wrapped("sum(", ", axis=0)"),
    "rowMeans": wrapped("mean(", ", axis=1)"), "colMeans": wrapped("mean(", ", axis=0)"),
}  # fmt: skip
"""What functions of these languages are here, where theirs differ."""
