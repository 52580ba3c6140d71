"""What is drawn, before anything has a size: gates, forks, the places where labels stand, and the wires between them."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.autodiff.fold import Folded, Wire
from app.autodiff.graph import Graph
from app.diagram import parts
from app.diagram.parts import Kind, Part

SOURCE, PASSING, STEM, BRANCH, OUTPUT = "source", "passing", "stem", "branch", "output"
TAPPED = 3
"""So many gates tap a line."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where labels stand.

    `role` says what they tell: "source" (an input or constant), "passing" (a value with one use), "stem" (a value that
    forks), "branch" (one use of a value that stands written before it) or "output". `wires` are the drawn wires by which
    the gradient comes back to it, by their place in the folded graph's order; none where no gradient does.
    """

    part: Part
    role: str
    value: int
    wires: tuple[int, ...]

    @property
    def vertex(self) -> str:
        """The kind of vertex that it is in the layout."""
        return {SOURCE: "input", OUTPUT: "output"}.get(self.role, "label")


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a value forks; `back` is the number of gradients that meet there on the way back."""

    part: Part
    value: int
    back: int


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn line through the vertices named, from tail to head; `back` says whether a gradient flows back along it."""

    part: Part
    through: tuple[Part, ...]
    back: bool

    @property
    def id(self) -> str:
        """Its part, and the fork that it goes on to where the part has several lines."""
        onward = self.through[0].kind == Kind.FORK and self.part.kind == Kind.VALUE
        return f"{self.part}-{self.through[-1]}" if onward else str(self.part)


@dataclass(frozen=True, slots=True)
class Scheme:
    """The figure's elements in reading order."""

    folded: Folded
    slots: tuple[Slot, ...]
    forks: tuple[Fork, ...]
    lines: tuple[Line, ...]


def scheme(graph: Graph, folded: Folded, flowing: Collection[tuple[int, int]], *, carried: bool = False) -> Scheme:
    """The elements of a folded graph.

    `flowing` are the edges (node, argument position) along which a gradient flows back. If `carried`, the wires of inputs
    and of the output carry labels too, apart from the names at their ends.
    """
    draft = Draft(graph, folded, frozenset(flowing), carried)
    for gate in folded.gates:
        for wire in folded.into(gate.index):
            if wire.value in folded.sources:
                draft.value(wire.value, parts.value(wire.value))
        for value in gate.outputs:
            draft.value(value, parts.gate(gate.index))
    if graph.output in folded.sources:
        draft.value(graph.output, parts.value(graph.output))
    return Scheme(folded, tuple(draft.slots), tuple(draft.forks), tuple(sorted(draft.lines, key=argument_order)))


def argument_order(line: Line) -> int:
    """Wires into a gate come in the order of its arguments, everything else before them."""
    return -1 if line.part.kind != Kind.WIRE or line.part.number is None else line.part.number


class Draft:
    """The scheme in the making."""

    def __init__(self, graph: Graph, folded: Folded, flowing: frozenset[tuple[int, int]], carried: bool) -> None:
        self.graph, self.folded, self.flowing, self.carried = graph, folded, flowing, carried
        self.slots: list[Slot] = []
        self.forks: list[Fork] = []
        self.lines: list[Line] = []
        self.seen: set[int] = set()

    def value(self, value: int, tail: Part) -> None:
        """Everything that happens to a value from where it arises to the gates that use it."""
        if value in self.seen:
            return
        self.seen.add(value)
        uses, back = list(self.uses(value)), self.flows(value)
        if tail.kind == Kind.VALUE:
            self.slots.append(Slot(tail, SOURCE, value, back))
        if value == self.graph.output:
            self.output(value, tail)
        elif len(uses) == 1:
            self.single(value, tail, uses[0], back)
        else:
            self.forked(value, tail, uses, back)

    def uses(self, value: int) -> Iterator[tuple[int, Wire]]:
        return ((index, wire) for index, wire in enumerate(self.folded.wires) if wire.value == value)

    def flows(self, value: int) -> tuple[int, ...]:
        """The wires of a value that bring a gradient back."""
        return tuple(index for index, wire in self.uses(value) if self.flowing.intersection(wire.edges))

    def output(self, value: int, tail: Part) -> None:
        key = parts.OUTPUT if tail.kind == Kind.VALUE else parts.value(value)
        through: tuple[Part, ...] = (tail, key)
        if self.carried:
            self.slots.append(Slot(parts.LEAD, BRANCH, value, ()))
            through = (tail, parts.LEAD, key)
        self.slots.append(Slot(key, OUTPUT, value, ()))
        self.lines.append(Line(key, through, self.graph.nodes[value].differentiable))

    def single(self, value: int, tail: Part, use: tuple[int, Wire], back: tuple[int, ...]) -> None:
        index, wire = use
        through: tuple[Part, ...] = (tail, parts.gate(wire.gate))
        if tail.kind != Kind.VALUE:
            self.slots.append(Slot(parts.value(value), PASSING, value, back))
            through = (tail, parts.value(value), parts.gate(wire.gate))
        elif self.carried:
            self.slots.append(Slot(parts.wire(index), BRANCH, value, back))
            through = (tail, parts.wire(index), parts.gate(wire.gate))
        self.lines.append(Line(parts.wire(index), through, bool(back)))

    def forked(self, value: int, tail: Part, uses: list[tuple[int, Wire]], back: tuple[int, ...]) -> None:
        stem = parts.value(value)
        taps = tapped(uses, [self.place(gate) for gate in dict.fromkeys(wire.gate for _, wire in uses)])
        keys = [parts.fork(value, tap) for tap in range(len(taps))]
        through: tuple[Part, ...] = (tail, keys[0])
        if tail != stem or self.carried:
            key = stem if tail != stem else parts.stem(value)
            self.slots.append(Slot(key, STEM, value, back))
            through = (tail, key, keys[0])
        for place, (key, branches) in enumerate(zip(keys, taps, strict=True)):
            onward = any(index in back for later in taps[place + 1 :] for index, _ in later)
            mine = sum(index in back for index, _ in branches)
            self.forks.append(Fork(key, value, mine + onward))
            self.lines.append(Line(stem, (*through, key) if place else through, bool(mine or onward)))
            self.branches(value, key, branches, back)
            through = (key,)

    def place(self, gate: int) -> Hashable:
        """Where in the text a gate was made."""
        node = self.graph.nodes[self.folded.gates[gate].nodes[0]]
        return node.span or node.index

    def branches(self, value: int, fork: Part, uses: list[tuple[int, Wire]], back: tuple[int, ...]) -> None:
        """The wires that leave a value at one fork."""
        for index, wire in uses:
            mine = (index,) if index in back else ()
            self.slots.append(Slot(parts.wire(index), BRANCH, value, mine))
            self.lines.append(Line(parts.wire(index), (fork, parts.wire(index), parts.gate(wire.gate)), bool(mine)))


def tapped(uses: list[tuple[int, Wire]], places: Sequence[Hashable]) -> list[list[tuple[int, Wire]]]:
    """The uses of a value, fork by fork.

    There is one fork, but where one place of the text uses the value again and again (`places` are those of the gates), as the
    steps of a loop use their weights: then the value runs along a line that each gate but the last taps.
    """
    gates = [list(run) for _, run in groupby(uses, key=lambda use: use[1].gate)]
    if len(set(places)) == len(places) or len(gates) < TAPPED:
        return [uses]
    return [*gates[:-2], [use for gate in gates[-2:] for use in gate]]
