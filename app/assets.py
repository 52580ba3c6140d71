"""Where the page's files are: beside `app/` in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).resolve().parent


def _folder(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


STATIC: Final = _folder("static")
"""Style sheets, scripts and icons, as they are served."""

TEMPLATES: Final = _folder("templates")
"""The Jinja2 templates of the pages."""
