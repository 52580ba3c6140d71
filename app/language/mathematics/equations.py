"""Sentences and numbers of equations: `Let x = 3. Then z = x².` is two statements, the `(3.12)` beside a formula none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.language.mathematics.cases import top
from app.language.mathematics.line_breaks import CONTINUING
from app.language.mathematics.operand import Told
from app.language.text.tokens import Line, Token

BEGINNING = frozenset(
    "Then So Hence Thus Now Let Set Suppose Assume Take Define Where Here And Evaluate Compute Calculate Find Given If "
    "First Second Third Next Finally Lastly Therefore".split()
)
"""Words that a sentence begins with."""
GAP = 2
"""From so many blanks on, a number in brackets at a line's end stands beside the formula."""


def plain(lines: Sequence[Line], told: Told) -> Iterator[Line]:
    """The lines, one for each sentence, without the numbers of equations."""
    for line in lines:
        for sentence in sentences(line.tokens):
            if sentence and (found := numberless(sentence, told)):
                yield Line(line.indent, tuple(found))


def sentences(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """What stands between points that a word with a capital letter follows."""
    places = [place for place, token in enumerate(tokens) if token.text in BEGINNING and begins(tokens, place)]
    outside = set(map(id, top(tokens))) if places else set()
    start = 0
    for place in places:
        if id(tokens[place]) in outside:
            yield pointless(tokens[start:place])
            start = place
    yield tokens[start:]


def begins(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word at a place stands behind a point."""
    before, token = tokens[place - 1], tokens[place]
    ends = before.text.endswith(".") and before.kind in ("number", "operator") and token.spaced
    return place > 0 and ends and token.kind == "name"


def pointless(sentence: Sequence[Token]) -> Sequence[Token]:
    """A sentence without the point that ends it, which after a number is read as part of it."""
    last = sentence[-1]
    return [*sentence[:-1], last.says(last.text[:-1])] if last.kind == "number" else sentence[:-1]


def numberless(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """The tokens without the number of their equation, before or behind it."""
    first = numbered(tokens, 0)
    if first and first < len(tokens) and tokens[first].kind == "name" and tokens[first].spaced:
        say(tokens[:first], told)
        return numberless(tokens[first:], told)
    if tokens[-1].text != ")":
        return tokens
    place = next((place for place in range(len(tokens) - 2, 1, -1) if tokens[place].text == "("), 0)
    apart = place and numbered(tokens, place) == len(tokens) and beside(tokens, place, told)
    if apart and (tokens[0].text in CONTINUING or any(token.text == "=" for token in top(tokens))):
        say(tokens[place:], told)
        return tokens[:place]
    return tokens


def numbered(tokens: Sequence[Token], place: int) -> int:
    """Where a bracket at a place ends that holds but a number, as in `(3.12)` or `(2a)`; 0 where none stands there."""
    inside = tokens[place + 1 : place + 4]
    if tokens[place].text != "(" or len(inside) < 2 or inside[0].kind != "number":
        return 0
    letter = inside[1].kind == "name" and len(inside[1].text) == 1 and not inside[1].spaced
    stop = 1 + letter
    return place + stop + 2 if inside[stop : stop + 1] and inside[stop].text == ")" else 0


def beside(tokens: Sequence[Token], place: int, told: Told) -> bool:
    """Whether a bracket stands apart from the formula before it, so that it is no factor and calls nothing."""
    before, bracket = tokens[place - 1], tokens[place]
    blanks = told.places.text[before.end : bracket.start]
    apart = len(blanks) >= GAP and blanks.isspace()
    return apart or (before.text in (",", ".") and bracket.spaced)


def say(number: Sequence[Token], told: Told) -> None:
    shown = told.written(number)
    told.say(number[0], number[-1], f"`{shown}` is read as the number of the equation", f"for a product write *{shown}")
