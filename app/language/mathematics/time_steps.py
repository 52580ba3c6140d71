"""Names that a text follows through time, as `x[k+1] = A x[k]` does: the steps behind them, piece by piece of a line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from app.language.mathematics.cases import marked
from app.language.mathematics.forms import TRAILING
from app.language.text.tokens import CLOSING, Token

ENDING = TRAILING | {",", ";"}
"""What stands behind a formula."""
LETTERS = frozenset("kntmi")
"""Letters that count steps of time."""
SIGNED = {"+": "plus", "-": "minus"}


class Step(NamedTuple):
    """`[k + 1]` or `(k)`: the letter, what is added to it as part of a name, and where the bracket ends."""

    letter: str
    added: str
    stop: int


def stepped(tokens: Sequence[Token], place: int) -> Step | None:
    """The step in brackets at a place."""
    texts = [each.text for each in tokens[place : place + 5]]
    if len(texts) < 3 or texts[0] not in ("[", "(") or tokens[place].spaced or tokens[place + 1].kind != "name":
        return None
    if texts[2] in CLOSING and texts[1] in LETTERS:
        return Step(texts[1], "", place + 3)
    if len(texts) == 5 and texts[2] in SIGNED and texts[3].isdecimal() and texts[4] in CLOSING and texts[1] in LETTERS:
        return Step(texts[1], f"_{SIGNED[texts[2]]}_{texts[3]}", place + 5)
    return None


class Piece:
    """What stands between two `;` of a line, with the places in it where statements may begin."""

    def __init__(self, tokens: Sequence[Token], starts: Sequence[int]) -> None:
        self.tokens, self.starts = tokens, starts
        self.followed: dict[str, int] = {}
        """The letters of the steps that names are followed by, each with the place from which on."""

    @cached_property
    def steps(self) -> list[tuple[int, Step]]:
        found = ((place, stepped(self.tokens, place)) for place in range(1, len(self.tokens)))
        return [(place, step) for place, step in found if step]

    @cached_property
    def last(self) -> dict[str, dict[str, int]]:
        """Where the steps of each letter stand last, by what is added to it, the last of them behind the others."""
        found: dict[str, dict[str, int]] = {}
        for place, step in self.steps:
            places = found.setdefault(step.letter, {})
            places.pop(step.added, None)
            places[step.added] = place
        return found

    def shifts(self, step: Step, place: int) -> bool:
        """Whether another step by the same letter stands behind the one at a place."""
        others = (at for added, at in reversed(self.last[step.letter].items()) if added != step.added)
        return next(others, 0) > place

    def signals(self) -> set[tuple[str, str]]:
        """The names that are followed, each with the letter that counts its steps."""
        return {
            (self.tokens[place - 1].text, step.letter)
            for place, step in (self.steps if self.followed else ())
            if self.tokens[place - 1].kind == "name" and place > self.followed.get(step.letter, place)
        }


def pieces(tokens: Sequence[Token]) -> Iterator[Piece]:
    """The pieces of a line. A statement may begin first in it, and behind what stands between statements."""
    first, starts = 0, [0]
    for place, (token, outside) in enumerate(marked(tokens[:-1]), 1):
        if token.text == ";":
            # Between two `;` nothing begins.
            yield Piece(tokens[first : place - 1], [start for start in starts if start < place - 1 - first])
            first, starts = place, []
        if outside and token.text in ENDING:
            starts.append(place - first)
    yield Piece(tokens[first:], starts)
