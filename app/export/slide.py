"""A figure on a slide: gates as shapes with their text, wires as lines with heads, formulas as equations, in a group a panel."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from app.diagram import BOTH, PASSES, UPDATE, Circle, Curve, Diagram, Flag, Frame, Heat, Mark, Rule, Text
from app.diagram.parts import Kind
from app.export.drawingml import (
    NAMESPACES,
    NO_LINE,
    NOTHING,
    UNIT,
    Canvas,
    body,
    connector,
    either,
    freeform,
    head,
    inked,
    piece,
    preset,
    shape,
    solid,
)
from app.export.glue import Joint, line
from app.export.outline import Point, indent, is_sign, type_size
from app.export.shape_names import ShapeNames
from app.export.svg import BOX, CIRCLE, EDGE, WIRE
from app.export.theme import opacity
from app.export.xml import words
from app.typeset.omml import omml

COLOURS = {"forward": "tx1", "title": "tx1", "backward": "accent2", "value": "accent3", "quiet": "accent4"}
"""Tones as colours of the deck's theme, so that it recolours them."""
GROUPS = {**PASSES, BOTH: "Titles", UPDATE: "Descent"}
MATHS, HEADINGS, SYMBOLS = "Cambria Math", "+mj-lt", "Cambria"
"""Fonts: lines of plain text in a font for equations would be several times as high as their signs."""
LOW = 0.23
"""How much lower than the middle of a line its signs stand, twice, of their size."""
STRUCTURE = re.compile(r"\\(?:frac|sqrt|sum|prod|left|operatorname\*|begin)|[_^]")
"""What plain text cannot show."""
HAIR = 0.01
TEXT_BOX = ' txBox="1"'


class Ids(dict[object, int]):
    """The ids of the shapes of a slide, counted as they are asked for: what stands on several slides has the same on each."""

    def __init__(self, first: int) -> None:
        self.free = count(first)

    def __missing__(self, key: object) -> int:
        self[key] = next(self.free)
        return self[key]


