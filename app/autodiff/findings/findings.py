"""What the person should know about the numbers: where nan and inf first arise and why, and which kinks were met."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from app.autodiff.builder import Array, Limits, outermost
from app.autodiff.findings.gradient_stops import called, gradient_stops
from app.autodiff.findings.nonfinite_gradients import nonfinite_gradients
from app.autodiff.graph import CONSTANT, INPUT, Graph, Node
from app.autodiff.passes.backward import Backward
from app.autodiff.passes.tape import Tape, plan_of
from app.autodiff.primitives import TABLE
from app.language import Diagnostic, Severity


def findings(
    graph: Graph,
    backward: Backward,
    numbers: Sequence[Array],
    shown: tuple[Sequence[str], str],
    at_kinks: Iterable[Node],
) -> tuple[Diagnostic, ...]:
    """All findings, each told once: a loop meets the same kink at each turn.

    `numbers` are those of both passes, `shown` the labels of the nodes and the name of the loss.
    """
    labels, loss = shown
    found: list[Diagnostic] = []
    # Where functions are not known nan stands for what depends on them.
    if not graph.symbolic and not all(map(all_finite, numbers)):
        found += not_finite(graph, numbers[: len(graph.nodes)], labels)
        found += nonfinite_gradients(graph, backward, numbers, labels, loss)
    return tuple(dict.fromkeys((*found, *kinks(at_kinks), *unreached(graph), *shut(graph, labels))))


def warning(node: Node, message: str) -> Diagnostic:
    return Diagnostic(node.span, message, severity=Severity.WARNING)


def not_finite(graph: Graph, values: Sequence[Array], labels: Sequence[str]) -> Iterator[Diagnostic]:
    """The nodes where nan or inf first arises: all their arguments are finite."""
    finite = list(map(all_finite, values))
    begin = [node for node in graph.nodes if not finite[node.index] and all(finite[each] for each in node.arguments)]
    for node in begin:
        kind = "nan" if np.any(np.isnan(values[node.index])) else "inf"
        if node.operation in (INPUT, CONSTANT):
            if node.operation == INPUT:
                yield warning(node, f"the input {labels[node.index]} has the value {kind}")
            continue
        why = TABLE[node.operation].undefined or "an overflow"
        yield warning(node, f"{labels[node.index]} is {kind}: {why}")
    output = graph.nodes[graph.output]
    # A constant alone makes it so, as in `ln 0 + x`; a mask of −inf has no part in it.
    if not finite[output.index] and all(node.operation == CONSTANT for node in begin):
        kind = "nan" if np.any(np.isnan(values[output.index])) else "inf"
        yield warning(output, f"{labels[output.index]} is {kind}: so is a number that the text itself works out")


def all_finite(value: object) -> bool:
    """Whether no entry is nan or inf; numbers go the short way."""
    if isinstance(value, float):
        return math.isfinite(value)
    # What is not finite makes its sum of squares so, and that takes half of the time that it takes to look at each entry.
    return math.isfinite(abs(np.vdot(value, value))) or bool(np.isfinite(value).all())  # type: ignore[call-overload]


class Kinks:
    """Where the derivative is a convention: the conditions of all rows that have one, as a plan behind the graph's values."""

    def __init__(self, graph: Graph, values: Sequence[Array]) -> None:
        tape = Tape(graph.nodes, values, Limits())
        self.size = len(graph.nodes)
        self.places = [(node, tape.kink(node)) for node in graph.nodes if node.index in graph.needed and has_kink(node)]
        self.plan = plan_of(tape)

    def met(self, values: Sequence[Array]) -> list[Node]:
        """The nodes that are at a kink at `values`."""
        now = self.plan.run(values[: self.size])
        return [node for node, place in self.places if np.any(now[place])]


def has_kink(node: Node) -> bool:
    """Whether there are values at which a node's derivative is a convention."""
    return node.differentiable and node.operation in TABLE and TABLE[node.operation].kink is not None


def kinks(nodes: Iterable[Node]) -> Iterator[Diagnostic]:
    """What is told of nodes at a kink: which convention is followed."""
    for node in nodes:
        name, row = outermost(node.scope) or node.operation, TABLE[node.operation]
        elsewhere = f"; JAX has {row.in_jax}" if row.in_jax else ""
        yield warning(node, f"{name} is at a kink here: {row.policy}, as in PyTorch 2.13{elsewhere}")


def shut(graph: Graph, labels: Sequence[str]) -> Iterator[Diagnostic]:
    """Inputs that the output depends on without a gradient: `argmax(x)` stays the same when x changes a little."""
    for index, stop in gradient_stops(graph).items():
        told = f"no gradient comes back to {labels[index]}: none passes the gate {called(stop)}"
        yield Diagnostic(stop.span, told, severity=Severity.NOTE)


def unreached(graph: Graph) -> Iterator[Diagnostic]:
    """Named values that the output does not depend on; an input that nothing uses may serve what was passed over."""
    used = {index for node in graph.nodes for index in node.arguments}
    for name, index in graph.names.items():
        node = graph.nodes[index]
        idle = node.operation == INPUT and index not in used
        if index not in graph.needed and node.differentiable and not idle:
            yield Diagnostic(node.span, f"the output does not depend on {name}", severity=Severity.NOTE)
