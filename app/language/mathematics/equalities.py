"""What a formula says more than once, `E = hf = hc/λ = 2`, and conditions beside it, `(x ≠ 2)`: both are told and passed over."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from app.language.mathematics.cases import CONDITIONS, marked, signs_of_equality, split, top
from app.language.mathematics.function_forms import defined
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


def without_function(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """`s = f(x, W) = W x` without the function that it names on the way, and `h = g(wᵀx) = tanh wᵀx` without a letter's."""
    if signs_of_equality(tokens) < 2:
        return tokens
    parts = list(split(tokens, {"="}))
    if len(parts) != 3 or not all(parts) or len(parts[1]) < 4 or parts[1][0].kind != "name":
        return tokens
    function, opened, *inside, closed = parts[1]
    names = all(each.kind == "name" or each.text in (",", ";") for each in inside)
    target = len(parts[0]) == 1 or defined(parts[0]) is not None
    if (
        not target
        or opened.text != "("
        or closed is not closing(parts[1])
        or not (names or unsaid(function, parts[2], told))
    ):
        return tokens
    shown = told.written(parts[1])
    told.say(function, closed, f"`{shown}` says what this depends on, and was passed over")
    return [*parts[0], tokens[len(parts[0])], *parts[2]]


def closing(call: Sequence[Token]) -> Token | None:
    """The token outside of all brackets that ends a call, its last; None where something else stands there."""
    signs = [token for token, outside in marked(call[1:]) if outside]
    return signs[-1] if len(signs) == 2 and signs[-1] is call[-1] else None


def unsaid(function: Token, formula: Sequence[Token], told: Told) -> bool:
    """Whether a letter that is called has no formula in the text but the one that stands behind it."""
    letter, _, _ = function.text.partition("_")
    says = any(token.kind == "name" for token in formula) and all(token.text != function.text for token in formula)
    text, call = told.places.text, rf"(?<![\w\\]){re.escape(function.text)}[ \t]*(?:\([^()\n]*\)[ \t]*)?:?="
    given = any(not text[: match.start()].rstrip().endswith("=") for match in re.finditer(call, text))
    return len(letter) == 1 and letter.isascii() and says and not given


def stated(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """`η = W/Q = 1 − T/S` as η = W/Q; names that are given one value, `x = y = 2`, stay, and so does h in `h(x) = a = x²`."""
    if signs_of_equality(tokens) < 2:
        return tokens
    parts = list(split(tokens, {"="}))
    if len(parts) > 2 and is_name(parts[1]) and defined(parts[0]) is not None:
        first = parts[0]
        told.say(first[0], first[-1], f"`{told.written(first)}` left of `=` is read as the name {first[0].text}")
        return stated([first[0], *tokens[len(first) :]], told)
    names = list(takewhile(is_name, parts))
    stop = max(len(names), 1) + 1
    said = parts[stop - 1] if len(parts) > stop and all(parts[stop - 1 :]) else ()
    # In `x = 3.5 y = 2` a sign is missing between two statements.
    if not said or (len(said) > 1 and [each.kind for each in said[-2:]] == ["number", "name"] and said[-1].spaced):
        return tokens
    again, shown = [token for part in parts[stop:] for token in part], told.written(said)
    told.say(
        again[0],
        again[-1],
        "this is to say again what stands before it: it was passed over, and not compared",
        f"`{shown}` is computed",
    )
    length = sum(len(part) + 1 for part in parts[:stop]) - 1
    return tokens[:length]


def is_name(part: Sequence[Token]) -> bool:
    """Whether nothing but a name stands between two signs of equality."""
    return len(part) == 1 and part[0].kind == "name"


def unconditional(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """The tokens without a bracket at their end that stands apart and holds a condition."""
    if tokens[-1].text != ")":
        return tokens
    opened = [place for place, (token, outside) in enumerate(marked(tokens)) if outside and token.text == "("]
    if not opened or not opened[-1]:
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
