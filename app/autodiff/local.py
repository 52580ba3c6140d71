"""Local derivatives: how a gate's output changes with one of its arguments, all else inside of the gate following."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.graph import Graph, Node
from app.autodiff.interpreter.plain import evaluate
from app.autodiff.primitives import TABLE


def local_derivative(graph: Graph, values: Sequence[Array], output: int, edges: Sequence[tuple[int, int]]) -> float:
    """d(output)/d(argument) of a gate of scalars: a reverse pass with seed 1 from its output to `edges`, where the argument enters."""
    start = min(node for node, _ in edges)
    inside = descendants(graph, {node for node, _ in edges}, start, output)
    adjoints: dict[int, float] = {output: 1.0}
    total = 0.0
    for node in reversed(graph.nodes[start : output + 1]):
        g = adjoints.get(node.index)
        if g is None or node.index not in inside:
            continue
        for position, argument in enumerate(node.arguments):
            if (node.index, position) in edges:
                total += contribution(node, position, values, g)
            elif argument in inside:
                adjoints[argument] = adjoints.get(argument, 0.0) + contribution(node, position, values, g)
    return total


def descendants(graph: Graph, sources: set[int], start: int, stop: int) -> set[int]:
    found = set(sources)
    for node in graph.nodes[start : stop + 1]:
        if not found.isdisjoint(node.arguments):
            found.add(node.index)
    return found


def contribution(node: Node, position: int, values: Sequence[Array], g: float) -> float:
    """The row's rule at plain numbers."""
    row = TABLE[node.operation]
    rule = row.rule(position)
    if rule is None:
        return 0.0
    operands = [values[index] for index in node.arguments]
    names: dict[str, object] = {**node.settings, **dict(zip(row.parameters, operands, strict=False))}
    if row.variadic:
        names = {**node.settings, row.parameters[0]: tuple(operands), "i": position, "x": operands[position]}
    return float(np.sum(np.asarray(evaluate(rule, {**names, "y": values[node.index], "g": g}), dtype=float)))
