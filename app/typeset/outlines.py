"""Typst's SVG of one label, read into outlines and bars.

Labels are compiled at 1000 pt, so every length is in thousandths of an em and an outline has a font's own whole numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.typeset.label import Bar, Glyph

MARKER = "#010203"

# What a page can hold: a group and where it stands; its end; a glyph; the marker; a level stroke and where it stands.
_TOKEN = re.compile(
    r'<g transform="([^"]+)">|(</g>)|<use xlink:href="#([^"]+)" x="(-?[\d.]+)" y="(-?[\d.]+)"'
    rf'|<path fill="({MARKER})"|<path fill="none" [^>]*?stroke-width="([\d.]+)"[^>]*? transform="([^"]+)" d="M 0 0h ([\d.]+)'
)
_SIZE = re.compile(r'<svg viewBox="0 0 ([\d.]+) ([\d.]+)"')
_SYMBOL = re.compile(r'<symbol id="([^"]+)"[^>]*><path d="([^"]*)"/></symbol>')
GLYPH = re.compile(r'<use xlink:href="#([^"]+)"')
"""A glyph on a page, by its name."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_COMMAND = re.compile(r"([MLHVCQZmlhvcqz])([^MLHVCQZmlhvcqz]*)")
# The sizes of text, script and script of script, in em.
_SCALES = (1.0, 0.7, 0.5)

Inked = tuple[float, float, float, tuple[Glyph, ...], tuple[Bar, ...]]


class Reader:
    """Reads pages, and remembers each outline by the name that Typst gives it, which is a digest of what it looks like."""

    def __init__(self) -> None:
        self.outlines: dict[str, tuple[float, str]] = {}

    def inked(self, svg: str) -> Inked:
        """Width, height, baseline, glyphs and bars of one page, in thousandths of an em."""
        drawing, _, definitions = svg.partition("<defs>")
        size = _SIZE.match(drawing)
        assert size is not None, "not a page that Typst drew"
        glyphs: list[Glyph] = []
        bars: list[Bar] = []
        places: list[tuple[float, float]] = []
        x, y, baseline = 0.0, 0.0, float(size[2])
        for group, end, glyph, right, up, marker, thick, place, length in _TOKEN.findall(drawing):
            if group:
                places.append((x, y))
                across, down = _moved(group)
                x, y = x + across, y + down
            elif end:
                x, y = places.pop()
            elif glyph:
                scale, outline = self.outlines.get(glyph) or self._met(glyph, definitions)
                if outline:
                    glyphs.append(Glyph(x + float(right), y - float(up), scale, outline))
            elif marker:
                baseline = y
            else:
                across, down = _moved(place)
                bars.append(Bar(x + across, y + down - float(thick) / 2, float(length), float(thick)))
        return float(size[1]), float(size[2]), baseline, tuple(glyphs), tuple(bars)

    def _met(self, glyph: str, definitions: str) -> tuple[float, str]:
        """An outline seen for the first time, with the others that its page defines."""
        for name, path in _SYMBOL.findall(definitions):
            if name not in self.outlines:
                self.outlines[name] = upright(path)
        return self.outlines[glyph]


def _moved(transform: str) -> tuple[float, float]:
    """How far a transform moves: `matrix(1 0 0 -1 x y)`, `translate(x y)`, `translate(x)` or, in one place, `scale(1 -1)`."""
    kind, _, inside = transform.partition("(")
    numbers = {"matrix": inside[:-1].split()[4:], "translate": inside[:-1].split()}.get(kind, [])
    across, down, *_ = *numbers, "0", "0"
    return float(across), float(down)


def upright(path: str) -> tuple[float, str]:
    """The scale of an outline and its path data with y downwards, in a font's whole numbers where they can be had."""
    numbers = [float(number) for number in _NUMBER.findall(path)]
    for scale in _SCALES:
        if all(abs(number / scale - round(number / scale)) < 0.02 for number in numbers):
            return scale, _flipped(path, scale)
    return 1.0, _flipped(path, 1.0)


def _flipped(path: str, scale: float) -> str:
    """The path upside down and `1/scale` times as large; Typst starts each with a move to the origin, which goes."""
    pieces = []
    for command, arguments in _COMMAND.findall(path.removeprefix("M 0 0")):
        numbers = [float(number) / scale for number in _NUMBER.findall(arguments)]
        if command == "q":
            command, numbers = "c", list(cubic(numbers))  # noqa: PLW2901
        down = [
            0.0 - number if command in "Vv" or (command not in "Hh" and at % 2) else number
            for at, number in enumerate(numbers)
        ]
        pieces.append(command + " ".join(f"{number:.2f}".rstrip("0").rstrip(".") for number in down).replace(" -", "-"))
    outline = "".join(pieces)
    return "" if outline in ("", "Z") else "M" + outline[1:]


def cubic(numbers: Sequence[float]) -> Iterator[float]:
    """Quadratic segments, as TrueType has them, as cubic ones."""
    for at in range(0, len(numbers), 4):
        across, down, x, y = numbers[at : at + 4]
        yield from (2 * across / 3, 2 * down / 3, (2 * across + x) / 3, (2 * down + y) / 3, x, y)
