"""TikZ: the figure for LaTeX, its formulas set in the document's own type; with all steps, for Beamer's overlays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.diagram import Circle, Curve, Diagram, Flag, Frame, Heat, Mark, Rule, Text
from app.diagram.parts import Kind
from app.export.format import DOCUMENT, Format
from app.export.frames import arrival
from app.export.outline import Point, indent, is_sign, type_size
from app.export.picture import Picture
from app.export.settings import Settings
from app.export.svg import BOX, CIRCLE, EDGE, WIRE, number
from app.export.tex_signs import signs
from app.export.theme import Theme, opacity

NEEDS = r"\usepackage{amsmath}", r"\usepackage{tikz}", r"\usetikzlibrary{arrows.meta}"
"""What a document that takes the fragment in has to load."""
ENCODED = r"\ifdefined\DeclareUnicodeCharacter\usepackage[T1]{fontenc}\fi"
"""pdfTeX's fonts have 256 signs; with other engines this would give them the same, of which they take others than are meant."""
ALONE = r"\documentclass[border=0pt]{standalone}", ENCODED, r"\usepackage{lmodern}", *NEEDS
BEAMER = (
    r"\documentclass[aspectratio=169]{beamer}",
    r"\setbeamertemplate{navigation symbols}{}",
    ENCODED,
    r"\usepackage{lmodern}",
    r"\usefonttheme{professionalfonts}",
    *NEEDS,
)
ROOM = 396.0, 218.0
"""What a frame of Beamer's 16:9 has room for, in points."""
FIT = r"\sbox0{%s}\ifdim\wd0>%s\resizebox{%s}{!}{\usebox0}\else\usebox0\fi"
"""A label in its room: type of other widths than ours is set smaller where it would not fit. (A frame lets no macro be defined.)"""
SPARE = 1.03
TIP = "-{Stealth[length=9.2bp,width=6.4bp,inset=2.6bp]}"


def tikz(picture: Picture) -> bytes:
    """A document of its own, or the picture alone to take into one."""
    steps = picture.settings.steps == "all" and bool(picture.diagram.steps)
    macros, drawing = signs(list(tikzpicture(picture.diagram, picture.theme, steps=steps)))
    seal = [f"% {picture.seal}"] if picture.seal else []
    if picture.settings.document == "fragment":
        lines = [*seal, f"% Needs {' '.join(NEEDS)}" + (" in a beamer frame" if steps else ""), *macros, *drawing]
    else:
        paper = rf"\pagecolor[HTML]{{{colour(picture.theme.paper)}}}"
        page = [] if not picture.theme.drawn or steps else [paper]
        ground = rf"\setbeamercolor{{background canvas}}{{bg={{rgb,255:{rgb(picture.theme.paper)}}}}}"
        before = [*BEAMER, ground, *macros, r"\begin{document}", r"\begin{frame}\centering"] if steps else []
        before = before or [*ALONE, *page, *macros, r"\begin{document}"]
        fit = [rf"\scalebox{{{enlarged(picture.diagram, picture.settings):.4g}}}{{%", *drawing, r"}\end{frame}"]
        lines = [*before[:1], *seal, *before[1:], *(fit if steps else drawing), r"\end{document}"]
    return ("\n".join(lines) + "\n").encode()


def enlarged(diagram: Diagram, settings: Settings) -> float:
    """How many times as large as it is the figure stands on a Beamer frame; elsewhere it keeps its size."""
    if settings.steps != "all" or settings.document == "fragment":
        return 1.0
    return min(ROOM[0] / diagram.width, ROOM[1] / diagram.height)


def tikzpicture(diagram: Diagram, theme: Theme, *, steps: bool) -> Iterator[str]:
    """The picture, in points of the figure with y downwards."""
    for tone in ("forward", "backward", "value", "quiet", "title"):
        yield rf"\definecolor{{backpass-{tone}}}{{HTML}}{{{colour(theme.ink(tone))}}}%"
    for name, code in (("positive", theme.positive), ("negative", theme.negative)):
        yield rf"\definecolor{{backpass-{name}}}{{HTML}}{{{colour(code)}}}%"
    yield rf"\definecolor{{backpass-paper}}{{HTML}}{{{colour(theme.paper)}}}%"
    yield r"\begin{tikzpicture}[x=1bp,y=-1bp,inner sep=0pt,outer sep=0pt]"
    yield rf"  \useasboundingbox (0,0) rectangle ({number(diagram.width)},{number(diagram.height)});"
    reached = arrival(diagram, walks=steps)
    lines = Counter((mark.panel, mark.part) for mark in diagram.marks if isinstance(mark, Text))
    for mark in diagram.marks:
        drawn = "".join(commands(mark, lines[mark.panel, mark.part] > 1))
        yield rf"  \onslide<{step}->{{{drawn}}}" if (step := reached(mark)) > 1 else f"  {drawn}"
    yield r"\end{tikzpicture}"


