"""Numbers as one country or another writes them: `1,000`, `10 000`, `0,5`. How they were read is told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from app.language.functions import EXTREMES
from app.language.mathematics.cases import top
from app.language.mathematics.operand import Told
from app.language.text.letters import WORDED, is_program
from app.language.text.tokens import CLOSING, OPENING, Token

ARITHMETIC = frozenset({"*", "/", "+", "-", "**", "^"})
GROUP = re.compile(r"\d{3}$")
LAST_GROUP = re.compile(r"\d{3}(?:\.\d+)?$")
"""The last digits of a number whose thousands stand apart by commas, which may have decimals."""
WHOLE = re.compile(r"(?:\d+|\d{1,3}(?:\.\d{3})+)$")
"""A whole number, which may have points between its thousands."""
PAIRS = re.compile(rf"{WORDED}|\b(?:sum|dot|mean|norm)\b|\*\*|[@\[∑Σ‖ᵀ]|\\sum|\w[_ᵢⱼ]")
"""What a text has in which `x = 1,5` may be an array of two."""
TIMES_TEN = frozenset({"x10", "X10"})
NUMBERED = re.compile(r"(?<![^\W\d])[xX](?:(?!10\b)\d+\b|10\s*=)")
"""An x with a number that is a name."""
TENS = re.compile(r"[1-9]\d{0,2}$")
DECIMALS = re.compile(r"\d+(?:[eE][+-]?\d+)?$")
ENDS = CLOSING | {",", ";", ":", "="}
"""The signs with which a value ends."""
ARGUMENT = re.compile(r"(?:\^|frac|frac\{[^{}]*\}|sqrt(?:\[[^\]]*\])?)\s*\{[^{}]*$")
"""What stands before the middle of an argument in LaTeX, which is one value."""
GROUPS = 20
"""A row of more numbers is looked at no further: it is a list."""
ARGUMENT_LENGTH = 200
"""So many characters before a comma are looked through for it."""


def grouped(tokens: Sequence[Token], told: Told) -> Iterator[Token]:
    """`1,000` and `0,5` as one number. Raises LanguageError for a decimal comma where a program has two values."""
    if not any(one.kind == "number" and (two.kind == "number" or two.text == ",") for one, two in pairwise(tokens)):
        yield from tokens
        return
    outside = set(map(id, top(tokens)))
    within = set() if is_program(told.places.text) else set(map(id, in_groups(tokens)))
    if unpacks(tokens):
        outside = within = set()
    place = 0
    while place < len(tokens):
        number = tokens[place]
        if (stop := indian(tokens, place, outside) or thousands(tokens, place, outside, within)) > place + 1:
            stop += 2 * continues(tokens, place, stop, outside)
            number = whole_number(tokens[place:stop], told)
        elif is_pair(tokens, place):
            if is_decimal(tokens, place, outside | within, told):
                number, stop = with_decimals(tokens, place, told), place + 3
            elif may_be_one(tokens, place) and not is_program(told.places.text):
                tell_two(number, tokens[place + 2], told)
        yield number
        place = stop


def with_semicolons(tokens: Sequence[Token]) -> list[Token]:
    """`max(1,5; x)`, whose commas are those of decimals, with points and commas."""
    found, opened = list(tokens), list[int]()
    for place, token in enumerate(tokens):
        if token.kind == "text":
            continue
        if token.text in OPENING:
            opened.append(place)
        elif token.text in CLOSING and opened:
            start = opened.pop()
            inner = range(start + 1, place)
            called = tokens[start].text in ("(", "{") and start > 0 and tokens[start - 1].text in EXTREMES
            if not called or all(tokens[each].text != ";" for each in inner):
                continue
            for each in inner:
                if found[each].text == ";":
                    found[each] = found[each].says(",")
                elif is_pair(tokens, each):
                    point = f"{tokens[each].text}.{tokens[each + 2].text}"
                    found[each] = replace(tokens[each], text=point, end=tokens[each + 2].end)
                    found[each + 1] = found[each + 2] = replace(tokens[each], text="")
    return [token for token in found if token.text]


def with_times(tokens: Sequence[Token], told: Told) -> Sequence[Token]:
    """The tokens with an `x` between a number and a power of ten as a product, which is told."""
    found = list(tokens)
    for place, (before, token, ten, raised) in enumerate(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)):
        power = ten.text == "10" and (raised.kind == "power" or raised.text in ("^", "**"))
        between = before.kind == "number" and token.text in ("x", "X") and token.spaced and ten.spaced
        if power and between and not stands_elsewhere(token.text, told.places.text):
            message = f"`{token.text}` is read as the times sign"
            told.say(token, token, message, f"for an input of that name write *{token.text}*")
            found[place + 1] = token.says("*", "operator")
    return found


def stands_elsewhere(letter: str, text: str) -> bool:
    """Whether a letter stands somewhere in a text but before a power of ten."""
    return re.search(rf"(?<!\w){letter}(?!\w)(?! 10 ?[\^⁰¹²³⁴-⁹⁻*])", text) is not None


def in_powers_of_ten(tokens: Sequence[Token], told: Told) -> Iterator[Token]:
    """`2x10^3` and `2 x 10^3` as 2·10^3, unless an x with a number, or by itself elsewhere, is a name of the text."""
    tokens = with_times(tokens, told)
    for before, token, after in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.text not in TIMES_TEN:
            yield token
            continue
        raised = after is not None and (after.kind == "power" or after.text in ("^", "**"))
        counted = before is not None and before.kind == "number" and not token.spaced
        if not raised or not counted or NUMBERED.search(told.places.text):
            yield token
            continue
        letter = token.text[0]
        told.say(token, token, f"`{token.text}` is read as times 10", f"for an input of that name write *{token.text}")
        yield replace(token, kind="operator", text="*", end=token.start + len(letter))
        yield replace(token, kind="number", text="10", start=token.start + len(letter))


def thousands(tokens: Sequence[Token], place: int, outside: set[int], within: set[int]) -> int:
    """Where a number ends that is written in groups of three digits."""
    stop = place + 1
    if tokens[place].kind != "number" or not TENS.match(tokens[place].text):
        return stop
    while follows(tokens, stop, outside, within):
        stop += 2
        if "." in tokens[stop - 1].text:
            return stop
    while (
        stop < len(tokens) and tokens[stop].spaced and tokens[stop].kind == "number" and GROUP.match(tokens[stop].text)
    ):
        stop += 1
    return stop


def indian(tokens: Sequence[Token], place: int, outside: set[int]) -> int:
    """Where a number ends whose thousands stand in groups of two digits, `12,34,567`; 0 for any other."""
    stop, last = place + 1, min(len(tokens) - 1, place + 2 * GROUPS)
    while stop < last and id(tokens[stop]) in outside and is_near(tokens, stop):
        stop += 2
    digits = [token.text for token in tokens[place:stop:2]]
    middle = digits[1:-1]
    fits = bool(middle) and len(digits[0]) <= 2 and digits[0].isdigit() and bool(GROUP.match(digits[-1]))
    return stop if fits and all(len(each) == 2 and each.isdigit() for each in middle) else 0


def continues(tokens: Sequence[Token], place: int, stop: int, outside: set[int]) -> bool:
    """Whether a decimal comma goes on with a number whose groups stand apart by blanks: `1 234,5`."""
    if stop + 1 >= len(tokens) or id(tokens[stop]) not in outside or not is_near(tokens, stop):
        return False
    return tokens[place + 1].text != "," and bool(DECIMALS.match(tokens[stop + 1].text))


def is_near(tokens: Sequence[Token], place: int) -> bool:
    """Whether a comma stands at a place and a number right behind it."""
    comma, number = tokens[place : place + 2]
    return comma.text == "," and not comma.spaced and not number.spaced and number.kind == "number"


def whole_number(tokens: Sequence[Token], told: Told) -> Token:
    """Groups of digits as one number."""
    first, last = tokens[0], tokens[-1]
    apart = tokens[1].text != ","
    digits = "".join(token.text if token.text != "," else "." if apart else "" for token in tokens)
    told.say(
        first, last, f"`{told.written(tokens)}` is read as {digits}", "for two values write a blank after the comma"
    )
    return Token("number", digits, first.start, last.end, first.spaced)


def with_decimals(tokens: Sequence[Token], place: int, told: Told) -> Token:
    """A decimal comma as a point. Raises LanguageError where the text may mean two values."""
    number, last = tokens[place], tokens[place + 2]
    shown = f"{number.text},{last.text}"
    point, two = shown.replace(".", "").replace(",", "."), shown.replace(",", ", ")
    text = told.places.text
    may_be_two = bool(PAIRS.search(text)) if is_alone(tokens, place) else is_program(text)
    if may_be_two:
        told.refuse(number, last, f"`{shown}` is two values", f"write {point}, or ({two}) for two", point)
    told.say(number, last, f"`{shown}` is read as {point}", f"for two values write ({two})")
    return Token("number", point, number.start, last.end, number.spaced)


def tell_two(number: Token, last: Token, told: Told) -> None:
    """Tell that `f(x + 1,5)` has two arguments."""
    shown = f"{number.text},{last.text}"
    told.say(number, last, f"`{shown}` is read as two values", f"for one number write {shown.replace(',', '.')}")


def is_alone(tokens: Sequence[Token], place: int) -> bool:
    """Whether a number is all that a name is given, `x = 1,5`."""
    begins = (
        place > 1
        and tokens[place - 1].text == "="
        and [each.text for each in tokens[place - 3 : place - 2]] in ([], [";"], [","])
    )
    return begins and [each.text for each in tokens[place + 3 : place + 4]] in ([], [";"], [","])


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


def follows(tokens: Sequence[Token], place: int, outside: set[int], within: set[int]) -> bool:
    """Whether a comma and three digits follow without a blank; in brackets only where no number begins so, or decimals follow in one
    that holds one value.
    """
    if place + 1 >= len(tokens):
        return False
    comma, group = tokens[place], tokens[place + 1]
    one = id(comma) in outside or group.text[0] == "0" or (id(comma) in within and "." in group.text)
    return is_near(tokens, place) and bool(LAST_GROUP.match(group.text)) and one


def is_pair(tokens: Sequence[Token], place: int) -> bool:
    """Whether two numbers stand here with a comma and no blank between them: `1,5`."""
    if place + 2 >= len(tokens) or tokens[place].kind != "number" or not WHOLE.match(tokens[place].text):
        return False
    return is_near(tokens, place + 1) and bool(DECIMALS.match(tokens[place + 2].text))


def is_decimal(tokens: Sequence[Token], place: int, outside: set[int], told: Told) -> bool:
    """Whether of a pair, as in `1,5*x`, more of one value follows, or its end."""
    comma, _, *signs = tokens[place + 1 : place + 4]
    if in_argument(told.places.text, comma):
        return True
    ended = not signs or signs[0].text == ";" or (signs[0].text == "," and binds(tokens[place + 4 : place + 6]))
    whole = ended and place > 0 and tokens[place - 1].text in {"=", *ARITHMETIC}
    # `(x + 0,5)` is no pair; `(-1,5)` may be one.
    added = bool(signs) and signs[0].text == ")" and is_operand(tokens, place)
    goes_on = bool(signs) and signs[0].text not in ENDS
    return id(comma) in outside and (whole or added or goes_on)


def is_operand(tokens: Sequence[Token], place: int) -> bool:
    """Whether a value and a sign of arithmetic stand before a number."""
    return place > 1 and tokens[place - 1].text in ARITHMETIC and tokens[place - 2].text not in {*OPENING, ",", "="}


def may_be_one(tokens: Sequence[Token], place: int) -> bool:
    """Whether a pair among arguments looks like one number: `f(x + 1,5)`, `f(x, 1,5)`."""
    return is_operand(tokens, place) or (tokens[place - 1].text == "," and tokens[place].spaced)


def in_argument(text: str, comma: Token) -> bool:
    """Whether a comma of the text itself stands within an argument in LaTeX."""
    before = ARGUMENT.search(text, max(0, comma.start - ARGUMENT_LENGTH), comma.start)
    return before is not None and comma.text == text[comma.start : comma.end]


def binds(tokens: Sequence[Token]) -> bool:
    """Whether a name is given a value here, `y = …`."""
    return len(tokens) > 1 and tokens[0].kind == "name" and tokens[1].text == "="
