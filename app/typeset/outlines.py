"""Typst's SVG of one label, read into outlines and bars.

Labels are compiled at 1000 pt, so every length is in thousandths of an em and an outline has a font's own whole numbers.
"""

from __future__ import annotations

import re
from functools import lru_cache

from app.typeset.label import Bar, Glyph

MARKER = "#010203"

_SIZE = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"')
_SYMBOL = re.compile(r'<symbol id="([^"]+)"[^>]*><path d="([^"]*)"/></symbol>')
_TOKEN = re.compile(
    r'<g transform="(?P<group>[^"]+)">|(?P<end></g>)|<g>'
    r'|<use xlink:href="#(?P<glyph>[^"]+)" x="(?P<x>[-\d.]+)" y="(?P<y>[-\d.]+)"'
    r'|<path (?P<path>[^>]*)/>'
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COMMAND = re.compile(r"([MLHVCQZmlhvcqz])([^MLHVCQZmlhvcqz]*)")
# The sizes of text, script and script of script, in em.
_SCALES = (1.0, 0.7, 0.5)

Inked = tuple[float, float, float, tuple[Glyph, ...], tuple[Bar, ...]]


def inked(svg: str) -> Inked:
    """Width, height, baseline, glyphs and bars of one page, in thousandths of an em."""
    drawing, _, definitions = svg.partition("<defs>")
    symbols = dict(_SYMBOL.findall(definitions))
    size = _SIZE.match(drawing)
    if size is None:
        raise ValueError("this is not a page that Typst drew")
    glyphs: list[Glyph] = []
    bars: list[Bar] = []
    baseline = height = float(size[2])
    places = [(0.0, 0.0)]
    for token in _TOKEN.finditer(drawing):
        x, y = places[-1]
        if token["group"]:
            across, down = _translation(token["group"])
            places.append((x + across, y + down))
        elif token["end"]:
            places.pop()
        elif token["glyph"]:
            scale, outline = _upright(symbols[token["glyph"]])
            if outline:
                glyphs.append(Glyph(x + float(token["x"]), y - float(token["y"]), scale, outline))
        elif token["path"] and MARKER in token["path"]:
            baseline = y
        elif token["path"]:
            bars.append(_bar(token["path"], x, y))
    return float(size[1]), height, baseline, tuple(glyphs), tuple(bars)


def _translation(transform: str) -> tuple[float, float]:
    """Where a group stands; Typst only ever moves groups, and turns glyphs upside down."""
    numbers = _NUMBER.findall(transform)
    return float(numbers[-2]), float(numbers[-1])


def _bar(attributes: str, x: float, y: float) -> Bar:
    """A level stroke, as a filled rectangle about its line."""
    transform = re.search(r'transform="([^"]+)"', attributes)
    across, down = _translation(transform[1]) if transform else (0.0, 0.0)
    width = re.search(r'stroke-width="([\d.]+)"', attributes)
    length = re.search(r' d="M 0 0h ([\d.]+)"', attributes)
    if width is None or length is None:
        raise ValueError(f"a stroke that is not level: {attributes}")
    thick = float(width[1])
    return Bar(x + across, y + down - thick / 2, float(length[1]), thick)


@lru_cache(maxsize=8192)
def _upright(path: str) -> tuple[float, str]:
    """The scale of an outline and its path data with y downwards, in a font's whole numbers where they can be had."""
    numbers = [float(number) for number in _NUMBER.findall(path)]
    for scale in _SCALES:
        if all(abs(number / scale - round(number / scale)) < 0.02 for number in numbers):
            return scale, _flipped(path, scale)
    return 1.0, _flipped(path, 1.0)


def _flipped(path: str, scale: float) -> str:
    pieces = []
    for command, arguments in _COMMAND.findall(path):
        numbers = [float(number) / scale for number in _NUMBER.findall(arguments)]
        down = [-number if command in "Vv" or (command not in "Hh" and at % 2) else number for at, number in enumerate(numbers)]
        pieces.append(command + _compact(down))
    flipped = "".join(pieces)
    return flipped.replace("M0 0m", "M", 1) if flipped.startswith("M0 0m") else "" if flipped in ("M0 0", "M0 0Z") else flipped


def _compact(numbers: list[float]) -> str:
    return " ".join(f"{number:.2f}".rstrip("0").rstrip(".").replace("-0", "0", number == 0) or "0" for number in numbers).replace(" -", "-")
