"""Operations appended behind a graph: each is computed at once, and how it is computed is kept."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from app.autodiff.builder import ARRAY_ERRORS, Array, LimitReached, Limits, blame
from app.autodiff.call import Call
from app.autodiff.graph import CONSTANT, INPUT, Node, settings_key
from app.autodiff.plan import Plan
from app.autodiff.primitives import TABLE
from app.autodiff.rule_graph import RuleGraph, RuleGraphs, rule_graph
from app.autodiff.scalars import compute
from app.language import Diagnostic, LanguageError
from app.language.source import START
from app.language.syntax import Expr

_known = RuleGraphs()
Entry = tuple[Node, tuple[int, ...], int]
"""An operation with the places of its arguments, and the node of the graph that it serves."""


def signature(number: Any) -> Hashable:
    """What a rule's meaning may depend on in one operand: its shape, and whether it is numbers or a mask."""
    if type(number) is np.ndarray:
        return number.shape, number.dtype.char
    return type(number).__name__


class Tape:
    """`numbers` are the values of the graph's nodes and, behind them, of `entries`; a place is an index into them.

    `read` are the places whose values decided what is computed.
    """

    def __init__(self, nodes: Sequence[Node], numbers: Sequence[Array], limits: Limits) -> None:
        self.nodes, self.limits = nodes, limits
        self.numbers = list(numbers)
        self.entries: list[Entry] = []
        self.read: set[int] = set()
        self.size = 0
        self.shared: dict[int, int] = {}
        self.kinds: dict[int, dict[tuple[int, int], RuleGraph]] = {}

    def append(self, operation: Node, arguments: tuple[int, ...], number: Array, serves: int) -> int:
        self.entries.append((operation, arguments, serves))
        self.numbers.append(number)
        return len(self.numbers) - 1

    def input(self, name: str, value: Array, serves: int) -> int:
        """A value that is set from outside."""
        return self.append(Node(-1, INPUT, (), {}, np.shape(value), name), (), value, serves)

    def total(self, places: Sequence[int], serves: int) -> int:
        """The sum of values of one shape."""
        if len(places) == 1:
            return places[0]
        node = Node(-1, "accumulate", (), {}, np.shape(self.numbers[places[0]]))
        self.size += math.prod(node.shape)
        return self.compute(node, tuple(places), serves)

    def compute(self, operation: Node, arguments: tuple[int, ...], serves: int) -> int:
        numbers = self.numbers
        number = compute(TABLE[operation.operation], [numbers[place] for place in arguments], operation.settings)
        return self.append(operation, arguments, number, serves)

    def expression(self, expr: Expr, node: Node, position: int = 0, cotangent: int | None = None) -> int:
        """The place of the value of a row's rule or condition at `node`. Raises LanguageError at the node's place."""
        places = [*node.arguments, node.index]
        if cotangent is not None:
            places.append(cotangent)
        try:
            known = self.kinds.get(node.index)
            if known is None:
                known = self.kinds[node.index] = self.rules_at(node)
            graph = known.get((id(expr), position))
            if graph is None:
                graph = rule_graph(expr, node, position, [self.numbers[place] for place in places], self.limits)
                if not graph.read:
                    known[id(expr), position] = graph
            return self.splice(graph, places, node.index) if graph.nodes else places[graph.result]
        except LanguageError as error:
            # The rule is ours, the place is the person's.
            message, hint = error.message, error.hint
        except ARRAY_ERRORS as error:
            message, hint = blame(node.operation, [], error)
        message = f"the derivative of `{node.operation}`: {message}"
        raise LanguageError(Diagnostic(node.span or START, message, hint))

    def rules_at(self, node: Node) -> dict[tuple[int, int], RuleGraph]:
        """The rule graphs that are known for nodes with such an operation, operands and settings, by rule and position."""
        try:
            settings = settings_key(node.settings) if node.settings else ()
            numbers = [self.numbers[place] for place in (node.index, *node.arguments)]
            return _known.find((node.operation, settings, *map(signature, numbers)))
        except TypeError:
            return {}

    def splice(self, graph: RuleGraph, places: list[int], serves: int) -> int:
        """Compute a rule's graph at the places of its operands."""
        self.size += graph.size
        if self.size > self.limits.total_elements * 8:
            place = self.nodes[serves].span or START
            raise LimitReached(Diagnostic(place, "the backward pass is too large here", "use smaller arrays"))
        numbers = self.numbers
        for node, row in zip(graph.nodes, graph.rows, strict=True):
            if row is None:
                places.append(self.constant(node, graph.constants[node.index], serves))
                continue
            arguments = tuple([places[place] for place in node.arguments])
            number = compute(row, [numbers[place] for place in arguments], node.settings)
            places.append(self.append(node, arguments, number, serves))
        if graph.read:
            self.read.update([places[place] for place in graph.read])
        return places[graph.result]

    def constant(self, node: Node, value: Array, serves: int) -> int:
        """A constant of a rule, once for all nodes that the rule serves."""
        place = self.shared.get(id(node))
        if place is None:
            place = self.shared[id(node)] = self.append(node, (), value, serves)
        return place

    def made(self) -> tuple[Node, ...]:
        """The graph's nodes and those of the entries, as nodes of one graph."""
        nodes = list(self.nodes)
        for operation, arguments, serves in self.entries:
            row = TABLE.get(operation.operation)
            flows = operation.operation == INPUT or any(
                nodes[place].differentiable and row is not None and row.rule(position) is not None
                for position, place in enumerate(arguments)
            )
            nodes.append(
                operation._replace(
                    index=len(nodes), arguments=arguments, differentiable=flows, span=self.nodes[serves].span
                )
            )
        return tuple(nodes)


def calls(nodes: Iterable[Node]) -> Iterator[Call]:
    """The steps that compute nodes from their arguments."""
    return (
        Call(node.index, TABLE[node.operation], node.arguments, node.settings)
        for node in nodes
        if node.operation not in (INPUT, CONSTANT)
    )


def plan_of(
    tape: Tape,
    nodes: Iterable[Node] = (),
    varied: Collection[int] | None = None,
    lasting: Collection[int] | None = None,
) -> Plan:
    """The plan of some of the graph's nodes and of the tape's entries behind them.

    Where inputs are `varied`, all others keep their values. For `lasting` see `Plan`.
    """
    first = len(tape.nodes)
    entries = (
        Call(first + position, TABLE[operation.operation], arguments, operation.settings)
        for position, (operation, arguments, _) in enumerate(tape.entries)
        if operation.operation not in (INPUT, CONSTANT)
    )
    sources = [(node.index, node.operation) for node in tape.nodes]
    sources += [(place, entry[0].operation) for place, entry in enumerate(tape.entries, first)]
    constants = [
        place
        for place, operation in sources
        if operation == CONSTANT or (operation == INPUT and varied is not None and place not in varied)
    ]
    return Plan((*calls(nodes), *entries), tape.numbers, constants, lasting)
