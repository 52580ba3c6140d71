"""What a formula says more than once, `E = hf = hc/λ = 2`, and conditions beside it, `(x ≠ 2)`: both are told and passed over."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from app.language.mathematics.cases import CONDITIONS, marked, split, top
from app.language.mathematics.operand import Told
from app.language.text.letters import is_program
from app.language.text.tokens import CLOSING, Token

GAP = 2
"""From so many blanks on, what is in brackets at a line's end stands beside the formula."""


def once(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """A formula without what it says again, and without a condition in brackets behind it."""
    if is_program(told.places.text):
        return tokens
    return unconditional(stated(tokens, told), told)


def stated(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """`η = W/Q = 1 − T/S` as η = W/Q; names that are given one value, `x = y = 2`, stay."""
    parts = list(split(tokens, {"="}))
    names = list(takewhile(is_name, parts))
    stop = max(len(names), 1) + 1
    said = parts[stop - 1] if len(parts) > stop and all(parts[stop - 1 :]) else ()
    # In `x = 3.5 y = 2` a sign is missing between two statements.
    if not said or (len(said) > 1 and [each.kind for each in said[-2:]] == ["number", "name"] and said[-1].spaced):
        return tokens
    again, shown = [token for part in parts[stop:] for token in part], told.written(said)
    told.say(
        again[0], again[-1], "this says again what stands before it, and was passed over", f"`{shown}` is computed"
    )
    length = sum(len(part) + 1 for part in parts[:stop]) - 1
    return tokens[:length]


def is_name(part: Sequence[Token]) -> bool:
    """Whether nothing but a name stands between two signs of equality."""
    return len(part) == 1 and part[0].kind == "name"


def unconditional(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """The tokens without a bracket at their end that stands apart and holds a condition."""
    opened = [place for place, (token, outside) in enumerate(marked(tokens)) if outside and token.text == "("]
    if not opened or tokens[-1].text != ")" or not opened[-1]:
        return tokens
    place = opened[-1]
    # `(x == 0) & (a != 1)` goes on behind a sign.
    before = tokens[place - 1]
    if before.text in ("and", "or", "not") or (before.kind == "operator" and before.text not in CLOSING):
        return tokens
    inside = {token.text for token in top(tokens[place + 1 : -1])}
    blanks = told.places.text[tokens[place - 1].end : tokens[place].start]
    apart = len(blanks) >= GAP and blanks.isspace()
    if not inside & {*CONDITIONS} or not (apart or ("!=" in inside and blanks.isspace())):
        return tokens
    told.say(tokens[place], tokens[-1], "this condition has no bearing on the figure and was passed over")
    return tokens[:place]
