"""Sums of many terms: their additions are drawn as one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from app.autodiff.graph import CONSTANT, Graph, Node
from app.autodiff.primitives import TABLE
from app.language.syntax import Binary

MANY_TERMS = 9
"""A sum of so many terms is one gate."""


def summed(graph: Graph, runs: Sequence[list[Node]]) -> list[list[Node]]:
    """The runs, the additions of one sum of many as one where the last of them stands: no other way leads from one to another, as
    the sums in between have no name and one use."""
    uses = Counter(index for node in graph.nodes if node.index in graph.needed for index in node.arguments)
    sums: dict[int, list[Node]] = {}
    for node in (run[0] for run in runs if len(run) == 1 and adds(graph, run[0])):
        inner = [
            index for index in node.arguments if index in sums and uses[index] == 1 and graph.nodes[index].name is None
        ]
        terms, *others = [sums.pop(index) for index in dict.fromkeys(inner)] or [[]]
        # The list goes on: to copy it at each addition would take the square of their number.
        terms += [*chain(*others), node]
        sums[node.index] = terms
    many = {last: nodes for last, nodes in sums.items() if len(nodes) >= MANY_TERMS - 1}
    taken = {node.index for nodes in many.values() for node in nodes}
    return [many.get(run[0].index, run) for run in runs if run[0].index in many or run[0].index not in taken]


def adds(graph: Graph, node: Node) -> bool:
    """Whether a node adds two values that are not scalar constants."""
    shown = TABLE[node.operation].shown if node.operation in TABLE else None
    constant = any(
        graph.nodes[index].operation == CONSTANT and not graph.nodes[index].shape for index in node.arguments
    )
    return isinstance(shown, Binary) and shown.operator == "+" and not constant
