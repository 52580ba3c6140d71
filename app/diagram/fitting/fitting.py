"""From the graph to a sheet that fits its frame: in one row where there is room, else broken into as many as it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, takewhile
from math import inf

from app.autodiff.folding.fold import Folded
from app.autodiff.trace import Trace
from app.diagram import frames
from app.diagram.drawing.panels import BESIDE_RULE, MARGIN
from app.diagram.drawing.strips import BETWEEN_ROWS
from app.diagram.fitting.breaking import Rank, TooLong, heads
from app.diagram.fitting.fit import HOPELESS, Fit, calmer, first_fitting
from app.diagram.fitting.measuring import Measures
from app.diagram.fitting.row_layout import Rows
from app.diagram.fitting.untangling import ALLOWED, ROUNDS, branched, crossings, tangled
from app.diagram.labels.label_content import ALL, NO_NAMES, NO_RULES, Wording
from app.diagram.labels.sizing import Setting
from app.diagram.labels.styles import STYLES, TWO_PANELS, Style
from app.diagram.labels.text_block import DENSE, LOOSE, NARROW, RAISED, REACHING
from app.diagram.labels.words import RADIUS
from app.diagram.options import Options
from app.diagram.parts import Part
from app.diagram.structure import Breaks, Scheme

ATTEMPTS = 12
"""So often a figure is broken anew because a row came out longer than was thought."""
LOWER, UNWIRE, LOWER_ALL, UNWIRE_ALL = range(4)
WIRED, LOWERED = (UNWIRE, UNWIRE_ALL), (LOWER, UNWIRE, LOWER_ALL, UNWIRE_ALL)
"""What is done where a wire runs through something: its label is set down on it, its value is not wired unless it is an input of one
gate alone, all labels of its row are set down, its value is not wired. One after the other, without and with raised labels."""
HOPEFUL = 1.02
"""A figure that seems longer than its frame by this is not tried in one row."""
FEW = 5
"""In fewer rows than this a figure is tried with all that reaches over something before it is without."""
SURE = 0.99
"""What would fit by less than this with all that reaches over something comes out too long."""
LESS = 0.1
"""By so much at least is a rank lower than another."""
BESIDE = 0.58
"""Nor is one side by side if one panel may need more than this share of the frame: the forward pass needs less."""
LEAST_ROW = 2 * RADIUS + BETWEEN_ROWS
"""What a row with a gate is tall at least, with what is free over it, in points."""

Placed = tuple[Scheme, list[Setting]]
"""The elements of a figure, and its rows laid out."""


class Fitter:
    """Composes one folded trace."""

    def __init__(
        self,
        trace: Trace,
        folded: Folded,
        wording: Wording,
        options: Options,
        style: Style | None = None,
        frame: tuple[float, float] | None = None,
    ) -> None:
        self.style = style or STYLES[options.style]
        self.folded, self.wording, self.options = folded, wording, options
        self.room, self.height = frame or frames.rooms(options.frame)[0]
        self.measures = Measures(trace, folded, wording, self.style)

    @property
    def two_panels(self) -> bool:
        """Whether one panel may take the place of two."""
        return (self.options.style, self.options.panels) == TWO_PANELS

    @property
    def single_alone(self) -> bool:
        """Whether a figure in one panel has so many rows at its briefest that in two, were none taller than a gate, they would be far too
        tall: those need not be laid out."""
        if self.wording.full:
            return False
        return 2 * LEAST_ROW * self.rank(self.densities[-1], self.length, NO_NAMES)[0] > HOPELESS * self.height

    def fitted(self) -> Fit:
        """The first of the ways to write and to break the figure that fits the frame, or the one that comes closest."""
        return first_fitting(self.worth_trying(chain(self.unbroken(), self.ever_briefer())))

    def worth_trying(self, attempts: Iterable[Fit]) -> Iterator[Fit]:
        """The attempts up to one that is hopeless in two panels, and that without rules: in one panel it will be lower."""
        for each in attempts:
            yield each
            if each.hopeless and self.two_panels:
                if self.wording.full:
                    yield from self.broken(NO_RULES)
                return

    def briefest(self) -> Fit:
        """In rows with as little in them as may be."""
        return first_fitting(self.broken(NO_NAMES))

    def ever_briefer(self) -> Iterator[Fit]:
        """In rows with less and less in them; what is far too tall loses its rules at once."""
        least = ALL
        for detail in self.wording.details:
            if detail < least:
                continue
            attempts = list(self.broken(detail))
            yield from attempts
            least = NO_RULES if attempts[-1].far_too_tall else ALL

    def unbroken(self) -> Iterator[Fit]:
        """In one row, its labels ever narrower, the airiest that may fit first; in a given width side by side before above each other."""
        breaks = Breaks.none(len(self.folded.gates))
        if self.options.panels == "auto" and self.options.frame != frames.FREE and not self.style.single:
            for density in self.hopeful(BESIDE * self.room):
                yield replace(self.laid(breaks, density, ALL), panels="side")
        for density in self.hopeful(self.room):
            yield self.laid(breaks, density, ALL)

    def hopeful(self, room: float) -> Sequence[int]:
        """The densities in which one row may fit, the airiest first; few are measured, as what is denser is no longer."""

        def may_fit(density: int) -> bool:
            return self.measures.whole(density, ALL).breaker.length <= HOPEFUL * room

        found = list(takewhile(may_fit, self.densities[NARROW::-1]))[::-1]
        denser = self.densities[NARROW + 1 :]
        return [*found, *denser] if found else list(filter(may_fit, denser))

    def broken(self, detail: int) -> Iterator[Fit]:
        """In rows, with labels as wide as need no more of them; or with all that reaches over something, if that is lower."""
        wanted = self.length
        if detail == ALL and self.settled and self.least:
            yield self.least
            return
        for density in self.worthwhile(wanted) if detail == ALL else self.densities[-1:]:
            for attempt in self.rows(density, detail, wanted):
                if attempt.excess[0]:
                    yield attempt
                    continue
                yield attempt if attempt.far_too_tall else self.lower(attempt, detail)
                return

    def lower(self, found: Fit, detail: int) -> Fit:
        """A figure in rows, or that with all that reaches over something where it is lower: where calm rows have room for words in fewer
        lines only if it takes fewer of them."""
        if found.roomy and found.calm and not self.fewer(detail):
            return found
        least = self.least if detail == ALL else self.reaching(detail)
        return least if least and calmer(least, found) else found

    @property
    def settled(self) -> bool:
        """Whether few rows have all that reaches over something, fewer than without, and are so calm that no others need be tried."""
        rows, _ = self.rank(self.worthwhile(self.length)[0], self.length)
        fewer = min(FEW, rows)
        # Nothing halves the rows of a figure, and to measure a long one once more takes long.
        if rows >= 2 * FEW or self.rank(REACHING, SURE * self.length)[0] >= fewer or self.least is None:
            return False
        return self.least.strips < fewer and self.least.calm

    def fewer(self, detail: int) -> bool:
        """Whether all that reaches over something is thought to save rows."""
        rows, _ = self.rank(self.worthwhile(self.length)[0], self.length, detail)
        return self.rank(REACHING, SURE * self.length, detail)[0] < rows

    @cached_property
    def least(self) -> Fit | None:
        """The figure with all that reaches over something, where its words are whole formulas."""
        return self.reaching(ALL) if self.wording.full or self.style.paired else None

    def reaching(self, detail: int) -> Fit | None:
        """The figure with all that reaches over something, if it has fewer rows so, or no more where labels are raised anyway."""
        if RAISED not in self.densities:
            return None
        wanted = self.length
        rows, cut = self.rank(RAISED, wanted, detail)
        most = (rows, cut if RAISED in self.worthwhile(wanted)[:1] else cut - LESS)
        if self.rank(REACHING, SURE * wanted, detail) > most:
            return None
        return next((each for each in self.rows(REACHING, detail, wanted, most) if not each.excess[0]), None)

    @property
    def length(self) -> float:
        """How long a row may be."""
        whole = self.room - 2 * MARGIN
        return whole / 2 - BESIDE_RULE if self.options.panels == "side" and not self.style.single else whole

    @property
    def densities(self) -> Sequence[int]:
        """The ways to use the room, the airiest first; where both passes share a panel there are labels below wires too."""
        return (LOOSE, DENSE, NARROW) if self.style.carried else (LOOSE, DENSE, NARROW, RAISED)

    def worthwhile(self, wanted: float) -> Sequence[int]:
        """The densities that need no more rows than the densest of all."""
        fewest = self.rank(self.densities[-1], wanted)
        airy = takewhile(lambda density: self.rank(density, wanted) <= fewest, self.densities[:0:-1])
        return list(airy)[::-1]

    def rank(self, density: int, wanted: float, detail: int = ALL) -> Rank:
        """How well a density can be broken: in how many rows, and how many wires are cut."""
        return self.measures.whole(density, detail).breaker.rank(wanted)

    def rows(self, density: int, detail: int, wanted: float, most: Rank = (inf, inf)) -> Iterator[Fit]:
        """What is thought to fit is laid out until it does, or until nothing else is to be tried; none ranked behind `most`."""
        breaker = self.measures.whole(density, detail).breaker
        before: tuple[int, ...] = ()
        for last in range(ATTEMPTS, 0, -1):
            rows = breaker.rows(wanted)
            if breaker.rank(wanted) > most:
                break
            apart = len(set(rows)) == len(rows)
            breaks = Breaks(rows, heads(self.folded, rows, apart=apart))
            try:
                yield self.laid(breaks, density, detail, strict=not apart and rows != before and last > 1)
                break
            except TooLong as found:
                breaker.stretch(rows, found.lengths)
            before = rows

    def laid(self, breaks: Breaks, density: int, detail: int, *, strict: bool = False) -> Fit:
        """The figure laid out, and again as long as a wire finds no clear way and there is a remedy.

        Raises TooLong at a row that is too long if `strict`.
        """
        low = frozenset[Part]()
        made, rows = self.placed(breaks, density, detail, low, strict)
        for remedy in LOWERED if density >= RAISED else WIRED:
            tangled = [row for row in rows if row.stuck]
            if not tangled:
                break
            if remedy in (UNWIRE, UNWIRE_ALL):
                kept = self.of_one_gate if remedy == UNWIRE else frozenset()
                breaks = replace(breaks, apart=breaks.apart.union(*(row.stuck - kept for row in tangled)))
            elif remedy == LOWER:
                low = low.union(*(row.tight if density >= REACHING else row.parts_of(row.stuck) for row in tangled))
            else:
                low |= {slot.part for row in tangled for slot in row.scheme.slots}
            made, rows = self.placed(breaks, density, detail, low, strict)
        return self.untangled(breaks, density, detail, low, self.fit((made, rows), detail))

    @cached_property
    def of_one_gate(self) -> frozenset[int]:
        """The inputs of one gate alone: they stand beside it, and a tag in their place is hardly smaller."""
        return frozenset(value for value in self.folded.sources if len(self.folded.uses(value)) == 1)

    def untangled(self, breaks: Breaks, density: int, detail: int, low: frozenset[Part], found: Fit) -> Fit:
        """What is laid out, values taken off their wires as long as fewer wires cross without them, and it fits as well."""
        for _ in range(ROUNDS):
            value = tangled(found.rows, breaks.apart)
            if value is None:
                break
            breaks = replace(breaks, apart=breaks.apart | {value})
            tried = self.fit(self.placed(breaks, density, detail, low, strict=False), detail)
            fewer = crossings(tried.rows) < crossings(found.rows) and not any(row.stuck for row in tried.rows)
            worth = crossings(found.rows) > ALLOWED or tried.sheet.height <= found.sheet.height
            if fewer and worth and tried.excess <= found.excess:
                found = tried
        return self.unbranched(breaks, density, detail, low, found)

    def unbranched(self, breaks: Breaks, density: int, detail: int, low: frozenset[Part], found: Fit) -> Fit:
        """What is laid out, or without the wires of a fork that many go out from, where it is calmer so and fits as well."""
        value = branched(found.rows, breaks.apart)
        if value is None:
            return found
        apart = replace(breaks, apart=breaks.apart | {value})
        tried = self.fit(self.placed(apart, density, detail, low, strict=False), detail)
        better = calmer(tried, found) and tried.excess <= found.excess
        return tried if better and not any(row.stuck for row in tried.rows) else found

    def fit(self, placed: Placed, detail: int) -> Fit:
        return Fit(*placed, self.options.panels, self.style, (self.room, self.height), detail)

    def placed(self, breaks: Breaks, density: int, detail: int, low: frozenset[Part], strict: bool) -> Placed:
        made = self.measures.broken(breaks)
        rows = Rows(self.measures, made, density, detail, {str(part) for part in low}, self.length)
        found, lengths = [], list[float]()
        for number in made.rows:
            row = rows.row(number)
            found += row
            longest = max(piece.layout.width for piece in row)
            if any(piece.discs for piece in row):
                lengths.append(0.0 if row[0].flat else longest)
            if strict and longest > self.length:
                raise TooLong(lengths)
        return made, found
