"""Why the gradient of an array is a sum, or a product with a transpose: all ways of one entry through its gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from app.autodiff.evaluation.batches import is_entrywise
from app.autodiff.folding.fold import Wire
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.diagram.formulas.array_lessons import MEETINGS, STACKED, Meeting
from app.diagram.formulas.operation_formulas import shown
from app.diagram.formulas.rule_formulas import Edge, copied, names, operands, tidied
from app.diagram.formulas.wire_formulas import Formulas
from app.diagram.quantities import Array, Evaluated, Lookup, Quantity
from app.language.syntax import Call, Name
from app.typeset import (
    Accent,
    Big,
    Identifier,
    Math,
    Number,
    Scripts,
    Symbol,
    Text,
    derivative,
    equality,
    expression,
    index,
    number,
    plain,
    product,
    row,
    summation,
)
from app.typeset.precedence import DOT, subscripted

Place = tuple[int, ...]
Entry = tuple[Math, Quantity]
"""An entry's name, and its number, which is put in later."""

KIND = "entry"


class Entries(list[float]):
    """The numbers of single entries, by the order in which they were met."""

    def met(self, value: Array, place: Place) -> Quantity:
        self.append(float(np.asarray(value)[place]))
        return Quantity(KIND, len(self) - 1)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of an entry: the entry of the other operand that it meets, the entry that it reaches, the gradient that comes
    back from there, and what it brings, as a product of numbers unless it is the same."""

    partner: Entry | None
    made: Entry
    back: Entry
    brings: Evaluated | None
    brought: Quantity


@dataclass(frozen=True, slots=True)
class Ways:
    """All ways of one entry. `forward` and `backward` say in letters what `entry` and its `ways` show in numbers."""

    title: Math
    forward: Math
    backward: Math
    entry: Entry
    gradient: Entry
    ways: tuple[Way, ...]
    symbol: Math | None
    """What the gate of each way shows, where that is not the operation itself."""


def lessons(formulas: Formulas, wires: Sequence[Wire], entries: Entries) -> Iterator[Ways]:
    """The ways that explain what flows back along the wires of a gate of one operation."""
    trace = formulas.trace
    for wire in wires:
        node = trace.graph.nodes[wire.edges[0][0]]
        if trace.wire(wire) is None or not trace.known(trace.wire(wire)):
            continue
        if copied(trace, wire.edges[0]) and is_entrywise(TABLE[node.operation], node.settings):
            yield copies(formulas, wire, entries)
        elif node.operation in MEETINGS and len(set(node.arguments)) == 2 and (met := meeting(trace, wire.edges[0])):
            yield products(formulas, wire, met, entries)


def entry(math: Math, place: Sequence[Math]) -> Math:
    """One entry of an array by its indices, side by side where each is one sign; of a number the number itself."""
    if not place:
        return math
    if isinstance(math, Identifier | Text | Accent) and all(len(plain(each)) == 1 for each in place):
        return Scripts(math, row(*place))
    return subscripted(math, place)


def counted(place: Place) -> list[Math]:
    """Indices as mathematics counts them, from 1."""
    return [Number(str(each + 1)) for each in place]


def put(lookup: Lookup, quantity: Quantity) -> Math:
    """A number as it stands in a formula."""
    found = lookup(quantity)
    return number(float(np.nan if found is None else found))


def copies(formulas: Formulas, wire: Wire, entries: Entries) -> Ways:
    """An operand that broadcasting copied: its entry is used once for each place along the axes that were copied."""
    trace, edge = formulas.trace, wire.edges[0]
    node = trace.graph.nodes[edge[0]]
    axes = copied(trace, edge)
    shape, own = node.shape, trace.graph.nodes[wire.value].shape
    places = [
        place for place in np.ndindex(shape) if all(not each for axis, each in enumerate(place) if axis not in axes)
    ]
    letters = [index(axis) for axis in range(len(shape))]
    name, made = shown(trace, wire.value), formulas.name(node.index)
    mine = entry(name, [Number("1") if size == 1 else letter for size, letter in aligned(own, letters)])
    over = row(*letters[: len(axes)]) if len(axes) > 1 else letters[axes[0]]
    gradient = derivative(formulas.loss(), entry(made, letters), formulas.notation)
    rule = tidied(trace, edge)
    assert rule is not None
    body = expression(rule, {**names(trace, edge), **lettered(formulas, wire, letters), "g": gradient})
    first = (0,) * len(own)
    whole = entry(name, counted(first))
    return Ways(
        row(Text("Why a sum over "), over, Text("?")),
        equality(entry(made, letters), forward_rule(formulas, wire, letters)),
        equality(derivative(formulas.loss(), mine, formulas.notation), summation(over, body)),
        (whole, entries.met(trace.values[wire.value], first)),
        (derivative(formulas.loss(), whole, formulas.notation), entries.met(np.asarray(trace.wire(wire)), first)),
        tuple(way(formulas, wire, place, entries) for place in places),
        None,
    )


def aligned(own: Sequence[int], letters: Sequence[Math]) -> Iterator[tuple[int, Math]]:
    """The sizes of an operand's axes with the letters that they have in the result: its last axes."""
    return zip(own, letters[len(letters) - len(own) :], strict=True)


