"""Where nan and inf begin in the backward pass: the wires along which they flow back though nothing like them came in."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from app.autodiff.builder import Array, Limits, outermost
from app.autodiff.graph import Graph, Node
from app.autodiff.passes.backward import Backward, Edge
from app.autodiff.passes.tape import Tape
from app.autodiff.primitives import TABLE
from app.language import Diagnostic, LanguageError, Severity

NAMES = ("finite", "inf", "nan")
FORMS = {"×": "0 · ∞", "+": "∞ − ∞", "−": "∞ − ∞", "÷": "∞ / ∞"}
"""How nan comes out of what is infinite, by the gate's symbol."""

CHOICE = "where a choice leaves this side out, make it before the operation: sqrt(where(x > 0, x, 1))"


def rank(number: object) -> int:
    """0 for what is finite, 1 where an entry is infinite, 2 where one is nan; a place in NAMES."""
    if isinstance(number, float):
        return 0 if math.isfinite(number) else 2 if math.isnan(number) else 1
    value = np.asarray(number)
    return 0 if np.isfinite(value).all() else 2 if np.isnan(value).any() else 1


def nonfinite_gradients(
    graph: Graph, backward: Backward, numbers: Sequence[Array], labels: Sequence[str], loss: str
) -> Iterator[Diagnostic]:
    """Where nan and inf begin, in the order of the backward pass, and which factor makes them. `numbers` are those of both passes."""
    if rank(numbers[backward.seed]):
        told = f"d{loss}/d{labels[graph.output]} comes in with the value {NAMES[rank(numbers[backward.seed])]}"
        yield Diagnostic(graph.nodes[graph.output].span, told, severity=Severity.WARNING)
    found = Origins(graph, backward, numbers)
    for edge, place in backward.contributions.items():
        consumer, position = edge
        if stopped(numbers[backward.adjoints[consumer]], numbers[place]):
            yield stop_warning(graph.nodes[consumer], f"d{loss}/d{labels[graph.nodes[consumer].arguments[position]]}")
        # What is no better on the way forward is told there.
        if rank(numbers[place]) > rank(numbers[consumer]) and (origin := found.along(edge)) is not None:
            node = graph.nodes[consumer]
            target = f"d{loss}/d{labels[node.arguments[position]]}"
            gate = outermost(node.scope) or node.operation
            message = f"{target} turns {NAMES[rank(numbers[place])]} at {gate}: {found.reason(edge, origin)}"
            hint = ""
            if not zero_free(numbers[backward.adjoints[consumer]]) and rank(numbers[origin]) == 2:
                hint = CHOICE
            yield Diagnostic(node.span, message, hint, severity=Severity.WARNING)
    for index, place in backward.adjoints.items():
        if rank(numbers[place]) and found.begins(place) and place not in backward.contributions.values():
            message = (
                f"d{loss}/d{labels[index]} turns {NAMES[rank(numbers[place])]} where its contributions are added: "
            )
            yield Diagnostic(graph.nodes[index].span, message + found.why(place), severity=Severity.WARNING)


def stopped(incoming: Array, handed_back: Array) -> bool:
    """Whether a gate lets nothing through at an entry where what comes in is not finite, as a ReLU below zero."""
    if np.shape(incoming) != np.shape(handed_back):
        return False
    return bool(np.any(~np.isfinite(incoming) & (np.asarray(handed_back) == 0)))


def stop_warning(node: Node, target: str) -> Diagnostic:
    gate = outermost(node.scope) or node.operation
    message = f"{target} is 0: `{gate}` stops what comes in, even ∞ or nan (0 · ∞ counts as 0 there)"
    return Diagnostic(node.span, message, severity=Severity.WARNING)


def zero_free(number: Array) -> bool:
    return bool(np.all(np.asarray(number) != 0))


class Origins:
    """Finds the step of a rule at which a number that is not finite comes out of better ones."""

    def __init__(self, graph: Graph, backward: Backward, numbers: Sequence[Array]) -> None:
        self.graph, self.backward, self.numbers = graph, backward, numbers

    def along(self, edge: Edge) -> int | None:
        """The first such step of the rule of `edge`; None where the wire only hands on what came in or what a value is."""
        first, stop = len(self.graph.nodes), self.backward.adjoints[edge[0]]
        left, seen = [self.backward.contributions[edge]], {stop}
        while left:
            place = left.pop()
            if place >= first and place not in seen:
                seen.add(place)
                left += self.backward.nodes[place].arguments
        return min((place for place in seen - {stop} if self.begins(place)), default=None)

    def begins(self, place: int) -> bool:
        node = self.backward.nodes[place]
        before = max((rank(self.numbers[argument]) for argument in node.arguments), default=2)
        return rank(self.numbers[place]) > before

    def why(self, place: int) -> str:
        """How the operation at `place` made it."""
        node = self.backward.nodes[place]
        row = TABLE[node.operation]
        if any(rank(self.numbers[argument]) for argument in node.arguments):
            return f"{FORMS.get(row.gate, 'what comes of ∞')} is nan"
        return row.undefined or "an overflow"

    def reason(self, edge: Edge, origin: int) -> str:
        """Which factor it is: the derivative, or what came in."""
        why, local = self.why(origin), self.local(edge)
        if local == 0:
            return why
        told = f"its derivative is {'infinite' if local == 1 else 'not defined'} here"
        coming = self.numbers[self.backward.adjoints[edge[0]]]
        if local == 1 and rank(self.numbers[origin]) == 2 and not zero_free(coming):
            return f"{told}, and 0 comes in: 0 · ∞ is nan"
        return f"{told} ({why})"

    def local(self, edge: Edge) -> int:
        """The rank of the derivative along a wire: of its rule where 1 comes in."""
        node: Node = self.graph.nodes[edge[0]]
        tape = Tape(self.graph.nodes, self.numbers[: len(self.graph.nodes)], Limits())
        try:
            ones = tape.input("g", np.ones(node.shape)[()], node.index)
            flowing = dict(tape.flowing(node, ones, {node.arguments[edge[1]]}))
            return rank(tape.numbers[flowing[edge[1]]])
        except LanguageError:
            return 0
