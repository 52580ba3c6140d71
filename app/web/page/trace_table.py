"""The rows of the trace table, as markup: MathML for formulas, text for numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from app.autodiff import Folded, Trace, Wire, fold
from app.autodiff.fold import Gate, absorbed
from app.autodiff.graph import Node
from app.diagram import node_formulas, parts
from app.diagram.parts import Part
from app.diagram.wire_formulas import Formulas
from app.typeset import Math, mathml, plain, write
from app.web.page.spoken_gates import told

UNKNOWN = "not known"
MOST = 300
"""More rows than this help nobody in a page."""
ENTRIES = 9
"""So many entries of a tensor are written out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value: how it is computed, how its adjoint is, and both numbers; what of figure and text it is about.

    Where a gate of the figure makes it, `gate` is the gate's part, `opens` what opens it, and `said` the gate in words.
    `asks` says what is asked for in the place of value and adjoint of `node`.
    """

    parts: str
    name: Markup
    forward: Markup
    value: str
    adjoint: Markup
    backward: Markup
    gradient: str
    output: bool
    line: int | None = None
    gate: str = ""
    opens: str = ""
    said: str = ""
    node: int = -1
    label: str = ""
    asks: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows in the order of computing, and how many more there would be."""

    rows: list[Row]
    more: int


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
    """Whether each gate is one operation: then there is one table."""
    return all(len(gate.nodes) == 1 for gate in folded.gates)


def listed(trace: Trace, folded: Folded) -> list[int]:
    """The values that have a row: what goes in, and what comes out of each gate."""
    made = {index for gate in folded.gates for index in gate.outputs}
    return sorted({*made, *(index for index in folded.sources if not absorbed(trace.graph.nodes[index]))})


def table(formulas: Formulas, shown_by: Mapping[int, str]) -> Table:
    """A row for each value that is drawn."""
    folded, nodes = formulas.folded, formulas.trace.graph.nodes
    made = {index: gate for gate in folded.gates for index in gate.outputs}
    shown = listed(formulas.trace, folded)
    wires = node_formulas.carrying(formulas.trace, folded)
    rows = [row(nodes[index], made.get(index), formulas, wires.get(index, []), shown_by) for index in shown[:MOST]]
    return Table(rows, len(shown[MOST:]))


def opening(shown: Table, formulas: Formulas) -> Table:
    """The rows of the figure's own gates with what opens them."""
    gates = {str(parts.gate(gate.index)): gate for gate in formulas.folded.gates}
    return replace(shown, rows=[opener(each, gates.get(each.gate), formulas) for each in shown.rows])


def opener(shown: Row, gate: Gate | None, formulas: Formulas) -> Row:
    if gate is None:
        return shown
    return replace(shown, opens=formulas.trace.labels[gate.outputs[-1]], said=told(formulas, gate))


def drawn(trace: Trace, folded: Folded) -> dict[int, str]:
    """The parts of the figure that show each value: its label and fork, the gate that made it, the wires that carry it."""
    found: dict[int, list[Part]] = {}
    for index in (*folded.sources, *(value for gate in folded.gates for value in gate.outputs)):
        found[index] = [parts.value(index), parts.stem(index), parts.fork(index)]
    found[trace.graph.output] += [parts.OUTPUT, parts.LEAD]
    for gate in folded.gates:
        for index in {*gate.nodes} - {*gate.outputs[:-1]}:
            found.setdefault(index, []).append(parts.gate(gate.index))
    for position, wire in enumerate(folded.wires):
        found[wire.value].append(parts.wire(position))
    return {index: " ".join(map(str, listed)) for index, listed in found.items()}


def row(node: Node, gate: Gate | None, formulas: Formulas, wires: Sequence[Wire], shown_by: Mapping[int, str]) -> Row:
    trace = formulas.trace
    gradient = trace.adjoints.get(node.index)
    return Row(
        parts=shown_by.get(node.index, ""),
        name=math(formulas.shown(node.index)),
        forward=math(
            node_formulas.computed(formulas, gate)
            if gate and len(gate.outputs) == 1
            else node_formulas.forward(formulas, node)
        ),
        value=number_told(trace, trace.values[node.index]),
        adjoint=Markup() if gradient is None else math(formulas.adjoint(node.index)),
        backward=Markup() if gradient is None else math(node_formulas.backward(formulas, wires)),
        gradient="" if gradient is None else number_told(trace, gradient),
        output=node.index == trace.graph.output,
        node=node.index,
        label=plain(formulas.shown(node.index)),
        line=None if node.span is None else node.span.line,
        gate=str(parts.gate(gate.index)) if gate and node.index == gate.outputs[-1] else "",
    )


def number_told(trace: Trace, array: NDArray[np.float64]) -> str:
    """A number or tensor; of what depends on a function that is not known, that it is not."""
    return numbers(array) if trace.known(array) else UNKNOWN


def math(tree: Math) -> Markup:
    return Markup(mathml(tree))


def numbers(array: NDArray[np.float64]) -> str:
    """A number; the few entries of a tensor; or what a larger one has instead: its shape and between what its entries lie."""
    if array.size <= ENTRIES:
        return by_rows(entries(array.tolist()))
    return f"{'×'.join(map(str, array.shape))}, {between(array)}"


def between(array: NDArray[np.float64]) -> str:
    """The least and the greatest entry."""
    return f"{write(float(np.min(array)))} … {write(float(np.max(array)))}"


def entries(given: object) -> str:
    if isinstance(given, list):
        return "[" + ", ".join(map(entries, given)) + "]"
    return write(float(given))  # type: ignore[arg-type]


def by_rows(text: str) -> str:
    """A matrix, in one line, with a line for each row."""
    return re.sub(r"\],\s*\[", "],\n [", text)