def lettered(formulas: Formulas, wire: Wire, letters: Sequence[Math]) -> dict[str, Math]:
    """The operands of a wire's operation, entry by entry in letters."""
    trace = formulas.trace
    node = trace.graph.nodes[wire.edges[0][0]]
    found = {}
    for key, value in operands(node, wire.edges[0][1]).items():
        own = trace.graph.nodes[value].shape
        place = [Number("1") if size == 1 else letter for size, letter in aligned(own, letters)]
        found[key] = entry(shown(trace, value), place)
    return found


def forward_rule(formulas: Formulas, wire: Wire, letters: Sequence[Math]) -> Math:
    """What the operation makes, entry by entry."""
    node = formulas.trace.graph.nodes[wire.edges[0][0]]
    arguments = tuple(map(Name, TABLE[node.operation].parameters[: len(node.arguments)]))
    return expression(Call(Name(node.operation), arguments), lettered(formulas, wire, letters))


def way(formulas: Formulas, wire: Wire, place: Place, entries: Entries) -> Way:
    """What one copy of an entry meets, makes and brings back."""
    trace, edge = formulas.trace, wire.edges[0]
    node = trace.graph.nodes[edge[0]]
    given = {
        key: entries.met(np.broadcast_to(trace.values[value], node.shape), place)
        for key, value in operands(node, edge[1]).items()
    }
    upstream = entries.met(np.broadcast_to(trace.adjoints[node.index], node.shape), place)
    rule, made = tidied(trace, edge), entry(formulas.name(node.index), counted(place))
    assert rule is not None
    others = names(trace, edge)

    def write(lookup: Lookup) -> Math:
        numbers = {key: put(lookup, quantity) for key, quantity in {**given, "g": upstream}.items()}
        return expression(rule, {**others, **numbers})

    inner = trace.backward.nodes[trace.backward.contributions[edge]].arguments[0]
    return Way(
        partner(formulas, wire, place, entries),
        (made, given["y"]),
        (derivative(formulas.loss(), made, formulas.notation), upstream),
        None if isinstance(rule, Name) else Evaluated(write),
        entries.met(np.broadcast_to(np.asarray(trace.numbers[inner]), node.shape), place),
    )


def partner(formulas: Formulas, wire: Wire, place: Place, entries: Entries) -> Entry | None:
    """The entry of the other operand of two, unless that is a constant in the gate."""
    trace = formulas.trace
    node = trace.graph.nodes[wire.edges[0][0]]
    others = [each for each in formulas.folded.into(wire.gate) if each != wire]
    if len(others) != 1:
        return None
    other = others[0].value
    own = trace.graph.nodes[other].shape
    mine = tuple(0 if size == 1 else each for size, each in zip(own, place[len(place) - len(own) :], strict=True))
    return entry(shown(trace, other), counted(mine)), entries.met(
        np.broadcast_to(trace.values[other], node.shape), place
    )


