"""Why the backward pass of arrays looks as it does: where a sum comes from, and why a factor stands transposed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from types import MappingProxyType

from app.autodiff.trace import Trace
from app.diagram.operation_formulas import shown
from app.diagram.rule_formulas import Edge, copied
from app.typeset import plain

PRODUCTS: Mapping[str, tuple[str, str]] = {
    "matmul": (
        (
            "Entry (i, k) of {a} meets row k of {b} and reaches row i of {z}: its gradient is row i of {g} times row k of {b},"
            " which is column k of {b}ᵀ."
        ),
        (
            "Entry (k, j) of {b} meets column k of {a} and reaches column j of {z}: its gradient is column k of {a},"
            " which is row k of {a}ᵀ, times column j of {g}."
        ),
    ),
    "matvec": (
        (
            "Entry (i, k) of {a} meets entry k of {b} alone and reaches entry i of {z} alone: its gradient is entry i of {g} times"
            " entry k of {b}, so all together they are a column times a row."
        ),
        (
            "Entry k of {b} meets column k of {a} and reaches every entry of {z}: its gradient is that column, which is row k of {a}ᵀ,"
            " times {g}."
        ),
    ),
    "vecmat": (
        (
            "Entry k of {a} meets row k of {b} and reaches every entry of {z}: its gradient is {g} times that row,"
            " which is column k of {b}ᵀ."
        ),
        (
            "Entry (k, j) of {b} meets entry k of {a} alone and reaches entry j of {z} alone: its gradient is entry k of {a} times"
            " entry j of {g}, so all together they are a column times a row."
        ),
    ),
    "inner": (
        "Entry k of {a} meets entry k of {b} alone, and there is one number to reach: its gradient is that number’s, times entry k of {b}.",
        "Entry k of {b} meets entry k of {a} alone, and there is one number to reach: its gradient is that number’s, times entry k of {a}.",
    ),
}
"""For each operand of a product, which entries meet."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """How an entry of one operand of a product goes: axes of the entry, of the partner's and of the result's, by letters."""

    mine: str
    partner: str
    made: str


MEETINGS: Mapping[str, tuple[Meeting, Meeting]] = MappingProxyType(
    {
        "matmul": (Meeting("ik", "kj", "ij"), Meeting("kj", "ik", "ij")),
        "matvec": (Meeting("ik", "k", "i"), Meeting("k", "ik", "i")),
        "vecmat": (Meeting("k", "kj", "j"), Meeting("kj", "k", "j")),
        "inner": (Meeting("k", "k", ""), Meeting("k", "k", "")),
    }
)
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
    if node.operation in PRODUCTS:
        first, second = (plain(shown(trace, index)) for index in node.arguments)
        result = plain(shown(trace, node.index))
        gradient = f"d{trace.loss}/d{result}"
        yield PRODUCTS[node.operation][edge[1]].format(a=first, b=second, z=result, g=gradient)


def summed(name: str, own: tuple[int, ...], shape: tuple[int, ...], axes: tuple[int, ...]) -> str:
    """Why what comes back to an operand that was copied is added up along `axes`."""
    uses = prod(shape[axis] for axis in axes)
    was = f"has shape {sized(own)}" if own else "is one number"
    each = "each of its entries was" if own else "it was"
    return f"{name} {was} and meets {sized(shape)}: {each} used {uses} times, so the {uses} gradients that come back are added up."


def sized(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape))
