"""Words: what slots and gates say, typeset. A figure is tried in several ways, and what has been set once is not set again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import hypot

from app.autodiff.folding.fold import Folded, Gate
from app.diagram import parts
from app.diagram.formulas.explanations import enumerated
from app.diagram.formulas.gate_symbols import Pair, inscribed
from app.diagram.labels.drawn_signs import sign
from app.diagram.labels.label_content import Small, Word, Wording
from app.diagram.labels.name_lines import in_lines
from app.diagram.labels.styles import BEHIND, Face, Style
from app.diagram.labels.text_block import LONG, LOOSE, NARROW, RAISED, SHAPE_SIZE, Inscription, Passage, gap
from app.diagram.model import BACKWARD
from app.diagram.parts import Part
from app.diagram.quantities import SIZE, Piece
from app.diagram.structure import Scheme, Slot
from app.layout.boxes import Vertex
from app.typeset import (
    EM,
    LEAST,
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
    scaled,
    secondary,
)

RADIUS, WIDEST, NARROWER, SMALLEST, CLOSE = 17.0, 74.0, 52.0, 0.8, 0.88
"""A gate's least radius; the longest symbol that it shows, and that which it grows for before the symbol is set smaller or where room is
short, in points; how small it is set to fit, at most, and for the `d` of one to stand in the same circle."""
CLOSE_UP = 60.0
"""Where all stands close, a rule of more width is broken wherever that makes it narrower, in points."""
ROOM, SHAPE_GAP = 4.5, 3.0
"""Between a symbol and its circle, and before a shape."""

Key = tuple[Part, str, int, tuple[int, ...], bool, bool]
"""What a slot's words depend on: all of it but its row."""


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
    vertices: dict[tuple[Key, int], Vertex]
    """The rooms that slots take, by what stands in them, kept for when the same are wanted again."""


class Words:
    """What the slots and gates of one figure say at one level of detail."""

    def __init__(self, folded: Folded, wording: Wording, style: Style) -> None:
        self.folded, self.wording, self.style = folded, wording, style
        self.faces: dict[Key, list[tuple[Face, Passage]]] = {}
        self.types = Types({})
        self.set: dict[tuple[Key, int], tuple[Set, ...]] = {}
        self.alike: dict[tuple[Key, tuple[int, ...]], tuple[Set, ...]] = {}
        """What is said in several densities alike, by the identity of its inscriptions."""
        self.discs: dict[float, tuple[Disc, ...]] = {}
        self.vertices: dict[tuple[Key, int], Vertex] = {}

    def sizes(self, scheme: Scheme, density: int, *, flat: bool = False, gates: int | None = None) -> Sizes:
        """What a scheme says, as loose or as dense as it is wanted; what inputs and tags say in as few lines as may be if `flat`.

        What stands in `gates` is as dense as all of the figure, if that is told: like ones are of one size in every row.
        """
        self.say(scheme.slots)
        wide = (density if gates is None else gates) < NARROW
        density = NARROW if density == RAISED else density
        sets = {
            slot.part: self.sets(key(slot), LOOSE if flat and slot.vertex == "input" else density)
            for slot in scheme.slots
        }
        return Sizes(sets, self.gates(WIDEST if wide else NARROWER), self.vertices)

    def say(self, slots: Sequence[Slot]) -> None:
        """Typeset what these slots say that has not been set, and at first every gate, in one go."""
        fresh = {key(slot): slot for slot in slots if key(slot) not in self.faces}
        if self.faces and not fresh:
            return
        said = {
            each: [face.parted for face in self.style.faces(self.wording, slot) if any(face.lines)]
            for each, slot in fresh.items()
        }
        self.types.typeset(said.values(), [] if self.faces else self.symbols)
        self.faces |= {each: [(face, self.types.passage(face)) for face in faces] for each, faces in said.items()}

    def sets(self, slot: Key, density: int) -> tuple[Set, ...]:
        if (slot, density) not in self.set:
            said = [(face, self.inscription(face, passage, density)) for face, passage in self.faces[slot]]
            made = tuple(Set(face.panel, face.place, face.tone, inscription) for face, inscription in said)
            self.set[slot, density] = self.alike.setdefault((slot, tuple(id(each) for _, each in said)), made)
        return self.set[slot, density]

    def inscription(self, face: Face, passage: Passage, density: int) -> Inscription:
        """A face's words, as dense as there is room for them."""
        close = self.style.close and face.panel == BACKWARD
        return passage.inscription(LOOSE if face.place == BEHIND else density, CLOSE_UP if close else LONG)

    @cached_property
    def symbols(self) -> list[tuple[Pair, ...]]:
        trace, notation = self.wording.formulas.trace, self.wording.options.notation
        return [inscribed(trace, self.folded, gate, notation) for gate in self.folded.gates]

    def gates(self, widest: float) -> tuple[Disc, ...]:
        if widest not in self.discs:
            pairs = zip(self.folded.gates, self.symbols, strict=True)
            self.discs[widest] = tuple(
                self.types.disc(gate, choices, widest, enumerated([*map(self.named, gate.outputs)]))
                for gate, choices in pairs
            )
        return self.discs[widest]

    def named(self, value: int) -> str:
        return plain(self.wording.formulas.name(value))


