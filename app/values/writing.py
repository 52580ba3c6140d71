"""Values as JSON and as text: numbers or nested lists of them, with `inf` and `nan` as words."""

from __future__ import annotations

import math

import numpy as np


def plain(array: np.ndarray) -> object:
    """An array as JSON has it: a number or nested lists, with "inf", "-inf" and "nan" as words and no negative zero."""
    if array.dtype.kind != "f":
        return array.tolist()
    if np.isfinite(array).all():
        return (array + 0.0).tolist()
    return worded(array.tolist())


def worded(given: object) -> object:
    if isinstance(given, list):
        return [worded(item) for item in given]
    if isinstance(given, float) and not math.isfinite(given):
        return "nan" if math.isnan(given) else "inf" if given > 0 else "-inf"
    return given


def written(given: object) -> str:
    """A value as `read` takes it: `3`, `-0.5`, `[[1, 2], [3, 4]]`, `inf`."""
    return spelled(plain(np.asarray(given)))


def spelled(given: object) -> str:
    if isinstance(given, list):
        return "[" + ", ".join(map(spelled, given)) + "]"
    if isinstance(given, bool):
        return str(given).lower()
    return f"{given}".removesuffix(".0").replace("e-0", "e-")
