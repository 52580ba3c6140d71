"""Operations appended behind a graph: each is computed at once, and how it is computed is kept."""

from __future__ import annotations

import math
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from app.autodiff.builder import Array, LimitReached, Limits
from app.autodiff.evaluation.call import Call
from app.autodiff.evaluation.plan import Plan
from app.autodiff.graph import CONSTANT, INPUT, Node, settings_key
from app.autodiff.intrinsics import ACCUMULATE
from app.autodiff.passes.rule_graph import Asked, RuleGraph, rule_graph
from app.autodiff.primitives import TABLE
from app.autodiff.refusals import ARRAY_ERRORS, blame
from app.autodiff.scalars import REFUSALS, compute
from app.bounded_cache import BoundedCache
from app.language import LanguageError
from app.language.source import START

KINDS = 2048
"""For how many kinds of nodes rule graphs are remembered."""
_known: BoundedCache[Hashable, RuleGraph] = BoundedCache(KINDS)
Entry = tuple[Node, tuple[int, ...], int]
"""An operation with the places of its arguments, and the node of the graph that it serves."""


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
        self.known: dict[Hashable, RuleGraph] = {}

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
        node = Node(-1, ACCUMULATE.name, (), {}, np.shape(self.numbers[places[0]]))
        self.size += math.prod(node.shape)
        return self.compute(node, tuple(places), serves)

    def compute(self, operation: Node, arguments: tuple[int, ...], serves: int) -> int:
        numbers = self.numbers
        number = compute(TABLE[operation.operation], [numbers[place] for place in arguments], operation.settings)
        return self.append(operation, arguments, number, serves)

    def flowing(self, node: Node, cotangent: int, wanted: Collection[int]) -> list[tuple[int, int]]:
        """What flows back from a node to its arguments that are `wanted`, as (position, place), each of its argument's shape.

        `cotangent` is the place of the node's adjoint. Raises LanguageError at the node's place.
        """
        asked = tuple([argument in wanted for argument in node.arguments])
        return self.carried_out(node, asked, [*node.arguments, node.index, cotangent])

    def kink(self, node: Node) -> int:
        """The place of the truth of whether a node is at a kink of its row. Raises LanguageError at the node's place."""
        ((_, place),) = self.carried_out(node, None, [*node.arguments, node.index])
        return place

    def carried_out(self, node: Node, asked: Asked, places: list[int]) -> list[tuple[int, int]]:
        """The places of the values of what is asked of a node's row, whose operands stand at `places`."""
        try:
            graph = self.rule_graph(node, asked, places)
            self.splice(graph, places, node.index)
            return [(position, places[place]) for position, place in graph.results]
        except LanguageError as error:
            # The rule is ours, the place is the person's.
            message, hint = error.message, error.hint
        except ARRAY_ERRORS as error:
            message, hint = blame(node.operation, [], error)
        message = f"the derivative of `{node.operation}`: {message}"
        raise LanguageError.at(node.span or START, message, hint)

    def rule_graph(self, node: Node, asked: Asked, places: Sequence[int]) -> RuleGraph:
        """The one for nodes with such an operation, operands and settings; made anew where its meaning depends on their values."""
        operands = [self.numbers[place] for place in places]
        kind = kind_of(node, asked, operands)
        graph = self.known.get(kind)
        if graph is None:
            graph = _known.get(kind) or rule_graph(node, asked, operands, self.limits)
            if kind is not None and not graph.read:
                self.known[kind] = graph
                _known.put(kind, graph)
        return graph

    def splice(self, graph: RuleGraph, places: list[int], serves: int) -> None:
        """Compute a graph behind the places of its operands, to which those of its nodes are added."""
        self.size += graph.size
        if self.size > self.limits.total_elements * 8:
            place = self.nodes[serves].span or START
            raise LimitReached.at(place, "the backward pass is too large here", "use smaller arrays")
        numbers, entries = self.numbers, self.entries
        for node, row, function in graph.steps:
            if row is None:
                places.append(self.constant(node, graph.constants[node.index], serves))
                continue
            arguments = tuple([places[place] for place in node.arguments])
            operands = [numbers[place] for place in arguments]
            try:
                number = function(*operands) if function else compute(row, operands, node.settings)
            except REFUSALS:
                number = compute(row, operands, node.settings)
            places.append(len(numbers))
            numbers.append(number)
            entries.append((node, arguments, serves))
        if graph.read:
            self.read.update([places[place] for place in graph.read])

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


def kind_of(node: Node, asked: Asked, operands: Sequence[Any]) -> Hashable:
    """What a node has in common with others whose rules mean the same: the row and what is asked of it, settings, and for its operands,
    itself and its cotangent their shapes, and whether they are numbers or masks.

    None where settings cannot be looked up.
    """
    try:
        settings = settings_key(node.settings) if node.settings else ()
    except TypeError:
        return None
    kinds = [(each.shape, each.dtype.char) if type(each) is np.ndarray else type(each) for each in operands]
    return TABLE[node.operation], asked, settings, *kinds


def calls(nodes: Iterable[Node]) -> Iterator[Call]:
    """The steps that compute nodes from their arguments."""
    return (
        Call(node.index, TABLE[node.operation], node.arguments, node.settings)
        for node in nodes
        if node.operation not in (INPUT, CONSTANT)
    )


def own_rule(nodes: Iterable[Node]) -> str:
    """Why the gradient that passes some nodes is not the derivative of their values; "" where it is."""
    return next((call.row.unchecked for call in calls(nodes) if call.row.unchecked), "")


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
