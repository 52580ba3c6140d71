"""Functions that are not known: a gate with a name, a derivative with a name, and no numbers. Where one would stand, there is nan."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.arrays import Array
from app.autodiff.table import primitive, subject

subject(__name__, __doc__)


def unknown(*operands: Array, function: str) -> float:
    """The value of a function that is not known."""
    return float("nan")


def slope(x: Array) -> Array:
    """How such a function changes with an operand, of the operand's shape."""
    return np.full(np.shape(x), np.nan)[()]


EXPLAINED = "Nothing is known of this function, so the gradient that comes in is multiplied with a derivative that has a name only."
primitive(
    "unknown",
    "*operands, function=''",
    unknown,
    "g * slope(x)",
    inner=True,
    explained=EXPLAINED,
    meaning="a function that is not known",
)
primitive("slope", "x", slope, None, inner=True, head="f′", meaning="the derivative of a function that is not known")
