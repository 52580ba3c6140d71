"""What a folded trace says and measures before anything has a place, each found once however often the figure is tried."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from app.autodiff.folding.fold import Folded
from app.autodiff.trace import Trace
from app.diagram.fitting.breaking import Breaker
from app.diagram.fitting.drafting import scheme
from app.diagram.fitting.lengths import Lengths, lengths
from app.diagram.fitting.turns import inside_turns
from app.diagram.labels.label_content import Wording
from app.diagram.labels.sizing import boxes
from app.diagram.labels.styles import Style
from app.diagram.labels.text_block import NARROW, RAISED, REACHING
from app.diagram.labels.words import Sizes, Words
from app.diagram.structure import Breaks, Scheme
from app.layout import raised

WIDE, CLOSE = 20.0, 14.0
"""The usual gap between two columns, and the smallest, in points."""


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure in one row: its elements, their sizes, and where it may be broken."""

    scheme: Scheme
    sizes: Sizes
    breaker: Breaker


class Measures:
    """The elements, words and lengths of one folded trace in one style."""

    def __init__(self, trace: Trace, folded: Folded, wording: Wording, style: Style) -> None:
        self.trace, self.folded, self.wording, self.style = trace, folded, wording, style
        self.words: dict[int, Words] = {}
        self.wholes: dict[tuple[int, int], Whole] = {}
        self.flats: dict[tuple[int, int, int], Breaker] = {}

    def whole(self, density: int, detail: int) -> Whole:
        """The figure in one row, measured."""
        if (density, detail) not in self.wholes:
            measured = self.worded(detail).sizes(self.unbroken_scheme, density)
            self.wholes[density, detail] = Whole(self.unbroken_scheme, measured, self.breaker(measured, density))
        return self.wholes[density, detail]

    def flat(self, words: int, density: int, detail: int) -> Breaker:
        """Where the figure may be broken with its words in one density, those of inputs and tags in few lines, and all else in another."""
        if (words, density, detail) not in self.flats:
            measured = self.worded(detail).sizes(self.unbroken_scheme, words, flat=True)
            self.flats[words, density, detail] = self.breaker(measured, density)
        return self.flats[words, density, detail]

    def breaker(self, measured: Sizes, density: int) -> Breaker:
        inside = inside_turns(self.trace.graph.nodes, self.folded)
        return Breaker(self.lengths(self.unbroken_scheme, measured, density), self.named, inside)

    def lengths(self, made: Scheme, measured: Sizes, density: int) -> Lengths:
        vertices, edges = boxes(made, measured.discs, measured, self.style)
        if density >= RAISED:
            vertices = raised(vertices, edges, reaching=density >= REACHING, hopeful=True, close=self.style.close)
        silent = {str(part) for part, sets in measured.sets.items() if not sets} if self.style.close else ()
        widths = {each.id: 0.0 if each.id in silent else each.core for each in vertices}
        return lengths(
            made, widths, CLOSE if density >= NARROW else WIDE, tucked=density >= REACHING and not self.style.single
        )

    @cached_property
    def named(self) -> frozenset[int]:
        """The values that the person gave a name."""
        return frozenset(node.index for node in self.trace.graph.nodes if node.name is not None)

    def scheme(self, breaks: Breaks) -> Scheme:
        carried, close, back = self.style.carried, self.style.close, self.trace.contributions.keys()
        return scheme(self.trace.graph, self.folded, back, carried=carried, close=close, breaks=breaks)

    @cached_property
    def unbroken_scheme(self) -> Scheme:
        return self.scheme(Breaks.none(len(self.folded.gates)))

    def worded(self, detail: int) -> Words:
        if detail not in self.words:
            self.words[detail] = Words(self.folded, replace(self.wording, detail=detail), self.style)
        return self.words[detail]

    def broken(self, breaks: Breaks) -> Scheme:
        """The elements of the figure with its breaks."""
        return self.scheme(breaks) if any(breaks.rows) or breaks.apart else self.unbroken_scheme

    def sizes(self, made: Scheme, density: int, detail: int, *, gates: int, flat: bool = False) -> Sizes:
        """What the figure says, typeset and measured; what stands in one row is measured once."""
        if made is self.unbroken_scheme and gates == density and not flat:
            return self.whole(density, detail).sizes
        return self.worded(detail).sizes(made, density, flat=flat, gates=gates)