def commands(mark: Mark, several: bool) -> Iterator[str]:
    """What draws a mark; `several` is whether its lines stand below each other, and so begin together."""
    ink = f"draw=backpass-{mark.tone},line width="
    match mark:
        case Curve(points=points, head=head):
            look = f"[{ink}{WIRE}bp{',' + TIP if head else ''}]"
            yield rf"\draw{look} {path(points)}{f' -- {at(head[0])}' if head else ''};"
        case Circle(x=x, y=y, radius=radius, solid=solid):
            look = f"[fill=backpass-{mark.tone}]" if solid else f"[{ink}{CIRCLE}bp]"
            yield rf"\path{look} {at((x, y))} circle[radius={number(radius)}bp];"
        case Rule(start=start, stop=stop, thickness=thickness):
            yield rf"\draw[{ink}{number(thickness)}bp] {at(start)} -- {at(stop)};"
        case Frame(x=x, y=y, width=width, height=height):
            look = f"[{ink}{BOX}bp,fill=backpass-paper,rounded corners=3bp]"
            yield rf"\draw{look} {at((x, y))} rectangle {at((x + width, y + height))};"
        case Flag(outline=corners):
            yield rf"\draw[{ink}{BOX}bp,fill=backpass-paper] {' -- '.join(map(at, corners))} -- cycle;"
        case Heat():
            yield from heat_cells(mark)
        case Text():
            yield node(mark, several)


def heat_cells(mark: Heat) -> Iterator[str]:
    """The cells of a heat map, those of one shade together, and its edge."""
    for shade, found in mark.cells.items():
        look = f"[fill=backpass-{'positive' if shade > 0 else 'negative'}!{round(100 * opacity(shade))}!backpass-paper]"
        boxes = [
            f"{at((mark.x + x, mark.y + y))} rectangle {at((mark.x + x + w, mark.y + y + h))}" for x, y, w, h in found
        ]
        yield rf"\path{look} {' '.join(boxes)};"
    width, height = mark.size
    yield rf"\draw[draw=backpass-quiet,line width={EDGE}bp] {at((mark.x, mark.y))} rectangle {at((mark.x + width, mark.y + height))};"


def node(mark: Text, several: bool) -> str:
    """A label on its baseline: by its left end where lines stand below each other, else by its middle."""
    label, points = mark.label, type_size(mark.label)
    left, right = mark.x + indent(label), mark.x + label.width
    place = at((left if several else (left + right) / 2, mark.y + label.baseline))
    type_ = rf"\fontsize{{{points:.3g}bp}}{{{1.2 * points:.3g}bp}}\selectfont"
    look = f"[anchor=base{' west' if several else ''},text=backpass-{mark.tone},font={type_}]"
    if is_sign(label):
        middle = at((mark.x + label.width / 2, mark.y + label.height / 2))
        return rf"\node[text=backpass-{mark.tone},font={type_}] at {middle} {{$\boldsymbol{{{label.latex}}}$}};"
    if mark.part.kind == Kind.TITLE:
        return rf"\node{look} at {place} {{{label.text}}};"
    room = f"{SPARE * (right - left):.2f}bp"
    fitted = FIT % (rf"$\displaystyle {label.latex}$", room, room)
    return rf"\node{look} at {place} {{{fitted}}};"


def path(points: tuple[Point, ...]) -> str:
    start, *rest = points
    pieces = [f".. controls {at(rest[i])} and {at(rest[i + 1])} .. {at(rest[i + 2])}" for i in range(0, len(rest), 3)]
    return " ".join([at(start), *pieces])


def at(point: Point) -> str:
    return f"({number(point[0])},{number(point[1])})"


def colour(code: str) -> str:
    return code.removeprefix("#").upper()


def rgb(code: str) -> str:
    red, green, blue = (int(code[at : at + 2], 16) for at in (1, 3, 5))
    return f"red,{red};green,{green};blue,{blue}"


FORMATS = (Format(50, "TikZ, for LaTeX", "tex", "application/x-tex", tikz, settings=DOCUMENT, size=enlarged),)
