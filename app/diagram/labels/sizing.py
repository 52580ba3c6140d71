"""Sizes: the room that slots, gates and forks take, and the layout asked for it all."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, pairwise
from math import ceil, inf

from app.diagram.labels.styles import ABOVE, BELOW, BESIDE, FLAGGED, FRAMED, Style
from app.diagram.labels.text_block import NARROW, REACHING, Inscription, together
from app.diagram.labels.words import Disc, Set, Sizes, key
from app.diagram.model import POINT
from app.diagram.parts import Part
from app.diagram.structure import FLAG, Scheme, Slot, sorted_out
from app.layout import alike, arrange, bends, crossings, drawn_out, raised, set_aside, tucked
from app.layout.boxes import NO_FLAG, STRIP, Box, Edge, Layout, Vertex

RIM = 1.0
"""Between a circle's line and the wires that end at it."""
FORK = 6.5
ASIDE, LIFT, PADDING, MARGIN = 5.0, 1.5, 5.0, 3.0
"""Between a wire's end and what stands beside it; between a label and the strip of its wire; inside a box; round a label."""
FLAG_PADDING, FLAG_HEIGHT, FLAG_CLEAR = 5.0, 16.0, 2.0
"""Beside and above the name in a flag; a flag's least height; and what is kept free above and below it."""
WORTH = 12.0
"""So much lower must a row be for gates to be set aside in it, in points."""
LOWEST, OVER_HUNG = 11.0, 16.0
"""What an end reaches up and down at least; and what is kept free above the wire of a label that hangs from it."""


@dataclass(frozen=True)
class Setting:
    """The elements of one row with their sizes and places."""

    scheme: Scheme
    sets: Mapping[Part, tuple[Set, ...]]
    discs: tuple[Disc, ...]
    layout: Layout
    style: Style
    flat: bool = False
    """Whether its inputs and tags have their words in as few lines as may be."""

    def box(self, part: Part) -> Box:
        """Where a part stands."""
        return self.layout.boxes[str(part)]

    @property
    def stuck(self) -> set[int]:
        """The values whose wires run through something."""
        ends = [line for line in self.scheme.lines for _ in line.through[1:]]
        return {self.scheme.carried(ends[index]) for index in self.layout.stuck}

    @property
    def tight(self) -> set[Part]:
        """What stands on the wires that run through something."""
        ends = [line for line in self.scheme.lines for _ in line.through[1:]]
        return {part for index in self.layout.stuck for part in ends[index].through}

    def parts_of(self, values: Collection[int]) -> set[Part]:
        """Where these values are written."""
        return {slot.part for slot in self.scheme.slots if slot.value in values}

    @cached_property
    def crossings(self) -> list[tuple[int, int]]:
        """The values whose wires cross, a pair for each time they do."""
        carried = [self.scheme.carried(line) for line in self.scheme.lines for _ in line.through[1:]]
        return [(carried[one], carried[other]) for one, other in crossings(self.layout.curves)]

    @cached_property
    def clarity(self) -> tuple[int, int]:
        """How often its wires cross, and how often they bend: the fewer the clearer."""
        curves = iter(self.layout.curves)
        return len(self.crossings), sum(bends(islice(curves, len(line.through) - 1)) for line in self.scheme.lines)

    @property
    def first_gate(self) -> float:
        """How far from its left edge its first gate stands."""
        return min(self.box(disc.part).x for disc in self.discs)

    def moved(self, across: float) -> Setting:
        """The same so much farther to the right."""
        return replace(self, layout=self.layout.moved(across)) if across else self

    def flush(self, right: float) -> Setting:
        """The same with its flags at the right edge, where their ways there are free."""
        ends = [str(line.through[-1]) for line in self.scheme.lines for _ in line.through[1:]]
        flags = {str(slot.part) for slot in self.scheme.slots if slot.role == FLAG}
        last = {key: index for index, key in enumerate(ends) if key in flags}
        return replace(self, layout=drawn_out(self.layout, last.items(), right)) if last else self

    @property
    def row(self) -> int:
        """The number of the row that it stands in."""
        return self.scheme.lines[0].row

    @property
    def level(self) -> float:
        """The height of its first line."""
        return next((self.box(slot.part).level for slot in self.scheme.slots), 0.0)


