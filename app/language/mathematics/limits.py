"""What stands at the foot of a sum: `i=1`, `i, j`, `1 ≤ i < j ≤ n`, `j ≠ i`, `i ∈ {1, 3}`, `x ∈ X`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from app.language.mathematics.cases import split, top
from app.language.mathematics.formula import Formula
from app.language.operators import BETWEEN
from app.language.text.characters import FEET, SUBSCRIPTS
from app.language.text.tokens import Token

PAIR = re.compile("[ijklmn]{2,3}")
FOOT = re.compile(r"_([a-z]{1,2})(?=_|$)")
SMALL = re.compile(f"[{re.escape(''.join(SUBSCRIPTS))}]+")
WORDS = frozenset("odd even prime all every".split())
"""Words at the foot of a sum that are no index."""
MEMBER = ("∈", "in")
DOTS = frozenset({"...", "…"})
COMPARED = frozenset(each.sign for each in BETWEEN if each.opposite)


class Range(NamedTuple):
    """What an index runs over: from where and up to where, each empty where it takes all entries; or the values that it takes.

    `test` is what leaves terms out.
    """

    letter: Token
    low: list[Token]
    high: list[Token]
    test: list[Token]
    members: list[Token]


def ranges(formula: Formula, lower: Sequence[Token], upper: list[Token], running: Sequence[str]) -> list[Range]:
    """The indices of a sum, the outer before the inner; `running` are the letters of its terms that a condition may have run.

    What leaves terms out stands at the innermost. Raises LanguageError for what is understood neither as limit nor as condition.
    """
    found: list[Range] = []
    tests: list[list[Token]] = []
    for piece in filter(None, split(lower, {",", ":", "|", ";"})):
        known = {each.letter.text for each in found}
        found += [
            each for each in piece_read(formula, list(piece), upper, running, tests) if each.letter.text not in known
        ]
    if not found:
        shown = formula.told.written(lower)
        formula.told.refuse(lower[0], lower[-1], f"`{shown}` names no index that could run", "write it as in i = 1")
    # Of `i, j = 1` both begin at 1.
    low = found[-1].low if all(not each.low for each in found[:-1]) else []
    found = [each if each.low or each.members else each._replace(low=low) for each in found]
    return [*found[:-1], found[-1]._replace(test=joined(tests))]


def piece_read(
    formula: Formula, piece: list[Token], upper: list[Token], running: Sequence[str], tests: list[list[Token]]
) -> Iterator[Range]:
    """The indices that one piece of a foot has run, whose conditions go to `tests`."""
    first, texts = piece[0], [token.text for token in piece]
    named = first.kind == "name" and len(piece) > 2
    if not any(text in (*COMPARED, "=", *MEMBER) for text in texts):
        yield from alone(formula, piece, upper)
    elif named and texts[1] in MEMBER:
        yield of_members(formula, first, piece[2:], upper)
    elif named and texts[1] == "=" and not FOOT.search(first.text):
        yield Range(first, piece[2:], upper, [], [])
    else:
        yield from compared(
            formula, [each.says("==") if each.text == "=" else each for each in piece], upper, running, tests
        )


def alone(formula: Formula, piece: list[Token], upper: list[Token]) -> Iterator[Range]:
    """`i`, and `ij` and `i j` for two of them."""
    names = [token for token in piece if token.text != "*"]
    if any(token.kind != "name" for token in names):
        formula.told.refuse(
            piece[0], piece[-1], f"`{formula.told.written(piece)}` names no index", "write it as in i = 1"
        )
    if word := next((name for name in names if name.text in WORDS), None):
        told = f"`{word.text}` is not read as a condition of a sum"
        formula.told.refuse(word, word, told, "write the members, as in k ∈ {1, 3, 5}")
    for name in names:
        for letter in name.text if PAIR.fullmatch(name.text) else [name.text]:
            yield Range(name.says(letter, "name"), [], upper, [], [])


def of_members(formula: Formula, index: Token, members: list[Token], upper: list[Token]) -> Range:
    """`i ∈ {1, 3}`, `i ∈ {1, …, n}` and `x ∈ X`."""
    inner = [list(piece) for piece in split(members[1:-1], {","})] if members[:1] and members[0].text in "{[(" else []
    dots = [place for place, piece in enumerate(inner) if len(piece) == 1 and piece[0].text in DOTS]
    if dots and len(inner) == dots[0] + 2:
        return Range(index, inner[0], inner[-1], [], [])
    if len(inner) == 1 and members[0].text == "[":
        # [n] are the numbers from 1 to n.
        return Range(index, [index.says("1", "number")], inner[0], [], [])
    if inner and not dots:
        return Range(index, [], [], [], [members[0].says("["), *members[1:-1], members[-1].says("]")])
    if len(members) == 1 and members[0].kind == "name":
        return Range(index, [], upper, [], members)
    hint = f"write its members, as in {index.text} ∈ {{1, 3}}, or its limits"
    formula.told.refuse(index, members[-1] if members else index, "this set is not understood", hint)


def compared(
    formula: Formula, piece: list[Token], upper: list[Token], running: Sequence[str], tests: list[list[Token]]
) -> Iterator[Range]:
    """The letters in a condition that run; `1 ≤ i` and `j ≤ n` at its ends are limits, what is left leaves terms out."""
    signs = [token for token in top(piece) if token.text in COMPARED]
    sides = [list(side) for side in split(piece, set(COMPARED))]
    low, high = [], upper
    if not signs:
        formula.told.refuse(
            piece[0], piece[-1], f"`{formula.told.written(piece)}` names no index", "write it as in i = 1"
        )
    if signs[0].text in ("<", "<=") and not letters_of(sides[0], running):
        low, sides, signs = [*sides[0], *counted_on(signs[0], "+")], sides[1:], signs[1:]
    if signs and signs[-1].text in ("<", "<=") and not letters_of(sides[-1], running):
        high, sides, signs = [*sides[-1], *counted_on(signs[-1], "-")], sides[:-1], signs[:-1]
    found = [letter for side in sides for letter in letters_of(side, running)]
    yield from (Range(piece[0].says(letter, "name"), low, high, [], []) for letter in dict.fromkeys(found))
    if signs:
        tests.append(
            [
                token
                for side, sign in zip(sides, [*signs, None], strict=True)
                for token in (*side, *([sign] if sign else []))
            ]
        )


def counted_on(sign: Token, by: str) -> list[Token]:
    """Nothing for `≤`; one more or less for `<`."""
    return [] if sign.text == "<=" else [sign.says(by, "operator"), sign.says("1", "number")]


def letters_of(side: Sequence[Token], running: Sequence[str]) -> list[str]:
    """The letters on one side of a condition that run, by themselves or at a foot."""
    found = [letter for token in side for letter in (token.text, *at_foot(token.text))]
    return [letter for letter in found if letter in running]


def at_foot(name: str) -> list[str]:
    """The letters at the foot of a name, `ij` of `w_ij`."""
    spelled = SMALL.sub(lambda match: "_" + match.group().translate(FEET), name)
    return [letter for foot in FOOT.findall(spelled) for letter in foot]


def joined(tests: list[list[Token]]) -> list[Token]:
    """Several conditions as one."""
    whole = list(tests[0]) if tests else []
    for _, test in pairwise(tests):
        whole += [test[0].before("and", "name"), *test]
    return whole
