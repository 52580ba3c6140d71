"""Functions of MATLAB whose meaning hangs on how many rows and columns they are given: `sum(A)` adds each column, `sum(v)` all entries."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import require_array
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.plain_values import settled, shape_of
from app.autodiff.interpreter.kinds.value_types import Operation, Value
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.operations.orientation import ROW, way_of, way_of_first
from app.autodiff.interpreter.running.dispatch import called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import (
    FLIP,
    MATRIX_NORM,
    RAVEL,
    RESHAPE,
    TILE,
    VECTOR_NORM,
)
from app.language import Span
from app.language.foreign.foreign_reductions import DOWN, NORM, PLACES, REDUCTIONS, SEVERAL, SQUARE

Maker = Callable[..., Value]


def is_table(value: Value) -> bool:
    """Whether a value has several rows and several columns."""
    shape = shape_of(value)
    return len(shape) > 1 and min(shape) > 1


def reduction(name: str) -> Maker:
    """`sum(A)` down each column of a matrix; of a vector, and of a matrix with one row or column, over all of it."""

    def reduce(run: Run, span: Span, value: Value, **options: Value) -> Value:
        array = value if isinstance(value, (int, float)) else require_array(run, value, span)
        along = {"axis": 0} if is_table(array) else {}
        return called(run, libraries.operation(name, "numpy"), span, array, **along, **options)

    return reduce


def placed(name: str) -> Maker:
    """`[m, i] = max(A)`: what it gives, and the places where that stands, counted from 1."""

    def find(run: Run, span: Span, value: Value, *order: Value, axis: Value = None) -> Value:
        array = require_array(run, value, span)
        along = axis if axis is not None else 0 if is_table(array) or array.shape[-1] == 1 else -1
        found = called(run, libraries.operation(name, "numpy"), span, array, axis=along)
        places = called(run, libraries.operation(PLACES[name], "numpy"), span, array, axis=along)
        if order and str(order[0]).lower().startswith("desc"):
            found, places = (called(run, Operation(FLIP), span, each, along) for each in (found, places))
        return found, binary(run, "+", places, 1, span)

    return find


def norm(run: Run, span: Span, value: Value, *order: Value) -> Value:
    """`norm(A)` of a matrix is its largest singular value, and of a vector its length."""
    array = require_array(run, value, span)
    if is_table(array):
        return called(run, Operation(MATRIX_NORM), span, array, *(order or (2,)))
    vector = array if array.ndim == 1 else called(run, Operation(RAVEL), span, array)
    of_all = () if order[:1] == ("fro",) else order
    return called(run, Operation(VECTOR_NORM), span, vector, *of_all)


def square(name: str) -> Maker:
    """`zeros(n)`: a square matrix; `zeros(size(A))` has the shape that it is told."""

    def make(run: Run, span: Span, size: Value, *more: Value, **options: Value) -> Value:
        number = settled(size)
        shape = (number, number) if isinstance(number, int) and not more else number
        return called(run, libraries.operation(name, "numpy"), span, shape, *more, **options)

    return make


def repeated(run: Run, span: Span, value: Value, *counts: Value) -> Value:
    """`repmat(v, m, n)`: a matrix of m times n copies, of a vector as the row or column that it is."""
    array = np.asarray(value, dtype=float) if isinstance(value, (int, float)) else require_array(run, value, span)
    if array.ndim == 1:
        way = way_of(run, array)
        way = way_of_first(run, span) if way is None else way
        if way is None and array.shape != (1,):
            told = f"{run.quote(span)} repeats a vector that may be a row or a column"
            run.refuse(span, told, "give it a value in the text, as [1; 2] for a column and [1 2] for a row")
        shape = (1, -1) if way is ROW else (-1, 1)
        array = require_array(run, called(run, Operation(RESHAPE), span, array, shape), span)
    times = settled(counts[0]) if len(counts) == 1 else tuple(map(settled, counts))
    return called(run, Operation(TILE), span, array, (times, times) if isinstance(times, int) else times)


def sizes(run: Run, span: Span, value: Value) -> Value:
    """`[m, n] = size(v)`: of a vector, too, how many rows and columns it has."""
    shape = shape_of(value)
    if len(shape) > 1:
        return shape
    count = shape[0] if shape else 1
    return (1, count) if way_of(run, value) is ROW else (count, 1)


def without(run: Run, span: Span, value: Value, *places: Value) -> Value:
    """`A(2, :) = []`: the entries at all other places, which are counted from 1."""
    array = require_array(run, value, span)
    axis = next((axis for axis, each in enumerate(places) if each is not None), 0)
    if len(places) == 1 and array.ndim > 1:
        if min(array.shape) > 1:
            run.refuse(span, "entries are taken out of a matrix here", "take out rows, A(2, :) = [], or columns")
        axis = int(np.argmax(array.shape))
    out = np.asarray(settled(places[axis if len(places) > 1 else 0]))
    if isinstance(chosen := places[axis if len(places) > 1 else 0], Tensor):
        out = np.asarray(chosen.value)
    numbers = np.flatnonzero(out) if out.dtype == bool else np.atleast_1d(out).astype(int) - 1
    left = np.delete(np.arange(array.shape[axis]), numbers)
    return item(run, array, (*(slice(None),) * axis, left), span, "")


MATLAB: dict[str, Maker] = {
    **{f"{DOWN}{name}": reduction(name) for name in REDUCTIONS},
    **{SEVERAL[name]: placed(name) for name in PLACES},
    SEVERAL["size"]: sizes,
    "matlab_without": without,
    **{f"{DOWN}{name}": square(name) for name in SQUARE},
    f"{DOWN}{NORM}": norm,
    "repmat": repeated,
}
