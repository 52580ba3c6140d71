"""From a trace to its figure: what depends on the graph alone is made once and kept, the numbers are put in each time."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from app.autodiff.folding.fold import absorbed
from app.autodiff.graph import Node
from app.autodiff.trace import Trace
from app.bounded_cache import BoundedCache
from app.diagram import parts
from app.diagram.blanks import Blanked, blanks
from app.diagram.closeup.closeup import LONG, Closeup, WithEntries
from app.diagram.closeup.entry_paths import Entries
from app.diagram.drawing.areas import Block
from app.diagram.drawing.free_room import spread_out
from app.diagram.drawing.panels import framed
from app.diagram.drawing.placement import Element, Placement
from app.diagram.drawing.reading_order import in_reading_order
from app.diagram.fitting.composer import closest
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.frames import points
from app.diagram.gate_choice import chosen
from app.diagram.links import links
from app.diagram.model import BACKWARD, FORWARD, PASSES, Diagram, Link, Mark, Text
from app.diagram.options import Options
from app.diagram.quantities import Array, Lookup, Quantity
from app.diagram.structure import Scheme
from app.diagram.walk import Walk
from app.typeset import precision

_KEPT = 256


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
