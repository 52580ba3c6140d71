"""Which folding of a program is drawn, in one panel or two: as little folded as its frame allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isinf
from typing import NamedTuple

from app.autodiff.folding.abridging import abridged, most_terms, shortened
from app.autodiff.folding.bundling import bundled
from app.autodiff.folding.fold import INNER, SUMS, Folded, fold, grouped, readable
from app.autodiff.trace import Trace
from app.diagram import frames
from app.diagram.fitting.fit import TALLEST, Fit, first_fitting
from app.diagram.fitting.fitting import Fitter
from app.diagram.fitting.foldings import MANY, foldings
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.labels.label_content import Wording
from app.diagram.labels.styles import BLOCKS, PAIRED, STYLES, TWO_PANELS, Style
from app.diagram.options import Options
from app.diagram.quantities import SIZE

MOST_OPEN, HIDING = 45, 3.0
"""So many gates stand unfolded in one panel where that is lower and statements would hide so many each."""
MODULES = 8
"""Fewer calls than this as gates say too little."""
HIGH = 4
"""A term of inputs takes as much height as so many inputs of one gate may."""
STRAIGHTER = 1.1
"""Blocks may be so much taller: the wires of inputs are straight there."""


def closest(trace: Trace, options: Options) -> Fit:
    """The figure as it fits its frame: unless that is chosen, folded as little as it may.

    On a slide the type is smaller before anything is dropped.
    """
    *larger, smallest = frames.rooms(options.frame)
    (most, folding), wanted = Composer(trace, options, smallest).closest(), STYLES[options.style]
    # What is folded further loses gates: larger type is tried where it need not be.
    found = (Composer(trace, options, room, folding).closest().fit for room in larger if most.fits)
    return next((each for each in found if each.lost(wanted) <= most.lost(wanted)), most)


class Closest(NamedTuple):
    """A figure, and the folding that it was made from; none where each operation stands by itself."""

    fit: Fit
    folding: Folded | None


@dataclass(frozen=True)
class Composer:
    """Fits the figure of a trace into a frame of some width and height, by any folding or by one that is known to do."""

    trace: Trace
    options: Options
    room: tuple[float, float]
    folding: Folded | None = None

    def closest(self) -> Closest:
        """The figure folded as little as it may be, or opened where that is lower."""
        opened = self.unfolded() if self.folding is None else None
        if opened and opened.low:
            return Closest(opened, None)
        folded = self.as_folded()
        lower = opened and opened.fits and opened.sheet.height < folded.fit.sheet.height
        return Closest(opened, None) if opened and lower else folded

    def unfolded(self) -> Fit | None:
        """Each operation of a graph of numbers whose statements would hide too many, in one panel of paired wires; none of others, nor
        where the terms of a sum stand in a column."""
        graph, options = self.trace.graph, self.options
        gates, statements = (len(grouped(graph, level)) for level in ("primitive", "statement"))
        hidden = MANY < gates <= MOST_OPEN and gates >= HIDING * statements
        if options.fold is not None or (options.style, options.panels) != TWO_PANELS or not hidden:
            return None
        if any(node.shape for node in graph.nodes) or len(grouped(graph, SUMS)) < gates:
            return None
        return first_fitting(self.attempts(fold(graph, "primitive"), replace(options, style=PAIRED)))

    def foldings(self, tried: Sequence[Fit]) -> Iterable[Folded]:
        """Those that may do, the most open first."""
        graph, level = self.trace.graph, self.options.fold
        if self.folding is not None:
            return [self.folding]
        return foldings(graph, tried) if level is None else [fold(graph, level)]

    def as_folded(self) -> Closest:
        """The figure folded as is chosen, or as little as it may."""
        graph = self.trace.graph
        found, origins = list[Fit](), list[Folded]()
        for folded in self.foldings(found):
            if len(folded.gates) > MANY and self.of_modules:
                continue
            origins.append(folded)
            seen = abridged(bundled(shortened(folded, graph, self.inputs // HIGH), graph), self.inputs)
            found.append(self.with_fewer_terms(first_fitting(self.attempts(seen, self.options))))
            if found[-1].fits or found[-1].hardly_too_tall:
                break
        best = first_fitting(found)
        origin = next(origin for origin, each in zip(origins, found, strict=True) if each is best)
        fewer = abridged(best.scheme.folded, best.inputs_having_room)
        if fewer is not best.scheme.folded:
            best = first_fitting(self.attempts(fewer, self.options))
        return Closest(best, origin)

    @cached_property
    def of_modules(self) -> bool:
        """Whether calls that call others are a program's gates where all of its statements have no room: they are some, and not many."""
        chosen = self.options.fold is not None or self.folding is not None
        levels = [] if chosen or isinf(self.room[1]) else [each for each in readable(self.trace.graph) if each in INNER]
        return any(MODULES <= len(grouped(self.trace.graph, level)) <= MANY for level in levels)

    def with_fewer_terms(self, found: Fit) -> Fit:
        """A figure as it is, or if it is too tall for many like terms of one gate, with as many of these as have room."""
        folded, graph = found.scheme.folded, self.trace.graph
        fewer = shortened(folded, graph, found.terms_having_room(most_terms(folded, graph)))
        return found if fewer is folded else first_fitting(self.attempts(fewer, self.options))

    @property
    def inputs(self) -> int:
        """More inputs of one gate than this have no room, however little each of them takes."""
        return int(min(self.room[1], TALLEST) / SIZE)

    def attempts(self, folded: Folded, options: Options) -> Iterator[Fit]:
        """A folded figure as it is wanted, and if two panels have no room, in one where the way back runs beside the way forward.

        A circuit that was asked for is lettered as close as can be.
        """
        formulas = Formulas(self.trace, folded, options.notation, differentials=self.options.differentials)
        wanted, paired = self.fitter(formulas, options), replace(options, style=PAIRED)
        one = self.fitter(formulas, paired, BLOCKS)
        if not (wanted.two_panels and one.single_alone):
            found = wanted.fitted()
            yield self.lettered(formulas, options, found) if wanted.style.paired else found
        if wanted.two_panels and options.frame in frames.SLIDES:
            yield self.lettered(formulas, paired, self.fitter(formulas, paired).fitted())
        elif wanted.two_panels:
            yield one.briefest()

    def lettered(self, formulas: Formulas, options: Options, found: Fit) -> Fit:
        """A figure of paired wires with words above and below them, or with these in blocks where that is lower."""
        if len(found.rows) == 1 and found.fits:
            return found
        blocks = self.fitter(formulas, options, replace(BLOCKS, close=self.options.style == PAIRED)).fitted()
        heights = {id(found): found.sheet.height, id(blocks): blocks.sheet.height / STRAIGHTER}
        return min(found, blocks, key=lambda each: (each.excess, heights[id(each)]))

    def fitter(self, formulas: Formulas, options: Options, style: Style | None = None) -> Fitter:
        return Fitter(self.trace, formulas.folded, Wording(formulas, options), options, style, self.room)
