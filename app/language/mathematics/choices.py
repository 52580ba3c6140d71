"""Choices as C has them: `c ? a : b` is `a if c else b`."""

from __future__ import annotations

from collections.abc import Sequence

from app.language.mathematics.operand import Told
from app.language.text.tokens import CLOSING, NESTING, OPENING, SHALLOWER, Token

BOUNDS = frozenset({",", ";", "=", ":=", ":", "?", "return"})
"""What a condition begins after, and what the last value ends before."""


def chosen(tokens: Sequence[Token], told: Told) -> list[Token]:
    """The tokens of a line with such choices in Python's spelling, the inner ones first; those without a colon stay.

    Raises LanguageError where they are too many.
    """
    found = list(tokens)
    questions = asked(tokens)
    if len(questions) > NESTING:
        told.refuse(
            tokens[questions[0]], tokens[questions[-1]], f"more than {NESTING} choices stand in one line", SHALLOWER
        )
    for place in reversed(questions):
        start = bound(found, place, -1) + 1
        colon = next((index for index in range(place, len(found)) if found[index].text == ":"), None)
        if colon is None or start == place or colon == place + 1 or colon + 1 == len(found):
            return found
        stop = bound(found, colon, 1)
        test, value, other = found[start:place], found[place + 1 : colon], found[colon + 1 : stop]
        whole = [*value, found[place].says("if", "name"), *test, found[colon].says("else", "name"), *other]
        found[start:stop] = [whole[0].before("("), *whole, whole[-1].after(")")]
    return found


def asked(tokens: Sequence[Token]) -> list[int]:
    """Where question marks stand that have a value before them and behind them; `f(x) = ?` declares a function."""
    return [place for place in range(1, len(tokens) - 1) if tokens[place].text == "?"]


def bound(tokens: Sequence[Token], place: int, step: int) -> int:
    """Where a part of a choice ends, going from a place to the left or to the right."""
    depth = 0
    inward, outward = (OPENING, CLOSING) if step > 0 else (CLOSING, OPENING)
    place += step
    while 0 <= place < len(tokens):
        text = tokens[place].text
        if depth == 0 and (text in outward or text in BOUNDS):
            return place
        depth += (text in inward) - (text in outward)
        place += step
    return place
