"""Inputs that go only into one gate stand in a bunch beside it, at one distance from each other and from the gate.

Graphviz sees a bunch as one box, so the gate stands at its middle and the slants come out alike. Where an input's wire
carries a label, the two are one member of the bunch.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby, pairwise

from app.layout.boxes import Box, Edge, Vertex
from app.layout.field import Field
from app.layout.wire import straight

GAP, LEAD = 9.0, 8.0
"""Between the members of a bunch, and between an input and the label on its wire, in points."""
NEAREST, SLOPE = 27.0, 0.75
"""An input stands no nearer to its gate's rim, and moves to where its wire has this slope."""
STEEP, SHARES = 1.2, (1.0, 0.75, 0.5, 0.25)
"""The slope from which it stands better farther away; and how much of the way it moves there, the most that is free."""
PITCH = 32.0
"""The least distance between two of their wires' ends, so that low labels too get a slant."""
FAN, CLOSE = 8, 2.0
"""More members than this make no fan: they stand in a column, so far apart, and share one wire into their gate."""
FEW, TALL = 3, 150.0
"""So many always make a fan; more only if it is not taller than this, in points."""


@dataclass(frozen=True, slots=True)
class Member:
    """An input, or an input and the label on its wire; `last` is the one whose wire goes into the gate."""

    input: Vertex
    label: Vertex | None = None

    @property
    def last(self) -> Vertex:
        return self.label or self.input

    @property
    def width(self) -> float:
        return self.input.core + (self.label.width + LEAD if self.label else 0.0)

    @property
    def above(self) -> float:
        """How far it reaches above its wire."""
        return max(self.input.above, self.label.above if self.label else 0.0)

    @property
    def below(self) -> float:
        return max(self.input.below, self.label.below if self.label else 0.0)

    def boxes(self, right: float, width: float, y: float) -> dict[str, Box]:
        """Where its vertices stand: an input alone as wide as its bunch, a label at the right with its input before it."""
        if self.label is None:
            before, after = self.input.before, self.input.after
            whole = width + before + after
            place = right + after - whole / 2, y + self.below - self.input.height / 2
            over = self.input.stacked and not self.input.hangs
            return {self.input.id: Box(*place, whole, self.input.height, y, before, after, over)}
        label, start = self.label, right - self.label.width - LEAD
        middle = y + label.under - label.height / 2
        return {
            label.id: Box(right - label.width / 2, middle, label.width, label.height, y),
            self.input.id: Box(start - self.input.width / 2, y, self.input.width, self.input.height, y),
        }


@dataclass(frozen=True)
class Bunch:
    """Members from top to bottom, all inputs of `gate`."""

    members: tuple[Member, ...]
    gate: str

    @cached_property
    def ids(self) -> list[str]:
        return [vertex.id for each in self.members for vertex in (each.input, each.label) if vertex]

    @cached_property
    def shared(self) -> bool:
        """Whether its wires run into one, as there are too many of them for a fan or they would be too steep."""
        bare = all(each.label is None for each in self.members)
        steep = bare and len(self.members) > FEW and self.offsets(PITCH, GAP)[-1] > TALL
        return len(self.members) > FAN or steep

    @cached_property
    def places(self) -> list[float]:
        """How far below the first wire each of them is."""
        return self.offsets(0.0, CLOSE) if self.shared else self.offsets(PITCH, GAP)

    def offsets(self, least: float, gap: float) -> list[float]:
        steps = [max(least, one.below + other.above + gap) for one, other in pairwise(self.members)]
        return list(accumulate(steps, initial=0.0))

    @cached_property
    def vertex(self) -> Vertex:
        """What Graphviz sees: a symmetric box whose middle is the middle between the first wire and the last; one alone as it is."""
        lift = max(each.input.lift for each in self.members)
        first, *others = self.members
        if first.input.hangs and not others:
            return first.input._replace(
                width=first.width, height=first.input.height + lift, lift=0.0, before=0.0, after=0.0
            )
        reach = self.places[-1] / 2 + max(self.members[0].above, self.members[-1].below) + lift
        return Vertex(self.members[0].last.id, "input", max(each.width for each in self.members), 2 * reach)

    def boxes(self, whole: Box) -> dict[str, Box]:
        """Where each member stands when the whole stands there."""
        places, right = self.places, whole.x + whole.width / 2
        top = whole.level - places[-1] / 2
        placed = [each.boxes(right, whole.width, top + down) for each, down in zip(self.members, places, strict=True)]
        return {key: box for boxes in placed for key, box in boxes.items()}


