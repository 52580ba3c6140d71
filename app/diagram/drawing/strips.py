"""Rows above each other: the sources of the head in lines of equal steps, then row by row, cropped to what a panel shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, repeat

from app.diagram.drawing.areas import Block, union
from app.diagram.drawing.lowering import lowered
from app.diagram.drawing.marks import Panel
from app.diagram.labels.sizing import Setting

BETWEEN_ROWS, BETWEEN_PIECES, BETWEEN_HEADS = 18.0, 11.0, 26.0
"""Between rows, between the pieces of one, and between the sources that stand beside each other at the head, in points."""

IN_LINE = 48.0
"""Rows whose first gates are no farther apart than this stand in line, in points."""

Strip = list[tuple[Setting, float]]
"""What stands beside each other, each with its distance from the left edge."""


def aligned(rows: Sequence[Setting], room: float) -> list[Setting]:
    """The rows, each moved to the right until its first gate stands in line with those near it, where it has `room` for that."""
    found = list(rows)
    waiting = sorted((at for at, row in enumerate(rows) if row.discs), key=lambda at: rows[at].first_gate)
    while waiting:
        line = rows[waiting[-1]].first_gate
        while waiting and line - rows[waiting[-1]].first_gate <= IN_LINE:
            at = waiting.pop()
            across = line - rows[at].first_gate
            found[at] = rows[at].moved(across if rows[at].layout.width + across <= room else 0.0)
    return found


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


def painted(strips: Sequence[Strip], *panels: str) -> list[list[Block]]:
    """The blocks of each strip as they are drawn in one panel, or in both where both passes share one."""
    return [[block for setting, across in strip for block in drawn(setting, panels, across)] for strip in strips]


def drawn(setting: Setting, panels: Sequence[str], across: float) -> Iterator[Block]:
    """One setting with its first line at height 0, if anything is drawn of it: both passes share its wires and gates."""
    elements = [each for k, panel in enumerate(panels) for each in Panel(setting, panel).elements(shared=k > 0)]
    if elements:
        yield Block.of(lowered(elements, setting)).shifted(across, -setting.level)


def gaps(strips: Sequence[Strip]) -> list[float]:
    """What is kept free over each strip."""
    rows = [strip[0][0].row for strip in strips]
    return [BETWEEN_PIECES if row == before else BETWEEN_ROWS for before, row in zip([None, *rows], rows, strict=False)]


def stack(
    strips: Sequence[Sequence[Block]], over: Sequence[float], along: Sequence[Sequence[Block]] = ()
) -> list[Block]:
    """The strips of a panel above each other, so much free `over` each; `along` are those of a panel that has to stand beside it."""
    found: list[Block] = []
    foot: float | None = None
    for gap, own, beside in zip(over, strips, along or repeat(()), strict=False):
        if not own and not beside:
            continue
        _, top, _, bottom = union([block.area for block in (*own, *beside)])
        down = 0.0 if foot is None else foot + gap - top
        found += [block.shifted(0.0, down) for block in own]
        foot = bottom + down
    return found
