"""What a format of a figure is: what makes its file, and what bears on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.diagram import CHOICES, Diagram
from app.diagram.drawing.figure_pages import Pages
from app.export.picture import Picture
from app.export.settings import CHART, Settings

EVERYTHING = frozenset(CHOICES)
GRAPH = EVERYTHING - {"style", "frame"}
DRAWN = (CHART, "theme", "title", "digits", "gate")
PLAYED = (*DRAWN, "scale", "width", "dpi", "dwell", "loop", "stops")
DOCUMENT = (*DRAWN, "step", "steps", "stops", "document")
TOLD = (CHART, "digits")
TABLE = frozenset({"notation", "fold"})
"""Options and settings that bear on several formats: on all, graphs, drawn ones, films, documents, and those that tell in words."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: its place in menus, its title there, the extension of its files, its media type, what makes it; what bears on it."""

    place: int
    title: str
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
    def tabular(self) -> bool:
        """Whether it tells the steps in words and numbers alone."""
        return self.options == TABLE

    @property
    def pictorial(self) -> bool:
        """Whether it can show a mistake as well."""
        return self.media_type.startswith("image/") or self.extension in ("pdf", "html")
