"""The walk through a figure: forward gate by gate, then backward, each step with what it lights up, a sentence and its formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.autodiff.fold import Gate, Wire
from app.diagram import explanations, parts
from app.diagram.gate_symbols import inscribed
from app.diagram.model import BACKWARD, FORWARD, Step
from app.diagram.parts import Part
from app.diagram.structure import OUTPUT, SOURCE, Scheme
from app.diagram.wire_formulas import Formulas
from app.language import Span
from app.language.syntax import Call, Name
from app.typeset import Math, Space, Symbol, equality, expression, name, number, plain, row, total

_TERMS = 3
"""So many equations or terms are written out in a step."""
_APART = Space(1.0)


@dataclass(frozen=True, slots=True)
class Walk:
    """Makes the steps of one figure."""

    scheme: Scheme
    formulas: Formulas

    def steps(self) -> Iterator[Step]:
        gates = self.scheme.folded.gates
        yield self.inputs()
        yield from (self.forward(gate) for gate in gates)
        if self.formulas.trace.adjoints:
            yield self.seed()
            for gate in reversed(gates):
                yield from self.backward(gate)

    def inputs(self) -> Step:
        slots = [slot for slot in self.scheme.slots if slot.role == SOURCE]
        values = [
            self.equated(self.formulas.name(slot.value), self.formulas.trace.values[slot.value]) for slot in slots
        ]
        return Step(FORWARD, tuple(slot.part for slot in slots), explanations.INPUTS, listed(values))

    def forward(self, gate: Gate) -> Step:
        trace, into = self.formulas.trace, self.scheme.folded.into(gate.index)
        out = gate.outputs[-1]
        said = " and ".join(plain(self.formulas.name(wire.value)) for wire in into[:_TERMS])
        shown = plain(inscribed(trace, self.scheme.folded, gate, self.formulas.notation)[-1][0])
        sentence = f"The {shown} gate takes {said or 'nothing'} and makes {plain(self.formulas.name(out))}."
        lit = (parts.gate(gate.index), *self.wires(gate), *(parts.value(value) for value in gate.outputs))
        formula = self.equated(self.made(gate), trace.values[out], self.formulas.name(out))
        return Step(FORWARD, lit, sentence, formula, self.span(gate))

    def made(self, gate: Gate) -> Math:
        """The right side of what a gate computes."""
        if len(gate.nodes) > 1 or self.scheme.folded.level == "all":
            return inscribed(self.formulas.trace, self.scheme.folded, gate, self.formulas.notation)[0][0]
        node = self.formulas.trace.graph.nodes[gate.nodes[0]]
        stand_ins = [Name(f"operand {place}") for place in range(len(node.arguments))]
        shown = {each.id: self.formulas.shown(index) for each, index in zip(stand_ins, node.arguments, strict=True)}
        return expression(Call(Name(node.operation), tuple(stand_ins)), shown)

    def wires(self, gate: Gate) -> Iterator[Part]:
        """The wires into a gate, and the inputs at their far ends."""
        for index, wire in enumerate(self.scheme.folded.wires):
            if wire.gate == gate.index:
                yield parts.wire(index)
                if wire.value in self.scheme.folded.sources:
                    yield parts.value(wire.value)

    def seed(self) -> Step:
        trace = self.formulas.trace
        slot = next(slot for slot in self.scheme.slots if slot.role == OUTPUT)
        formula = self.equated(self.formulas.adjoint(slot.value), trace.seed)
        return Step(BACKWARD, (slot.part,), explanations.SEED, formula)

    def backward(self, gate: Gate) -> Iterator[Step]:
        trace = self.formulas.trace
        flowing = {
            index: wire
            for index, wire in enumerate(self.scheme.folded.wires)
            if wire.gate == gate.index and trace.wire(wire) is not None
        }
        lit = [parts.gate(gate.index), *(parts.value(value) for value in gate.outputs)]
        for index, wire in flowing.items():
            lit += [parts.wire(index), *([parts.value(wire.value)] if len(self.returning(wire.value)) == 1 else [])]
        operations = tuple(trace.graph.nodes[node].operation for node in gate.nodes)
        sentence = explanations.backward(operations) if flowing else explanations.ONLY_FORWARD
        formulas = [self.contribution(wire) for wire in list(flowing.values())[:_TERMS]]
        yield Step(BACKWARD, tuple(lit), sentence, listed(formulas), self.span(gate))
        for value in dict.fromkeys(wire.value for wire in flowing.values()):
            returning = self.returning(value)
            if len(returning) > 1 and min(wire.gate for wire in returning) == gate.index:
                yield self.added(value, returning)

    def span(self, gate: Gate) -> Span | None:
        """Where the text makes what leaves a gate."""
        return self.formulas.trace.graph.nodes[gate.outputs[-1]].span

    def returning(self, value: int) -> list[Wire]:
        """The wires that bring a gradient back to a value."""
        return [wire for wire in self.scheme.folded.uses(value) if self.formulas.trace.wire(wire) is not None]

    def contribution(self, wire: Wire) -> Math:
        """`dL/dx = dL/dz dz/dx = 1 · (−4) = −4`; the left side is missing where more than one wire leads back to x."""
        flow = np.asarray(self.formulas.trace.wire(wire))
        sides = [self.formulas.adjoint(wire.value)] if len(self.returning(wire.value)) == 1 else []
        term = self.formulas.contribution(wire)
        sides += [] if term is None else [term]
        sides = sides or [self.formulas.path(wire)]
        return equality(*sides, *([] if flow.shape else [number(float(flow))]))

    def added(self, value: int, returning: Sequence[Wire]) -> Step:
        trace = self.formulas.trace
        flows = [np.asarray(trace.wire(wire)) for wire in returning]
        sides = [self.formulas.adjoint(value)]
        if not flows[0].shape and len(flows) <= _TERMS:
            sides.append(total(*(number(float(flow)) for flow in flows)))
        elif len(flows) <= _TERMS:
            sides[:] = [self.formulas.summed(value, returning)]
        lit = (parts.fork(value), parts.value(value))
        return Step(BACKWARD, lit, explanations.ADDED, self.equated(equality(*sides), trace.adjoints[value]))

    def equated(self, shown: Math, value: NDArray[np.float64], left: Math | None = None) -> Math:
        """`left = shown = 3`; of a tensor without its number."""
        sides = [shown] if left is None else [left, shown]
        return equality(*sides, *([] if np.shape(value) else [number(float(value))]))


def listed(maths: Sequence[Math]) -> Math:
    """Equations beside each other."""
    spaced = [piece for math in maths for piece in (Symbol(",", "punctuation"), _APART, math)][2:]
    return row(*spaced) if spaced else name("—")
