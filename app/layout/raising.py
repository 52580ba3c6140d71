"""Labels raised above what their wires join, so that circles stand closer together than labels are wide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.layout.boxes import STRIP, Edge, Vertex
from app.layout.column import APART
from app.layout.spine import spine
from app.layout.tucking import ABOVE, LEAST, SHORTEST, SHORTEST_OF_ALL, reach_over, reaching_out

BEFORE_WIRE = 10.0
"""How far a label reaches towards a circle where another wire comes to it, in points."""
SLANTED = 9.0
"""How far the heads of wires that slant into a fork reach above it, in points."""


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
        made |= {each.id: each for each in reaching_out(known | made, edges, close=close, stacking=True)}
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
        return label._replace(
            height=label.height + lift, under=under, lift=lift, before=before * share, after=after * share
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
        """Whether no wire comes down to a gate, or words over it have room beside that."""
        first, *others = self.before[gate.id]
        return not self.close or (first.id, gate.id) in main or not any(each.kind == "label" for each in others)

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
                yield (
                    over_wire(head, tail, before=before)
                    if before > LEAST and (not self.close or self.free_above(tail, main))
                    else head
                )
            if tail.stacked and head.kind == "fork" and tail.id not in self.low:
                rising = [each for each in self.after[head.id] if (head.id, each.id) not in main]
                if all(each.hung for each in rising):
                    yield over_wire(tail, head, after=tail.width - self.shortest)


def over_wire(end: Vertex, beside: Vertex, before: float = 0.0, after: float = 0.0) -> Vertex:
    """The words of an end over its wire and what it joins."""
    lift = beside.height / 2 + ABOVE - STRIP / 2
    under = STRIP / 2
    words = end.height - end.under if end.stacked else end.height + under
    return end._replace(height=words + lift + under, under=under, lift=lift, before=before, after=after, stacked=True)
