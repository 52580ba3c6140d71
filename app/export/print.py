"""PDF and PNG: the SVG set on a page of its own size by Typst, in process. PDF stays vector, PNG is for screens and documents."""

from __future__ import annotations

from functools import cache
from math import sqrt
from threading import Lock

import typst as engine

from app.diagram import Diagram
from app.export import chunks
from app.export.picture import Picture
from app.export.settings import SettingError, Settings
from app.export.svg import svg

RESOLUTION, SCREEN = 216.0, 96.0
"""Pixels an inch: three for each point, and what a screen is taken to have."""
WIDEST, MOST = 12_000, 25_000_000
"""A picture has at most so many pixels a side, and so many in all."""
POINTS_PER_INCH = 72
SOURCE = b"""\
#let given = sys.inputs
#set document(title: given.title, author: "Backpass", keywords: given.seal.split(), date: none)
#set page(width: float(given.width) * 1pt, height: float(given.height) * 1pt, margin: 0pt, fill: none)
#image(bytes(given.figure), format: "svg", width: 100%, height: 100%, alt: given.description)
"""

_lock = Lock()


@cache
def _compiler() -> engine.Compiler:
    return engine.Compiler(ignore_system_fonts=True)


def pdf(picture: Picture) -> bytes:
    """The figure as a page of a PDF, its words as the picture's alternative text."""
    return printed(picture, "pdf", POINTS_PER_INCH)


def png(picture: Picture) -> bytes:
    """The figure as a picture that knows how large it is. Raises SettingError for more pixels than a picture may have."""
    resolution = pixels_an_inch(picture.diagram, picture.settings)
    return chunks.told(printed(picture, "png", resolution), resolution, picture.seal)


def pixels_an_inch(diagram: Diagram, settings: Settings) -> float:
    """As many as are asked for; where nothing is, as many as there may be up to RESOLUTION."""
    inches = diagram.width / POINTS_PER_INCH, diagram.height / POINTS_PER_INCH
    finest = min(WIDEST / max(inches), sqrt(MOST / (inches[0] * inches[1])))
    wanted = {
        "scale": settings.scale and settings.scale * SCREEN,
        "width": settings.width and settings.width / inches[0],
        "dpi": settings.dpi,
    }
    name, found = next(((name, each) for name, each in wanted.items() if each), ("", min(RESOLUTION, finest)))
    if found > finest:
        told = f"would make {found * inches[0]:.0f} by {found * inches[1]:.0f} pixels; {MOST // 1_000_000} million are the most"
        raise SettingError(name, told, f"{inches[0] * finest:.0f} pixels wide is the most, or take a PDF or SVG")
    return found


def printed(picture: Picture, kind: engine.OutputFormat, resolution: float) -> bytes:
    diagram = picture.diagram
    given = {
        "title": diagram.title,
        "description": diagram.description or diagram.title,
        "width": f"{diagram.width:.3f}",
        "height": f"{diagram.height:.3f}",
        "figure": svg(picture).decode(),
        "seal": picture.seal,
    }
    with _lock:
        made = _compiler().compile(SOURCE, format=kind, ppi=resolution, sys_inputs=given, timestamp=0)
    assert isinstance(made, bytes)
    return made
