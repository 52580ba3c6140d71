"""A text that remembers where in the person's own text each of its characters came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import NoReturn

from app.language.source import Diagnostic, LanguageError, Severity, Span


@dataclass(frozen=True, slots=True)
class Located:
    """A text, and for each character the offsets in `origin`, the person's text, between which it was written.

    `notes` say how the person's text was read on the way to this one.
    """

    text: str
    starts: list[int]
    ends: list[int]
    origin: str
    notes: tuple[Diagnostic, ...] = ()

    @classmethod
    def whole(cls, text: str) -> Located:
        return cls(text, list(range(len(text))), list(range(1, len(text) + 1)), text)

    def sub(self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]) -> Located:
        """The text with each match replaced: of a replacement of the same length, what is the same at its ends keeps its places, and
        the rest stands for all that it replaces, as another replacement does for the whole.
        """
        return self.replaced([(*match.span(), replacement(match)) for match in pattern.finditer(self.text)])

    def sub_inside(self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str]) -> Located:
        """The same, but what a match and its replacement have in common at their ends keeps its places whatever their lengths."""
        return self.replaced([differing(match, replacement(match)) for match in pattern.finditer(self.text)])

    def replaced(self, edits: Sequence[tuple[int, int, str]]) -> Located:
        """The same for stretches that are given, one behind another, each with what stands there instead."""
        pieces: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        last = 0
        for first, stop, piece in edits:
            before = self.text[first:stop]
            if piece == before:
                continue
            pieces += [self.text[last:first], piece]
            starts += self.starts[last:first]
            ends += self.ends[last:first]
            kept, rest = same_ends(before, piece) if len(piece) == stop - first else (0, 0)
            changed = len(piece) - kept - rest
            behind = self.starts[first + kept : first + kept + 1] or self.ends[-1:] or [0]
            starts += self.starts[first : first + kept] + behind * changed
            ends += self.ends[first : first + kept] + [self.ends[stop - rest - 1]] * changed
            starts += self.starts[stop - rest : stop]
            ends += self.ends[stop - rest : stop]
            last = stop
        if not last:
            return self
        text = "".join([*pieces, self.text[last:]])
        return self.respelled(text, starts + self.starts[last:], ends + self.ends[last:])

    def respelled(self, text: str, starts: list[int], ends: list[int]) -> Located:
        """Another spelling of the same, with the places of its characters."""
        return replace(self, text=text, starts=starts, ends=ends)

    def sub_nested(
        self, pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], deepest: int
    ) -> Located:
        """The same, again for what is found in the replacements, `deepest` times at most."""
        located = self
        for _ in range(deepest):
            inner = located.sub(pattern, replacement)
            if inner is located:
                break
            located = inner
        return located

    def span(self, first: int, stop: int) -> Span:
        """Where the person wrote the characters from `first` to just before `stop`."""
        return Lines(self.origin).span(*self.reach(first, stop))

    def note(self, stretch: tuple[int, int], message: str, hint: str = "") -> Diagnostic:
        """How a stretch is read."""
        return Diagnostic(self.span(*stretch), message, hint, severity=Severity.NOTE)

    def telling(self, *notes: Diagnostic) -> Located:
        """The same text, of which more is told."""
        return replace(self, notes=self.notes + notes)

    def refuse(self, stretch: tuple[int, int], message: str, hint: str) -> NoReturn:
        """Raise LanguageError at a stretch."""
        raise LanguageError.at(self.span(*stretch), message, hint) from None

    def reach(self, first: int, stop: int) -> tuple[int, int]:
        """The offsets in the person's text of the characters from `first` to just before `stop`; none of them is one place."""
        if first >= len(self.starts):
            end = self.ends[-1] if self.ends else 0
            return end, end
        return self.starts[first], self.ends[max(first, stop - 1)]


def differing(match: re.Match[str], piece: str) -> tuple[int, int, str]:
    """What of a match a replacement changes, between what both have in common at their beginning and at their end."""
    before = match.group()
    common = min(len(before), len(piece))
    first = next((place for place in range(common) if before[place] != piece[place]), common)
    last = next((place for place in range(common - first) if before[-1 - place] != piece[-1 - place]), common - first)
    return match.start() + first, match.end() - last, piece[first : len(piece) - last]


def same_ends(one: str, other: str) -> tuple[int, int]:
    """How many characters two different texts of the same length have in common at their beginning and at their end."""
    first = next(place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    last = next(place for place, (a, b) in enumerate(zip(reversed(one), reversed(other), strict=True)) if a != b)
    return first, last


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text, for places in it."""

    text: str
    starts: list[int] = field(init=False)

    def __post_init__(self) -> None:
        lengths = (len(line) + 1 for line in self.text.split("\n"))
        object.__setattr__(self, "starts", list(accumulate(lengths, initial=0))[:-1])

    def position(self, offset: int) -> tuple[int, int]:
        """The line, from 1, and the column, from 0, of an offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1]

    def span(self, start: int, end: int) -> Span:
        """The stretch between two offsets, at least one character wide within a line."""
        line, column = self.position(start)
        if line == len(self.starts) or end < self.starts[line]:
            return Span(line, column, line, column + max(end - start, 1))
        end_line, stop = self.position(end)
        return Span(line, column, end_line, max(stop, 1))
