"""From a trace to its figure: what depends on the graph alone is made once and kept, the numbers are put in each time."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from app.autodiff.folding.abridging import abridged, most_terms, shortened
from app.autodiff.folding.bundling import bundled
from app.autodiff.folding.fold import SUMS, Folded, absorbed, fold, grouped
from app.autodiff.graph import Node
from app.autodiff.trace import Trace
from app.bounded_cache import BoundedCache
from app.diagram import frames, parts
from app.diagram.blanks import Blanked, blanks
from app.diagram.closeup.closeup import LONG, Closeup, WithEntries
from app.diagram.closeup.entry_paths import Entries
from app.diagram.drawing.areas import Block
from app.diagram.drawing.free_room import spread_out
from app.diagram.drawing.panels import framed
from app.diagram.drawing.placement import Element, Placement
from app.diagram.drawing.reading_order import in_reading_order
from app.diagram.fitting.fit import TALLEST, Fit, first_fitting
from app.diagram.fitting.fitting import Fitter
from app.diagram.fitting.foldings import MANY, foldings
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.frames import points
from app.diagram.gate_choice import chosen
from app.diagram.labels.label_content import Wording
from app.diagram.labels.styles import BLOCKS, PAIRED, STYLES, TWO_PANELS, Style
from app.diagram.links import links
from app.diagram.model import BACKWARD, FORWARD, PASSES, Diagram, Link, Mark, Text
from app.diagram.options import Options
from app.diagram.quantities import SIZE, Array, Lookup, Quantity
from app.diagram.structure import Scheme
from app.diagram.walk import Walk
from app.typeset import precision

_KEPT = 256
MOST_OPEN, HIDING = 45, 3.0
"""So many gates stand unfolded in one panel where that is lower and statements would hide so many each."""
HIGH = 4
"""A term of inputs takes as much height as so many inputs of one gate may."""
STRAIGHTER = 1.1
"""Blocks may be so much taller: the wires of inputs are straight there."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about a figure that its values do not change."""

    scheme: Scheme
    size: tuple[float, float]
    elements: tuple[Element, ...]
    links: tuple[Link, ...]


_plans: BoundedCache[Hashable, Plan] = BoundedCache(_KEPT)


def compose(trace: Trace, options: Options) -> Diagram:
    """The figure of a trace."""
    return composed(trace, options)[0]


def composed(trace: Trace, options: Options, hide: str = "") -> tuple[Diagram, Formulas]:
    """The figure of a trace, and the formulas that it was made with: a table beside it says the same.

    What `hide` says is kept back: "gradients", "all", or names with commas between them.
    """
    plan = planned(trace, options)
    numbers: Lookup = Numbers(trace, plan.scheme)
    if hide:
        numbers = Blanked(numbers, blanks(trace, plan.scheme.folded, hide))
    marks = filled(plan.elements, numbers)
    formulas = Formulas(trace, plan.scheme.folded, options.notation, differentials=options.differentials)
    title = f"Forward and backward pass of {trace.labels[trace.graph.output]}"
    steps = Walk(plan.scheme, replace(formulas, longest=LONG)).steps
    diagram = Diagram(*plan.size, title, description(marks), tuple(marks), plan.links, steps)
    return diagram, formulas


def filled(elements: Iterable[Element], numbers: Lookup) -> list[Mark]:
    """The elements as marks, with their numbers put in."""
    found: list[Mark] = []
    for element in elements:
        found.extend(element.marks(numbers) if isinstance(element, Placement) else [element])
    return found


