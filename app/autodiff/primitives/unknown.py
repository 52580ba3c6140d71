"""Functions that are not known: a gate with a name, a derivative with a name, and no numbers. Where one would stand, there is nan."""

from __future__ import annotations

import numpy as np

from app.autodiff.primitives.arrays import Array
from app.autodiff.table import primitive, subject

subject(__name__, __doc__)


def unknown(*operands: Array, function: str, layer: bool = False) -> Array | float:
    """The value of a function that is not known: a number, or where it is a layer an array like its first operand, if the others fit it."""
    shape = np.shape(operands[0])
    fits = layer and all(len(other) <= len(shape) and fit(other, shape) for other in map(np.shape, operands))
    return np.full(shape if fits else (), np.nan)[()]


def fit(inner: tuple[int, ...], outer: tuple[int, ...]) -> bool:
    """Whether an array of one shape is broadcast to another."""
    return all(own in (1, other) for own, other in zip(reversed(inner), reversed(outer), strict=False))


def slope(x: Array) -> Array:
    """How such a function changes with an operand, of the operand's shape."""
    return np.full(np.shape(x), np.nan)[()]


EXPLAINED = "Nothing is known of this function, so the gradient that comes in is multiplied with a derivative that has a name only."
primitive(
    "unknown",
    "*operands, function='', layer=False",
    unknown,
    "g * slope(x)",
    inner=True,
    explained=EXPLAINED,
    meaning="a function that is not known",
)
primitive("slope", "x", slope, None, inner=True, head="f′", meaning="the derivative of a function that is not known")
