"""Paths from an input to the output on the page: what each brings, and their sum."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from markupsafe import Markup

from app.autodiff import fold
from app.diagram import parts
from app.diagram.formulas.trace_rows import numbers
from app.diagram.formulas.wire_formulas import Formulas
from app.query import Query
from app.study.paths import Path, paths
from app.typeset import Math, derivative, equality, mathml, number, product
from app.typeset.precedence import DOT


@dataclass(frozen=True, slots=True)
class PathRow:
    """A path: the ids of its parts in the figure, its product of local derivatives, what it brings, and the values that it goes through."""

    parts: str
    formula: Markup
    brings: str
    through: Markup


@dataclass(frozen=True, slots=True)
class PathsCard:
    """The paths that are told, the largest first; `more` are not, and bring `rest` together."""

    name: Markup
    gradient: Markup
    total: str
    count: int
    rows: list[PathRow]
    more: int
    rest: str


def paths_card(formulas: Formulas, query: Query, _: str) -> PathsCard:
    """The paths of the input that the query names. Raises LanguageError."""
    trace = formulas.trace
    chosen = query.study["path"]
    index = next(node.index for node in trace.graph.inputs() if node.name == chosen)
    drawn = bool(formulas.folded.uses(index))
    # An input for which another stands in the figure is followed operation by operation.
    formulas = formulas if drawn else replace(formulas, folded=fold(trace.graph, "parts"))
    found = paths(trace, formulas.folded, chosen)
    return PathsCard(
        Markup(mathml(formulas.name(index))),
        Markup(mathml(formulas.adjoint(index))),
        numbers(found.gradient),
        found.count,
        [each if drawn else replace(each, parts="") for each in rows(formulas, found.listed)],
        found.count - len(found.listed),
        numbers(found.rest),
    )


def rows(formulas: Formulas, listed: tuple[Path, ...]) -> Iterator[PathRow]:
    places = {id(wire): place for place, wire in enumerate(formulas.folded.wires)}
    for path in listed:
        lit = [part for hop in path.hops for part in (parts.wire(places[id(hop.wire)]), parts.gate(hop.wire.gate))]
        through = [path.hops[0].wire.value if path.hops else formulas.trace.graph.output]
        through += [hop.output for hop in path.hops]
        names = Markup(" → ").join(Markup(mathml(formulas.name(value))) for value in through)
        yield PathRow(" ".join(map(str, lit)), formula(formulas, path), numbers(path.contribution), names)


def formula(formulas: Formulas, path: Path) -> Markup:
    """`df/dq · dq/dx = −4 · 1`, from the output back; the seed where it is not one."""
    backwards = path.hops[::-1]
    symbols: list[Math] = [
        derivative(formulas.name(hop.output), formulas.name(hop.wire.value), formulas.notation) for hop in backwards
    ]
    seed = formulas.trace.seed
    steps = [number(hop.factor) for hop in backwards if hop.factor is not None]
    if not formulas.trace.seeded_by_one or not symbols:
        symbols.insert(0, formulas.adjoint(formulas.trace.graph.output))
        steps = steps if seed.shape else [number(float(seed)), *steps]
    whole = multiplied(symbols)
    return Markup(mathml(equality(whole, multiplied(steps)) if len(steps) == len(symbols) else whole))


def multiplied(factors: Sequence[Math]) -> Math:
    return reduce(lambda left, right: product(left, right, sign=DOT), factors)
