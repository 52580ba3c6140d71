"""Choices as C has them, `c ? a : b`, and with `=` in their condition: `a if c = 1 else b`."""

from __future__ import annotations

from collections.abc import Sequence

from app.language.mathematics.operand import Told
from app.language.text.brackets import IF, OTHERWISE
from app.language.text.tokens import CLOSING, NESTING, OPENING, SHALLOWER, Token

CHOOSING = OTHERWISE | {"?"}
"""What stands in every choice."""
BOUNDS = frozenset({",", ";", "=", ":=", ":", "?", "return"})
"""What a condition begins after, and what the last value ends before."""


def chosen(tokens: Sequence[Token], told: Told) -> list[Token]:
    """The tokens of a line with such choices in Python's spelling, the inner ones first; those without a colon stay.

    Raises LanguageError where they are too many.
    """
    if CHOOSING.isdisjoint([token.text for token in tokens]):
        return list(tokens)
    found = compared(otherwise(in_words(without_comma(tokens))))
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


def without_comma(tokens: Sequence[Token]) -> Sequence[Token]:
    """`a if c, else b` without the comma."""
    pairs = zip(tokens, [*tokens[1:], tokens[-1]], strict=True)
    return [token for token, following in pairs if not (token.text == "," and following.text == "else")]


def in_words(tokens: Sequence[Token]) -> Sequence[Token]:
    """`if c then a else b` as `(a if c else b)`, the inner ones first; of very many none."""
    thens = [place for place, token in enumerate(tokens) if token.text == "then"]
    found = list(tokens)
    for then in reversed(thens) if len(thens) <= NESTING else ():
        word = next((place for place in range(then, -1, -1) if found[place].text == "if"), then)
        other = next((place for place in range(then, len(found)) if found[place].text == "else"), then)
        stop = bound(found, other, 1)
        if min(then - word, other - then, stop - other) > 1:
            whole = [*found[then + 1 : other], found[word], *found[word + 1 : then], *found[other:stop]]
            found[word:stop] = [whole[0].before("("), *whole, whole[-1].after(")")]
    return found


def otherwise(tokens: Sequence[Token]) -> Sequence[Token]:
    """`a if c; b otherwise` and `a when c, otherwise b` without a brace as `a if c else b`."""
    texts = ["otherwise" if token.text in OTHERWISE - {"else"} else token.text for token in tokens]
    first = next((place for place, text in enumerate(texts) if text in IF - {"for"}), 0)
    if texts.count("otherwise") != 1 or not first or "{" in texts or texts.index("otherwise") < first:
        return tokens
    last = [place for place, text in enumerate(texts) if place > first and text in (",", ";")]
    if texts[-1] != "otherwise" and last[-1:] != [texts.index("otherwise") - 1]:
        return tokens
    found = [token.says("else", "name") if place in last else token for place, token in enumerate(tokens)]
    found[first] = found[first].says("if")
    # `x, if x > 0, and 0 otherwise`.
    comma, joined = texts[first - 1] == ",", [place + 1 for place in last if texts[place + 1 : place + 2] == ["and"]]
    passed = {*joined, *([first - 1] if comma else [])}
    return [token for place, token in enumerate(found) if texts[place] != "otherwise" and place not in passed]


def compared(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with `=` between `if` and `else` as a comparison."""
    depths, found = list[int](), list(tokens)
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.text == "if" and place:
            depths.append(depth)
        elif token.text == "else" and depths:
            depths.pop()
        elif token.text == "=" and depths[-1:] == [depth] and any(each.text == "else" for each in tokens[place:]):
            found[place] = token.says("==")
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
