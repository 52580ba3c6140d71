"""The names under which nodes are shown: the person's own, versions where one is bound again, v_1, v_2, … where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.graph import CONSTANT, INPUT, Graph, Node


def displayed(graph: Graph, values: tuple[Array, ...]) -> tuple[tuple[str, ...], str]:
    """A label for each node, and the name of the loss: L unless the program has another use for that letter."""
    taken = {node.name for node in graph.nodes if node.name is not None}
    times = Counter(node.name for node in graph.nodes if node.name is not None and node.operation != INPUT)
    inputs = {node.name for node in graph.nodes if node.operation == INPUT}
    fresh, version = unused(taken), Counter[str]()
    needed = graph.needed
    labels = []
    for node in graph.nodes:
        if node.name is None:
            shown = (
                written(values[node.index])
                if node.operation == CONSTANT
                else next(fresh)
                if node.index in needed
                else "v"
            )
        elif node.operation == INPUT or times[node.name] + (node.name in inputs) == 1:
            shown = node.name
        else:
            version[node.name] += 1
            shown = versioned(node.name, version[node.name], taken)
        labels.append(shown)
    return tuple(labels), loss(graph.nodes[graph.output], taken)


def versioned(name: str, number: int, taken: set[str]) -> str:
    """`h_1`; with an apostrophe more for each version where the person uses that very name."""
    shown = f"{name}_{number}"
    return shown if shown not in taken and shown.replace("_", "") not in taken else name + "'" * number


def unused(taken: set[str]) -> Iterator[str]:
    """v_1, v_2, … without those that the person uses in any spelling."""
    number = 0
    while True:
        number += 1
        if f"v{number}" not in taken and f"v_{number}" not in taken:
            yield f"v_{number}"


def loss(output: Node, taken: set[str]) -> str:
    if output.name == "L" or "L" not in taken:
        return "L"
    return "ℓ" if "ℓ" not in taken else "J"


def written(value: Array) -> str:
    """A constant as its number, an array as its shape."""
    return f"{float(value):g}" if np.shape(value) == () else "const"
