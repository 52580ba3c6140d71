"""A gate's long name in lines: a circle as wide as all of it would outweigh the figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from app.diagram.labels.text_block import AXIS
from app.diagram.quantities import SIZE
from app.typeset import Label, Math, Row, Scripts, Text, above, framed, labels, row

WORDS = re.compile(r"(?<=[_.])(?=[^\W\d_])|(?<=[a-z])(?=[A-Z])")
"""Where a name goes on with another word: `batch_|size`, `net.|head`, `batch|Size`."""
ASCENT, DESCENT = 0.72 * SIZE, 0.3 * SIZE
"""How far lines of a name reach from their baselines, whatever letters are in them, in points."""


def in_lines(math: Math, label: Label, room: float) -> Label:
    """A name as it is set, or broken between its words into lines of `room` points, or of its longest word, if it is wider than that."""
    words = list(broken(math)) if label.width > room else []
    if len(words) < 2:
        return label
    widths = [each.width for each in labels(words, SIZE)]
    room = max(room, *widths)
    found, filled = [words[0]], widths[0]
    for word, width in zip(words[1:], widths[1:], strict=True):
        if filled + width <= room:
            found[-1], filled = joined(found[-1], word), filled + width
        else:
            found, filled = [*found, word], width
    if len(found) < 2:
        return label
    made = [framed(line, ASCENT, DESCENT) for line in labels(found, SIZE)]
    latex = r"\begin{matrix}" + r" \\ ".join(line.latex for line in made) + r"\end{matrix}"
    lines = above(made, 0.0, "center")
    return lines._replace(baseline=lines.height / 2 + AXIS, text=label.text, latex=latex)


def broken(math: Math) -> Iterator[Math]:
    """The words of a name, with what stands before it at the first and its foot at the last; nothing of what is no name."""
    match math:
        case Text(text):
            yield from map(Text, WORDS.split(text))
        case Scripts(Text() as base, _, None):
            *words, last = broken(base)
            yield from [*words, replace(math, base=last)]
        case Row((*before, last)):
            first, *words = [*broken(last)] or [last]
            if words:
                yield from [row(*before, first), *words]


def joined(line: Math, word: Math) -> Math:
    """A line with one more word of its name."""
    match line, word:
        case Text(one), Text(other):
            return Text(one + other)
    return row(line, word)
