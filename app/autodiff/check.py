"""The gradient check: each adjoint against central differences with Richardson extrapolation, within a budget of time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.graph import Graph
from app.autodiff.primitives import TABLE

BUDGET = 0.05
"""Seconds that a check may take."""
STEPS = (1e-2, 1e-3, 1e-4)


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """`error` is the largest relative error seen over `checked` of `total` entries of the inputs; None where none could be compared."""

    error: float | None
    checked: int
    total: int


def forward(graph: Graph, values: tuple[Array, ...], inputs: Mapping[int, Array]) -> Array:
    """The output with some inputs replaced, by running the graph again."""
    now = list(values)
    for index, value in inputs.items():
        now[index] = value
    changed = set(inputs)
    for node in graph.nodes[: graph.output + 1]:
        # What is not differentiable (a comparison, a cut) counts as constant, for the adjoints as for the differences.
        if node.differentiable and not changed.isdisjoint(node.arguments):
            now[node.index] = TABLE[node.operation].forward(*[now[index] for index in node.arguments], **node.settings)
            changed.add(node.index)
    return now[graph.output]


def gradient_check(
    graph: Graph,
    values: tuple[Array, ...],
    seed: Array,
    adjoints: Mapping[int, Array],
    kinks: bool,
    budget: float = BUDGET,
) -> GradientCheck:
    """Compare as many entries as the budget allows; at a kink, where the derivative is a convention, there is nothing to compare with."""
    places = [
        (node.index, place) for node in graph.inputs() if node.index in adjoints for place in np.ndindex(node.shape)
    ]
    if kinks or not np.all(np.isfinite(values[graph.output])):
        return GradientCheck(None, 0, len(places))
    deadline = time.perf_counter() + budget
    scale = max((float(np.max(np.abs(adjoint), initial=0)) for adjoint in adjoints.values()), default=0.0)
    errors = []
    with np.errstate(all="ignore"):
        for index, place in interleaved(places):
            adjoint = float(np.asarray(adjoints[index])[place])
            errors.append(relative_error(adjoint, list(estimates(graph, values, seed, index, place)), scale))
            if time.perf_counter() > deadline:
                break
    finite = [error for error in errors if np.isfinite(error)]
    return GradientCheck(max(finite) if finite else None, len(errors), len(places))


def interleaved(places: list[tuple[int, tuple[int, ...]]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Entries of all inputs in turn, so that a short budget still sees each input."""
    stride = max(1, int(len(places) ** 0.5))
    for start in range(stride):
        yield from places[start::stride]


def estimates(
    graph: Graph, values: tuple[Array, ...], seed: Array, index: int, place: tuple[int, ...]
) -> Iterator[float]:
    """Fourth-order differences, (4 D(h/2) − D(h)) / 3, for several steps: which step is best depends on the function."""
    at = float(np.asarray(values[index])[place])
    for step in STEPS:
        h = step * max(1.0, abs(at))

        def slope(width: float) -> float:
            ends = []
            for x in (at + width, at - width):
                moved = np.array(values[index], dtype=float)
                moved[place] = x
                ends.append(forward(graph, values, {index: moved[()]}))
            return float(np.sum(seed * (np.asarray(ends[0]) - np.asarray(ends[1])))) / (2 * width)

        yield (4 * slope(h / 2) - slope(h)) / 3


def relative_error(adjoint: float, estimated: list[float], scale: float) -> float:
    """Against the nearest estimate; entries far below the largest adjoint are measured against that one's rounding."""
    if not np.isfinite(adjoint):
        return float("nan")
    return min(
        abs(adjoint - estimate) / max(abs(adjoint), abs(estimate), 1e-3 * scale, 1e-300) if adjoint != estimate else 0.0
        for estimate in estimated
    )
