"""A landscape: a program's output over one or two numbers of its inputs, computed at many points at once."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.autodiff import Trace
from app.autodiff.evaluation.plan import Plan
from app.autodiff.passes.tape import calls
from app.language import LanguageError
from app.training.course import WORK
from app.training.planes import Plane, along
from app.training.start import Start

POINTS, AT_ONCE = 250_000, 2_000_000
"""How many points a landscape may have, and how many numbers of the program are held at once."""
Grid = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Axis:
    """An input, or one entry of it, and the values that it takes: `count` of them from `low` to `high`."""

    name: str
    low: float
    high: float
    count: int
    entry: tuple[int, ...] = ()

    @property
    def values(self) -> Grid:
        return np.linspace(self.low, self.high, self.count)


def landscape(start: Start, axes: Sequence[Axis]) -> Grid:
    """The output at all points of a grid, an axis of the array for each of `axes`; nan and inf where it is not finite.

    Raises LanguageError for a program that cannot run or whose output is not one number, and for axes that are none.
    """
    trace = start.trace({})
    return surface(start, along(trace, [(axis.name, axis.entry) for axis in axes]), [axis.values for axis in axes])


def surface(start: Start, plane: Plane, grid: Sequence[Grid]) -> Grid:
    """The output over a plane, at the points of a grid of coordinates. Raises LanguageError."""
    with np.errstate(all="ignore"):
        survey = Survey(start, plane)
        survey.refuse_large(math.prod(map(len, grid)))
        mesh = np.stack([each.ravel() for each in np.meshgrid(*grid, indexing="ij")])
        parts = [survey.outputs(part) for part in np.array_split(mesh, survey.parts(mesh.shape[1]), axis=1)]
    return np.concatenate(parts).reshape([len(each) for each in grid])


class Survey:
    """Computes a program's output at many points of a plane."""

    def __init__(self, start: Start, plane: Plane) -> None:
        self.start, self.plane = start, plane
        self.here = Region(start.trace({}))

    def refuse_large(self, points: int) -> None:
        most = min(POINTS, WORK // self.here.plan.work())
        if not 0 < points <= most:
            told = f"{points} points are too many for a program of this size"
            raise LanguageError.at(None, told, f"at most {most} are possible", parameter="points")

    def parts(self, points: int) -> int:
        """In how many parts the points are computed."""
        size = sum(np.size(number) for number in self.here.plan.numbers)
        return min(points, max(1, math.ceil(points * size / AT_ONCE)))

    def outputs(self, points: Grid) -> Grid:
        """The outputs at points, one a column."""
        found = np.empty(points.shape[1])
        left, region = np.arange(points.shape[1]), self.here
        while left.size:
            outputs, strays = region.outputs(self.given(points[:, left]), left.size)
            found[left] = outputs
            left = left[strays]
            if left.size:
                # A branch, a count or an index comes out differently here: the text says what is computed.
                region = Region(self.start.trace(self.inputs(points[:, left[:1]])))
                found[left[0]] = region.output
                left = left[1:]
        return found

    def inputs(self, point: Grid) -> dict[str, NDArray[Any]]:
        """The inputs at one point."""
        return {name: values[0] for name, values in self.plane.at(point).items()}

    def given(self, points: Grid) -> dict[int, NDArray[Any]]:
        """The inputs at points, by node, with a leading axis for the points."""
        known = self.here.trace.run.inputs
        return {known[name][0]: values for name, values in self.plane.at(points).items()}


class Region:
    """The forward pass of a trace, for all points at which the program means the same."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.plan = Plan(calls(trace.graph.nodes), trace.values)

    @property
    def output(self) -> float:
        return float(self.trace.values[self.trace.graph.output])

    def outputs(self, given: Mapping[int, NDArray[Any]], count: int) -> tuple[Grid, NDArray[np.bool_]]:
        """The outputs at `count` points, and at which of them something comes out differently that the program's meaning depends on."""
        now, strays = self.plan.many(self.trace.values, given, count), np.zeros(count, dtype=bool)
        for place in self.trace.run.read:
            if place < len(self.trace.values) and np.ndim(now[place]) > np.ndim(self.trace.values[place]):
                strays |= np.any((now[place] != self.trace.values[place]).reshape(count, -1), axis=1)
        return np.broadcast_to(np.asarray(now[self.trace.graph.output], dtype=float), count), strays
