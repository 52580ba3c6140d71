"""Several values for one letter, `t = 1, 2, 3`, `k = 1, …, n` and `i = 1..3`: one array, or what an index runs over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from app.language.mathematics.cases import Tokens
from app.language.mathematics.limits import DOTS
from app.language.mathematics.operand import Told
from app.language.text.characters import SUBSCRIPTS
from app.language.text.letters import is_program
from app.language.text.tokens import Token

LONGEST = 200
"""At most so many values are listed."""
SMALL = {base: sign for sign, base in SUBSCRIPTS.items()}
BETWEEN = frozenset({",", ".", ":", "to"})
"""What stands between values."""
START = 2
"""Before the values stand a name and `=`."""


def joined(pieces: Sequence[Tokens], told: Told) -> list[Tokens]:
    """The pieces of a line between commas, where those that are values of one name stand together as an array; none in a program."""
    if is_program(told.places.text) or not any(map(begins, pieces)):
        return list(pieces)
    found: list[list[Token]] = []
    unpacked = False
    for piece in pieces:
        values = not unpacked and found and begins(found[-1]) and len(piece) == 1 and is_value(piece[0])
        if values:
            found[-1] += [piece[0].before(","), *piece]
            continue
        unpacked = unpacked or len(piece) == 1
        found.append(list(piece))
    return list(filter(None, (listed(piece, told) for piece in found)))


def begins(piece: Tokens) -> bool:
    """Whether a piece gives a name values and nothing else, `t = 1` or `i = 1..3`, behind which others may follow."""
    named = len(piece) > START and piece[0].kind == "name" and piece[1].text == "="
    return named and all(is_value(each) or each.text in BETWEEN for each in piece[START:])


def is_value(token: Token) -> bool:
    """Whether a token is one of several values, or stands for those that are left out; a letter is the last of them."""
    return token.kind == "number" or token.text in DOTS or (token.kind == "name" and len(token.text) == 1)


def listed(piece: list[Token], told: Told) -> Tokens:
    """A name with its values as an array; nothing where it is an index that runs up to a letter. Others are left as they are."""
    if not begins(piece) or len(piece) == START + 1:
        return piece
    texts = [token.text for token in piece[START:]]
    values = list(counted(texts))
    name, sign, *_, last = piece
    if not values:
        return piece
    if values[-1] is None:
        return [] if runs(name, last, told) else piece
    shown = told.written(piece)
    told.say(
        name,
        last,
        f"`{shown}` is read as {len(values)} values",
        f"for one of them write {name.text} = {values[0]}",
    )
    inside = [last.after(text, kind) for value in values for text, kind in ((",", "operator"), (str(value), "number"))][
        1:
    ]
    return [name, sign, sign.after("["), *inside, last.after("]")]


def runs(index: Token, end: Token, told: Told) -> bool:
    """Whether a letter stands at the foot of names, and its values say over which entries it runs, which is told."""
    letter = re.escape(index.text)
    foot = re.search(rf"_\{{?[a-z]?,?{letter}(?![a-z])|{SMALL.get(index.text, '(?!)')}", told.places.text)
    if foot:
        told.say(index, end, f"this says over which entries `{index.text}` runs; it has no bearing on the figure")
    return foot is not None


def counted(texts: Sequence[str]) -> Iterator[float | int | None]:
    """The values that are written: all of `1, 2, 3`, those between of `1, …, 5`, `1..5` and `1:5`; None for an end without a number.

    Nothing where they are no values.
    """
    plain = [text for text in texts if text != ","]
    separated = texts[1::2] == [","] * (len(texts) // 2)
    if separated and all(map(is_number, plain)):
        yield from map(number, plain)
        return
    match plain:
        case [low, ".", high] if high.startswith("."):
            plain = [low, "...", high[1:]]
        case [low, ":" | "to", high]:
            plain = [low, "...", high]
    if len(plain) < 3 or plain[-2] not in DOTS or not all(text.isdecimal() for text in plain[:-2]):
        return
    first, *more = map(int, plain[:-2])
    step = more[0] - first if more else 1
    if not plain[-1].isdecimal():
        yield None
    elif step > 0 and (int(plain[-1]) - first) // step < LONGEST:
        yield from range(first, int(plain[-1]) + 1, step)


def is_number(text: str) -> bool:
    return text.replace(".", "", 1).isdecimal()


def number(text: str) -> float | int:
    return int(text) if text.isdecimal() else float(text)
