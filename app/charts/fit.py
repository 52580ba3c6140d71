"""What has been learnt beside what is true: a decision boundary over two inputs, a curve over one, predicted against true of more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.charts.contours import level_lines
from app.charts.plot import RADIUS, Look, Plot, thinned
from app.charts.samples import Array, Samples
from app.charts.scale import Scale
from app.diagram import Diagram
from app.diagram.parts import Kind, Part
from app.language import LanguageError
from app.typeset import Math, Scripts, Text, name, number, plain, write

FINE, COARSE = 181, 61
LOGITS = ("logits", "cross_entropy", "CrossEntropy")
"""Where a text speaks of these, a prediction is no probability: classes part at 0, not midway between the targets."""
MOST = 300
"""So many samples are drawn."""


LOOKS = (
    Look("forward", False),
    Look("backward", True),
    Look("value", False, 1.6 * RADIUS),
    Look("forward", True),
    Look("backward", False),
    Look("value", True, 1.6 * RADIUS),
)


@dataclass(frozen=True, slots=True)
class Fit:
    """The chart of what is predicted at the values of a trace."""

    samples: Samples

    def diagram(self) -> Diagram:
        """Raises LanguageError for classes that no picture shows."""
        kinds = {} if self.samples.coupled else {1: self.curve, 2: self.boundary}
        make = self.regions if self.samples.classes else kinds.get(self.samples.features.shape[1], self.comparison)
        return make().diagram(f"Prediction of {plain(self.called(self.samples.prediction))}", self.told())

    def told(self) -> str:
        true = self.samples.true
        if self.samples.classes:
            return (
                f"{true.size} samples; {np.sum(self.guessed() != true)} of them are predicted to be of another class."
            )
        away = self.guessed() - true
        return f"{true.size} samples; the largest difference between predicted and true is {np.abs(away).max():.3g}."

    def guessed(self) -> Array:
        """What is predicted of each sample: a number, of classes the likeliest."""
        found = self.samples.values(self.samples.prediction)
        return found.argmax(axis=1).astype(float) if self.samples.classes else found.ravel()

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
        features, true = self.samples.features, self.samples.true
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
        true, level = self.samples.true, self.level()
        plot, (across, up, heights) = self.field()
        self.border(plot, level_lines(across, up, heights[..., 0], level))
        middle = (true.min() + true.max()) / 2
        self.dots(plot, [LOOKS[int(value > middle)] for value in true.tolist()])
        low, top = write(float(true.min())), write(float(true.max()))
        own = plain(self.called(self.samples.prediction))
        plot.legend(
            [
                *self.cut(),
                (f"{LOOKS[0].sign} {low}", LOOKS[0].tone),
                (f"{LOOKS[1].sign} {top}", LOOKS[1].tone),
                (f"where {own} = {write(level)}", "value"),
            ]
        )
        return plot

    def regions(self) -> Plot:
        """Where each of several classes is the likeliest. Raises LanguageError unless that is seen over two columns of data."""
        if (columns := self.samples.features.shape[1]) != 2:
            told = f"regions of classes are drawn over two columns of data, and here are {columns}"
            raise LanguageError.at(None, told, "choose two features")
        if self.samples.coupled:
            told = "the class of one sample depends on the data of others, so that no place has a class by itself"
            raise LanguageError.at(None, told, "look at the losses")
        plot, (across, up, heights) = self.field()
        lines: list[Array] = []
        for each in range(self.samples.classes - 1):
            others = np.delete(heights, each, axis=-1).max(axis=-1)
            lines += level_lines(across, up, heights[..., each] - others, 0.0)
        self.border(plot, lines)
        looks = [LOOKS[each % len(LOOKS)] for each in range(self.samples.classes)]
        self.dots(plot, [looks[int(value)] for value in self.samples.true])
        legend = [(f"{look.sign} {each}", look.tone) for each, look in enumerate(looks)]
        plot.legend([*self.cut(), *legend])
        return plot

    def field(self) -> tuple[Plot, tuple[Array, Array, Array]]:
        """An empty plot over two features, and what is predicted on a grid in it, a row of numbers each place."""
        x, y = (Scale.over(column, 0.15) for column in self.samples.features.T)
        across, up = np.linspace(x.low, x.high, COARSE), np.linspace(y.low, y.high, COARSE)
        mesh = np.stack([each.ravel() for each in np.meshgrid(across, up, indexing="ij")], axis=1)
        heights = self.samples.predicted(mesh).reshape(COARSE, COARSE, -1)
        return Plot(x, y, (self.axes()[0], self.axes()[1])), (across, up, heights)

    def border(self, plot: Plot, lines: Sequence[Array]) -> None:
        for which, line in enumerate(lines):
            plot.line(f"{which}", Part(Kind.CONTOUR), line.tolist(), "value")

    def dots(self, plot: Plot, looks: Sequence[Look]) -> None:
        """The samples, each with its look."""
        features = self.samples.features.tolist()
        for place in self.shown():
            (left, below), look = features[place], looks[place]
            plot.dot(Part(Kind.POINT, place), left, below, look.radius, look.tone, solid=look.solid)

    def level(self) -> float:
        """Where two classes part."""
        true = self.samples.true
        text = self.samples.trace.program.text
        return 0.0 if any(each in text for each in LOGITS) else float(true.min() + true.max()) / 2

    def comparison(self) -> Plot:
        true, predicted = self.samples.true, self.guessed()
        both = Scale.over(np.concatenate([true, predicted]), 0.1)
        plot = Plot(both, both, (Text("true"), Text("predicted")))
        plot.line("line", Part(Kind.CURVE), [(both.low, both.low), (both.high, both.high)], "quiet")
        for place in self.shown():
            plot.dot(Part(Kind.POINT, place), float(true[place]), float(predicted[place]), RADIUS, "backward")
        plot.legend(self.cut())
        return plot
