"""The reverse pass: reverse accumulation, built as nodes behind the forward ones from each row's rules."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from app.autodiff.builder import Array, Limits
from app.autodiff.graph import Graph, Node
from app.autodiff.passes.tape import Tape
from app.autodiff.scalars import settle
from app.language import LanguageError
from app.language.source import START

Edge = tuple[int, int]
"""A wire of the graph: the node that uses a value, and at which of its arguments."""


@dataclass(frozen=True)
class Backward:
    """Where the numbers of a backward pass stand on its tape: contributions by edge, adjoints by node, and the seed."""

    tape: Tape
    contributions: Mapping[Edge, int]
    adjoints: Mapping[int, int]
    seed: int

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """The nodes of both passes: the backward pass is a graph as well."""
        return self.tape.made()


def accumulate(
    nodes: Sequence[Node], output: int, seed: int, wanted: Collection[int], tape: Tape
) -> tuple[dict[Edge, int], dict[int, int]]:
    """Reverse accumulation (Linnainmaa 1970): what flows back along each edge, and each node's adjoint, the sum of that.

    It starts with `seed` at `output`, goes through `nodes` from the last to the first, and reaches those that are `wanted`.
    """
    contributions: dict[Edge, int] = {}
    adjoints: dict[int, int] = {}
    received = {output: [seed]}
    for node in reversed(nodes):
        index, arguments = node.index, node.arguments
        if (terms := received.pop(index, None)) is None:
            continue
        g = adjoints[index] = tape.total(terms, index)
        for position, flowing in tape.flowing(node, g, wanted) if arguments else ():
            contributions[index, position] = flowing
            received.setdefault(arguments[position], []).append(flowing)
    return contributions, adjoints


def backward(
    graph: Graph,
    values: Sequence[Array],
    seed: object = None,
    wanted: Collection[int] | None = None,
    limits: Limits | None = None,
) -> Backward:
    """The backward pass of a graph with `values` for its nodes; `wanted` are the nodes whose adjoints are asked for, all unless given.

    `seed` is a number or nested list of the output's shape; without one it is all ones. Raises LanguageError where a seed does
    not fit, or where a rule cannot be carried out.
    """
    tape = Tape(graph.nodes, values, limits or Limits())
    output = graph.nodes[graph.output]
    start = tape.input("seed", seeded(seed, output), graph.output)
    differentiable = {node.index for node in graph.nodes if node.differentiable}
    reached = differentiable if wanted is None else differentiable & between(graph, wanted)
    contributions, adjoints = accumulate(graph.nodes, graph.output, start, reached, tape)
    return Backward(tape, contributions, adjoints, start)


def between(graph: Graph, sources: Collection[int]) -> set[int]:
    """The sources and all nodes that depend on them."""
    found = set(sources)
    for node in graph.nodes:
        if not found.isdisjoint(node.arguments):
            found.add(node.index)
    return found


def seeded(seed: object, output: Node) -> Array:
    """The adjoint of the output. Raises LanguageError for what is no number or array of its shape."""
    place = output.span or START
    needed = f"{' × '.join(map(str, output.shape))} numbers" if output.shape else "one number"
    hint = f"the seed is {needed}, as the output is"
    try:
        value = np.ones(output.shape) if seed is None else np.array(seed, dtype=float)
    except (TypeError, ValueError):
        message = "the seed is not a number or an array of numbers"
        raise LanguageError.at(place, message, hint, parameter="seed") from None
    if value.shape != output.shape:
        message = f"the seed has shape {value.shape}, the output {output.shape}"
        raise LanguageError.at(place, message, hint, parameter="seed")
    return settle(value)  # type: ignore[no-any-return]
