"""Which variable holds which value, and which its gradient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.autodiff.graph import CONSTANT, INPUT
from app.autodiff.trace import Trace
from app.code.identifiers import RESERVED, Names

UNNAMED = re.compile(r"(v)_(\d+)")


@dataclass(frozen=True)
class Naming:
    """`values` are the variables of nodes, `gradients` those of their adjoints, `others` further names of a node."""

    names: Names
    values: dict[int, str] = field(default_factory=dict)
    gradients: dict[int, str] = field(default_factory=dict)
    others: list[tuple[str, int]] = field(default_factory=list)


def naming(trace: Trace, library: str = "numpy") -> Naming:
    """The person's names come first, then the inputs' gradients, then what is only ours.

    A gradient is a `d` before the name as the person has it: `d0_weight`, though no variable can be called `0_weight`.
    """
    found, own = Naming(Names(RESERVED[library])), dict[int, str]()
    for name, index in called(trace):
        own.setdefault(index, name)
        given = found.names.give(name)
        if index in found.values:
            found.others.append((given, index))
        else:
            found.values[index] = given
    graph = trace.graph
    differentiable = [node for node in graph.nodes if node.differentiable]
    for node in sorted(differentiable, key=lambda node: node.operation != INPUT):
        if node.index in found.values:
            found.gradients[node.index] = found.names.give(f"d{own[node.index]}")
    for node in graph.nodes:
        if node.index not in found.values and (node.operation != CONSTANT or node.shape):
            found.values[node.index] = found.names.give(label(trace, node.index))
        if node.differentiable and node.index not in found.gradients:
            found.gradients[node.index] = found.names.give(f"d{found.values[node.index]}")
    return found


def called(trace: Trace) -> Iterator[tuple[str, int]]:
    """What the text calls its values, and what the output is called."""
    yield from trace.graph.names.items()
    if trace.graph.nodes[trace.graph.output].name is not None and trace.output not in trace.graph.names:
        yield trace.output, trace.graph.output


def label(trace: Trace, index: int) -> str:
    """`v1` for what is shown as v₁; arrays that have no name are `c`."""
    node = trace.graph.nodes[index]
    if node.operation == CONSTANT and node.name is None:
        return "c"
    return UNNAMED.sub(r"\1\2", trace.labels[index]).replace("'", "_")