def compose_closeup(trace: Trace, options: Options, name: str) -> Diagram:
    """The close-up of the gate that makes `name`, as it is folded in the figure.

    Raises ValueError, with a message and a hint, where there is none.
    """
    scheme = planned(trace, options).scheme
    formulas = Formulas(trace, scheme.folded, options.notation, LONG)
    gate, entries = chosen(trace, scheme.folded, name), Entries()
    elements = Closeup(formulas, gate, points(options.frame)).elements(entries)
    block = Block.of(elements)
    sheet = framed(block.area, [block])
    marks = filled(sheet.elements(), WithEntries(Numbers(trace, scheme), entries))
    walk = Walk(scheme, formulas)
    part = parts.gate(gate.index)
    title = f"The gate that makes {trace.labels[gate.outputs[-1]]}, forward and backward"
    return Diagram(
        sheet.width,
        sheet.height,
        title,
        description(marks),
        tuple(marks),
        walk=lambda: [step for step in walk.steps() if step.parts[:1] == (part,)],
    )


def planned(trace: Trace, options: Options) -> Plan:
    """The plan for a trace's graph, kept from the last time if only values changed since."""
    key = structure(trace, options)
    made = _plans.get(key)
    if made is None:
        made = plan(trace, options)
        _plans.put(key, made)
    return made


def structure(trace: Trace, options: Options) -> Hashable:
    """All that a plan depends on: figures that are alike in it differ in their numbers alone."""
    return (
        trace.program.text,
        trace.graph.output,
        trace.labels,
        trace.loss,
        trace.seeded_by_one,
        options,
        precision(),
        tuple(map(outline, trace.graph.nodes)),
        tuple(float(trace.values[node.index]) for node in trace.graph.nodes if absorbed(node)),
        trace.graph.symbolic and tuple(map(trace.known, (*trace.values, *trace.contributions.values(), trace.seed))),
    )


def outline(node: Node) -> tuple[object, ...]:
    """What a figure shows of a node: its settings follow from the text and the shapes."""
    return node.operation, node.arguments, node.shape, node.differentiable


def plan(trace: Trace, options: Options) -> Plan:
    found = closest(trace, options)
    drawn, drawing, style = found.scheme, found.sheet, found.style
    passes = (options.panels,) if options.panels in (FORWARD, BACKWARD) and not style.single else (FORWARD, BACKWARD)
    joined = [
        link for each in passes for link in links(drawn, each, FORWARD if style.single and not style.paired else each)
    ]
    elements = in_reading_order(spread_out(drawing.elements(), drawing.width), joined)
    return Plan(drawn, (drawing.width, drawing.height), elements, tuple(joined))


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


@dataclass(frozen=True, slots=True)
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
        """A figure of paired wires with words above and below them, or with these in blocks where that takes fewer rows."""
        if len(found.rows) == 1 and found.fits:
            return found
        blocks = self.fitter(formulas, options, replace(BLOCKS, close=self.options.style == PAIRED)).fitted()
        heights = {id(found): found.sheet.height, id(blocks): blocks.sheet.height / STRAIGHTER}
        return min(found, blocks, key=lambda each: (each.excess, len(each.rows), heights[id(each)]))

    def fitter(self, formulas: Formulas, options: Options, style: Style | None = None) -> Fitter:
        return Fitter(self.trace, formulas.folded, Wording(formulas, options), options, style, self.room)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Looks quantities up in a trace."""

    trace: Trace
    scheme: Scheme

    def __call__(self, quantity: Quantity) -> Array:
        trace, index = self.trace, quantity.index
        if quantity.kind == "value":
            return trace.values[index]
        if quantity.kind == "adjoint":
            return trace.adjoints.get(index, trace.seed if index == trace.graph.output else np.zeros(quantity.shape))
        wire = self.scheme.folded.wires[index]
        found = trace.wire(wire) if quantity.kind == "wire" else trace.local(wire)
        return np.full(quantity.shape, np.nan) if found is None else np.asarray(found)


def description(marks: list[Mark]) -> str:
    """The figure in words: all that is written in it, panel by panel."""
    told = []
    for panel, opening in PASSES.items():
        words = [mark.name for mark in marks if isinstance(mark, Text) and mark.panel == panel and mark.name]
        told.append(f"{opening}: {', '.join(words)}." if words else "")
    return " ".join(filter(None, told))
