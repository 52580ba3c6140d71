"""The formats of a figure: one file each, one line each here; routes, menus, the command line and the docs follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.diagram import CHOICES, Diagram
from app.diagram.pages import Pages
from app.export.animation import gif, webp
from app.export.dot import dot
from app.export.html import html
from app.export.json import json
from app.export.mermaid import mermaid
from app.export.picture import Picture
from app.export.placing import enlarged, slides
from app.export.pptx import pptx
from app.export.print import png
from app.export.settings import CHART, Settings
from app.export.svg import svg
from app.export.table import markdown, text
from app.export.tikz import enlarged as tikz_size
from app.export.tikz import tikz
from app.export.typst import typst
from app.export.worksheet import paper

EVERYTHING = frozenset(CHOICES)
GRAPH = EVERYTHING - {"style", "frame"}
DRAWN = (CHART, "theme", "title", "digits", "gate")
PLAYED = (*DRAWN, "scale", "width", "dpi", "dwell", "loop", "stops")
DOCUMENT = (*DRAWN, "step", "steps", "stops", "document")
TOLD = (CHART, "digits")
TABLE = frozenset({"notation", "fold"})


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its name, the extension of its files, its media type, what makes it, and the options that bear on it."""

    name: str
    extension: str
    media_type: str
    make: Callable[[Picture], bytes]
    options: frozenset[str] = EVERYTHING
    settings: tuple[str, ...] = ("digits",)
    walks: bool = False
    """Whether it steps by itself, so that a step is where it begins."""
    tells_steps: bool = False
    """Whether it tells of the steps of the walk anyhow, in words."""
    slides: Callable[[Diagram, Settings], Pages] | None = None
    """On how many pages a figure stands, and how large, where the format has as many as it takes."""
    size: Callable[[Diagram, Settings], float] | None = None
    """How large a figure comes out where the format has a page of its own: it is composed for the frame that makes it largest."""

    @property
    def title(self) -> str:
        """The name as a menu shows it."""
        return self.name

    @property
    def tabular(self) -> bool:
        """Whether it tells the steps in words and numbers alone."""
        return self.options == TABLE

    @property
    def pictorial(self) -> bool:
        """Whether it can show a mistake as well."""
        return self.media_type.startswith("image/") or self.extension in ("pdf", "html")


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        each.extension: each
        for each in (
            Format(
                "SVG, for web pages and slides",
                "svg",
                "image/svg+xml",
                svg,
                settings=(*DRAWN, "step", "hide", "steps", "stops", "dwell", "loop", "text"),
            ),
            Format(
                "PDF, for papers",
                "pdf",
                "application/pdf",
                paper,
                settings=(*DRAWN, "step", "hide", "steps", "stops", "sheet"),
            ),
            Format(
                "PNG, a picture",
                "png",
                "image/png",
                png,
                settings=(*DRAWN, "step", "hide", "scale", "width", "dpi"),
            ),
            Format(
                "PPTX, slides to edit",
                "pptx",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                pptx,
                settings=(*DRAWN, "step", "hide", "steps", "stops", "aspect", "slides", "shapes", "heading"),
                slides=slides,
            ),
            Format(
                "TikZ, for LaTeX",
                "tex",
                "application/x-tex",
                tikz,
                settings=DOCUMENT,
                size=tikz_size,
            ),
            Format(
                "Typst, for documents and slides",
                "typ",
                "text/vnd.typst",
                typst,
                settings=DOCUMENT,
            ),
            Format(
                "HTML, to step through",
                "html",
                "text/html",
                html,
                settings=(*DRAWN, "step", "stops"),
                walks=True,
                tells_steps=True,
                size=enlarged,
            ),
            Format("GIF, the steps as a film", "gif", "image/gif", gif, settings=PLAYED),
            Format("WebP, the same film smaller", "webp", "image/webp", webp, settings=PLAYED),
            Format("DOT, for Graphviz", "dot", "text/vnd.graphviz", dot, GRAPH),
            Format("Mermaid, for Markdown that draws", "mmd", "text/vnd.mermaid", mermaid, GRAPH),
            Format("Markdown, the steps as tables", "md", "text/markdown", markdown, TABLE, TOLD, tells_steps=True),
            Format("Text, the steps as lines", "txt", "text/plain", text, TABLE, TOLD, tells_steps=True),
            Format(
                "JSON, the scene as numbers",
                "json",
                "application/json",
                json,
                EVERYTHING - {"palette"},
                (*TOLD, "gate"),
                tells_steps=True,
            ),
        )
    }
)


def export(picture: Picture, format: str) -> bytes:  # noqa: A002
    """The figure as a file. Raises ValueError for a format that does not exist, SettingError for settings that do not fit the figure."""
    if format not in FORMATS:
        raise ValueError(f"format is one of {', '.join(FORMATS)}, not {format!r}")
    return FORMATS[format].make(picture)
