"""From the graph to a sheet that fits its frame: in one row where there is room, else broken into as many as it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from app.autodiff.fold import Folded
from app.autodiff.trace import Trace
from app.diagram import frames, parts
from app.diagram.breaking import Breaker, Lengths
from app.diagram.label_content import ALL, NO_NAMES, Wording
from app.diagram.options import Options
from app.diagram.panels import BESIDE_RULE, MARGIN, Sheet, sheet
from app.diagram.parts import Kind, Part
from app.diagram.sizing import Setting, Sizes, settings, sizes, vertex
from app.diagram.structure import SOURCE, Breaks, Line, Scheme, scheme
from app.diagram.styles import STYLES, Style
from app.diagram.text_block import DENSE, LOOSE, NARROW

ATTEMPTS = 6
"""So often a figure is broken anew because a row came out longer than was thought."""
HOPEFUL = 1.25
"""A figure that seems longer than its frame by this is not tried in one row."""
BETWEEN, BEFORE, FLAG = 17.0, 27.0, 34.0
"""Beside a label on its wire, between an input and its gate, and the length of a flag, in points."""


@dataclass(frozen=True, slots=True)
class Fit:
    """A figure, and by how much it is wider and taller than its frame allows."""

    scheme: Scheme
    sheet: Sheet
    excess: tuple[float, float]


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
        self.wholes: dict[tuple[int, int], Whole] = {}

    @property
    def style(self) -> Style:
        return STYLES[self.options.style]

    def fitted(self) -> Fit:
        """The first of the ways to write and to break the figure that fits the frame, or the one that comes closest."""
        found: list[Fit] = []
        for attempt in chain(self.unbroken(), *map(self.broken, range(ALL, NO_NAMES + 1))):
            found.append(attempt)
            if attempt.excess == (0.0, 0.0):
                break
        return min(found, key=lambda each: each.excess)

    def unbroken(self) -> Iterator[Fit]:
        """In one row, its labels ever narrower."""
        for density in (LOOSE, DENSE, NARROW):
            whole = self.whole(density, ALL)
            if max(whole.breaker.lengths_of((0,) * len(self.folded.gates)), default=0.0) <= HOPEFUL * self.room:
                yield self.drawn(whole.scheme, whole.sizes)

    def broken(self, detail: int) -> Iterator[Fit]:
        """In rows, with labels as wide as need no more of them; each time in shorter rows, as some came out longer than thought."""
        wanted = self.room - 2 * MARGIN
        wanted = wanted / 2 - BESIDE_RULE if self.options.panels == "side" and not self.style.single else wanted
        rows = {each: max(self.whole(each, detail).breaker.rows(wanted), default=0) for each in (DENSE, NARROW)}
        for density in (DENSE, NARROW) if rows[DENSE] <= rows[NARROW] else (NARROW,):
            for attempt in self.rows(density, detail, wanted):
                yield attempt
                if not attempt.excess[0]:
                    return

    def rows(self, density: int, detail: int, wanted: float) -> Iterator[Fit]:
        breaker = self.whole(density, detail).breaker
        for _ in range(ATTEMPTS):
            rows = breaker.rows(wanted)
            made = self.scheme(Breaks(rows, heads(self.folded, rows)))
            laid = settings(made, self.sizes(made, density, detail), self.style, tight=density == NARROW)
            yield self.fit(made, laid)
            if len(set(rows)) == len(rows):
                break
            breaker.stretch(rows, [each.layout.width for each in laid if each.discs])

    def whole(self, density: int, detail: int) -> Whole:
        """The figure in one row, measured."""
        if (density, detail) not in self.wholes:
            made = self.scheme(Breaks.none(len(self.folded.gates)))
            measured = self.sizes(made, density, detail)
            named = frozenset(node.index for node in self.trace.graph.nodes if node.name is not None)
            breaker = Breaker(self.folded, lengths(made, measured, self.style), named)
            self.wholes[density, detail] = Whole(made, measured, breaker)
        return self.wholes[density, detail]

    def scheme(self, breaks: Breaks) -> Scheme:
        flowing = self.trace.contributions.keys()
        return scheme(self.trace.graph, self.folded, flowing, carried=self.style.carried, breaks=breaks)

    def sizes(self, made: Scheme, density: int, detail: int) -> Sizes:
        return sizes(made, replace(self.wording, detail=detail), self.style, density)

    def drawn(self, made: Scheme, measured: Sizes) -> Fit:
        return self.fit(made, settings(made, measured, self.style))

    def fit(self, made: Scheme, laid: list[Setting]) -> Fit:
        drawn = sheet(laid, self.options.panels, self.style.single, self.room)
        return Fit(made, drawn, (max(0.0, drawn.width - self.room), max(0.0, drawn.height - self.height)))


def heads(folded: Folded, rows: Sequence[int]) -> frozenset[int]:
    """The sources that are used in more than one row."""
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
