"""What is drawn, before anything has a size: gates, forks, the places where labels stand, and the wires between them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.autodiff.fold import Folded, Wire
from app.autodiff.graph import Graph

SOURCE, PASSING, STEM, BRANCH, OUTPUT = "source", "passing", "stem", "branch", "output"
OUT = "wire-out"
"""The label on the output's wire, where it carries one."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Where labels stand.

    `role` says what they tell: "source" (an input or constant), "passing" (a value with one use), "stem" (a value that
    forks), "branch" (one use of a value that stands written before it) or "output". `wires` are the drawn wires by which
    the gradient comes back to it, by their place in the folded graph's order; none where no gradient does.
    """

    id: str
    role: str
    value: int
    wires: tuple[int, ...]

    @property
    def kind(self) -> str:
        """The kind of vertex that it is in the layout."""
        return {SOURCE: "input", OUTPUT: "output"}.get(self.role, "label")


@dataclass(frozen=True, slots=True)
class Link:
    """One drawn line through the vertices named, from tail to head; `back` says whether a gradient flows back along it."""

    part: str
    through: tuple[str, ...]
    back: bool


@dataclass(frozen=True, slots=True)
class Scheme:
    """The figure's elements in reading order; forks are the values that fork, with the number of gradients that meet there."""

    folded: Folded
    slots: tuple[Slot, ...]
    forks: tuple[tuple[int, int], ...]
    links: tuple[Link, ...]


def scheme(graph: Graph, folded: Folded, flowing: Collection[tuple[int, int]], *, carried: bool = False) -> Scheme:
    """The elements of a folded graph.

    `flowing` are the edges (node, argument position) along which a gradient flows back. If `carried`, the wires of inputs
    and of the output carry labels too, apart from the names at their ends.
    """
    draft = Draft(graph, folded, frozenset(flowing), carried)
    for gate in folded.gates:
        for wire in folded.into(gate.index):
            if wire.value in folded.sources:
                draft.value(wire.value, f"value-{wire.value}")
        for value in gate.outputs:
            draft.value(value, f"gate-{gate.index}")
    if graph.output in folded.sources:
        draft.value(graph.output, f"value-{graph.output}")
    return Scheme(folded, tuple(draft.slots), tuple(draft.forks), tuple(sorted(draft.links, key=argument_order)))


def argument_order(link: Link) -> int:
    """Wires into a gate come in the order of its arguments, everything else before them."""
    return int(link.part.removeprefix("wire-")) if link.part.startswith("wire-") else -1


class Draft:
    """The scheme in the making."""

    def __init__(self, graph: Graph, folded: Folded, flowing: frozenset[tuple[int, int]], carried: bool) -> None:
        self.graph, self.folded, self.flowing, self.carried = graph, folded, flowing, carried
        self.slots: list[Slot] = []
        self.forks: list[tuple[int, int]] = []
        self.links: list[Link] = []
        self.seen: set[int] = set()

    def value(self, value: int, tail: str) -> None:
        """Everything that happens to a value from where it arises to the gates that use it."""
        if value in self.seen:
            return
        self.seen.add(value)
        uses, back = list(self.uses(value)), self.flows(value)
        if tail == f"value-{value}":
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

    def output(self, value: int, tail: str) -> None:
        key = "output" if tail == f"value-{value}" else f"value-{value}"
        through: tuple[str, ...] = (tail, key)
        if self.carried:
            self.slots.append(Slot(OUT, BRANCH, value, ()))
            through = (tail, OUT, key)
        self.slots.append(Slot(key, OUTPUT, value, ()))
        self.links.append(Link(key, through, self.graph.nodes[value].differentiable))

    def single(self, value: int, tail: str, use: tuple[int, Wire], back: tuple[int, ...]) -> None:
        index, wire = use
        through: tuple[str, ...] = (tail, f"gate-{wire.gate}")
        if tail != f"value-{value}":
            self.slots.append(Slot(f"value-{value}", PASSING, value, back))
            through = (tail, f"value-{value}", f"gate-{wire.gate}")
        elif self.carried:
            self.slots.append(Slot(f"wire-{index}", BRANCH, value, back))
            through = (tail, f"wire-{index}", f"gate-{wire.gate}")
        self.links.append(Link(f"wire-{index}", through, bool(back)))

    def forked(self, value: int, tail: str, uses: list[tuple[int, Wire]], back: tuple[int, ...]) -> None:
        fork, stem = f"fork-{value}", f"value-{value}"
        self.forks.append((value, len(back)))
        through: tuple[str, ...] = (tail, fork)
        if tail != stem or self.carried:
            key = stem if tail != stem else f"stem-{value}"
            self.slots.append(Slot(key, STEM, value, back))
            through = (tail, key, fork)
        self.links.append(Link(stem, through, bool(back)))
        for index, wire in uses:
            mine = (index,) if index in back else ()
            self.slots.append(Slot(f"wire-{index}", BRANCH, value, mine))
            self.links.append(Link(f"wire-{index}", (fork, f"wire-{index}", f"gate-{wire.gate}"), bool(mine)))
