"""The formulas of a node: how a node comes from its arguments, and how its adjoint comes from those of its consumers."""

from __future__ import annotations

from collections.abc import Sequence

from app.autodiff import Folded, Trace, Wire
from app.autodiff.folding.fold import Gate
from app.autodiff.graph import CONSTANT, INPUT, Node
from app.diagram.formulas.gate_symbols import called, inscribed, said, sources
from app.diagram.formulas.gate_values import GateValues
from app.diagram.formulas.operation_formulas import made_of
from app.diagram.formulas.wire_formulas import Formulas
from app.typeset import COMMA, Math, Space, Text, Times, added, derivative, equality, name, path_term, row

CHAINED = 4
"""From two functions on, each with the sign behind it, a chain is written out whole."""
TERMS = 6
"""So many contributions are written out as a sum."""


def forward(formulas: Formulas, node: Node) -> Math:
    """The right side of `node = …`, in the names of its arguments."""
    if node.operation in (INPUT, CONSTANT):
        return Text(node.operation)
    return made_of(node, [formulas.shown(index) for index in node.arguments])


def made(formulas: Formulas, gate: Gate, output: int) -> Math:
    """The right side of one of the values that a gate makes: of several, from what goes in and the others, where that is short."""
    if len(gate.outputs) == 1:
        return computed(formulas, gate)
    inside = {*gate.nodes} - {*gate.outputs}
    return GateValues(formulas.trace, gate, inside).made(output) or computed(formulas, gate)


def computed(formulas: Formulas, gate: Gate) -> Math:
    """The right side of what a gate makes: of one operation, of the statement that it stands for, or a function of what goes in."""
    if len(gate.nodes) == 1 and formulas.folded.level != "all":
        return forward(formulas, formulas.trace.graph.nodes[gate.nodes[0]])
    if gate.scope is not None and gate.scope.expr is not None and formulas.folded.level != "all":
        return said(formulas.trace, gate, gate.scope.expr)
    return called(gate, sign(formulas, gate), sources(formulas.trace, gate)) if is_call(gate) else sign(formulas, gate)


def sign(formulas: Formulas, gate: Gate) -> Math:
    """What a gate shows, the most telling."""
    return inscribed(formulas.trace, formulas.folded, gate, formulas.notation)[0][0]


def is_call(gate: Gate) -> bool:
    """Whether a gate of several operations stands for a call."""
    return gate.scope is not None and (gate.scope.ours or gate.scope.kind == "call")


def backward(formulas: Formulas, wires: Sequence[Wire]) -> Math:
    """The right side of `dL/dx = …`: what comes back along each wire, by its gate's rule where it can be said; of the output, the seed."""
    terms = [
        formulas.path(wire) if len(wires) > 1 and formulas.entry(wire) else brought(formulas, wire)
        for wire in wires[:TERMS]
    ]
    rest = [Text("…")] if len(wires) > TERMS else []
    if not terms:
        return Text("seed")
    chain = whole_chain(formulas, wires[0].value) if len(wires) == 1 else None
    return added([*terms, *rest]) if chain is None else row(*terms, COMMA, Space(1.0), chain)


def whole_chain(formulas: Formulas, value: int) -> Math | None:
    """`dy/dx = dA/dB · dB/dC · dC/dx` through functions that are not known, by their names; None for anything else."""
    nodes, output = formulas.trace.graph.nodes, formulas.trace.graph.output
    factors: list[Math] = []
    place = value
    while place != output:
        used = formulas.folded.uses(place)
        if len(used) != 1 or not formulas.unknown(used[0]):
            return None
        gate = formulas.outputs(used[0])[-1]
        function = name(str(nodes[gate].settings["function"]))
        factors = [derivative(function, formulas.name(place), formulas.notation), Times(thin=True), *factors]
        place = gate
    if len(factors) < CHAINED:
        return None
    return equality(derivative(formulas.name(output), formulas.name(value), formulas.notation), row(*factors[:-1]))


def brought(formulas: Formulas, wire: Wire) -> Math:
    """What comes back along one wire."""
    if (through := formulas.through(wire)) is not None:
        return through
    if formulas.empty(wire):
        return formulas.path(wire)
    outputs = formulas.folded.gates[wire.gate].outputs
    loss, value = formulas.loss(), formulas.name(wire.value)
    return added([path_term(loss, formulas.name(output), value, formulas.notation) for output in outputs])


def carrying(trace: Trace, folded: Folded) -> dict[int, list[Wire]]:
    """The wires along which something comes back to each value."""
    found: dict[int, list[Wire]] = {}
    for wire in folded.wires:
        if any(edge in trace.contributions for edge in wire.edges):
            found.setdefault(wire.value, []).append(wire)
    return found
