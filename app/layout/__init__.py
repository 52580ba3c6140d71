"""Layout: boxes of known size and the wires between them are given their places."""

from __future__ import annotations

from app.layout.arrangement import arrange
from app.layout.aside import set_aside
from app.layout.crossing import bends, crossings
from app.layout.drawing_out import drawn_out
from app.layout.likeness import alike
from app.layout.raising import raised
from app.layout.tucking import tucked
from app.layout.union import unite

__all__ = ["alike", "arrange", "bends", "crossings", "drawn_out", "raised", "set_aside", "tucked", "unite"]
