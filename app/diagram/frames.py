"""Frames: the width that a figure is composed for, by name or in em of its main type."""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, isfinite
from types import MappingProxyType

from app.diagram.quantities import SIZE

FREE, UNBROKEN = "free", "unbroken"
LONGEST = 60.0
"""A free figure is as wide as it likes up to here, then it is broken into rows, in em; what is unbroken is one row."""

FRAMES: Mapping[str, float] = MappingProxyType(
    {
        FREE: LONGEST,
        UNBROKEN: 1e6,
        "page": 46.0,
        "column": 26.0,
        "slide": 54.0,
        "half-slide": 27.0,
        "phone": 25.2,
    }
)
"""Widths in em. On A4 and letter paper main type comes out at 10 points in a page's width and 9.3 in a column's, on a slide
of 13⅓ inches at 17 points, and on a phone at 13 pixels."""
TALL, SQUARE, ABOUT_TWO = 80.0, 1.0, 2.2
"""The height of a frame: at least so many em, as a phone has, and so much of its width; so many of them may a figure be tall."""
NARROWEST, WIDEST = 20.0, 400.0
"""What a width in em may be."""


def readable(text: str) -> bool:
    """Whether a text names a frame or is a width in em."""
    return text in FRAMES or NARROWEST <= number(text) <= WIDEST


def points(text: str) -> float:
    """The width of a frame in points. Raises ValueError for what is none."""
    if not readable(text):
        allowed = f"{', '.join(FRAMES)} or a number of em from {NARROWEST:.0f} to {WIDEST:.0f}"
        raise ValueError(f"frame is {allowed}, not {text!r}")
    return FRAMES.get(text, number(text)) * SIZE


def tallest(text: str) -> float:
    """The height in points that a figure should not exceed: that of two frames; files may be as tall as they are."""
    return inf if text in (FREE, UNBROKEN) else ABOUT_TWO * max(TALL, SQUARE * points(text) / SIZE) * SIZE


def number(text: str) -> float:
    """The number that a text is, or infinity."""
    try:
        found = float(text)
    except ValueError:
        return inf
    return found if isfinite(found) else inf
