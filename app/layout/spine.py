"""The spine of a graph: the longest way through gates, from the first to the last, which stands on one level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter

from app.layout.boxes import Edge, Vertex

SHORTEST = 4
"""So many gates in a row make a spine."""


def spine(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> set[tuple[str, str]]:
    """The pieces of wire along the longest way through gates, as (tail, head); none in a small graph."""
    into: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        into[edge.head].append(edge.tail)
    gates = {vertex.id for vertex in vertices if vertex.kind == "gate"}
    passed: dict[str, int] = {}
    for key in TopologicalSorter(into).static_order():
        passed[key] = (key in gates) + max((passed[tail] for tail in into.get(key, ())), default=0)
    last = max(passed, key=passed.__getitem__, default="")
    found: set[tuple[str, str]] = set()
    if not last or passed[last] < SHORTEST:
        return found
    while into.get(last):
        tail = max(into[last], key=passed.__getitem__)
        if not passed[tail]:
            break
        ways = [behind(other, into) & gates for other in into[last] if passed[other] == passed[tail]]
        common = set.intersection(*ways)
        if len(ways) == 1 or len({len(way) for way in ways}) > 1:
            found.add((tail, last))
            last = tail
        elif common:
            # Branches that are alike: none is the main one, and the spine goes on before they part.
            last = max(common, key=passed.__getitem__)
        else:
            break
    return found


def behind(key: str, into: Mapping[str, Sequence[str]]) -> set[str]:
    """A vertex and all before it."""
    found, open_ = {key}, [key]
    while open_:
        fresh = set(into.get(open_.pop(), ())) - found
        found |= fresh
        open_ += fresh
    return found
