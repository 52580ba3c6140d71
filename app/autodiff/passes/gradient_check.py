"""The gradient check: each adjoint against central differences, (f(x + h) − f(x − h)) / 2h, within a budget of work.

Differences at h and h/2 are combined by Richardson extrapolation (1911), which leaves an error of the fourth order. What rounding
adds is estimated to first order, as Iri (1984) does: each node's |value · adjoint| times the machine's ε.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.evaluation.plan import Plan
from app.autodiff.graph import Graph
from app.autodiff.passes.tape import calls, own_rule
from app.autodiff.refusals import ARRAY_ERRORS

BUDGET = 50_000_000
"""The work that a check may take; see `Plan.work`."""
AT_ONCE = 100_000
"""How many numbers of inputs are moved at once."""
STEPS = (1e-3, 1e-2, 1e-4, 1e-6)
"""Relative to the entry, or to 1 where that is larger: the best for smooth functions first, the finest for kinks that are near."""
CLOSE, EXACT, STRAIGHT = 1e-9, 1e-7, 0.1
"""A relative error that calls for no other step; how much of a difference may be rounding, and how far its two sides may differ."""
SIDES = (-1.0, -0.5, 0.5, 1.0)

Place = tuple[int, tuple[int, ...]]
"""An entry of an input: its node, and its index there."""


@dataclass(frozen=True, slots=True)
class GradientCheck:
    """`error` is the largest relative error seen over `checked` of `total` entries of the inputs; None where none could be compared.

    `reason` says why not all could be; `worst` is the entry of the largest error.
    """

    error: float | None
    checked: int
    total: int
    reason: str = ""
    worst: Place | None = None


def gradient_check(
    graph: Graph, values: Sequence[Array], seed: Array, adjoints: Mapping[int, Array], kinks: bool, budget: int = BUDGET
) -> GradientCheck:
    """Compare as many entries as the budget allows, some of each input first.

    At a kink, where the derivative is a convention, there is nothing to compare with, nor where rounding drowns the difference.
    """
    places = [
        (node.index, place) for node in graph.inputs() if node.index in adjoints for place in np.ndindex(node.shape)
    ]
    if reason := incomparable(graph, values, places, kinks):
        return GradientCheck(None, 0, len(places), reason)
    errors: dict[Place, float] = {}
    with np.errstate(all="ignore"):
        comparison = Comparison(graph, values, seed, adjoints)
        for chunk in chunks(list(interleaved(places)), comparison.together):
            errors |= comparison.errors(chunk)
            if comparison.work > budget:
                break
    worst = max(errors, key=errors.__getitem__, default=None)
    reason = "" if len(errors) == len(places) else left_out(comparison, places, budget)
    return GradientCheck(None if worst is None else errors[worst], len(errors), len(places), reason, worst)


def incomparable(graph: Graph, values: Sequence[Array], places: list[Place], kinks: bool) -> str:
    """Why there is nothing to compare at all; "" where there is."""
    if graph.symbolic:
        return "a function is not known"
    if not places:
        return "no input has a gradient"
    if kinks:
        return "a kink is met, where the derivative is a convention"
    if reason := own_rule(graph.moving()):
        return reason
    return "" if np.all(np.isfinite(values[graph.output])) else "the output is not finite"


def left_out(comparison: Comparison, places: list[Place], budget: int) -> str:
    """Why some entries were not compared."""
    if comparison.work > budget:
        return "the work is limited"
    if not all(np.isfinite(comparison.entry(comparison.adjoints, place)) for place in places):
        return "a gradient is not finite"
    return "differences tell nothing beside a kink, at the edge of a domain, or where rounding drowns them"


def interleaved(places: list[Place]) -> Iterator[Place]:
    """Entries of all inputs in turn, so that a small budget still sees each input."""
    stride = max(1, int(len(places) ** 0.5))
    for start in range(stride):
        yield from places[start::stride]


def chunks(places: list[Place], size: int) -> Iterator[list[Place]]:
    return (places[start : start + size] for start in range(0, len(places), size))


class Comparison:
    """Compares adjoints with differences, several entries at a time; `work` is what that has taken so far."""

    def __init__(self, graph: Graph, values: Sequence[Array], seed: Array, adjoints: Mapping[int, Array]) -> None:
        self.graph, self.values, self.seed, self.adjoints = graph, values, seed, adjoints
        # What is not differentiable (a comparison, a cut) counts as constant, for the adjoints as for the differences.
        self.plan = Plan(calls(graph.moving()), values)
        entries = sum(math.prod(node.shape) for node in graph.inputs())
        # What is moved is copied, and what comes out is added up, whatever is computed between.
        self.once, self.work = self.plan.work() + entries + np.size(values[graph.output]), 0
        self.together = max(1, min(AT_ONCE // (len(SIDES) * entries), BUDGET // (20 * len(SIDES) * self.once), 64))
        self.scale = max((float(np.max(np.abs(adjoint), initial=0)) for adjoint in adjoints.values()), default=0.0)
        moved = [float(np.linalg.norm(values[index] * adjoint)) for index, adjoint in adjoints.items()]
        self.rounding = float(np.finfo(float).eps * np.linalg.norm([each for each in moved if np.isfinite(each)]))

    def errors(self, places: list[Place]) -> dict[Place, float]:
        """The relative errors against the nearest differences, where there are any: which step is best depends on the function."""
        best: dict[Place, float] = {}
        widths = {place: list(steps(self.entry(self.values, place))) for place in places}
        for turn in range(len(STEPS) + 1):
            left = [place for place in places if turn < len(widths[place]) and best.get(place, math.inf) >= CLOSE]
            if not left:
                break
            found = self.compared(left, [widths[place][turn] for place in left])
            best.update({place: min(error, best.get(place, math.inf)) for place, error in found.items()})
        return best

    def entry(self, arrays: Sequence[Array] | Mapping[int, Array], place: Place) -> float:
        return float(np.asarray(arrays[place[0]])[place[1]])

    def compared(self, places: list[Place], widths: list[float]) -> dict[Place, float]:
        """The relative errors at given steps, of the entries where the difference tells anything."""
        found = {}
        for place, step, (wide, near) in zip(places, widths, self.slopes(places, widths), strict=True):
            adjoint = self.entry(self.adjoints, place)
            difference = (4 * sum(near) - sum(wide)) / 6
            # Entries far below the largest adjoint are measured against that one's rounding.
            size = max(abs(adjoint), abs(difference), 1e-3 * self.scale, 1e-300)
            error = abs(adjoint - difference) / size
            # Where the two sides differ much, a kink lies between.
            straight = abs(near[1] - near[0]) <= STRAIGHT * size
            # Differences that do not settle as the step shrinks (beside a pole) say nothing against an adjoint.
            settled = abs(sum(near) - sum(wide)) <= STRAIGHT * max(abs(sum(near)), abs(sum(wide)))
            if (
                np.isfinite(error)
                and straight
                and (settled or error <= EXACT)
                and 3 * self.rounding / step <= EXACT * size
            ):
                found[place] = error
        return found

    def slopes(self, places: list[Place], widths: list[float]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
        """The differences of seed · output to the left and to the right, at each width and at half of it; nan where there is none."""
        try:
            outputs = self.outputs(places, widths)
        except ARRAY_ERRORS:
            if len(places) > 1:
                return [self.slopes([place], [step])[0] for place, step in zip(places, widths, strict=True)]
            outputs = np.full((len(SIDES), *np.shape(self.seed)), math.nan)
        changed = (outputs - self.values[self.graph.output]) * self.seed
        moved = changed.reshape(len(places), len(SIDES), -1).sum(axis=2) / np.outer(widths, SIDES)
        return [((each[0], each[3]), (each[1], each[2])) for each in moved.tolist()]

    def outputs(self, places: list[Place], widths: list[float]) -> Array:
        """The outputs with one entry moved at a time: for each place by each of SIDES times its width."""
        count = len(places) * len(SIDES)
        given = {
            index: np.repeat(np.asarray(self.values[index], dtype=float)[None], count, axis=0)
            for index in {index for index, _ in places}
        }
        for turn, ((index, entry), step) in enumerate(zip(places, widths, strict=True)):
            for row, side in enumerate(SIDES, turn * len(SIDES)):
                given[index][(row, *entry)] += side * step
        self.work += count * self.once
        output = np.asarray(self.plan.many(self.values, given, count)[self.graph.output])
        return np.broadcast_to(output, (count, *np.shape(self.seed)))


def steps(at: float) -> Iterator[float]:
    """Widths to try at an entry; one that is near 0 may be near a kink or the edge of a domain."""
    yield from (step * max(1.0, abs(at)) for step in STEPS)
    if 0 < abs(at) < 1:
        yield STEPS[0] * abs(at)
