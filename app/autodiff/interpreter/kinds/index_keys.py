"""`x[…]`: what stands in the brackets → a NumPy index of plain integers, slices and arrays."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Value, Values
from app.language import LanguageError, Span


def index_key(key: Value, shape: tuple[int, ...], span: Span) -> Values:
    """A tuple of int, slice, None, `...` and integer or boolean arrays. Raises LanguageError where NumPy would complain."""
    listed = isinstance(key, list) and any(isinstance(each, slice) or each is Ellipsis for each in key)
    parts = tuple(key) if isinstance(key, (tuple, list)) and (listed or isinstance(key, tuple)) else (key,)
    read = tuple(index_part(part, span) for part in parts)
    axes = sum(map(axes_of, read))
    if axes > len(shape):
        given = "1 index" if axes == 1 else f"{axes} indices"
        raise LanguageError.at(
            span,
            f"{given} for a value of shape {shape}",
            f"it has {len(shape)} {'axis' if len(shape) == 1 else 'axes'}",
        )
    refuse_outside(read, shape, span)
    return read


def index_part(part: Value, span: Span) -> Value:
    """One of the indices that stand between commas."""
    if part is None or part is Ellipsis or isinstance(part, slice):
        return settled(part)
    if isinstance(part, range):
        if len(part) > 1_000_000:
            raise LanguageError.at(span, f"{len(part)} indices are too many", "use a slice")
        return np.arange(part.start, part.stop, part.step)
    try:
        array = np.asarray(part.value if isinstance(part, Tensor) else settled(part))
    except ValueError:
        hint = "lists of indices have one length"
        raise LanguageError.at(span, f"{describe(part)} cannot be an index", hint) from None
    if array.dtype == bool:
        return array if array.shape else bool(array)
    if array.size == 0:
        return array.astype(int)
    if array.dtype.kind not in "iuf" or not np.all(np.isfinite(array)) or np.any(array != np.round(array)):
        hint = "use whole numbers, slices, or arrays of whole numbers"
        raise LanguageError.at(span, f"{describe(part)} cannot be an index", hint)
    whole = array.astype(int)
    return whole if whole.shape else int(whole)


def is_mask(part: Value) -> bool:
    return isinstance(part, np.ndarray) and part.dtype == bool


def axes_of(part: Value) -> int:
    """How many axes one part of an index is for."""
    if part is None or part is Ellipsis:
        return 0
    return part.ndim if isinstance(part, np.ndarray) and is_mask(part) else 1


def refuse_outside(key: Values, shape: tuple[int, ...], span: Span) -> None:
    """Say which index lies outside of which axis, before NumPy does."""
    if Ellipsis in [part for part in key if not isinstance(part, np.ndarray)]:
        return
    axis = 0
    for part in key:
        if part is None:
            continue
        if isinstance(part, (int, np.ndarray)) and not isinstance(part, bool) and not is_mask(part) and np.size(part):
            low, high = int(np.min(part)), int(np.max(part))
            if high >= shape[axis] or low < -shape[axis]:
                wrong = high if high >= shape[axis] else low
                message = f"index {wrong} is outside of axis {axis}, which has {shape[axis]} entries"
                raise LanguageError.at(span, message, "they are counted from 0", raises="IndexError")
        axis += axes_of(part)
