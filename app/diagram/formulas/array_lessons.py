"""Why the backward pass of arrays looks as it does: where a sum comes from, and why a factor stands transposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod

from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.diagram.formulas.operation_formulas import shown
from app.diagram.formulas.rule_formulas import Edge, copied
from app.typeset import plain


@dataclass(frozen=True, slots=True)
class Meeting:
    """How an entry of one operand of a product goes: axes of the entry, of the partner's and of the result's, by letters."""

    mine: str
    partner: str
    made: str


MEETINGS: Mapping[str, tuple[Meeting, Meeting]] = {
    name: (Meeting(*axes), Meeting(axes[1], axes[0], axes[2]))
    for name, row in TABLE.items()
    if (axes := row.subscripts.replace("->", ",").split(",")) != [""]
}
"""For each operand of a product, which entries meet and where they go."""
STACKED = "lmn"
"""The letters of the axes along which matrices are stacked."""


def lessons(trace: Trace, edge: Edge) -> Iterator[str]:
    """What is worth saying of an operand that is an array, in sentences; nothing where a rule is plain."""
    node = trace.graph.nodes[edge[0]]
    operand = node.arguments[edge[1]]
    axes = copied(trace, edge)
    if axes:
        yield summed(plain(shown(trace, operand)), trace.graph.nodes[operand].shape, node.shape, axes)
    if node.operation in MEETINGS:
        first, second = (plain(shown(trace, index)) for index in node.arguments)
        result = plain(shown(trace, node.index))
        gradient = f"d{trace.loss}/d{result}"
        yield TABLE[node.operation].met[edge[1]].format(a=first, b=second, z=result, g=gradient)


def summed(name: str, own: tuple[int, ...], shape: tuple[int, ...], axes: tuple[int, ...]) -> str:
    """Why what comes back to an operand that was copied is added up along `axes`."""
    uses = prod(shape[axis] for axis in axes)
    was = f"has shape {sized(own)}" if own else "is one number"
    each = "each of its entries was" if own else "it was"
    return f"{name} {was} and meets {sized(shape)}: {each} used {uses} times, so the {uses} gradients that come back are added up."


def sized(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))