def gather(vertices: Sequence[Vertex], edges: Sequence[Edge], main: Collection[tuple[str, str]] = ()) -> list[Bunch]:
    """The bunches of a graph: for each gate, each run of neighbouring arguments that are inputs used once and not on the `main` way."""
    known = {vertex.id: vertex for vertex in vertices}
    uses = Counter(edge.tail for edge in edges)
    first = {tail for tail, _ in main}
    lone = {
        key: Member(vertex)
        for key, vertex in known.items()
        if vertex.kind == "input" and uses[vertex.id] == 1 and key not in first
    }
    arguments: dict[str, list[str]] = defaultdict(list)
    for edge in edges:
        if known[edge.head].kind == "gate":
            arguments[edge.head].append(edge.tail)
        elif known[edge.head].kind == "label" and edge.tail in lone:
            lone[edge.head] = Member(known[edge.tail], known[edge.head])
    runs = [
        (gate, alone, tuple(run))
        for gate, tails in arguments.items()
        for alone, run in groupby(tails, key=lone.__contains__)
    ]
    return [Bunch(tuple(lone[tail] for tail in run), gate) for gate, alone, run in runs if alone]


def lean(field: Field, bunches: Sequence[Bunch]) -> None:
    """Move inputs from the middle of their column towards their gate, until their wires are as steep as they should be."""
    for each in bunches:
        across = 0.0 if each.shared else leaning(field, each)
        if across > 1:
            move(field, each, across)


def step_back(field: Field, bunches: Sequence[Bunch]) -> bool:
    """Move inputs whose wires are far too steep away from their gate, where these stay straight; whether there were any."""
    leftmost = min((box.x - box.width / 2 for box in field.boxes.values()), default=0.0)
    moved = False
    for each in [bunch for bunch in bunches if not bunch.shared]:
        gate = field.boxes[each.gate]
        ends = [field.boxes[member.last.id] for member in each.members]
        if all(plain(member) for member in each.members) and any(
            abs(box.level - gate.y) > STEEP * (gate.x - box.right) for box in ends
        ):
            left = min(box.x - box.width / 2 for box in ends)
            across = max(leaning(field, each), leftmost - left)
            moved |= across < -1 and any(move(field, each, share * across, gate) for share in SHARES)
    return moved


def plain(member: Member) -> bool:
    """Whether a member is an input with its words beside its wire, which slants straight to its gate."""
    return member.input.slant and not (member.label or member.input.stacked or member.input.lift)


def leaning(field: Field, bunch: Bunch) -> float:
    """How far right a bunch should move for its wires to have the slope that they should have."""
    gate = field.boxes[bunch.gate]
    lasts = [field.boxes[member.last.id] for member in bunch.members]
    wanted = gate.x - gate.width / 2 - NEAREST, *(gate.x - abs(box.level - gate.y) / SLOPE for box in lasts)
    return min(wanted) - lasts[0].right


def move(field: Field, bunch: Bunch, across: float, gate: Box | None = None) -> bool:
    """Move a bunch if there is room, and if a `gate` is told if its straight wires there meet nothing; whether it was moved."""
    moved = {key: field.boxes[key].moved(across, 0) for key in bunch.ids}
    ends = [moved[member.last.id] for member in bunch.members if gate]
    free = all(field.fits(box, bunch.ids) for box in moved.values())
    if not free or (gate and not all(unhindered(field, box, gate, bunch) for box in ends)):
        return False
    for key, box in moved.items():
        field.place(key, box)
    return True


def unhindered(field: Field, box: Box, gate: Box, bunch: Bunch) -> bool:
    """Whether a straight wire from an input to its gate meets nothing else."""
    return field.clear(straight((box.right, box.level), (gate.x, gate.y)), (*bunch.ids, bunch.gate))


def contracted(
    vertices: Sequence[Vertex], edges: Sequence[Edge], bunches: Sequence[Bunch]
) -> tuple[list[Vertex], list[Edge]]:
    """The graph with one vertex for each bunch."""
    wholes = {each.vertex.id: each.vertex for each in bunches}
    hidden = {key for each in bunches for key in each.ids} - wholes.keys()
    kept = [wholes.get(vertex.id, vertex) for vertex in vertices if vertex.id not in hidden]
    return kept, [edge for edge in edges if edge.tail not in hidden]
