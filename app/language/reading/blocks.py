"""Where the statements of a text begin and end, as far as can be told without reading them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

COMPOUND = re.compile(r"(?:def|for|while|if|with|class|try|async|else|elif)\b|@")
"""What begins a statement that goes on over indented lines."""
CONTINUING = re.compile(r"(?:else|elif|except|finally)\b")
PIECES = re.compile(
    r"\"{3}(?s:.*?)(?:\"{3}|\Z)|'{3}(?s:.*?)(?:'{3}|\Z)|\"(?:[^\"\\\n]|\\(?s:.))*\"|'(?:[^'\\\n]|\\(?s:.))*'|[()\[\]{};\n]"
)
"""What decides where statements begin: texts, brackets, `;` and the ends of lines."""


@dataclass(frozen=True, slots=True)
class Block:
    """A statement that can be read by itself: its text, and the line and column at which it starts."""

    text: str
    line: int
    column: int


def blocks(text: str) -> Iterator[Block]:
    """The statements at the margin, each with the indented lines that belong to it; `;` separates within a line."""
    lines = text.split("\n")
    open_, cuts = scan(text)
    starts = [number for number, line in enumerate(lines) if number not in open_ and begins(line, lines[:number][-1:])]
    offsets = list(accumulate((len(line) + 1 for line in lines), initial=0))
    for start, stop in zip(starts, [*starts, len(lines)][1:], strict=True):
        first, last = offsets[start], offsets[stop] - 1
        simple = COMPOUND.match(text, first) is None
        places = [first, *(cut + 1 for cut in cuts if simple and first <= cut < last), last + 1]
        for place, end in pairwise(places):
            piece = text[place : end - 1].lstrip(" ")
            if piece.strip():
                at = end - 1 - len(piece)
                line = bisect_right(offsets, at) - 1
                yield Block(piece, line + 1, at - offsets[line])


def begins(line: str, before: list[str]) -> bool:
    """Whether a statement at the margin begins on a line: not a blank, a continuation, or part of the block above."""
    continued = bool(before) and before[0].endswith("\\")
    return bool(line.strip()) and not line[0].isspace() and not CONTINUING.match(line) and not continued


def scan(text: str) -> tuple[set[int], list[int]]:
    """The lines at whose start a bracket or a long text is open, and where `;` stands outside of all brackets."""
    depth, line = 0, 0
    open_: set[int] = set()
    cuts = []
    for match in PIECES.finditer(text):
        piece = match.group()
        if piece == ";" and depth == 0:
            cuts.append(match.start())
        elif piece in "([{":
            depth += 1
        elif piece in ")]}":
            depth -= 1
        within = piece.count("\n")
        # A text over several lines is open at the start of each but the first.
        open_.update(range(line + 1, line + within + (piece != "\n" or depth > 0)))
        line += within
    return open_, cuts
