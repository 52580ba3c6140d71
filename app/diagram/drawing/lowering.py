"""Words that were raised above circles come down close to their wires again where what stands there leaves them room."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

import numpy as np

from app.diagram.drawing.areas import Area, area, bounds, moved
from app.diagram.drawing.free_room import along
from app.diagram.drawing.placement import Element, Placement
from app.diagram.labels.sizing import LIFT, Setting
from app.diagram.model import Curve
from app.diagram.parts import Part
from app.diagram.quantities import Array
from app.layout.boxes import STRIP, Box, Point

CLEAR, LEVEL = 3.0, 0.5
"""What is kept free around words that come down, arrows' heads but for their middle; and how far from level a piece of a wire may be, in
points."""


def lowered(elements: Sequence[Element], setting: Setting) -> list[Element]:
    """The elements of a panel, each label that is raised as close to its wire as it may stand, moved along it if need be."""
    found = list(elements)
    raised = {slot.part for slot in setting.scheme.slots if slot.vertex == "label" and setting.box(slot.part).raised}
    blocks = defaultdict[Part, list[int]](list)
    for at, each in enumerate(found):
        if isinstance(each, Placement) and each.part in raised:
            blocks[each.part].append(at)
    if not blocks:
        return found
    owners, areas = taken(found)
    wires = stretches(setting, blocks)
    for part, places in blocks.items():
        others = areas[~np.isin(owners, places)]
        shift = way_down(bounds([found[at] for at in places]), setting.box(part), wires[part], others)
        if shift is None:
            continue
        for at in places:
            found[at] = moved(found[at], *shift)
            areas[owners == at] += [*shift, *shift]
    return found


def taken(elements: Sequence[Element]) -> tuple[Array, Array]:
    """The rectangles that elements cover, and the place of the element that each belongs to; a wire's belong to none."""
    rows = [(at, area(element)) for at, element in enumerate(elements) if not isinstance(element, Curve)]
    curves = along(elements)
    owners = np.array([*(at for at, _ in rows), *[-1] * len(curves)])
    return owners, np.vstack([np.array([each for _, each in rows]), curves])


def way_down(block: Area, box: Box, wire: tuple[float, float], others: Array) -> tuple[float, float] | None:
    """How far a block goes right and down to stand close to its wire, which runs level from left to right; None if it has no room."""
    left, top, right, bottom = block
    clear = STRIP / 2 + LIFT
    above = box.y < box.level
    down = box.level - clear - bottom if above else box.level + clear - top
    highest, lowest = top - CLEAR * above, bottom + CLEAR * (not above)
    beside = others[(others[:, 1] < lowest + down) & (others[:, 3] > highest + down)]
    anchor, half = (box.left + box.right) / 2, (right - left) / 2
    if np.any((beside[:, 0] < anchor) & (beside[:, 2] > anchor)):
        return None
    least = np.max(beside[:, 2] + CLEAR, where=beside[:, 2] <= anchor, initial=wire[0] - half)
    most = np.min(beside[:, 0] - CLEAR, where=beside[:, 0] >= anchor, initial=wire[1] + half)
    across = float(min(max(left, least), most - 2 * half) - left)
    return None if left + across < least else (across, down)


def stretches(setting: Setting, parts: Iterable[Part]) -> Mapping[Part, tuple[float, float]]:
    """From where to where the wire of each label runs level."""
    ends = (pair for line in setting.scheme.lines for pair in pairwise(line.through))
    found = {part: (setting.box(part).left, setting.box(part).right) for part in parts}
    for (tail, head), curve in zip(ends, setting.layout.curves, strict=True):
        if head in found:
            found[head] = min(level(curve[::-1])), found[head][1]
        if tail in found:
            found[tail] = found[tail][0], max(level(curve))
    return found


def level(curve: Sequence[Point]) -> Iterator[float]:
    """Where a curve that starts level stands as long as it is."""
    yield curve[0][0]
    for first in range(0, len(curve) - 1, 3):
        piece = curve[first + 1 : first + 4]
        if any(abs(y - curve[0][1]) > LEVEL for _, y in piece):
            return
        yield piece[-1][0]
