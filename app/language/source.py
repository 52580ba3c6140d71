"""Places in a source text, what is told about them, and the one error that the language raises."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, Self


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

    @property
    def lines(self) -> str:
        """The numbers of its lines, one after the other with blanks between them."""
        return " ".join(map(str, range(self.line, self.end_line + 1)))


START = Span(1, 0, 1, 1)


def assignment(text: str, name: str, span: Span | None) -> str:
    """The statement that binds an input to a literal; nothing for a parameter, or for a name that is never bound."""
    if span is None:
        return ""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    if not lines:
        # A parameter of a module: its place is in the module's own text.
        return ""
    if len(lines) == 1:
        lines[0] = lines[0][: span.end]
    found = "\n".join((lines[0][span.column :], *lines[1:]))
    return found if re.match(rf"{re.escape(name)}\s*=", found) else ""


class Severity(StrEnum):
    """How much something bears on the figure: an error leaves none, a note tells only how the text was read."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing to tell a person: where, what, and what to try.

    What is not about a place in the text has no `span`; `parameter` then names the field or option that it is about.
    `unknown` marks an error about a name, which no value can mend. `repair` is what can be written at the place instead.
    `raises` is the exception that Python would raise here, where it is one that a text may foresee.
    """

    span: Span | None
    message: str
    hint: str = ""
    unknown: bool = False
    severity: Severity = Severity.ERROR
    parameter: str | None = None
    repair: str = ""
    raises: str = ""

    @property
    def line(self) -> int | None:
        return self.span.line if self.span else None

    @property
    def column(self) -> int | None:
        return self.span.column if self.span else None

    @property
    def end_line(self) -> int | None:
        return self.span.end_line if self.span else None

    @property
    def end(self) -> int | None:
        return self.span.end if self.span else None


class LanguageError(Exception):
    """All that is wrong with a text, in reading order; line, column, end, message and hint are the first mistake's."""

    def __init__(self, mistakes: Diagnostic | Sequence[Diagnostic]) -> None:
        found = (mistakes,) if isinstance(mistakes, Diagnostic) else tuple(mistakes)
        self.mistakes: tuple[Diagnostic, ...] = tuple(sorted(dict.fromkeys(found), key=lambda each: each.span or START))
        first = self.mistakes[0]
        self.raises = first.raises if all(each.raises for each in self.mistakes) else ""
        self.span, self.message, self.hint = first.span or START, first.message, first.hint
        self.line, self.column, self.end = self.span.line, self.span.column, self.span.end
        place = f"line {self.line}, column {self.column + 1}: " if first.span else ""
        super().__init__(f"{place}{self.message}")

    @classmethod
    def at(
        cls,
        span: Span | None,
        message: str,
        hint: str = "",
        *,
        unknown: bool = False,
        parameter: str | None = None,
        repair: str = "",
        raises: str = "",
    ) -> Self:
        """The error of one mistake; what its parts say is told at `Diagnostic`."""
        return cls(Diagnostic(span, message, hint, unknown, Severity.ERROR, parameter, repair, raises))


def underline(text: str, error: LanguageError) -> str:
    """The mistakes for a terminal: each with its line of the text and carets under the exact place."""
    lines = text.split("\n")
    blocks = []
    for mistake in error.mistakes:
        if mistake.span is None:
            told = f"{mistake.parameter}: {mistake.message}" if mistake.parameter else mistake.message
            blocks.append("\n  ".join(filter(None, (told, mistake.hint))))
            continue
        span = mistake.span
        line = lines[span.line - 1] if span.line <= len(lines) else ""
        stop = span.end if span.end_line == span.line else len(line)
        carets = " " * span.column + "^" * max(1, stop - span.column)
        block = f"line {span.line}, column {span.column + 1}: {mistake.message}\n  {line}\n  {carets}"
        blocks.append(f"{block}\n  {mistake.hint}" if mistake.hint else block)
    return "\n".join(blocks)


def once_each(notes: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The notes without those that say again what was said of an earlier place; a repair stands at each."""
    said = set()
    for note in notes:
        key = note.message, note.hint, note.repair and note.span
        if key not in said:
            said.add(key)
            yield note
