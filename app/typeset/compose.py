"""Labels put together: beside each other on one baseline, above each other, larger, smaller, in a fixed width."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from app.typeset.label import Bar, Glyph, Label
from app.typeset.latex import SMALL

Align = Literal["left", "center", "right"]

EMPTY = Label(0.0, 0.0, 0.0, (), (), "", "")
SHARE = {"left": 0.0, "center": 0.5, "right": 1.0}


def _placed(
    labels: Sequence[Label], places: Sequence[tuple[float, float]]
) -> tuple[tuple[Glyph, ...], tuple[Bar, ...]]:
    """The ink of all labels, each moved to its place."""
    glyphs: list[Glyph] = []
    bars: list[Bar] = []
    for label, (across, down) in zip(labels, places, strict=True):
        glyphs += [Glyph(x + across, y + down, scale, outline) for x, y, scale, outline in label.glyphs]
        bars += [Bar(x + across, y + down, width, height) for x, y, width, height in label.bars]
    return tuple(glyphs), tuple(bars)


def beside(
    labels: Sequence[Label],
    gap: float = 0.0,
    *,
    ascent: float = 0.0,
    descent: float = 0.0,
    text: str | None = None,
    latex: str | None = None,
) -> Label:
    """The labels from left to right on one baseline, `gap` points apart.

    The box reaches at least `ascent` above and `descent` below the baseline. It is read aloud as `text`, else piece by piece.
    """
    if not labels:
        return EMPTY
    ascent = max(ascent, *(label.baseline for label in labels))
    descent = max(descent, *(label.height - label.baseline for label in labels))
    places, x = [], 0.0
    for label in labels:
        places.append((x, ascent - label.baseline))
        x += label.width + gap
    said = " ".join(label.text for label in labels) if text is None else text
    written = r"\;".join(label.latex for label in labels if label.latex) if latex is None else latex
    return Label(x - gap, ascent + descent, ascent, *_placed(labels, places), said, written)


def above(labels: Sequence[Label], gap: float = 2.0, align: Align = "left", *, base: int = 0) -> Label:
    """The labels as lines, `gap` points apart; the baseline is that of line `base`."""
    if not labels:
        return EMPTY
    width = max(label.width for label in labels)
    places, y = [], 0.0
    for label in labels:
        places.append(((width - label.width) * SHARE[align], y))
        y += label.height + gap
    text, written = "; ".join(label.text for label in labels), r"\\ ".join(label.latex for label in labels)
    return Label(width, y - gap, places[base][1] + labels[base].baseline, *_placed(labels, places), text, written)


@lru_cache(maxsize=8192)
def scaled(label: Label, factor: float) -> Label:
    """The label `factor` times as large."""
    glyphs = tuple(
        Glyph(glyph.x * factor, glyph.y * factor, glyph.scale * factor, glyph.outline) for glyph in label.glyphs
    )
    bars = tuple(Bar(bar.x * factor, bar.y * factor, bar.width * factor, bar.height * factor) for bar in label.bars)
    return Label(
        label.width * factor, label.height * factor, label.baseline * factor, glyphs, bars, label.text, label.latex
    )


@lru_cache(maxsize=4096)
def secondary(label: Label) -> Label:
    """A label in smaller type that stands beside others: its LaTeX says so, as it has their size otherwise."""
    return label._replace(latex=rf"{{{SMALL}\,{label.latex}}}")


def padded(label: Label, width: float, align: Align = "left") -> Label:
    """The label in a box `width` points wide, or in its own if that is wider."""
    room = max(0.0, width - label.width)
    glyphs, bars = _placed([label], [(room * SHARE[align], 0.0)])
    return label._replace(width=label.width + room, glyphs=glyphs, bars=bars)


def framed(label: Label, ascent: float, descent: float) -> Label:
    """The label in a box that reaches exactly so far above and below its baseline; its ink stays where it is."""
    glyphs, bars = _placed([label], [(0.0, ascent - label.baseline)])
    return label._replace(height=ascent + descent, baseline=ascent, glyphs=glyphs, bars=bars)


@lru_cache(maxsize=4096)
def fitted(label: Label, width: float, align: Align = "left") -> Label:
    """The label in a box exactly `width` wide and as tall as it was, set smaller if it would not fit."""
    if label.width <= width:
        return padded(label, width, align)
    small = framed(scaled(label, width / label.width), label.baseline, label.height - label.baseline)
    return small._replace(width=width)
