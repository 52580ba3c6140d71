"""The close-up of a gate in a narrow frame: its wires run up and down, their words at their right, each wire's under those before."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

from app.diagram.closeup.closeup_marks import Drawing
from app.diagram.closeup.closeup_side import BESIDE, BETWEEN, NARROW, PAIR, RADIUS, UNDER, Side, under
from app.diagram.drawing.arrows import straight
from app.diagram.model import BACKWARD, FORWARD

FOOT, STEP, SHORTEST = 14.0, 13.0, 50.0
"""What a wire is longer than its words; between pairs of wires, at least; and a wire's least length."""
SPREAD = 0.7
"""The share of the gate's radius that pairs of wires take to either side."""


def upright(drawing: Drawing, operands: Sequence[Side], results: Sequence[Side]) -> None:
    """What goes in below the gate, what comes out above it."""
    top = -RADIUS
    for x, side in zip(places(len(results)), results, strict=True):
        top = leaving(drawing, side, x, top, apart(len(results)))
    foot = RADIUS + BETWEEN
    for x, side in zip(places(len(operands)), operands, strict=True):
        foot = entering(drawing, side, x, foot, apart(len(operands)))


def places(count: int) -> list[float]:
    """The middles of pairs of wires, from the right to the left."""
    step = 0.0 if count < 2 else max(2 * SPREAD * RADIUS / (count - 1), STEP)
    return [step * ((count - 1) / 2 - number) for number in range(count)]


def apart(count: int) -> float:
    return PAIR if count == 1 else NARROW


def rim(x: float) -> float:
    """How far below the gate's middle its circle is at a distance from its axis; of what passes it by, its lowest point."""
    return sqrt(max(RADIUS**2 - x**2, 0.0))


def entering(drawing: Drawing, side: Side, x: float, top: float, shift: float) -> float:
    """One pair of wires from below, its words from `top` on at its right; and where these end."""
    left = x + shift + BESIDE
    foot = under(drawing, side, (left, top)) if side.below else top
    drawing.words(FORWARD, side.part, "", side.above, (left, foot))
    foot = max(foot + side.above.height, RADIUS + SHORTEST)
    drawing.wire(FORWARD, side.part, straight((x - shift, foot), (x - shift, rim(x - shift))))
    if side.back.lines:
        drawing.wire(BACKWARD, side.part, straight((x + shift, rim(x + shift)), (x + shift, foot)))
    return foot + FOOT


def leaving(drawing: Drawing, side: Side, x: float, bottom: float, shift: float) -> float:
    """One pair of wires upwards, its words at its right; and where these begin."""
    left, height = x + shift + BESIDE, side.above.height + side.under
    end = min(bottom - height - UNDER, -RADIUS - SHORTEST)
    drawing.words(FORWARD, side.part, "", side.above, (left, end))
    under(drawing, side, (left, end + side.above.height + UNDER))
    drawing.wire(FORWARD, side.part, straight((x - shift, -rim(x - shift)), (x - shift, end)))
    if side.back.lines:
        drawing.wire(BACKWARD, side.part, straight((x + shift, end), (x + shift, -rim(x + shift))))
    return end - FOOT
