"""Values as plain numbers, for shapes, axes and counts, and what nested lists hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import cast

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import Value

LARGEST = int(sys.float_info.max)
"""No whole number is larger, so that every one can meet a float."""


def settled(value: Value) -> Value:
    """Scalar tensors as plain numbers, inside of tuples and lists too: for shapes, axes and counts."""
    if isinstance(value, Tensor) and value.shape == ():
        return whole(np.asarray(value.value).item())
    if isinstance(value, (np.generic, np.ndarray)) and np.shape(value) == ():
        return whole(value.item())
    if isinstance(value, tuple):
        return tuple(map(settled, value))
    if isinstance(value, list):
        return list(map(settled, value))
    if isinstance(value, slice):
        return slice(*(settled(bound) for bound in (value.start, value.stop, value.step)))
    return value


def whole(number: Value) -> Value:
    """A whole number as int."""
    return int(number) if isinstance(number, float) and number.is_integer() and abs(number) < 2**53 else number


def tidy(value: object) -> Value:
    """A result of the table as a value, a constant as a plain number where it is one."""
    if isinstance(value, Tensor):
        return value
    if isinstance(value, (np.generic, np.ndarray)) and np.shape(value) == () and np.asarray(value).dtype.kind in "bif":
        return cast(Value, value.item())
    # The functions of the table give numbers, arrays, tuples and lists of them.
    return cast(Value, value)


def is_float(value: Value) -> bool:
    """Whether a tensor, array or number holds floats, not labels or a mask."""
    return bool(np.asarray(value.held if isinstance(value, Tensor) else value).dtype.kind == "f")


def regular(value: Value) -> bool:
    """Whether nested lists have rows of one length."""
    try:
        np.asarray(value, dtype=float)
    except ValueError:
        return False
    return True


def leaves(value: Value) -> Iterator[Value]:
    """The items of nested lists and tuples."""
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def shape_of(value: Value) -> tuple[int, ...]:
    """The shape of an array or a tensor; that of a number for all else."""
    return value.shape if isinstance(value, (Tensor, np.ndarray)) else ()


def listed(value: Value) -> list[Value]:
    """One value or several."""
    return list(value) if isinstance(value, (list, tuple)) else [value]
