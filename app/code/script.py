"""A script as lines: each knows the node that it serves and where in the person's text that node was made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from app.language import Span


class Line(NamedTuple):
    """One line of code. `nodes` are those of the graph that it serves, `span` is where they stand in the text."""

    text: str
    nodes: tuple[int, ...] = ()
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Script:
    """A program as code for one library."""

    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        return "".join(f"{line.text}\n" for line in self.lines)


class Unwritable(Exception):
    """Something that cannot be written as code; the message says what, `hint` what to try."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message, self.hint = message, hint
