"""The formats of a figure: one file each, one line each here; routes, menus and the command line follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.diagram import Diagram
from app.export.json import json
from app.export.print import pdf, png
from app.export.svg import svg


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name, the extension of its files, its media type, and what makes it."""

    name: str
    extension: str
    media_type: str
    make: Callable[[Diagram], bytes]

    @property
    def title(self) -> str:
        """The name as a menu shows it."""
        return self.name


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.extension: each
        for each in (
            Format("SVG, for web pages and slides", "svg", "image/svg+xml", svg),
            Format("PDF, for papers", "pdf", "application/pdf", pdf),
            Format("PNG, a picture", "png", "image/png", png),
            Format("JSON, the scene as numbers", "json", "application/json", json),
        )
    }
)


def export(diagram: Diagram, format: str) -> bytes:  # noqa: A002
    """The figure as a file. Raises ValueError for a format that does not exist."""
    if format not in FORMATS:
        raise ValueError(f"format is one of {', '.join(FORMATS)}, not {format!r}")
    return FORMATS[format].make(diagram)
