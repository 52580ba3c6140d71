"""The formulas that wires carry: the chain rule between scalars, the operations' own rules between tensors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.autodiff.folding.fold import Folded, Wire
from app.autodiff.graph import UNKNOWN
from app.autodiff.trace import Trace
from app.diagram.formulas.axis_names import Axis, axis_names
from app.diagram.formulas.gate_rules import GateRules, Kind
from app.diagram.formulas.gate_values import LONGEST, short
from app.diagram.formulas.operation_formulas import shown
from app.diagram.formulas.rule_formulas import ONE, entry_of, passed, steady
from app.diagram.formulas.short_symbols import LEFT_OUT
from app.diagram.options import Notation
from app.typeset import (
    DOT,
    MISSING,
    PLUS,
    Group,
    Identifier,
    Math,
    Row,
    Scripts,
    Text,
    added,
    derivative,
    differential,
    entry,
    equality,
    listed,
    name,
    path_term,
    plain,
    product,
    row,
    shape,
)

_LONGEST_SUM = 3
"""So many terms can be read on a wire."""


@dataclass(frozen=True)
class Formulas:
    """Writes the formulas of one trace, folded in one way."""

    trace: Trace
    folded: Folded
    notation: Notation
    longest: int = LONGEST
    """How long the formula of a folded gate may be."""
    differentials: bool = False
    """Whether gradients are written as circuits are lettered, `dx` for `dL/dx`."""

    def loss(self) -> Math:
        return name(self.trace.loss)

    def name(self, value: int) -> Math:
        return name(self.trace.labels[value])

    def shown(self, value: int) -> Math:
        """A value's name; a scalar constant as it was written."""
        return shown(self.trace, value)

    def adjoint(self, value: int) -> Math:
        """`dL/dx`."""
        return self.gradient(self.name(value))

    def name_of_all(self, value: int) -> Math:
        """A drawn value's name; of one that stands for several `x₈, …, x₉₉₉`, or what the parameters of a module are called."""
        return listed(*self.names(value))

    def adjoint_of_all(self, value: int) -> Math:
        """`dL/dx` of the same."""
        return listed(*(each if each == LEFT_OUT else self.gradient(each) for each in self.names(value)))

    def names(self, value: int) -> list[Math]:
        """What a drawn value stands for, by name."""
        last, bundle = self.folded.spans.get(value), self.folded.bundles.get(value)
        if bundle:
            return [Scripts(Identifier("θ"), Text(bundle.name)) if bundle.name else Identifier("θ")]
        return [self.name(value), *([] if last is None else [LEFT_OUT, self.name(last)])]

    def bundle_size(self, value: int) -> Math | None:
        """How many arrays a value stands for, `(24 arrays)`, if they are the parameters of a module."""
        bundle = self.folded.bundles.get(value)
        return None if bundle is None else Text(f"({len(bundle.values)} arrays)")

    def gradient(self, by: Math) -> Math:
        """The gradient by a value or an entry, as this figure writes them: `dL/dx` or `dx`."""
        if self.differentials:
            return Group(differential(by, self.notation))
        return derivative(self.loss(), by, self.notation)

    def begun(self, value: int) -> Math:
        """The gradient that the way back begins with: where gradients are written `dy`, with what that stands for."""
        whole = derivative(self.loss(), self.name(value), self.notation)
        return equality(self.adjoint(value), whole) if self.differentials else whole

    def entry(self, wire: Wire) -> str:
        """The letters of the entry whose gradient the rule along a wire tells, `ij`; none where it tells that of all."""
        direct = len(wire.edges) == 1 and wire.edges[0][0] in self.outputs(wire)
        told = direct and not self.unknown(wire) and self.contribution(wire) is not None and not self.by_rule(wire)
        return entry_of(self.trace, wire.edges[0]) if told else ""

    def by_rule(self, wire: Wire) -> bool:
        """Whether what comes back along a wire was told by a composition's own rule."""
        rules = self._rules.get((wire.gate, "contribution"))
        return rules is not None and any(node in rules.composed for node, _ in wire.edges)

    def left(self, wire: Wire) -> Math:
        """`dL/dx`, or `dL/dx_ij` where the rule along its one wire tells that."""
        return self.gradient(entry(self.name(wire.value), self.entry(wire)))

    def local(self, wire: Wire) -> Math:
        """`dz/dx`, across the gate that the wire goes into."""
        return derivative(self.name(self.outputs(wire)[-1]), self.name(wire.value), self.notation)

    def unknown(self, wire: Wire) -> bool:
        """Whether a wire goes into a function that is not known: its derivative has a name only."""
        inside = self.folded.gates[wire.gate].nodes
        return len(inside) == 1 and self.trace.graph.nodes[inside[0]].operation == UNKNOWN

    def outputs(self, wire: Wire) -> tuple[int, ...]:
        return self.folded.gates[wire.gate].outputs

    def scalar(self, wire: Wire) -> bool:
        """Whether a wire's local derivative is one number: one scalar in, one scalar out."""
        nodes, outputs = self.trace.graph.nodes, self.outputs(wire)
        return len(outputs) == 1 and nodes[wire.value].shape == () and nodes[outputs[0]].shape == ()

    def empty(self, wire: Wire) -> bool:
        """Whether the chain rule along a wire says nothing, as the loss is what its gate makes: `dL/dx = dL/dL · dL/dx`."""
        return all(map(self.is_loss, self.outputs(wire)))

    def is_loss(self, value: int) -> bool:
        return value == self.trace.graph.output and self.trace.labels[value] == self.trace.loss

    def upstream(self, value: int) -> Math:
        """What comes in at the gate of a value: `dL/dz`, or the 1 that the way back starts with where that is the loss itself."""
        unit = self.is_loss(value) and self.trace.seeded_by_one and not self.differentials
        return ONE if unit else self.adjoint(value)

    def shape(self, value: int) -> Math:
        """A value's shape, in the names that the text has for its axes."""
        sizes = enumerate(self.trace.graph.nodes[value].shape)
        return shape([self.axes.get((value, axis), size) for axis, size in sizes])

    @cached_property
    def axes(self) -> Mapping[Axis, str]:
        """The axes that have a name of the text."""
        return axis_names(self.trace)

    def steady(self, wire: Wire) -> float | None:
        """A wire's local derivative where no value changes it, as a sum's; None elsewhere."""
        return steady(self.trace, wire.edges[0]) if len(self.folded.gates[wire.gate].nodes) == 1 else None

    def bare(self, wire: Wire) -> bool:
        """Whether the 1 that the way back starts with comes back along a wire as it is or by a fixed factor: a number says it all."""
        if not self.empty(wire):
            return False
        return self.steady(wire) is not None or self.contribution(wire) == ONE

    def handed_on(self, wire: Wire) -> bool:
        """Whether what comes back along a wire is what came in at its gate, or its opposite: a product would say "times 1"."""
        return self.steady(wire) in (1.0, -1.0) or self.contribution(wire) == self.adjoint(self.outputs(wire)[-1])

    @cached_property
    def known(self) -> dict[Wire, Math | None]:
        """What flows back along wires, as far as it was asked: rows and tags say it again."""
        return {}

    def contribution(self, wire: Wire) -> Math | None:
        """What flows back along a wire; None where that is too long to be said on it."""
        if wire not in self.known:
            self.known[wire] = self.worked_out(wire)
        return self.known[wire]

    def worked_out(self, wire: Wire) -> Math | None:
        """The same, not looked up."""
        gate = self.folded.gates[wire.gate]
        nodes = self.trace.graph.nodes
        if self.empty(wire):
            return self.through(wire)
        if self.differentials and (brought := self.through(wire)) is not None:
            return brought
        numbers = all(nodes[value].shape == () for value in (wire.value, *gate.outputs))
        if not self.unknown(wire) and not numbers and (brought := self.through(wire)) is not None:
            return brought
        # The chain rule with the derivative's name: all that there is to say of a function that is not known, or of too many rules.
        terms = [self.term(out, wire.value) for out in gate.outputs]
        return added(terms) if len(terms) <= _LONGEST_SUM else None

    def path(self, wire: Wire) -> Math:
        """What flows back along a wire in its most general form: `dL/dz dz/dx`, through the last output of its gate.

        Into the loss that says nothing: there rules stand, as far as they can be said, or `dL/dx` where nothing else comes back to x.
        """
        if self.empty(wire):
            if (brought := self.contribution(wire)) is not None:
                return brought
            if len(self.folded.uses(wire.value)) == 1:
                return self.adjoint(wire.value)
        return self.term(self.outputs(wire)[-1], wire.value)

    def term(self, made: int, value: int) -> Math:
        """What flows back along one wire: `dL/dz dz/dx`."""
        by = self.name(value)
        if self.differentials:
            return row(self.adjoint(made), DOT, derivative(self.name(made), by, "∂"))
        return path_term(self.loss(), self.name(made), by, self.notation)

    def spelled_out(self, wire: Wire) -> bool:
        """Whether what a folded gate hands back is said without a gradient that comes in, as that is 1."""
        folded = len(self.folded.gates[wire.gate].nodes) > 1
        return folded and self.empty(wire) and self.trace.seeded_by_one and self.contribution(wire) is not None

    def part(self, wire: Wire) -> Math:
        """What comes back along a wire where no name says of what it is a derivative: `1 · y`, as a bare `y` would be the value y."""
        brought = self.contribution(wire) or self.path(wire)
        unsaid = self.empty(wire) and self.scalar(wire) and brought != ONE and plain(self.loss()) not in plain(brought)
        return product(ONE, brought, sign=DOT) if unsaid and self.trace.seeded_by_one else brought

    def received(self, value: int, wires: Sequence[Wire]) -> Math:
        """`dL/dx = …` with what its one wire brings, or `dL/dx` alone."""
        brought = self.contribution(wires[0]) if len(wires) == 1 else None
        if brought is not None and self.entry(wires[0]):
            return equality(self.left(wires[0]), brought)
        return self.adjoint(value) if brought is None else self.equated(value, brought)

    def equated(self, value: int, brought: Math) -> Math:
        """`dL/dx = …`, or `dL/dx` alone where that is all there is to say."""
        adjoint = self.adjoint(value)
        return adjoint if brought == adjoint else equality(adjoint, brought)

    def summed(self, value: int, wires: Sequence[Wire], come: Sequence[bool] = ()) -> Math:
        """`dL/dx` as the sum of all that comes back, as far as each can be said; with … for what has not `come`."""
        # Entries that are told by different letters are no sum.
        terms = [None if self.entry(wire) else self.contribution(wire) for wire in wires]
        known = [term for term in terms if term is not None]
        here = [term if has_come else MISSING for term, has_come in zip(known, come, strict=False)] or known
        return equality(self.adjoint(value), added(here)) if len(known) == len(terms) else self.adjoint(value)

    def rule(self, wire: Wire) -> Math:
        """The operation's own rule for an operand, with the names of the values put in, summed where broadcasting copied."""
        node, _ = wire.edges[0]
        return passed(self.trace, wire.edges[0], self.upstream(node), self.notation)

    def through(self, wire: Wire) -> Math | None:
        """The rules of all operations between a wire and its gate's output, one put into the other.

        None where there are many ways through, where a rule mentions what has no name, or where the whole is too long to
        read on a wire.
        """
        upstream = {output: self.upstream(output) for output in self.outputs(wire)}
        brought = self._along(wire, upstream, "contribution")
        if isinstance(brought, Row) and PLUS in brought.items and (local := self.across(wire)):
            (came,) = upstream.values()
            return brought if came == ONE else short(product(came, local), self.longest)
        return brought

    def across(self, wire: Wire, *, evaluated: bool = False) -> Math | None:
        """The local derivative between two numbers, in names or in numbers: `y + 1` for `dz/dx`; None where it cannot be said."""
        nodes = self.trace.graph.nodes
        inner = [nodes[node] for node in self.folded.gates[wire.gate].nodes]
        if not self.scalar(wire) or any(node.shape or node.operation == UNKNOWN for node in inner):
            return None
        return self._along(wire, {self.outputs(wire)[-1]: ONE}, "evaluated" if evaluated else "local")

    def _along(self, wire: Wire, upstream: Mapping[int, Math], kind: Kind) -> Math | None:
        if (wire.gate, kind) not in self._rules:
            gate = self.folded.gates[wire.gate]
            self._rules[wire.gate, kind] = GateRules(self.trace, gate, upstream, self.notation, kind, self.longest)
        rules = self._rules[wire.gate, kind]
        brought = rules.along(wire.edges)
        direct = all(node in upstream and node not in rules.composed for node, _ in wire.edges)
        return brought if brought is None or direct else short(brought, self.longest)

    @cached_property
    def _rules(self) -> dict[tuple[int, Kind], GateRules]:
        return {}