@dataclass
class Slide:
    """Draws one figure on a canvas. Slides of a series share `ids` and `kept`, so that what does not change is drawn once."""

    diagram: Diagram
    canvas: Canvas
    names: ShapeNames
    joints: Mapping[Circle, Joint]
    """What wires are glued to."""
    ids: Ids
    kept: dict[str, str]
    """What is drawn already, by the ids of marks."""
    numbers: dict[Circle, int] = field(default_factory=dict)
    """The ids of the circles that are on this slide."""

    def showing(self, diagram: Diagram) -> Slide:
        """The slide with no more on it than there is of a figure."""
        shown = {mark.id for mark in diagram.marks}
        marks = tuple(mark for mark in self.diagram.marks if mark.id in shown)
        return replace(self, diagram=replace(self.diagram, marks=marks), numbers={})

    def groups(self) -> Iterator[str]:
        """A group for each panel; what lines are glued to comes first."""
        for panel, title in GROUPS.items():
            marks = [mark for mark in self.diagram.marks if mark.panel == panel]
            symbols = {mark.part: mark for mark in marks if isinstance(mark, Text) and mark.part.kind == Kind.GATE}
            rest = [mark for mark in marks if mark is not symbols.get(mark.part)]
            for mark in rest:
                if isinstance(mark, Circle):
                    self.numbers[mark] = self.ids[mark.id]
            inside = "".join(self.once(mark, symbols.get(mark.part)) for mark in rest)
            if inside:
                said = ", ".join(mark.name for mark in marks if isinstance(mark, Text) and mark.name)
                yield self.group(self.ids[panel], title, said, inside)

    def once(self, mark: Mark, symbol: Text | None) -> str:
        """A mark as it is drawn already. Not so a wire, which is glued to what is there of its ends."""
        if isinstance(mark, Curve):
            return self.wire(mark)
        if mark.id not in self.kept:
            self.kept[mark.id] = self.circle(mark, symbol) if isinstance(mark, Circle) else self.mark(mark)
        return self.kept[mark.id]

    def group(self, number: int, title: str, said: str, inside: str) -> str:
        """A panel with its alternative text: all that is written in it."""
        whole = (0.0, 0.0, self.diagram.width, self.diagram.height)
        frame = self.canvas.box(*whole) + self.canvas.box(*whole, "chOff", "chExt")
        told = f'name="{title}" descr="{words(said)}"'
        head = f'<p:nvGrpSpPr><p:cNvPr id="{number}" {told}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        return f"<p:grpSp {NAMESPACES}>{head}<p:grpSpPr><a:xfrm>{frame}</a:xfrm></p:grpSpPr>{inside}</p:grpSp>"

    def mark(self, mark: Mark) -> str:
        match mark:
            case Text():
                return self.text(mark)
            case Rule(start=(x1, y1), stop=(x2, y2), thickness=thickness):
                frame = self.canvas.frame(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1))
                return connector(
                    self.ids[mark.id], self.names.of(mark), "", frame + preset("line") + self.line(mark, thickness)
                )
            case Frame(x=x, y=y, width=width, height=height):
                look = (
                    self.canvas.frame(x, y, width, height) + preset("roundRect") + solid("bg1") + self.line(mark, BOX)
                )
                return shape(self.ids[mark.id], "box", look)
            case Heat():
                return self.heat(mark)
            case Flag(x=x, y=y, width=width, height=height, left=left):
                frame = self.canvas.frame(x, y, width, height, ' flipH="1"' if left else "")
                look = frame + preset("homePlate") + solid("bg1") + self.line(mark, BOX)
                return shape(self.ids[mark.id], self.names.of(mark), look)
        raise TypeError(f"not a mark of a slide: {mark!r}")

    def heat(self, mark: Heat) -> str:
        """The cells of a heat map, those of one shade as one shape."""
        width, height = mark.size
        frame = self.canvas.frame(mark.x, mark.y, width, height)
        inside = ""
        for shade, found in mark.cells.items():
            boxes = [piece for box in found for piece in rectangle(*box)]
            look = freeform(round(width * UNIT), round(height * UNIT), boxes)
            ink = solid("accent5" if shade > 0 else "accent6", opacity(shade))
            inside += shape(self.ids[mark.id, shade], "entries", frame + look + ink + NO_LINE)
        edge = frame + preset("rect") + NOTHING + self.canvas.line(COLOURS["quiet"], EDGE)
        return inside + shape(self.ids[mark.id], "heat map", edge)

    def line(self, mark: Mark, thickness: float, head: str = "") -> str:
        return self.canvas.line(COLOURS[mark.tone], thickness, head)

    def circle(self, mark: Circle, symbol: Text | None) -> str:
        """A gate with its symbol as text, the dot of a fork, or the ring of a sum."""
        number, across, joint = self.ids[mark.id], 2 * mark.radius, self.joints.get(mark)
        geometry = joint.geometry() if joint and joint.own else preset("ellipse")
        frame = self.canvas.frame(mark.x - mark.radius, mark.y - mark.radius, across, across) + geometry
        if mark.solid:
            return shape(number, mark.name, frame + solid(COLOURS[mark.tone]) + NO_LINE)
        ring = frame + NOTHING + self.line(mark, CIRCLE)
        if symbol is None:
            return shape(number, mark.name, ring)
        if not STRUCTURE.search(symbol.label.latex):
            below = self.canvas.emu(LOW * type_size(symbol.label))
            return shape(number, mark.name, ring, body(self.run(symbol), "ctr", below))
        outline = shape(number, mark.name, ring) + self.outline(self.ids[symbol.id], symbol)
        equation = self.equation(symbol, "center")
        return either(shape(number, mark.name, ring, body(equation, "ctr")), outline) if equation else outline

    def text(self, mark: Text) -> str:
        """An equation that can be edited, with its outlines beside it; a title is plain text."""
        number, name, before = self.ids[mark.id], mark.label.text, indent(mark.label)
        place = mark.x + before, mark.y, mark.label.width - before, mark.label.height
        frame = self.canvas.frame(*place) + preset("rect") + NOTHING
        if mark.part.kind == Kind.TITLE:
            return shape(number, name, frame, body(self.run(mark, HEADINGS), "ctr"), TEXT_BOX)
        outline, equation = self.outline(number, mark), self.equation(mark, "left")
        return either(shape(number, name, frame, body(equation, "l"), TEXT_BOX), outline) if equation else outline

    def run(self, mark: Text, font: str = SYMBOLS) -> str:
        """A label as plain text."""
        bold = ' b="1"' if is_sign(mark.label) else ""
        look = self.canvas.look("rPr", COLOURS[mark.tone], type_size(mark.label), font, bold)
        return f"<a:r>{look}<a:t>{words(mark.label.text)}</a:t></a:r>"

    def outline(self, number: int, mark: Text) -> str:
        """A label as one shape of its outlines."""
        frame = self.canvas.frame(mark.x, mark.y, mark.label.width, mark.label.height)
        return shape(number, mark.label.text, frame + inked(mark.label) + solid(COLOURS[mark.tone]) + NO_LINE)

    def equation(self, mark: Text, align: str) -> str:
        """A label as an equation; none where its LaTeX cannot be one."""
        look = self.canvas.look("rPr", COLOURS[mark.tone], type_size(mark.label), MATHS)
        try:
            math = omml(mark.label.latex, look)
        except ValueError:
            return ""
        properties = f'<m:oMathParaPr><m:jc m:val="{align}"/></m:oMathParaPr>'
        return f"<a14:m><m:oMathPara>{properties}<m:oMath>{math}</m:oMath></m:oMathPara></a14:m>"

    def wire(self, mark: Curve) -> str:
        """A straight wire as a connector that stays with its gates, any other as a curve."""
        points = (*mark.points, *(mark.head[:1] or ()))
        look, name = self.line(mark, WIRE, head(self.canvas.scale) if mark.head else ""), self.names.of(mark)
        if ends := line(mark):
            return self.straight(mark, *ends, look)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, top, unit = min(xs), min(ys), UNIT
        placed = [((x - left) * unit, (y - top) * unit) for x, y in points]
        stop = len(mark.points)
        pieces = [piece("M", placed[:1]), *(piece("C", placed[at : at + 3]) for at in range(1, stop, 3))]
        pieces += [piece("L", placed[stop:])] if mark.head else []
        width, height = max(xs) - left, max(ys) - top
        geometry = freeform(round(width * unit), round(height * unit), pieces, ' fill="none"')
        frame = self.canvas.frame(left, top, width, height)
        return shape(self.ids[mark.id], name, frame + geometry + NOTHING + look)

    def straight(self, mark: Curve, start: Point, stop: Point, look: str) -> str:
        (x1, y1), (x2, y2) = start, stop
        # What is level within its line's own roundings is drawn so.
        high = abs(y2 - y1) if abs(y2 - y1) > HAIR else 0.0
        flip = (' flipH="1"' if x2 < x1 else "") + (' flipV="1"' if high and y2 < y1 else "")
        frame = self.canvas.frame(min(x1, x2), min(y1, y2), abs(x2 - x1), high, flip)
        glue = self.glue("stCxn", start) + self.glue("endCxn", stop)
        return connector(self.ids[mark.id], self.names.of(mark), glue, frame + preset("straightConnector1") + look)

    def glue(self, tag: str, end: Point) -> str:
        """What an end of a wire is glued to: the site of a circle where it lies, if any."""
        for circle, number in self.numbers.items():
            joint = self.joints.get(circle)
            if joint and (site := joint.site(end)) is not None:
                return f'<a:{tag} id="{number}" idx="{site}"/>'
        return ""


def rectangle(x: float, y: float, width: float, height: float) -> list[str]:
    """A rectangle as pieces of a path."""
    left, top, right, bottom = (each * UNIT for each in (x, y, x + width, y + height))
    corners = ((right, top), (right, bottom), (left, bottom))
    return [piece("M", [(left, top)]), *(piece("L", [corner]) for corner in corners), piece("Z", [])]
