"""The gradient check: each adjoint against central differences, (f(x + h) − f(x − h)) / 2h, within a budget of time.

Differences at h and h/2 are combined by Richardson extrapolation (1911), which leaves an error of the fourth order. What rounding
adds is estimated to first order, as Iri (1984) does: each node's |value · adjoint| times the machine's ε.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.autodiff.builder import ARRAY_ERRORS, Array
from app.autodiff.graph import Graph
from app.autodiff.primitives import TABLE

BUDGET = 0.05
"""Seconds that a check may take."""
STEPS = (1e-3, 1e-2, 1e-4, 1e-6)
"""Relative to the entry, or to 1 where that is larger: the best for smooth functions first, the finest for kinks that are near."""
CLOSE, EXACT, STRAIGHT = 1e-9, 1e-7, 0.1
"""A relative error that calls for no other step; how much of a difference may be rounding, and how far its two sides may differ."""

Place = tuple[int, tuple[int, ...]]
"""An entry of an input: its node, and its index there."""


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """`error` is the largest relative error seen over `checked` of `total` entries of the inputs; None where none could be compared."""

    error: float | None
    checked: int
    total: int


def gradient_check(
    graph: Graph,
    values: tuple[Array, ...],
    seed: Array,
    adjoints: Mapping[int, Array],
    kinks: bool,
    budget: float = BUDGET,
) -> GradientCheck:
    """Compare as many entries as the budget of seconds allows.

    At a kink, where the derivative is a convention, there is nothing to compare with, nor where rounding drowns the difference.
    """
    places = [
        (node.index, place) for node in graph.inputs() if node.index in adjoints for place in np.ndindex(node.shape)
    ]
    if kinks or not np.all(np.isfinite(values[graph.output])):
        return GradientCheck(None, 0, len(places))
    deadline = time.perf_counter() + budget
    errors = []
    with np.errstate(all="ignore"):
        comparison = Comparison(graph, values, seed, adjoints)
        for place in interleaved(places):
            if (error := comparison.error(place)) is not None:
                errors.append(error)
            if time.perf_counter() > deadline:
                break
    return GradientCheck(max(errors, default=None), len(errors), len(places))


def interleaved(places: list[Place]) -> Iterator[Place]:
    """Entries of all inputs in turn, so that a short budget still sees each input."""
    stride = max(1, int(len(places) ** 0.5))
    for start in range(stride):
        yield from places[start::stride]


class Comparison:
    """Compares adjoints with differences, one entry at a time."""

    def __init__(self, graph: Graph, values: tuple[Array, ...], seed: Array, adjoints: Mapping[int, Array]) -> None:
        self.graph, self.values, self.seed, self.adjoints = graph, values, seed, adjoints
        self.scale = max((float(np.max(np.abs(adjoint), initial=0)) for adjoint in adjoints.values()), default=0.0)
        moved = [float(np.linalg.norm(values[index] * adjoint)) for index, adjoint in adjoints.items()]
        self.rounding = float(np.finfo(float).eps * np.linalg.norm([each for each in moved if np.isfinite(each)]))

    def error(self, place: Place) -> float | None:
        """The relative error against the nearest difference: which step is best depends on the function. None without one."""
        index, entry = place
        adjoint, at = float(np.asarray(self.adjoints[index])[entry]), float(np.asarray(self.values[index])[entry])
        best: float | None = None
        for step in steps(at):
            wide, near = self.slopes(place, at, step), self.slopes(place, at, step / 2)
            difference = (4 * sum(near) - sum(wide)) / 6
            # Entries far below the largest adjoint are measured against that one's rounding.
            size = max(abs(adjoint), abs(difference), 1e-3 * self.scale, 1e-300)
            error = abs(adjoint - difference) / size
            # Where the two sides differ much, a kink lies between.
            straight = abs(near[1] - near[0]) <= STRAIGHT * size
            if np.isfinite(error) and straight and 3 * self.rounding / step <= EXACT * size:
                best = error if best is None else min(best, error)
                if best < CLOSE:
                    break
        return best

    def slopes(self, place: Place, at: float, step: float) -> tuple[float, float]:
        """The differences of seed · output to the left and to the right; nan where the function is not defined that far."""
        here = np.asarray(self.values[self.graph.output])
        try:
            left = here - np.asarray(self.output(place, at - step))
            right = np.asarray(self.output(place, at + step)) - here
        except ARRAY_ERRORS:
            return float("nan"), float("nan")
        return float(np.sum(self.seed * left)) / step, float(np.sum(self.seed * right)) / step

    def output(self, place: Place, x: float) -> Array:
        """The output with one entry replaced, by computing anew what depends on it."""
        index, entry = place
        now = list(self.values)
        now[index] = np.array(self.values[index], dtype=float)
        now[index][entry] = x
        now[index] = now[index][()]
        changed = {index}
        for node in self.graph.nodes[: self.graph.output + 1]:
            # What is not differentiable (a comparison, a cut) counts as constant, for the adjoints as for the differences.
            if node.differentiable and not changed.isdisjoint(node.arguments):
                operands = [now[argument] for argument in node.arguments]
                now[node.index] = TABLE[node.operation].forward(*operands, **node.settings)
                changed.add(node.index)
        return now[self.graph.output]


def steps(at: float) -> Iterator[float]:
    """Widths to try at an entry; one that is near 0 may be near a kink or the edge of a domain."""
    yield from (step * max(1.0, abs(at)) for step in STEPS)
    if 0 < abs(at) < 1:
        yield STEPS[0] * abs(at)
