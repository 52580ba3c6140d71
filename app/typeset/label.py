"""A typeset piece of mathematics: its size, its baseline and its ink, with no font left in it.

Lengths are points (1/72 inch), x to the right and y downwards from the label's top left corner.
"""

from __future__ import annotations

from typing import NamedTuple

EM = 1000.0
"""The units of an outline in an em: what an outline is scaled by, times this, is its size of type in points."""


class Glyph(NamedTuple):
    """One outline at (x, y): `outline` is SVG path data in its own units, y downwards, drawn at `scale`."""

    x: float
    y: float
    scale: float
    outline: str


class Bar(NamedTuple):
    """A filled rectangle: a fraction's bar, the roof of a root."""

    x: float
    y: float
    width: float
    height: float


class Label(NamedTuple):
    """Ink in a box of `width` × `height`; `baseline` is its distance from the top. `text` reads it aloud, `latex` writes it."""

    width: float
    height: float
    baseline: float
    glyphs: tuple[Glyph, ...]
    bars: tuple[Bar, ...]
    text: str
    latex: str
