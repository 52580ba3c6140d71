"""Formulas over several lines: those that go on behind a sign or with one are joined, and pieces that copying left are refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.language.mathematics.cases import top
from app.language.mathematics.operand import Told
from app.language.text.letters import is_program
from app.language.text.tokens import Line, Token

CONTINUING = frozenset({"+", "-", "*", "/", "@", "="})
"""What a formula goes on with in the next line."""
UNFINISHED = CONTINUING | {"^"}
"""What no formula ends with."""
PIECE = "a number stands alone in this line, as where copying breaks a formula into pieces"
WHOLE = "write the formula in one line: x_1, x^2, 1/2"


def joined(lines: Sequence[Line], told: Told) -> Iterator[Line]:
    """The lines, those that go on joined to the one before; `= …` says again what that one says, unless that is a name alone.

    Raises LanguageError for a number by itself between formulas, where a text is no program.
    """
    refuse_pieces(lines, told)
    before: Line | None = None
    # In a program a line ends where it ends, that of `from math import *` too.
    mathematics = not is_program(told.places.text)
    for line in lines:
        first = line.tokens[0]
        if (
            before is None
            or not (goes_on(line) or (mathematics and is_unfinished(before, line)))
            or before.tokens[-1].text == ":"
        ):
            if before is not None:
                yield before
            before = line
        elif first.text == "=" and len(before.tokens) > 1 and all(token.text != "=" for token in before.tokens):
            again = "this is to say again what the line before says: it was passed over, and not compared"
            told.say(first, line.tokens[-1], again)
        else:
            before = Line(before.indent, (*before.tokens, *line.tokens))
    if before is not None:
        yield before


def goes_on(line: Line) -> bool:
    """Whether a line begins with a sign and a blank."""
    first, *rest = line.tokens
    return first.text in CONTINUING and first.kind == "operator" and bool(rest) and rest[0].spaced


def is_unfinished(line: Line, following: Line) -> bool:
    """Whether a line ends with a sign that a value is to follow, and the next one is no statement of its own."""
    *before, last = line.tokens
    return bool(before) and last.text in UNFINISHED and last.kind == "operator" and not assigns(following.tokens)


def assigns(tokens: Sequence[Token]) -> bool:
    return any(token.text in ("=", ":=") for token in top(tokens))


def refuse_pieces(lines: Sequence[Line], told: Told) -> None:
    if len(lines) < 2 or is_program(told.places.text) or not any(assigns(line.tokens) for line in lines):
        return
    for line in lines:
        first, *rest = line.tokens
        if first.kind == "number" and not rest:
            told.refuse(first, first, PIECE, WHOLE)
