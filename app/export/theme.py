"""Colours: a theme says how each tone of a mark is painted, and on what paper."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as a file writes them, by tone. Boxes that cover a wire are filled with the paper, drawn or not."""

    forward: str
    backward: str
    value: str
    quiet: str
    paper: str

    def ink(self, tone: str) -> str:
        """The colour of a tone; titles have that of the forward pass."""
        colour: str = self.forward if tone == "title" else getattr(self, tone)
        return colour


LIGHT = Theme("#111111", "#d3222a", "#0b6b3a", "#777777", "#ffffff")
PAGE = Theme("var(--ink)", "var(--red)", "var(--green)", "var(--soft)", "var(--card)")
"""The page's own colours, which follow the reader's choice of light or dark."""
