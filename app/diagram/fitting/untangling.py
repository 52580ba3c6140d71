"""Net labels against tangles: a value that forks and whose wires cross many others starts at a tag with its name at each use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from app.diagram.labels.sizing import Setting
from app.diagram.parts import Kind
from app.diagram.structure import SOURCE

LOWER, UNWIRE, LOWER_ALL, UNWIRE_ALL = range(4)
WIRED, LOWERED = (UNWIRE, UNWIRE_ALL), (LOWER, UNWIRE, LOWER_ALL, UNWIRE_ALL)
"""What is done where a wire runs through something: its label is set down on it, its value is not wired unless it is an input of one
gate alone, all labels of its row are set down, its value is not wired. One after the other, without and with raised labels."""
ALLOWED, ROUNDS, BRANCHES = 1, 4, 4
"""So many crossings are no reason to make a figure taller; so many values are taken off their wires, one after the other; and of a fork
with more branches it is tried."""


def crossings(rows: Sequence[Setting]) -> int:
    """How often wires cross."""
    return sum(len(row.crossings) for row in rows)


def tangled(rows: Sequence[Setting], but: Collection[int]) -> int | None:
    """The forked value whose wires cross others most often, an input rather than another; none of those in `but`."""
    forked = {fork.value for row in rows for fork in row.scheme.forks} - set(but)
    if not forked:
        return None
    crossed = Counter(value for row in rows for pair in row.crossings for value in set(pair) if value in forked)
    inputs = {slot.value for row in rows for slot in row.scheme.slots if slot.role == SOURCE}
    return max(crossed, key=lambda value: (value in inputs, crossed[value], -value), default=None)


def branched(rows: Sequence[Setting], but: Collection[int]) -> int | None:
    """The value that goes most ways from one fork, if they are many; none of those in `but`."""
    starts = (line.through[0] for row in rows for line in row.scheme.lines)
    ways = Counter(start for start in starts if start.kind == Kind.FORK and start.number not in but)
    return next((fork.number for fork, count in ways.most_common(1) if count > BRANCHES), None)
