"""The rows of the trace table, as markup: MathML for formulas, text for numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from app.autodiff import Folded, Trace, fold
from app.autodiff.folding.fold import Gate
from app.autodiff.graph import INPUT
from app.diagram import parts
from app.diagram.formulas.trace_rows import MOST, TraceRow, listed, number_told, trace_rows
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.parts import Part
from app.language import assignment
from app.typeset import Math, breakable, mathml, plain
from app.web.page.spoken_gates import told

LONGEST = 16
"""So many letters of a name have room in each of a row's formulas."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value: how it is computed, how its adjoint is, and both numbers; what of figure and text it is about.

    Where a gate of the figure makes it, `gate` is the gate's part, `opens` what opens it, `said` the gate in words, and `inputs`
    the parts that show what it takes in.
    `asks` says what is asked for in the place of value and adjoint of `node`; `called` is its name as the text has it.
    """

    parts: str
    name: Markup
    forward: Markup
    value: str
    adjoint: Markup
    backward: Markup
    gradient: str
    output: bool
    lines: str = ""
    gate: str = ""
    opens: str = ""
    said: str = ""
    inputs: str = ""
    node: int = -1
    label: str = ""
    called: str = ""
    asks: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of computing, and how many more there would be."""

    rows: list[Row]
    more: int

    @property
    def worded(self) -> bool:
        """Whether a name is so long that a row has no room for the four times at which it stands there."""
        return any(len(each.label) > LONGEST for each in self.rows)


def tables(formulas: Formulas) -> tuple[Table, Table | None]:
    """The trace gate by gate, as the figure is folded, and, where that hides some of it, operation by operation."""
    shown_by = drawn(formulas.trace, formulas.folded)
    shown = table(formulas, shown_by)
    if alone(formulas.folded):
        return opening(shown, formulas), None
    return opening(shown, formulas), table(replace(formulas, folded=fold(formulas.trace.graph, "parts")), shown_by)


def cells(formulas: Formulas) -> list[tuple[str, str]]:
    """The numbers of all rows of both tables, one after the other: each row's value and adjoint."""
    trace = formulas.trace
    both = [formulas.folded] if alone(formulas.folded) else [formulas.folded, fold(trace.graph, "parts")]
    return [
        (
            number_told(trace, trace.values[index]),
            number_told(trace, trace.adjoints[index]) if index in trace.adjoints else "",
        )
        for folded in both
        for index in listed(trace, folded)[:MOST]
    ]


def alone(folded: Folded) -> bool:
    """Whether each gate is one operation, and stands for no others: then there is one table."""
    return all(len(gate.nodes) == 1 and folded.spans.keys().isdisjoint(gate.outputs) for gate in folded.gates)


def table(formulas: Formulas, shown_by: Mapping[int, str]) -> Table:
    """A row for each value that is drawn."""
    made = {index: gate for gate in formulas.folded.gates for index in gate.outputs}
    rows = [row(each, made.get(each.index), formulas.trace, shown_by) for each in trace_rows(formulas)]
    return Table(rows, len(listed(formulas.trace, formulas.folded)[MOST:]))


def opening(shown: Table, formulas: Formulas) -> Table:
    """The rows of the figure's own gates with what opens them."""
    gates = {str(parts.gate(gate.index)): gate for gate in formulas.folded.gates}
    return replace(shown, rows=[opener(each, gates.get(each.gate), formulas) for each in shown.rows])


def opener(shown: Row, gate: Gate | None, formulas: Formulas) -> Row:
    if gate is None:
        return shown
    return replace(
        shown,
        opens=formulas.trace.labels[gate.outputs[-1]],
        said=told(formulas, gate),
        inputs=" ".join(map(str, taken_in(formulas.folded, gate))),
    )


def taken_in(folded: Folded, gate: Gate) -> Iterator[Part]:
    """The labels and wires of what a gate takes in."""
    for position, wire in enumerate(folded.wires):
        if wire.gate == gate.index:
            yield from (parts.value(wire.value), parts.wire(position), parts.tag(position))


def drawn(trace: Trace, folded: Folded) -> dict[int, str]:
    """The parts of the figure that show each value: its label and fork, the gate that made it, the wires that carry it."""
    found: dict[int, list[Part]] = {}
    for index in (*folded.sources, *(value for gate in folded.gates for value in gate.outputs)):
        found[index] = [parts.value(index), parts.stem(index), parts.fork(index), parts.flag(index)]
    found[trace.graph.output] += [parts.OUTPUT, parts.LEAD]
    for gate in folded.gates:
        for index in {*gate.nodes} - {*gate.outputs[:-1]}:
            found.setdefault(index, []).append(parts.gate(gate.index))
    for position, wire in enumerate(folded.wires):
        found[wire.value] += [parts.wire(position), parts.tag(position)]
    return {index: " ".join(map(str, listed)) for index, listed in found.items()}


def row(found: TraceRow, gate: Gate | None, trace: Trace, shown_by: Mapping[int, str]) -> Row:
    return Row(
        parts=shown_by.get(found.index, ""),
        name=math(found.name),
        forward=math(found.forward, breakable),
        value=found.value or "",
        adjoint=math(found.adjoint),
        backward=math(found.backward, breakable),
        gradient=found.gradient or "",
        output=found.index == trace.graph.output,
        node=found.index,
        label=plain(found.name),
        called=trace.labels[found.index],
        lines=lines(trace, found.index),
        gate=str(parts.gate(gate.index)) if gate and found.index == gate.outputs[-1] else "",
    )


def lines(trace: Trace, index: int) -> str:
    """Where the text makes a value: of a parameter not the whole function, but the line that lists it."""
    node = trace.graph.nodes[index]
    if node.span is None:
        return ""
    made = node.operation != INPUT or assignment(trace.program.text, trace.labels[index], node.span)
    return node.span.lines if made else str(node.span.line)


def math(tree: Math | None, write: Callable[[Math], str] = mathml) -> Markup:
    return Markup("" if tree is None else write(tree))
