"""What is drawn, before anything has a size: gates, forks, the places where labels stand, and the wires between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import TypeVar

from app.autodiff.folding.fold import Folded, Wire
from app.diagram import parts
from app.diagram.parts import Kind, Part
from app.layout import unite

SOURCE, PASSING, STEM, BRANCH, OUTPUT, FLAG, TAG = "source", "passing", "stem", "branch", "output", "flag", "tag"
VERTICES = {SOURCE: "input", TAG: "input", OUTPUT: "output", FLAG: "output"}
"""The kinds of vertices in the layout; at all others labels stand."""
Use = tuple[int, Wire]
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Slot:
    """Where labels stand.

    `role` says what they tell: "source" (an input or constant), "passing" (a value with one use), "stem" (a value that
    forks), "branch" (one use of a value that stands written before it), "output", "flag" (a value that goes on by its name
    elsewhere) or "tag" (a use where it comes in by its name). `wires` are the drawn wires by which the gradient comes back to
    it, by their place in the folded graph's order; none where no gradient does. What is `hung` stands below its wire; the
    wire of what is `levelled`, an input, runs to its fork or its flag, so that what comes back may stand over it. What goes `onward`,
    a flag or the tag of what a gate has made, stands on a level with the gates of its row.
    """

    part: Part
    role: str
    value: int
    wires: tuple[int, ...]
    row: int
    hung: bool = False
    levelled: bool = False
    onward: bool = False

    @property
    def vertex(self) -> str:
        """The kind of vertex that it is in the layout."""
        return VERTICES.get(self.role, "label")


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a value forks; `back` is the number of gradients that meet there on the way back."""

    part: Part
    value: int
    back: int
    row: int


@dataclass(frozen=True, slots=True)
class Line:
    """One drawn line through the vertices named, from tail to head; `back` says whether a gradient flows back along it."""

    part: Part
    through: tuple[Part, ...]
    back: bool
    row: int

    @property
    def id(self) -> str:
        """Its part, and the fork that it goes on to where the part has several lines."""
        onward = self.through[0].kind == Kind.FORK and self.part.kind == Kind.VALUE
        return f"{self.part}-{self.through[-1]}" if onward else str(self.part)


@dataclass(frozen=True, slots=True)
class Breaks:
    """The row in which each gate stands, and the values that are not wired to their uses: sources among them stand at the head."""

    rows: tuple[int, ...]
    apart: frozenset[int] = frozenset()

    @classmethod
    def none(cls, gates: int) -> Breaks:
        """All in one row."""
        return cls((0,) * gates)


@dataclass(frozen=True)
class Scheme:
    """The figure's elements in reading order; rows count from 0, and each source at the head has one below zero."""

    folded: Folded
    slots: tuple[Slot, ...]
    forks: tuple[Fork, ...]
    lines: tuple[Line, ...]
    breaks: Breaks

    @property
    def rows(self) -> list[int]:
        """The rows from top to bottom, those of the head first."""
        found = {slot.row for slot in self.slots} | {line.row for line in self.lines}
        return sorted(found, key=lambda row: (row >= 0, abs(row)))

    @cached_property
    def drawn(self) -> frozenset[Part]:
        """The places and forks that there are."""
        return frozenset(slot.part for slot in self.slots) | {fork.part for fork in self.forks}

    def uses(self, index: int) -> tuple[Part, ...]:
        """The parts of one use of a value: its wire, and the tag from which it comes if it is far."""
        return (parts.wire(index), parts.tag(index)) if parts.tag(index) in self.drawn else (parts.wire(index),)

    def meeting(self, value: int) -> Part:
        """Where the gradients of a value meet: at its fork, or at its flag."""
        return parts.fork(value) if parts.fork(value) in self.drawn else parts.flag(value)

    def carried(self, line: Line) -> int:
        """The value that a line carries."""
        number = line.part.number
        if number is None:
            return self.slots[-1].value
        return self.folded.wires[number].value if line.part.kind == Kind.WIRE else number

    def pieces(self) -> list[Scheme]:
        """What lines join, in the order of its first slots; what no gate belongs to stays with the first piece."""
        whole = {part: {part} for line in self.lines for part in line.through}
        for line in self.lines:
            unite(whole, line.through)
        joined = {id(piece): piece for piece in whole.values()}.values()
        kinds = sorted_out(joined, lambda piece: any(part.kind == Kind.GATE for part in piece))
        if len(kinds[True]) < 2:
            return [self]
        first, *others = kinds[True]
        first.update(*kinds[False])
        first.update(slot.part for slot in self.slots if slot.part not in whole)
        return [self.only(piece) for piece in (first, *others)]

    @cached_property
    def in_pieces(self) -> Mapping[int, list[Scheme]]:
        """The pieces of each row, from top to bottom."""
        return {number: row.pieces() for number, row in self.by_row().items()}

    @cached_property
    def head(self) -> Scheme:
        """The sources at the head, which are written in a way of their own."""
        return self.standing(lambda row: row < 0)

    @cached_property
    def body(self) -> Scheme:
        """All but the head."""
        return self.standing(lambda row: row >= 0) if any(slot.row < 0 for slot in self.slots) else self

    def standing(self, where: Callable[[int], bool]) -> Scheme:
        """What stands in the rows that are told by their numbers."""
        return Scheme(
            self.folded,
            tuple(slot for slot in self.slots if where(slot.row)),
            tuple(fork for fork in self.forks if where(fork.row)),
            tuple(line for line in self.lines if where(line.row)),
            self.breaks,
        )

    @property
    def gates(self) -> list[Part]:
        """The gates that lines join, in order."""
        return sorted({part for line in self.lines for part in line.through if part.kind == Kind.GATE})

    def only(self, parts: Collection[Part]) -> Scheme:
        """These parts, and the lines between them."""
        slots = tuple(slot for slot in self.slots if slot.part in parts)
        forks = tuple(fork for fork in self.forks if fork.part in parts)
        lines = tuple(line for line in self.lines if line.through[0] in parts)
        return Scheme(self.folded, slots, forks, lines, self.breaks)

    def by_row(self) -> Mapping[int, Scheme]:
        """What stands in each row, from top to bottom."""
        row_of = attrgetter("row")
        slots, forks, lines = (
            sorted_out(self.slots, row_of),
            sorted_out(self.forks, row_of),
            sorted_out(self.lines, row_of),
        )
        return {
            row: Scheme(self.folded, tuple(slots[row]), tuple(forks[row]), tuple(lines[row]), self.breaks)
            for row in self.rows
        }


def sorted_out(items: Iterable[Item], by: Callable[[Item], int]) -> defaultdict[int, list[Item]]:
    """Items by what is said of each."""
    found: defaultdict[int, list[Item]] = defaultdict(list)
    for each in items:
        found[by(each)].append(each)
    return found
