"""From a query to a file: what a URL, the command line and a notebook all ask for."""

from __future__ import annotations

from app.render.figures import effective, figure, mistaken, picture, stray

__all__ = ["effective", "figure", "mistaken", "picture", "stray"]
