"""How large the gradients of a program are, as bars: where one vanishes or explodes is seen at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.diagram.trace_rows import listed
from app.diagram.wire_formulas import Formulas
from app.networks import GradientSize, sized
from app.query import Query
from app.typeset import plain, write
from app.web.page.trace_table import drawn

WORTH = 100
"""A gradient that shrinks or grows by such a factor is told of."""


@dataclass(frozen=True, slots=True)
class SizeRow:
    """A gradient's size in figures, the length of its bar from 0 to 1, and the parts of the figure that it is about."""

    name: str
    said: str
    bar: float
    parts: str = ""


@dataclass(frozen=True, slots=True)
class SizesCard:
    """The gradients of what gates make, from the output back, and those of inputs; what is to be said of the former."""

    told: str
    errors: list[SizeRow]
    inputs: list[SizeRow]


def sizes_card(formulas: Formulas, query: Query, root: str) -> SizesCard:
    trace, folded = formulas.trace, formulas.folded
    shown = [index for index in listed(trace, folded) if index in trace.adjoints]
    made = {index for gate in folded.gates for index in gate.outputs}
    back = [index for index in reversed(shown) if index in made]
    sources = [index for index in shown if index not in made]
    errors, inputs = (
        sized([(plain(formulas.name(each)), trace.adjoints[each]) for each in found]) for found in (back, sources)
    )
    parts = drawn(trace, folded)
    return SizesCard(
        " ".join(trend(errors)),
        list(size_rows(errors, [parts.get(each, "") for each in back])),
        list(size_rows(inputs, [parts.get(each, "") for each in sources])),
    )


def size_rows(found: Iterable[GradientSize], parts: Sequence[str] = ()) -> Iterator[SizeRow]:
    for place, each in enumerate(found):
        yield SizeRow(each.name, write(each.size), each.bar, parts[place] if parts else "")


def trend(errors: Sequence[GradientSize]) -> Iterator[str]:
    """In words, whether the gradient vanishes or explodes on its way back, and where most."""
    way = [each for each in errors if each.size]
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
    yield f"most from {before} to {after}: {write(most)} times."
