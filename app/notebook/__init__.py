"""Figures in notebooks and scripts."""

from __future__ import annotations

from app.notebook.display import Figure, FigureError, draw, show

__all__ = ["Figure", "FigureError", "draw", "show"]
