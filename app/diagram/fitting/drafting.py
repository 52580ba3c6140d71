"""The elements of a folded graph, value by value: from where each arises to the gates that use it, or to its flag."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from app.autodiff.folding.fold import Folded
from app.autodiff.graph import Graph
from app.autodiff.primitives import TABLE
from app.diagram import parts
from app.diagram.fitting.hanging import hanging
from app.diagram.parts import Kind, Part
from app.diagram.structure import (
    BRANCH,
    FLAG,
    OUTPUT,
    PASSING,
    SOURCE,
    STEM,
    TAG,
    Breaks,
    Fork,
    Line,
    Scheme,
    Slot,
    Use,
)

TAPPED = 3
"""So many gates tap a line."""
BEGINNING = (Kind.VALUE, Kind.TAG)
"""What lines begin at that no gate of their row has made."""


def scheme(
    graph: Graph,
    folded: Folded,
    flowing: Collection[tuple[int, int]],
    *,
    carried: bool = False,
    close: bool = False,
    breaks: Breaks | None = None,
) -> Scheme:
    """The elements of a folded graph.

    `flowing` are the edges (node, argument position) along which a gradient flows back. If `carried`, the wires of inputs
    and of the output carry labels too, apart from the names at their ends. A wire from row to row is drawn as a flag and a tag.
    Where labels stand `close`, they hang on ways too that inputs join.
    """
    breaks = breaks or Breaks.none(len(folded.gates))
    draft = Draft(graph, folded, frozenset(flowing), carried, breaks)
    for gate in folded.gates:
        for wire in folded.into(gate.index):
            if wire.value in folded.sources:
                draft.value(wire.value, parts.value(wire.value), breaks.rows[gate.index])
        for value in gate.outputs:
            draft.value(value, parts.gate(gate.index), breaks.rows[gate.index])
    if graph.output in folded.sources:
        draft.value(graph.output, parts.value(graph.output), 0)
    lines = tuple(sorted(draft.lines, key=argument_order(graph, folded, draft.lines)))
    return Scheme(folded, tuple(posed(draft.slots, lines, close=close)), tuple(draft.forks), lines, breaks)


def posed(slots: Iterable[Slot], lines: Sequence[Line], *, close: bool) -> Iterator[Slot]:
    """The slots, with where their words stand as their wires run."""
    hung = hanging(lines, joined_below=close)
    levelled = {line.through[0] for line in lines if line.through[1].kind in (Kind.FORK, Kind.FLAG)}
    for slot in slots:
        hangs, level = slot.part in hung, slot.role == SOURCE and slot.part in levelled
        yield replace(slot, hung=hangs, levelled=level) if hangs or level else slot


def argument_order(graph: Graph, folded: Folded, lines: Iterable[Line]) -> Callable[[Line], tuple[int, int, int]]:
    """Wires into a gate come in the order of its arguments, everything else before them.

    Where the arguments may change places, what has been computed goes on above, and what begins there, an input or a tag, or right
    before it, at a gate that only such join, comes from below: so a line of gates runs level, and what joins it has room.
    """

    joined = {line.through[-1] for line in lines if line.through[0].kind not in BEGINNING}

    def place(line: Line) -> tuple[int, int, int]:
        if line.part.kind != Kind.WIRE or line.part.number is None:
            return -1, 0, -1
        gate, tail = folded.wires[line.part.number].gate, line.through[0]
        if not commuting(graph, folded, gate):
            return gate, 0, line.part.number
        return (
            gate,
            2 if tail.kind in BEGINNING else int(tail.kind == Kind.GATE and tail not in joined),
            line.part.number,
        )

    return place


def commuting(graph: Graph, folded: Folded, gate: int) -> bool:
    """Whether a gate is one operation whose operands may change places, one of them computed."""
    (node, *more) = folded.gates[gate].nodes
    if more or not TABLE[graph.nodes[node].operation].commutes:
        return False
    return any(wire.value not in folded.sources for wire in folded.into(gate))


class Draft:
    """The scheme in the making."""

    def __init__(
        self, graph: Graph, folded: Folded, flowing: frozenset[tuple[int, int]], carried: bool, breaks: Breaks
    ) -> None:
        self.graph, self.folded, self.flowing, self.carried = graph, folded, flowing, carried
        self.breaks = breaks
        self.used: dict[int, list[Use]] = {}
        for index, wire in enumerate(folded.wires):
            self.used.setdefault(wire.value, []).append((index, wire))
        self.slots: list[Slot] = []
        self.forks: list[Fork] = []
        self.lines: list[Line] = []
        self.seen: set[int] = set()

    def value(self, value: int, tail: Part, row: int) -> None:
        """Everything that happens to a value from where it arises, in a row, to the gates that use it."""
        if value in self.seen:
            return
        self.seen.add(value)
        apart = value in self.breaks.apart
        row = -1 - value if apart and tail.kind == Kind.VALUE else row
        uses, back = list(self.uses(value)), self.flows(value)
        near = [use for use in uses if self.breaks.rows[use[1].gate] == row and not apart]
        far = [use for use in uses if use not in near]
        if tail.kind == Kind.VALUE:
            self.slots.append(Slot(tail, SOURCE, value, back, row))
        if value == self.graph.output:
            self.output(value, tail, row)
        elif len(near) == 1 and not far:
            self.single(value, tail, near[0], back, row)
        elif near:
            self.forked(value, tail, near, far, back, row)
        else:
            self.flagged(value, tail, far, back, row)
        for use in far:
            self.tagged(value, use, back)

    def uses(self, value: int) -> Iterator[Use]:
        return iter(self.used.get(value, ()))

    def flows(self, value: int) -> tuple[int, ...]:
        """The wires of a value that bring a gradient back."""
        return tuple(index for index, wire in self.uses(value) if self.flowing.intersection(wire.edges))

    def output(self, value: int, tail: Part, row: int) -> None:
        key = parts.OUTPUT if tail.kind == Kind.VALUE else parts.value(value)
        through: tuple[Part, ...] = (tail, key)
        if self.carried:
            self.slots.append(Slot(parts.LEAD, BRANCH, value, (), row))
            through = (tail, parts.LEAD, key)
        self.slots.append(Slot(key, OUTPUT, value, (), row))
        self.lines.append(Line(key, through, self.graph.nodes[value].differentiable, row))

    def single(self, value: int, tail: Part, use: Use, back: tuple[int, ...], row: int) -> None:
        index, wire = use
        through: tuple[Part, ...] = (tail, parts.gate(wire.gate))
        if tail.kind != Kind.VALUE:
            self.slots.append(Slot(parts.value(value), PASSING, value, back, row))
            through = (tail, parts.value(value), parts.gate(wire.gate))
        elif self.carried:
            self.slots.append(Slot(parts.wire(index), BRANCH, value, back, row))
            through = (tail, parts.wire(index), parts.gate(wire.gate))
        self.lines.append(Line(parts.wire(index), through, bool(back), row))

    def flagged(self, value: int, tail: Part, far: Sequence[Use], back: tuple[int, ...], row: int) -> None:
        """A value that is used in other rows alone."""
        through: tuple[Part, ...] = (tail,)
        if tail.kind != Kind.VALUE or self.carried:
            key = parts.value(value) if tail.kind != Kind.VALUE else parts.stem(value)
            self.slots.append(Slot(key, STEM, value, back, row))
            through = (tail, key)
        self.flag(value, through, far, back, row)

    def flag(self, value: int, through: tuple[Part, ...], far: Sequence[Use], back: tuple[int, ...], row: int) -> None:
        """The end of a line whose value goes on elsewhere."""
        mine = tuple(index for index, _ in far if index in back)
        self.slots.append(Slot(parts.flag(value), FLAG, value, mine, row, onward=self.carried))
        self.lines.append(Line(parts.flag(value), (*through, parts.flag(value)), bool(mine), row))

    def tagged(self, value: int, use: Use, back: tuple[int, ...]) -> None:
        """One use of a value that stands elsewhere."""
        index, wire = use
        row, mine = self.breaks.rows[wire.gate], (index,) if index in back else ()
        self.slots.append(
            Slot(parts.tag(index), TAG, value, mine, row, onward=self.carried and value not in self.folded.sources)
        )
        through: tuple[Part, ...] = (parts.tag(index), parts.gate(wire.gate))
        if self.carried:
            self.slots.append(Slot(parts.wire(index), BRANCH, value, mine, row))
            through = (parts.tag(index), parts.wire(index), parts.gate(wire.gate))
        self.lines.append(Line(parts.wire(index), through, bool(mine), row))

    def forked(self, value: int, tail: Part, near: list[Use], far: list[Use], back: tuple[int, ...], row: int) -> None:
        stem = parts.value(value)
        taps = tapped(near, [self.place(gate) for gate in dict.fromkeys(wire.gate for _, wire in near)])
        keys = [parts.fork(value, tap) for tap in range(len(taps))]
        through: tuple[Part, ...] = (tail, keys[0])
        if tail != stem or self.carried:
            key = stem if tail != stem else parts.stem(value)
            self.slots.append(Slot(key, STEM, value, back, row))
            through = (tail, key, keys[0])
        distant = any(index in back for index, _ in far)
        for place, (key, branches) in enumerate(zip(keys, taps, strict=True)):
            onward = any(index in back for later in taps[place + 1 :] for index, _ in later)
            onward |= distant and place == len(keys) - 1
            mine = sum(index in back for index, _ in branches)
            self.forks.append(Fork(key, value, mine + onward, row))
            self.lines.append(Line(stem, (*through, key) if place else through, bool(mine or onward), row))
            self.branches(value, key, branches, back, row)
            through = (key,)
        if far:
            self.flag(value, through, far, back, row)

    def place(self, gate: int) -> Hashable:
        """Where in the text a gate was made."""
        node = self.graph.nodes[self.folded.gates[gate].nodes[0]]
        return node.span or node.index

    def branches(self, value: int, fork: Part, uses: list[Use], back: tuple[int, ...], row: int) -> None:
        """The wires that leave a value at one fork."""
        for index, wire in uses:
            mine = (index,) if index in back else ()
            through = (fork, parts.wire(index), parts.gate(wire.gate))
            self.slots.append(Slot(parts.wire(index), BRANCH, value, mine, row))
            self.lines.append(Line(parts.wire(index), through, bool(mine), row))


def tapped(uses: list[Use], places: Sequence[Hashable]) -> list[list[Use]]:
    """The uses of a value, fork by fork.

    There is one fork, but where one place of the text uses the value again and again (`places` are those of the gates), as the
    steps of a loop use their weights: then the value runs along a line that each gate but the last taps.
    """
    gates = [list(run) for _, run in groupby(uses, key=lambda use: use[1].gate)]
    if len(set(places)) == len(places) or len(gates) < TAPPED:
        return [uses]
    return [*gates[:-2], [use for gate in gates[-2:] for use in gate]]
