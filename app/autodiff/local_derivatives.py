"""Local derivatives: how a gate's output changes with one of its arguments, all else inside of the gate following."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.autodiff import rule_names
from app.autodiff.builder import Array
from app.autodiff.graph import Graph, Node
from app.autodiff.interpreter.plain import evaluate
from app.autodiff.primitives import TABLE


def local_derivative(graph: Graph, values: Sequence[Array], output: int, edges: Sequence[tuple[int, int]]) -> float:
    """d(output)/d(argument) of a gate whose output and argument are numbers; what lies between them may be arrays.

    Reverse accumulation with seed 1 from the gate's output to `edges`, where the argument enters the gate.
    """
    start = min(node for node, _ in edges)
    inside = reached(graph, {node for node, _ in edges}, start, output)
    adjoints: dict[int, Array] = {output: np.float64(1)} if output in inside else {}  # type: ignore[dict-item]
    total = 0.0
    for node in reversed(graph.nodes[start : output + 1]):
        if node.index not in adjoints:
            continue
        for position, argument in enumerate(node.arguments):
            enters = (node.index, position) in edges
            if not enters and argument not in inside:
                continue
            flowing = contribution(node, position, values, adjoints[node.index])
            if enters:
                total += float(flowing)
            else:
                adjoints[argument] = adjoints[argument] + flowing if argument in adjoints else flowing
    return total


def reached(graph: Graph, sources: set[int], start: int, stop: int) -> set[int]:
    """The nodes from `start` to `stop` that an adjoint flows through on its way back to `sources`: none behind a cut."""
    found: set[int] = set()
    for node in graph.nodes[start : stop + 1]:
        if node.differentiable and (node.index in sources or not found.isdisjoint(node.arguments)):
            found.add(node.index)
    return found


def contribution(node: Node, position: int, values: Sequence[Array], g: Array) -> Array:
    """The row's rule at plain numbers, of the shape of the operand."""
    row = TABLE[node.operation]
    operands = [values[index] for index in node.arguments]
    shape = np.shape(operands[position])
    derivative = row.rule(position)
    if derivative is None:
        return np.zeros(shape)
    value = evaluate(derivative, rule_names.names(node, position, operands, values[node.index], g))
    return np.asarray(TABLE["sum_to"].forward(np.asarray(value, dtype=float), shape=shape))
