"""The rules of the operations in one gate, put into each other from its output inwards."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from app.autodiff.fold import Gate, absorbed
from app.autodiff.graph import CONSTANT
from app.autodiff.trace import Trace
from app.diagram.operation_formulas import made_of
from app.diagram.options import Notation
from app.diagram.rule_formulas import Edge, factor, local_rule, passed, shown, spoken_of, whole
from app.typeset import Math, added, number, plain

Kind = Literal["contribution", "local", "evaluated"]
"""What is asked of a gate."""

LONGEST = 46
"""So many characters of a formula can be read on a wire."""
WAYS = 3
"""So many ways through a gate are written out as a sum."""


class GateRules:
    """What comes back inside of a gate with one output, as far as it can be said; each node's formula is made once.

    Values without a name on the figure stand in it as formulas of those that have one: `dL/dz · 2 · (x − y)`.
    """

    def __init__(
        self, trace: Trace, gate: Gate, output: int, upstream: Math, notation: Notation, kind: Kind = "contribution"
    ) -> None:
        """`local` and `evaluated` ask for the local derivatives of the gate, in names or numbers, from an `upstream` of 1."""
        self.trace, self.notation = trace, notation
        self.local, self.called = kind != "contribution", self.valued if kind == "evaluated" else self.named
        nodes = trace.graph.nodes
        inner = set(gate.nodes) - {output}
        self.uses: dict[int, list[Edge]] = {}
        self.within: dict[int, Math | None] = {}
        for node in gate.nodes:
            for position, argument in enumerate(nodes[node].arguments):
                self.uses.setdefault(argument, []).append((node, position))
            if node in inner:
                self.within[node] = self.made(node)
        self.known: dict[int, Math | None] = {output: upstream}

    def made(self, node: int) -> Math | None:
        """A value inside as a formula of what goes into the gate; None where that is long."""
        each = self.trace.graph.nodes[node]
        operands = [self.formula(argument) for argument in each.arguments]
        said = [operand for operand in operands if operand is not None]
        return None if len(said) < len(operands) else short(made_of(each, said))

    def formula(self, value: int) -> Math | None:
        """What stands for a value: its formula inside the gate, else its name; None for what has none that is seen."""
        if value in self.within:
            return self.within[value]
        node = self.trace.graph.nodes[value]
        made_here = node.operation == CONSTANT and any(scope.kind == "definition" for scope in node.scope)
        return None if made_here and not absorbed(node) else self.called(value)

    def named(self, value: int) -> Math | None:
        return shown(self.trace, value)

    def valued(self, value: int) -> Math | None:
        found = self.trace.values[value]
        return None if found.shape else number(float(found))

    def along(self, edges: Sequence[Edge], *, final: bool = True) -> Math | None:
        """What operations hand back along some of their edges, all together; None where that cannot be said.

        `final` is what leaves the gate: there a bare 1 says too little.
        """
        terms = [self.handed(edge, final=final) for edge in edges[: WAYS + 1]]
        said = [term for term in terms if term is not None]
        return added(said) if len(said) == len(terms) <= WAYS else None

    def handed(self, edge: Edge, *, final: bool) -> Math | None:
        """What an operation hands back along one of its edges."""
        brought = self.adjoint(edge[0])
        spoken = {value: self.formula(value) for value in spoken_of(self.trace, edge)}
        within = {value: math for value, math in spoken.items() if math is not None}
        if brought is None or len(within) < len(spoken):
            return None
        if (amount := whole(brought)) is not None:
            if self.local:
                return local_rule(self.trace, edge, within, amount)
            if not final and (made := factor(self.trace, edge, amount)) is not None:
                return made
        return passed(self.trace, edge, brought, self.notation, within)

    def adjoint(self, node: int) -> Math | None:
        """What comes back to a node, from the gate's output inwards."""
        waiting = [node]
        while waiting:
            last = waiting[-1]
            uses = self.uses.get(last, [])
            open_ = (
                [] if last in self.known or len(uses) > WAYS else [each for each, _ in uses if each not in self.known]
            )
            if open_:
                waiting += open_
                continue
            if last not in self.known:
                made = self.along(uses, final=False) if 0 < len(uses) <= WAYS else None
                self.known[last] = None if made is None else short(made)
            waiting.pop()
        return self.known[node]


def short(math: Math) -> Math | None:
    """A formula that can be read on a wire; None for a longer one."""
    return math if len(plain(math)) <= LONGEST else None
