"""Which words stand where: each style puts a slot's words beside the end of its wire, above it, below it or in a box on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.diagram.labels.label_content import NO_PRODUCTS, Lines, Small, Wording, sides
from app.diagram.labels.text_block import DENSE, LOOSE, NARROW, RAISED
from app.diagram.model import BACKWARD, FORWARD
from app.diagram.parts import LEAD, Kind
from app.diagram.quantities import END_SIZE, SIZE, Quantity
from app.diagram.structure import BRANCH, FLAG, OUTPUT, PASSING, SOURCE, STEM, TAG, Slot

BESIDE, ABOVE, BELOW, FRAMED, FLAGGED, BEHIND = "beside", "above", "below", "framed", "flagged", "behind"
"""What stands behind takes no room of its own: it is there where some is free behind the other words."""


@dataclass(frozen=True, slots=True)
class Face:
    """Words of a slot: in which panel, where, in which tone."""

    panel: str
    place: str
    tone: str
    lines: Lines
    size: float = SIZE
    """The size of its mathematics; numbers have one size everywhere."""

    @property
    def parted(self) -> Face:
        """The same with the sides of every equation as words of their own."""
        lines = [[side for word in words for side in sides(word)] for words in self.lines]
        return Face(self.panel, self.place, self.tone, lines, self.size)


@dataclass(frozen=True, slots=True)
class Style:
    """A way of drawing: its faces, whether both passes share one panel, whether the wires of inputs carry labels, and
    whether the way back is drawn beside the way forward, and whether labels may stand as close as can be."""

    faces: Callable[[Wording, Slot], list[Face]]
    single: bool
    carried: bool
    paired: bool = False
    close: bool = False

    @property
    def densities(self) -> Sequence[int]:
        """The ways to use the room, the airiest first; where both passes share a panel there are labels below wires too."""
        return (LOOSE, DENSE, NARROW) if self.carried else (LOOSE, DENSE, NARROW, RAISED)


def tone(wording: Wording, slot: Slot) -> str:
    """How a value is written: what no gradient goes back to is quiet."""
    return "forward" if wording.formulas.trace.graph.nodes[slot.value].differentiable else "quiet"


def size(slot: Slot) -> float:
    """The names of inputs and of the output are a little larger than what stands between them."""
    return END_SIZE if slot.role in (SOURCE, OUTPUT) else SIZE


def two_panels(wording: Wording, slot: Slot) -> list[Face]:
    """Values in one panel, formulas and gradients in the other."""
    if slot.role in (FLAG, TAG):
        return [*flags(wording, slot, FORWARD), *flags(wording, slot, BACKWARD)]
    place = (BELOW if slot.hung else ABOVE) if slot.vertex == "label" else BESIDE
    return [
        Face(FORWARD, place, tone(wording, slot), wording.forward(slot), size(slot)),
        Face(BACKWARD, ABOVE if slot.levelled else place, "backward", wording.backward(slot)),
        Face(BACKWARD, BEHIND, "backward", wording.behind(slot)),
    ]


def flags(wording: Wording, slot: Slot, panel: str) -> list[Face]:
    """The name that a wire ends with or starts from; on the way back a use says what it brings, where that flows."""
    if panel == BACKWARD and not slot.wires:
        return []
    named = Face(panel, FLAGGED, panel, [[wording.name(slot)]])
    told = slot.role == TAG and panel == BACKWARD
    return [named, Face(panel, BESIDE, panel, wording.backward(slot))] if told else [named]


def paired_wires(wording: Wording, slot: Slot) -> list[Face]:
    """Each wire's name and value above it, in black, and what comes back along its twin below it, in red; arrays by their shapes."""
    wording = shapes_first(wording, slot)
    if slot.role in (FLAG, TAG):
        return flags(wording, slot, FORWARD)
    if slot.role in (SOURCE, OUTPUT):
        return [Face(FORWARD, BESIDE, tone(wording, slot), wording.forward(slot), size(slot))]
    below = wording.backward(slot) if slot.part != LEAD else [wording.ending(slot)]
    below = [] if wording.told_by_stem(slot) else below
    above = [] if slot.part == LEAD or slot.part.kind == Kind.STEM else wording.forward(slot)
    return [Face(FORWARD, ABOVE, tone(wording, slot), above), bare(Face(BACKWARD, BELOW, "backward", below))]


