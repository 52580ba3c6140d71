"""How large gradients are, layer by layer: where they vanish or explode is seen at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from app.autodiff import Trace
from app.autodiff.builder import Array
from app.autodiff.graph import INPUT

DECADES = 8
"""So many factors of ten a whole bar stands for, or more where sizes are further apart."""


@dataclass(frozen=True, slots=True)
class GradientSize:
    """The root mean square of a gradient, and the length of its bar, from 0 to 1: each factor of ten below the largest takes as much."""

    name: str
    size: float
    bar: float


def gradient_sizes(trace: Trace) -> tuple[list[GradientSize], list[GradientSize]]:
    """Of the values that the program names on its way, from the last back to the first, and of its parameters in their order."""
    inputs = {index for index, node in enumerate(trace.graph.nodes) if node.operation == INPUT}
    found = trace.named(trace.adjoints)
    places = {**trace.graph.names, trace.output: trace.graph.output}
    errors = [name for name in found if places.get(name) not in inputs]
    errors.sort(key=lambda name: -places[name])
    parameters = [name for name in found if places.get(name) in inputs]
    return sized([(name, found[name]) for name in errors]), sized([(name, found[name]) for name in parameters])


def sized(found: Iterable[tuple[str, Array]]) -> list[GradientSize]:
    """The sizes of gradients by name, their bars beside that of the largest."""
    sizes = [(name, float(np.sqrt(np.mean(np.square(array)))) if np.size(array) else 0.0) for name, array in found]
    known = [size for _, size in sizes if size and np.isfinite(size)]
    if not known:
        return [GradientSize(name, size, float(size != 0)) for name, size in sizes]
    most = np.log10(max(known))
    whole = max(DECADES, 1 + most - np.log10(min(known)))
    return [GradientSize(name, size, bar(size, most, whole)) for name, size in sizes]


def bar(size: float, most: float, whole: float) -> float:
    """The length of a bar where the longest is of 10 to the power of `most`, and `whole` factors of ten below it nothing is left."""
    if not np.isfinite(size):
        return 1.0
    return float(1 - (most - np.log10(size)) / whole) if size else 0.0
