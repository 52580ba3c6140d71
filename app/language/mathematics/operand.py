"""One factor of a formula on its way to Python's spelling, and what is told about the way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NoReturn

from app.language.latex.quotation import quotable
from app.language.source import Diagnostic, LanguageError, Severity
from app.language.text.located import Lines
from app.language.text.tokens import Token

CALLED = frozenset({"name", "call", "item", "lambda"})
"""Kinds of operands that a bracket right after them calls."""


@dataclass(slots=True)
class Operand:
    """One factor: its tokens in Python's spelling, and what kind of thing it is."""

    tokens: list[Token]
    kind: str

    def wrapped(self) -> list[Token]:
        """In brackets, so that nothing of it is torn away."""
        if len(self.tokens) == 1:
            return self.tokens
        return [self.tokens[0].before("("), *self.tokens, self.tokens[-1].after(")")]


@dataclass(slots=True)
class Told:
    """What to tell about how a text was read, and its lines for the places."""

    places: Lines
    found: list[Diagnostic] = field(default_factory=list)
    sizes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """How many entries the text says arrays have along each axis, as numbers or letters."""

    def say(self, first: Token, last: Token, message: str, hint: str = "", repair: str = "") -> None:
        """Tell how the text from one token to another was read; `repair` is the other reading of it."""
        span = self.places.span(first.start, last.end)
        self.found.append(Diagnostic(span, message, hint, severity=Severity.NOTE, repair=repair))

    def refuse(self, first: Token, last: Token, message: str, hint: str = "", repair: str = "") -> NoReturn:
        raise LanguageError.at(self.places.span(first.start, last.end), message, hint, repair=repair)

    def written(self, tokens: Sequence[Token]) -> str:
        """Some tokens in the person's own words."""
        return quotable(self.places.text[tokens[0].start : max(each.end for each in tokens)])

    def notes(self) -> tuple[Diagnostic, ...]:
        return tuple(dict.fromkeys(self.found))
