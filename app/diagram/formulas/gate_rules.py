"""The rules of the operations in one gate, put into each other from its output inwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from app.autodiff.folding.fold import Gate
from app.autodiff.trace import Trace
from app.diagram.formulas.composed_rules import Composed, composed
from app.diagram.formulas.gate_values import LONGEST, GateValues, short
from app.diagram.formulas.rule_formulas import Edge, factor, handed_back, literals, local_rule, passed, spoken_of, whole
from app.diagram.formulas.simplification import mentioned
from app.diagram.options import Notation
from app.typeset import Math, added

Kind = Literal["contribution", "local", "evaluated"]
"""What is asked of a gate."""

WAYS = 3
"""So many ways through a gate are written out as a sum."""
Way = Edge | tuple[int, str]
"""What an operation's argument brings back, or an operand of a composition with a rule of its own, by what that makes."""


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
        longest: int = LONGEST,
    ) -> None:
        """`upstream` is what comes in at each output, `longest` how long formulas may be.

        `local` and `evaluated` ask for the local derivatives of the gate, in names or numbers, from an `upstream` of 1.
        """
        self.trace, self.notation, self.local, self.longest = trace, notation, kind != "contribution", longest
        self.composed = {node: each for each in composed(trace, gate) for node in each.nodes}
        hidden = {*gate.nodes} - {*upstream}
        self.values = GateValues(trace, gate, hidden, self.composed, evaluated=kind == "evaluated")
        self.uses: dict[int, dict[Way, None]] = {}
        for node in gate.nodes:
            for position, argument in enumerate(trace.graph.nodes[node].arguments):
                if (way := self.way(node, position, argument)) is not None:
                    self.uses.setdefault(argument, {})[way] = None
        self.known: dict[int, Math | None] = {**upstream}

    def way(self, node: int, position: int, argument: int) -> Way | None:
        """The way back along an edge; None for one within a composition that has a rule of its own."""
        whole = self.composed.get(node)
        if whole is None:
            return node, position
        if argument in whole.nodes:
            return None
        operand = next((key for key, value in whole.operands.items() if value == argument), "")
        return whole.output, operand

    def along(self, edges: Sequence[Edge]) -> Math | None:
        """What leaves the gate along some of its edges, all together; None where that cannot be said."""
        nodes = self.trace.graph.nodes
        ways = dict.fromkeys(self.way(node, position, nodes[node].arguments[position]) for node, position in edges)
        return self.together([way for way in ways if way is not None], final=True)

    def together(self, ways: Sequence[Way], *, final: bool) -> Math | None:
        """The sum of what comes back along some ways. `final` is what leaves the gate: there a bare 1 says too little."""
        terms = [self.handed(way, final=final) for way in ways[: WAYS + 1]]
        said = [term for term in terms if term is not None]
        return added(said) if len(said) == len(terms) <= WAYS else None

    def handed(self, way: Way, *, final: bool) -> Math | None:
        """What comes back along one way."""
        node, operand = way
        if isinstance(operand, str):
            return self.by_rule(self.composed[node], operand)
        return self.by_operation((node, operand), final=final)

    def by_rule(self, whole: Composed, operand: str) -> Math | None:
        """What a composition with a rule of its own hands back to one of its operands."""
        rule, brought = whole.tidied(operand), self.adjoint(whole.output)
        if rule is None or brought is None:
            return None
        spoken = {key: self.values.formula(value) for key, value in whole.operands.items()}
        known = {key: math for key, math in spoken.items() if math is not None}
        if (made := self.values.formula(whole.output)) is not None:
            known["y"] = made
        if not mentioned(rule) - {"g"} & {*whole.operands, "y"} <= {*known}:
            return None
        return handed_back(rule, {**literals(whole.settings), **known}, brought)

    def by_operation(self, edge: Edge, *, final: bool) -> Math | None:
        """What an operation hands back along one of its edges."""
        if (brought := self.adjoint(edge[0])) is None:
            return None
        spoken = {value: self.values.formula(value) for value in spoken_of(self.trace, edge)}
        within = {value: math for value, math in spoken.items() if math is not None}
        if len(within) < len(spoken):
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
            uses = list(self.uses.get(last, ()))
            open_ = (
                [] if last in self.known or len(uses) > WAYS else [each for each, _ in uses if each not in self.known]
            )
            if open_:
                waiting += open_
                continue
            if last not in self.known:
                made = self.together(uses, final=False) if 0 < len(uses) <= WAYS else None
                self.known[last] = None if made is None else short(made, self.longest)
            waiting.pop()
        return self.known[node]