def blocks(wording: Wording, slot: Slot) -> list[Face]:
    """Each value's name, and under it what comes back, in one block on one side of its wire, as circuits are lettered."""
    wording = shapes_first(wording, slot)
    if wording.told_by_stem(slot):
        return []
    found = [face for face in two_panels(wording, slot) if face.place != BEHIND]
    if slot.role in (FLAG, TAG):
        return found[:1] + [bare(face) for face in found if face.place == BESIDE]
    name, rule = found
    return [replace(name, place=rule.place), bare(rule)]


def bare(face: Face) -> Face:
    """Words without shapes: a gradient has that of its value, which is told where both stand together."""
    return replace(face, lines=[[word for word in words if not isinstance(word, Small)] for words in face.lines])


def shapes_first(wording: Wording, slot: Slot) -> Wording:
    """Arrays by their shapes, where words are wanted at all."""
    if wording.shape(slot) and wording.options.labels != "numbers":
        return replace(wording, detail=max(wording.detail, NO_PRODUCTS))
    return wording


def circuit(wording: Wording, slot: Slot) -> list[Face]:
    """Names at the ends, each wire's value above it and its gradient below it."""
    if slot.role in (FLAG, TAG):
        return flags(wording, slot, FORWARD)
    symbols, numbers = wording.options.labels == "symbols", wording.options.labels == "numbers"
    name = wording.name(slot)
    if slot.role in (SOURCE, OUTPUT):
        return [Face(FORWARD, BESIDE, tone(wording, slot), [] if numbers else [[name]], size(slot))]
    value = Quantity("value", slot.value, wording.shape(slot))
    arising = slot.role in (PASSING, STEM) and slot.part.kind == Kind.VALUE and wording.named(slot)
    above = wording.completed([name] if arising and not numbers else [], slot, value)
    faces = [Face(FORWARD, ABOVE, "value", [above])]
    if slot.wires or slot.part == LEAD:
        below = wording.completed([wording.adjoint(slot)] if symbols else [], slot, wording.quantity(slot))
        faces.append(Face(BACKWARD, BELOW, "backward", [below]))
    return faces


def local_derivatives(wording: Wording, slot: Slot) -> list[Face]:
    """Names and values above, the local derivative of each wire in a box on it, the gradient of each value below."""
    if slot.role in (FLAG, TAG):
        return flags(wording, slot, FORWARD)
    if slot.role in (SOURCE, OUTPUT):
        return [Face(FORWARD, BESIDE, tone(wording, slot), wording.forward(slot), size(slot))]
    faces = []
    if slot.role in (PASSING, STEM) and slot.part.kind != Kind.STEM:
        faces.append(Face(FORWARD, ABOVE, tone(wording, slot), wording.forward(slot)))
    if slot.role in (PASSING, BRANCH) and slot.wires:
        faces.append(Face(BACKWARD, FRAMED, "forward", wording.local(slot, slot.wires[0])))
    whole = slot.part == LEAD or (bool(slot.wires) and not (slot.role == BRANCH and wording.forks(slot)))
    if whole:
        words = [] if wording.options.labels == "numbers" else [wording.formulas.adjoint(slot.value)]
        faces.append(Face(BACKWARD, BELOW, "backward", [wording.completed([*words], slot, wording.quantity(slot))]))
    return faces


TWO_PANELS, PAIRED = ("kratzert", "auto"), "circuit"
"""The style and the panels of a figure that has two as long as there is room for them, and the style of one that has one of both."""
BLOCKS = Style(blocks, single=True, carried=False, paired=True)
"""The paired wires with their words in blocks, which take fewer rows."""
STYLES: Mapping[str, Style] = {
    "kratzert": Style(two_panels, single=False, carried=False),
    "circuit": Style(paired_wires, single=True, carried=True, paired=True),
    "cs231n": Style(circuit, single=True, carried=True),
    "colah": Style(local_derivatives, single=True, carried=True),
}
