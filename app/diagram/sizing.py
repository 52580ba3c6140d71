"""Sizes: the words of every slot typeset and measured, gates as large as their symbols, and the layout asked for it all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, hypot

from app.autodiff.fold import Gate
from app.diagram import parts
from app.diagram.gate_symbols import Pair, inscribed
from app.diagram.label_content import Small, Word, Wording
from app.diagram.model import POINT
from app.diagram.parts import Part
from app.diagram.signs import sign
from app.diagram.structure import Scheme, Slot
from app.diagram.styles import ABOVE, BELOW, BESIDE, FLAGGED, FRAMED, Face, Style
from app.diagram.text_block import NARROW, RAISED, SHAPE_SIZE, SIZE, Inscription, Piece, gap, inscription
from app.layout import arrange, raised
from app.layout.boxes import STRIP, Box, Edge, Layout, Vertex
from app.typeset import (
    Big,
    Fence,
    Fraction,
    Identifier,
    Label,
    Math,
    Root,
    Row,
    Scripts,
    Symbol,
    Text,
    fitted,
    labels,
    plain,
)

RADIUS, WIDEST, NARROWER, SMALLEST, CLOSE = 17.0, 74.0, 52.0, 0.8, 0.88
"""A gate's least radius; the longest symbol that it grows for, and that where room is short, in points; how small a symbol
is set to fit, at most, and for the `d` of one to stand in the same circle."""
ROOM, RIM = 4.5, 1.0
"""Between a symbol and its circle, and between a circle's line and the wires that end at it."""
FORK = 6.5
ASIDE, LIFT, PADDING, MARGIN = 5.0, 1.5, 5.0, 3.0
"""Between a wire's end and what stands beside it; between a label and the strip of its wire; inside a box; round a label."""
FLAG_PADDING, FLAG_HEIGHT, FLAG_CLEAR = 5.0, 16.0, 2.0
"""Beside and above the name in a flag; a flag's least height; and what is kept free above and below it."""
SHAPE_GAP, LOWEST = 3.0, 11.0


@dataclass(frozen=True, slots=True)
class Set:
    """A face, typeset."""

    panel: str
    place: str
    tone: str
    inscription: Inscription


@dataclass(frozen=True, slots=True)
class Disc:
    """A gate, typeset: its symbol in both panels, its radius, and its name to be read aloud."""

    gate: Gate
    forward: Label
    backward: Label
    radius: float
    name: str

    @property
    def part(self) -> Part:
        return parts.gate(self.gate.index)


