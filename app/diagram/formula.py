"""The formulas that wires carry: the chain rule between scalars, the operation's own rule between tensors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.autodiff.fold import Folded, Wire, absorbed
from app.autodiff.graph import Node
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.diagram.options import Notation
from app.diagram.simplification import simplified
from app.diagram.symbol import constant
from app.language.syntax import Literal
from app.typeset import (
    Big,
    Fence,
    Identifier,
    Math,
    Number,
    Row,
    Symbol,
    derivative,
    equality,
    expression,
    name,
    path_term,
    row,
)

_INDICES = "ijklmn"
_LONGEST_SUM = 3
_MINUS = Symbol("−", "prefix")
_SUM_SIGNS = (Symbol("+", "binary"), Symbol("−", "binary"))


@dataclass(frozen=True, slots=True)
class Formulas:
    """Writes the formulas of one trace, folded in one way."""

    trace: Trace
    folded: Folded
    notation: Notation

    def loss(self) -> Math:
        return name(self.trace.loss)

    def name(self, value: int) -> Math:
        return name(self.trace.labels[value])

    def shown(self, value: int) -> Math:
        """A value's name; a scalar constant as it was written."""
        node = self.trace.graph.nodes[value]
        return constant(self.trace, node) if absorbed(node) else self.name(value)

    def adjoint(self, value: int) -> Math:
        """`dL/dx`."""
        return derivative(self.loss(), self.name(value), self.notation)

    def local(self, wire: Wire) -> Math:
        """`dz/dx`, across the gate that the wire goes into."""
        return derivative(self.name(self.outputs(wire)[-1]), self.name(wire.value), self.notation)

    def outputs(self, wire: Wire) -> tuple[int, ...]:
        return self.folded.gates[wire.gate].outputs

    def scalar(self, wire: Wire) -> bool:
        """Whether a wire's local derivative is one number: one scalar in, one scalar out."""
        nodes, outputs = self.trace.graph.nodes, self.outputs(wire)
        return len(outputs) == 1 and nodes[wire.value].shape == () and nodes[outputs[0]].shape == ()

    def contribution(self, wire: Wire) -> Math | None:
        """What flows back along a wire; None where that is too long to be said on it."""
        gate = self.folded.gates[wire.gate]
        if all(self.trace.graph.nodes[value].shape == () for value in (wire.value, *gate.outputs)):
            terms = [
                path_term(self.loss(), self.name(out), self.name(wire.value), self.notation) for out in gate.outputs
            ]
            return added(terms) if len(terms) <= _LONGEST_SUM else None
        return self.rule(wire) if len(gate.nodes) == 1 and len(wire.edges) == 1 else None

    def path(self, wire: Wire) -> Math:
        """What flows back along a wire in its most general form: `dL/dz dz/dx`, through the last output of its gate."""
        out = self.outputs(wire)[-1]
        return path_term(self.loss(), self.name(out), self.name(wire.value), self.notation)

    def received(self, value: int, wires: Sequence[Wire]) -> Math:
        """`dL/dx = …` with what its one wire brings, or `dL/dx` alone."""
        brought = self.contribution(wires[0]) if len(wires) == 1 else None
        return self.adjoint(value) if brought is None else equality(self.adjoint(value), brought)

    def summed(self, value: int, wires: Sequence[Wire]) -> Math:
        """`dL/dx` as the sum of all that comes back, as far as each can be said."""
        terms = [self.contribution(wire) for wire in wires]
        known = [term for term in terms if term is not None]
        return equality(self.adjoint(value), added(known)) if len(known) == len(terms) else self.adjoint(value)

    def rule(self, wire: Wire) -> Math:
        """The operation's own rule for an operand, with the names of the values put in, summed where broadcasting copied."""
        nodes = self.trace.graph.nodes
        index, position = wire.edges[0]
        node = nodes[index]
        expr = TABLE[node.operation].rule(position)
        if expr is None:
            return Number("0")
        known, names = self.known(node), self.names(node, position)
        body = expression(simplified(expr, known), names)
        summed = self.copied(wire.edges[0])
        return summation(indices(summed), body) if summed else body

    def known(self, node: Node) -> dict[str, int]:
        """The operands that are whole numbers, by the parameters of the rule."""
        row_ = TABLE[node.operation]
        found = {}
        for parameter, index in zip(row_.parameters, () if row_.variadic else node.arguments, strict=False):
            operand = self.trace.graph.nodes[index]
            if absorbed(operand) and (operand.written is None or isinstance(operand.written, Literal)):
                value = float(self.trace.values[index])
                if value == int(value):
                    found[parameter] = int(value)
        return found

    def names(self, node: Node, position: int) -> Mapping[str, Math]:
        """What stands for each name in a rule: g is dL/d(output), y the output, parameters the operands, settings their values."""
        row_ = TABLE[node.operation]
        shown = [self.shown(index) for index in node.arguments]
        settings = {
            key: setting(value)
            for key, value in node.settings.items()
            if value is None or isinstance(value, int | float)
        }
        axis, rank = node.settings.get("axis"), len(self.trace.graph.nodes[node.arguments[0]].shape)
        if isinstance(axis, int) and axis < 0:
            settings["axis"] = setting(axis + rank)
        operands = {"x": shown[position]} if row_.variadic else dict(zip(row_.parameters, shown, strict=False))
        return {**settings, **operands, "y": self.name(node.index), "g": self.adjoint(node.index)}

    def copied(self, edge: tuple[int, int]) -> tuple[int, ...]:
        """The axes of the output along which broadcasting copied this operand: the backward pass adds them up."""
        backward = self.trace.backward
        if edge not in backward.contributions:
            return ()
        made = backward.nodes[backward.contributions[edge]]
        if made.operation != "sum_to":
            return ()
        wide, narrow = backward.nodes[made.arguments[0]].shape, made.shape
        more = len(wide) - len(narrow)
        return (*range(more), *(more + axis for axis, size in enumerate(narrow) if size != wide[more + axis]))


def setting(value: object) -> Math:
    return expression(Literal(value))


def indices(axes: Sequence[int]) -> Math:
    letters = [Identifier(_INDICES[min(axis, len(_INDICES) - 1)]) for axis in axes]
    return row(
        *(
            item
            for letter in letters
            for item in (Symbol(",", "punctuation"), letter)[0 if letter is not letters[0] else 1 :]
        )
    )


def added(terms: Sequence[Math]) -> Math:
    """`a + b − c`: a term with a minus sign is subtracted."""
    pieces: list[Math] = list(terms[:1])
    for term in terms[1:]:
        items = term.items if isinstance(term, Row) else (term,)
        negative = items[0] == _MINUS
        pieces += [_SUM_SIGNS[negative], row(*items[1:]) if negative else term]
    return row(*pieces)


def summation(index: Math, body: Math) -> Math:
    """`Σᵢ body`: a minus sign goes before the Σ, and a sum stands in parentheses."""
    items = body.items if isinstance(body, Row) else (body,)
    if any(item in _SUM_SIGNS for item in items):
        return Big("Σ", index, Fence(body))
    if items[0] == _MINUS:
        return row(_MINUS, Big("Σ", index, row(*items[1:])))
    return Big("Σ", index, body)
