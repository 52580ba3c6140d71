"""Colours: a theme says how each tone of a mark is painted, and on what paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from app.diagram.heat_map import SHADES


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours as a file writes them, by tone. Boxes that cover a wire are filled with the paper, whether that is drawn or not."""

    forward: str
    backward: str
    value: str
    quiet: str
    paper: str
    positive: str
    negative: str
    drawn: bool = True

    def ink(self, tone: str) -> str:
        """The colour of a tone; titles have that of the forward pass."""
        colour: str = self.forward if tone == "title" else getattr(self, tone)
        return colour

    def heat(self, shade: int) -> str:
        """The colour of a heat map's cells: of their sign, the lighter the nearer to zero."""
        ink, share = self.positive if shade > 0 else self.negative, opacity(shade)
        if not ink.startswith("#"):
            return f"color-mix(in srgb, {ink} {round(100 * share)}%, {self.paper})"
        mixed = [
            round(share * int(ink[at : at + 2], 16) + (1 - share) * int(self.paper[at : at + 2], 16))
            for at in (1, 3, 5)
        ]
        return "#" + "".join(f"{each:02x}" for each in mixed)


def opacity(shade: int) -> float:
    """How dark a heat map's cells are."""
    return abs(shade) / SHADES


LIGHT = Theme("#111111", "#d3222a", "#0b6b3a", "#707070", "#ffffff", "#1d5fbf", "#b5540b")
PAGE = Theme(
    "var(--ink)", "var(--red)", "var(--green)", "var(--soft)", "var(--card)", "var(--blue)", "var(--rust)", drawn=False
)
"""The page's own colours, which follow the reader's choice of light or dark."""

THEMES: Mapping[str, Theme] = MappingProxyType(
    {
        "light": LIGHT,
        "dark": Theme("#ececef", "#ff7b72", "#6cc98a", "#a5a5ae", "#1d1d21", "#82b1ff", "#f0a35e"),
        "transparent": replace(LIGHT, drawn=False),
        # Differs in lightness as well, for printers without colour.
        "print": Theme("#000000", "#b0000a", "#005a2a", "#555555", "#ffffff", "#00408f", "#8a3c00"),
    }
)

BLUES: Mapping[str, str] = MappingProxyType(
    {"light": "#0062b8", "dark": "#7db7ff", "transparent": "#0062b8", "print": "#0050a0"}
)
"""The way back in blue, which no kind of colour blindness takes for black."""


def coloured(theme: str, palette: str) -> Theme:
    """A theme in a palette, both by their names."""
    return replace(THEMES[theme], backward=BLUES[theme]) if palette == "blue" else THEMES[theme]
