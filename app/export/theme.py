"""Colours: a theme says how each tone of a mark is painted, and on what paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as a file writes them, by tone. Boxes that cover a wire are filled with the paper, whether that is drawn or not."""

    forward: str
    backward: str
    value: str
    quiet: str
    paper: str
    drawn: bool = True

    def ink(self, tone: str) -> str:
        """The colour of a tone; titles have that of the forward pass."""
        colour: str = self.forward if tone == "title" else getattr(self, tone)
        return colour


LIGHT = Theme("#111111", "#d3222a", "#0b6b3a", "#777777", "#ffffff")
PAGE = Theme("var(--ink)", "var(--red)", "var(--green)", "var(--soft)", "var(--card)", drawn=False)
"""The page's own colours, which follow the reader's choice of light or dark."""

THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "light": LIGHT,
        "dark": Theme("#ececef", "#ff7b72", "#6cc98a", "#a5a5ae", "#1d1d21"),
        "transparent": Theme(LIGHT.forward, LIGHT.backward, LIGHT.value, LIGHT.quiet, LIGHT.paper, drawn=False),
        # Differs in lightness as well, for printers without colour.
        "print": Theme("#000000", "#b0000a", "#005a2a", "#555555", "#ffffff"),
    }
)
