"""What the person should know about the numbers: where nan and inf first arise and why, and which kinks were met."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from app.autodiff.builder import Array, outermost
from app.autodiff.graph import CONSTANT, INPUT, Graph, Node
from app.autodiff.interpreter.plain import evaluate
from app.autodiff.primitives import TABLE
from app.language import Diagnostic, Severity


def findings(graph: Graph, values: tuple[Array, ...], labels: tuple[str, ...]) -> tuple[Diagnostic, ...]:
    """All findings, each told once: a loop meets the same kink at each turn."""
    found = (*not_finite(graph, values, labels), *kinks(graph, values), *unreached(graph))
    return tuple(dict.fromkeys(found))


def warning(node: Node, message: str) -> Diagnostic:
    return Diagnostic(node.span, message, severity=Severity.WARNING)


def not_finite(graph: Graph, values: tuple[Array, ...], labels: tuple[str, ...]) -> Iterator[Diagnostic]:
    """The nodes where nan or inf first arises: all their arguments are finite."""
    finite = list(map(all_finite, values))
    for node in graph.nodes:
        if finite[node.index] or not all(finite[index] for index in node.arguments):
            continue
        kind = "nan" if np.any(np.isnan(values[node.index])) else "inf"
        if node.operation in (INPUT, CONSTANT):
            if node.operation == INPUT:
                yield warning(node, f"the input {labels[node.index]} has the value {kind}")
            continue
        why = TABLE[node.operation].undefined or "an overflow"
        yield warning(node, f"{labels[node.index]} is {kind}: {why}")


def all_finite(value: object) -> bool:
    """Whether no entry is nan or inf; numbers go the short way."""
    return math.isfinite(value) if isinstance(value, float) else bool(np.isfinite(value).all())  # type: ignore[call-overload]


def kinks(graph: Graph, values: tuple[Array, ...]) -> tuple[Diagnostic, ...]:
    """Where the derivative is a convention at the present values, and which convention is followed."""
    needed = graph.needed
    met = [node for node in graph.nodes if node.index in needed and node.differentiable and at_kink(node, values)]
    return tuple(
        warning(
            node,
            f"{outermost(node.scope) or node.operation} is at a kink here: {TABLE[node.operation].policy}, as in PyTorch",
        )
        for node in met
    )


def at_kink(node: Node, values: tuple[Array, ...]) -> bool:
    row = TABLE.get(node.operation)
    if row is None or row.kink is None:
        return False
    operands = {name: values[index] for name, index in zip(row.parameters, node.arguments, strict=False)}
    return bool(np.any(np.asarray(evaluate(row.kink, {**node.settings, **operands, "y": values[node.index]}))))


def unreached(graph: Graph) -> Iterator[Diagnostic]:
    """Named values that the output does not depend on; an input that nothing uses may serve what was passed over."""
    used = {index for node in graph.nodes for index in node.arguments}
    for name, index in graph.names.items():
        node = graph.nodes[index]
        idle = node.operation == INPUT and index not in used
        if index not in graph.needed and node.differentiable and not idle:
            yield Diagnostic(node.span, f"the output does not depend on {name}", severity=Severity.NOTE)
