"""Room that is free beside words once all of a figure stands in its place: a number that is longer than usual may reach into it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from app.diagram.drawing.areas import Area, area
from app.diagram.drawing.leading import led
from app.diagram.drawing.placement import Element, Placement
from app.diagram.model import Curve
from app.diagram.quantities import Array

CLEAR, MOST = 5.0, 40.0
"""What is kept free between words, and how far they may reach out, in points: two powers of ten more."""
APART, OVER, DEEPER = 1.0, 3.0, 1.0
"""The room between a formula and what stands behind it, a comma and a space first; above and below that; and how much deeper it may
reach."""
TOGETHER = 32
"""So many rooms are looked at together: more would ask for all pairs of what stands in a large figure."""
PIECES = 6
"""A piece of a curve is looked at in so many straight ones."""
SHARES = np.array(
    [((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3) for t in np.linspace(0, 1, PIECES + 1)]
)
"""How much of its four points there is in each point where these meet."""


def spread_out(elements: Sequence[Element], right: float) -> tuple[Element, ...]:
    """The elements with what stands behind them where there is room, and each with the room that is left at its right, up to the next
    of them or to the figure's edge `right`; numbers that end at a wire or a tag with that at their left."""
    areas = np.vstack([np.array([each for element in elements for each in covered(element)]), along(elements)])
    behind: dict[str, Placement] = {}
    for each in elements:
        if isinstance(each, Placement) and each.behind and (found := placed_behind(each, areas, right)):
            behind[each.id] = found
            areas = np.vstack([areas, found.area])
    drawn_on = led(elements, behind)
    elements = [drawn_on.get(at, each) for at, each in enumerate(elements)]
    areas = np.vstack([areas, along(list(drawn_on.values()))])
    rooms = {at: room for at, each in enumerate(elements) if (room := numbers_of(each))}
    flush = {at: mirrored(np.array(rooms.pop(at))) for at in [*rooms] if is_flush(elements[at])}
    spare = dict(zip(rooms, free(list(rooms.values()), areas, right), strict=True))
    spare |= dict(zip(flush, free(list(flush.values()), mirrored(areas), 0.0), strict=True))
    return tuple(
        made
        for at, each in enumerate(elements)
        for made in (reaching(each, spare.get(at, 0.0), placed=each.id in behind), behind.get(each.id))
        if made
    )


def is_flush(element: Element) -> bool:
    return isinstance(element, Placement) and element.flush


def mirrored(areas: Array) -> Array:
    """Areas with left and right changed about."""
    turned: Array = areas[..., [2, 1, 0, 3]] * np.array([-1.0, 1.0, -1.0, 1.0])
    return turned


def placed_behind(words: Placement, taken: Array, right: float) -> Placement | None:
    """What stands behind the formula of some words, on one baseline with its end; None where it has no room."""
    made, lines = words.behind, words.inscription.lines
    at = max((place for place, line in enumerate(lines) if line.fixed), default=None)
    if made is None or at is None:
        return None
    last, down = lines[at], words.inscription.tops[at]
    if made.height - made.lines[0].baseline > last.height - last.baseline + DEEPER:
        return None
    end = words.area[0] + last.indent + last.width
    y = words.y + down + last.baseline - made.lines[0].baseline
    room = np.array([(end + CLEAR, y - OVER, end + CLEAR, y + made.height + OVER)])
    if free_beside(room, taken, right)[0] + CLEAR < APART + made.width:
        return None
    x = end + APART
    return replace(
        words, id=f"{words.id}-behind", x=x, y=y, align="left", inscription=made, lead=None, arrow="", behind=None
    )


def numbers_of(element: Element) -> Area | None:
    """The room of the lines that hold numbers, if an element has such."""
    if not isinstance(element, Placement):
        return None
    left, top, edge, bottom = element.area
    lines = zip(element.inscription.lines, element.inscription.tops, strict=False)
    numbers = [top + down for line, down in lines if line.fixed is None]
    return (left, min(numbers), edge, bottom) if numbers else None


def reaching(element: Element, spare: float, *, placed: bool) -> Element:
    """An element that may reach out, and says what stands behind it only where that is not `placed`."""
    if not isinstance(element, Placement) or not (spare or placed):
        return element
    return replace(element, spare=min(MOST, spare), behind=None if placed else element.behind)


def free(rooms: Sequence[Area] | Sequence[Array], taken: Array, right: float) -> list[float]:
    """How much is free at the right of each room; a few rooms at a time, from top to bottom, beside what is as high as they are."""
    found = np.zeros(len(rooms))
    order = sorted(range(len(rooms)), key=lambda place: rooms[place][1])
    for start in range(0, len(order), TOGETHER):
        places = order[start : start + TOGETHER]
        some = np.array([rooms[place] for place in places])
        level = (taken[:, 1] < some[:, 3].max()) & (taken[:, 3] > some[:, 1].min())
        found[places] = free_beside(some, taken[level], right)
    widths: list[float] = found.tolist()
    return widths


def free_beside(rooms: Array, taken: Array, right: float) -> Array:
    """How much is free at the right of each room before what is taken begins."""
    lefts, tops, rights, bottoms = taken.T
    left, top, edge, bottom = rooms.T[:, :, None]
    beside = (tops < bottom) & (bottoms > top) & (rights > edge) & (lefts > left)
    nearest = np.where(beside, lefts, right).min(axis=1, initial=right)
    found: Array = np.maximum(0.0, nearest - CLEAR - edge[:, 0])
    return found


def covered(element: Element) -> Iterator[Area]:
    """The rectangles that an element covers: of a curve only its head."""
    if isinstance(element, Curve):
        if element.head:
            xs, ys = zip(*element.head, strict=True)
            yield min(xs), min(ys), max(xs), max(ys)
    else:
        yield area(element)


def along(elements: Sequence[Element]) -> Array:
    """The many small rectangles that curves cover, as rows of left, top, right and bottom."""
    curves = [element.points for element in elements if isinstance(element, Curve)]
    pieces = np.array([curve[at : at + 4] for curve in curves for at in range(0, len(curve) - 1, 3)]).reshape(-1, 4, 2)
    points = SHARES @ pieces
    lows, highs = np.minimum(points[:, :-1], points[:, 1:]), np.maximum(points[:, :-1], points[:, 1:])
    return np.concatenate([lows, highs], axis=2).reshape(-1, 4)
