"""What is in the way: the boxes of a figure as rectangles, and whether something placed or drawn would touch them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise

from app.layout.boxes import Box, Curve, Point

CLEARANCE = 2.0
"""Boxes and wires keep at least this far from boxes that are not theirs, in points."""

Rectangle = tuple[float, float, float, float]


def rectangle(box: Box, margin: float = 0.0) -> Rectangle:
    """Left, top, right, bottom."""
    across, down = box.width / 2 + margin, box.height / 2 + margin
    return box.x - across, box.y - down, box.x + across, box.y + down


def overlap(one: Rectangle, other: Rectangle) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


class Field:
    """Boxes by vertex id, which may be moved, and questions about free room between them."""

    def __init__(self, boxes: Mapping[str, Box]) -> None:
        self.boxes = dict(boxes)
        self.rectangles: dict[str, Rectangle] = {}
        self.wires: dict[str, Rectangle] = {}
        """The room between raised labels and their wires."""
        for key, box in self.boxes.items():
            self.place(key, box)

    def copied(self) -> Field:
        """The same, in which boxes may be moved by themselves."""
        made = Field({})
        made.boxes, made.rectangles, made.wires = dict(self.boxes), dict(self.rectangles), dict(self.wires)
        return made

    def place(self, key: str, box: Box) -> None:
        self.boxes[key] = box
        self.rectangles[key] = rectangle(box, CLEARANCE)
        if box.raised and box.overhanging:
            top, foot = box.room
            own = CLEARANCE if foot == box.level else 0.0
            self.wires[key] = box.left, top - CLEARANCE + own, box.right, foot + own

    def touched(self, area: Rectangle, but: Collection[str]) -> list[Rectangle]:
        """The rectangles that overlap this one, those of the vertices named in `but` left out."""
        left, top, right, bottom = area
        return [
            found
            for kept in (self.rectangles, self.wires)
            for key, found in kept.items()
            if found[0] < right and found[2] > left and found[1] < bottom and found[3] > top and key not in but
        ]

    def fits(self, box: Box, but: Collection[str]) -> bool:
        return not self.touched(rectangle(box), but)

    def clear(self, curve: Curve, but: Collection[str]) -> bool:
        """Whether a curve passes every box except those it belongs to."""
        return not any(touches(curve, area) for area in self.walls(bounds(curve), but))

    def walls(self, area: Rectangle, own: Collection[str]) -> list[Rectangle]:
        """What a wire between the boxes `own` keeps clear of: all others, and of a raised label that it joins what is above it."""
        return self.touched(area, own) + [
            self.rectangles[key] for key in own if key in self.wires and overlap(self.rectangles[key], area)
        ]


def bounds(points: Iterable[Point]) -> Rectangle:
    """The rectangle round some points; a curve lies within that of its control points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def touches(curve: Curve, area: Rectangle) -> bool:
    """Whether a curve meets the rectangle."""
    for first in range(0, len(curve) - 1, 3):
        piece = curve[first : first + 4]
        if overlap(bounds(piece), area) and any(crosses(*ends, area) for ends in pairwise(samples(piece))):
            return True
    return False


def samples(curve: Curve, pieces: int = 12) -> list[Point]:
    """Points along a curve, close enough together for straight lines between them."""
    found = [curve[0]]
    for first in range(0, len(curve) - 1, 3):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = curve[first : first + 4]
        for step in range(1, pieces + 1):
            t = step / pieces
            a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
            found.append((a * ax + b * bx + c * cx + d * dx, a * ay + b * by + c * cy + d * dy))
    return found


def crosses(start: Point, stop: Point, area: Rectangle) -> bool:
    """Whether the straight line from `start` to `stop` meets the rectangle."""
    (x1, y1), (x2, y2), (left, top, right, bottom) = start, stop, area
    # Most lie on one side of it.
    if (x1 <= left and x2 <= left) or (x1 >= right and x2 >= right):
        return False
    if (y1 <= top and y2 <= top) or (y1 >= bottom and y2 >= bottom):
        return False
    low, high = 0.0, 1.0
    for origin, end, near, far in ((x1, x2, left, right), (y1, y2, top, bottom)):
        if origin == end:
            continue
        first, last = sorted(((near - origin) / (end - origin), (far - origin) / (end - origin)))
        low, high = max(low, first), min(high, last)
    return low < high
