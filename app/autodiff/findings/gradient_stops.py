"""Inputs that an output depends on and that no gradient comes back to, since each way from them leads through a gate that is flat."""

from __future__ import annotations

from collections.abc import Mapping

from app.autodiff.builder import outermost
from app.autodiff.graph import INPUT, UNKNOWN, Graph, Node
from app.autodiff.primitives import TABLE


def gradient_stops(graph: Graph) -> Mapping[int, Node]:
    """By such inputs the first gate that passes no gradient on."""
    reached = {graph.output}
    for node in reversed(graph.nodes):
        if node.index in reached:
            reached.update(each for place, each in enumerate(node.arguments) if passes(node, place))
    shut = [
        node
        for node in graph.nodes
        if node.operation == INPUT and node.differentiable and node.index in graph.needed - reached
    ]
    return {node.index: first_stop(graph, node.index) for node in shut}


def first_stop(graph: Graph, index: int) -> Node:
    """The first gate on the ways from a node to the output that passes no gradient on to it."""
    led = {index}
    for node in graph.nodes:
        for place, argument in enumerate(node.arguments):
            if argument in led and node.index in graph.needed:
                if not passes(node, place):
                    return node
                led.add(node.index)
    raise AssertionError("no way from this node to the output is shut")


def passes(node: Node, place: int) -> bool:
    """Whether a gradient can come back to the argument at `place`."""
    return node.operation == UNKNOWN or TABLE[node.operation].passes(place)


def called(node: Node) -> str:
    """What people call a gate."""
    return outermost(node.scope) or TABLE[node.operation].spoken or node.operation
