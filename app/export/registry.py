"""The formats of a figure: each module here that makes files holds their rows; routes, menus, the command line and the docs follow."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from app.export.format import Format
from app.export.picture import Picture


def rows() -> list[Format]:
    """The rows of all modules, in the order of menus."""
    names = {each.name for each in pkgutil.iter_modules([str(Path(__file__).parent)])} - {Path(__file__).stem}
    modules = [import_module(f"{__package__}.{name}") for name in sorted(names)]
    return sorted((row for module in modules for row in getattr(module, "FORMATS", ())), key=lambda row: row.place)


FORMATS: Mapping[str, Format] = MappingProxyType({row.extension: row for row in rows()})


def export(picture: Picture, format: str) -> bytes:  # noqa: A002
    """The figure as a file. Raises ValueError for a format that does not exist, SettingError for settings that do not fit the figure."""
    if format not in FORMATS:
        raise ValueError(f"format is one of {', '.join(FORMATS)}, not {format!r}")
    return FORMATS[format].make(picture)
