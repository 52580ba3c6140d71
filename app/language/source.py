"""Places in a source text, and the one error that the language raises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of the text as the person wrote it.

    `line` and `end_line` count from 1, `column` and `end` from 0 in characters; `end` is exclusive.
    """

    line: int
    column: int
    end_line: int
    end: int

    def to(self, other: Span) -> Span:
        """The stretch from the start of this one to the end of `other`."""
        return Span(self.line, self.column, other.end_line, other.end)


START = Span(1, 0, 1, 1)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong in a text: where, what, and what to try; `unknown` where a name is, which no value can mend."""

    span: Span
    message: str
    hint: str = ""
    unknown: bool = False

    @property
    def line(self) -> int:
        return self.span.line

    @property
    def column(self) -> int:
        return self.span.column

    @property
    def end(self) -> int:
        return self.span.end


class LanguageError(Exception):
    """All that is wrong with a text, in reading order; line, column, end, message and hint are the first mistake's."""

    def __init__(self, mistakes: Mistake | Sequence[Mistake]) -> None:
        found = (mistakes,) if isinstance(mistakes, Mistake) else tuple(mistakes)
        self.mistakes: tuple[Mistake, ...] = tuple(sorted(dict.fromkeys(found), key=lambda mistake: mistake.span))
        first = self.mistakes[0]
        self.span, self.message, self.hint = first.span, first.message, first.hint
        self.line, self.column, self.end = first.line, first.column, first.end
        super().__init__(f"line {self.line}, column {self.column + 1}: {self.message}")


def underline(text: str, error: LanguageError) -> str:
    """The mistakes for a terminal: each with its line of the text and carets under the exact place."""
    lines = text.split("\n")
    blocks = []
    for mistake in error.mistakes:
        span = mistake.span
        line = lines[span.line - 1] if span.line <= len(lines) else ""
        stop = span.end if span.end_line == span.line else len(line)
        carets = " " * span.column + "^" * max(1, stop - span.column)
        block = f"line {span.line}, column {span.column + 1}: {mistake.message}\n  {line}\n  {carets}"
        blocks.append(f"{block}\n  {mistake.hint}" if mistake.hint else block)
    return "\n".join(blocks)
