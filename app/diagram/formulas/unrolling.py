"""Rules of operations with any number of operands, written out for the operands that there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.autodiff.graph import Node
from app.autodiff.table import STATICS, TABLE
from app.diagram.formulas.operation_formulas import literal
from app.language.syntax import Call, Expr, Name, Slice, Starred, Subscript

PLACE = "i"
"""The name that rules have for the position of an operand."""


def operand(position: int) -> str:
    """The name of an operand in a rule that is written out."""
    return f"operand {position}"


Shapes = Sequence[tuple[int, ...]]


def unrolled(expr: Expr, node: Node, position: int, shapes: Shapes) -> Expr:
    """A rule for the operand at `position`: the others one by one, and what follows from settings and `shapes` alone worked out."""
    if not isinstance(expr, Call):
        return expr
    given = {
        **node.settings,
        PLACE: position,
        TABLE[node.operation].parameters[0]: shaped(tuple(shapes)),
    }
    return replace(
        expr, arguments=tuple(each for one in expr.arguments for each in written_out(one, len(shapes), position, given))
    )


@lru_cache(16)
def shaped(shapes: tuple[tuple[int, ...], ...]) -> list[NDArray[np.float64]]:
    """Arrays of these shapes, for what asks for no more than that: each operand of a call asks anew."""
    return [np.broadcast_to(0.0, each) for each in shapes]


def written_out(expr: Expr, count: int, position: int, given: dict[str, object]) -> Iterator[Expr]:
    """The arguments that one argument of a rule stands for; arrays that only make shapes fit are left out."""
    match expr:
        case Starred(Subscript(Name(), Slice(None, Name(id)))) if id == PLACE:
            yield from (Name(operand(place)) for place in range(position))
        case Starred(Subscript(Name(), Slice(_, None))):
            yield from (Name(operand(place)) for place in range(position + 1, count))
        case Starred():
            return
        case Call(Name(id), arguments) if id in STATICS and all(settled(each, given) for each in arguments):
            yield literal(STATICS[id].function(*(given[each.id] for each in arguments if isinstance(each, Name))))
        case _:
            yield expr


def settled(expr: Expr, given: dict[str, object]) -> bool:
    """Whether an argument follows from the settings, the operand's position and the shapes."""
    return isinstance(expr, Name) and expr.id in given
