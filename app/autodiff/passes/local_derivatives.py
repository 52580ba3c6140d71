"""Local derivatives: how a gate's output changes with each of its arguments, all else inside of the gate following."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.autodiff.builder import Array, Limits
from app.autodiff.evaluation.plan import Plan
from app.autodiff.evaluation.unknown_numbers import without_guesses
from app.autodiff.graph import INPUT, Graph, Node
from app.autodiff.passes.backward import Edge, accumulate
from app.autodiff.passes.tape import Tape, plan_of


class LocalDerivatives:
    """d(output)/d(argument) of a gate whose output is a number, along each edge that brings one in; what lies between may be arrays.

    Reverse accumulation with seed 1 from the gate's `output` to its first node `start`, once for all of its wires. `values` are
    those of the graph's nodes at any inputs; it is then computed at others.
    """

    def __init__(self, graph: Graph, values: Sequence[Array], start: int, output: int) -> None:
        nodes = graph.nodes[start : output + 1]
        entering = {argument for node in nodes for argument in node.arguments if brings_number(graph, argument, start)}
        inside = reached(nodes, entering)
        tape = Tape(graph.nodes, values, Limits())
        seed = tape.input("seed", 1.0, output)  # type: ignore[arg-type]
        self.places: Mapping[Edge, int] = {}
        if output in inside:
            self.places, _ = accumulate(nodes, output, seed, inside | entering, tape)
        self.size = len(graph.nodes)
        self.plan: Plan = plan_of(tape)
        self.guessing: Sequence[Node] = tape.made() if graph.symbolic else ()

    def at(self, values: Sequence[Array]) -> Mapping[Edge, Array]:
        """What flows back along each edge, at other values of the graph's nodes."""
        now = without_guesses(self.guessing, self.plan.run(values[: self.size]))
        return {edge: now[place] for edge, place in self.places.items()}


def brings_number(graph: Graph, argument: int, start: int) -> bool:
    """Whether an argument of a gate that begins at `start` comes from outside of it, and is a number to derive by."""
    node = graph.nodes[argument]
    return (argument < start or node.operation == INPUT) and not node.shape and node.differentiable


def reached(nodes: Iterable[Node], sources: Iterable[int]) -> set[int]:
    """Those of `nodes` that an adjoint flows through on its way back to `sources`: none behind a cut."""
    found: set[int] = set()
    from_there = set(sources)
    for node in nodes:
        if node.differentiable and not from_there.isdisjoint(node.arguments):
            found.add(node.index)
            from_there.add(node.index)
    return found
