"""Our own wires: level where they leave a label, radial where they meet a circle, one bend between."""

from __future__ import annotations

from math import acos, atan, copysign, cos, hypot, radians, sin, tan
from typing import NamedTuple

from app.layout.boxes import Curve, Point
from app.layout.field import samples

STEEPEST = radians(62)
"""The steepest arrival at a circle, from level."""
REACH = 58.0
"""How far before a circle's rim a wire begins to bend, in points."""
STEEP, QUARTER = 1.6, 0.5523
"""An S falls at most so much for each point across; a quarter of a circle has such handles."""
PARTED, NEARBY = 9.0, 24.0
"""How far a straight wire keeps from a bend beside it, but for so much before their circle, in points."""
SHARED, TURN = 17.0, 7.0
"""How long the wire is that many share before their gate, and how they turn into it, in points."""
LEVEL = 0.75
"""A difference in height that nobody sees."""


class End(NamedTuple):
    """Where a wire begins or ends: a point with radius 0, through which it runs level, or a circle's centre and radius.

    `side` is 1 where the wire leaves to the right and -1 where it comes in from the left; `angle` is how far from level
    it meets the circle, positive downwards.
    """

    x: float
    y: float
    radius: float
    side: int
    angle: float = 0.0

    @property
    def point(self) -> Point:
        return self.x + self.side * self.radius * cos(self.angle), self.y + self.radius * sin(self.angle)

    @property
    def outward(self) -> Point:
        """The unit vector that points along the wire away from this end."""
        return self.side * cos(self.angle), sin(self.angle)


def slope(end: End, other: Point, reach: float = REACH) -> float:
    """The angle at which a wire from `other`, level there, meets this circle after one arc of at most `reach`."""
    across = min(abs(other[0] - end.x), end.radius + reach)
    down = other[1] - end.y
    angle = 2 * atan(abs(down) / max(across + end.radius, 1.0))
    return copysign(min(angle, STEEPEST), down)


def straight(start: Point, stop: Point) -> Curve:
    (x0, y0), (x3, y3) = start, stop
    return (start, (x0 + (x3 - x0) / 3, y0 + (y3 - y0) / 3), (x3 - (x3 - x0) / 3, y3 - (y3 - y0) / 3), stop)


def bend(tail: End, head: End) -> Curve:
    """From `tail` to `head`: straight, arc, straight, where their two directions meet; else one S."""
    start, stop = tail.point, head.point
    along, against = tail.outward, head.outward
    cross = along[0] * against[1] - along[1] * against[0]
    dx, dy = stop[0] - start[0], stop[1] - start[1]
    if abs(cross) < 1e-6:
        return straight(start, stop) if abs(dy * along[0] - dx * along[1]) < LEVEL else swerve(tail, head)
    ahead = (dx * against[1] - dy * against[0]) / cross
    back = (dx * along[1] - dy * along[0]) / cross
    if ahead < 4 or back < 4:
        return swerve(tail, head)
    return fillet(tail, head, ahead, back)


def fillet(tail: End, head: End, ahead: float, back: float) -> Curve:
    """Two straight runs of length `ahead` and `back` to their corner, which the largest arc rounds off."""
    (x0, y0), (x3, y3) = start, stop = tail.point, head.point
    (ux, uy), (vx, vy) = tail.outward, head.outward
    corner = (x0 + ahead * ux, y0 + ahead * uy)
    cut = min(ahead, back)
    enter = (corner[0] - cut * ux, corner[1] - cut * uy)
    leave = (corner[0] - cut * vx, corner[1] - cut * vy)
    turn = acos(max(-1.0, min(1.0, -ux * vx - uy * vy)))
    arm = cut * (4 / 3 * tan(turn / 4) / tan(turn / 2) if turn > 0.01 else 2 / 3)
    curve: Curve = (start,)
    if ahead - cut > LEVEL:
        curve = straight(start, enter)
    curve += ((enter[0] + arm * ux, enter[1] + arm * uy), (leave[0] + arm * vx, leave[1] + arm * vy), leave)
    return curve + straight(leave, (x3, y3))[1:] if back - cut > LEVEL else (*curve[:-1], stop)


def step(start: Point, stop: Point) -> Curve:
    """From one level lane to another: an S, or where that is too steep two quarter turns with an upright piece between."""
    (x0, y0), (x3, y3) = start, stop
    across, down = x3 - x0, y3 - y0
    if abs(down) <= STEEP * across:
        return start, (x0 + across / 2, y0), (x3 - across / 2, y3), stop
    x, arm, turn = x0 + across / 2, across / 2 * QUARTER, copysign(across / 2, down)
    upper, lower = (x, y0 + turn), (x, y3 - turn)
    bow = copysign(arm, down)
    curve = (start, (x0 + arm, y0), (x, upper[1] - bow), upper)
    return curve + straight(upper, lower)[1:] + ((x, lower[1] + bow), (x3 - arm, y3), stop)


def swerve(tail: End, head: End) -> Curve:
    """One S-shaped cubic, for ends whose directions do not meet between them."""
    (x0, y0), (x3, y3) = tail.point, head.point
    arm = max(0.5 * abs(x3 - x0), min(0.25 * hypot(x3 - x0, y3 - y0), abs(x3 - x0)))
    (ux, uy), (vx, vy) = tail.outward, head.outward
    return ((x0, y0), (x0 + arm * ux, y0 + arm * uy), (x3 + arm * vx, y3 + arm * vy), (x3, y3))


def close(line: Curve, curve: Curve) -> bool:
    """Whether a curve comes too near to a straight line on the way to the circle at which both end."""
    (x, y), (across, down) = line[0], (line[-1][0] - line[0][0], line[-1][1] - line[0][1])
    length = hypot(across, down)
    return any(
        0.0 < (px - x) * across + (py - y) * down < length * (length - NEARBY)
        and abs((px - x) * down - (py - y) * across) < PARTED * length
        for px, py in samples(curve)
    )


def collected(tail: End, head: End) -> Curve:
    """From one of many to the level wire that they share before their gate."""
    x = head.x - head.radius - SHARED
    curve = straight(tail.point, (x - 2 * TURN, tail.y)) + step((x - 2 * TURN, tail.y), (x, head.y))[1:]
    return curve + straight((x, head.y), head.point)[1:]
