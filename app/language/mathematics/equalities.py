"""What a formula says more than once, `E = hf = hc/λ = 2`, and conditions beside it, `(x ≠ 2)`: both are told and passed over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from app.language.mathematics.cases import marked, signs_of_equality, split, top
from app.language.mathematics.function_forms import defined
from app.language.mathematics.operand import Told
from app.language.text.brackets import CONDITIONS
from app.language.text.letters import is_program, is_worded, likely
from app.language.text.tokens import CLOSING, Token

AGAIN = "this is to say again what stands before it: it was passed over, and not compared"
ARITHMETIC = frozenset("+-*/^") | {"**"}
BRACKETED = frozenset("()[]{},")
BRACKETS = {")": "(", "}": "{"}
CONSTANTS = frozenset({"e", "π", "pi"})
"""Names that stand for numbers themselves."""
NUMERIC = CONSTANTS | {"array"}
"""These, and what a matrix that is written out begins with."""
GIVEN = re.compile(r"(?<![\w\\])(?P<name>[^\W\d]\w*+)[ \t]*(?P<call>\([^()\n]*\)[ \t]*)?:?=(?!=)")
GAP = 2
"""From so many blanks on, what is in brackets at a line's end stands beside the formula."""


def approximated(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """`a = σ(z) ≈ 0.73` with `=` before numbers; a name that is given nothing else is told."""
    places = [place for place, (token, outside) in enumerate(marked(tokens)) if outside and token.text == "≈"]
    if not places or any(token.kind == "name" for token in tokens[places[0] :]):
        return tokens
    if all(token.text != "=" for token in tokens[: places[0]]):
        told.say(tokens[places[0]], tokens[places[0]], "`≈` is read as `=`")
    return [token.says("=") if place in places else token for place, token in enumerate(tokens)]


def once(tokens: Sequence[Token], names: Counter[str], told: Told) -> Iterator[Sequence[Token]]:
    """A formula without what it says again and without a condition in brackets behind it; then what compares its value with the former.

    `names` counts the names of the whole text.
    """
    if is_program(told.places.text) and are_targets(tokens, told):
        yield tokens
        return
    tokens = without_call(tokens, told)
    formula = stated(tokens, names, told)
    yield unconditional(formula, told)
    again = list(filter(None, split(tokens[len(formula) + 1 :], {"="})))
    if not again:
        return
    target = formula[: next(place for place, token in enumerate(formula) if token.text == "=")]
    compared = [part for part in again if is_name(target) and is_comparable(part, names)]
    yield from (comparison(target[0], part) for part in compared)
    if others := [part for part in again if part not in compared]:
        told.say(others[0][0], others[-1][-1], AGAIN, f"`{told.written(formula[len(target) + 1 :])}` is computed")


def are_targets(tokens: Sequence[Token], told: Told) -> bool:
    """Whether a program gives several names one value, `a = b = 2`; only mathematics has a formula between two signs of equality."""
    between = list(split(tokens, {"="}))[1:-1]
    computed = (part and (part[-1].text == ")" or any(token.text in ARITHMETIC for token in part)) for part in between)
    return is_worded(told.places.text) or not any(computed)


def ended(tokens: Sequence[Token]) -> Sequence[Token]:
    """A sentence's end is no part of a formula."""
    stop = len(tokens)
    while stop > 1 and tokens[stop - 1].text in (",", ".", ";") and tokens[stop - 1].kind != "text":
        stop -= 1
    return tokens[:stop]


def is_comparable(part: Sequence[Token], names: Counter[str]) -> bool:
    """Whether what is said again is arithmetic on names that stand elsewhere in the text, too."""
    plain = all(
        token.kind in ("name", "number", "power", "fraction") or token.text in ARITHMETIC | BRACKETED for token in part
    )
    own = Counter(token.text for token in part if token.kind == "name" and token.text not in NUMERIC)
    return plain and all(names[name] > count for name, count in own.items())


def comparison(target: Token, part: Sequence[Token]) -> Sequence[Token]:
    """An assertion that a name has the value that is said again."""
    first, last = part[0], part[-1]
    name = [first.before("assert", "name"), first.before(target.text, "name"), first.before("==")]
    return [*name, first.before("("), *part, last.after(")")]


def without_function(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """`s = f(x, W) = W x` without the function that it names on the way, and `h = g(wᵀx) = tanh wᵀx` without a letter's."""
    if signs_of_equality(tokens) < 2:
        return tokens
    parts = list(split(tokens, {"="}))
    if len(parts) < 3 or not all(parts) or len(parts[1]) < 4 or parts[1][0].kind != "name":
        return tokens
    function, opened, *inside, closed = parts[1]
    if not has_values(parts[2]):
        # `a = σ(z) = σ(1) = 0.73` says what the function comes to.
        return tokens
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
    return [*parts[0], *tokens[len(parts[0]) + len(parts[1]) + 1 :]]


def has_values(formula: Sequence[Token]) -> bool:
    """Whether a name stands in a formula that is neither called nor a constant."""
    following = [*(token.text for token in formula[1:]), ""]
    return any(
        token.kind == "name" and token.text not in CONSTANTS and after != "("
        for token, after in zip(formula, following, strict=True)
    )


def closing(call: Sequence[Token]) -> Token | None:
    """The token outside of all brackets that ends a call, its last; None where something else stands there."""
    signs = [token for token, outside in marked(call[1:]) if outside]
    return signs[-1] if len(signs) == 2 and signs[-1] is call[-1] else None


def unsaid(function: Token, formula: Sequence[Token], told: Told) -> bool:
    """Whether a letter that is called has no formula in the text but the one that stands behind it."""
    letter, _, _ = function.text.partition("_")
    says = any(token.kind == "name" for token in formula) and all(token.text != function.text for token in formula)
    return len(letter) == 1 and letter.isascii() and says and function.text not in given(told.places.text, called=True)


@lru_cache(maxsize=8)
def given(text: str, called: bool = False) -> frozenset[str]:
    """The names that lines of a text begin by giving values to, also as functions if they may be `called`."""
    found = (each for each in GIVEN.finditer(text) if called or not each["call"])
    return frozenset(each["name"] for each in found if not text[: each.start()].rstrip().endswith("="))


def without_call(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """`h(x) = a = x²` as h = a = x²."""
    if signs_of_equality(tokens) < 2:
        return tokens
    parts = list(split(tokens, {"="}))
    first = parts[0]
    if len(parts) < 3 or not is_name(parts[1]) or defined(first) is None:
        return tokens
    told.say(first[0], first[-1], f"`{told.written(first)}` left of `=` is read as the name {first[0].text}")
    return [first[0], *tokens[len(first) :]]


def stated(tokens: Sequence[Token], names: Counter[str], told: Told) -> Sequence[Token]:
    """`η = W/Q = 1 − T/S` as η = W/Q; names that are given one value, `x = y = 2`, stay."""
    if signs_of_equality(tokens) < 2:
        return tokens
    parts = list(split(tokens, {"="}))
    named = takewhile(lambda part: is_name(part) and not is_formula(part[0].text, names, told), parts[1:])
    own = [*parts[:1], *named]
    stop = max(len(own), 1) + 1
    said = parts[stop - 1] if len(parts) > stop and all(parts[stop - 1 :]) else ()
    # In `x = 3.5 y = 2` a sign is missing between two statements.
    if not said or (len(said) > 1 and is_apart(said[-2], said[-1], told)):
        return tokens
    length = sum(len(part) + 1 for part in parts[:stop]) - 1
    return tokens[:length]


def is_formula(name: str, names: Counter[str], told: Told) -> bool:
    """Whether a name between two signs of equality says what is computed: another line gives it its value, `y = z = 7`, or letters
    side by side are a product, `VI` in `P = VI = I²R`, and no name that the text goes on to use."""
    if name in given(told.places.text):
        return True
    letters = list(name) if name.isalpha() else likely(name, told.places.text)
    if len(letters) < 2 or is_worded(told.places.text):
        return False
    valued = given(told.places.text).issuperset(letters)
    once_only = names[name] == 1 and (all(letter in names for letter in letters) or likely(name, told.places.text))
    return valued or bool(once_only)


def is_apart(number: Token, name: Token, told: Told) -> bool:
    """Whether a name stands behind a number with a blank between them in the person's text."""
    return (number.kind, name.kind) == ("number", "name") and told.places.text[number.end : name.start].isspace()


def is_name(part: Sequence[Token]) -> bool:
    """Whether nothing but a name stands between two signs of equality."""
    return len(part) == 1 and part[0].kind == "name"


def unconditional(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """The tokens without a bracket at their end that stands apart and holds a condition, as `{0 < x < 1}` of Desmos does."""
    opening = BRACKETS.get(tokens[-1].text, "")
    opened = [place for place, (token, outside) in enumerate(marked(tokens)) if outside and token.text == opening]
    if not opened or not opened[-1]:
        return tokens
    place = opened[-1]
    # `(x == 0) & (a != 1)` goes on behind a sign.
    before = tokens[place - 1]
    if before.text in ("and", "or", "not") or (before.kind == "operator" and before.text not in CLOSING):
        return tokens
    inside = {token.text for token in top(tokens[place + 1 : -1])}
    blanks = told.places.text[tokens[place - 1].end : tokens[place].start]
    apart = blanks.isspace() and (len(blanks) >= GAP or opening == "{")
    if (
        inside & {";", ",", "if", ":"}
        or not inside & {*CONDITIONS}
        or not (apart or ("!=" in inside and blanks.isspace()))
    ):
        return tokens
    told.say(tokens[place], tokens[-1], "this condition has no bearing on the figure and was passed over")
    return tokens[:place]
