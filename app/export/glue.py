"""Where straight wires are glued to circles: at an ellipse's own sites where they end there, else at sites of the circle's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import dist

from app.diagram import Circle, Curve, Diagram
from app.export.drawingml import UNIT, piece
from app.export.outline import Point

COMPASS = ((0, -1, 0), (-1, 0, 2), (0, 1, 4), (1, 0, 6))
"""Sites of an ellipse: the direction from its middle, and the number of the site."""
NEAR = 4.0
"""A wire that ends so close to a circle is glued to it;"""
LEVEL = 0.5
"""to one of the ellipse's own sites if it stands as high: programs lead a wire on to its site, and it has to stay level."""
STRAIGHT = 0.02
"""How far, in points, a wire may be from the line between its ends."""
FULL, LEFTMOST = 21_600_000, 10_800_000
"""The whole turn, and where it begins, in sixty-thousandths of a degree."""


def line(mark: Curve) -> tuple[Point, Point] | None:
    """The ends of a wire, its tip included, if it is straight."""
    points = (*mark.points, *mark.head[:1])
    (x1, y1), (x2, y2) = points[0], points[-1]
    long = dist(points[0], points[-1])
    if not long or any(abs((x2 - x1) * (y - y1) - (y2 - y1) * (x - x1)) > STRAIGHT * long for x, y in points):
        return None
    return points[0], points[-1]


@dataclass(frozen=True, slots=True)
class Joint:
    """A circle with the sites at which wires end, by their numbers."""

    circle: Circle
    sites: Sequence[tuple[Point, int]]
    own: bool

    def site(self, end: Point) -> int | None:
        """The number of the site at which a wire ends; none if that is elsewhere."""
        return next((number for place, number in self.sites if place == end), None)

    def geometry(self) -> str:
        """A circle as a shape with sites of its own."""
        across, middle = round(2 * self.circle.radius * UNIT), round(self.circle.radius * UNIT)
        guides = places = ""
        for (x, y), number in self.sites:
            for axis, at, low, size in (("x", x, self.circle.x, "w"), ("y", y, self.circle.y, "h")):
                part = round((at - low + self.circle.radius) * UNIT)
                guides += f'<a:gd name="{axis}{number}" fmla="*/ {size} {part} {across}"/>'
            places += f'<a:cxn ang="0"><a:pos x="x{number}" y="y{number}"/></a:cxn>'
        turn = f'<a:arcTo wR="{middle}" hR="{middle}" stAng="{LEFTMOST}" swAng="{FULL}"/>'
        path = f'<a:path w="{across}" h="{across}">{piece("M", [(0, middle)])}{turn}{piece("Z", [])}</a:path>'
        lists = f"<a:avLst/><a:gdLst>{guides}</a:gdLst><a:ahLst/><a:cxnLst>{places}</a:cxnLst>"
        return f'<a:custGeom>{lists}<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'


def joints(diagram: Diagram) -> dict[Circle, Joint]:
    """Each circle of a figure that straight wires reach; the dots of forks have none, as lines end in their middle."""
    # By place alone: in a circuit both passes go through the gates of the first.
    ends = dict.fromkeys(end for mark in diagram.marks if isinstance(mark, Curve) for end in line(mark) or ())
    circles = [mark for mark in diagram.marks if isinstance(mark, Circle) and not mark.solid]
    reached = {circle: [end for end in ends if at_edge(circle, end)] for circle in circles}
    return {circle: joint(circle, found) for circle, found in reached.items() if found}


def at_edge(circle: Circle, end: Point) -> bool:
    return abs(dist(end, (circle.x, circle.y)) - circle.radius) < NEAR


def joint(circle: Circle, ends: Sequence[Point]) -> Joint:
    known = [(end, compass(circle, end)) for end in ends]
    if any(number is None for _, number in known):
        # Up to four sites LibreOffice takes for those of a box, whatever they are: these stand before our own.
        r = circle.radius
        usual = [(circle.x + dx * r, circle.y + dy * r) for dx, dy, _ in COMPASS]
        return Joint(circle, [(end, number) for number, end in enumerate([*usual, *ends])], own=True)
    return Joint(circle, [(end, number) for end, number in known if number is not None], own=False)


def compass(circle: Circle, end: Point) -> int | None:
    """The ellipse's own site at which a wire ends."""
    for dx, dy, number in COMPASS:
        x, y = circle.x + dx * circle.radius, circle.y + dy * circle.radius
        if abs(end[0] - x) < (NEAR if dx else LEVEL) and abs(end[1] - y) < (LEVEL if dx else NEAR):
            return number
    return None
