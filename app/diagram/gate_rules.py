"""The rules of the operations in one gate, put into each other from its output inwards."""

from __future__ import annotations

from app.autodiff.fold import Gate
from app.autodiff.trace import Trace
from app.diagram.options import Notation
from app.diagram.rule_formulas import Edge, hidden, passed
from app.typeset import Math


class GateRules:
    """What comes back inside of a gate with one output, as far as it can be said; each node's formula is made once."""

    def __init__(self, trace: Trace, gate: Gate, output: int, upstream: Math, notation: Notation) -> None:
        self.trace, self.notation = trace, notation
        self.folded_away = set(gate.nodes) - {output}
        self.uses: dict[int, list[Edge]] = {}
        for node in gate.nodes:
            for position, argument in enumerate(trace.graph.nodes[node].arguments):
                self.uses.setdefault(argument, []).append((node, position))
        self.known: dict[int, Math | None] = {output: upstream}

    def along(self, edge: Edge) -> Math | None:
        """What an operation hands back along one of its edges. None where there is more than one way to the gate's output, or
        where a rule on it mentions what stands nowhere in the figure.
        """
        brought = self.adjoint(edge[0])
        if brought is None or hidden(self.trace, edge, self.folded_away):
            return None
        return passed(self.trace, edge, brought, self.notation)

    def adjoint(self, node: int) -> Math | None:
        """What comes back to a node, from the gate's output inwards."""
        way = []
        while node not in self.known and len(uses := self.uses.get(node, [])) == 1:
            way.append((node, uses[0]))
            node = uses[0][0]
        self.known.setdefault(node, None)
        for before, edge in reversed(way):
            self.known[before] = self.along(edge)
        return self.known[way[0][0] if way else node]