def called(symbol: str, made: str) -> str:
    """`× gate of f`: a gate by its symbol and by what it makes, as others have the same symbol."""
    return f"{symbol} gate" if symbol == made else f"{symbol} gate of {made}"


def key(slot: Slot) -> Key:
    return slot.part, slot.role, slot.value, slot.wires, slot.hung, slot.levelled


@dataclass(frozen=True, slots=True)
class Types:
    """Labels by the identity of the mathematics that they show, and their size: comparing trees would take longer than drawing them."""

    made: dict[tuple[int, float], Label]

    def typeset(self, faces: Iterable[list[Face]], symbols: Iterable[tuple[Pair, ...]]) -> None:
        """All words and the first choice of every symbol, in one compile."""
        sized = [(word, face.size) for found in faces for face in found for line in face.lines for word in line]
        normal = [(word, size) for word, size in sized if isinstance(word, Math)]
        normal += [(math, SIZE) for choices in symbols for math in choices[0]]
        small = [word for word, _ in sized if isinstance(word, Small)]
        made = labels([*(math for math, _ in normal), *(word.math for word in small)], SIZE)
        for (math, size), label in zip(normal, made, strict=False):
            self.made[id(math), size] = label if size == SIZE else scaled(label, size / SIZE)
        shapes = labels([word.math for word in small], SHAPE_SIZE)
        self.made.update(((id(word), SHAPE_SIZE), label) for word, label in zip(small, shapes, strict=True))

    def passage(self, face: Face) -> Passage:
        return Passage(
            [piece for at, word in enumerate(words) for piece in self.pieces(word, at, face.size)]
            for words in face.lines
        )

    def pieces(self, word: Word, at: int, size: float) -> list[Piece]:
        if isinstance(word, Small):
            made = self.made[id(word), SHAPE_SIZE]
            return [gap(SHAPE_GAP), secondary(made)] if at else [made]
        return [self.made[id(word), size] if isinstance(word, Math) else word]

    def disc(self, gate: Gate, choices: tuple[Pair, ...], widest: float, made: str) -> Disc:
        """The first symbol that fits, or the last; what is still too long is set smaller, as far as it can be read."""
        shown, found = choices[0], tuple(self.made[id(math), SIZE] for math in choices[0])
        for pair in choices[1:]:
            if all(label.width * max(SMALLEST, readable(label)) <= widest for label in found):
                break
            shown, found = pair, labels(pair, SIZE)
        forward, backward = found
        backward = forward if repeated(shown[0]) else backward
        if drawn := sign(shown[0]):
            return Disc(gate, drawn, drawn, RADIUS, called(plain(shown[0]), made))
        room = min(NARROWER, max(forward.width, backward.width * CLOSE, 2 * (RADIUS - ROOM)))
        forward, backward = (
            within(in_lines(math, label, NARROWER), room)
            for math, label in zip(shown, (forward, backward), strict=True)
        )
        radius = max(RADIUS, *(hypot(label.width / 2, label.height / 2) + ROOM for label in (forward, backward)))
        return Disc(gate, forward, backward, radius, called(plain(shown[0]), made))


def readable(label: Label) -> float:
    """How small a symbol may be set for its smallest sign to be read."""
    return min(1.0, LEAST / min((glyph.scale * EM for glyph in label.glyphs), default=SIZE))


def within(label: Label, room: float) -> Label:
    """A symbol set smaller where it is wider than its room, as far as it can be read."""
    least = max(room, label.width * readable(label))
    return fitted(label, least) if label.width > least else label


def repeated(shown: Math) -> bool:
    """Whether the way back shows the same: a sign or a formula says with its colour what `d` says before a name."""
    first = shown.items[0] if isinstance(shown, Row) and shown.items else shown
    return isinstance(first, Symbol | Big | Fraction | Root | Fence) or (
        isinstance(first, Scripts) and not isinstance(first.base, Identifier | Text)
    )
