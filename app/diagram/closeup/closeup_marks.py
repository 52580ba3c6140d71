"""The marks that close-ups are made of: words beside wires, wires with heads, gates with their symbols."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.diagram.drawing.arrows import headed
from app.diagram.drawing.placement import Element, Placement
from app.diagram.labels.drawn_signs import INK, sign
from app.diagram.labels.label_content import Lines, Small, Word
from app.diagram.labels.text_block import LOOSE, NOTHING, SHAPE_SIZE, Inscription, gap, inscription
from app.diagram.labels.words import SMALLEST
from app.diagram.model import FORWARD, Circle, Curve, Point, Text
from app.diagram.parts import Part
from app.diagram.quantities import SIZE, Piece
from app.typeset import Label, Math, label, labels, plain, scaled, secondary

SHAPE_GAP, LEADING = 6.0, 5.0
"""Before a shape, and between lines."""
SHARE = 1.35
"""How much of its circle's radius a symbol that is no sign may be wide."""
LARGEST = 2.2
"""How much larger than type a symbol is set, at most."""


def block(lines: Lines, density: int = LOOSE) -> Inscription:
    """Lines of words, typeset and measured."""
    set_small = [word.math for words in lines for word in words if isinstance(word, Small)]
    labels([word for words in lines for word in words if isinstance(word, Math)], SIZE)
    labels(set_small, SHAPE_SIZE)
    typeset = [[piece for word in words for piece in pieces(word)] for words in lines]
    made = inscription(*typeset, density=density) if lines else NOTHING
    return replace(made, leading=LEADING)


def pieces(word: Word) -> list[Piece]:
    if isinstance(word, Small):
        return [gap(SHAPE_GAP), secondary(label(word.math, SHAPE_SIZE))]
    return [label(word, SIZE) if isinstance(word, Math) else word]


@dataclass
class Drawing:
    """Marks in the making, with places for numbers."""

    elements: list[Element] = field(default_factory=list)

    def words(
        self,
        panel: str,
        part: Part,
        key: str,
        made: Inscription,
        at: Point,
        *,
        tone: str = "",
        align: str = "left",
        lead: float | None = None,
    ) -> None:
        """Words with an edge or their middle, and their top, at `at`; a wire at the height `lead` starts where they end."""
        if made.lines:
            ident = f"{panel}-{part}{key}"
            self.elements.append(Placement(ident, panel, part, tone or panel, *at, align, made, lead))

    def wire(self, panel: str, part: Part, points: Sequence[Point], key: str = "", *, head: bool = True) -> None:
        """A wire through cubics, with a head at its end."""
        line, tip = headed(tuple(points)) if head else (tuple(points), ())
        self.elements.append(Curve(f"{panel}-{part}{key}-line", panel, part, line, tip, tone=panel))

    def gate(self, panel: str, part: Part, key: str, choices: Sequence[Math], middle: Point, radius: float) -> None:
        """A circle with the first symbol that fits into it, or the last."""
        shown = next((each for each in choices if fits(each, radius)), choices[-1])
        name = f"{plain(shown)} gate"
        ident = f"{panel}-{part}{key}"
        self.elements.append(Circle(ident, panel, part, *middle, radius, tone=panel, name=name))
        made = symbol(shown, radius)
        corner = middle[0] - made.width / 2, middle[1] - made.height / 2
        self.elements.append(Text(f"{ident}-symbol", panel, part, *corner, made, tone=FORWARD if not key else panel))


def fits(shown: Math, radius: float) -> bool:
    """Whether a symbol need hardly be set smaller than type to stand in its circle."""
    return label(shown, SIZE).width * SMALLEST <= SHARE * radius


def symbol(shown: Math, radius: float) -> Label:
    """A gate's symbol as large as its circle lets it be: a sign has a third of it."""
    if drawn := sign(shown):
        return scaled(drawn, 2 * radius / 3 / INK)
    made = label(shown, SIZE)
    room = SHARE * radius
    return scaled(made, min(LARGEST, room / made.width, room / made.height))
