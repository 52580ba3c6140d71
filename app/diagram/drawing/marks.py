"""The marks of one panel: wires, forks and gates where the layout puts them, and the places for what the slots say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from app.diagram.drawing.arrows import beside, headed, joined, right_of, straight
from app.diagram.drawing.placement import Element, Placement
from app.diagram.labels.sizing import ASIDE, FLAG_PADDING, FORK, LIFT, PADDING, RIM, Setting, at, flag_size
from app.diagram.labels.styles import ABOVE, BEHIND, BELOW, BESIDE, FLAGGED, FRAMED
from app.diagram.labels.text_block import Inscription
from app.diagram.labels.words import Disc, Set
from app.diagram.model import FORWARD, POINT, Circle, Curve, Flag, Frame, Mark, Point, Rule, Text
from app.diagram.parts import Kind, Part
from app.diagram.structure import FLAG, OUTPUT, SOURCE, Fork, Line, Slot
from app.layout.boxes import STRIP, Box

DOT, PLUS = 2.4, 3.4
"""The radius of a fork's dot, and half the length of the strokes of its plus."""
STROKE, PAIR = 1.1, 3.0
OVER_FLAG, STAGGERED = 3.0, 36.0
"""Between a flag and words over it; and how far words may stand from their wire to begin where others of their gate do, in points."""
SUFFIXES = {FRAMED: "-local", FLAGGED: "-name"}


