"""From the graph to a sheet that fits its frame: in one row where there is room, else broken into as many as it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain

from app.autodiff.fold import Folded
from app.autodiff.trace import Trace
from app.diagram import frames, parts
from app.diagram.breaking import Breaker, Lengths
from app.diagram.drafting import scheme
from app.diagram.label_content import ALL, NO_NAMES, NO_RULES, Wording
from app.diagram.options import Options
from app.diagram.panels import BESIDE_RULE, MARGIN, Sheet, sheet
from app.diagram.parts import Kind, Part
from app.diagram.sizing import Setting, Sizes, Words, settings, vertex, words
from app.diagram.structure import SOURCE, Breaks, Line, Scheme
from app.diagram.styles import STYLES, Style
from app.diagram.text_block import DENSE, LOOSE, NARROW

ATTEMPTS = 6
"""So often a figure is broken anew because a row came out longer than was thought."""
UNTANGLED = 2
"""So often a figure is laid out until no wire runs through anything."""
FAR = 1.0
"""What is taller than its frame by this share of it is far too tall."""
HOPEFUL = 1.02
"""A figure that seems longer than its frame by this is not tried in one row."""
BETWEEN, BEFORE, FLAG = 17.0, 27.0, 34.0
"""Beside a label on its wire, between an input and its gate, and the length of a flag, in points."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A figure, by how much it is wider and taller than its frame allows, and how long its rows are."""

    scheme: Scheme
    sheet: Sheet
    excess: tuple[float, float]
    lengths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """A figure in one row: its elements, their sizes, and where it may be broken."""

    scheme: Scheme
    sizes: Sizes
    breaker: Breaker


class Fitter:
    """Composes one folded trace."""

    def __init__(self, trace: Trace, folded: Folded, wording: Wording, options: Options) -> None:
        self.trace, self.folded, self.wording, self.options = trace, folded, wording, options
        self.room, self.height = frames.points(options.frame), frames.tallest(options.frame)
        self.words: dict[int, Words] = {}
        self.wholes: dict[tuple[int, int], Whole] = {}

    @property
    def style(self) -> Style:
        return STYLES[self.options.style]

    def fitted(self) -> Fit:
        """The first of the ways to write and to break the figure that fits the frame, or the one that comes closest."""
        found: list[Fit] = []
        for attempt in chain(self.unbroken(), self.ever_briefer()):
            found.append(attempt)
            if attempt.excess == (0.0, 0.0):
                break
        return min(found, key=lambda each: each.excess)

    def ever_briefer(self) -> Iterator[Fit]:
        """In rows with less and less in them; what is far too tall loses its rules at once."""
        detail = ALL
        while detail <= NO_NAMES:
            attempts = list(self.broken(detail))
            yield from attempts
            far = attempts[-1].excess[1] > FAR * self.height
            detail = max(detail + 1, NO_RULES if far else ALL)

    def unbroken(self) -> Iterator[Fit]:
        """In one row, its labels ever narrower."""
        for density in (LOOSE, DENSE, NARROW):
            whole = self.whole(density, ALL)
            if max(whole.breaker.lengths_of((0,) * len(self.folded.gates)), default=0.0) <= HOPEFUL * self.room:
                yield self.laid(Breaks.none(len(self.folded.gates)), density, ALL)

    def broken(self, detail: int) -> Iterator[Fit]:
        """In rows, with labels as wide as need no more of them; each time in shorter rows, as some came out longer than thought."""
        wanted = self.room - 2 * MARGIN
        wanted = wanted / 2 - BESIDE_RULE if self.options.panels == "side" and not self.style.single else wanted
        for density in (DENSE, NARROW) if detail == ALL and self.airy(wanted) else (NARROW,):
            for attempt in self.rows(density, detail, wanted):
                yield attempt
                if not attempt.excess[0]:
                    return

    def airy(self, wanted: float) -> bool:
        """Whether wider labels need no more rows."""
        rows = [max(self.whole(each, ALL).breaker.rows(wanted), default=0) for each in (DENSE, NARROW)]
        return rows[0] <= rows[1]

    def rows(self, density: int, detail: int, wanted: float) -> Iterator[Fit]:
        breaker = self.whole(density, detail).breaker
        for _ in range(ATTEMPTS):
            rows = breaker.rows(wanted)
            apart = len(set(rows)) == len(rows)
            made = self.laid(Breaks(rows, heads(self.folded, rows, apart=apart)), density, detail)
            yield made
            if apart:
                break
            breaker.stretch(rows, made.lengths)

    def whole(self, density: int, detail: int) -> Whole:
        """The figure in one row, measured."""
        if (density, detail) not in self.wholes:
            if detail not in self.words:
                self.words[detail] = self.worded(self.unbroken_scheme, detail)
            made, measured = self.unbroken_scheme, self.words[detail].sizes(density)
            named = frozenset(node.index for node in self.trace.graph.nodes if node.name is not None)
            breaker = Breaker(self.folded, lengths(made, measured, self.style), named)
            self.wholes[density, detail] = Whole(made, measured, breaker)
        return self.wholes[density, detail]

    def scheme(self, breaks: Breaks) -> Scheme:
        flowing = self.trace.contributions.keys()
        return scheme(self.trace.graph, self.folded, flowing, carried=self.style.carried, breaks=breaks)

    @cached_property
    def unbroken_scheme(self) -> Scheme:
        return self.scheme(Breaks.none(len(self.folded.gates)))

    def worded(self, made: Scheme, detail: int) -> Words:
        return words(made, replace(self.wording, detail=detail), self.style)

    def laid(self, breaks: Breaks, density: int, detail: int) -> Fit:
        """The figure laid out. Values whose wires find no clear way are not wired."""
        made, rows = self.set(breaks, density, detail)
        for _ in range(UNTANGLED):
            stuck = set[int]().union(*(row.stuck for row in rows)) - breaks.apart
            if not stuck:
                break
            breaks = replace(breaks, apart=breaks.apart | stuck)
            made, rows = self.set(breaks, density, detail)
        drawn = sheet(rows, self.options.panels, self.style.single, self.room)
        excess = max(0.0, drawn.width - self.room), max(0.0, drawn.height - self.height)
        return Fit(made, drawn, excess, tuple(row.layout.width for row in rows if row.discs))

    def set(self, breaks: Breaks, density: int, detail: int) -> tuple[Scheme, list[Setting]]:
        if not any(breaks.rows) and not breaks.apart:
            made, measured = self.unbroken_scheme, self.whole(density, detail).sizes
        else:
            made = self.scheme(breaks)
            measured = self.worded(made, detail).sizes(density)
        return made, settings(made, measured, self.style, tight=density == NARROW)


