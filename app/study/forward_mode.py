"""Forward mode: the derivative carried forward from one input, and what it costs beside reverse mode."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.autodiff.builder import Array, Limits
from app.autodiff.graph import CONSTANT, INPUT, Graph, Node
from app.autodiff.passes.backward import backward
from app.autodiff.passes.tape import Tape
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.study.second_derivatives import differentiable


def tangents(trace: Trace, name: str, direction: Array | None = None) -> dict[int, Array]:
    """How each value changes with the input `name` along `direction` (ones unless given), by node. Raises LanguageError.

    A Jacobian times a tangent is the transpose of what a row's rule does to a cotangent, so that no row needs a rule for it: the
    rule is linear in the cotangent, and its own backward pass is the product that is wanted (Townsend 2017).
    """
    start = differentiable(trace, name)
    found = {start.index: np.ones(start.shape) if direction is None else direction}
    with np.errstate(all="ignore"):
        for node in trace.graph.nodes:
            terms = [
                pushed(trace, node, position, found[argument])
                for position, argument in enumerate(node.arguments)
                if argument in found and carries(node, position)
            ]
            if terms:
                found[node.index] = np.asarray(sum(terms[1:], terms[0]))
    return found


def carries(node: Node, position: int) -> bool:
    """Whether a derivative passes a node from an argument."""
    return node.differentiable and TABLE[node.operation].rule(position) is not None


def pushed(trace: Trace, node: Node, position: int, tangent: Array) -> Array:
    """The local Jacobian of a node by an argument, times a tangent of that argument."""
    # The node by itself, with its operands in front of it.
    here = len(node.arguments)
    operands = [Node(place, INPUT, (), {}, trace.graph.nodes[each].shape) for place, each in enumerate(node.arguments)]
    alone = node._replace(index=here, arguments=tuple(range(here)))
    held = [each._replace(differentiable=False) for each in (*operands, alone)]
    tape = Tape(held, [trace.numbers[each] for each in (*node.arguments, node.index)], Limits())
    cotangent = tape.input("g", np.zeros(node.shape) if node.shape else 0.0, here)  # type: ignore[arg-type]
    ((_, place),) = tape.flowing(alone, cotangent, {position})
    if place == cotangent:
        return tangent
    made = tape.made()
    passed = backward(Graph(made, place), tape.numbers, tangent, {cotangent})
    reached = passed.adjoints.get(cotangent)
    return np.zeros(node.shape) if reached is None else np.asarray(passed.tape.numbers[reached])


@dataclass(frozen=True, slots=True)
class Cost:
    """What a mode needs beside the forward pass: multiplications by a local derivative, and sums, of whole values."""

    products: int
    sums: int
    passes: int = 1

    @property
    def operations(self) -> int:
        return self.products + self.sums


def reverse_cost(trace: Trace) -> Cost:
    """One pass, which gives the gradients of all inputs."""
    return cost(trace, {node.index for node in trace.graph.inputs() if node.differentiable}, back=True)


def forward_cost(trace: Trace, name: str) -> Cost:
    """One pass from an input, for one of its entries."""
    return cost(trace, {differentiable(trace, name).index}, back=False)


def forward_costs(trace: Trace) -> Cost:
    """All passes: one for each entry of each input that has a gradient."""
    found = Cost(0, 0, 0)
    for node in trace.graph.inputs():
        if node.differentiable:
            times, one = int(np.prod(node.shape, dtype=int)), cost(trace, {node.index}, back=False)
            found = Cost(found.products + times * one.products, found.sums + times * one.sums, found.passes + times)
    return found


def cost(trace: Trace, starts: set[int], *, back: bool) -> Cost:
    """What one pass costs: a product an edge, and a sum wherever several meet, at a gate forwards, at a fork backwards."""
    reached = set(starts)
    met: dict[int, int] = {}
    needed = trace.graph.needed
    for node in trace.graph.nodes:
        edges = [place for place in enumerate(node.arguments) if place[1] in reached and carries(node, place[0])]
        if edges and node.index in needed:
            reached.add(node.index)
            for _, argument in edges:
                at = argument if back else node.index
                met[at] = met.get(at, 0) + 1
    return Cost(sum(met.values()), sum(met.values()) - len(met))


def operations(trace: Trace) -> int:
    """How many operations the forward pass has."""
    needed = trace.graph.needed
    return sum(node.index in needed and node.operation not in (INPUT, CONSTANT) for node in trace.graph.nodes)
