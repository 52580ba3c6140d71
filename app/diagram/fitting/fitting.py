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
from app.diagram.fitting import untangling
from app.diagram.fitting.breaking import Rank, TooLong, heads
from app.diagram.fitting.fit import HOPELESS, Fit, as_calm, calmer, first_fitting
from app.diagram.fitting.measuring import Measures
from app.diagram.fitting.row_layout import Rows
from app.diagram.labels.label_content import ALL, NO_NAMES, NO_RULES, Wording
from app.diagram.labels.sizing import Setting
from app.diagram.labels.styles import STYLES, TWO_PANELS, Style
from app.diagram.labels.text_block import NARROW, RAISED, REACHING
from app.diagram.labels.words import RADIUS
from app.diagram.options import Options
from app.diagram.parts import Part
from app.diagram.structure import Breaks, Scheme

ATTEMPTS, LESS = 12, 0.1
"""So often a figure is broken anew because a row came out longer than was thought; by so much at least is a rank lower than another."""
HOPEFUL = 1.02
"""A figure that seems longer than its frame by this is not tried in one row, nor is a row elsewhere broken so."""
FEW, SURE = 5, 0.99
"""In fewer rows than this a figure is tried with all that reaches over something before it is without; and what would fit by less than
this with all of that comes out too long."""
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
        return 2 * LEAST_ROW * self.rank(self.style.densities[-1], self.length, NO_NAMES)[0] > HOPELESS * self.height

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

        found = list(takewhile(may_fit, self.style.densities[NARROW::-1]))[::-1]
        denser = self.style.densities[NARROW + 1 :]
        return [*found, *denser] if found else list(filter(may_fit, denser))

    def broken(self, detail: int) -> Iterator[Fit]:
        """In rows, with labels as wide as need no more of them; or with all that reaches over something, if that is lower."""
        wanted = self.length
        if detail == ALL and self.settled and self.least:
            yield self.least
            return
        for density in self.worthwhile(wanted) if detail == ALL else self.style.densities[-1:]:
            for attempt in self.rows(density, detail, wanted):
                narrow = not attempt.excess[0]
                yield self.lower(attempt, detail) if narrow and not attempt.far_too_tall else attempt
                if narrow:
                    return

    def lower(self, found: Fit, detail: int) -> Fit:
        """A figure in rows, or that with all that reaches over something if lower: where calm rows are roomy only if it has fewer."""
        if found.roomy and found.calm and not self.fewer(detail):
            return found
        least = self.least if detail == ALL else self.reaching(detail)
        if not (least or found.roomy or self.style.single):
            least = self.reaching(detail, alike=True)
        if not (least and calmer(least, found)):
            least = self.closer(found, detail)
        return least if least and calmer(least, found) else found

    def closer(self, found: Fit, detail: int) -> Fit | None:
        """A figure of paired wires, whose words are short, broken where it is and with all that reaches over something."""
        rows = found.scheme.breaks.rows
        if RAISED not in self.style.densities or not self.style.paired or len(set(rows)) == len(rows):
            return None
        laid = self.laid(self.breaks(rows), REACHING, detail)
        return None if laid.excess[0] else self.evened(laid, REACHING, detail, self.length)

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

    def reaching(self, detail: int, *, alike: bool = False) -> Fit | None:
        """The figure with all that reaches over something, if it has fewer rows so, or no more if labels are raised anyway or `alike`."""
        if RAISED not in self.style.densities:
            return None
        wanted = self.length
        rows, cut = self.rank(RAISED, wanted, detail)
        most = (rows, cut if alike or RAISED in self.worthwhile(wanted)[:1] else cut - LESS)
        if self.rank(REACHING, SURE * wanted, detail) > most:
            return None
        return next((each for each in self.rows(REACHING, detail, wanted, most) if not each.excess[0]), None)

    @property
    def length(self) -> float:
        """How long a row may be."""
        whole = self.room - 2 * MARGIN
        return whole / 2 - BESIDE_RULE if self.options.panels == "side" and not self.style.single else whole

    def worthwhile(self, wanted: float) -> Sequence[int]:
        """The densities that need no more rows than the densest of all."""
        fewest = self.rank(self.style.densities[-1], wanted)
        airy = takewhile(lambda density: self.rank(density, wanted) <= fewest, self.style.densities[:0:-1])
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
            try:
                found = self.laid(self.breaks(rows), density, detail, strict=not apart and rows != before and last > 1)
            except TooLong as long:
                breaker.stretch(rows, long.lengths)
            else:
                yield found if apart else self.evened(found, density, detail, wanted)
                break
            before = rows

    def breaks(self, rows: tuple[int, ...]) -> Breaks:
        """The rows, and the inputs that stand at their head."""
        return Breaks(rows, heads(self.folded, rows, apart=len(set(rows)) == len(rows)))

    def evened(self, found: Fit, density: int, detail: int, wanted: float) -> Fit:
        """What is laid out in rows, or with a break beside its tallest row elsewhere where that is lower and as calm."""
        before = found.scheme.breaks.rows
        rows = self.measures.whole(density, detail).breaker.evener(before, found.tallest, HOPEFUL * wanted)
        if rows == before or not found.fits:
            return found
        try:
            other = self.laid(self.breaks(rows), density, detail, strict=True)
        except TooLong:
            return found
        return other if other.fits and as_calm(other, found) else found

    def laid(self, breaks: Breaks, density: int, detail: int, *, strict: bool = False) -> Fit:
        """The figure laid out, and again as long as a wire finds no clear way and there is a remedy; TooLong at a long row if `strict`."""
        low = frozenset[Part]()
        made, rows = self.placed(breaks, density, detail, low, strict)
        for remedy in untangling.LOWERED if density >= RAISED else untangling.WIRED:
            tangled = [row for row in rows if row.stuck]
            if not tangled:
                break
            if remedy in untangling.WIRED:
                kept = self.of_one_gate if remedy == untangling.UNWIRE else frozenset()
                breaks = replace(breaks, apart=breaks.apart.union(*(row.stuck - kept for row in tangled)))
            elif remedy == untangling.LOWER:
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
        for _ in range(untangling.ROUNDS):
            value = untangling.tangled(found.rows, breaks.apart)
            if value is None:
                break
            breaks = replace(breaks, apart=breaks.apart | {value})
            tried = self.fit(self.placed(breaks, density, detail, low, strict=False), detail)
            fewer = untangling.crossings(tried.rows) < untangling.crossings(found.rows) and not any(
                row.stuck for row in tried.rows
            )
            worth = untangling.crossings(found.rows) > untangling.ALLOWED or tried.sheet.height <= found.sheet.height
            if fewer and worth and tried.excess <= found.excess:
                found = tried
        return self.unbranched(breaks, density, detail, low, found)

    def unbranched(self, breaks: Breaks, density: int, detail: int, low: frozenset[Part], found: Fit) -> Fit:
        """What is laid out, or without the wires of a fork that many go out from, where it is calmer so and fits as well."""
        value = untangling.branched(found.rows, breaks.apart)
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
