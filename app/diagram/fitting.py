"""From the graph to a sheet that fits its frame: in one row where there is room, else broken into as many as it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from app.autodiff.fold import Folded
from app.autodiff.trace import Trace
from app.diagram import frames, parts
from app.diagram.breaking import Breaker, Lengths
from app.diagram.label_content import Wording
from app.diagram.options import Options
from app.diagram.panels import BESIDE_RULE, MARGIN, Sheet, sheet
from app.diagram.parts import Kind, Part
from app.diagram.sizing import Sizes, settings, sizes, vertex
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
class Fitter:
    """Composes one folded trace."""

    trace: Trace
    folded: Folded
    wording: Wording
    options: Options

    @property
    def style(self) -> Style:
        return STYLES[self.options.style]

    def fitted(self) -> tuple[Scheme, Sheet]:
        """The first of the ways to write and to break the figure that fits the frame, or the narrowest."""
        room = frames.points(self.options.frame)
        found: list[tuple[Scheme, Sheet]] = []
        for attempt in chain(self.unbroken(room), self.broken(room)):
            found.append(attempt)
            if attempt[1].width <= room:
                break
        return min(found, key=lambda each: max(room, each[1].width))

    def unbroken(self, room: float) -> Iterator[tuple[Scheme, Sheet]]:
        """In one row, its labels ever narrower."""
        for density in (LOOSE, DENSE, NARROW):
            whole, measured = self.made(Breaks.none(len(self.folded.gates)), density)
            if max(self.breaker(density).lengths_of((0,) * len(self.folded.gates)), default=0.0) <= HOPEFUL * room:
                yield whole, self.drawn(whole, measured, room)

    def broken(self, room: float) -> Iterator[tuple[Scheme, Sheet]]:
        """In rows, with labels as wide as need no more of them; each time in shorter rows, as some came out longer than thought."""
        wanted = room - 2 * MARGIN
        wanted = wanted / 2 - BESIDE_RULE if self.options.panels == "side" and not self.style.single else wanted
        rows = {density: max(self.breaker(density).rows(wanted), default=0) for density in (DENSE, NARROW)}
        for density in (DENSE, NARROW) if rows[DENSE] <= rows[NARROW] else (NARROW,):
            yield from self.rows(density, room, wanted)

    def rows(self, density: int, room: float, wanted: float) -> Iterator[tuple[Scheme, Sheet]]:
        breaker = self.breaker(density)
        for _ in range(ATTEMPTS):
            rows = breaker.rows(wanted)
            made, measured = self.made(Breaks(rows, heads(self.folded, rows)), density)
            laid = settings(made, measured, self.style)
            yield made, sheet(laid, self.options.panels, self.style.single, room)
            if len(set(rows)) == len(rows):
                break
            breaker.stretch(rows, [each.layout.width for each in laid if each.discs])

    def breaker(self, density: int) -> Breaker:
        whole, measured = self.made(Breaks.none(len(self.folded.gates)), density)
        named = frozenset(node.index for node in self.trace.graph.nodes if node.name is not None)
        return Breaker(self.folded, lengths(whole, measured, self.style), named)

    def made(self, breaks: Breaks, density: int) -> tuple[Scheme, Sizes]:
        flowing = self.trace.contributions.keys()
        made = scheme(self.trace.graph, self.folded, flowing, carried=self.style.carried, breaks=breaks)
        return made, sizes(made, self.wording, self.style, density)

    def drawn(self, made: Scheme, measured: Sizes, room: float) -> Sheet:
        return sheet(settings(made, measured, self.style), self.options.panels, self.style.single, room)


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
