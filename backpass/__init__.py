"""Backpass in notebooks and scripts: `from backpass import show; show("z = x*y", x=3, y=-4)`."""

from __future__ import annotations

from app import __version__
from app.notebook import Figure, FigureError, draw, show

__all__ = ["Figure", "FigureError", "__version__", "draw", "show"]
