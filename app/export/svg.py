"""SVG: the figure as a page, a slide and a browser show it. No font, no script, no style that a strict policy would refuse.

Glyph outlines stand once in `<defs>`, under names made from their ink, so several figures can share one page.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from zlib import crc32

from app.diagram import Circle, Curve, Diagram, Frame, Mark, Rule, Text
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


def svg(diagram: Diagram, *, background: bool = True) -> bytes:
    """The figure as an SVG document, on white paper or transparent."""
    glyphs: dict[str, str] = {}
    body = [group(panel, part, list(marks), glyphs) for (panel, part), marks in groupby(diagram.marks, key=place)]
    name = f"f{crc32(diagram.description.encode()):x}"
    heading = HEADING.format(width=number(diagram.width), height=number(diagram.height), name=name)
    lines = [
        heading,
        f'<title id="{name}-title">{escape(diagram.title)}</title>',
        f'<desc id="{name}-description">{escape(diagram.description)}</desc>',
        "<defs>" + "".join(f'<path id="{key}" d="{outline}"/>' for outline, key in glyphs.items()) + "</defs>",
    ]
    if background:
        lines.append(f'<rect class="paper" width="100%" height="100%" fill="{PAPER}"/>')
    return "\n".join([*lines, *body, "</svg>\n"]).encode()


def place(mark: Mark) -> tuple[str, str]:
    return mark.panel, mark.part


def group(panel: str, part: str, marks: list[Mark], glyphs: dict[str, str]) -> str:
    """The marks of one part, under one name to be read aloud."""
    said = " ".join(mark.name for mark in marks if mark.name)
    named = f' role="img" aria-label="{escape(said)}"' if said else ' aria-hidden="true"'
    kind = part.partition("-")[0]
    inside = "".join(piece for mark in marks for piece in drawn(mark, glyphs))
    return f'<g class="{kind}" data-panel="{panel}" data-part="{part}"{named}>{inside}</g>'


def drawn(mark: Mark, glyphs: dict[str, str]) -> Iterator[str]:
    """A mark's elements; what has a tone says so by its class, so that a page may colour it."""
    ink = INKS[mark.tone]
    look = f'class="{mark.tone}" fill="none" stroke="{ink}"'
    match mark:
        case Text(x=x, y=y, label=label):
            yield from text(x, y, label, f'class="{mark.tone} ink" fill="{ink}"', glyphs)
        case Curve(points=points, head=head):
            yield f'<path {look} stroke-width="{WIRE}" d="{path(points)}"/>'
            if head:
                corners = "L".join(f"{number(x)} {number(y)}" for x, y in head)
                yield f'<path class="{mark.tone} ink" fill="{ink}" d="M{corners}Z"/>'
        case Circle(x=x, y=y, radius=radius, solid=True):
            yield f'<circle class="{mark.tone} ink" fill="{ink}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
        case Circle(x=x, y=y, radius=radius):
            yield f'<circle {look} stroke-width="{CIRCLE}" cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
        case Rule(start=(x1, y1), stop=(x2, y2), thickness=thickness):
            yield f'<path {look} stroke-width="{number(thickness)}" d="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"/>'
        case Frame(x=x, y=y, width=width, height=height):
            corner = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="3"'
            yield f'<rect class="{mark.tone} box" fill="{PAPER}" stroke="{ink}" stroke-width="{BOX}" {corner}/>'


def text(x: float, y: float, label: Label, look: str, glyphs: dict[str, str]) -> Iterator[str]:
    """A label's glyphs, those of one size together, and its bars."""
    yield f'<g {look} transform="translate({number(x)} {number(y)})">'
    for scale, run in groupby(label.glyphs, key=lambda glyph: glyph.scale):
        yield f'<g transform="scale({scale:.5g})">'
        for glyph in run:
            key = glyphs.get(glyph.outline) or glyphs.setdefault(glyph.outline, f"g{crc32(glyph.outline.encode()):08x}")
            yield f'<use href="#{key}" x="{glyph.x / scale:.0f}" y="{glyph.y / scale:.0f}"/>'
        yield "</g>"
    for bar in label.bars:
        yield f'<rect x="{number(bar.x)}" y="{number(bar.y)}" width="{number(bar.width)}" height="{number(bar.height)}"/>'
    yield "</g>"


def path(points: tuple[tuple[float, float], ...]) -> str:
    """Cubic Béziers as path data."""
    start, *rest = (f"{number(x)} {number(y)}" for x, y in points)
    return f"M{start}C{' '.join(rest)}"


def number(length: float) -> str:
    """A length in points, to a hundredth."""
    written = f"{length:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written
