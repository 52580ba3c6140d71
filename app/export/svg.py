"""SVG: the figure as a page, a slide and a browser show it. No font, no script, no style that a strict policy would refuse.

Glyph outlines stand once in `<defs>`, under names made from their ink, so several figures can share one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from itertools import groupby
from zlib import crc32

from app.diagram import Circle, Curve, Diagram, Frame, Mark, Rule, Text
from app.export.kept import Kept
from app.typeset.label import Label

INKS = {"forward": "#111111", "backward": "#d3222a", "value": "#0b6b3a", "quiet": "#777777", "title": "#111111"}
PAPER = "#ffffff"
WIRE, CIRCLE, BOX = 0.95, 1.35, 0.8
"""Thickness of wires, gates and boxes, in points."""
HEADING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    ' role="graphics-document document" aria-labelledby="{name}-title" aria-describedby="{name}-description"'
    ' class="backpass" data-name="{name}">'
)

Ink = tuple[str, Mapping[str, str]]
"""Markup, and the outlines that it uses, by the names under which it does."""


def svg(diagram: Diagram, *, background: bool = True) -> bytes:
    """The figure as an SVG document, on white paper or transparent."""
    outlines: dict[str, str] = {}
    body = [group(panel, part, list(marks), outlines) for (panel, part), marks in groupby(diagram.marks, key=place)]
    name = f"f{crc32(diagram.description.encode()):x}"
    lines = [
        HEADING.format(width=number(diagram.width), height=number(diagram.height), name=name),
        f'<title id="{name}-title">{escape(diagram.title)}</title>',
        f'<desc id="{name}-description">{escape(diagram.description)}</desc>',
        "<defs>" + "".join(f'<path id="{key}" d="{outline}"/>' for key, outline in outlines.items()) + "</defs>",
    ]
    if background:
        lines.append(f'<rect class="paper" width="100%" height="100%" fill="{PAPER}"/>')
    return "\n".join([*lines, *body, "</svg>\n"]).encode()


def place(mark: Mark) -> tuple[str, str]:
    return mark.panel, mark.part


def group(panel: str, part: str, marks: list[Mark], outlines: dict[str, str]) -> str:
    """The marks of one part, under one name to be read aloud."""
    said = " ".join(mark.name for mark in marks if mark.name)
    named = f' role="img" aria-label="{escape(said)}"' if said else ' aria-hidden="true"'
    kind = part.partition("-")[0]
    inside = "".join(text(mark, outlines) if isinstance(mark, Text) else shapes(mark) for mark in marks)
    return f'<g class="{kind}" data-panel="{panel}" data-part="{part}"{named}>{inside}</g>'


def text(mark: Text, outlines: dict[str, str]) -> str:
    """A label where it stands; what it is made of does not change with its place, and is written once."""
    markup, used = inks(mark.label)
    outlines.update(used)
    look = f'class="{mark.tone} ink" fill="{INKS[mark.tone]}"'
    return f'<g {look} transform="translate({number(mark.x)} {number(mark.y)})">{markup}</g>'


def written(label: Label) -> Ink:
    """A label's glyphs, those of one size together, and its bars."""
    pieces: list[str] = []
    used: dict[str, str] = {}
    for scale, run in groupby(label.glyphs, key=lambda glyph: glyph.scale):
        pieces.append(f'<g transform="scale({scale:.5g})">')
        for glyph in run:
            key = named(glyph.outline)
            used[key] = glyph.outline
            pieces.append(f'<use href="#{key}" x="{glyph.x / scale:.0f}" y="{glyph.y / scale:.0f}"/>')
        pieces.append("</g>")
    for bar in label.bars:
        corner = f'x="{number(bar.x)}" y="{number(bar.y)}"'
        pieces.append(f'<rect {corner} width="{number(bar.width)}" height="{number(bar.height)}"/>')
    return "".join(pieces), used


@lru_cache(maxsize=4096)
def named(outline: str) -> str:
    """A glyph's name, made from its ink."""
    return f"g{crc32(outline.encode()):08x}"


def drawn(mark: Mark) -> str:
    """A shape's elements; what has a tone says so by its class, so that a page may colour it."""
    return "".join(elements(mark))


def elements(mark: Mark) -> Iterator[str]:
    ink = INKS[mark.tone]
    line, filled = f'class="{mark.tone}" fill="none" stroke="{ink}"', f'class="{mark.tone} ink" fill="{ink}"'
    match mark:
        case Curve(points=points, head=head):
            yield f'<path {line} stroke-width="{WIRE}" d="{path(points)}"/>'
            if head:
                corners = "L".join(f"{number(x)} {number(y)}" for x, y in head)
                yield f'<path {filled} d="M{corners}Z"/>'
        case Circle(x=x, y=y, radius=radius, solid=solid):
            look = filled if solid else f'{line} stroke-width="{CIRCLE}"'
            yield f'<circle {look} cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
        case Rule(start=(x1, y1), stop=(x2, y2), thickness=thickness):
            ends = f'd="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"'
            yield f'<path {line} stroke-width="{number(thickness)}" {ends}/>'
        case Frame(x=x, y=y, width=width, height=height):
            corner = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="3"'
            yield f'<rect class="{mark.tone} box" fill="{PAPER}" stroke="{ink}" stroke-width="{BOX}" {corner}/>'


def path(points: tuple[tuple[float, float], ...]) -> str:
    """Cubic Béziers as path data."""
    start, *rest = (f"{number(x)} {number(y)}" for x, y in points)
    return f"M{start}C{' '.join(rest)}"


def number(length: float) -> str:
    """A length in points, to a hundredth."""
    short = f"{length:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


inks: Kept[Label, Ink] = Kept(written)
shapes: Kept[Mark, str] = Kept(drawn)
