"""A figure as plain values: numbers, texts, lists and dictionaries, ready for JSON."""

from __future__ import annotations

from typing import Any

from app.diagram.model import Circle, Curve, Diagram, Flag, Frame, Heat, Link, Mark, Point, Rule, Step, Text
from app.typeset import Label

Record = dict[str, Any]


def record(diagram: Diagram, *, ink: bool = True) -> Record:
    """The whole figure; with `ink` its labels hold their glyphs by number, whose outlines `glyphs` lists."""
    glyphs: dict[str, int] = {}
    marks = [mark(each, glyphs if ink else None) for each in diagram.marks]
    found: Record = {
        "title": diagram.title,
        "description": diagram.description,
        "width": rounded(diagram.width),
        "height": rounded(diagram.height),
        "unit": "pt",
        "marks": marks,
        "links": [link(each) for each in diagram.links],
        "steps": [step(each) for each in diagram.steps],
    }
    return {**found, "glyphs": list(glyphs)} if ink else found


def mark(each: Mark, glyphs: dict[str, int] | None) -> Record:
    kind = type(each).__name__.lower()
    common: Record = {"kind": kind, "id": each.id, "panel": each.panel, "part": str(each.part), "tone": each.tone}
    if each.name:
        common["name"] = each.name
    return common | geometry(each, glyphs)


def link(each: Link) -> Record:
    """A wire with its ends. What stands at an end has the id `panel-part`, and so has what is written on the wire."""
    ends = {"from": str(each.tail), "to": str(each.head), "labels": list(map(str, each.labels))}
    return {"panel": each.panel, "part": str(each.part), "role": each.role, **ends, "mark": each.mark}


def geometry(each: Mark, glyphs: dict[str, int] | None) -> Record:
    """What a mark has apart from its kind and its names."""
    match each:
        case Circle(x=x, y=y, radius=radius, solid=solid):
            return {"x": rounded(x), "y": rounded(y), "radius": rounded(radius), "solid": solid}
        case Curve(points=points, head=head):
            return {"points": outline(points), "head": outline(head)}
        case Text(x=x, y=y, label=label):
            return {
                "x": rounded(x),
                "y": rounded(y),
                **words(label),
                **({} if glyphs is None else drawn(label, glyphs)),
            }
        case Rule(start=start, stop=stop, thickness=thickness):
            return {"start": outline((start,))[0], "stop": outline((stop,))[0], "thickness": rounded(thickness)}
        case Frame(x=x, y=y, width=width, height=height):
            return {"x": rounded(x), "y": rounded(y), "width": rounded(width), "height": rounded(height)}
        case Flag(outline=corners):
            return {"outline": outline(corners)}
        case Heat(x=x, y=y, width=width, height=height, rows=rows):
            cell = {"width": rounded(width), "height": rounded(height)}
            return {"x": rounded(x), "y": rounded(y), "cell": cell, "shades": [list(line) for line in rows]}
    raise TypeError(f"not a mark: {each!r}")


def words(label: Label) -> Record:
    sizes = {"width": rounded(label.width), "height": rounded(label.height), "baseline": rounded(label.baseline)}
    return {**sizes, "text": label.text, "latex": label.latex}


def drawn(label: Label, glyphs: dict[str, int]) -> Record:
    """A label's ink: glyphs as [number, x, y, scale], bars as [x, y, width, height]."""
    return {
        "glyphs": [
            [glyphs.setdefault(each.outline, len(glyphs)), rounded(each.x), rounded(each.y), round(each.scale, 6)]
            for each in label.glyphs
        ],
        "bars": [[rounded(each.x), rounded(each.y), rounded(each.width), rounded(each.height)] for each in label.bars],
    }


def step(each: Step) -> Record:
    formula = {"text": each.text, "latex": each.latex}
    return {"phase": each.phase, "parts": list(map(str, each.parts)), "sentence": each.sentence, **formula}


def outline(points: tuple[Point, ...]) -> list[list[float]]:
    return [[rounded(x), rounded(y)] for x, y in points]


def rounded(length: float) -> float:
    """To a hundredth of a point; never minus zero."""
    return round(length, 2) + 0.0
