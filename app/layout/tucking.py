"""Inputs tucked under or over what stands before them, so that columns are as wide as what stands on wires alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from graphlib import TopologicalSorter
from math import inf

from app.layout.boxes import STRIP, Edge, Vertex
from app.layout.column import APART
from app.layout.dot import NODESEP

ABOVE = 2.5
"""Between a circle and a label above it, and between two labels above one circle, in points."""
OVER = 24.0
"""How far a label reaches over an end of the figure."""
SHORTEST, SHORTEST_OF_ALL, LEAST = 18.0, 6.0, 6.0
"""How much wire stays under a label, the same where all stands close, and what is worth raising it for, in points."""


def tucked(vertices: Sequence[Vertex], edges: Sequence[Edge]) -> list[Vertex]:
    """The same vertices, inputs reaching over the gates before them where they are wider than what stands beside them."""
    known = {vertex.id: vertex for vertex in vertices}
    reaching = reaching_out(known, edges, close=False, stacking=False)
    return list((known | {each.id: each for each in reaching}).values())


def reaching_out(
    known: Mapping[str, Vertex], edges: Sequence[Edge], *, close: bool, stacking: bool
) -> Iterator[Vertex]:
    """The inputs of one gate that reach over the gates before it: those that are wider than the label beside them.

    The words of what a row begins with stand over its flag if that is `stacking`.
    """
    tails = {edge.head: known[edge.tail] for edge in edges if known[edge.head].kind == "label"}
    uses = Counter(edge.tail for edge in edges)
    into: dict[str, list[Vertex]] = defaultdict(list)
    for edge in edges:
        into[edge.head].append(known[edge.tail])
    before_gates = gates_before(frozenset(key for key, each in known.items() if each.kind == "gate"), tuple(edges))
    for gate, beside in into.items():
        joined = [each for each in beside if each.kind == "label" and (each.lift or not stacking)]
        if known[gate].kind != "gate":
            continue
        if all(each.kind == "input" and uses[each.id] == 1 for each in beside):
            if before_gates[gate] > 1:
                yield from over_gate(beside, known[gate])
            elif stacking:
                yield from over_flag(beside[0])
        if not joined:
            continue
        *others, last = beside
        if close and last.kind == "input" and uses[last.id] == 1 and others[-1] in joined:
            yield under_wire(last, known[gate], tails[others[-1].id])
        else:
            others = beside
        core = max(SHORTEST, *(each.core for each in joined))
        passed = [tails[each.id] for each in joined]
        lift = max(0.0, max(each.height for each in passed) / 2 + ABOVE - STRIP / 2 - NODESEP)
        taken = [reach_over(each) + each.width * 0.22 for each in passed if joined_aside(into.get(each.id, ()))]
        for each in others:
            before = min(each.width - core, *taken, inf)
            if each.kind == "input" and uses[each.id] == 1 and before > LEAST:
                yield each._replace(before=before, lift=lift)


def joined_aside(beside: Sequence[Vertex]) -> bool:
    """Whether a gate is joined at a slant: by an input, or by more wires than the one that may come level."""
    return len(beside) > 1 or any(each.kind == "input" for each in beside)


def under_wire(end: Vertex, gate: Vertex, passed: Vertex) -> Vertex:
    """An input with its words under the beginning of its wire, between the circle that it passes and its gate."""
    if end.flag[0]:
        return end
    lift = max(0.0, passed.height / 2 + ABOVE - STRIP / 2 - NODESEP)
    under = end.height + ABOVE
    after = min(reach_over(gate) + gate.width / 2, end.width - SHORTEST_OF_ALL)
    before = end.width - SHORTEST_OF_ALL - after
    return end._replace(height=under + STRIP / 2, under=under, lift=lift, before=before, after=after, stacked=True)


def over_flag(first: Vertex) -> Iterator[Vertex]:
    """The uppermost of the inputs that a row begins with, its words over its flag."""
    width, height = first.flag
    words = first.width - width
    if width and words > LEAST:
        under = height / 2 + ABOVE + 1
        whole = first.height + height / 2 + under
        yield first._replace(width=max(width, words), height=whole, under=under, stacked=True)


@lru_cache(maxsize=64)
def gates_before(gates: frozenset[str], edges: tuple[Edge, ...]) -> Mapping[str, int]:
    """How many gates may stand above or below what leads to each gate: it stands right before the first that waits for it.

    It is found once for all figures of one structure.
    """
    into, out = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for edge in edges:
        into[edge.head].append(edge.tail)
        out[edge.tail].append(edge.head)
    order = list(TopologicalSorter(into).static_order())
    passed: dict[str, int] = {}
    for key in order:
        passed[key] = (key in gates) + max((passed[tail] for tail in into[key]), default=0)
    found: dict[str, int] = {}
    for key in reversed(order):
        following = [passed[head] - 1 if head in gates else found[head] for head in out[key]]
        found[key] = min(following, default=passed[key])
    return found


def over_gate(beside: Sequence[Vertex], gate: Vertex) -> Iterator[Vertex]:
    """The inputs of a gate that reach over the gate before it, but for their flags."""
    lift = max(0.0, gate.height / 2 + ABOVE - STRIP / 2 - NODESEP)
    for each in beside:
        before = each.width - max(SHORTEST, each.flag[0])
        yield each._replace(before=before, lift=lift) if before > LEAST else each


def reach_over(neighbour: Vertex) -> float:
    """How far a label may reach over a neighbour: to the middle of a circle, and not far over what ends the figure."""
    return APART + (neighbour.width / 2 - ABOVE if neighbour.kind in ("gate", "fork") else min(OVER, neighbour.width))
