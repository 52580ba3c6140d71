"""Room that is free beside words once all of a figure stands in its place: a number that is longer than usual may reach into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from app.diagram.areas import Area, area
from app.diagram.marks import Element, Placement
from app.diagram.model import Curve
from app.diagram.quantities import Array
from app.layout.field import samples

CLEAR, MOST = 5.0, 40.0
"""What is kept free between words, and how far they may reach out, in points: two powers of ten more."""
APART, OVER, DEEPER = 14.0, 3.0, 1.0
"""The least room between a formula and what stands behind it, above and below that, and how much deeper it may reach."""
PIECES = 6


def spread_out(elements: Sequence[Element], right: float) -> tuple[Element, ...]:
    """The elements with what stands behind them where there is room, and each with the room that is left at its right, up to the next
    of them or to the figure's edge `right`."""
    areas = np.array([each for element in elements for each in covered(element)])
    behind: dict[str, Placement] = {}
    for each in elements:
        if isinstance(each, Placement) and each.behind and (found := placed_behind(each, areas, right)):
            behind[each.id] = found
            areas = np.vstack([areas, found.area])
    return tuple(made for each in elements for made in (reaching(each, areas, right), behind.get(each.id)) if made)


def placed_behind(words: Placement, taken: Array, right: float) -> Placement | None:
    """What stands behind the first of some words, on one baseline with it; None where it has no room."""
    made, first = words.behind, words.inscription.lines[0]
    if made is None or made.height - made.lines[0].baseline > first.height - first.baseline + DEEPER:
        return None
    x = words.area[0] + first.indent + first.width + APART
    y = words.y + first.baseline - made.lines[0].baseline
    if free((x - APART + CLEAR, y - OVER, x, y + made.height + OVER), taken, right) < made.width:
        return None
    return replace(words, id=f"{words.id}-behind", x=x, y=y, align="left", inscription=made, lead=None, behind=None)


def reaching(element: Element, taken: Array, right: float) -> Element:
    """An element that holds numbers, with the room at the right of these."""
    if not isinstance(element, Placement):
        return element
    left, top, edge, bottom = element.area
    lines = zip(element.inscription.lines, element.inscription.tops, strict=False)
    numbers = [top + down for line, down in lines if line.fixed is None]
    room = left, min(numbers, default=bottom), edge, bottom
    return replace(element, spare=min(MOST, free(room, taken, right))) if numbers else element


def free(room: Area, taken: Array, right: float) -> float:
    """How much is free at the right of a room."""
    lefts, tops, rights, bottoms = taken.T
    beside = (tops < room[3]) & (bottoms > room[1]) & (rights > room[2]) & (lefts > room[0])
    nearest = min(right, float(lefts[beside].min(initial=right)))
    return max(0.0, nearest - CLEAR - room[2])


def covered(element: Element) -> Iterator[Area]:
    """The rectangles that an element covers: a curve many small ones, and its head."""
    if isinstance(element, Curve):
        if element.head:
            xs, ys = zip(*element.head, strict=True)
            yield min(xs), min(ys), max(xs), max(ys)
        for (x, y), (u, v) in pairwise(samples(element.points, PIECES)):
            yield min(x, u), min(y, v), max(x, u), max(y, v)
    else:
        yield area(element)
