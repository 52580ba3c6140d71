"""The figure within a page of ours, with names that the page's script and style can hold on to."""

from __future__ import annotations

from typing import TypeAlias

from app.diagram import Curve, Diagram, Heat, Mark, Progress, Rule, Text
from app.export.svg import (
    STEADY,
    curve,
    document,
    heat_cells,
    level,
    markup,
    number,
    parts,
    place,
    signed,
    spoken,
    strokes,
)
from app.export.theme import PAGE

BAND = 12
"""A pointer finds a wire within this width, in CSS pixels."""
Numbers: TypeAlias = tuple[str, str] | tuple[str, str, list[tuple[int, int, int]]]
"""What a mark of the page's figure says now."""


def page_svg(diagram: Diagram, progress: Progress | None = None, palette: str = "red") -> str:
    """The figure in the page's colours, by palette, each part with its panel and its name.

    On a walk each part tells at which step it is reached, and whether it is blank till then or has just been reached.
    """
    body = [
        f'<g data-panel="{marks[0].panel}"{known(marks[0])}{stepped(marks[0], progress)}{spoken(marks)}>'
        f"{areas(marks)}{markup(marks, PAGE)}</g>"
        for marks in parts(diagram)
    ]
    return signed(document(diagram, body, f' class="backpass" data-palette="{palette}"')).decode()


def chart_svg(diagram: Diagram) -> str:
    """A chart within a page of ours, in the page's colours; nothing in it is put in anew."""
    body = [f"<g{known(marks[0])}{spoken(marks)}>{markup(marks, PAGE)}</g>" for marks in parts(diagram)]
    return signed(document(diagram, body, ' class="chart"')).decode()


def known(mark: Mark) -> str:
    """By which part and kind of part scripts and styles find a mark."""
    return f' data-part="{mark.part}" data-kind="{mark.part.kind}"'


def page_numbers(diagram: Diagram, outlines: dict[str, int]) -> dict[str, Numbers]:
    """What changes in the page's figure when values do, by mark; the outlines that it uses join those that are numbered already.

    A heat map, or the wire beside a label, has its place and what is in it; a label its place, its scale, and where each piece
    starts with the number of the outline that goes on from there.
    """
    found: dict[str, Numbers] = {}
    for mark in diagram.marks:
        match mark:
            case Heat(numeric=True):
                found[mark.id] = place(mark), heat_cells(mark, PAGE)
            case Rule(numeric=True):
                found[mark.id] = place(mark), level(mark, PAGE)
            case Text(numeric=True):
                scale, ink = strokes(mark.label)
                starts = [(x, y, outlines.setdefault(rest, len(outlines))) for x, y, rest in ink]
                found[mark.id] = place(mark), scale, starts
    return found


def areas(marks: list[Mark]) -> str:
    """Where a pointer finds a part: all of a label, and a band along a wire, not their ink alone."""
    return "".join(area(mark) for mark in marks)


def area(mark: Mark) -> str:
    match mark:
        case Text(x=x, y=y, label=label):
            size = f'width="{number(label.width)}" height="{number(label.height)}"'
            return f'<rect fill="none" pointer-events="all" x="{number(x)}" y="{number(y)}" {size}/>'
        case Curve(points=points):
            return f'<path fill="none" pointer-events="stroke" stroke-width="{BAND}" {STEADY} d="{curve(points)}"/>'
    return ""


def stepped(mark: Mark, progress: Progress | None) -> str:
    """The attributes that say how far a walk has come."""
    if progress is None:
        return ""
    arrival, state = progress.arrivals.get((mark.panel, mark.part), 0), progress.state(mark.panel, mark.part)
    return f' data-step="{arrival}"' + (f' class="{state}"' if state else "")
