"""One gate opened: both passes through it with shapes and numbers, why its gradients are what they are, and what can be done with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup

from app.autodiff import fold
from app.autodiff.folding.fold import FOLDS, Gate, Wire
from app.diagram import FORWARD, Diagram, Step, parts
from app.diagram.closeup.closeup_content import local_derivative
from app.diagram.formulas import explanations
from app.diagram.formulas.array_lessons import MEETINGS, lessons, sized
from app.diagram.formulas.node_formulas import carrying
from app.diagram.formulas.operation_formulas import shown
from app.diagram.formulas.trace_rows import numbers
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.gate_choice import made_by
from app.diagram.options import ROWS
from app.diagram.walk import contribution
from app.export import FORMATS
from app.query import Query
from app.render import effective
from app.typeset import Math, breakable, equality, latex, mathml, number, plain
from app.web.page.function_plot import Plot, plot
from app.web.page.heat_map import Slice, heat_map


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value or a gradient at the gate. `place` says what it is in a product: "left", "right" or "result"."""

    name: Markup
    shape: str
    text: str
    slices: list[Slice]
    place: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Returned:
    """What comes back to one input: the derivative across the gate, the chain rule, and the gate's own rule with numbers."""

    name: Markup
    spoken: str
    local: Markup
    chain: Markup
    here: Markup
    remarks: list[str]
    gradient: Quantity


@dataclass(frozen=True, slots=True)
class Action:
    """A link to what can be done with the gate."""

    title: str
    href: str
    fold: str = ""


@dataclass(frozen=True, slots=True)
class Closeup:
    """A gate opened. Without one `missing` says which name no gate has."""

    name: str
    close: str
    picture: str = ""
    part: str = ""
    title: str = ""
    makes: str = ""
    hands: str = ""
    formula: str = ""
    latex: str = ""
    values: tuple[Quantity, ...] = ()
    incoming: Quantity | None = None
    returned: tuple[Returned, ...] = ()
    plot: Plot | None = None
    actions: tuple[Action, ...] = ()
    missing: bool = False


def closeup(diagram: Diagram, formulas: Formulas, query: Query, root: str) -> Closeup | None:
    """The gate that the query opens; None where it opens none."""
    if not query.gate:
        return None
    close = f"{root}/?{query.opening('').string()}"
    gate = made_by(formulas.trace, formulas.folded, query.gate)
    return Closeup(query.gate, close, missing=True) if gate is None else opened(diagram, formulas, gate, query, root)


def opened(diagram: Diagram, formulas: Formulas, gate: Gate, query: Query, root: str) -> Closeup:
    trace, wires = formulas.trace, formulas.folded.into(gate.index)
    part, out = parts.gate(gate.index), gate.outputs[-1]
    forward, backward = (steps(diagram, gate, phase) for phase in (True, False))
    adjoint = trace.adjoints.get(out)
    return Closeup(
        query.gate,
        f"{root}/?{query.opening('').string()}",
        picture=f"{root}/diagram.svg?{effective(query.with_options(frame=''), FORMATS['svg']).string()}",
        part=str(part),
        title=explanations.spoken(trace, gate),
        makes=forward[0].sentence if forward else "",
        hands=backward[0].sentence if backward else "",
        formula=Markup(breakable(forward[0].formula)) if forward else "",
        latex=r" \\ ".join(latex(step.formula) for step in (*forward, *backward)),
        values=tuple(values(formulas, gate, wires)),
        incoming=None if adjoint is None else quantity(formulas.adjoint(out), adjoint),
        returned=tuple(returned(formulas, wire) for wire in wires if trace.wire(wire) is not None),
        plot=plot(trace, gate, wires),
        actions=tuple(actions(formulas, gate, query, root)),
    )


def steps(diagram: Diagram, gate: Gate, forward: bool) -> list[Step]:
    """The steps of the walk that are about a gate in one pass."""
    part = parts.gate(gate.index)
    return [step for step in diagram.steps if step.parts[:1] == (part,) and (step.phase == FORWARD) is forward]