class Written:
    """A figure with its words written in one way: each row is laid out when it is asked for; like ones stand in the same columns."""

    def __init__(self, scheme: Scheme, sizes: Sizes, style: Style, density: int, flat: bool) -> None:
        self.sizes, self.style, self.density, self.flat = sizes, style, density, flat
        self.broken = any(scheme.breaks.rows)
        known = {disc.part: disc for disc in sizes.discs}
        drawn = [
            (number, piece, tuple(known[gate] for gate in piece.gates))
            for number, pieces in scheme.in_pieces.items()
            for piece in pieces
        ]
        asked = alike([boxes(piece, discs, sizes, style) for _, piece, discs in drawn])
        self.rows = sorted_out(zip(drawn, asked, strict=True), lambda each: each[0][0])

    def row(self, number: int, low: Collection[str], room: float, *, raising: bool) -> list[Setting]:
        """A row in pieces that nothing joins, each laid out by itself; what is flat stays without wires where it is longer than its room.

        Labels are raised, but not those of the parts `low`, if the row is to be made shorter by `raising` them.
        """
        found = []
        for (_, piece, discs), (vertices, edges) in self.rows[number]:
            placed = self.lowered(vertices, edges, low, room, raising=raising)
            found.append(Setting(piece, self.sizes.sets, discs, placed, self.style, self.flat))
        return found

    def stood(self, number: int, low: Collection[str], *, raising: bool) -> list[Vertex]:
        """What stands in a row, its labels raised as little as may be, or not."""
        rows = [asked for _, asked in self.rows[number]]
        sparing = self.density < REACHING
        return [each for asked in rows for each in (self.lift(*asked, low, sparing=sparing) if raising else asked[0])]

    def most(self, room: float) -> float:
        """How long a row may be: one that is not flat is drawn however long it is."""
        return room if self.flat else inf

    def lowered(
        self, vertices: Sequence[Vertex], edges: Sequence[Edge], low: Collection[str], room: float, *, raising: bool
    ) -> Layout:
        """A row laid out; gates that only inputs join stand behind others, and not below them, if it is lower so and has room for that."""

        def laid(order: Sequence[Edge] = ()) -> Layout:
            if raising:
                return self.raised(vertices, edges, low, room, order)
            return self.laid(vertices, edges, room, order)

        placed = laid()
        order = list(set_aside(vertices, edges)) if self.broken and placed.width < room else []
        if not order:
            return placed
        aside = laid(order)
        tangled = aside.stuck or len(list(crossings(aside.curves))) > len(list(crossings(placed.curves)))
        return placed if tangled or aside.width > room or aside.height > placed.height - WORTH else aside

    def laid(self, vertices: Sequence[Vertex], edges: Sequence[Edge], room: float, order: Sequence[Edge]) -> Layout:
        close = self.density >= NARROW
        tuck = close and self.style.single and not self.style.carried
        asked = tucked(vertices, edges) if tuck else vertices
        return arrange(asked, edges, tight=close, room=self.most(room), order=order)

    def lift(
        self, vertices: Sequence[Vertex], edges: Sequence[Edge], low: Collection[str], *, sparing: bool = False
    ) -> list[Vertex]:
        reaching = self.density >= REACHING
        return raised(vertices, edges, low, reaching=reaching, sparing=sparing, close=self.style.close)

    def raised(
        self,
        vertices: Sequence[Vertex],
        edges: Sequence[Edge],
        low: Collection[str],
        room: float,
        order: Sequence[Edge],
    ) -> Layout:
        """A row with its labels raised: if that is short enough and tangles nothing, the shorter texts stay close above their wires."""
        reaching = self.density >= REACHING
        if not reaching:
            placed = arrange(self.lift(vertices, edges, low, sparing=True), edges, tight=True, room=room, order=order)
            if placed.width <= room and not placed.stuck and not any(crossings(placed.curves)):
                return placed
        placed = arrange(self.lift(vertices, edges, low), edges, tight=True, room=self.most(room), order=order)
        ends = [each for each in vertices if each.kind == "output" and not each.flag[0]]
        if reaching and ends and not placed.stuck and placed.width + sum(each.width for each in ends) <= room:
            # Words over the last gate would leave its arrow bare: there is room for them behind it.
            behind = self.lift(vertices, edges, {*low, *(each.id for each in ends)})
            beside = arrange(behind, edges, tight=True, room=room, order=order)
            if beside.width <= room and not beside.stuck:
                return beside
        return placed


