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
PIECES = 6


def spread_out(elements: Sequence[Element], right: float) -> tuple[Element, ...]:
    """The elements, each with the room at its right up to the next of them, or to the figure's edge `right`."""
    taken = np.array([each for element in elements for each in covered(element)])
    return tuple(
        replace(each, spare=free(each.area, taken, right))
        if isinstance(each, Placement) and holds_numbers(each)
        else each
        for each in elements
    )


def holds_numbers(words: Placement) -> bool:
    """Whether some of the words are numbers, which change."""
    return any(line.fixed is None for line in words.inscription.lines)


def free(room: Area, taken: Array, right: float) -> float:
    """How much is free at the right of a room."""
    lefts, tops, rights, bottoms = taken.T
    beside = (tops < room[3]) & (bottoms > room[1]) & (rights > room[2]) & (lefts > room[0])
    nearest = min(right, float(lefts[beside].min(initial=right)))
    return max(0.0, min(MOST, nearest - CLEAR - room[2]))


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
