"""SVG that looks the same wherever it is opened: browsers, Inkscape, office programs, converters.

Files use the little that all of them read: groups, paths, circles and rectangles with presentation attributes, letters as
outlines in the paths themselves. What the page shows is drawn by the same code (`page_svg.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from isal.isal_zlib import crc32

from app.diagram import Circle, Curve, Diagram, Flag, Frame, Heat, Mark, Rule, Text
from app.export.format import DRAWN, Format
from app.export.frames import arrival
from app.export.kept import Kept
from app.export.outline import path, pieces, type_size
from app.export.picture import Picture
from app.export.settings import Settings
from app.export.theme import PAGE, Theme
from app.export.xml import words
from app.typeset.label import Label

WIRE, CIRCLE, BOX, EDGE = 0.95, 1.35, 0.8, 0.5
"""Thickness of wires, gates, boxes and the edge of a heat map, in points."""
STEADY = 'vector-effect="non-scaling-stroke"'
HEADING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" viewBox="0 0 {width} {height}"'
    ' role="graphics-document document" aria-labelledby="{name}-title" aria-describedby="{name}-description"{more}>'
)
CONTINUING = ("=", "+", "− ", "·", "/", ")", "…")
"""What begins so is read on with what stands before it."""
LAST = 2
"""The last step of a film stands so many times as long as the others."""
NAME = "\0"
"""Stands for the document's name until all that is in it is known; no words can hold it."""


def svg(picture: Picture) -> bytes:
    """The figure as a file; with all steps, one that plays them."""
    steps = len(picture.diagram.steps) if picture.settings.steps == "all" else 0
    reached = arrival(picture.diagram, walks=steps > 0)

    def arriving(mark: Mark) -> str:
        return f' class="{NAME}-{step}"' if (step := reached(mark)) > 1 else ""

    return figure(picture, arriving, [motion(steps, picture.settings)] if steps else [])


def figure(picture: Picture, more: Callable[[Mark], str], style: Sequence[str] = ()) -> bytes:
    """The figure in a theme, its groups with `more` attributes."""
    diagram, theme = picture.diagram, picture.theme
    paper = [f'<rect width="100%" height="100%" fill="{theme.paper}"/>'] if theme.drawn else []
    source = [f"<metadata>{words(picture.seal)}</metadata>"] if picture.seal else []
    body = [
        f'<g id="{NAME}-{marks[0].id}"{more(marks[0])}{spoken(marks)}>{markup(marks, theme)}</g>'
        for marks in parts(diagram)
    ]
    searched = list(live(diagram)) if picture.settings.text == "live" else []
    return signed(document(diagram, [*source, *style, *paper, *body, *searched]))


def live(diagram: Diagram) -> Iterator[str]:
    """The words of each label as text that is not seen, in its place: to be searched, selected and copied."""
    yield '<g fill-opacity="0" font-family="serif" aria-hidden="true">'
    for mark in diagram.marks:
        if isinstance(mark, Text) and mark.label.text.strip() and mark.label.width:
            label = mark.label
            place = f'x="{number(mark.x)}" y="{number(mark.y + label.baseline)}" font-size="{number(type_size(label))}"'
            room = f'textLength="{number(label.width)}" lengthAdjust="spacingAndGlyphs"'
            yield f"<text {place} {room}>{words(label.text)}</text>"
    yield "</g>"


def motion(steps: int, settings: Settings) -> str:
    """A style that shows each step's parts when their time has come, and all of them at once to who wants no motion."""
    whole = (steps + LAST - 1) * settings.seconds
    again = "infinite" if settings.loops else "1"
    rules = [
        f"@keyframes {NAME}-{step}{{0%{{opacity:0}}{100 * (step - 1) / (steps + LAST - 1):.4g}%,100%{{opacity:1}}}}"
        f".{NAME}-{step}{{animation:{NAME}-{step} {whole:g}s step-end {again}}}"
        for step in range(2, steps + 1)
    ]
    return f"<style>@media(prefers-reduced-motion:no-preference){{{''.join(rules)}}}</style>"


def document(diagram: Diagram, body: Iterable[str], more: str = "") -> Iterator[str]:
    """The lines of a document."""
    width, height = number(diagram.width), number(diagram.height)
    yield HEADING.format(width=width, height=height, name=NAME, more=more)
    yield f'<title id="{NAME}-title">{words(diagram.title)}</title>'
    yield f'<desc id="{NAME}-description">{words(diagram.description)}</desc>'
    yield from body
    yield "</svg>\n"


def signed(lines: Iterable[str]) -> bytes:
    """A document whose ids begin with a checksum of all that is in it: several on one page share none but with their like."""
    # Line by line, as those of ASCII alone need no more than to be copied.
    content = b"\n".join([line.encode() for line in lines])
    return content.replace(NAME.encode(), b"f%08x" % crc32(content))


def parts(diagram: Diagram) -> Iterator[list[Mark]]:
    """The marks of one part that are drawn one after the other."""
    return (list(marks) for _, marks in groupby(diagram.marks, key=lambda mark: (mark.panel, mark.part)))


