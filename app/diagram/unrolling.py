"""Rules of operations with any number of operands, written out for the operands that there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.autodiff.graph import Node
from app.autodiff.table import STATICS
from app.language.syntax import Call, Expr, Literal, Name, Slice, Starred, Subscript

PLACE = "i"
"""The name that rules have for the position of an operand."""


def operand(position: int) -> str:
    """The name of an operand in a rule that is written out."""
    return f"operand {position}"


def unrolled(expr: Expr, node: Node, position: int) -> Expr:
    """A rule for the operand at `position`: the others one by one, and what follows from settings alone worked out."""
    if not isinstance(expr, Call):
        return expr
    return replace(
        expr, arguments=tuple(each for given in expr.arguments for each in written_out(given, node, position))
    )


def written_out(expr: Expr, node: Node, position: int) -> Iterator[Expr]:
    """The arguments that one argument of a rule stands for; arrays that only make shapes fit are left out."""
    match expr:
        case Starred(Subscript(Name(), Slice(None, Name(id)))) if id == PLACE:
            yield from (Name(operand(place)) for place in range(position))
        case Starred(Subscript(Name(), Slice(_, None))):
            yield from (Name(operand(place)) for place in range(position + 1, len(node.arguments)))
        case Starred():
            return
        case Call(Name(id), arguments) if id in STATICS and all(settled(each, node) for each in arguments):
            yield Literal(STATICS[id].function(*(known(each, node, position) for each in arguments)))
        case _:
            yield expr


def settled(expr: Expr, node: Node) -> bool:
    """Whether an argument follows from the settings and from the operand's position."""
    return isinstance(expr, Name) and (expr.id == PLACE or expr.id in node.settings)


def known(expr: Expr, node: Node, position: int) -> object:
    return None if not isinstance(expr, Name) else node.settings.get(expr.id, position)
