"""Typst: the figure drawn natively, its formulas set in the document's own type; with all steps, a page each or a function."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from app.diagram import PASSES, Circle, Curve, Flag, Frame, Heat, Mark, Rule, Text
from app.diagram.drawing.arrows import LENGTH, NOTCH, WIDTH
from app.export.format import DOCUMENT, Format
from app.export.frames import arrival
from app.export.outline import Point, indent, is_sign, type_size
from app.export.picture import Picture
from app.export.svg import BOX, CIRCLE, EDGE, WIRE, number
from app.export.theme import Theme
from app.typeset.label import Label
from app.typeset.typst import quoted
from app.typeset.typst_math import HELPERS as FORMULAS
from app.typeset.typst_math import typst_math

TONES = "forward", "backward", "value", "quiet", "title"
STRUT = 40
"""Points above a baseline that any label stays under."""
HELPERS = f"""\
// What a figure is drawn with. Places and sizes are in points, places from the upper left corner.
#let to((x, y)) = (x * 1pt, y * 1pt)
#let put((x, y), body) = place(dx: x * 1pt, dy: y * 1pt, body)
// An arrow head from the end of its line to its tip.
#let head(tone, (x, y), (right, down)) = {{
  let long = calc.norm(right - x, down - y)
  let (level, upright) = ((right - x) / long, (down - y) / long)
  let corner(back, aside) = to((right - back * level - aside * upright, down - back * upright + aside * level))
  let corners = (corner({LENGTH}, {WIDTH / 2}), corner({LENGTH - NOTCH}, 0), corner({LENGTH}, -{WIDTH / 2}))
  place(polygon(fill: ink.at(tone), to((right, down)), ..corners))
}}
// A line of cubic curves: a start, then three places each; and where the tip of its arrow head is.
#let wire(tone, start, ..line, tip: none) = {{
  let curves = line.pos().chunks(3).map(three => curve.cubic(..three.map(to)))
  place(curve(stroke: {WIRE}pt + ink.at(tone), curve.move(to(start)), ..curves))
  if tip != none {{ head(tone, line.pos().last(), tip) }}
}}
#let ring(tone, (x, y), radius) = put((x - radius, y - radius), circle(radius: radius * 1pt, stroke: {CIRCLE}pt + ink.at(tone)))
#let disc(tone, (x, y), radius) = put((x - radius, y - radius), circle(radius: radius * 1pt, fill: ink.at(tone)))
#let rule(tone, start, end, thickness) = place(line(start: to(start), end: to(end), stroke: thickness * 1pt + ink.at(tone)))
#let frame(tone, corner, (width, height)) = put(
  corner,
  rect(width: width * 1pt, height: height * 1pt, radius: 3pt, fill: ink.paper, stroke: {BOX}pt + ink.at(tone)),
)
#let flag(tone, ..corners) = place(
  polygon(fill: ink.paper, stroke: {BOX}pt + ink.at(tone), ..corners.pos().map(to)),
)
// Cells of a heat map: left, top, width and height of each, from the map's corner; and the edge around all of them.
#let cells(shade, (x, y), ..boxes) = for (left, top, width, height) in boxes.pos() {{
  put((x + left, y + top), rect(width: width * 1pt, height: height * 1pt, fill: shade))
}}
#let edge(corner, (width, height)) = put(corner, rect(width: width * 1pt, height: height * 1pt, stroke: {EDGE}pt + ink.quiet))
// A formula on its baseline, smaller where another type would not fit its room.
#let formula(tone, (x, baseline), room, size, body) = context {{
  let shown = math.equation(math.display(body.body))
  let made = text(size: size * 1pt, fill: ink.at(tone), box(height: {STRUT}pt) + shown)
  let fit = calc.min(1, room * 1pt / calc.max(0.01pt, measure(made).width))
  put((x, baseline - fit * {STRUT}), scale(fit * 100%, origin: left + top, box(made)))
}}
// A lone sign in the middle of its room, larger by what type has beside its ink. It stands as high as a plus, at least.
#let glyph(tone, corner, (width, height), body) = context {{
  let set-in(body) = text(size: height * 1pt, fill: ink.at(tone), weight: "bold", top-edge: "bounds", bottom-edge: "bounds", body)
  let size = measure(set-in(body))
  let tall = calc.max(size.height, measure(set-in("+")).height)
  let fit = calc.min(width * 1pt / size.width, height * 1pt / tall) * 125%
  let made = box(height: tall, align(bottom, set-in(body)))
  put(corner, box(width: width * 1pt, height: height * 1pt, align(center + horizon, scale(fit, reflow: true, made))))
}}
{FORMULAS}"""


def typst(picture: Picture) -> bytes:
    """A document of its own, or a fragment: what it draws to `#include`, or with all steps a function to `#import`."""
    diagram, alone = picture.diagram, picture.settings.document == "standalone"
    steps = len(diagram.steps) if picture.settings.steps == "all" else 0
    seal = [f"// {picture.seal}"] if picture.seal else []
    ink = "\n".join(f"  {tone}: {colour(picture.theme.ink(tone))}," for tone in TONES)
    colours = f"#let ink = (\n{ink}\n  paper: {colour(picture.theme.paper)},\n)"
    paper = colour(picture.theme.paper) if picture.theme.drawn else "none"
    size = f"width: {number(diagram.width)}pt, height: {number(diagram.height)}pt"
    page = [f"#set page({size}, margin: 0pt, fill: {paper})"] if alone else []
    lines = [*seal, *page, colours, "", HELPERS.rstrip(), "", *drawing(picture, size, steps), *calls(steps, alone)]
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
    reached = arrival(diagram, walks=steps > 0)
    yield f"#let figure({f'step: {steps}' if steps else ''}) = box({size}, {{"
    yield "  set text(dir: ltr)"
    yield "  set par(leading: 0pt, spacing: 0pt)"
    for panel, marks in groupby(diagram.marks, lambda mark: mark.panel):
        if panel in PASSES:
            yield f"  // {PASSES[panel]}"
        for step, arriving in groupby(marks, reached):
            drawn = [command for mark in arriving for command in commands(mark, picture.theme)]
            yield from (f"  {command}" for command in (since(step, drawn) if step > 1 else drawn))
    yield "})"


def since(step: int, drawn: list[str]) -> list[str]:
    """What is there from a step on."""
    return [f"if step >= {step} {{", *(f"  {command}" for command in drawn), "}"]


def commands(mark: Mark, theme: Theme) -> Iterator[str]:
    match mark:
        case Curve(points=line, head=head):
            tip = f", tip: {listed(*head[0])}" if head else ""
            yield f"wire{listed(text(mark.tone), *line)[:-1]}{tip})"
        case Circle(x=x, y=y, radius=radius, solid=solid):
            yield f"{'disc' if solid else 'ring'}{listed(text(mark.tone), (x, y), radius)}"
        case Rule(start=start, stop=stop, thickness=thickness):
            yield f"rule{listed(text(mark.tone), start, stop, thickness)}"
        case Frame(x=x, y=y, width=width, height=height):
            yield f"frame{listed(text(mark.tone), (x, y), (width, height))}"
        case Flag(outline=corners):
            yield f"flag{listed(text(mark.tone), *corners)}"
        case Heat():
            for shade, found in mark.cells.items():
                yield f"cells{listed(colour(theme.heat(shade)), (mark.x, mark.y), *found)}"
            yield f"edge{listed((mark.x, mark.y), mark.size)}"
        case Text(x=x, y=y, label=label) if is_sign(label):
            yield f"glyph{listed(text(mark.tone), (x, y), (label.width, label.height), quoted(label.text))}"
        case Text(x=x, y=y, label=label):
            before = indent(label)
            place, room = (x + before, y + label.baseline), label.width - before
            yield f"formula{listed(text(mark.tone), place, room, type_size(label), mathematics(label))}"


def mathematics(label: Label) -> str:
    """A label as an equation; its words alone where its LaTeX is not ours."""
    try:
        return f"${typst_math(label.latex)}$"
    except ValueError:
        return f"${quoted(label.text)}$"


def listed(*each: str | float | Point | tuple[float, ...]) -> str:
    """Arguments: numbers are points, tuples places, texts Typst."""
    return f"({', '.join(map(argument, each))})"


def argument(each: str | float | tuple[float, ...]) -> str:
    if isinstance(each, str):
        return each
    return listed(*each) if isinstance(each, tuple) else number(each)


def text(tone: str) -> str:
    return f'"{tone}"'


def colour(code: str) -> str:
    return f'rgb("{code}")'


FORMATS = (Format(60, "Typst, for documents and slides", "typ", "text/vnd.typst", typst, settings=DOCUMENT),)