def spoken(marks: list[Mark]) -> str:
    """The attributes that read a group aloud, with a pause before each piece that does not go on from the one before."""
    names = [mark.name for mark in marks if mark.name]
    said = "".join(name if not place else f"{pause(name)}{name}" for place, name in enumerate(names))
    return f' role="img" aria-label="{words(said)}"' if said else ' aria-hidden="true"'


def pause(name: str) -> str:
    return " " if name.startswith(CONTINUING) else ", "


def markup(marks: list[Mark], theme: Theme) -> str:
    return "".join(text(mark, theme) if isinstance(mark, Text) else shapes(theme)(mark) for mark in marks)


def text(mark: Text, theme: Theme) -> str:
    """A label where it stands; what it is made of does not change with its place."""
    return f'<g fill="{theme.ink(mark.tone)}" transform="{place(mark)}"{key(mark, theme)}>{outlined(mark.label)}</g>'


def key(mark: Mark, theme: Theme) -> str:
    """By what the page finds a mark that changes with the values."""
    return f' data-mark="{mark.id}"' if mark.numeric and theme is PAGE else ""


def place(mark: Text | Heat | Rule) -> str:
    x, y = mark.start if isinstance(mark, Rule) else (mark.x, mark.y)
    return f"translate({number(x)} {number(y)})"


def level(mark: Rule, theme: Theme) -> str:
    """A level line from where it starts."""
    ends = f'd="M0 0h{number(mark.stop[0] - mark.start[0])}"'
    return f'<path fill="none" stroke="{theme.ink(mark.tone)}" stroke-width="{number(mark.thickness)}" {ends}/>'


def heat_cells(mark: Heat, theme: Theme) -> str:
    """The cells of a heat map, those of one shade as one path, and its edge."""
    paths = [
        f'<path fill="{theme.heat(shade)}"'
        f' d="{"".join(f"M{number(x)} {number(y)}h{number(w)}v{number(h)}h{number(-w)}z" for x, y, w, h in found)}"/>'
        for shade, found in mark.cells.items()
    ]
    width, height = map(number, mark.size)
    edge = f'<path fill="none" stroke="{theme.quiet}" stroke-width="{EDGE}" d="M0 0h{width}v{height}h-{width}z"/>'
    return "".join([*paths, edge])


@Kept
def outlined(label: Label) -> str:
    """A label's ink as one path."""
    scale, outline = path(label)
    return f'<path transform="{scaled(scale)}" d="{outline}"/>'


@Kept
def strokes(label: Label) -> tuple[str, list[tuple[int, int, str]]]:
    """The same in pieces that other labels have too."""
    scale, found = pieces(label)
    return scaled(scale), found


def scaled(scale: float) -> str:
    return f"scale({scale:.5g})"


@lru_cache(maxsize=16)
def shapes(theme: Theme) -> Kept[Mark, str]:
    """What draws shapes in a theme; most of them stay as they are from one figure to the next."""
    return Kept(lambda mark: "".join(elements(mark, theme)))


def elements(mark: Mark, theme: Theme) -> Iterator[str]:
    ink = theme.ink(mark.tone)
    line, filled = f'fill="none" stroke="{ink}"', f'fill="{ink}"'
    match mark:
        case Curve(points=points, head=head):
            yield f'<path {line} stroke-width="{WIRE}" d="{curve(points)}"/>'
            if head:
                yield f'<path {filled} d="M{polygon(head)}Z"/>'
        case Circle(x=x, y=y, radius=radius, solid=solid):
            look = filled if solid else f'{line} stroke-width="{CIRCLE}"'
            yield f'<circle {look} cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"/>'
        case Rule(numeric=True) if theme is PAGE:
            yield f'<g transform="{place(mark)}"{key(mark, theme)}>{level(mark, theme)}</g>'
        case Rule(start=(x1, y1), stop=(x2, y2), thickness=thickness):
            ends = f'd="M{number(x1)} {number(y1)}L{number(x2)} {number(y2)}"'
            yield f'<path {line} stroke-width="{number(thickness)}" {ends}/>'
        case Flag(outline=corners):
            yield f'<path fill="{theme.paper}" stroke="{ink}" stroke-width="{BOX}" d="M{polygon(corners)}Z"/>'
        case Heat():
            yield f'<g transform="{place(mark)}"{key(mark, theme)}>{heat_cells(mark, theme)}</g>'
        case Frame(x=x, y=y, width=width, height=height):
            corner = f'x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" rx="3"'
            yield f'<rect fill="{theme.paper}" stroke="{ink}" stroke-width="{BOX}" {corner}/>'


def polygon(corners: tuple[tuple[float, float], ...]) -> str:
    return "L".join(f"{number(x)} {number(y)}" for x, y in corners)


def curve(points: tuple[tuple[float, float], ...]) -> str:
    """Cubic Béziers as path data."""
    start, *rest = (f"{number(x)} {number(y)}" for x, y in points)
    return f"M{start}C{' '.join(rest)}"


def number(length: float) -> str:
    """A length in points, to a hundredth."""
    short = f"{length:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


FORMATS = (
    Format(
        10,
        "SVG, for web pages and slides",
        "svg",
        "image/svg+xml",
        svg,
        settings=(*DRAWN, "step", "hide", "steps", "stops", "dwell", "loop", "text"),
    ),
)
