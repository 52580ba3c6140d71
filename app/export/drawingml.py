"""DrawingML (ECMA-376 part 1, 20.1), the language of shapes in office files: frames, outlines, lines, text, equations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.diagram.drawing.arrows import LENGTH, WIDTH
from app.export.outline import Point, segments
from app.export.xml import words
from app.typeset.label import Label

EMU = 12_700
"""English metric units a point."""
NAMESPACES = (
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
"""What a slide's own root, which explains `p`, `a` and `r`, does not."""
REQUIRED = (
    'xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"'
    ' xmlns:p159="http://schemas.microsoft.com/office/powerpoint/2015/09/main" Requires="a14 p159"'
)
"""What a program must know to show equations, the prefixes explained on the spot, since nothing else holds on to them.

Equations want `a14` alone. PowerPoint knows `p159` as well; LibreOffice does not, and would show equations without their colour.
"""
NOTHING, NO_LINE = "<a:noFill/>", "<a:ln><a:noFill/></a:ln>"
UNIT = 100
"""Shapes of their own count in hundredths of a point."""
HEADS = {"sm": 4.0, "med": 6.0, "lg": 10.0}
"""Widths and lengths of arrow heads, in points: programs make them twice, three and five times as large as the line is thick, which
counts as 2 points at least."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where a figure lies on its slide: its corner at (`left`, `top`) points, `scale` times as large as it is."""

    left: float
    top: float
    scale: float

    def emu(self, length: float) -> int:
        return round(length * self.scale * EMU)

    def across(self, x: float) -> int:
        return round((self.left + x * self.scale) * EMU)

    def down(self, y: float) -> int:
        return round((self.top + y * self.scale) * EMU)

    def box(self, x: float, y: float, width: float, height: float, off: str = "off", ext: str = "ext") -> str:
        place = f'<a:{off} x="{self.across(x)}" y="{self.down(y)}"/>'
        return f'{place}<a:{ext} cx="{self.emu(width)}" cy="{self.emu(height)}"/>'

    def frame(self, x: float, y: float, width: float, height: float, flip: str = "") -> str:
        return f"<a:xfrm{flip}>{self.box(x, y, width, height)}</a:xfrm>"

    def line(self, colour: str, thickness: float, head: str = "") -> str:
        return f'<a:ln w="{self.emu(thickness)}">{solid(colour)}{head}</a:ln>'

    def look(self, tag: str, colour: str, size: float, font: str, more: str = "") -> str:
        """Properties of a run of text of `size` points of the figure; type comes in hundredths of a point."""
        points = max(100, round(size * self.scale * 100))
        return f'<a:{tag} lang="en-US" sz="{points}"{more}>{solid(colour)}<a:latin typeface="{font}"/></a:{tag}>'


def head(scale: float) -> str:
    """An arrow head at the end of a line, as near to the figure's own as there is one."""
    wide, long = (min(HEADS, key=lambda size: abs(HEADS[size] - each * scale)) for each in (WIDTH, LENGTH))
    return f'<a:tailEnd type="stealth" w="{wide}" len="{long}"/>'


def solid(colour: str, opacity: float = 1.0) -> str:
    alpha = "" if opacity == 1 else f'<a:alpha val="{round(opacity * 100_000)}"/>'
    return f'<a:solidFill><a:schemeClr val="{colour}">{alpha}</a:schemeClr></a:solidFill>'


def preset(name: str) -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst/></a:prstGeom>'


def freeform(width: int, height: int, pieces: Iterable[str], fill: str = "") -> str:
    """A shape of its own, drawn in a box of `width` by `height` units."""
    path = f'<a:path w="{width}" h="{height}"{fill}>{"".join(pieces)}</a:path>'
    guides = '<a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/>'
    return f"<a:custGeom>{guides}<a:pathLst>{path}</a:pathLst></a:custGeom>"


def piece(kind: str, points: Sequence[Point]) -> str:
    """A segment of a path: "M", "L", "C" or "Z"."""
    tag = {"M": "moveTo", "L": "lnTo", "C": "cubicBezTo", "Z": "close"}[kind]
    inside = "".join(f'<a:pt x="{round(x)}" y="{round(y)}"/>' for x, y in points)
    return f"<a:{tag}>{inside}</a:{tag}>" if points else f"<a:{tag}/>"


def inked(label: Label) -> str:
    """A label's outlines as a shape, counted in thousandths of an em."""
    unit = max((glyph.scale for glyph in label.glyphs), default=0.01)
    pieces = []
    for glyph in label.glyphs:
        for kind, points in segments(glyph.outline):
            placed = [((glyph.x + x * glyph.scale) / unit, (glyph.y + y * glyph.scale) / unit) for x, y in points]
            pieces.append(piece(kind, placed))
    for bar in label.bars:
        left, top, right, bottom = (each / unit for each in (bar.x, bar.y, bar.x + bar.width, bar.y + bar.height))
        pieces.append(piece("M", [(left, top)]))
        pieces += [piece("L", [corner]) for corner in ((right, top), (right, bottom), (left, bottom))]
        pieces.append(piece("Z", []))
    return freeform(round(label.width / unit), round(label.height / unit), pieces)


def body(inside: str, align: str, below: int = 0) -> str:
    """The text of a shape: one paragraph that is never broken, in the middle of its height but for some room `below`."""
    room = f'wrap="none" lIns="0" tIns="0" rIns="0" bIns="{below}" anchor="ctr"'
    return f'<p:txBody><a:bodyPr {room}/><a:lstStyle/><a:p><a:pPr algn="{align}"/>{inside}</a:p></p:txBody>'


def shape(number: int, name: str, properties: str, text: str = "", kind: str = "") -> str:
    named = f'<p:cNvPr id="{number}" name="{words(name)}"/><p:cNvSpPr{kind}/><p:nvPr/>'
    return f"<p:sp><p:nvSpPr>{named}</p:nvSpPr><p:spPr>{properties}</p:spPr>{text}</p:sp>"


def connector(number: int, name: str, glue: str, properties: str) -> str:
    named = f'<p:cNvPr id="{number}" name="{words(name)}"/><p:cNvCxnSpPr>{glue}</p:cNvCxnSpPr><p:nvPr/>'
    return f"<p:cxnSp><p:nvCxnSpPr>{named}</p:nvCxnSpPr><p:spPr>{properties}</p:spPr></p:cxnSp>"


def either(equation: str, outline: str) -> str:
    """An equation, and what programs show that know none."""
    choice = f"<mc:Choice {REQUIRED}>{equation}</mc:Choice>"
    return f"<mc:AlternateContent>{choice}<mc:Fallback>{outline}</mc:Fallback></mc:AlternateContent>"
