"""Labels raised above what their wires join, so that circles stand closer together than labels are wide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from math import inf

from app.layout.boxes import STRIP, Box, Curve, Edge, Vertex
from app.layout.column import APART
from app.layout.dot import NODESEP
from app.layout.field import Field, bounds, overlap, touches
from app.layout.spine import spine

ABOVE = 2.5
"""Between a circle and a label above it, and between two labels above one circle, in points."""
OVER = 24.0
"""How far a label reaches over an end of the figure."""
SLANTED, HEAD = 9.0, 3.5
"""How far the heads of wires that slant into a fork reach above it, and beside its wire a head that is level, in points."""
SHORTEST, LEAST = 18.0, 6.0
"""How much wire stays under a label, and what is worth raising it for, in points."""


def raised(
    vertices: Sequence[Vertex],
    edges: Sequence[Edge],
    low: Collection[str] = (),
    *,
    reaching: bool = False,
    hopeful: bool = False,
    sparing: bool = False,
) -> list[Vertex]:
    """The same vertices, labels raised where that saves room: two of them meet above the middle of the circle between them.

    Those named in `low` stay on their wires. If labels are `reaching` as far as they may on either side, so do inputs; but labels
    keep clear of where wires part or meet, unless one is `hopeful` that these will start in another row. If `sparing`, the narrowest
    text of each keeps room close above its wire.
    """
    known = {vertex.id: vertex for vertex in vertices}
    made = {each.id: each for each in labels_raised(known, edges, low, reaching, hopeful, sparing)}
    if reaching:
        made |= {each.id: each for each in ends_raised(known, edges, low)}
        made |= {each.id: each for each in reaching_out(known | made, edges)}
    return list((known | made).values())


def labels_raised(
    known: Mapping[str, Vertex],
    edges: Sequence[Edge],
    low: Collection[str],
    reaching: bool,
    hopeful: bool,
    sparing: bool,
) -> Iterator[Vertex]:
    """The labels that are raised."""
    tails, heads = {edge.head: edge.tail for edge in edges}, {edge.tail: edge.head for edge in edges}
    parting = Counter(edge.tail for edge in edges)
    meeting = Counter(edge.head for edge in edges if known[edge.tail].kind == "label")
    for key, vertex in known.items():
        if vertex.kind == "label" and key not in low and key in tails and key in heads:
            tail, head = known[tails[key]], known[heads[key]]
            free = hopeful or parting[tail.id] == 1, hopeful or meeting[head.id] == 1
            yield above(vertex, tail, head, free if reaching else None, vertex.narrowest if sparing else 0.0)


def ends_raised(known: Mapping[str, Vertex], edges: Sequence[Edge], low: Collection[str]) -> Iterator[Vertex]:
    """The ends whose words stand over their wires: the output's over its gate, an input's over its fork if no wire rises there."""
    main = spine(list(known.values()), edges)
    for edge in edges:
        tail, head = known[edge.tail], known[edge.head]
        if head.kind == "output" and tail.kind == "gate" and not head.flag[0] and head.id not in low:
            before = min(head.width - SHORTEST, tail.width + APART)
            yield over_wire(head, tail, before=before) if before > LEAST else head
        if tail.stacked and head.kind == "fork" and tail.id not in low:
            rising = [other for other in edges if other.tail == head.id and (other.tail, other.head) not in main]
            if all(known[other.head].hung for other in rising):
                yield over_wire(tail, head, after=tail.width - SHORTEST)


def over_wire(end: Vertex, beside: Vertex, before: float = 0.0, after: float = 0.0) -> Vertex:
    """The words of an end over its wire and what it joins."""
    lift = beside.height / 2 + ABOVE - STRIP / 2
    under = STRIP / 2
    words = end.height - end.under if end.stacked else end.height + under
    return replace(end, height=words + lift + under, under=under, lift=lift, before=before, after=after, stacked=True)


def reaching_out(known: Mapping[str, Vertex], edges: Sequence[Edge]) -> Iterator[Vertex]:
    """The inputs of one gate that reach over the gates before it: those that are wider than a raised label beside them."""
    tails = {edge.head: known[edge.tail] for edge in edges if known[edge.head].kind == "label"}
    uses = Counter(edge.tail for edge in edges)
    into: dict[str, list[Vertex]] = defaultdict(list)
    for edge in edges:
        into[edge.head].append(known[edge.tail])
    for gate, beside in into.items():
        joined = [each for each in beside if each.kind == "label" and each.lift]
        if known[gate].kind != "gate":
            continue
        if all(each.kind == "input" for each in beside):
            yield from over_flag(beside[0]) if uses[beside[0].id] == 1 else ()
        if not joined:
            continue
        core = max(SHORTEST, *(each.core for each in joined))
        passed = [tails[each.id] for each in joined]
        lift = max(0.0, max(each.height for each in passed) / 2 + ABOVE - STRIP / 2 - NODESEP)
        taken = [
            reaching(each) + each.width * 0.22
            for each in passed
            if any(other.kind == "input" for other in into[each.id])
        ]
        for each in beside:
            before = min(each.width - core, *taken, inf)
            if each.kind == "input" and uses[each.id] == 1 and before > LEAST:
                yield replace(each, before=before, lift=lift)


def over_flag(first: Vertex) -> Iterator[Vertex]:
    """The uppermost of the inputs that a row begins with, its words over its flag."""
    width, height = first.flag
    words = first.width - width
    if width and words > LEAST:
        under = height / 2 + ABOVE + 1
        whole = first.height + height / 2 + under
        yield replace(first, width=max(width, words), height=whole, under=under, stacked=True)


def lowered(field: Field, curves: Sequence[Curve]) -> None:
    """Tell every raised label how wide the gap over its wire is."""
    for key, box in list(field.boxes.items()):
        if box.raised:
            reach = reaching_low(field, key, box)
            top, foot = close_by(box)
            least = 2 * min(box.x - box.left, box.right - box.x)
            area = box.x - reach - HEAD, top - HEAD, box.x + reach + HEAD, foot + HEAD
            crossed = any(overlap(bounds(curve), area) and touches(curve, area) for curve in curves)
            field.place(key, replace(box, gap=least if crossed else 2 * reach))


def reaching_low(field: Field, key: str, box: Box) -> float:
    """How far from its middle the next boxes stand on either side of a label's wire, up to half of its width."""
    top, foot = close_by(box)
    beside = field.touched((box.x - box.width / 2, top, box.x + box.width / 2, foot), (key,))
    far = [max(left - box.x, box.x - right) for left, _, right, _ in beside]
    return max(min([box.width / 2, *far]), min(box.x - box.left, box.right - box.x))


