"""Forward mode on the page: the derivative carried forward from one input, and what both modes cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from app.autodiff.builder import Array
from app.autodiff.folding.fold import Gate, absorbed
from app.diagram.formulas.trace_rows import numbers
from app.diagram.formulas.wire_formulas import Formulas
from app.language import LanguageError
from app.query import Query
from app.study.answers import inputs
from app.study.forward_mode import Cost, forward_cost, forward_costs, operations, reverse_cost, tangents
from app.typeset import Math, added, derivative, equality, mathml, number, path_term, plain, product
from app.typeset.notation import fenced
from app.typeset.precedence import DOT
from app.web.page.trace_table import drawn

MODE = "forward"
TERMS = 4


@dataclass(frozen=True, slots=True)
class TangentRow:
    """A value with its derivative by the input: the ids of its parts, both formulas, both numbers."""

    parts: str
    name: Markup
    label: str
    value: str
    formula: Markup
    tangent: str


@dataclass(frozen=True, slots=True)
class ForwardCard:
    """The way forward from `name`, and the costs: of this pass, of one for each number of the inputs, and of the way back."""

    name: str
    several: bool
    rows: list[TangentRow]
    operations: int
    one: Cost
    all: Cost
    reverse: Cost


def forward_card(formulas: Formulas, query: Query, _: str) -> ForwardCard:
    """Forward mode from the input that the query names, or the first. Raises LanguageError."""
    trace = formulas.trace
    if query.study["mode"] != MODE:
        raise LanguageError.at(None, f"there is no mode `{query.study['mode'][:40]}`", "it is forward")
    if not inputs(trace):
        raise LanguageError.at(None, "no input of this program has a gradient")
    chosen = query.study.get("path") or inputs(trace)[0]
    found = tangents(trace, chosen)
    source = next(node for node in trace.graph.inputs() if node.name == chosen)
    return ForwardCard(
        chosen,
        bool(source.shape),
        list(rows(formulas, found, source.index)),
        operations(trace),
        forward_cost(trace, chosen),
        forward_costs(trace),
        reverse_cost(trace),
    )


def rows(formulas: Formulas, found: Mapping[int, Array], source: int) -> Iterator[TangentRow]:
    trace, folded = formulas.trace, formulas.folded
    shown_by = drawn(trace, folded)
    made = {value: gate for gate in folded.gates for value in gate.outputs}
    listed = sorted({*made, *(value for value in folded.sources if not absorbed(trace.graph.nodes[value]))})
    for value in listed:
        if value in found:
            yield TangentRow(
                shown_by.get(value, ""),
                Markup(mathml(formulas.name(value))),
                plain(formulas.name(value)),
                numbers(np.asarray(trace.values[value])),
                Markup(mathml(carried(formulas, value, source, found, made.get(value)))),
                numbers(np.asarray(found[value])),
            )


def carried(formulas: Formulas, value: int, source: int, found: Mapping[int, Array], gate: Gate | None) -> Math:
    """`df/dx = df/dq dq/dx + df/dz dz/dx = −4 · 1 + 3 · 2`: what comes along each wire of the gate that makes a value."""
    left = derivative(formulas.name(value), formulas.name(source), formulas.notation)
    wires = [] if gate is None else [wire for wire in formulas.folded.into(gate.index) if wire.value in found]
    if not wires or len(wires) > TERMS:
        return left
    symbols = added([term(formulas, value, wire.value, source) for wire in wires])
    factors = [(formulas.trace.local(wire) if formulas.scalar(wire) else None, found[wire.value]) for wire in wires]
    known = [(factor, float(tangent)) for factor, tangent in factors if factor is not None]
    sides = [symbols] if plain(symbols) != plain(left) else []
    if len(known) == len(wires):
        terms = [product(number(factor), number(tangent), sign=DOT) for factor, tangent in known]
        negative = [place > 0 and factor < 0 for place, (factor, _) in enumerate(known)]
        sides.append(added([fenced(each) if less else each for each, less in zip(terms, negative, strict=True)]))
    return equality(left, *sides) if sides else left


def term(formulas: Formulas, value: int, through: int, source: int) -> Math:
    """`df/dq dq/dx`, and `df/dx` from the source itself."""
    of, by = formulas.name(value), formulas.name(source)
    if through == source:
        return derivative(of, by, formulas.notation)
    return path_term(of, formulas.name(through), by, formulas.notation)
