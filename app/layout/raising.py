"""Labels raised above what their wires join, so that circles stand closer together than labels are wide."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
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
BEFORE_WIRE = 10.0
"""How far a label reaches towards a circle where another wire comes to it, in points."""
SLANTED, HEAD = 9.0, 3.5
"""How far the heads of wires that slant into a fork reach above it, and beside its wire a head that is level, in points."""
SHORTEST, SHORTEST_OF_ALL, LEAST = 18.0, 6.0, 6.0
"""How much wire stays under a label, the same where all stands close, and what is worth raising it for, in points."""


def raised(
    vertices: Sequence[Vertex],
    edges: Sequence[Edge],
    low: Collection[str] = (),
    *,
    reaching: bool = False,
    hopeful: bool = False,
    sparing: bool = False,
    close: bool = False,
) -> list[Vertex]:
    """The same vertices, labels raised where that saves room: two of them meet above the middle of the circle between them.

    Those named in `low` stay on their wires. If labels are `reaching` as far as they may on either side, so do inputs; but labels
    keep clear of where wires part or meet, unless one is `hopeful` that these will start in another row. If `sparing`, the narrowest
    text of each keeps room close above its wire. What is `close` has the shortest wires, and inputs their words under them.
    """
    known = {vertex.id: vertex for vertex in vertices}
    raising = Raising(known, edges, low, reaching, hopeful, sparing, close)
    made = {each.id: each for each in raising.labels()}
    if reaching:
        made |= {each.id: each for each in raising.ends()}
        made |= {each.id: each for each in reaching_out(known | made, edges, close)}
    return list((known | made).values())


@dataclass(frozen=True)
class Raising:
    """What is raised, as `raised` is asked."""

    known: Mapping[str, Vertex]
    edges: Sequence[Edge]
    low: Collection[str]
    reaching: bool
    hopeful: bool
    sparing: bool
    close: bool

    @property
    def shortest(self) -> float:
        """How much wire stays under a label."""
        return SHORTEST_OF_ALL if self.close else SHORTEST

    @cached_property
    def after(self) -> Mapping[str, list[Vertex]]:
        """What wires lead to from a vertex."""
        found = defaultdict[str, list[Vertex]](list)
        for edge in self.edges:
            found[edge.tail].append(self.known[edge.head])
        return found

    @cached_property
    def before(self) -> Mapping[str, list[Vertex]]:
        """What wires come from to a vertex, from top to bottom."""
        found = defaultdict[str, list[Vertex]](list)
        for edge in self.edges:
            found[edge.head].append(self.known[edge.tail])
        return found

    def labels(self) -> Iterator[Vertex]:
        """The labels that are raised."""
        for key, vertex in self.known.items():
            if vertex.kind == "label" and key not in self.low and self.before.get(key) and self.after.get(key):
                yield self.above(vertex, self.before[key][-1], self.after[key][-1])

    def above(self, label: Vertex, tail: Vertex, head: Vertex) -> Vertex:
        """A label above what its wire joins: as far over both, or if it is `reaching` as far over each as it can where no other wire
        is in its way."""
        spare = label.width - max(self.shortest, label.narrowest if self.sparing else 0.0)
        clear = not self.reaching or self.hopeful
        before = self.reach(label, tail, self.before) if clear or self.apart(label, self.after[tail.id]) else 0.0
        after = self.reach(label, head, self.after) if clear or self.meets_none(label, head) else 0.0
        after = max(after, BEFORE_WIRE if self.close else 0.0)
        passed = [each for each, over in ((tail, before), (head, after)) if over]
        if not self.reaching:
            before = after = min(before, after)
        if min(before + after, spare) < 2 * LEAST:
            return label
        share = min(1.0, spare / (before + after))
        lift = max(each.height / 2 + SLANTED * (each.kind == "fork") for each in passed) + ABOVE - STRIP / 2
        under = label.under + (lift if label.hung else 0.0)
        return replace(
            label, height=label.height + lift, under=under, lift=lift, before=before * share, after=after * share
        )

    def reach(self, label: Vertex, circle: Vertex, beyond: Mapping[str, list[Vertex]]) -> float:
        """How far a label may reach over a circle beside it: where nothing `beyond` says anything on its side, over all of it."""
        others = beyond.get(circle.id, ()) if self.close else ()
        silent = others and all(each.kind == "label" and (each.hung != label.hung or not each.tall) for each in others)
        return reach_over(circle) + (circle.width / 2 if silent else 0.0)

    def meets_none(self, label: Vertex, head: Vertex) -> bool:
        """Whether no wire comes to the head of a label's own on its side: from an input below where it hangs."""
        beside = self.before[head.id]
        inputs = [each for each in beside[beside.index(label) :] if each.kind == "input"]
        labels = [each for each in beside if each.kind == "label"]
        return self.apart(label, labels) and not (self.close and label.hung and inputs)

    def free_above(self, gate: Vertex, main: Collection[tuple[str, str]]) -> bool:
        """Whether no wire comes down to a gate."""
        first, *others = self.before[gate.id]
        return (first.id, gate.id) in main or not any(each.kind == "label" for each in others)

    def apart(self, label: Vertex, beside: Sequence[Vertex]) -> bool:
        """Whether no wire parts or meets with a label's own; if all is `close`, whether those that do run on its other side: above it
        if it hangs, else below."""
        others = [other for other in beside if other.id != label.id]
        return not others or (self.close and all(each.kind == "label" and each.hung != label.hung for each in others))

    def ends(self) -> Iterator[Vertex]:
        """The ends whose words stand over their wires: the output's over its gate, an input's over its fork if no wire rises there."""
        main = spine(list(self.known.values()), self.edges)
        for edge in self.edges:
            tail, head = self.known[edge.tail], self.known[edge.head]
            if head.kind == "output" and tail.kind == "gate" and not head.flag[0] and head.id not in self.low:
                before = min(head.width - self.shortest, tail.width + APART)
                yield over_wire(head, tail, before=before) if before > LEAST and self.free_above(tail, main) else head
            if tail.stacked and head.kind == "fork" and tail.id not in self.low:
                rising = [each for each in self.after[head.id] if (head.id, each.id) not in main]
                if all(each.hung for each in rising):
                    yield over_wire(tail, head, after=tail.width - self.shortest)