def heads(folded: Folded, rows: Sequence[int], *, apart: bool) -> frozenset[int]:
    """The sources that are used in more than one row; if gates stand apart, those that are used more than once."""
    used = Counter(wire.value for wire in folded.wires)
    if not apart:
        used = Counter(value for value, _ in {(wire.value, rows[wire.gate]) for wire in folded.wires})
    return frozenset(value for value in folded.sources if used[value] > 1)


def lengths(whole: Scheme, measured: Sizes, style: Style) -> Lengths:
    """How long the pieces of a figure are."""
    folded = whole.folded
    widths = {slot.part: vertex(slot, measured.sets[slot.part], style).width for slot in whole.slots}
    rooms = between(whole.lines, widths)
    before = [0.0] * len(folded.gates)
    for wire in folded.wires:
        if wire.value in folded.sources:
            before[wire.gate] = max(before[wire.gate], widths[parts.value(wire.value)] + BEFORE)
    labels = [
        widths.get(parts.wire(index), widths.get(parts.value(wire.value), 0.0))
        for index, wire in enumerate(folded.wires)
    ]
    after = {slot.value: widths[slot.part] + FLAG for slot in whole.slots if slot.role != SOURCE}
    circles = [2 * disc.radius for disc in measured.discs]
    return Lengths(circles, before, rooms, [width + FLAG + BEFORE for width in labels], after)


def between(lines: Sequence[Line], widths: dict[Part, float]) -> list[float]:
    """The room that each wire into a gate takes from the gate before it, by wire."""
    stems: dict[Part, float] = {}
    found: dict[int, float] = {}
    for line in lines:
        length = stems.get(line.through[0], 0.0) + sum(widths.get(part, 0.0) + BETWEEN for part in line.through[1:-1])
        if line.through[-1].kind == Kind.FORK:
            stems[line.through[-1]] = length + BETWEEN
        elif line.part.kind == Kind.WIRE and line.part.number is not None:
            found[line.part.number] = length + BETWEEN
    return [found[index] for index in sorted(found)]
