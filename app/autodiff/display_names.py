"""The names under which nodes are shown: the person's own, versions where one is bound again, v_1, v_2, … where there is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.graph import CONSTANT, INPUT, UNKNOWN, Graph, Node


def displayed(graph: Graph, values: Sequence[Array]) -> tuple[tuple[str, ...], str]:
    """A label for each node, and the name of the loss: L unless the program has another use for that letter."""
    taken = {node.name for node in graph.nodes if node.name is not None}
    own = versions(graph, taken)
    fresh = unused(taken | set(own.values()))
    own |= functions(graph, taken | set(own.values()))
    unnamed = [node.index for node in graph.nodes if node.index not in own and node.operation != CONSTANT]
    # What the output does not depend on is not drawn: its numbers come last.
    unnamed.sort(key=lambda index: index not in graph.needed)
    shown = {**own, **dict(zip(unnamed, fresh, strict=False)), **numbered(graph)}
    labels = tuple(shown.get(node.index) or written(values[node.index]) for node in graph.nodes)
    return labels, loss(graph.nodes[graph.output], taken)


def versions(graph: Graph, taken: set[str]) -> dict[int, str]:
    """The labels of named nodes: an input keeps its name; where a name is bound more than once, the others are counted."""
    bound = Counter(node.name for node in graph.nodes if node.name is not None)
    version, labels = Counter[str](), {}
    for node in graph.nodes:
        if node.name is None:
            continue
        labels[node.index] = node.name
        if node.operation != INPUT and bound[node.name] > 1:
            version[node.name] += 1
            labels[node.index] = versioned(node.name, version[node.name], taken)
    return labels


def functions(graph: Graph, taken: set[str]) -> dict[int, str]:
    """What a function that is not known makes is called as the function is, where it has no other name: dA/dB · dB/dC."""
    nodes = [node for node in graph.nodes if node.operation == UNKNOWN and node.name is None]
    calls = Counter(str(node.settings["function"]) for node in nodes)
    return {
        node.index: name for node in nodes if calls[name := str(node.settings["function"])] == 1 and name not in taken
    }


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
    """L; another letter where that is a value of the person's, unless it is the output itself and a number."""
    if output.name == "L" and all(size == 1 for size in output.shape):
        return "L"
    return next((letter for letter in ("L", "ℓ", "J") if letter not in taken), "loss")


def numbered(graph: Graph) -> dict[int, str]:
    """The arrays that are constants without a name, told apart where the output depends on several."""
    drawn = (graph.nodes[index] for index in sorted(graph.needed))
    arrays = [node.index for node in drawn if node.operation == CONSTANT and node.shape and node.name is None]
    return {index: f"const_{number}" for number, index in enumerate(arrays, 1)} if len(arrays) > 1 else {}


def written(value: Array) -> str:
    """A constant as its number, an array as what it is."""
    return f"{float(value):g}" if np.shape(value) == () else "const"
