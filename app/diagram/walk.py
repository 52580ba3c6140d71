"""The walk through a figure: forward gate by gate, then backward, each step with what it lights up, a sentence and its formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.autodiff.findings.nonfinite_gradients import stopped
from app.autodiff.folding.fold import Gate, Wire
from app.autodiff.graph import INPUT
from app.diagram import parts
from app.diagram.formulas import explanations
from app.diagram.formulas.gate_numbers import outcome
from app.diagram.formulas.gate_symbols import sources
from app.diagram.formulas.gate_values import amount
from app.diagram.formulas.node_formulas import computed
from app.diagram.formulas.rule_formulas import evaluated
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.model import BACKWARD, FORWARD, Step
from app.diagram.parts import Kind, Part
from app.diagram.structure import OUTPUT, SOURCE, Scheme
from app.language import Span, assignment
from app.typeset import (
    COMMA,
    COUNTS_AS,
    Math,
    Space,
    added_numbers,
    equality,
    name,
    number,
    plain,
    product,
    row,
)

_TERMS, _SUMMED = 3, 6
"""So many equations, and so many terms of a sum, are written out in a step."""
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
        values = [self.given(slot.value) for slot in slots]
        lit = self.written([slot.part for slot in slots])
        return Step(
            FORWARD, lit, explanations.INPUTS, beside(values), self.spans(slot.value for slot in slots), (-1, -1)
        )

    def given(self, value: int) -> Math:
        """`x = 2`; of an array with too many entries to write its shape: `X (30, 20)`."""
        found = self.known(self.formulas.trace.values[value])
        if found is None or amount(found) is not None:
            return equated(self.formulas.name(value), value=found)
        return row(self.formulas.name(value), Space(0.25), self.formulas.shape(value))

    def forward(self, gate: Gate) -> Step:
        trace, out = self.formulas.trace, gate.outputs[-1]
        names = [plain(math) for math in self.operands(gate)]
        sentence = explanations.forward(trace, gate, names, plain(self.formulas.name(out)))
        lit = (parts.gate(gate.index), *self.wires(gate), *self.written([parts.value(value) for value in gate.outputs]))
        made = computed(self.formulas, gate), *outcome(self.formulas, gate)
        formula = equated(self.formulas.name(out), *made, value=None)
        return Step(FORWARD, lit, sentence, formula, self.spans(gate.outputs[-1:]), (gate.nodes[0], gate.nodes[-1]))

    def operands(self, gate: Gate) -> list[Math]:
        """What goes into a gate: of one operation with its constants."""
        if len(gate.nodes) == 1:
            node = self.formulas.trace.graph.nodes[gate.nodes[0]]
            known = self.formulas.trace.stands_for(node).name == node.operation
            arguments = node.arguments if known else node.arguments[:-1]
            return [self.formulas.shown(index) for index in arguments]
        return sources(self.formulas.trace, gate)

    def wires(self, gate: Gate) -> Iterator[Part]:
        """The wires into a gate, and the inputs at their far ends."""
        for index, wire in enumerate(self.scheme.folded.wires):
            if wire.gate == gate.index:
                yield from self.scheme.uses(index)
                if wire.value in self.scheme.folded.sources:
                    yield parts.value(wire.value)

    def written(self, values: Sequence[Part]) -> tuple[Part, ...]:
        """The places of values, and the wires on which they are written: none stands without its wire."""
        wires = [line.part for line in self.scheme.lines if {*values} & {*line.through} and line.part.kind == Kind.WIRE]
        return (*values, *wires)

    def seed(self) -> Step:
        trace = self.formulas.trace
        slot = next(slot for slot in self.scheme.slots if slot.role == OUTPUT)
        formula = equated(self.formulas.adjoint(slot.value), value=self.known(trace.seed))
        return Step(
            BACKWARD, (slot.part,), explanations.SEED, formula, self.spans([slot.value]), (self.turn, self.turn)
        )

    def backward(self, gate: Gate) -> Iterator[Step]:
        trace = self.formulas.trace
        flowing = {
            index: wire
            for index, wire in enumerate(self.scheme.folded.wires)
            if wire.gate == gate.index and trace.wire(wire) is not None
        }
        lit = [parts.gate(gate.index), *(parts.value(value) for value in gate.outputs)]
        for index, wire in flowing.items():
            lit += [
                *self.scheme.uses(index),
                *([parts.value(wire.value)] if len(self.returning(wire.value)) == 1 else []),
            ]
        sentence = explanations.backward(trace, gate) if flowing else explanations.ONLY_FORWARD
        formulas = [contribution(self.formulas, wire) for wire in list(flowing.values())[:_TERMS]]
        formulas += self.forming(gate, dict.fromkeys(wire.value for wire in flowing.values()))
        way = (self.back(gate.nodes[-1]), self.back(gate.nodes[0]))
        yield Step(BACKWARD, tuple(lit), sentence, beside(formulas), self.spans(gate.outputs[-1:]), way)
        for value in dict.fromkeys(wire.value for wire in flowing.values()):
            returning = self.returning(value)
            if len(returning) > 1 and min(wire.gate for wire in returning) == gate.index:
                yield self.added(value, returning)

    def known(self, value: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """A number or tensor, unless it depends on a function that is not known."""
        return value if self.formulas.trace.known(value) else None

    def spans(self, values: Iterable[int]) -> tuple[Span, ...]:
        """Where the text makes some values, or gives them to inputs."""
        nodes = self.formulas.trace.graph.nodes
        made = (value for value in values if nodes[value].operation != INPUT or self.gives(value))
        return tuple(span for value in made if (span := nodes[value].span) is not None)

    def gives(self, value: int) -> bool:
        """Whether the text gives an input its value."""
        trace = self.formulas.trace
        return bool(assignment(trace.program.text, trace.labels[value], trace.graph.nodes[value].span))

    def returning(self, value: int) -> list[Wire]:
        """The wires that bring a gradient back to a value."""
        return returning(self.formulas, value)

    def forming(self, gate: Gate, values: Iterable[int]) -> Iterator[Math]:
        """The sums at forks that this gate adds a term to, and others will: `dL/db = … + 3`."""
        for value in values:
            returning = self.returning(value)
            if len(returning) > _SUMMED or min(wire.gate for wire in returning) == gate.index:
                continue
            formed = self.sum(value, returning, gate.index)
            if formed != self.formulas.adjoint(value):
                yield formed

    def sum(self, value: int, returning: Sequence[Wire], since: int = 0) -> Math:
        """The sum at a fork, as far as the gates from `since` on have brought its terms: of a few numbers as numbers."""
        trace = self.formulas.trace
        flows = [np.asarray(trace.wire(wire)) for wire in returning]
        come = [wire.gate >= since for wire in returning]
        if flows[0].shape or len(flows) > _SUMMED or not all(map(trace.known, flows)):
            summed = self.formulas.summed(value, returning, come)
            return equated(summed, value=self.known(trace.adjoints[value]) if all(come) else None)
        numbers = added_numbers([float(flow) for flow in flows], float(trace.adjoints[value]), come)
        return equality(self.formulas.adjoint(value), numbers)

    def added(self, value: int, returning: Sequence[Wire]) -> Step:
        """The sum at a fork, term by term."""
        sentence = explanations.added(plain(self.formulas.name(value)), len(returning))
        lit = (self.scheme.meeting(value), parts.value(value))
        # Before the gate that has made it, and behind all that use it.
        place = self.back(value + 0.5)
        return Step(BACKWARD, lit, sentence, self.sum(value, returning), self.spans([value]), (place, place))

    @property
    def turn(self) -> int:
        """Where the way turns back: behind all nodes."""
        return len(self.formulas.trace.graph.nodes)

    def back(self, node: float) -> float:
        """Where the way comes by a node on its return."""
        return 2 * self.turn - node


def returning(formulas: Formulas, value: int) -> list[Wire]:
    """The wires that bring a gradient back to a value."""
    return [wire for wire in formulas.folded.uses(value) if formulas.trace.wire(wire) is not None]


def contribution(formulas: Formulas, wire: Wire) -> Math:
    """`dL/dx = dL/dz · y = 1 · (−4) = −4`; where more than one wire leads back to x, the part that is this one's: `dL/dz dz/dx`."""
    trace, made = formulas.trace, formulas.outputs(wire)[-1]
    rule, *numbers = brought(formulas, wire)
    left = formulas.left(wire) if len(returning(formulas, wire.value)) == 1 else formulas.path(wire)
    sides = [formulas.part(wire)] if left == rule else [left, rule]
    flow = np.asarray(trace.wire(wire))
    value = flow if trace.known(flow) else None
    if numbers and made in trace.adjoints and stopped(trace.adjoints[made], flow):
        return row(equated(*sides, *numbers, value=None), COUNTS_AS, number(0.0))
    return equated(*sides, *numbers, value=value)


