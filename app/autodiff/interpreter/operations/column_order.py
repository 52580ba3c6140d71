"""Places of arrays as the library of a text reads them.

MATLAB, Julia and R count the entries of a matrix down one column after the other; PyTorch takes a list of lists for one index an axis.
"""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import is_regular, require_array
from app.autodiff.interpreter.arrays.own_library import library_of
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Operation, Value
from app.autodiff.interpreter.running.dispatch import attribute, called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import RAVEL
from app.language import Span
from app.language.mathematics.matrix_rows import is_julia, is_matlab, is_r

LONGEST = 32
"""A list of as many items is an array of places in PyTorch, too."""


def counts_down(run: Run, value: Value, key: Value) -> bool:
    """Whether one place, or several in a row, are asked of a matrix in such a text."""
    if run.ours or not isinstance(value, (Tensor, np.ndarray)) or value.ndim != 2 or isinstance(key, (tuple, str)):
        return False
    text = run.program.text
    downwards = is_matlab(text) or is_r(text) or is_julia(text)
    return downwards and np.ndim(key if isinstance(key, slice) else settled(key)) < 2  # type: ignore[arg-type]


def entries(run: Run, value: Value, key: Value, span: Span, name: str) -> Value:
    """`A(3)`, of all entries one column after the other; some of a matrix with one row are such a matrix."""
    key = axis_by_axis(run, value, key)
    if is_regular(value) and isinstance(value, list) and isinstance(value[0], list) and is_julia(run.program.text):
        value = require_array(run, value, span)
    if not counts_down(run, value, key):
        return item(run, value, key, span, name)
    single = not isinstance(key, slice) and np.ndim(settled(key)) == 0  # type: ignore[arg-type]
    if value.shape[0] == 1 and not single:  # type: ignore[union-attr]
        return item(run, value, (slice(None), key), span, name)
    return item(run, called(run, Operation(RAVEL), span, attribute(run, value, "T", span)), key, span, name)


def place_of(run: Run, value: Value, key: Value, span: Span) -> Value:
    """The place that `A(3) = x` sets in a matrix with one row or one column; of others both are asked for."""
    key = axis_by_axis(run, value, key)
    if not counts_down(run, value, key):
        return key
    rows, columns = value.shape  # type: ignore[union-attr]
    if rows > 1 and columns > 1:
        run.refuse(span, "one place of a matrix is set here", "give its row and its column, as in A(1, 2)")
    return (0, key) if rows == 1 else (key, 0)


def axis_by_axis(run: Run, value: Value, key: Value) -> Value:
    """`x[[[0, 1], [1, 2]]]` of PyTorch, which is `x[[0, 1], [1, 2]]`; NumPy has an array of places there."""
    if not isinstance(key, list) or not isinstance(value, (Tensor, np.ndarray)) or library_of(run, value) != "torch":
        return key
    several = any(isinstance(each, (list, tuple, slice, Tensor, np.ndarray)) or each is None for each in key)
    return tuple(key) if several and len(key) < LONGEST else key