def close_by(box: Box) -> tuple[float, float]:
    """From where to where a raised label would reach if it stood close to its wire."""
    if box.y > box.level:
        return box.level + STRIP / 2, box.level + STRIP / 2 + box.height
    return box.level - STRIP / 2 - box.height, box.level - STRIP / 2


def above(label: Vertex, tail: Vertex, head: Vertex, free: tuple[bool, bool] | None, least: float = 0.0) -> Vertex:
    """A label above what its wire joins: as far over both, or over those that are `free` as far as over each it can; on its wire it
    keeps the `least` width."""
    spare, sides = label.width - max(SHORTEST, least), (tail, head)
    passed = [each for each, over in zip(sides, free or (True, True), strict=True) if over]
    before, after = (reaching(each) if each in passed else 0.0 for each in sides)
    if free is None:
        before = after = min(before, after)
    if min(before + after, spare) < 2 * LEAST:
        return label
    share = min(1.0, spare / (before + after))
    lift = max(each.height / 2 + SLANTED * (each.kind == "fork") for each in passed) + ABOVE - STRIP / 2
    under = label.under + (lift if label.hung else 0.0)
    return replace(
        label, height=label.height + lift, under=under, lift=lift, before=before * share, after=after * share
    )


def reaching(neighbour: Vertex) -> float:
    """How far a label may reach over a neighbour: to the middle of a circle, and not far over what ends the figure."""
    return APART + (neighbour.width / 2 - ABOVE if neighbour.kind in ("gate", "fork") else min(OVER, neighbour.width))