def brought(formulas: Formulas, wire: Wire) -> list[Math]:
    """What comes back along a wire: by the rule of its one operation or the chain rule through its gate, then with numbers."""
    trace = formulas.trace
    known = trace.known(trace.wire(wire))
    if len(formulas.folded.gates[wire.gate].nodes) == 1:
        numbers = evaluated(trace, wire.edges[0]) if known else None
        return [formulas.rule(wire), *([] if numbers is None else [numbers])]
    shown = formulas.through(wire) or formulas.contribution(wire) or formulas.path(wire)
    local = trace.local(wire) if known and formulas.scalar(wire) else None
    if local is None:
        return [shown]
    upstream = number(float(trace.adjoints[formulas.outputs(wire)[-1]]))
    return [shown, product(upstream, formulas.across(wire, evaluated=True) or number(float(local)))]


def equated(*sides: Math, value: NDArray[np.float64] | None) -> Math:
    """`a = b = 3`: each side once, and the value where it is a number or has few entries."""
    found = None if value is None else amount(value)
    told = {plain(side): side for side in [*sides, *([] if found is None else [found])]}
    return equality(*told.values())


def beside(maths: Sequence[Math]) -> Math:
    """Equations beside each other."""
    spaced = [piece for math in maths for piece in (COMMA, _APART, math)][2:]
    return row(*spaced) if spaced else name("—")
