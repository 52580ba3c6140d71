"""The formulas of the trace: how a node comes from its arguments, and how its adjoint comes from those of its consumers."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.autodiff import Folded, Trace, Wire
from app.autodiff.fold import absorbed
from app.autodiff.graph import CONSTANT, INPUT, Node
from app.autodiff.primitives import TABLE
from app.diagram.formula import Formulas
from app.diagram.symbol import constant
from app.language.syntax import Attribute, Binary, Call, Compare, Expr, Keyword, Literal, Name, Subscript, Unary
from app.language.syntax import Sequence as Listed
from app.typeset import Math, Text, expression, name, total

INFIX = {
    "add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "**", "matmul": "@", "matvec": "@", "vecmat": "@",
}  # fmt: skip
COMPARISONS = {"equal": "==", "not_equal": "!=", "less": "<", "less_equal": "<=", "greater": ">", "greater_equal": ">="}
TWO, ONE = Literal(2), Literal(1)
TERMS = 6
"""So many contributions are written out as a sum."""


def shown(trace: Trace, index: int) -> Math:
    """What stands for a node in a formula: its name; a scalar constant as it was written."""
    node = trace.graph.nodes[index]
    return constant(trace, node) if absorbed(node) else name(trace.labels[index])


def forward(trace: Trace, node: Node) -> Math:
    """The right side of `node = …`, in the names of its arguments."""
    if node.operation == INPUT:
        return Text("input")
    if node.operation == CONSTANT:
        return Text("constant")
    arguments = [Name(f"argument {position}") for position in range(len(node.arguments))]
    names = {argument.id: shown(trace, index) for argument, index in zip(arguments, node.arguments, strict=True)}
    return expression(equation(node, arguments), names)


def equation(node: Node, arguments: list[Name]) -> Expr:
    """The operation as the language writes it."""
    first = arguments[0]
    match node.operation:
        case operation if operation in INFIX:
            return Binary(first, INFIX[operation], arguments[1])
        case operation if operation in COMPARISONS:
            return Compare(first, (COMPARISONS[operation],), (arguments[1],))
        case "negate":
            return Unary("-", first)
        case "square":
            return Binary(first, "**", TWO)
        case "reciprocal":
            return Binary(ONE, "/", first)
        case "index":
            return Subscript(first, literal(node.settings["key"]))
        case "transpose" if node.settings.get("axes") is None:
            return Attribute(first, "T")
    return Call(Name(node.operation), tuple(arguments), keywords(node))


def keywords(node: Node) -> tuple[Keyword, ...]:
    """The settings of a node that are not the defaults of its row."""
    defaults = {parameter.name: parameter.default for parameter in TABLE[node.operation].signature}
    found = [(setting, value) for setting, value in node.settings.items() if literal(value) != defaults.get(setting)]
    return tuple(Keyword(setting, literal(value)) for setting, value in found)


def literal(value: object) -> Expr:
    """A setting as it would be written."""
    if isinstance(value, np.generic):
        return literal(value.item())
    if isinstance(value, tuple | list):
        return Listed("tuple", tuple(map(literal, value)))
    if value is None or isinstance(value, bool | int | float | str):
        return Literal(value)
    return Literal(...)


def backward(formulas: Formulas, wires: Sequence[Wire]) -> Math:
    """The right side of `dL/dx = …`: what comes back along each wire, by its operation's rule; of the output, the seed."""
    terms = [formulas.rule(wire) for wire in wires[:TERMS]]
    rest = [Text("…")] if len(wires) > TERMS else []
    return total(*terms, *rest) if terms else Text("seed")


def carrying(trace: Trace, folded: Folded) -> dict[int, list[Wire]]:
    """The wires along which something comes back to each value."""
    found: dict[int, list[Wire]] = {}
    for wire in folded.wires:
        if any(edge in trace.contributions for edge in wire.edges):
            found.setdefault(wire.value, []).append(wire)
    return found