def over_wire(end: Vertex, beside: Vertex, before: float = 0.0, after: float = 0.0) -> Vertex:
    """The words of an end over its wire and what it joins."""
    lift = beside.height / 2 + ABOVE - STRIP / 2
    under = STRIP / 2
    words = end.height - end.under if end.stacked else end.height + under
    return replace(end, height=words + lift + under, under=under, lift=lift, before=before, after=after, stacked=True)


def reaching_out(known: Mapping[str, Vertex], edges: Sequence[Edge], close: bool) -> Iterator[Vertex]:
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
        *others, last = beside
        if close and last.kind == "input" and uses[last.id] == 1 and others[-1] in joined:
            yield under_wire(last, known[gate], tails[others[-1].id])
        else:
            others = beside
        core = max(SHORTEST, *(each.core for each in joined))
        passed = [tails[each.id] for each in joined]
        lift = max(0.0, max(each.height for each in passed) / 2 + ABOVE - STRIP / 2 - NODESEP)
        taken = [
            reach_over(each) + each.width * 0.22
            for each in passed
            if any(other.kind == "input" for other in into[each.id])
        ]
        for each in others:
            before = min(each.width - core, *taken, inf)
            if each.kind == "input" and uses[each.id] == 1 and before > LEAST:
                yield replace(each, before=before, lift=lift)


def under_wire(end: Vertex, gate: Vertex, passed: Vertex) -> Vertex:
    """An input with its words under the beginning of its wire, between the circle that it passes and its gate."""
    if end.flag[0]:
        return end
    lift = max(0.0, passed.height / 2 + ABOVE - STRIP / 2 - NODESEP)
    under = end.height + ABOVE
    after = min(reach_over(gate) + gate.width / 2, end.width - SHORTEST_OF_ALL)
    before = end.width - SHORTEST_OF_ALL - after
    return replace(end, height=under + STRIP / 2, under=under, lift=lift, before=before, after=after, stacked=True)


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


def reach_over(neighbour: Vertex) -> float:
    """How far a label may reach over a neighbour: to the middle of a circle, and not far over what ends the figure."""
    return APART + (neighbour.width / 2 - ABOVE if neighbour.kind in ("gate", "fork") else min(OVER, neighbour.width))
