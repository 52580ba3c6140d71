"""The spine of a graph: the longest way through gates, from the first to the last, which stands on one level."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from graphlib import TopologicalSorter

from app.layout.boxes import Edge, Vertex

SHORTEST = 4
"""So many gates in a row make a spine, and one less with an end that goes on in another row."""
ONWARD = 0.5
"""So much of a gate is each of its ends that goes on in another row: where ways are else alike, that through more gates is longer."""

Joined = tuple[str, str, bool]
"""A vertex by its id, with its kind and whether it goes onward."""


def spine(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> frozenset[tuple[str, str]]:
    """The pieces of wire along the longest way through gates, as (tail, head); in a small graph only those that pass gates by.

    The way begins and ends with what comes from another row and goes on in one. Where a value goes straight to a gate and also by way
    of others, the straight wire is the main one. It is found once for all figures of one structure, whatever their sizes.
    """
    return spine_of(tuple((vertex.id, vertex.kind, vertex.onward) for vertex in vertices), tuple(edges))


@lru_cache(maxsize=64)
def spine_of(vertices: tuple[Joined, ...], edges: tuple[Edge, ...]) -> frozenset[tuple[str, str]]:
    """The spine of what is joined so."""
    into: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        into[edge.head].append(edge.tail)
    gates = {key for key, kind, _ in vertices if kind == "gate"}
    parting = twofold({key for key, kind, _ in vertices if kind == "fork"}, edges)
    onward = {key for key, _, goes_on in vertices if goes_on}
    passed: dict[str, float] = {}
    for key in TopologicalSorter(into).static_order():
        own = (key in gates) + ONWARD * (key in onward)
        passed[key] = own + max((passed[tail] for tail in into.get(key, ())), default=0.0)
    last = max(passed, key=passed.__getitem__, default="")
    found: set[tuple[str, str]] = set()
    small = not last or passed[last] <= SHORTEST - 1
    while into.get(last):
        tail = max(into[last], key=passed.__getitem__)
        if not passed[tail]:
            break
        ways = [behind(other, into) & gates for other in into[last] if passed[other] == passed[tail]]
        common = set.intersection(*ways)
        if passing := by(into[last], into, parting):
            found |= {(passing[1], last), passing}
            last = passing[0]
        elif len(ways) == 1 or len({len(way) for way in ways}) > 1:
            found |= set() if small else {(tail, last)}
            last = tail
        elif common:
            # Branches that are alike: none is the main one, and the spine goes on before they part.
            last = max(common, key=passed.__getitem__)
        else:
            break
    return frozenset(found)


def twofold(forks: Collection[str], edges: Sequence[Edge]) -> set[str]:
    """The forks with two ways, but for those along a line of forks."""
    leaving = Counter(edge.tail for edge in edges)
    lined = {key for edge in edges if edge.tail in forks and edge.head in forks for key in (edge.tail, edge.head)}
    return {fork for fork in forks if leaving[fork] == 2} - lined


def by(tails: Sequence[str], into: Mapping[str, Sequence[str]], forks: set[str]) -> tuple[str, str] | None:
    """The one wire of several that comes straight from a fork, from which all others come by way of gates."""
    straight = [(fork, tail) for tail in tails for fork in forks.intersection(into.get(tail, ()))]
    if len(tails) > 1 and len(straight) == 1 and all(straight[0][0] in behind(other, into) for other in tails):
        return straight[0]
    return None


def behind(key: str, into: Mapping[str, Sequence[str]]) -> set[str]:
    """A vertex and all before it."""
    found, open_ = {key}, [key]
    while open_:
        fresh = set(into.get(open_.pop(), ())) - found
        found |= fresh
        open_ += fresh
    return found
