"""PDF and PNG: the SVG set on a page of its own size by Typst, in process. PDF stays vector, PNG is for screens and documents."""

from __future__ import annotations

from functools import cache
from threading import Lock

import typst as engine

from app.diagram import Diagram
from app.export.svg import svg

RESOLUTION = 216.0
"""Pixels an inch: three for each point."""
WIDEST = 12_000
"""A picture has at most so many pixels a side."""
POINTS_PER_INCH = 72
SOURCE = b"""\
#let given = sys.inputs
#set document(title: given.title, author: "Backpass", date: none)
#set page(width: float(given.width) * 1pt, height: float(given.height) * 1pt, margin: 0pt)
#image(bytes(given.figure), format: "svg", width: 100%, height: 100%, alt: given.description)
"""

_lock = Lock()


@cache
def _compiler() -> engine.Compiler:
    return engine.Compiler(ignore_system_fonts=True)


def pdf(diagram: Diagram) -> bytes:
    """The figure as a page of a PDF, its words as the picture's alternative text."""
    return printed(diagram, "pdf")


def png(diagram: Diagram) -> bytes:
    """The figure as a picture, on white."""
    return printed(diagram, "png")


def printed(diagram: Diagram, kind: engine.OutputFormat) -> bytes:
    given = {
        "title": diagram.title,
        "description": diagram.description or diagram.title,
        "width": f"{diagram.width:.3f}",
        "height": f"{diagram.height:.3f}",
        "figure": svg(diagram).decode(),
    }
    finest = WIDEST * POINTS_PER_INCH / max(diagram.width, diagram.height)
    with _lock:
        made = _compiler().compile(SOURCE, format=kind, ppi=min(RESOLUTION, finest), sys_inputs=given, timestamp=0)
    assert isinstance(made, bytes)
    return made