@dataclass(frozen=True)
class Panel:
    """Draws one pass of a setting."""

    setting: Setting
    panel: str

    @property
    def forward(self) -> bool:
        return self.panel == FORWARD

    def elements(self, *, shared: bool = False) -> Iterator[Element]:
        """Everything in drawing order; where the other pass has drawn the same in the same panel only the words, and paired wires."""
        scheme = self.setting.scheme
        curves = dict(zip(self.pieces(), self.setting.layout.curves, strict=True))
        if not shared or self.setting.style.paired:
            for number, line in enumerate(scheme.lines):
                if self.forward or line.back or self.shut(line):
                    yield self.wire(line, [curves[number, piece] for piece in range(len(line.through) - 1)])
            for fork in scheme.forks:
                yield from self.fork(fork)
        if not shared:
            for disc in self.setting.discs:
                yield from self.gate(disc)
        for slot in scheme.slots:
            yield from self.slot(slot)

    @cached_property
    def passed(self) -> set[Part]:
        """What a gradient passes on the way back."""
        return {part for line in self.setting.scheme.lines if line.back for part in line.through}

    def shut(self, line: Line) -> bool:
        """Whether a line joins a gate that no gradient passes with what is drawn on the way back: it has no head, and is as quiet as its
        gate."""
        ends = {line.through[0], line.through[-1]}
        drawn = all(part.kind in (Kind.GATE, Kind.FORK) for part in ends)
        return drawn and not (line.back or self.setting.style.single or self.passed.issuperset(ends))

    def pieces(self) -> Iterator[tuple[int, int]]:
        for number, line in enumerate(self.setting.scheme.lines):
            yield from ((number, piece) for piece in range(len(line.through) - 1))

    def wire(self, line: Line, curves: list[tuple[Point, ...]]) -> Curve:
        """A line with its head: at its right end on the way forward, at its left end on the way back."""
        points = self.under_words(self.reaching(joined(curves), line), line)
        if self.setting.style.paired and line.back:
            twin = beside(points, -PAIR if self.forward else PAIR)
            points = right_of(twin, points[0][0]) if line.through[0].kind == Kind.TAG else twin
        last = line.through[-1] if self.forward else line.through[0]
        points = points if self.forward else points[::-1]
        head: tuple[Point, ...] = ()
        quiet = not (self.forward or line.back)
        if not quiet and (last.kind not in self.bare_ends or (not self.forward and self.adds(last))):
            points, head = headed(points)
        tone = "quiet" if quiet else self.panel
        return Curve(self.drawn(line), self.panel, line.part, points, head, tone=tone)

    @property
    def bare_ends(self) -> tuple[str, ...]:
        """Where wires end without a head: at forks, and at the flags that they go on from unless their twins run beside them."""
        return (Kind.FORK,) if self.setting.style.paired else (Kind.FORK, Kind.FLAG, Kind.TAG)

    def adds(self, fork: Part) -> bool:
        """Whether several gradients meet at a fork."""
        return any(each.part == fork and each.back > 1 for each in self.setting.scheme.forks)

    def reaching(self, points: tuple[Point, ...], line: Line) -> tuple[Point, ...]:
        """The line drawn on to the middle of a fork that is not a circle here, and to the circle that it starts from."""
        tail, head = line.through[0], line.through[-1]
        if self.passing(tail):
            points = straight(self.centre(tail), points[0]) + points[1:]
        elif self.forward:
            points = (self.touching(points[0], tail), *points[1:])
        if self.passing(head):
            points = points + straight(points[-1], self.centre(head))[1:]
        elif not self.forward:
            points = (*points[:-1], self.touching(points[-1], head))
        return points

    def under_words(self, points: tuple[Point, ...], line: Line) -> tuple[Point, ...]:
        """The line drawn on below the words that stand over its ends."""
        for part, side in ((line.through[0], -1), (line.through[-1], 1)):
            if self.over(part):
                box = self.setting.box(part)
                end = box.x + side * box.width / 2, box.level
                points = straight(end, points[0]) + points[1:] if side < 0 else points + straight(points[-1], end)[1:]
        return points

    @cached_property
    def arrows(self) -> dict[Part, str]:
        """The wires whose arrows end beside the words of inputs on the way back."""
        if self.forward or self.setting.style.single:
            return {}
        sources = {slot.part for slot in self.setting.scheme.slots if slot.role == SOURCE}
        flagged = {part for part in sources if flag_size(self.setting.sets[part])}
        lines = (line for line in self.setting.scheme.lines if line.through[0] in sources - flagged)
        return {line.through[0]: self.drawn(line) for line in lines}

    def drawn(self, line: Line) -> str:
        """What a line is called in this panel."""
        return f"{self.panel}-{line.id}-line"

    def over(self, part: Part) -> bool:
        """Whether the words of an end stand over its wire."""
        if part.kind not in (Kind.VALUE, Kind.OUTPUT):
            return False
        mine = [each.place for each in self.setting.sets.get(part, ()) if each.panel == self.panel]
        return ABOVE in mine or (BESIDE in mine and self.setting.box(part).raised)

    def passing(self, part: Part) -> bool:
        """Whether lines run through a vertex to its middle: a fork's where no sum is drawn."""
        return part.kind == Kind.FORK and ((self.forward and not self.setting.style.paired) or not self.adds(part))

    def centre(self, part: Part) -> Point:
        box = self.setting.box(part)
        return box.x, box.y

    def touching(self, point: Point, part: Part) -> Point:
        """A point on a circle's rim moved onto its line."""
        if part.kind not in (Kind.GATE, Kind.FORK):
            return point
        (x, y), box = self.centre(part), self.setting.box(part)
        share = 1 - RIM / (box.width / 2)
        return x + (point[0] - x) * share, y + (point[1] - y) * share

    def fork(self, fork: Fork) -> Iterator[Mark]:
        box = self.setting.box(fork.part)
        part, key = fork.part.whole, f"{self.panel}-{fork.part}"
        if self.forward:
            if not (self.setting.style.paired and fork.back > 1):
                yield Circle(key, self.panel, part, box.x, box.y, DOT, solid=True, tone=self.panel, name="copied")
        elif fork.back > 1:
            yield Circle(key, self.panel, part, box.x, box.y, FORK, tone=self.panel, name="added up")
            for index, (dx, dy) in enumerate(((PLUS, 0.0), (0.0, PLUS))):
                start, stop = (box.x - dx, box.y - dy), (box.x + dx, box.y + dy)
                yield Rule(f"{key}-plus-{index}", self.panel, part, start, stop, STROKE, tone=self.panel)

    def gate(self, disc: Disc) -> Iterator[Mark]:
        part = disc.part
        box, key = self.setting.box(part), f"{self.panel}-{part}"
        label = disc.forward if self.forward else disc.backward
        said = disc.name if self.forward else f"derivative of the {disc.name}"
        tone = self.panel if self.forward or part in self.passed else "quiet"
        yield Circle(key, self.panel, part, box.x, box.y, disc.radius, tone=tone, name=said)
        corner = box.x - label.width / 2, box.y - label.height / 2
        yield Text(f"{key}-symbol", self.panel, part, *corner, label, tone=tone)

    @cached_property
    def in_line(self) -> set[Part]:
        """The inputs whose formulas begin in one line on the way back, where none of their gate's is much shorter than the others."""
        if self.forward or self.setting.style.single:
            return set()
        heads = {line.through[0]: line.through[-1] for line in self.setting.scheme.lines}
        gates: defaultdict[Part, list[tuple[Part, float]]] = defaultdict(list)
        for slot in self.setting.scheme.slots:
            if slot.vertex == "input" and slot.part in heads and heads[slot.part].kind == Kind.GATE:
                gates[heads[slot.part]] += ((slot.part, short) for short in self.short_of_room(slot.part))
        several = (ends for ends in gates.values() if len(ends) > 1)
        alike = (ends for ends in several if all(0 <= round(short) <= STAGGERED for _, short in ends))
        return {part for ends in alike for part, _ in ends}

    def short_of_room(self, part: Part) -> Iterator[float]:
        """By how much a formula beside the end of a wire is shorter than its room; a lone number stands at its wire."""
        sets, box = self.setting.sets[part], self.setting.box(part)
        width, _ = flag_size(sets) or (0.0, 0.0)
        for each in sets:
            if (each.panel, each.place) == (self.panel, BESIDE) and not (box.raised or each.inscription.lines[0].alone):
                yield box.x + box.width / 2 - ASIDE - width - box.left - each.inscription.width

    def slot(self, slot: Slot) -> Iterator[Element]:
        box = self.setting.box(slot.part)
        frame = next((each for each in self.setting.sets[slot.part] if each.place == FRAMED), None)
        for each in self.setting.sets[slot.part]:
            if each.panel != self.panel or each.place == BEHIND:
                continue
            if each is frame:
                yield self.frame(slot, box, each)
            if each.place == FLAGGED:
                yield self.flag(slot, box, each)
            yield self.placement(slot, box, each, frame)

    def behind(self, slot: Slot) -> Inscription | None:
        """What stands behind a slot's words where there is room."""
        found = (each for each in self.setting.sets[slot.part] if (each.panel, each.place) == (self.panel, BEHIND))
        return next((read_alone(each.inscription) for each in found), None)

    def frame(self, slot: Slot, box: Box, framed: Set) -> Frame:
        width, height = framed.inscription.width + 2 * PADDING, framed.inscription.height + 2 * PADDING - 2
        x, y = box.x - width / 2, box.level - height / 2
        return Frame(f"{self.panel}-{slot.part}-box", self.panel, slot.part, x, y, width, height, tone=framed.tone)

    def flag(self, slot: Slot, box: Box, words: Set) -> Flag:
        """At the end of its wire: what leaves a gate ends at a flag's left side, a use starts from its right side."""
        width, height = flag_size([words]) or (0.0, 0.0)
        x = box.x - box.width / 2 if slot.role == FLAG else box.x + box.width / 2 - width
        key, y = f"{self.panel}-{slot.part}-flag", box.level - height / 2
        return Flag(key, self.panel, slot.part, x, y, width, height, not self.forward, tone=self.panel)

    def aside(self, slot: Slot) -> float:
        """How far above its middle a slot's wire leaves, where its twin comes in below."""
        return PAIR if self.setting.style.paired and slot.wires else 0.0

    def placement(self, slot: Slot, box: Box, words: Set, frame: Set | None) -> Placement:
        """The words in their block, which stands beside the wire, over it, under it or on it."""
        style, made = self.setting.style, words.inscription
        if style.single:
            (made,) = at(self.setting.sets[slot.part], words.place, style)
        clear = max(STRIP / 2, frame.inscription.height / 2 + PADDING if frame else 0.0) + LIFT
        x, align = box.x, "center"
        if box.hanging and slot.role == SOURCE:
            x, y, align = box.x - box.width / 2, box.level + clear, "left"
        elif box.raised and slot.role in (SOURCE, OUTPUT):
            x, y, align = box.x - box.width / 2, box.y + box.height / 2 - LIFT - made.height, "left"
        elif words.place == BESIDE:
            left = slot.vertex == "output"
            x, align = (box.x - box.width / 2 + ASIDE, "left") if left else (box.x + box.width / 2 - ASIDE, "right")
            y = box.level - made.anchor
            if flag := flag_size(self.setting.sets[slot.part]):
                x, y = (x, box.level - flag[1] / 2 - OVER_FLAG - made.height) if box.raised else (x - flag[0], y)
            if slot.part in self.in_line:
                x, align = box.left, "left"
        elif words.place == FLAGGED:
            drawn = self.flag(slot, box, words)
            x, align = drawn.x + FLAG_PADDING + (POINT if drawn.left else 0.0), "left"
            y = box.level - made.anchor
        elif words.place == ABOVE:
            if slot.role == SOURCE:
                x, align = box.x - box.width / 2, "left"
            y = box.level - clear - made.height
            if box.raised:
                y = box.y + box.height / 2 - LIFT - made.height
        elif words.place == BELOW:
            y = box.level + clear
            if box.raised:
                y = box.y - box.height / 2 + LIFT
        else:
            y = box.level - made.height / 2
        key = f"{self.panel}-{slot.part}{SUFFIXES.get(words.place, '')}"
        led = self.forward and words.place == BESIDE and slot.role == SOURCE and not (box.raised or box.hanging)
        lead = box.level - self.aside(slot) if led and made == words.inscription else None
        arrow = self.arrows.get(slot.part, "") if words.place == BESIDE and not (box.raised or box.hanging) else ""
        said = words.tone, x, y, align, made, lead
        placed = Placement(key, self.panel, slot.part, *said, arrow=arrow, behind=self.behind(slot))
        return placed if made is words.inscription else placed.of(words.inscription)


def read_alone(made: Inscription) -> Inscription:
    """Words that are read without the comma by which they are set apart from a formula: that belongs to the picture."""
    kept = (
        replace(line, fixed=line.fixed and line.fixed._replace(text=line.fixed.text.lstrip(", ")))
        for line in made.lines
    )
    return replace(made, lines=tuple(kept))
