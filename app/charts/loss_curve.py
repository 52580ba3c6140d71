"""The loss of a descent over its iterations, as a chart that grows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.charts.plot import Plot, thinned
from app.charts.scale import Scale
from app.diagram import UPDATE, Diagram, Step
from app.diagram.parts import Kind, Part
from app.language import LanguageError
from app.typeset import Math, Text, equality, number, plain

AXES = LINEAR, LOG, LOGLOG = "linear", "log", "loglog"
"""Both axes linear, the loss logarithmic, or both."""
POINTS, FRAMES = 400, 40
"""So many points of the curve are drawn, in so many pieces of a film."""


@dataclass(frozen=True, slots=True)
class LossCurve:
    """The losses from the iteration 0 on, over an axis that reaches to `steps`; the last point is marked."""

    losses: Sequence[float]
    steps: int
    name: Math
    axes: str = LINEAR

    def diagram(self) -> Diagram:
        """Raises LanguageError for a logarithmic axis on which nothing has a place."""
        seen = np.array(self.losses)
        lost = int(np.sum(seen <= 0)) if self.axes != LINEAR else 0
        if lost == seen.size:
            hint = "choose linear axes"
            told = "no loss is above 0, so none has a place on a logarithmic axis"
            raise LanguageError.at(None, told, hint, parameter="axes")
        plot = Plot(self.across(), Scale.over(seen, log=self.axes != LINEAR), (Text("iteration"), self.name))
        pieces = list(self.pieces())
        for place, piece in enumerate(pieces):
            plot.line("line", Part(Kind.CURVE, place), [(at, self.losses[at]) for at in piece], "backward")
        last = len(self.losses) - 1
        plot.dot(Part(Kind.POINT, len(pieces) - 1), last, self.losses[last], 3.0, "backward")
        told = f"{plain(self.name)} goes from {self.losses[0]:.3g} to {self.losses[last]:.3g} in {last} iterations."
        if lost:
            plot.legend([(f"{lost} values of 0 or less have no place on this axis", "quiet")])
        return plot.diagram(f"Loss curve of {plain(self.name)}", told, lambda: self.walk(pieces))

    def across(self) -> Scale:
        last = float(max(1, self.steps))
        return Scale(1.0, max(2.0, last), log=True) if self.axes == LOGLOG else Scale(0.0, last)

    def pieces(self) -> Iterator[list[int]]:
        """The iterations of each piece of the curve, which begins where the one before ends."""
        shown = thinned(len(self.losses), POINTS)
        for first, last in zip(ends := thinned(len(shown), FRAMES), ends[1:] or ends, strict=False):
            yield shown[first : last + 1]

    def walk(self, pieces: Sequence[Sequence[int]]) -> Iterator[Step]:
        for place, piece in enumerate(pieces):
            told = equality(self.name, number(self.losses[piece[-1]]))
            lit = (Part(Kind.CURVE, place), Part(Kind.POINT, place))
            yield Step(UPDATE, lit, f"After iteration {piece[-1]}.", told)
