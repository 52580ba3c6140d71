"""Where a slot's words stand, and what is drawn of them once their numbers are known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.diagram.heat_map import cell, shades
from app.diagram.labels.sizing import ASIDE
from app.diagram.labels.text_block import Inscription
from app.diagram.model import Heat, Mark, Rule, Text
from app.diagram.parts import Part
from app.diagram.quantities import Lookup
from app.typeset.compose import SHARE

SHORTEST, WIRE = 4.0, 0.95
"""A wire is drawn on over no less than this, and its stroke, in points."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a slot's words stand: the block's edge or middle (`align`) at `x`, its top at `y`.

    The block is as wide as its numbers may be, so that nothing moves when they change.
    """

    id: str
    panel: str
    part: Part
    tone: str
    x: float
    y: float
    align: str
    inscription: Inscription
    lead: float | None = None
    """The height of the wire that starts beside the block, if one does: it is drawn on to where the words end."""
    spare: float = 0.0
    """What is free at the right of the block, at the left of one that is `flush`, for a number that is longer than usual."""
    arrow: str = ""
    """The wire whose arrow comes to the block's right side, if one does."""
    behind: Inscription | None = None
    """What is to stand behind the formula; where that has no room, it is read aloud after the last."""

    def marks(self, lookup: Lookup) -> Iterator[Text | Rule | Heat]:
        """The words with their numbers, as marks."""
        left, *_ = self.area
        right = left
        for index, x, y, shape, value in self.inscription.pictures(lookup):
            key, place, made = f"{self.id}-{index}-heat", (left + x, self.y + y), shades(value, shape)
            yield Heat(key, self.panel, self.part, *place, *cell(shape), made, tone=self.tone, numeric=True)
        placed = self.inscription.placed(lookup, self.spare, flush=self.flush)
        for index, (x, y, label) in enumerate(placed):
            key = f"{self.id}-{index}" if index else self.id
            right = max(right, left + x + label.width)
            place, numeric = (left + x, self.y + y), self.inscription.lines[index].fixed is None
            behind = self.behind.placed(lookup) if self.behind and index == len(placed) - 1 else []
            name = ", ".join([label.text, *(each.text for *_, each in behind)])
            yield Text(key, self.panel, self.part, *place, label, tone=self.tone, name=name, numeric=numeric)
        if self.lead is not None and self.x - right > SHORTEST:
            start, stop = (right + ASIDE, self.lead), (self.x + ASIDE, self.lead)
            yield Rule(f"{self.id}-lead", self.panel, self.part, start, stop, WIRE, tone=self.tone, numeric=True)

    @property
    def flush(self) -> bool:
        """Whether it is nothing but numbers that end where it does."""
        return self.align == "right" and all(line.alone for line in self.inscription.lines)

    def moved(self, dx: float, dy: float) -> Placement:
        """The same elsewhere."""
        lead = None if self.lead is None else self.lead + dy
        kept, words = (self.id, self.panel, self.part, self.tone), (self.align, self.inscription)
        return Placement(*kept, self.x + dx, self.y + dy, *words, lead, self.spare, self.arrow, self.behind)

    def of(self, inscription: Inscription) -> Placement:
        """One of the inscriptions that stand here together, where it begins."""
        first = next(index for index, line in enumerate(self.inscription.lines) if line is inscription.lines[0])
        left, top, *_ = self.area
        return replace(self, x=left, y=top + self.inscription.tops[first], align="left", inscription=inscription)

    @property
    def area(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom of the room that is kept for it."""
        width, height = self.inscription.width, self.inscription.height
        left = self.x - SHARE[self.align] * width
        return left, self.y, left + width, self.y + height


Element = Mark | Placement
