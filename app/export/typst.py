"""Typst: the figure drawn natively, its formulas set in the document's own type; with all steps, a page each or a function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.diagram import Circle, Curve, Flag, Frame, Heat, Mark, Progress, Rule, Text
from app.diagram.progress import Place
from app.export.outline import Point, is_sign, type_size
from app.export.picture import Picture
from app.export.svg import BOX, CIRCLE, EDGE, WIRE
from app.export.theme import Theme
from app.typeset.label import Label
from app.typeset.typst import quoted
from app.typeset.typst_math import typst_math

TONES = "forward", "backward", "value", "quiet", "title"
STRUT = 40
"""Points above a baseline that any label stays under."""
# A label is set on its baseline, and smaller where another type would not fit its room; a lone sign stands in the middle of it,
# larger by what type has beside its ink.
HELPERS = f"""\
#let wire(tone, ..pieces) = place(curve(stroke: {WIRE}pt + ink.at(tone), ..pieces))
#let cells(shade, x, y, ..boxes) = for (left, top, width, height) in boxes.pos() {{
  place(dx: x + left, dy: y + top, rect(width: width, height: height, fill: shade))
}}
#let filled(tone, ..corners) = place(polygon(fill: ink.at(tone), ..corners))
#let formula(tone, x, baseline, room, size, body) = context {{
  let made = text(size: size, fill: ink.at(tone), box(height: {STRUT}pt) + body)
  let fit = calc.min(1, room / calc.max(0.01pt, measure(made).width))
  place(dx: x, dy: baseline - fit * {STRUT}pt, scale(fit * 100%, origin: left + top, box(made)))
}}
#let sign(tone, x, y, width, height, body) = context {{
  let made = text(size: height, fill: ink.at(tone), weight: "bold", top-edge: "bounds", bottom-edge: "bounds", body)
  let size = measure(made)
  let fit = calc.min(width / size.width, height / size.height) * 125%
  place(dx: x, dy: y, box(width: width, height: height, align(center + horizon, scale(fit, reflow: true, made))))
}}
"""


def typst(picture: Picture) -> bytes:
    """A document of its own, or a fragment: what it draws to `#include`, or with all steps a function to `#import`."""
    diagram, alone = picture.diagram, picture.settings.document == "standalone"
    steps = len(diagram.steps) if picture.settings.steps == "all" else 0
    seal = [f"// {picture.seal}"] if picture.seal else []
    ink = ", ".join(f"{tone}: {colour(picture.theme.ink(tone))}" for tone in TONES)
    colours = f"#let ink = ({ink}, paper: {colour(picture.theme.paper)})"
    paper = colour(picture.theme.paper) if picture.theme.drawn else "none"
    size = f"width: {points(diagram.width)}, height: {points(diagram.height)}"
    page = [f"#set page({size}, margin: 0pt, fill: {paper})"] if alone else []
    lines = [*seal, *page, colours, HELPERS.rstrip(), *drawing(picture, size, steps), *calls(steps, alone)]
    return ("\n".join(lines) + "\n").encode()


def calls(steps: int, alone: bool) -> Iterator[str]:
    """What shows the figure."""
    if not steps:
        yield "#figure()"
    elif alone:
        yield f"#for step in range(1, {steps + 1}) {{ if step > 1 {{ pagebreak() }}; figure(step: step) }}"


def drawing(picture: Picture, size: str, steps: int) -> Iterator[str]:
    """The function that draws the figure as far as a step."""
    diagram = picture.diagram
    arrivals: Mapping[Place, int] = Progress(diagram, 0).arrivals if steps else {}
    yield f"#let figure({f'step: {steps}' if steps else ''}) = box({size}, {{"
    yield "  set text(dir: ltr)"
    yield "  set par(leading: 0pt, spacing: 0pt)"
    for mark in diagram.marks:
        step = arrivals.get((mark.panel, mark.part), 0)
        for command in commands(mark, picture.theme):
            yield f"  if step >= {step} {{ {command} }}" if step > 1 else f"  {command}"
    yield "})"


def commands(mark: Mark, theme: Theme) -> Iterator[str]:
    tone = f'"{mark.tone}"'
    match mark:
        case Curve(points=line, head=head):
            yield f"wire({tone}, {', '.join(pieces(line))})"
            if head:
                yield f"filled({tone}, {', '.join(map(at, head))})"
        case Circle(x=x, y=y, radius=radius, solid=solid):
            look = f"fill: ink.{mark.tone}" if solid else f"stroke: {CIRCLE}pt + ink.{mark.tone}"
            yield f"place(dx: {points(x - radius)}, dy: {points(y - radius)}, circle(radius: {points(radius)}, {look}))"
        case Rule(start=start, stop=stop, thickness=thickness):
            yield f"place(line(start: {at(start)}, end: {at(stop)}, stroke: {points(thickness)} + ink.{mark.tone}))"
        case Frame(x=x, y=y, width=width, height=height):
            look = f"radius: 3pt, fill: ink.paper, stroke: {BOX}pt + ink.{mark.tone}"
            box = f"width: {points(width)}, height: {points(height)}"
            yield f"place(dx: {points(x)}, dy: {points(y)}, rect({box}, {look}))"
        case Flag(outline=corners):
            look = f"fill: ink.paper, stroke: {BOX}pt + ink.{mark.tone}"
            yield f"place(polygon({look}, {', '.join(map(at, corners))}))"
        case Heat():
            yield from heat_cells(mark, theme)
        case Text(x=x, y=y, label=label) if is_sign(label):
            box = ", ".join(map(points, (x, y, label.width, label.height)))
            yield f"sign({tone}, {box}, {quoted(label.text)})"
        case Text(x=x, y=y, label=label):
            place = ", ".join(map(points, (x, y + label.baseline, label.width, type_size(label))))
            yield f"formula({tone}, {place}, {mathematics(label)})"


def heat_cells(mark: Heat, theme: Theme) -> Iterator[str]:
    """The cells of a heat map, those of one shade together, and its edge."""
    corner = f"{points(mark.x)}, {points(mark.y)}"
    for shade, found in mark.cells.items():
        boxes = ", ".join(f"({', '.join(map(points, box))})" for box in found)
        yield f"cells({colour(theme.heat(shade))}, {corner}, {boxes})"
    size = f"width: {points(mark.size[0])}, height: {points(mark.size[1])}"
    yield f"place(dx: {points(mark.x)}, dy: {points(mark.y)}, rect({size}, stroke: {EDGE}pt + ink.quiet))"


def pieces(line: tuple[Point, ...]) -> Iterator[str]:
    """Cubic Béziers as pieces of a curve."""
    start, *rest = line
    yield f"curve.move({at(start)})"
    for first in range(0, len(rest), 3):
        yield f"curve.cubic({', '.join(map(at, rest[first : first + 3]))})"


def mathematics(label: Label) -> str:
    """A label as an equation; its words alone where its LaTeX is not ours."""
    try:
        return f"$display({typst_math(label.latex)})$"
    except ValueError:
        return quoted(label.text)


def at(point: Point) -> str:
    return f"({points(point[0])}, {points(point[1])})"


def points(length: float) -> str:
    return f"{length:.2f}".rstrip("0").rstrip(".") + "pt"


def colour(code: str) -> str:
    return f'rgb("{code}")'
