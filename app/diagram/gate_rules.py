"""The rules of the operations in one gate, put into each other from its output inwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from app.autodiff.fold import Gate
from app.autodiff.trace import Trace
from app.diagram.gate_values import GateValues, short
from app.diagram.options import Notation
from app.diagram.rule_formulas import Edge, factor, local_rule, passed, spoken_of, whole
from app.typeset import Math, added

Kind = Literal["contribution", "local", "evaluated"]
"""What is asked of a gate."""

WAYS = 3
"""So many ways through a gate are written out as a sum."""


class GateRules:
    """What comes back inside of a gate, as far as it can be said; each node's formula is made once.

    Values without a name on the figure stand in it as formulas of those that have one: `dL/dz · 2 · (x − y)`.
    """

    def __init__(
        self,
        trace: Trace,
        gate: Gate,
        upstream: Mapping[int, Math],
        notation: Notation,
        kind: Kind = "contribution",
    ) -> None:
        """`upstream` is what comes in at each output.

        `local` and `evaluated` ask for the local derivatives of the gate, in names or numbers, from an `upstream` of 1.
        """
        self.trace, self.notation, self.local = trace, notation, kind != "contribution"
        self.values = GateValues(trace, gate, {*gate.nodes} - {*upstream}, evaluated=kind == "evaluated")
        self.uses: dict[int, list[Edge]] = {}
        for node in gate.nodes:
            for position, argument in enumerate(trace.graph.nodes[node].arguments):
                self.uses.setdefault(argument, []).append((node, position))
        self.known: dict[int, Math | None] = {**upstream}

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
        spoken = {value: self.values.formula(value) for value in spoken_of(self.trace, edge)}
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
