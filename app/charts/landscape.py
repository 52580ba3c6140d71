"""A landscape with the ways of descents on it: a curve over one number, contour lines over two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.charts.contours import contours
from app.charts.loss_curve import LINEAR, LOGLOG
from app.charts.plot import RADIUS, Look, Plot, thinned
from app.charts.scale import Scale
from app.diagram import UPDATE, Diagram, Step
from app.diagram.drawing.arrows import LENGTH
from app.diagram.model import Point
from app.diagram.parts import Kind, Part
from app.language import LanguageError
from app.training import Plane, Start, surface
from app.typeset import Math, Text, equality, name, number, plain, write

FINE, COARSE = 241, 61
"""So many points a curve, and each side of a surface, is computed at."""
FRAMES, POINTS = 40, 400
LOOKS = (
    Look("backward", True),
    Look("value", False),
    Look("forward", True, 1.6 * RADIUS),
    Look("quiet", False, 1.6 * RADIUS),
)
"""How the ways are drawn, of which there are no more; their points at two thirds of these sizes."""
SPARE, NARROWEST = 0.25, 1e-9
STEP = 1e-6
"""A small part of the field, along which the way down is looked for."""
ARROW = 46.0
"""The length of the arrow of the gradient, in points."""


@dataclass(frozen=True, slots=True)
class Track:
    """The way of one descent: its optimiser's title, the coordinates at each iteration, one a column, and the losses."""

    title: str
    places: NDArray[np.float64]
    losses: Sequence[float]


