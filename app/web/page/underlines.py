"""The program's text cut at the places of its mistakes, so that a page without scripts underlines them too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.language import Diagnostic


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one line; `marked` where a mistake is."""

    text: str
    marked: bool


def marking(text: str, mistakes: Sequence[Diagnostic]) -> list[list[Piece]]:
    """The lines of `text`, each in pieces."""
    lines = text.split("\n")
    return [pieces(line, stretches(number, len(line), mistakes)) for number, line in enumerate(lines, 1)]


def stretches(number: int, length: int, mistakes: Sequence[Diagnostic]) -> list[tuple[int, int]]:
    """Where the mistakes touch line `number`; each at least one character wide, if need be behind the line's end."""
    found = []
    for mistake in mistakes:
        if mistake.line is None or mistake.end_line is None or not mistake.line <= number <= mistake.end_line:
            continue
        start = (mistake.column or 0) if number == mistake.line else 0
        stop = (mistake.end or 0) if number == mistake.end_line else length
        found.append((min(start, length), max(min(start, length) + 1, stop)))
    return found


def pieces(line: str, marks: list[tuple[int, int]]) -> list[Piece]:
    padded = line.ljust(max((stop for _, stop in marks), default=0))
    cuts = sorted({0, len(padded), *(place for mark in marks for place in mark)})
    return [
        Piece(padded[start:stop], any(mark[0] <= start and stop <= mark[1] for mark in marks))
        for start, stop in pairwise(cuts)
    ]
