"""Rows: where a figure that is longer than its frame is broken, as a line of music is, after a gate and with few wires cut.

Gates keep the order of the text, so a row is a run of them. Its length is estimated as that of its longest chain of gates and
labels; what is then laid out says how good the estimate was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice, pairwise
from math import inf

from app.autodiff.fold import Folded

Cost = tuple[int, float, float]
UNNAMED = 1.5
"""A value that the person did not name is cut less gladly than one with a name, by this factor."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """What a figure measures from left to right, in points.

    By gate: its circle, and what stands before it at the beginning of a row; by wire: the room between its two gates, and
    that of its tag; by value: the room at the end of a row.
    """

    gates: Sequence[float]
    before: Sequence[float]
    between: Sequence[float]
    tags: Sequence[float]
    after: Mapping[int, float]


class Breaker:
    """Finds the rows of a folded graph; `named` are the values that the person gave a name."""

    def __init__(self, folded: Folded, lengths: Lengths, named: Collection[int] = ()) -> None:
        self.folded, self.lengths, self.named = folded, lengths, named
        self.stretched = [1.0] * len(folded.gates)
        self.home = {value: gate.index for gate in folded.gates for value in gate.outputs}
        self.into: dict[int, list[int]] = defaultdict(list)
        for index, wire in enumerate(folded.wires):
            self.into[wire.gate].append(index)

    def rows(self, room: float) -> tuple[int, ...]:
        """The row of each gate: the fewest rows of at most `room`, then the fewest wires cut, then the evenest lengths."""
        count, cuts = len(self.folded.gates), self.cuts()
        best: list[Cost] = [(0, 0.0, 0.0)] + [(count + 1, inf, inf)] * count
        starts = [0] * (count + 1)
        for first in range(count):
            rows, cut, slack = best[first]
            for last, length in enumerate(self.reaching(first), first):
                if length > room and last > first:
                    break
                cost = rows + 1, cut + cuts[last], slack + (max(0.0, room - length) / room) ** 2
                if cost < best[last + 1]:
                    best[last + 1], starts[last + 1] = cost, first
        edges = [count]
        while edges[0]:
            edges.insert(0, starts[edges[0]])
        return tuple(row for row, (start, stop) in enumerate(pairwise(edges)) for _ in range(start, stop))

    def lengths_of(self, rows: Sequence[int]) -> list[float]:
        """The lengths of these rows."""
        edges = [gate for gate, row in enumerate(rows) if not gate or row != rows[gate - 1]] + [len(rows)]
        return [max(islice(self.reaching(start), stop - start)) for start, stop in pairwise(edges)]

    def stretch(self, rows: Sequence[int], measured: Sequence[float]) -> None:
        """Learn from the lengths that rows came out with: what was thought too short is taken to be longer from now on."""
        ratios = [length / thought for length, thought in zip(measured, self.lengths_of(rows), strict=True)]
        self.stretched = [each * max(1.0, ratios[row]) for each, row in zip(self.stretched, rows, strict=True)]

    def cuts(self) -> list[float]:
        """What a break after each gate costs: the values that gates made before it and that are needed after it."""
        last: dict[int, int] = {}
        for wire in self.folded.wires:
            last[wire.value] = max(wire.gate, last.get(wire.value, 0))
        changes = [0.0] * (len(self.folded.gates) + 1)
        for value, stop in last.items():
            if (start := self.home.get(value)) is not None:
                price = 1.0 if value in self.named else UNNAMED
                changes[start] += price
                changes[stop] -= price
        return list(accumulate(changes[:-1]))

    def reaching(self, first: int) -> Iterator[float]:
        """The lengths of the rows that start at gate `first` and end at each gate from there on."""
        ends: dict[int, float] = {}
        longest = 0.0
        for gate in self.folded.gates[first:]:
            stretched = self.stretched[gate.index]
            ends[gate.index] = self.start(gate.index, ends, stretched) + self.lengths.gates[gate.index] * stretched
            after = max((self.lengths.after.get(value, 0.0) for value in gate.outputs), default=0.0)
            longest = max(longest, ends[gate.index] + after * stretched)
            yield longest

    def start(self, gate: int, ends: Mapping[int, float], stretched: float) -> float:
        """How far from the row's beginning a gate stands when those before it end there."""
        found = [self.lengths.before[gate] * stretched]
        for index in self.into[gate]:
            tail = self.home.get(self.folded.wires[index].value)
            if tail is not None:
                room = self.lengths.between[index] if tail in ends else self.lengths.tags[index]
                found.append(ends.get(tail, 0.0) + room * stretched)
        return max(found)
