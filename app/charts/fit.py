"""What has been learnt beside what is true: a decision boundary over two inputs, a curve over one, predicted against true of more."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.charts.contours import level_lines
from app.charts.plot import Plot, thinned
from app.charts.samples import Samples
from app.charts.scale import Scale
from app.diagram import Diagram
from app.diagram.parts import Kind, Part
from app.typeset import Math, Scripts, Text, name, number, plain, write

FINE, COARSE = 181, 61
LOGITS = ("logits", "cross_entropy", "CrossEntropy")
"""Where a text speaks of these, a prediction is no probability: classes part at 0, not midway between the targets."""
RADIUS, MOST = 2.6, 300
"""The size of a sample's dot, and how many are drawn."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The chart of what is predicted at the values of a trace."""

    samples: Samples

    def diagram(self) -> Diagram:
        features = self.samples.features
        kinds = {1: self.curve, 2: self.boundary}
        plot = kinds.get(features.shape[1], self.comparison)()
        return plot.diagram(f"Prediction of {plain(self.called(self.samples.prediction))}", self.told())

    def told(self) -> str:
        true = self.samples.values(self.samples.target).ravel()
        away = self.samples.values(self.samples.prediction).ravel() - true
        return f"{true.size} samples; the largest difference between predicted and true is {np.abs(away).max():.3g}."

    def shown(self) -> list[int]:
        """The samples that are drawn."""
        return thinned(self.samples.count, MOST)

    def cut(self) -> list[tuple[str, str]]:
        """What is said where not all are."""
        count = self.samples.count
        return [(f"{len(self.shown())} of {count} samples", "quiet")] if count > MOST else []

    def called(self, node: int) -> Math:
        return name(self.samples.trace.labels[node])

    def axes(self) -> list[Math]:
        """What the features are called: by their inputs, the columns of a matrix by their numbers."""
        found: list[Math] = []
        for node in self.samples.inputs:
            width = self.samples.values(node).size // self.samples.count
            own = self.called(node)
            found += [own] if width == 1 else [Scripts(own, number(float(each + 1))) for each in range(width)]
        return found

    def curve(self) -> Plot:
        features, true = self.samples.features, self.samples.values(self.samples.target).ravel()
        x = Scale.over(features[:, 0], 0.1)
        places = np.linspace(x.low, x.high, FINE)
        predicted = self.samples.predicted(places[:, None])
        plot = Plot(
            x, Scale.over(np.concatenate([true, predicted])), (self.axes()[0], self.called(self.samples.target))
        )
        plot.line("line", Part(Kind.CURVE), zip(places.tolist(), predicted.tolist(), strict=True), "backward")
        for place in self.shown():
            plot.dot(
                Part(Kind.POINT, place), float(features[place, 0]), float(true[place]), RADIUS, "forward", solid=False
            )
        plot.legend([*self.cut(), ("true", "forward"), ("predicted", "backward")])
        return plot

    def boundary(self) -> Plot:
        features, true = self.samples.features, self.samples.values(self.samples.target).ravel()
        x, y = (Scale.over(column, 0.15) for column in features.T)
        across, up = np.linspace(x.low, x.high, COARSE), np.linspace(y.low, y.high, COARSE)
        mesh = np.stack([each.ravel() for each in np.meshgrid(across, up, indexing="ij")], axis=1)
        heights = self.samples.predicted(mesh).reshape(COARSE, COARSE)
        level = self.level()
        plot = Plot(x, y, (self.axes()[0], self.axes()[1]))
        for which, line in enumerate(level_lines(across, up, heights, level)):
            plot.line(f"{which}", Part(Kind.CONTOUR), line.tolist(), "value")
        middle = (true.min() + true.max()) / 2
        for place in self.shown():
            high, (left, below) = bool(true[place] > middle), features[place].tolist()
            plot.dot(Part(Kind.POINT, place), left, below, RADIUS, "backward" if high else "forward", solid=high)
        low, top = write(float(true.min())), write(float(true.max()))
        own = plain(self.called(self.samples.prediction))
        plot.legend([*self.cut(), (low, "forward"), (top, "backward"), (f"where {own} = {write(level)}", "value")])
        return plot

    def level(self) -> float:
        """Where two classes part."""
        true = self.samples.values(self.samples.target)
        text = self.samples.trace.program.text
        return 0.0 if any(each in text for each in LOGITS) else float(true.min() + true.max()) / 2

    def comparison(self) -> Plot:
        true = self.samples.values(self.samples.target).ravel()
        predicted = self.samples.values(self.samples.prediction).ravel()
        both = Scale.over(np.concatenate([true, predicted]), 0.1)
        plot = Plot(both, both, (Text("true"), Text("predicted")))
        plot.line("line", Part(Kind.CURVE), [(both.low, both.low), (both.high, both.high)], "quiet")
        for place in self.shown():
            plot.dot(Part(Kind.POINT, place), float(true[place]), float(predicted[place]), RADIUS, "backward")
        plot.legend(self.cut())
        return plot