@dataclass(frozen=True, slots=True)
class Landscape:
    """`uphill` is the gradient at the iteration `here` of the first track, in the plane; `output` is what the landscape is of.

    `axes` are those of a loss curve: "log" has the output's axis logarithmic, "loglog" those of the inputs too. Contour lines
    divide the area they are drawn on, which comes to the same for an output and its logarithm.
    """

    start: Start
    plane: Plane
    tracks: Sequence[Track]
    here: int
    uphill: NDArray[np.float64]
    output: Math
    axes: str = LINEAR

    @property
    def logarithmic(self) -> bool:
        """Whether its axes look otherwise than linear ones."""
        return self.axes == LOGLOG or (self.axes != LINEAR and len(self.plane.directions) == 1)

    def diagram(self) -> Diagram:
        """Raises LanguageError for more points than a program of this size may be computed at, and for logarithmic axes without a place."""
        return self.drawn()[1]

    def drawn(self) -> tuple[Plot, Diagram]:
        """The chart, and its field for who points into it. Raises LanguageError."""
        plot = self.curve() if len(self.plane.directions) == 1 else self.contoured()
        # The first way lies on top.
        for number_, track in reversed([*enumerate(self.tracks)]):
            self.track(plot, number_, track)
        self.arrow(plot)
        if len(self.tracks) > 1:
            ways = zip(self.tracks, LOOKS, strict=False)
            plot.legend([(f"{look.sign} {track.title}", look.tone) for track, look in ways])
        over = " and ".join(self.plane.names)
        told = [f"{each.title} goes from {each.losses[0]:.3g} to {each.losses[-1]:.3g}" for each in self.tracks]
        return plot, plot.diagram(f"Landscape of {plain(self.output)} over {over}", f"{'; '.join(told)}.", self.walk)

    def scales(self) -> list[Scale]:
        """The window in which all ways are seen, as wide as high where they hardly go that way."""
        reach = [
            np.concatenate([track.places[axis] for track in self.tracks]) for axis in range(len(self.plane.directions))
        ]
        widest = max(float(np.ptp(each)) for each in reach)
        return [self.scale(each, widest) for each in reach]

    def scale(self, places: NDArray[np.float64], widest: float) -> Scale:
        if self.axes == LOGLOG:
            return Scale.over(above_zero(places), 2 * SPARE, log=True)
        middle, half = float(places.max() + places.min()) / 2, float(np.ptp(places)) / 2
        half = max(half, widest / 6) * (1 + 2 * SPARE) or max(1.0, abs(middle) / 2)
        return Scale(middle - half, middle + half)

    def curve(self) -> Plot:
        (x,) = self.scales()
        places = x.spaced(FINE)
        heights = surface(self.start, self.plane, [places])
        track = np.concatenate([np.asarray(track.losses) for track in self.tracks])
        log = self.axes != LINEAR
        track = above_zero(track) if log else track
        seen = heights[np.isfinite(heights) & ((heights > 0) | (not log))]
        low, high = np.quantile(seen, (0.0, 0.98)) if seen.size else (track.min(), track.max())
        y = Scale.over(np.array([low, high, *track]), log=log)
        plot = Plot(x, y, (name(self.plane.names[0]), self.output))
        plot.line("line", Part(Kind.CURVE), zip(places.tolist(), heights.tolist(), strict=True), "quiet")
        return plot

    def contoured(self) -> Plot:
        x, y = self.scales()
        across, up = x.spaced(COARSE), y.spaced(COARSE)
        heights = surface(self.start, self.plane, [across, up])
        first, second = self.plane.names
        plot = Plot(x, y, (named(first), named(second)))
        found = list(contours(across, up, heights))
        if found and len(self.tracks) == 1:
            plot.legend([(f"{len(found)} contour lines from {write(found[0][0])} to {write(found[-1][0])}", "quiet")])
        for count, (_, lines) in enumerate(found):
            for which, line in enumerate(lines):
                plot.line(f"{which}", Part(Kind.CONTOUR, count), line.tolist(), "quiet")
        return plot

    def place(self, track: Track, at: int) -> tuple[float, float]:
        """Where an iteration is seen: at its loss over one number, at its two coordinates on a surface."""
        first, *second = track.places[:, at]
        return float(first), float(second[0]) if second else track.losses[at]

    def frames(self, track: Track) -> list[int]:
        """The iterations at which pieces of a way end."""
        return thinned(len(track.losses), FRAMES)

    def track(self, plot: Plot, which: int, track: Track) -> None:
        look, ends = LOOKS[which], self.frames(track)
        plot.dot(self.part(which, 0), *self.place(track, 0), 3.4, look.tone, solid=False)
        for count, (first, last) in enumerate(pairwise(ends), 1):
            piece = [self.place(track, first + at) for at in thinned(last - first + 1, POINTS // FRAMES)]
            plot.line("line", self.part(which, count), piece, look.tone)
            plot.dot(self.part(which, count), *piece[-1], look.radius / 1.5, look.tone, solid=look.solid)

    def part(self, which: int, piece: int) -> Part:
        return Part(Kind.PATH, piece, which)

    def arrow(self, plot: Plot) -> None:
        """The way down from where the first descent is: against the gradient, as far as it is seen in the window."""
        x, y = self.place(self.tracks[0], min(self.here, len(self.tracks[0].losses) - 1))
        slope = float(self.uphill[0])
        rise = (slope * slope) if len(self.uphill) == 1 else float(self.uphill[1])
        start = plot.at(x, y)
        # On logarithmic axes a straight way looks bent, but for its beginning.
        little = STEP * (plot.x.high - plot.x.low) / max(abs(slope), abs(rise), NARROWEST)
        stop = plot.at(x - little * slope, y - little * rise)
        far = float(np.hypot(stop[0] - start[0], stop[1] - start[1]))
        if far > NARROWEST and plot.inside(x, y):
            plot.dot(Part(Kind.POINT), x, y, 3.4, LOOKS[0].tone)
            share = min(ARROW / far, plot.staying(start, stop))
            if share * far > LENGTH:
                plot.arrow("down", Part(Kind.POINT), start, shortened(start, stop, share), "forward")

    def walk(self) -> Iterator[Step]:
        ends = [self.frames(track) for track in self.tracks]
        last = max(map(len, ends)) - 1
        for count in range(last + 1):
            first = self.tracks[0]
            at = ends[0][min(count, len(ends[0]) - 1)]
            lit = tuple(self.part(which, count) for which in range(len(self.tracks)))
            lit += (Part(Kind.POINT),) if count == last else ()
            told = equality(self.output, number(first.losses[at]))
            yield Step(UPDATE, lit, f"After iteration {at} of {first.title}.", told)


def above_zero(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values for a logarithmic axis. Raises LanguageError where some have no place on it."""
    if np.any(values <= 0):
        told = "the descent goes through values of 0 or less, which have no place on a logarithmic axis"
        raise LanguageError.at(None, told, "choose other axes", parameter="axes")
    return values


def shortened(start: Point, stop: Point, share: float) -> Point:
    return start[0] + share * (stop[0] - start[0]), start[1] + share * (stop[1] - start[1])


def named(axis: str) -> Math:
    """An input's name, or the words for a direction."""
    return Text(axis) if " " in axis else name(axis)