def values(formulas: Formulas, gate: Gate, wires: tuple[Wire, ...]) -> Iterator[Quantity]:
    """What goes in and what comes out."""
    trace = formulas.trace
    alone = len(gate.nodes) == 1 and trace.graph.nodes[gate.nodes[0]].operation in MEETINGS
    places = ("left", "right", "result") if alone and len(wires) == 2 else ("",) * (len(wires) + 1)
    operands = list(dict.fromkeys(wire.value for wire in wires))
    for index, place in zip((*operands, gate.outputs[-1]), (*places, ""), strict=False):
        yield quantity(shown(trace, index), trace.values[index], place)


def quantity(name: Math, value: np.ndarray, place: str = "") -> Quantity:
    array = np.asarray(value, float)
    return Quantity(Markup(mathml(name)), sized(array.shape), numbers(array), heat_map(array), place, plain(name))


def returned(formulas: Formulas, wire: Wire) -> Returned:
    trace = formulas.trace
    ways = len(carrying(trace, formulas.folded)[wire.value])
    flow = np.asarray(trace.wire(wire))
    path = formulas.path(wire)
    left = formulas.adjoint(wire.value) if ways == 1 else path
    remarks = list(lessons(trace, wire.edges[0])) if single(formulas, wire) else []
    name = plain(formulas.name(wire.value))
    if ways > 1:
        remarks.append(f"{name} goes {ways} ways: this is one of {ways} parts that are added up to its gradient.")
    if formulas.folded.several(wire.value):
        together = plain(formulas.name_of_all(wire.value))
        remarks.append(f"The figure draws it with others as {together}, whose gradients stand beside the inputs.")
    return Returned(
        Markup(mathml(formulas.name(wire.value))),
        name,
        local(formulas, wire),
        Markup(breakable(formulas.equated(wire.value, path))) if formulas.scalar(wire) and ways == 1 else Markup(),
        Markup(breakable(contribution(formulas, wire))),
        remarks,
        quantity(left, flow),
    )


def single(formulas: Formulas, wire: Wire) -> bool:
    """Whether the gate of a wire is one operation."""
    return len(formulas.folded.gates[wire.gate].nodes) == 1


def local(formulas: Formulas, wire: Wire) -> Markup:
    """`dz/dx = y = 5`: between numbers, and entry by entry where the entries of arrays do not meet."""
    trace = formulas.trace
    rule = local_derivative(formulas, wire)
    found = trace.local(wire) if formulas.scalar(wire) else None
    sides = {plain(each): each for each in (rule, None if found is None else number(found)) if each is not None}
    return Markup(breakable(equality(formulas.local(wire), *sides.values()))) if sides else Markup()


def actions(formulas: Formulas, gate: Gate, query: Query, root: str) -> Iterator[Action]:
    """Fold it, open it, differentiate what it makes: another walk each, in which the step has another number."""
    whole = query.at_step(None)
    level, titles = formulas.folded.level, ROWS["fold"].metadata["titles"]
    finer = FOLDS[: FOLDS.index(level)][::-1] if len(gate.nodes) > 1 else ()
    coarser = FOLDS[FOLDS.index(level) + 1 :]
    for verb, levels, wanted in (("Open", finer, -1), ("Fold", coarser, 1)):
        other = next((each for each in levels if change(formulas, gate, each) == wanted), None)
        if other is not None:
            title = f"{verb} it: {titles[other].lower()}"
            yield Action(title, f"{root}/?{whole.with_options(fold=other).string()}", other)
    name = formulas.trace.graph.nodes[gate.outputs[-1]].name
    if name in formulas.trace.graph.names and gate.outputs[-1] != formulas.trace.graph.output:
        yield Action(f"Make {name} the output", f"{root}/?{replace(whole, output=str(name)).string()}")


def change(formulas: Formulas, gate: Gate, level: str) -> int:
    """Whether a gate's output comes from a larger gate at another level (1), a smaller one (-1), or the same (0)."""
    sizes = (len(each.nodes) for each in fold(formulas.trace.graph, level).gates if gate.outputs[-1] in each.nodes)
    size = next(sizes, len(gate.nodes))
    return (size > len(gate.nodes)) - (size < len(gate.nodes))
