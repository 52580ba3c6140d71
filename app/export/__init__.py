"""The figure as a file: one module a format, one registry."""

from __future__ import annotations

from app.export.format import Format
from app.export.page_svg import chart_svg, page_numbers, page_svg
from app.export.picture import Picture
from app.export.registry import FORMATS, export
from app.export.seal import opened, packed, plain_text, seal, unpacked
from app.export.settings import SETTINGS, SettingError, Settings, settings

__all__ = [
    "FORMATS",
    "SETTINGS",
    "Format",
    "Picture",
    "SettingError",
    "Settings",
    "chart_svg",
    "export",
    "opened",
    "packed",
    "page_numbers",
    "page_svg",
    "plain_text",
    "seal",
    "settings",
    "unpacked",
]
