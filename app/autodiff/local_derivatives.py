"""Local derivatives: how a gate's output changes with one of its arguments, all else inside of the gate following."""

from __future__ import annotations

from collections.abc import Sequence

from app.autodiff.backward import Edge, accumulate
from app.autodiff.builder import Array, Limits
from app.autodiff.graph import Graph
from app.autodiff.plan import Plan
from app.autodiff.tape import Tape, plan_of


class LocalDerivative:
    """d(output)/d(argument) of a gate whose output and argument are numbers; what lies between them may be arrays.

    Reverse accumulation with seed 1 from the gate's output to `edges`, where the argument enters the gate. `values` are those of
    the graph's nodes at any inputs; it is then computed at others.
    """

    def __init__(self, graph: Graph, values: Sequence[Array], output: int, edges: Sequence[Edge]) -> None:
        start = min(node for node, _ in edges)
        inside = reached(graph, {node for node, _ in edges}, start, output)
        enters = {graph.nodes[node].arguments[position] for node, position in edges}
        tape = Tape(graph.nodes, values, Limits())
        seed = tape.input("seed", 1.0, output)  # type: ignore[arg-type]
        contributions: dict[Edge, int] = {}
        if output in inside:
            nodes = graph.nodes[start : output + 1]
            contributions, _ = accumulate(nodes, output, seed, inside | enters, tape)
        self.places = [contributions[edge] for edge in edges if edge in contributions]
        self.size = len(graph.nodes)
        self.plan: Plan = plan_of(tape)

    def at(self, values: Sequence[Array]) -> float:
        now = self.plan.run(values[: self.size])
        return float(sum(now[place] for place in self.places))


def reached(graph: Graph, sources: set[int], start: int, stop: int) -> set[int]:
    """The nodes from `start` to `stop` that an adjoint flows through on its way back to `sources`: none behind a cut."""
    found: set[int] = set()
    for node in graph.nodes[start : stop + 1]:
        if node.differentiable and (node.index in sources or not found.isdisjoint(node.arguments)):
            found.add(node.index)
    return found
