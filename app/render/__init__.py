"""From a query to a file: what a URL, the command line and a notebook all ask for."""

from __future__ import annotations

from app.render.asking import strangers
from app.render.figures import effective, figure, halts, mistaken, picture, stray

__all__ = ["effective", "figure", "halts", "mistaken", "picture", "strangers", "stray"]
