"""Figures in notebooks and scripts."""

from __future__ import annotations

from app.notebook.display import Figure, FigureError, show

__all__ = ["Figure", "FigureError", "show"]
