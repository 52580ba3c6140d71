"""Signs that mean something else in another language: `// comment`, `1,000`, a sum that goes on in the next line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from keyword import iskeyword

from app.language.mathematics import equations, units
from app.language.mathematics.cases import top
from app.language.mathematics.operand import Told
from app.language.text.letters import PROGRAM
from app.language.text.tokens import CLOSING, OPENING, Line, Token

COMMENTING = frozenset({"//", "%", "--"})
"""What begins a comment elsewhere."""
WORD = 4
"""Letters from which on a name by itself is a word."""
WORDED = {"mod": "%", "div": "//"}
ARITHMETIC = frozenset({"*", "/", "+", "-", "**", "^"})
GROUP = re.compile(r"\d{3}$")
WHOLE = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)$")
"""A whole number, which may have points between its thousands."""
TENS = re.compile(r"\d{1,3}$")


def plain(lines: Sequence[Line], told: Told) -> list[Line]:
    """The lines without such signs; what was taken for what is told."""
    counts = Counter(token.text for line in lines for token in line.tokens if token.kind == "name")
    cut = [Line(line.indent, tuple(grouped(worded(uncommented(line.tokens, counts, told)), told))) for line in lines]
    units.refuse(cut, told)
    return list(continued(list(equations.plain([line for line in cut if line.tokens], told)), told))


def uncommented(tokens: Sequence[Token], counts: Counter[str], told: Told) -> Sequence[Token]:
    """The tokens of a line up to a sign behind which stand words that are nowhere else in the text."""
    outside = set(map(id, top(tokens)))
    for place, token in enumerate(tokens):
        after = tokens[place + 1 :]
        if token.text not in COMMENTING or not token.spaced or id(token) not in outside or not after:
            continue
        words = Counter(each.text for each in after if each.kind == "name")
        if token.text == "%" and after[0].text == "of":
            continue
        prose = any(one.kind == two.kind == "name" for one, two in pairwise(after)) or not after[0].spaced
        # One long word that stands nowhere else is no divisor.
        prose = prose or (token.text == "//" and len(after) == 1 and len(after[0].text) >= WORD)
        if after[0].kind == "name" and prose and all(counts[word] == times for word, times in words.items()):
            told.say(token, after[-1], f"what follows `{token.text}` is read as a comment", "comments begin with #")
            return tokens[:place]
    return tokens


def worded(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with `mod` and `div` between two values as the signs of a remainder and a whole quotient."""
    return [
        token.says(WORDED[token.text], "operator")
        if token.text in WORDED and token.spaced and between(tokens, place)
        else token
        for place, token in enumerate(tokens)
    ]


def between(tokens: Sequence[Token], place: int) -> bool:
    """Whether a value stands before a place, and another behind it after a blank."""
    if not 0 < place < len(tokens) - 1:
        return False
    before, after = tokens[place - 1], tokens[place + 1]
    ends = before.kind in ("number", "power") or (before.kind == "name" and not iskeyword(before.text))
    return (ends or before.text in CLOSING) and after.begins_value and after.spaced


def grouped(tokens: Sequence[Token], told: Told) -> Iterator[Token]:
    """`1,000` as one number. Raises LanguageError for a decimal comma, which would be read as two values."""
    outside = set(map(id, top(tokens)))
    within = set() if PROGRAM.search(told.places.text) else set(map(id, in_groups(tokens)))
    if unpacks(tokens):
        outside = within = set()
    place = 0
    while place < len(tokens):
        number, stop = tokens[place], place + 1
        while TENS.match(number.text) and follows(tokens, stop, outside):
            stop += 2
        if stop > place + 1:
            last = tokens[stop - 1]
            digits = "".join(token.text for token in tokens[place:stop:2])
            written = ",".join(token.text for token in tokens[place:stop:2])
            hint = "for two values write a blank after the comma"
            told.say(number, last, f"`{written}` is read as {digits}", hint)
            number = Token("number", digits, number.start, last.end, number.spaced)
        elif is_decimal(tokens, place, outside | within):
            shown = f"{number.text},{tokens[place + 2].text}"
            point, two = shown.replace(".", "").replace(",", "."), shown.replace(",", ", ")
            last = tokens[place + 2]
            if (place + 3 == len(tokens) and place == 2) or PROGRAM.search(told.places.text):
                told.refuse(number, last, f"`{shown}` is two values", f"write {point}, or ({two}) for two", point)
            told.say(number, last, f"`{shown}` is read as {point}", f"for two values write ({two})")
            number, stop = Token("number", point, number.start, last.end, number.spaced), place + 3
        yield number
        place = stop


def in_groups(tokens: Sequence[Token]) -> Iterator[Token]:
    """The tokens in round brackets that belong together and are no arguments, `(0,5 + x)²`."""
    calls: list[bool] = []
    for before, token in pairwise([None, *tokens]):
        if token is not None and token.text in OPENING and token.kind != "text":
            calls.append(
                token.text != "(" or (before is not None and (before.kind == "name" or before.text in CLOSING))
            )
        elif token is not None and token.text in CLOSING and calls:
            calls.pop()
        elif token is not None and calls and not any(calls):
            yield token


def unpacks(tokens: Sequence[Token]) -> bool:
    """Whether several names are given values at once: `x, y = 1,200`."""
    signs = [token.text for token in top(tokens)]
    return "=" in signs and "," in signs[: signs.index("=")]


def follows(tokens: Sequence[Token], place: int, outside: set[int]) -> bool:
    """Whether a comma and three digits follow without a blank; in brackets only where no number begins so."""
    if place + 1 >= len(tokens):
        return False
    comma, group = tokens[place], tokens[place + 1]
    near = (
        comma.text == ","
        and not comma.spaced
        and not group.spaced
        and group.kind == "number"
        and GROUP.match(group.text)
    )
    return bool(near) and (id(comma) in outside or group.text[0] == "0")


def is_decimal(tokens: Sequence[Token], place: int, outside: set[int]) -> bool:
    """Whether `1,5*x` stands here: a comma between digits, and then a sign of arithmetic."""
    if place + 2 >= len(tokens) or tokens[place].kind != "number" or not WHOLE.match(tokens[place].text):
        return False
    comma, part, *signs = tokens[place + 1 : place + 4]
    whole = not signs and place > 0 and tokens[place - 1].text in {"=", *ARITHMETIC}
    near = comma.text == "," and not comma.spaced and not part.spaced and part.kind == "number" and part.text.isdigit()
    return (
        near
        and id(comma) in outside
        and (whole or (bool(signs) and (signs[0].text in ARITHMETIC or signs[0].kind == "name")))
    )


def continued(lines: Sequence[Line], told: Told) -> Iterator[Line]:
    """The lines, those that begin with a sign and a blank joined to the one before; `= …` says again what that one says."""
    before: Line | None = None
    for line in lines:
        first = line.tokens[0]
        goes_on = (
            first.text in equations.CONTINUING
            and first.kind == "operator"
            and len(line.tokens) > 1
            and line.tokens[1].spaced
        )
        if before is None or not goes_on or before.tokens[-1].text == ":":
            if before is not None:
                yield before
            before = line
        elif first.text == "=":
            told.say(first, line.tokens[-1], "this says again what the line before says, and was passed over")
        else:
            before = Line(before.indent, (*before.tokens, *line.tokens))
    if before is not None:
        yield before
