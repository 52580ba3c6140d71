"""How long a row of gates will be, told without laying it out: columns as wide as the widest thing in them, with gaps between.

Gates that wait for one another stand one stage apart. Before each stage there are columns for what its wires carry, from the gate
leftwards: the label or the input, the fork, and the label or the input before the fork.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from app.autodiff.folding.fold import Folded
from app.diagram import parts
from app.diagram.parts import Kind, Part
from app.diagram.structure import Line, Scheme

FLAG = 34.0
"""The length of a flag, in points."""

Columns = tuple[float, ...]
"""Widths from a gate leftwards."""

TUCKED: Columns = (18.0,)
"""What is left of a tag that stands under the gate before its own, in points."""


@dataclass(frozen=True)
class Lengths:
    """What a figure measures from left to right, in points.

    By gate: its circle; by wire: what it carries before its gate, and the same where it starts from a tag; by value: what it is
    written with at the end of a row; and the gap between two columns. Where all reaches over something, tags are `tucked` under
    the gates of their row.
    """

    gates: Sequence[float]
    wires: Sequence[Columns]
    tags: Sequence[Columns]
    after: Mapping[int, float]
    gap: float
    folded: Folded
    tucked: bool = False

    @cached_property
    def into(self) -> Mapping[int, list[int]]:
        """The wires into each gate, by their place."""
        found: dict[int, list[int]] = {gate.index: [] for gate in self.folded.gates}
        for index, wire in enumerate(self.folded.wires):
            found[wire.gate].append(index)
        return found

    @cached_property
    def home(self) -> Mapping[int, int]:
        """The gate that makes each value."""
        return {value: gate.index for gate in self.folded.gates for value in gate.outputs}

    @cached_property
    def opened(self) -> Mapping[int, int]:
        """The first gate that uses a value."""
        return {wire.value: wire.gate for wire in reversed(self.folded.wires)}

    @cached_property
    def closed(self) -> Mapping[int, int]:
        """The last gate that uses a value."""
        return {wire.value: wire.gate for wire in self.folded.wires}


def lengths(whole: Scheme, named: Mapping[str, float], gap: float, *, tucked: bool) -> Lengths:
    """The lengths of a figure that stands in one row, from the widths of its parts by their ids."""
    wires = whole.folded.wires
    widths = {part: named[str(part)] for part in whole.drawn}
    circles = [named[str(parts.gate(gate.index))] for gate in whole.folded.gates]
    labels = [
        widths.get(parts.wire(index), widths.get(parts.value(wire.value), 0.0)) for index, wire in enumerate(wires)
    ]
    after = {
        slot.value: widths[slot.part] + (0.0 if slot.part == parts.OUTPUT else FLAG + gap)
        for slot in whole.slots
        if slot.part.kind in (Kind.VALUE, Kind.OUTPUT)
    }
    tags = [(width + FLAG,) for width in labels]
    return Lengths(circles, carried(whole.lines, widths), tags, after, gap, whole.folded, tucked)


def carried(lines: Sequence[Line], widths: Mapping[Part, float]) -> list[Columns]:
    """What each wire carries before its gate."""
    stems: dict[Part, Columns] = {}
    found: dict[int, Columns] = {}
    for line in lines:
        tail, *passed, head = line.through
        start = () if tail.kind == Kind.GATE else stems.get(tail, (widths.get(tail, 0.0),))
        columns = (*(widths.get(part, 0.0) for part in reversed(passed)), *start)
        if head.kind == Kind.FORK:
            stems[head] = (widths.get(head, 0.0), *columns)
        elif line.part.kind == Kind.WIRE and line.part.number is not None:
            found[line.part.number] = columns
    return [found[index] for index in sorted(found)]


class Row:
    """A row in the making: gate after gate is put into its stage."""

    def __init__(self, lengths: Lengths, first: int) -> None:
        self.lengths, self.first = lengths, first
        self.stages: list[list[float]] = []
        self.circles: list[float] = []
        self.made: dict[int, int] = {}
        """The stage in which each value of the row was made."""
        self.started: set[int] = set()
        """The values that have left their place: what other gates of the row take comes from their fork."""
        self.shared: list[tuple[int, int, Columns, Columns]] = []
        """Uses of inputs that have several, by stage and value: as they are where all are in this row, and else as tags."""
        self.known: list[float] = []
        self.highest: dict[int, int] = {}
        self.piece: dict[int, int] = {}
        """The piece of the row to which each of its values belongs, by the first gate of that."""
        self.pieces: list[int] = []
        """In how many pieces that nothing joins the row falls if it ends at each gate."""

    def add(self, gate: int) -> None:
        """Put a gate behind those that it waits for."""
        into = [(index, self.lengths.folded.wires[index].value) for index in self.lengths.into[gate]]
        stage = max((self.made[value] + 1 for _, value in into if value in self.made), default=0)
        if stage == len(self.stages):
            self.stages.append([])
            self.circles.append(0.0)
        self.circles[stage] = max(self.circles[stage], self.lengths.gates[gate])
        for index, value in into:
            tag = TUCKED if self.lengths.tucked and stage else self.lengths.tags[index]
            columns = self.columns(index, value, tag)
            if value not in self.lengths.home and self.lengths.closed[value] > self.lengths.opened[value] >= self.first:
                self.shared.append((stage, value, columns, tag))
            else:
                self.stages[stage] = widened(self.stages[stage], columns)
        self.made |= dict.fromkeys(self.lengths.folded.gates[gate].outputs, stage)
        self.join(gate, [value for _, value in into])

    def join(self, gate: int, values: Sequence[int]) -> None:
        """Join the pieces that a gate takes values from: what gates of the row made, and inputs that none before the row uses."""
        joined = {self.piece[value] for value in values if value in self.piece}
        self.piece = {value: gate if piece in joined else piece for value, piece in self.piece.items()}
        here = [
            value for value in values if value not in self.lengths.home and self.lengths.opened[value] >= self.first
        ]
        self.piece |= dict.fromkeys([*self.lengths.folded.gates[gate].outputs, *here], gate)
        self.pieces.append((self.pieces[-1] if self.pieces else 0) + 1 - len(joined))

    def columns(self, index: int, value: int, tag: Columns) -> Columns:
        """What a wire carries here: what stands before its fork stands there once; from another row it starts as a `tag`."""
        if value not in self.made and self.lengths.home.get(value, self.lengths.opened.get(value, 0)) < self.first:
            return tag
        whole = self.lengths.wires[index]
        if value in self.started:
            return whole[:1]
        self.started.add(value)
        return whole

    def levels(self, last: int) -> int:
        """How many gates stand above each other at most if this gate is the last, worked out once: each right before the first that
        waits for it."""
        if last not in self.highest:
            folded, found = self.lengths.folded, dict[int, int]()
            for gate in range(last, self.first - 1, -1):
                outputs = folded.gates[gate].outputs
                waiting = [found[wire.gate] for value in outputs for wire in folded.uses(value) if wire.gate <= last]
                found[gate] = min(waiting) - 1 if waiting else self.made[outputs[0]]
            self.highest[last] = max(Counter(found.values()).values())
        return self.highest[last]

    def length_to(self, gate: int) -> float:
        """The length of the row if this gate is its last, worked out once."""
        for added in range(self.first + len(self.known), gate + 1):
            self.add(added)
            self.known.append(self.length(added))
        return self.known[gate - self.first]

    def length(self, gate: int) -> float:
        """The length of the row if this gate is its last: what is used later ends in a flag."""
        ends, gap = [], self.lengths.gap
        reached, stages = 0.0, list(self.stages)
        for stage, value, wired, tag in self.shared:
            stages[stage] = widened(stages[stage], wired if self.lengths.closed[value] <= gate else tag)
        for columns, circle in zip(stages, self.circles, strict=True):
            reached += sum(width + gap for width in columns if width) + circle + gap
            ends.append(reached)
        leaving = [
            ends[stage] + self.lengths.after[value]
            for value, stage in self.made.items()
            if self.lengths.closed.get(value, gate + 1) > gate
        ]
        return max([reached - gap, *leaving])


def widened(stage: Sequence[float], columns: Columns) -> list[float]:
    """The columns before a stage, wide enough for these too."""
    return [max(pair) for pair in zip_longest(stage, columns, fillvalue=0.0)]
