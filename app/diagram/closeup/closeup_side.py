"""The words of one wire of a close-up, typeset, and where they stand."""

from __future__ import annotations

from dataclasses import dataclass

from app.diagram.closeup.closeup_content import Words
from app.diagram.closeup.closeup_marks import Drawing, block
from app.diagram.labels.text_block import LOOSE, Inscription
from app.diagram.model import BACKWARD, FORWARD, Point
from app.diagram.parts import Part

RADIUS, PAIR, NARROW = 40.0, 11.0, 5.0
"""The gate's radius, and how far from their axis its wires run: one pair at a side, or several."""
OVER, UNDER, BETWEEN = 5.0, 6.0, 5.0
"""Between words and the wire under or over them, and between blocks of words."""
BESIDE = 10.0
"""Between an upright wire and its words."""


@dataclass(frozen=True, slots=True)
class Side:
    """The words of one wire, typeset."""

    part: Part
    above: Inscription
    local: Inscription
    back: Inscription
    remark: Inscription

    @classmethod
    def of(cls, part: Part, words: Words, density: int = LOOSE) -> Side:
        return cls(part, *(block(lines, density) for lines in (words.above, words.local, words.back, words.remark)))

    @property
    def below(self) -> tuple[Inscription, ...]:
        return tuple(each for each in (self.local, self.back, self.remark) if each.lines)

    @property
    def width(self) -> float:
        return max(each.width for each in (self.above, *self.below))

    @property
    def over(self) -> float:
        return self.above.height + OVER

    @property
    def under(self) -> float:
        return UNDER + sum(each.height + BETWEEN for each in self.below)


def under(drawing: Drawing, side: Side, corner: Point) -> float:
    """The words of the way back from a corner on, and where they end."""
    left, y = corner
    for key, made, tone in (
        ("-local", side.local, FORWARD),
        ("", side.back, BACKWARD),
        ("-remark", side.remark, "quiet"),
    ):
        if made.lines:
            drawing.words(BACKWARD, side.part, key, made, (left, y), tone=tone)
            y += made.height + BETWEEN
    return y
