"""The rows of the table beside a figure: how each value comes from others, how its adjoint comes back, and both numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

import numpy as np
from numpy.typing import NDArray

from app.autodiff import Folded, Trace
from app.autodiff.folding.fold import absorbed
from app.diagram.blanks import hidden_adjoints, hidden_values
from app.diagram.formulas import node_formulas
from app.diagram.formulas.wire_formulas import Formulas
from app.typeset import Math, write

UNKNOWN = "not known"
MOST = 300
"""More rows than this help nobody."""
ENTRIES = 9
"""So many entries of a tensor are written out."""


@dataclass(frozen=True, slots=True)
class TraceRow:
    """One value, by its `index` among the nodes. A number is None where it is kept back; `adjoint` and `backward` are None, and
    `gradient` empty, where nothing comes back.
    """

    index: int
    name: Math
    forward: Math
    value: str | None
    adjoint: Math | None
    backward: Math | None
    gradient: str | None


def trace_rows(formulas: Formulas, chosen: Sequence[int] | None = None) -> Iterator[TraceRow]:
    """A row for each value that is drawn, in the order of computing as far as there are rows; or for those that are `chosen`."""
    trace, folded = formulas.trace, formulas.folded
    made = {index: gate for gate in folded.gates for index in gate.outputs}
    wires = node_formulas.carrying(trace, folded)
    for index in listed(trace, folded)[:MOST] if chosen is None else chosen:
        gate, gradient, back = made.get(index), trace.adjoints.get(index), wires.get(index, [])
        yield TraceRow(
            index,
            formulas.shown(index),
            node_formulas.made(formulas, gate, index)
            if gate
            else node_formulas.forward(formulas, trace.graph.nodes[index]),
            number_told(trace, trace.values[index]),
            None if gradient is None else formulas.left(back[0]) if len(back) == 1 else formulas.adjoint(index),
            None if gradient is None else node_formulas.backward(formulas, back),
            "" if gradient is None else number_told(trace, gradient),
        )


def kept_back(rows: Iterator[TraceRow], formulas: Formulas, hide: str) -> Iterator[TraceRow]:
    """The rows without the numbers that are to be worked out (see `composed`)."""
    kept = formulas.trace, formulas.folded, hide
    values, adjoints = hidden_values(*kept), hidden_adjoints(*kept)
    for each in rows:
        value = None if each.index in values else each.value
        yield replace(each, value=value, gradient=None if each.index in adjoints else each.gradient)


def listed(trace: Trace, folded: Folded) -> list[int]:
    """The values that have a row: what goes in, and what comes out of each gate."""
    made = {index for gate in folded.gates for index in gate.outputs}
    return sorted({*made, *(index for index in folded.sources if not absorbed(trace.graph.nodes[index]))})


def by_weight(trace: Trace, folded: Folded) -> list[int]:
    """The values that have a row, first those that matter most where not all have room: from the last back, as the backward pass goes,
    and in turn with them those that go in, the last first, too."""
    found = listed(trace, folded)[::-1]
    given = [index for index in found if index in folded.sources]
    made = [index for index in found if index not in {*given}]
    return [index for pair in zip_longest(made, given) for index in pair if index is not None]


def number_told(trace: Trace, array: NDArray[np.float64]) -> str:
    """A number or tensor; of what depends on a function that is not known, that it is not."""
    return numbers(array) if trace.known(array) else UNKNOWN


def numbers(array: NDArray[np.float64]) -> str:
    """A number; the few entries of a tensor; or what a larger one has instead: its shape and between what its entries lie."""
    if array.size <= ENTRIES:
        return by_rows(entries(array.tolist()))
    return f"{'×'.join(map(str, array.shape))}, {between(array)}"


def between(array: NDArray[np.float64]) -> str:
    """The least and the greatest entry; one where all are alike."""
    least, greatest = write(float(np.min(array))), write(float(np.max(array)))
    return f"all {least}" if least == greatest else f"{least} … {greatest}"


def entries(given: object) -> str:
    if isinstance(given, list):
        return "[" + ", ".join(map(entries, given)) + "]"
    return write(float(given))  # type: ignore[arg-type]


def by_rows(text: str) -> str:
    """A matrix, in one line, with a line for each row."""
    return re.sub(r"\],\s*\[", "],\n [", text)
