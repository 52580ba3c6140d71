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
SLIDES: Mapping[str, float] = MappingProxyType({"slide": 54.0 * 9 / 16, "half-slide": 54.0 * 9 / 16})
"""The heights in em of frames that show one picture, all of it at once: what has no room is dropped."""
SMALLER: tuple[float, ...] = (1.0, 1.2, 1.4)
"""How many times as large such a frame may be in em: main type has 17, 14 and 12 points then on a slide of 13⅓ inches."""
UPRIGHT, TALL, LOW, SHARE, ABOUT_TWO = 56.0, 80.0, 60.0, 0.8, 2.2
"""A frame of at most so many em across stands upright, as a phone does, and is so many tall; a wider one lies, and is at least so many
tall, and so much of its width. About so many of them may a figure be tall."""
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


def rooms(text: str) -> list[tuple[float, float]]:
    """Width and height in points of the frames in which a figure may stand, that with the largest type first."""
    shares = SMALLER if text in SLIDES else (1.0,)
    return [(share * points(text), share * tallest(text)) for share in shares]


def tallest(text: str) -> float:
    """The height in points that a figure should not exceed: a slide's, or that of two frames; files may be as tall as they are."""
    if text in SLIDES:
        return SLIDES[text] * SIZE
    width = points(text) / SIZE
    height = TALL if width <= UPRIGHT else max(LOW, SHARE * width)
    return inf if text in (FREE, UNBROKEN) else ABOUT_TWO * height * SIZE


def number(text: str) -> float:
    """The number that a text is, or infinity."""
    try:
        found = float(text)
    except ValueError:
        return inf
    return found if isfinite(found) else inf
