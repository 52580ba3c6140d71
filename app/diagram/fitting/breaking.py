"""Rows: where a figure that is longer than its frame is broken, as a line of music is, after a gate and with few wires cut.

Gates keep the order of the text, so a row is a run of them. Its length is estimated; what is then laid out says how good the
estimate was.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice, pairwise
from math import inf

from app.autodiff.folding.fold import Folded
from app.diagram.fitting.lengths import Lengths, Row

Rank = tuple[float, float]
"""How many rows a figure takes, and how many wires are cut; less is better."""
Cost = tuple[float, float, float]
BROKEN = 1.5
"""A broken turn of a loop counts as so many rows."""
LEVEL = 0.4
"""Gates that stand above each other make a row taller: each counts as so many wires that are cut."""
STEEP = 3
"""So many gates above each other make a row so tall that it may be broken elsewhere for it."""
UNNAMED = 1.5
"""A value that the person did not name is cut less gladly than one with a name, by this factor."""


class TooLong(Exception):
    """A row came out longer than the frame; `lengths` are those of the rows up to it, 0 where it tells nothing."""

    def __init__(self, lengths: list[float]) -> None:
        super().__init__(lengths)
        self.lengths = lengths


class Breaker:
    """Finds the rows of a folded graph; `named` are the values that the person gave a name, and after the gates `inside` a turn of a
    loop goes on."""

    def __init__(self, lengths: Lengths, named: Collection[int] = (), inside: Collection[int] = ()) -> None:
        self.folded, self.lengths, self.named, self.inside = lengths.folded, lengths, named, inside
        self.known: dict[tuple[int, int], float] = {}
        self.from_start: dict[int, float] = {}
        self.to_end: dict[int, float] = {}
        self.begun: dict[int, Row] = {}
        self.broken: dict[float, tuple[tuple[int, ...], Rank]] = {}

    def rows(self, room: float) -> tuple[int, ...]:
        """The row of each gate as it is best broken."""
        return self.best(room)[0]

    def rank(self, room: float) -> Rank:
        """How good that is."""
        return self.best(room)[1]

    def best(self, room: float) -> tuple[tuple[int, ...], Rank]:
        """Both, worked out once until more is learnt."""
        if room not in self.broken:
            self.broken[room] = self.found(room)
        return self.broken[room]

    def found(self, room: float) -> tuple[tuple[int, ...], Rank]:
        """The row of each gate: the fewest rows of at most `room`, where each piece that nothing joins is a row and a broken turn of a
        loop counts as more, then the fewest wires cut and gates above each other, then the evenest lengths."""
        count, cuts = len(self.folded.gates), self.cuts
        best: list[Cost] = [(0.0, 0.0, 0.0)] + [(inf, inf, inf)] * count
        starts = [0] * (count + 1)
        for first in range(count):
            before, cut, slack = best[first]
            for last, length in enumerate(self.reaching(first), first):
                if length > room and last > first:
                    break
                row = self.begun[first]
                cost = (
                    before + row.pieces[last - first] + BROKEN * (last in self.inside),
                    cut + cuts[last] + LEVEL * row.levels(last),
                    slack + (max(0.0, room - length) / room) ** 2,
                )
                if cost < best[last + 1]:
                    best[last + 1], starts[last + 1] = cost, first
        edges = [count]
        while edges[0]:
            edges.insert(0, starts[edges[0]])
        rows = tuple(row for row, (start, stop) in enumerate(pairwise(edges)) for _ in range(start, stop))
        return rows, best[count][:2]

    @cached_property
    def length(self) -> float:
        """The length of the whole in one row."""
        row = Row(self.lengths, 0)
        for gate in range(len(self.folded.gates)):
            row.add(gate)
        return row.length(len(self.folded.gates) - 1)

    def lengths_of(self, rows: Sequence[int]) -> list[float]:
        """The lengths of these rows."""
        edges = edges_of(rows)
        return [max(islice(self.reaching(start), stop - start)) for start, stop in pairwise(edges)]

    def evener(self, rows: tuple[int, ...], number: int, room: float) -> tuple[int, ...]:
        """The rows, the break before or after one of them moved to where fewer gates of both stand above each other, if there are many."""
        edges = edges_of(rows)
        best, found = (inf, inf, inf), rows
        for start, old, stop in zip(edges, edges[1:], edges[2:], strict=False):
            if number not in (rows[start], rows[old]):
                continue
            most = self.steepness(start, old, stop, room)[0]
            for split in range(start + 1, stop):
                steep = self.steepness(start, split, stop, room)
                if steep[0] < most >= STEEP and steep < best and split - 1 not in self.inside:
                    moved = (rows[start] + (gate >= split) for gate in range(start, stop))
                    best, found = steep, (*rows[:start], *moved, *rows[stop:])
        return found

    def steepness(self, start: int, split: int, stop: int, room: float) -> Cost:
        """How many gates of two rows stand above each other at most, in how many pieces they are and how many wires are cut between them;
        infinite where they have no room."""
        both = [(first, end - 1) for first, end in ((start, split), (split, stop))]
        if any(self.length_of(first, last) > room for first, last in both):
            return inf, inf, inf
        levels = max(self.begun[first].levels(last) for first, last in both)
        return levels, sum(self.begun[first].pieces[last - first] for first, last in both), self.cuts[split - 1]

    def length_of(self, first: int, last: int) -> float:
        """The length of one row, as it came out or else as it is thought, whatever others tell of it."""
        row = self.begun.setdefault(first, Row(self.lengths, first))
        return self.known.get((first, last), row.length_to(last))

    def stretch(self, rows: Sequence[int], measured: Sequence[float]) -> None:
        """Learn from the lengths that rows came out with: those, and that rows which start or end alike were thought
        too short."""
        self.broken.clear()
        for (start, stop), length, before in zip(
            pairwise(edges_of(rows)), measured, self.lengths_of(rows), strict=False
        ):
            if not length:
                continue
            self.known[start, stop - 1] = length
            for end, stretched in ((start, self.from_start), (stop - 1, self.to_end)):
                stretched[end] = max(stretched.get(end, 1.0), length / before)

    @cached_property
    def cuts(self) -> list[float]:
        """What a break after each gate costs: the values that gates made before it and that are needed after it."""
        changes = [0.0] * (len(self.folded.gates) + 1)
        for value, stop in self.lengths.closed.items():
            if (start := self.lengths.home.get(value)) is not None:
                price = 1.0 if value in self.named else UNNAMED
                changes[start] += price
                changes[stop] -= price
        return list(accumulate(changes[:-1]))

    def reaching(self, first: int) -> Iterator[float]:
        """The lengths of the rows that start at gate `first` and end at each gate from there on."""
        row = self.begun.setdefault(first, Row(self.lengths, first))
        longest = 0.0
        for gate in range(first, len(self.folded.gates)):
            stretched = max(self.from_start.get(first, 1.0), self.to_end.get(gate, 1.0))
            longest = max(longest, row.length_to(gate) * stretched)
            longest = self.known.get((first, gate), longest)
            yield longest


def edges_of(rows: Sequence[int]) -> list[int]:
    """The first gate of each row, and the number of gates."""
    return [gate for gate, row in enumerate(rows) if not gate or row != rows[gate - 1]] + [len(rows)]


def heads(folded: Folded, rows: Sequence[int], *, apart: bool) -> frozenset[int]:
    """The sources that are used in more than one row; if gates stand apart, those that are used more than once."""
    used = Counter(wire.value for wire in folded.wires)
    if not apart:
        used = Counter(value for value, _ in {(wire.value, rows[wire.gate]) for wire in folded.wires})
    return frozenset(value for value in folded.sources if used[value] > 1)
