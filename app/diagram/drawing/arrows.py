"""Wires as they are drawn: pieces joined into one line, and the swept-back arrow head at its end."""

from __future__ import annotations

from math import hypot

from app.diagram.model import Point

LENGTH, WIDTH, NOTCH = 9.2, 6.4, 2.6
"""An arrow head's length and width, and how deep its back is cut in, in points."""
ROUND, ARM = 10.0, 0.6
"""How far from its corner a line begins to turn, in points, and the share of that at which its arc is steered."""


def straight(start: Point, stop: Point) -> tuple[Point, ...]:
    """A straight piece as a cubic."""
    (x0, y0), (x3, y3) = start, stop
    return start, ((2 * x0 + x3) / 3, (2 * y0 + y3) / 3), ((x0 + 2 * x3) / 3, (y0 + 2 * y3) / 3), stop


def turning(start: Point, corner: Point, stop: Point) -> tuple[Point, ...]:
    """Two straight pieces with the corner between them rounded off."""
    near, far = toward(corner, start, ROUND), toward(corner, stop, ROUND)
    arms = toward(near, corner, ARM * apart(near, corner)), toward(far, corner, ARM * apart(far, corner))
    return (*straight(start, near), *arms, *straight(far, stop))


def toward(one: Point, other: Point, length: float) -> Point:
    """The point at a distance from one point, on the way to another."""
    whole = apart(one, other)
    return along(one, (other[0] - one[0]) / whole, (other[1] - one[1]) / whole, min(length, whole)) if whole else one


def joined(pieces: list[tuple[Point, ...]]) -> tuple[Point, ...]:
    """Curves that follow one another as one, with straight pieces where they do not meet."""
    whole = pieces[0]
    for piece in pieces[1:]:
        if apart(whole[-1], piece[0]) > 0.01:
            whole += straight(whole[-1], piece[0])[1:]
        whole += piece[1:]
    return whole


def apart(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def headed(points: tuple[Point, ...]) -> tuple[tuple[Point, ...], tuple[Point, ...]]:
    """A line that ends in an arrow head: the line cut back to the head's notch, and the head's outline, tip first."""
    tip = points[-1]
    behind = next(point for point in reversed(points) if apart(point, tip) > 0.5)
    length = apart(behind, tip)
    ux, uy = (tip[0] - behind[0]) / length, (tip[1] - behind[1]) / length
    back, half = LENGTH, WIDTH / 2
    notch = along(tip, ux, uy, -(LENGTH - NOTCH))
    left = (tip[0] - back * ux - half * uy, tip[1] - back * uy + half * ux)
    right = (tip[0] - back * ux + half * uy, tip[1] - back * uy - half * ux)
    return shortened(points, along(notch, ux, uy, 0.5)), (tip, left, notch, right)


def along(point: Point, ux: float, uy: float, distance: float) -> Point:
    return point[0] + distance * ux, point[1] + distance * uy


def shortened(points: tuple[Point, ...], stop: Point) -> tuple[Point, ...]:
    """The same line ending at `stop`, a point a little before its end."""
    dx, dy = stop[0] - points[-1][0], stop[1] - points[-1][1]
    control = points[-2]
    return (*points[:-2], (control[0] + dx, control[1] + dy), stop)


def beside(points: tuple[Point, ...], down: float) -> tuple[Point, ...]:
    """The line that runs at a distance from another, below where that one runs to the right: inside of a turn its arcs are as much shorter
    as they are nearer to the middle."""
    moved: list[Point] = []
    for first in range(0, len(points) - 1, 3):
        start, one, two, stop = points[first : first + 4]
        leaving, coming = normal((start, one, two, stop)), normal((stop, two, one, start))
        begun, ended = along(start, *leaving, down), along(stop, *coming, -down)
        share = apart(begun, ended) / apart(start, stop) if apart(start, stop) else 1.0
        arms = (
            along(begun, one[0] - start[0], one[1] - start[1], share),
            along(ended, two[0] - stop[0], two[1] - stop[1], share),
        )
        moved += [*arms, ended] if moved else [begun, *arms, ended]
    return tuple(moved)


def right_of(points: tuple[Point, ...], left: float) -> tuple[Point, ...]:
    """A line that begins straight, from where it is no farther to the left: it keeps clear of the point of a tag that it slants from."""
    (x, y), *_, (stop, height) = points[:4]
    share = (left - x) / (stop - x) if stop > left > x else 0.0
    return straight((left, y + share * (height - y)), (stop, height)) + points[4:] if share else points


def normal(points: tuple[Point, ...]) -> tuple[float, float]:
    """The unit vector to the right of a curve where it starts."""
    start = points[0]
    ahead = next((point for point in points[1:] if apart(start, point) > 0.01), (start[0] + 1, start[1]))
    length = apart(start, ahead)
    return -(ahead[1] - start[1]) / length, (ahead[0] - start[0]) / length
