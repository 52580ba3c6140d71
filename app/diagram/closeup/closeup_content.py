"""What the close-up of a gate says beside each of its wires: value and shape, local derivative, chain rule, numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.autodiff.evaluation.batches import is_entrywise
from app.autodiff.folding.fold import Gate, Wire
from app.autodiff.primitives import TABLE
from app.diagram.formulas.node_formulas import computed
from app.diagram.formulas.rule_formulas import copied, local_rule
from app.diagram.formulas.rule_numbers import with_numbers
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.heat_map import pictured, printable
from app.diagram.labels.label_content import Lines, Small, Word
from app.diagram.quantities import Array, Outcome, Quantity
from app.typeset import Math, Text, equality, plain, row


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside a wire: over it in black, under it the local derivative in black, then what flows back in red."""

    above: Lines
    local: Lines
    back: Lines
    remark: Lines


@dataclass(frozen=True, slots=True)
class GateWords:
    """Says what there is to be said of one gate."""

    formulas: Formulas
    gate: Gate
    brief: bool = False
    """Whether rules of arrays are not written out in numbers, for which a frame may be too narrow."""

    @property
    def wires(self) -> tuple[Wire, ...]:
        """What goes into the gate, in the order in which a call hands it over."""
        given = self.gate.scope.given if self.gate.scope else ()
        place = {value: at for at, value in enumerate(given)}
        return tuple(
            sorted(self.formulas.folded.into(self.gate.index), key=lambda wire: place.get(wire.value, len(given)))
        )

    def number(self, wire: Wire) -> int:
        """A wire's place in the folded graph."""
        return self.formulas.folded.wires.index(wire)

    def shape(self, value: int) -> tuple[int, ...]:
        return self.formulas.trace.graph.nodes[value].shape

    def result(self, value: int) -> Words:
        """What leaves the gate: how it is made, its value; on the way back the gradient that comes in."""
        trace, name = self.formulas.trace, self.formulas.name(value)
        made = computed(self.formulas, self.gate)
        first: list[Word] = [name, "=", made] if len(self.gate.outputs) == 1 and made != name else [name]
        above = self.valued(first, Quantity("value", value, self.shape(value)), trace.values[value])
        gradient = trace.adjoints.get(value)
        if gradient is None:
            return Words(above, [], [], [])
        adjoint = self.formulas.adjoint(value)
        return Words(above, [], self.valued([adjoint], Quantity("adjoint", value, self.shape(value)), gradient), [])

    def operand(self, wire: Wire) -> Words:
        """What goes in along a wire, and what comes back along it."""
        trace, value = self.formulas.trace, wire.value
        if self.formulas.folded.several(value):
            return self.operands(wire)
        quantity = Quantity("value", value, self.shape(value))
        above = self.valued([self.formulas.shown(value)], quantity, trace.values[value])
        flow = trace.wire(wire)
        if flow is None:
            return Words(above, [], [], [])
        return Words(above, list(self.local(wire)), list(self.back(wire, np.asarray(flow))), self.remark(wire))

    def operands(self, wire: Wire) -> Words:
        """What goes in along a wire that stands for several: what they are called, and how many they are."""
        formulas, count = self.formulas, self.formulas.bundle_size(wire.value)
        above: list[Word] = [formulas.name_of_all(wire.value), *([] if count is None else [Small(count)])]
        flows = formulas.trace.wire(wire) is not None
        return Words([above], [], [[formulas.adjoint_of_all(wire.value)]] if flows else [], [])

    def valued(self, words: list[Word], quantity: Quantity, value: Array) -> Lines:
        """The words, then the number, or the shape and under it the entries."""
        sized: list[Word] = [Small(self.formulas.shape(quantity.index))] if quantity.shape else []
        if not self.formulas.trace.known(value):
            return [words]
        if not printable(quantity.shape):
            return [[*words, *sized, *([quantity] if pictured(quantity.shape) else [])]]
        if len(words) == 1:
            return [[*words, "=", quantity, *sized]]
        return [[*words, *sized], ["=", quantity]]

    def remark(self, wire: Wire) -> Lines:
        ways = self.ways(wire)
        if ways < 2:
            return []
        return [[row(Text(f"one of {ways} parts of "), self.formulas.adjoint(wire.value))]]

    def ways(self, wire: Wire) -> int:
        """How many wires bring something back to a value."""
        uses = self.formulas.folded.uses(wire.value)
        return sum(self.formulas.trace.wire(each) is not None for each in uses)

    def local(self, wire: Wire) -> Iterator[list[Word]]:
        """`dz/dx = y = 5`: between numbers, and entry by entry where the entries of arrays do not meet."""
        rule = local_derivative(self.formulas, wire)
        known = self.formulas.scalar(wire) and self.formulas.trace.known(self.formulas.trace.local(wire))
        if rule is None and not known:
            return
        name = self.formulas.local(wire)
        steady = self.formulas.steady(wire)
        line: list[Word] = [name if rule is None else equality(name, rule)]
        # A rule that is a number already says it.
        if known and (rule is None or steady is None):
            line += ["=", Quantity("local", self.number(wire))]
        yield line

    def back(self, wire: Wire, flow: Array) -> Iterator[list[Word]]:
        """The chain rule in symbols, the gate's own rule, the same in numbers, and what they come to."""
        formulas, index = self.formulas, self.number(wire)
        left = formulas.left(wire) if self.ways(wire) == 1 else None
        single = len(self.gate.nodes) == 1
        chained = (formulas.scalar(wire) and not formulas.empty(wire)) or formulas.unknown(wire)
        path = formulas.path(wire) if chained else None
        rule = None
        bare = left is not None and formulas.bare(wire) and printable(self.shape(wire.value))
        if not formulas.unknown(wire) and not bare:
            rule = formulas.rule(wire) if single else formulas.contribution(wire)
            rule = formulas.part(wire) if left is None and formulas.empty(wire) else rule
        sides = {plain(side): side for side in (left, path, rule) if side is not None}
        first, *rest = sides.values() if sides else [formulas.path(wire)]
        shape = self.shape(wire.value)
        size: list[Word] = [Small(formulas.shape(wire.value))] if shape else []
        opening: list[Word] = [first, "=", rest.pop(0)] if rest and left is not None else [first]
        yield [*opening, *size]
        for side in rest:
            yield ["=", side]
        if not formulas.trace.known(flow):
            return
        brought = Quantity("wire", index, shape)
        numbers = self.numbers(wire)
        if numbers:
            yield ["=", *numbers]
        if printable(shape):
            yield [Outcome(brought, self.incoming(wire))] if numbers else ["=", brought]
        elif pictured(shape):
            yield [brought]

    def numbers(self, wire: Wire) -> list[Word]:
        """The rule with its numbers put in; nothing where these are too many to read, or it says nothing else than the result."""
        if self.brief and not self.formulas.scalar(wire):
            return []
        if len(self.gate.nodes) == 1 and not (self.formulas.scalar(wire) and self.formulas.steady(wire) is not None):
            evaluated = with_numbers(self.formulas, wire.edges[0])
            return [] if evaluated is None else [evaluated]
        if not self.formulas.scalar(wire):
            return []
        return [self.incoming(wire), "·", Quantity("local", self.number(wire))]

    def incoming(self, wire: Wire) -> Quantity:
        """The gradient that comes in at the gate of a wire."""
        made = self.formulas.outputs(wire)[-1]
        return Quantity("adjoint", made, self.shape(made))


def local_derivative(formulas: Formulas, wire: Wire) -> Math | None:
    """The local derivative in the names of the values, where it has one: between numbers, and from entry to entry."""
    trace, gate = formulas.trace, formulas.folded.gates[wire.gate]
    node = trace.graph.nodes[formulas.outputs(wire)[-1]]
    if len(gate.nodes) > 1:
        return formulas.across(wire)
    if formulas.unknown(wire) or copied(trace, wire.edges[0]):
        return None
    plain_rule = formulas.scalar(wire) or is_entrywise(TABLE[node.operation], node.settings)
    return local_rule(trace, wire.edges[0]) if plain_rule else None
