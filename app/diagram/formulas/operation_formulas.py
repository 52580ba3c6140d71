"""What stands for a value, and how an operation makes one from the formulas of what goes into it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.autodiff.folding.fold import absorbed
from app.autodiff.graph import UNKNOWN, Node
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.language.names import value_names
from app.language.syntax import Attribute, Binary, Call, Expr, Keyword, Literal, Name, Slice, Unary
from app.language.syntax import Sequence as Listed
from app.language.walk import everything
from app.typeset import Apply, Fence, Math, expression, listed, name, number

NUMBERS = frozenset({"pi", "π", "inf"})
"""Names that are numbers everywhere."""
MEMBERS = NUMBERS | {"e"}
"""The numbers among the members of libraries."""
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


def shown(trace: Trace, value: int) -> Math:
    """A value's name; a scalar constant as it was written."""
    node = trace.graph.nodes[value]
    return constant(trace, node) if absorbed(node) else name(trace.labels[value])


def applied(function: Math, arguments: Sequence[Math], settings: Sequence[Math] = ()) -> Math:
    """`f(x, y)` with settings behind, or `f` of more than three arguments alone."""
    if not 0 < len(arguments) <= 3:
        return function
    return Apply(function, Fence(listed(*arguments, *settings)))


def constant(trace: Trace, node: Node) -> Math:
    """A constant as it was written (1/N), else as a number."""
    if node.written is not None and not isinstance(node.written, Literal) and readable(node, node.written):
        return expression(node.written)
    return number(float(trace.values[node.index]))


def readable(node: Node, written: Expr) -> bool:
    """Whether what was written for a constant says what it is: names only in arithmetic, and none of a composition of ours.

    What is asked of a value, as `x.shape[0]`, is the code's business: its number says more.
    """
    parts = [*everything(written)]
    called = {id(part.function) for part in parts if isinstance(part, Call)}
    asked = {part.name for part in parts if isinstance(part, Attribute) and id(part) not in called}
    if asked <= MEMBERS and value_names(written, owners=False) <= NUMBERS:
        return True
    ours = any(scope.ours for scope in node.scope)
    return not ours and all(isinstance(part, Literal | Name | Unary | Binary) for part in everything(written))