def boxes(scheme: Scheme, discs: Sequence[Disc], sizes: Sizes, style: Style) -> tuple[list[Vertex], list[Edge]]:
    """What layout is asked to place and to join."""
    vertices = [room(slot, sizes, style) for slot in scheme.slots]
    vertices += [round_vertex(disc.part, "gate", disc.radius) for disc in discs]
    vertices += [round_vertex(fork.part, "fork", FORK) for fork in scheme.forks]
    return vertices, [Edge(str(tail), str(head)) for line in scheme.lines for tail, head in pairwise(line.through)]


def round_vertex(part: Part, kind: str, radius: float) -> Vertex:
    """A circle with the rim that wires keep from its line."""
    return Vertex(str(part), kind, 2 * (radius + RIM), 2 * (radius + RIM))


def room(slot: Slot, sizes: Sizes, style: Style) -> Vertex:
    """The room that a slot takes, worked out once."""
    sets = sizes.sets[slot.part]
    said = key(slot), id(sets)
    if said not in sizes.vertices:
        sizes.vertices[said] = vertex(slot, sets, style)
    return sizes.vertices[said]


def vertex(slot: Slot, sets: tuple[Set, ...], style: Style) -> Vertex:
    """The room that a slot takes, in whole points."""
    words = {place: at(sets, place, style) for place in {each.place for each in sets}}
    sizes = {place: extent(words.get(place, ())) for place in (BESIDE, ABOVE, BELOW, FRAMED)}
    width = max((width for width, _ in sizes.values()), default=0.0)
    if slot.vertex != "label":
        beside_wire = (each for place in (BESIDE, FLAGGED, BELOW, FRAMED) for each in words.get(place, ()))
        reach = max([LOWEST, *(each.reach for each in beside_wire)])
        flag, beside = flag_size(sets), sizes[BESIDE][0]
        width = beside + ASIDE if beside or not flag else 0.0
        under = ceil(max(reach, flag[1] / 2 + FLAG_CLEAR if flag else 0.0))
        over = max(under, ceil(STRIP / 2 + LIFT + sizes[ABOVE][1]) if sizes[ABOVE][1] else 0)
        across = ceil(max(width + (flag[0] if flag else 0.0), sizes[ABOVE][0] + ASIDE))
        made = Vertex(
            str(slot.part),
            slot.vertex,
            across,
            over + under,
            slant=not style.carried,
            flag=flag or NO_FLAG,
            onward=slot.onward,
        )
        return made._replace(under=under, stacked=True) if over > under else made
    box = sizes[FRAMED][1] / 2 + PADDING if sizes[FRAMED][1] else 0.0
    above = max(STRIP / 2, box) + (sizes[ABOVE][1] + LIFT if sizes[ABOVE][1] else 0.0)
    below = max(STRIP / 2, box) + (sizes[BELOW][1] + LIFT if sizes[BELOW][1] else 0.0)
    if slot.hung and not style.carried and (sets or not style.close):
        above = max(above, OVER_HUNG)
    if slot.hung and style.close:
        # What says nothing hangs all the same.
        below = max(below, STRIP)
    spread = width + (2 * PADDING if box else 2 * MARGIN)
    widths = [each.inscription.width for each in sets if each.place in (ABOVE, BELOW) and not style.single]
    narrowest = ceil(min(widths) + 2 * MARGIN) if len(widths) > 1 else 0.0
    whole, hanging = ceil(above) + ceil(below), float(ceil(below))
    return Vertex(str(slot.part), "label", ceil(spread), whole, under=hanging, narrowest=narrowest)


def flag_size(sets: Sequence[Set]) -> tuple[float, float] | None:
    """Width and height of the flag among the sets, if there is one."""
    made = next((each.inscription for each in sets if each.place == FLAGGED), None)
    if made is None:
        return None
    return made.width + 2 * FLAG_PADDING + POINT, max(FLAG_HEIGHT, made.height + FLAG_PADDING)


def extent(found: Sequence[Inscription]) -> tuple[float, float]:
    """The largest width and height of what stands at a place."""
    return max((each.width for each in found), default=0.0), max((each.height for each in found), default=0.0)


def at(sets: Sequence[Set], place: str, style: Style) -> list[Inscription]:
    """What stands at a place; where both passes share a panel it stands above each other, and all of it is one block."""
    found = [each.inscription for each in sets if each.place == place]
    return [together(found)] if style.single and len(found) > 1 else found
