"""Functions that stand right at what they are applied to, `sinx`, `xlnx` and `2sinθcosθ`: the word is cut into its names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from app.language import functions
from app.language.mathematics.operand import Told
from app.language.text.characters import FEET
from app.language.text.letters import COEFFICIENTS, are_factors, factors, is_program
from app.language.text.tokens import Line, Token

PERIODIC = frozenset("sin cos tan sec csc cot sinh cosh tanh sech csch coth".split())
NAMES = (
    "log10|log2|arcsinh|arccosh|arctanh|arcsin|arccos|arctan|asinh|acosh|atanh|asin|acos|atan|sinh|cosh|tanh|sech|csch|coth|"
    "sin|cos|tan|sec|csc|cot|sqrt|exp|log|ln"
)
"""Functions that are written so; the longer before those that they begin with."""
APPLIED = re.compile(rf"({NAMES})(\d*)(.*?)(?={NAMES}|$)")
INVERSE = re.compile(r"a(?!rc)")
"""What the name of an inverse begins with, which may be a factor."""
ARGUMENTS = frozenset("xyzθφα")
"""Letters that after the name of a function are its argument."""
NUMBERED = re.compile(r"[^\W\d_](?:\d+|[₀-₉]+)")
FOOT = re.compile(r"(?<=.)(?:_?\d+|[₀-₉]+|_[a-z])$")
PAIR = re.compile(r"[a-zA-Zα-ω][xytuθφ]|π[a-zα-ω]")
"""A constant and a variable, the argument of a function that is periodic."""
WORDS = functions.APPLIED | frozenset("xlogy sinc cost logs logit sine cosine tank expo".split())
"""Words with the name of a function in them that are none of them applied."""


class Call(NamedTuple):
    """A function, the number that its argument begins with or "", and the names that are its argument."""

    function: str
    number: str
    names: list[str]


def apart(lines: Sequence[Line], bound: Collection[str], told: Told) -> Iterator[Line]:
    """The lines with such words as the names that they are made of, told of each."""
    program = is_program(told.places.text)
    own = {token.text for line in lines for token in line.tokens if token.kind == "name"} | {*bound}
    for line in lines:
        if program or not any(is_word(token, bound) for token in line.tokens):
            yield line
            continue
        cut: list[Token] = []
        for token in line.tokens:
            behind_dot = cut and cut[-1].text == "."
            cut += names_in(token, own, told) if is_word(token, bound) and not behind_dot else [token]
        yield Line(line.indent, tuple(cut))


def is_word(token: Token, bound: Collection[str]) -> bool:
    """Whether a token is a word with a function in it to which nothing gives a meaning."""
    known = token.text in bound or token.text in WORDS or token.kind != "name"
    return not known and (match := APPLIED.search(token.text)) is not None and match[0] != match[1]


def names_in(token: Token, own: set[str], told: Told) -> list[Token]:
    """The names that a word is made of; the word itself where it is a name by itself."""
    before, calls = pieces(token.text, own - {token.text})
    if not calls:
        return [token]
    shown = "·".join([*before, *(f"{each.function}({each.number}{''.join(each.names)})" for each in calls)])
    name = token.text.translate(FEET)
    hint = f"for an input of that name give it a value: {name} = 1"
    if angle := next((each for each in calls if not each.names), None):
        hint = f"for an angle in degrees write {angle.function}({angle.number}°)"
    told.say(token, token, f"`{name}` is read as {shown.translate(FEET)}", hint)
    words = [*before, *(word for each in calls for word in (each.function, each.number, *each.names) if word)]
    return list(cut_at(token, words))


def pieces(word: str, own: Collection[str]) -> tuple[list[str], list[Call]]:
    """The factors before the first function of a word, and its functions with their arguments; no functions where it is none of them."""
    found = list(APPLIED.finditer(word))
    start, inverse = found[0].start(), INVERSE.match(found[0][1])
    before = word[:start]
    names = [match[1] for match in found]
    if inverse and "a" in own:
        before, names[0] = f"{before}a", names[0][1:]
    calls = [
        Call(name, match[2], arguments(name, match[3], before, own)) for name, match in zip(names, found, strict=True)
    ]
    leading = coefficients(before, own, {name for each in calls for name in each.names})
    fits = all(each.names or is_of_number(each) for each in calls) and (leading or not before)
    return (leading, calls) if fits else ([], [])


def is_of_number(call: Call) -> bool:
    """Whether an angle is a number: `sin30`; log2 is a function."""
    return call.function in PERIODIC and bool(call.number)


def arguments(function: str, rest: str, before: str, own: Collection[str]) -> list[str]:
    """The names that a function is applied to, as its argument is a usual one, or stands elsewhere, as p beside `logp` does."""
    if rest in own or FOOT.sub("", rest) in ARGUMENTS or (rest and rest == before):
        return [rest]
    if function in PERIODIC and rest == "t":
        return [rest]
    several = ARGUMENTS.issuperset(rest) or (function in PERIODIC and PAIR.fullmatch(rest))
    return list(rest) if several else []


def coefficients(before: str, own: Collection[str], used: Collection[str]) -> list[str]:
    """The factors before a function; nothing where what stands there is the beginning of a word."""
    if before in own or before in used:
        return [before]
    numbered = NUMBERED.findall(before)
    if "".join(numbered) == before:
        return numbered
    usual = before in ARGUMENTS | COEFFICIENTS or before.isupper() or not "".join((before, *used)).isascii()
    if len(FOOT.sub("", before)) == 1 and usual:
        return [before]
    return factors(before, {*own, *used}) or (list(before) if are_factors(before) else [])


def cut_at(token: Token, words: Sequence[str]) -> Iterator[Token]:
    """The pieces of a token, each at its own place."""
    start = token.start
    for word in words:
        kind = "number" if word.isdigit() else "name"
        yield Token(kind, word, start, start + len(word), token.spaced and start == token.start)
        start += len(word)
