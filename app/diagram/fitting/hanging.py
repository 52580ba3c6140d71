"""Labels that hang below their wires: of the lowest of the ways that leave a fork and meet again, and of what inputs join from above.

So ways run close above each other, and inputs stand close to their gate: what is said of the upper wire stands above it, and
nothing between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from graphlib import TopologicalSorter
from itertools import pairwise

from app.diagram.parts import Kind, Part
from app.diagram.structure import Line

Steps = Mapping[Part, list[Part]]
"""What comes next after a part, or right before it, from top to bottom."""


def hanging(lines: Iterable[Line], *, joined_below: bool = False) -> set[Part]:
    """The parts whose labels hang; on ways too that inputs join from below, if these may stand below the labels."""
    after: defaultdict[Part, list[Part]] = defaultdict(list)
    before: defaultdict[Part, list[Part]] = defaultdict(list)
    for line in lines:
        for tail, head in pairwise(line.through):
            after[tail].append(head)
            before[head].append(tail)
    forks = [part for part in after if part.kind == Kind.FORK]
    ways = (list(alone(start, after, before, joined_below)) for fork in forks for start in after[fork])
    sources = Sources(forks, before)
    found = {
        part
        for way in ways
        if way and lowest(way, after, before, sources) and passes_gates(way, after, before)
        for part in way
    }
    return found.union(*(joined(gate, before) for gate in before if gate.kind == Kind.GATE))


def joined(gate: Part, before: Steps) -> list[Part]:
    """What stands on the wire from gate to gate that only inputs join from above."""
    *others, last = before[gate]
    from_above = others and all(each.kind == Kind.TAG or not before.get(each) for each in others)
    return [last] if from_above and [each.kind for each in before.get(last, ())] == [Kind.GATE] else []


def lowest(way: Sequence[Part], after: Steps, before: Steps, sources: Sources) -> bool:
    """Whether a way is the last of those that meet at its end, and all of them come from its fork: what is forked elsewhere stays out."""
    (fork,), ends = before[way[0]], after.get(way[-1], ())
    if len(ends) != 1 or before[ends[0]][-1] != way[-1] or before[ends[0]][0] == way[-1]:
        return False
    return all(sources.lead(fork, each) for each in before[ends[0]]) and sources.related(fork, ends[0])


def passes_gates(way: Sequence[Part], after: Steps, before: Steps) -> bool:
    """Whether a gate stands on a way, or it passes the gates of the other one of two."""
    if any(part.kind == Kind.GATE for part in way):
        return True
    (fork,) = before[way[0]]
    met = (part for end in after[way[-1]] for tail in before[end] for part in before.get(tail, ()))
    return len(after[fork]) == 2 and any(part.kind == Kind.GATE for part in met)


def alone(part: Part, after: Steps, before: Steps, joined_below: bool) -> Iterator[Part]:
    """A part and those behind it, as long as no other wire joins them or leaves; from below those of inputs may."""
    while part.kind != Kind.FORK and (len(before[part]) == 1 or (joined_below and first_of_inputs(part, before))):
        yield part
        if len(after.get(part, ())) != 1:
            return
        part = after[part][0]


def first_of_inputs(part: Part, before: Steps) -> bool:
    """Whether all that joins the uppermost way to a part are inputs."""
    first, *others = before[part]
    return bool(before.get(first)) and not any(before.get(each) for each in others)


class Sources:
    """From which forks each part is reached, itself included: sets of forks as the bits of one number."""

    def __init__(self, forks: Sequence[Part], before: Steps) -> None:
        self.bits = {fork: 1 << place for place, fork in enumerate(forks)}
        self.of: dict[Part, int] = {}
        for part in TopologicalSorter(before).static_order() if forks else ():
            found = self.bits.get(part, 0)
            for each in before.get(part, ()):
                found |= self.of[each]
            self.of[part] = found

    def lead(self, fork: Part, part: Part) -> bool:
        """Whether steps lead from a fork to a part."""
        return bool(self.of[part] & self.bits[fork])

    def related(self, fork: Part, end: Part) -> bool:
        """Whether every fork that leads to an end leads to this fork as well, or this one to it."""
        others = self.of[end] & ~self.of[fork]
        return all(self.of[other] & self.bits[fork] for other, bit in self.bits.items() if others & bit)
