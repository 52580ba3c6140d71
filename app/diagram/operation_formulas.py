"""How an operation makes its value, from the formulas of what goes into it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.autodiff.graph import UNKNOWN, Node
from app.autodiff.primitives import TABLE
from app.diagram.gate_symbols import applied
from app.language.syntax import Call, Expr, Keyword, Literal, Name, Slice
from app.language.syntax import Sequence as Listed
from app.typeset import Math, expression, name

LISTED = 4
"""An array of so many numbers is written out as an index."""


def made_of(node: Node, operands: Sequence[Math]) -> Math:
    """The right side of `node = …`, with a formula for each of its arguments."""
    if node.operation == UNKNOWN:
        return applied(name(str(node.settings["function"])), operands)
    arguments = tuple(Name(f"argument {position}") for position in range(len(operands)))
    names = {each.id: operand for each, operand in zip(arguments, operands, strict=True)}
    return expression(Call(Name(node.operation), arguments, keywords(node)), names)


def keywords(node: Node) -> tuple[Keyword, ...]:
    """The settings of a node that are not the defaults of its row."""
    defaults = {parameter.name: parameter.default for parameter in TABLE[node.operation].signature}
    found = [(setting, value) for setting, value in node.settings.items() if literal(value) != defaults.get(setting)]
    return tuple(Keyword(setting, literal(value)) for setting, value in found)


def literal(value: object) -> Expr:
    """A setting as it would be written."""
    if isinstance(value, np.generic):
        return literal(value.item())
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.size <= LISTED:
        return Listed("list", tuple(map(literal, value)))
    if isinstance(value, tuple | list):
        return Listed("tuple", tuple(map(literal, value)))
    if isinstance(value, slice):
        return Slice(*(None if part is None else literal(part) for part in (value.start, value.stop, value.step)))
    if value is None or isinstance(value, bool | int | float | str):
        return Literal(value)
    return Literal(...)
