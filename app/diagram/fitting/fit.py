"""A figure as it came out for its frame, and by how much it is too large."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.diagram.drawing.panels import MARGIN, Sheet, sheet
from app.diagram.drawing.strips import aligned
from app.diagram.frames import ABOUT_TWO, TALL
from app.diagram.labels.sizing import Setting
from app.diagram.labels.styles import Style
from app.diagram.quantities import SIZE
from app.diagram.structure import Scheme

FAR, SLIGHT, HOPELESS = 1.0, 0.1, 2.0
"""What is taller than its frame by this share of it is far too tall, hardly too tall, and hopelessly so; what is so many times as tall
before it is cropped is not drawn."""
LOW = 1.1 * TALL * SIZE
"""What is no taller than this is seen nearly at once."""
HARDLY, LITTLE = 1.05, 0.92
"""What is no more than this share of another figure's height is hardly taller, and what is no less than this but a little lower."""
TALLEST, TALL_INPUT, FEW_INPUTS = ABOUT_TWO * TALL * SIZE, 4 * SIZE, 12
"""What is taller than this is so in any frame; an input takes at most so much of it; and so many of one gate are always drawn."""
FEWEST = 5
"""Fewer gates than this show nothing of a program."""


@dataclass(frozen=True)
class Fit:
    """A figure in rows that are laid out, and the width and height of its frame."""

    scheme: Scheme
    rows: Sequence[Setting]
    panels: str
    style: Style
    frame: tuple[float, float]
    detail: int = 0
    """How much was left out of its words."""

    @cached_property
    def sheet(self) -> Sheet:
        """The figure drawn."""
        longest = max((row.layout.width for row in self.rows), default=0.0)
        rows = aligned(self.rows, longest if self.panels == "side" else max(longest, self.frame[0] - 2 * MARGIN))
        right = max((row.layout.width for row in rows if row.discs), default=0.0)
        rows = [row.flush(right) if row.discs else row for row in rows]
        return sheet(rows, self.panels, self.style.single, self.frame[0])

    @cached_property
    def excess(self) -> tuple[float, float]:
        """By how much it is wider and taller than its frame allows; what is hopelessly tall is not drawn to know it."""
        width, height = self.frame
        whole = sum(row.layout.height for row in self.rows) * (1 if self.style.single or self.panels == "side" else 2)
        if whole > HOPELESS * height:
            longest = max(row.layout.width for row in self.rows) + 2 * MARGIN
            return max(0.0, longest - width), whole - height
        return max(0.0, self.sheet.width - width), max(0.0, self.sheet.height - height)

    @property
    def fits(self) -> bool:
        return self.excess == (0.0, 0.0)

    def lost(self, wanted: Style) -> tuple[float, float, int, int, bool, int]:
        """What it lacks, the dearest first: room, as a share of its frame, then gates, wires that others stand for, the second panel if
        that is wanted, words."""
        (over, down), (width, height) = self.excess, self.frame
        return (
            over / width,
            down / height,
            -len(self.scheme.folded.gates),
            -len(self.scheme.folded.wires),
            self.style.single > wanted.single,
            self.detail,
        )

    @property
    def strips(self) -> int:
        """In how many rows it stands, each piece that nothing joins counted as one."""
        return sum(bool(row.discs) for row in self.rows)

    @property
    def tallest(self) -> int:
        """The number of its tallest row."""
        heights = Counter[int]()
        for piece in self.rows:
            heights[piece.row] += round(piece.layout.height) if piece.discs else 0
        return max(heights, key=heights.__getitem__)

    @property
    def low(self) -> bool:
        """Whether it fits, and is hardly taller than a frame."""
        return self.fits and self.sheet.height <= LOW

    @property
    def calm(self) -> bool:
        """Whether no wires cross, and hardly one in each row bends."""
        crossed, bent = counted(self.rows)
        return not crossed and bent <= self.strips

    @property
    def roomy(self) -> bool:
        """Whether every row has its words in fewer lines than it might."""
        return all(row.flat for row in self.rows if row.discs)

    @property
    def too_large(self) -> bool:
        """Whether fewer gates would make room: it is much too tall, or too wide where two narrower panels were too tall; a row that is
        too wide in these has as few as it may."""
        return self.excess[1] > SLIGHT * self.frame[1] or (self.style.paired and self.excess[0] > 0)

    @property
    def hardly_too_tall(self) -> bool:
        """Whether it fits but for a little of its height: folding it further would hide more than that is worth."""
        return not self.excess[0] and self.excess[1] <= SLIGHT * self.frame[1]

    @property
    def far_too_tall(self) -> bool:
        return self.excess[1] > FAR * self.frame[1]

    @property
    def hopeless(self) -> bool:
        return self.excess[1] > HOPELESS * self.frame[1]

    @property
    def inputs_having_room(self) -> int:
        """How many inputs of one gate have room: all but where a column of them makes the figure taller than about two frames."""
        folded, height, whole = self.scheme.folded, min(self.frame[1], TALLEST), self.whole
        most = max((len(folded.into(gate.index)) for gate in folded.gates), default=0)
        hopeful = int((1 - SLIGHT / 2) * most * height / whole)
        return max(FEW_INPUTS, hopeful) if height < whole < most * TALL_INPUT else most

    def terms_having_room(self, most: int) -> int:
        """How many of at most so many like terms of one gate have room, if they make it too tall."""
        height, whole = min(self.frame[1], TALLEST), self.whole
        return most if whole <= (1 + SLIGHT) * height else max(FEWEST, int(most * height / whole))

    @property
    def whole(self) -> float:
        """How tall it is, or seems where it is hopelessly tall."""
        return self.excess[1] + self.frame[1] if self.excess[1] else self.sheet.height

    @property
    def having_room(self) -> int:
        """How many gates of such a figure may stand in its frame, if that is far too low for them."""
        height, gates = self.frame[1], len(self.scheme.folded.gates)
        return max(FEWEST, int(gates * height / (height + self.excess[1])))


def first_fitting(attempts: Iterable[Fit]) -> Fit:
    """The first that fits, or the one that comes closest."""
    found: list[Fit] = []
    for each in attempts:
        found.append(each)
        if each.fits:
            break
    return min(found, key=lambda each: each.excess)


def counted(row: Sequence[Setting]) -> tuple[int, int]:
    """How often wires cross in a row, and how often they bend."""
    return sum(piece.clarity[0] for piece in row), sum(piece.clarity[1] for piece in row)


def calmer(one: Fit, other: Fit) -> bool:
    """Whether a figure is lower than another, no more of its wires crossing: by more than a little if they bend more often, and hardly
    taller will do if they bend less often."""
    (crossed, bent), (crossed_there, bent_there) = counted(one.rows), counted(other.rows)
    most = HARDLY if bent < bent_there else LITTLE if bent > bent_there else 1.0
    return crossed <= crossed_there and one.sheet.height < most * other.sheet.height


def as_calm(one: Fit, other: Fit) -> bool:
    """Whether a figure is lower than another, its wires neither crossing nor bending more often."""
    fewer = all(here <= there for here, there in zip(counted(one.rows), counted(other.rows), strict=True))
    return fewer and one.sheet.height < other.sheet.height
