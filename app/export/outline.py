"""Glyph outlines as geometry: SVG path data in a font's units, read into points, moved and scaled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from app.typeset.label import Label

Point = tuple[float, float]

_COMMAND = re.compile(r"([A-Za-z])([^A-Za-z]*)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_START = re.compile(r"M(-?[\d.]+) ?(-?[\d.]+)")
_NUMBERS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6}
"""So many numbers a segment of each kind takes."""
SIGN = 0.6
"""How much of its size a lone sign such as × fills, in the type of other programs."""
BESIDE_FRACTION = 1.2
"""TeX's `\\nulldelimiterspace`, in points: other programs keep it free too."""
EM = 0.001
"""The scale of a label's path where it has no glyph to take it from."""


def segments(outline: str) -> Iterator[tuple[str, tuple[Point, ...]]]:
    """The segments of an outline in absolute coordinates: "M" and "L" with one point, "C" with three, "Z" with none.

    After the first move every command is relative, as fonts have them.
    """
    x = y = left = top = 0.0
    for command, arguments in _COMMAND.findall(outline):
        numbers = [float(number) for number in _NUMBER.findall(arguments)]
        if command == "Z":
            x, y = left, top
            yield "Z", ()
            continue
        kind = command.lower()
        for at in range(0, len(numbers), _NUMBERS[kind]):
            points = tuple((x + dx, y + dy) for dx, dy in steps(kind, numbers[at : at + _NUMBERS[kind]]))
            x, y = points[-1]
            if kind == "m" and at == 0:
                left, top = x, y
            yield ("M" if kind == "m" and at == 0 else "C" if kind == "c" else "L"), points


def steps(kind: str, numbers: list[float]) -> list[Point]:
    """The points of one segment, from where it starts."""
    if kind in "hv":
        return [(numbers[0], 0.0) if kind == "h" else (0.0, numbers[0])]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


@lru_cache(maxsize=8192)
def opened(outline: str, ratio: float) -> tuple[float, float, str]:
    """Where an outline starts, and the rest of it, relative to there, at `ratio` of its size.

    What is not at its own size comes in whole numbers; places are rounded, not steps, so that a long outline does not drift.
    """
    if ratio == 1:
        start = _START.match(outline)
        assert start is not None, "an outline starts with a move"
        return float(start[1]), float(start[2]), outline[start.end() :]
    (_, ((left, top),)), *rest = segments(outline)
    left, top = left * ratio, top * ratio
    x = y = 0
    first, pieces = (0, 0), []
    for command, points in rest:
        rounded = [(round(px * ratio - left), round(py * ratio - top)) for px, py in points]
        pieces.append(command.lower() + numbers((px - x, py - y) for px, py in rounded))
        x, y = rounded[-1] if rounded else first
        first = (x, y) if command == "M" else first
    return left, top, "".join(pieces)


def numbers(points: Iterator[tuple[int, int]]) -> str:
    """Numbers of path data; a minus parts them as well as a space does."""
    return " ".join(f"{x} {y}" for x, y in points).replace(" -", "-")


def path(label: Label) -> tuple[float, str]:
    """All ink of a label as one path from its top left corner, in whole numbers, and the scale that makes them points."""
    scale, found = pieces(label)
    return scale, "".join(f"M{x} {y}{rest}" for x, y, rest in found)


def pieces(label: Label) -> tuple[float, list[tuple[int, int, str]]]:
    """The same in pieces: where a glyph or a bar starts, and how it goes on from there."""
    scale = max((glyph.scale for glyph in label.glyphs), default=EM)
    found = []
    for glyph in label.glyphs:
        left, top, rest = opened(glyph.outline, round(glyph.scale / scale, 6))
        found.append((round(glyph.x / scale + left), round(glyph.y / scale + top), rest))
    for bar in label.bars:
        x, y, width, height = (round(length / scale) for length in (bar.x, bar.y, bar.width, bar.height))
        found.append((x, y, f"h{width}v{height}h{-width}z"))
    return scale, found


def is_sign(label: Label) -> bool:
    """Whether a label is one sign alone, which gates show larger than type."""
    return len(label.text) == 1 and not label.text.isalnum()


def type_size(label: Label) -> float:
    """The size of type, in points, in which another program sets a label about as large as it is."""
    if is_sign(label):
        return max(label.width, label.height) / SIGN
    return 1000 * max((glyph.scale for glyph in label.glyphs), default=0.011)


def indent(label: Label) -> float:
    """How far from a label's left edge its ink begins, in points, where that is more than a fraction keeps free beside it: what another
    program sets begins there too."""
    before = min([*(glyph.x for glyph in label.glyphs), *(bar.x for bar in label.bars)], default=0.0)
    return before if before > BESIDE_FRACTION else 0.0
