"""The rows of the trace table, as markup: MathML for formulas, text for numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from app.autodiff import Folded, Trace, Wire, fold
from app.autodiff.fold import absorbed
from app.autodiff.graph import Node
from app.diagram import Options
from app.diagram.formula import Formulas
from app.typeset import Math, mathml, write
from app.web import formula

MOST = 300
"""More rows than this help nobody in a page."""
ENTRIES = 9
"""So many entries of a tensor are written out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One value: how it is computed, how its adjoint is, and both numbers. `parts` are those of the figure that it is about."""

    parts: str
    name: Markup
    forward: Markup
    value: str
    adjoint: Markup
    backward: Markup
    gradient: str
    output: bool


def rows(trace: Trace, options: Options) -> tuple[list[Row], int]:
    """A row for each value that the output depends on, in the order of computing, and how many more there would be."""
    needed = trace.graph.needed
    nodes = [node for node in trace.graph.nodes if node.index in needed and not absorbed(node)]
    folded = fold(trace.graph, "parts")
    formulas = Formulas(trace, folded, options.notation)
    wires = formula.carrying(trace, folded)
    parts = drawn(fold(trace.graph, options.fold), trace.graph.output)
    listed = [row(node, formulas, wires.get(node.index, []), parts.get(node.index, "")) for node in nodes[:MOST]]
    return listed, len(nodes[MOST:])


def drawn(folded: Folded, output: int) -> dict[int, str]:
    """The parts of the figure that show each value: its label and fork, the gate that it leaves, the wires that carry it."""
    parts: dict[int, list[str]] = {}
    for index in (*folded.sources, *(value for gate in folded.gates for value in gate.outputs)):
        parts[index] = [f"{kind}-{index}" for kind in ("value", "stem", "fork")]
    parts[output] += ["output", "wire-out"]
    for gate in folded.gates:
        parts[gate.outputs[-1]].append(f"gate-{gate.index}")
    for position, wire in enumerate(folded.wires):
        parts[wire.value].append(f"wire-{position}")
    return {index: " ".join(listed) for index, listed in parts.items()}


def row(node: Node, formulas: Formulas, wires: Sequence[Wire], parts: str) -> Row:
    trace = formulas.trace
    gradient = trace.adjoints.get(node.index)
    return Row(
        parts=parts,
        name=math(formulas.shown(node.index)),
        forward=math(formula.forward(formulas, node)),
        value=numbers(trace.values[node.index]),
        adjoint=Markup() if gradient is None else math(formulas.adjoint(node.index)),
        backward=Markup() if gradient is None else math(formula.backward(formulas, wires)),
        gradient="" if gradient is None else numbers(gradient),
        output=node.index == trace.graph.output,
    )


def math(tree: Math) -> Markup:
    return Markup(mathml(tree))


def numbers(array: NDArray[np.float64]) -> str:
    """A number; the few entries of a tensor; or what a larger one has instead: its shape and between what its entries lie."""
    if array.size <= ENTRIES:
        return entries(array.tolist())
    return f"{'×'.join(map(str, array.shape))}, {write(float(np.min(array)))} … {write(float(np.max(array)))}"


def entries(given: object) -> str:
    if isinstance(given, list):
        return "[" + ", ".join(map(entries, given)) + "]"
    return write(float(given))  # type: ignore[arg-type]
