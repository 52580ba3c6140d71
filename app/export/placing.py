"""Where a figure stands on a slide, and on how many slides it stands so that it can be read from the back of a room."""

from __future__ import annotations

from dataclasses import replace

from app.diagram import Diagram
from app.diagram.drawing.figure_pages import Pages, paged, whole
from app.diagram.quantities import SIZE
from app.export.drawingml import Canvas
from app.export.settings import ONE, Settings

SIZES = {"16:9": (960.0, 540.0), "4:3": (720.0, 540.0)}
"""Slides as PowerPoint makes them, in points."""
MARGIN, LARGEST = 28.0, 1.8
"""Room round a figure, and how far a small one grows."""
HEAD = 56.0
"""Points that a heading takes beyond the usual margin."""
READABLE = 12.0
"""Points of main type that are read from the back of a room."""


def room(settings: Settings) -> tuple[float, float]:
    """Width and height in points of what a slide has for a figure."""
    width, height = SIZES[settings.aspect]
    return width - 2 * MARGIN, height - above(settings) - 2 * MARGIN


def above(settings: Settings) -> float:
    return HEAD if settings.heading else 0.0


def enlarged(diagram: Diagram, settings: Settings) -> float:
    """How many times as large as it is the figure stands on one slide."""
    width, height = room(settings)
    return min(width / diagram.width, height / diagram.height, LARGEST)


def placed(diagram: Diagram, settings: Settings) -> Canvas:
    """The figure in the middle of a slide, or of what its heading leaves, as large as fits."""
    (width, height), scale, top = SIZES[settings.aspect], enlarged(diagram, settings), above(settings)
    return Canvas((width - diagram.width * scale) / 2, top + (height - top - diagram.height * scale) / 2, scale)


def slides(diagram: Diagram, settings: Settings) -> Pages:
    """The figure on one slide, or on several where that makes its type so large that it can be read; what has no wires stays whole."""
    if settings.slides == ONE or enlarged(diagram, settings) >= READABLE / SIZE or not diagram.links:
        return whole(diagram, enlarged(diagram, settings), READABLE / SIZE)
    return paged(diagram, room(settings), READABLE / SIZE, LARGEST)


def needless(diagram: Diagram, settings: Settings) -> bool:
    """Whether the figure is asked to be on one slide, where it is anyhow."""
    return settings.slides == ONE and not slides(diagram, replace(settings, slides="readable")).several