def meeting(trace: Trace, edge: Edge) -> Meeting | None:
    """How the entries of a product's operand go, a stack's axes before all others; None where broadcasting stretches one of these."""
    (made, position), node = edge, trace.graph.nodes[edge[0]]
    flat = MEETINGS[node.operation][position]
    stack = STACKED[: len(node.shape) - len(flat.made)]
    shapes = [
        trace.graph.nodes[value].shape for value in (node.arguments[position], node.arguments[1 - position], made)
    ]
    axes = [
        stack[len(stack) - len(shape) + len(letters) :] + letters
        for shape, letters in zip(shapes, (flat.mine, flat.partner, flat.made), strict=True)
    ]
    pairs = {pair for shape, letters in zip(shapes, axes, strict=True) for pair in zip(letters, shape, strict=True)}
    return Meeting(*axes) if len(pairs) == len(dict(pairs)) else None


def products(formulas: Formulas, wire: Wire, meeting: Meeting, entries: Entries) -> Ways:
    """An operand of a product of matrices: its entry meets a row or a column of the other, and reaches one of the result."""
    trace, (made, position) = formulas.trace, wire.edges[0]
    other = trace.graph.nodes[made].arguments[1 - position]
    mine, theirs = shown(trace, wire.value), shown(trace, other)
    sizes = dict(zip(meeting.mine, trace.graph.nodes[wire.value].shape, strict=True))
    sizes |= dict(zip(meeting.partner, trace.graph.nodes[other].shape, strict=True))
    fixed = {letter: min(1, sizes[letter] - 1) if letter == "k" else 0 for letter in meeting.mine}
    free = [letter for letter in meeting.partner if letter not in fixed]

    def of(math: Math, axes: str) -> Math:
        return entry(math, [Identifier(axis) for axis in axes])

    gradient = derivative(formulas.loss(), of(formulas.name(made), meeting.made), formulas.notation)
    terms = product(gradient, of(theirs, meeting.partner))
    pair = (of(mine, meeting.mine), of(theirs, meeting.partner))
    whole = product(*(pair if position == 0 else pair[::-1]))
    backward = summation(row(*map(Identifier, free)), terms) if free else terms
    place = tuple(fixed[axis] for axis in meeting.mine)
    name = entry(mine, counted(place))
    return Ways(
        row(Text("Why "), formulas.rule(wire), Text("?")),
        equality(of(formulas.name(made), meeting.made), Big("Σ", index(2), whole)),
        equality(derivative(formulas.loss(), of(mine, meeting.mine), formulas.notation), backward),
        (name, entries.met(trace.values[wire.value], place)),
        (derivative(formulas.loss(), name, formulas.notation), entries.met(np.asarray(trace.wire(wire)), place)),
        tuple(
            meets(formulas, wire, meeting, {**fixed, **dict(zip(free, steps, strict=True))}, entries)
            for steps in np.ndindex(*(sizes[letter] for letter in free))
        ),
        Symbol("×"),
    )


def meets(formulas: Formulas, wire: Wire, meeting: Meeting, axes: Mapping[str, int], entries: Entries) -> Way:
    """One product that an entry takes part in, at these places along the axes."""
    trace, (made, position) = formulas.trace, wire.edges[0]
    other = trace.graph.nodes[made].arguments[1 - position]
    theirs, reached = (tuple(axes[axis] for axis in each) for each in (meeting.partner, meeting.made))
    value, upstream = entries.met(trace.values[other], theirs), entries.met(trace.adjoints[made], reached)
    name = entry(formulas.name(made), counted(reached))
    order = (upstream, value) if position == 0 else (value, upstream)
    mine = trace.values[wire.value][tuple(axes[axis] for axis in meeting.mine)]
    brought = np.asarray(trace.adjoints[made])[reached] * np.asarray(trace.values[other])[theirs]
    term = np.asarray(mine * np.asarray(trace.values[other])[theirs])
    return Way(
        (entry(shown(trace, other), counted(theirs)), value),
        (row(Text("part of "), name), entries.met(term, ())),
        (derivative(formulas.loss(), name, formulas.notation), upstream),
        Evaluated(lambda lookup: product(*(put(lookup, each) for each in order), sign=DOT)),
        entries.met(brought, ()),
    )
