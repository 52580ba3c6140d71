"""How large the gradients of a program are, as bars: where one vanishes or explodes is seen at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from app.autodiff import Trace
from app.autodiff.folding.fold import Gate
from app.diagram.formulas import explanations
from app.diagram.formulas.trace_rows import listed
from app.diagram.formulas.wire_formulas import Formulas
from app.networks import GradientSize, sized
from app.query import Query
from app.typeset import plain, write
from app.web.page.trace_table import drawn

WORTH = 100
"""A gradient that shrinks or grows by such a factor is told of."""


@dataclass(frozen=True, slots=True)
class SizeRow:
    """A gradient's size in figures, the length of its bar from 0 to 1, the parts of the figure that it is about, and what makes its
    value."""

    name: str
    said: str
    bar: float
    parts: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class SizesCard:
    """The gradients of what gates make, from the output back, and those of inputs; what is to be said of the former."""

    told: str
    errors: list[SizeRow]
    inputs: list[SizeRow]


def sizes_card(formulas: Formulas, query: Query, root: str) -> SizesCard:
    trace, folded = formulas.trace, formulas.folded
    shown = [index for index in listed(trace, folded) if index in trace.adjoints]
    made = called(trace, folded.gates)
    back = [index for index in reversed(shown) if index in made]
    sources = [index for index in shown if index not in made]
    errors, inputs = (
        sized([(plain(formulas.name(each)), trace.adjoints[each]) for each in found]) for found in (back, sources)
    )
    parts = drawn(trace, folded)
    rows = [
        [
            replace(row, parts=parts.get(each, ""), made=made.get(each, ""))
            for each, row in zip(found, size_rows(sizes), strict=True)
        ]
        for found, sizes in ((back, errors), (sources, inputs))
    ]
    return SizesCard(" ".join(trend(errors, rows[0])), *rows)


def made_by(trace: Trace, gate: Gate) -> str:
    """What people call the gate that makes a value, `sigmoid` or `layers.2`; a line of the text has no such name."""
    said = explanations.spoken(trace, gate)
    return said.removeprefix("The call of ").removeprefix("The ") if said.startswith("The ") else ""


def part_of(trace: Trace, gate: Gate) -> str:
    """The innermost module or function in which all of a gate happens; "" where there is none."""
    scopes = [trace.graph.nodes[index].scope for index in gate.nodes]
    shared = [scope for scope in scopes[0] if all(scope in each for each in scopes)]
    return next((scope.name for scope in reversed(shared) if scope.kind in {"call", "layer"}), "")


def called(trace: Trace, gates: Sequence[Gate]) -> dict[int, str]:
    """By value, what makes it, or what that is a part of, unless all of the program is."""
    parts = [part_of(trace, gate) for gate in gates]
    telling = len(set(parts)) > 1
    return {
        index: made_by(trace, gate) or (part if telling else "")
        for gate, part in zip(gates, parts, strict=True)
        for index in gate.outputs
    }


def size_rows(found: Iterable[GradientSize]) -> Iterator[SizeRow]:
    for each in found:
        yield SizeRow(each.name, write(each.size), each.bar)


def trend(errors: Sequence[GradientSize], rows: Sequence[SizeRow]) -> Iterator[str]:
    """In words, whether the gradient vanishes or explodes on its way back, and where most."""
    way = [each for each in errors if each.size]
    made = {row.name: f" ({row.made})" for row in rows if row.made}
    if len(way) < 2 or 1 / WORTH < way[0].size / way[-1].size < WORTH:
        return
    shrinks = way[0].size > way[-1].size
    factor, verb = (way[0].size / way[-1].size, "shrinks") if shrinks else (way[-1].size / way[0].size, "grows")
    steps = [
        (one.size / next_.size if shrinks else next_.size / one.size, one.name, next_.name)
        for one, next_ in pairwise(way)
    ]
    most, before, after = max(steps)
    yield f"On its way back from {way[0].name} to {way[-1].name} the gradient {verb} by a factor of {write(factor)},"
    yield f"most from {before}{made.get(before, '')} to {after}{made.get(after, '')}: {write(most)} times."