@dataclass(frozen=True, slots=True)
class Sizes:
    """All words and gates of a figure, typeset and measured."""

    sets: Mapping[Part, tuple[Set, ...]]
    discs: tuple[Disc, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """The elements of one row with their sizes and places."""

    scheme: Scheme
    sets: Mapping[Part, tuple[Set, ...]]
    discs: tuple[Disc, ...]
    layout: Layout
    paired: bool = False

    def box(self, part: Part) -> Box:
        """Where a part stands."""
        return self.layout.boxes[str(part)]

    @property
    def stuck(self) -> set[int]:
        """The values whose wires run through something."""
        ends = [line for line in self.scheme.lines for _ in line.through[1:]]
        return {self.scheme.carried(ends[index]) for index in self.layout.stuck}

    @property
    def level(self) -> float:
        """The height of its first line."""
        return next((self.box(slot.part).level for slot in self.scheme.slots), 0.0)


@dataclass(frozen=True, slots=True)
class Words:
    """What all slots and gates of a figure say, typeset."""

    gates: Sequence[Gate]
    faces: Mapping[Part, Sequence[Face]]
    symbols: Sequence[tuple[Pair, ...]]
    types: Types

    def sizes(self, density: int) -> Sizes:
        """The same measured, as loose or as dense as it is wanted."""
        sets = {key: tuple(self.types.face(face, density) for face in found) for key, found in self.faces.items()}
        widest = WIDEST if density < NARROW else NARROWER
        discs = tuple(
            self.types.disc(gate, choices, widest) for gate, choices in zip(self.gates, self.symbols, strict=True)
        )
        return Sizes(sets, discs)


def words(scheme: Scheme, wording: Wording, style: Style) -> Words:
    """Typeset every word and every gate in one go."""
    trace, notation, gates = wording.formulas.trace, wording.options.notation, scheme.folded.gates
    faces = {
        slot.part: [face.parted for face in style.faces(wording, slot) if any(face.lines)] for slot in scheme.slots
    }
    symbols = [inscribed(trace, scheme.folded, gate, notation) for gate in gates]
    return Words(gates, faces, symbols, typeset(faces.values(), symbols))


def settings(
    scheme: Scheme, sizes: Sizes, style: Style, density: int, room: float, low: frozenset[int] = frozenset()
) -> list[Setting]:
    """Each row of a figure laid out by itself, from top to bottom.

    Labels are raised, if the density is to be so high, in rows that are longer than `room` without, but not those of the values `low`.
    """
    found = []
    for row in map(scheme.row, scheme.rows):
        made = setting(row, sizes, style, min(density, NARROW))
        raising = density > NARROW and made.layout.width > room
        found.append(setting(row, sizes, style, density, low) if raising else made)
    return found


def setting(scheme: Scheme, sizes: Sizes, style: Style, density: int, low: frozenset[int] = frozenset()) -> Setting:
    discs = [sizes.discs[gate.index] for row in {line.row for line in scheme.lines} for gate in scheme.gates(row)]
    placed = arrange(*boxes(scheme, discs, sizes, style, density, low), tight=density >= NARROW)
    return Setting(scheme, sizes.sets, tuple(discs), placed, style.paired)


def boxes(
    scheme: Scheme,
    discs: Sequence[Disc],
    sizes: Sizes,
    style: Style,
    density: int,
    low: frozenset[int] = frozenset(),
) -> tuple[list[Vertex], list[Edge]]:
    """What layout is asked to place and to join."""
    vertices = [vertex(slot, sizes.sets[slot.part], style) for slot in scheme.slots]
    vertices += [round_vertex(disc.part, "gate", disc.radius) for disc in discs]
    vertices += [round_vertex(fork.part, "fork", FORK) for fork in scheme.forks]
    edges = [Edge(str(tail), str(head)) for line in scheme.lines for tail, head in pairwise(line.through)]
    if density >= RAISED:
        vertices = raised(vertices, edges, {str(slot.part) for slot in scheme.slots if slot.value in low})
    return vertices, edges


@dataclass(frozen=True, slots=True)
class Types:
    """Labels by the identity of the mathematics that they show: comparing trees would take longer than drawing them."""

    made: Mapping[int, Label]

    def face(self, face: Face, density: int) -> Set:
        lines = [[piece for at, word in enumerate(words) for piece in self.pieces(word, at)] for words in face.lines]
        return Set(face.panel, face.place, face.tone, inscription(*lines, density=density))

    def pieces(self, word: Word, at: int) -> list[Piece]:
        if isinstance(word, Small):
            return [gap(SHAPE_GAP), self.made[id(word)]] if at else [self.made[id(word)]]
        return [self.made[id(word)] if isinstance(word, Math) else word]

    def disc(self, gate: Gate, choices: tuple[Pair, ...], widest: float) -> Disc:
        """The first symbol that fits, or the last; what is still too long is set smaller."""
        shown, found = choices[0], tuple(self.made[id(math)] for math in choices[0])
        for pair in choices[1:]:
            if all(label.width * SMALLEST <= widest for label in found):
                break
            shown, found = pair, labels(pair, SIZE)
        forward, backward = found
        backward = forward if repeated(shown[0]) else backward
        if drawn := sign(shown[0]):
            return Disc(gate, drawn, drawn, RADIUS, plain(shown[0]))
        room = min(widest, max(forward.width, backward.width * CLOSE, 2 * (RADIUS - ROOM)))
        forward, backward = (fitted(label, room) if label.width > room else label for label in (forward, backward))
        radius = max(RADIUS, *(hypot(label.width / 2, label.height / 2) + ROOM for label in (forward, backward)))
        return Disc(gate, forward, backward, radius, plain(shown[0]))


def repeated(shown: Math) -> bool:
    """Whether the way back shows the same: a sign or a formula says with its colour what `d` says before a name."""
    first = shown.items[0] if isinstance(shown, Row) and shown.items else shown
    return isinstance(first, Symbol | Big | Fraction | Root | Fence) or (
        isinstance(first, Scripts) and not isinstance(first.base, Identifier | Text)
    )


def typeset(faces: Iterable[list[Face]], symbols: Iterable[tuple[Pair, ...]]) -> Types:
    """All words and the first choice of every symbol, in one compile."""
    words = [word for found in faces for face in found for line in face.lines for word in line]
    normal = [word for word in words if isinstance(word, Math)] + [math for choices in symbols for math in choices[0]]
    small = [word for word in words if isinstance(word, Small)]
    made = labels([*normal, *(word.math for word in small)], SIZE)
    found = {id(math): label for math, label in zip(normal, made, strict=False)}
    shapes = labels([word.math for word in small], SHAPE_SIZE)
    return Types(found | {id(word): label for word, label in zip(small, shapes, strict=True)})


def round_vertex(part: Part, kind: str, radius: float) -> Vertex:
    """A circle with the rim that wires keep from its line."""
    return Vertex(str(part), kind, 2 * (radius + RIM), 2 * (radius + RIM))


def vertex(slot: Slot, sets: tuple[Set, ...], style: Style) -> Vertex:
    """The room that a slot takes, in whole points."""
    sizes = {place: extent(sets, place) for place in (BESIDE, ABOVE, BELOW, FRAMED)}
    width = max((width for width, _ in sizes.values()), default=0.0)
    if slot.vertex != "label":
        reach = max([LOWEST, *(each.inscription.reach for each in sets)])
        flag, beside = flag_size(sets), extent(sets, BESIDE)[0]
        width = beside + ASIDE if beside or not flag else 0.0
        height = 2 * ceil(max(reach, flag[1] / 2 + FLAG_CLEAR if flag else 0.0))
        across = ceil(width + (flag[0] if flag else 0.0))
        return Vertex(str(slot.part), slot.vertex, across, height, slant=not style.carried)
    box = sizes[FRAMED][1] / 2 + PADDING if sizes[FRAMED][1] else 0.0
    above = max(STRIP / 2, box) + (sizes[ABOVE][1] + LIFT if sizes[ABOVE][1] else 0.0)
    below = max(STRIP / 2, box) + (sizes[BELOW][1] + LIFT if sizes[BELOW][1] else 0.0)
    spread = width + (2 * PADDING if box else 2 * MARGIN)
    return Vertex(str(slot.part), "label", ceil(spread), ceil(above) + ceil(below), under=float(ceil(below)))


def flag_size(sets: Sequence[Set]) -> tuple[float, float] | None:
    """Width and height of the flag among the sets, if there is one."""
    made = next((each.inscription for each in sets if each.place == FLAGGED), None)
    if made is None:
        return None
    return made.width + 2 * FLAG_PADDING + POINT, max(FLAG_HEIGHT, made.height + FLAG_PADDING)


def extent(sets: tuple[Set, ...], place: str) -> tuple[float, float]:
    """The largest width and height of what stands at a place."""
    found = [each.inscription for each in sets if each.place == place]
    return max((each.width for each in found), default=0.0), max((each.height for each in found), default=0.0)
