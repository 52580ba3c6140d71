"""The figure as a file: one module a format, one registry."""

from __future__ import annotations

from app.export.registry import FORMATS, Format, export
from app.export.svg import page_svg

__all__ = ["FORMATS", "Format", "export", "page_svg"]
