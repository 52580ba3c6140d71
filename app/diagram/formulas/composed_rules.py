"""Compositions within a gate that have a rule of their own: their operations are one step of the way back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import prod

from app.autodiff.folding.fold import Gate
from app.autodiff.graph import CONSTANT, Bound, Node, Scope
from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.autodiff.primitives import DEFINITIONS
from app.autodiff.trace import Trace
from app.diagram.formulas.operation_formulas import literal
from app.diagram.formulas.rule_formulas import is_whole
from app.diagram.formulas.simplification import mentioned, simplified
from app.language.syntax import Call, Conditional, Expr, Keyword, Name
from app.typeset import Math, expression


@dataclass(frozen=True, slots=True)
class Composed:
    """The nodes of one call of such a composition; the last of them is what it makes."""

    name: str
    bound: Bound
    nodes: tuple[int, ...]
    operands: Mapping[str, int]
    entries: int
    """How many entries of its first operand come together in one of what it makes."""
    rank: int
    """How many axes its first operand has."""

    @property
    def output(self) -> int:
        return self.nodes[-1]

    @property
    def settings(self) -> dict[str, object]:
        """All settings by name, an axis counted from the front, and `N`."""
        found = {**dict(self.bound.settings), "N": self.entries}
        axis = found.get("axis")
        return {**found, "axis": counted(axis, self.rank)} if "axis" in found else found

    def rule(self, operand: str) -> Expr | None:
        """The rule for an operand at these settings; None where there is none."""
        expr = DEFINITIONS[self.name].rules.get(operand)
        if isinstance(expr, Conditional):
            return expr.then if evaluate_alone(expr.test, self.settings) else None
        return expr

    def tidied(self, operand: str) -> Expr | None:
        """The rule as it is shown, with whole numbers put in."""
        expr = self.rule(operand)
        whole = {key: int(value) for key, value in self.settings.items() if key != "axis" and is_whole(value)}
        return None if expr is None else simplified(expr, whole)

    def called(self, operands: Mapping[str, Math]) -> Math:
        """What it makes, as a call of it."""
        axis = self.settings.get("axis")
        keywords = () if axis is None else (Keyword("axis", literal(axis)),)
        return expression(Call(Name(self.name), tuple(map(Name, operands)), keywords), operands)


def composed(trace: Trace, gate: Gate) -> Iterator[Composed]:
    """The compositions with rules in a gate, of nested ones the outermost; none of which only a part is there."""
    nodes = [trace.graph.nodes[index] for index in gate.nodes]
    for scope, run in groupby(nodes, lambda node: ruling(node, gate.scope)):
        made = list(run)
        if scope is not None and alone(trace, gate, made):
            operands = {**dict(scope.bound.operands), **constants(trace, scope, made)}
            shape = trace.graph.nodes[next(iter(operands.values()), made[-1].index)].shape
            size = prod(shape) // max(1, prod(made[-1].shape))
            yield Composed(scope.name, scope.bound, tuple(node.index for node in made), operands, size, len(shape))


def counted(axis: object, rank: int) -> object:
    """An axis, or several, counted from the front."""
    if isinstance(axis, tuple):
        return tuple(counted(each, rank) for each in axis)
    return axis + rank if isinstance(axis, int) and axis < 0 else axis


def ruling(node: Node, around: Scope | None) -> Scope | None:
    """The outermost composition with rules that made a node within a gate."""
    inside = node.scope[node.scope.index(around) :] if around in node.scope else node.scope
    return next((each for each in inside if each.kind == "definition" and DEFINITIONS[each.name].rules), None)


def alone(trace: Trace, gate: Gate, made: list[Node]) -> bool:
    """Whether nothing else in the graph uses what is made on the way to the last node."""
    inner, last = {node.index for node in made[:-1]}, made[-1].index
    others = (node for node in trace.graph.nodes if node.index not in inner and node.index != last)
    return inner.isdisjoint(gate.outputs) and inner.isdisjoint(each for node in others for each in node.arguments)


def constants(trace: Trace, scope: Scope, made: list[Node]) -> dict[str, int]:
    """The operand that was no value of the graph before: labels in a list, which are a constant of the composition now."""
    known = {name for name, _ in (*scope.bound.operands, *scope.bound.settings)}
    asked = {name for expr in DEFINITIONS[scope.name].rules.values() for name in mentioned(expr)}
    missing = [each.name for each in DEFINITIONS[scope.name].signature if each.name in asked - known]
    arguments = dict.fromkeys(argument for node in made for argument in node.arguments)
    found = [
        each for each in arguments if trace.graph.nodes[each].operation == CONSTANT and trace.graph.nodes[each].shape
    ]
    return {missing[0]: found[0]} if len(missing) == len(found) == 1 else {}
