"""From a query to a file: what a URL, the command line and a notebook all ask for."""

from __future__ import annotations

from app.render.asking import strangers
from app.render.effects import charted, effective, stray
from app.render.figures import figure, fitted, halts, mistaken, picture, settings_of, slides

__all__ = [
    "charted",
    "effective",
    "figure",
    "fitted",
    "halts",
    "mistaken",
    "picture",
    "settings_of",
    "slides",
    "strangers",
    "stray",
]
