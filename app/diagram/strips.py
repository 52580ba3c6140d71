"""Rows above each other: the sources of the head in lines of equal steps, then row by row, cropped to what a panel shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from app.diagram.areas import bounds, moved
from app.diagram.marks import Element, Panel
from app.diagram.sizing import Setting

BETWEEN_ROWS, BETWEEN_HEADS = 22.0, 26.0
"""Between rows, and between the sources that stand beside each other at the head, in points."""

Strip = list[tuple[Setting, float]]
"""What stands beside each other, each with its distance from the left edge."""


def striped(rows: Sequence[Setting], room: float) -> list[Strip]:
    """The settings in strips of at most `room`: as many sources of the head as fit beside each other, a row alone."""
    heads = [each for each in rows if not each.discs]
    pitch = max((each.layout.width for each in heads), default=room) + BETWEEN_HEADS
    beside = max(1, min(len(heads), int((room + BETWEEN_HEADS) // pitch)))
    if len(heads) > 1:
        pitch = max(pitch, (room + BETWEEN_HEADS) / beside) if beside == len(heads) else pitch
    waiting = iter(heads)
    strips = []
    while strip := [(each, k * pitch) for k, each in enumerate(islice(waiting, beside))]:
        strips.append(strip)
    return strips + [[(each, 0.0)] for each in rows if each.discs]


def stack(strips: Sequence[Strip], *panels: str, along: Sequence[str] = ()) -> list[Element]:
    """All elements of one panel, or of both where both passes share one; `along` are panels that have to stand beside it."""
    found: list[Element] = []
    foot: float | None = None
    for strip in strips:
        elements = [element for setting, across in strip for element in drawn(setting, across, panels)]
        beside = [
            element for setting, across in strip for panel in along for element in drawn(setting, across, [panel])
        ]
        if not elements and not beside:
            continue
        _, top, _, bottom = bounds([*elements, *beside])
        down = 0.0 if foot is None else foot + BETWEEN_ROWS - top
        found += [moved(each, 0.0, down) for each in elements] if down else elements
        foot = bottom + down
    return found


def drawn(setting: Setting, across: float, panels: Sequence[str]) -> list[Element]:
    """One setting with its first line at height 0: both passes share its wires and gates."""
    elements = [each for k, panel in enumerate(panels) for each in Panel(setting, panel).elements(shared=k > 0)]
    return [moved(each, across, -setting.level) for each in elements]
