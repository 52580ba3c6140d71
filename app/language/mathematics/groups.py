"""Operands in brackets, bars and braces, and under roots."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from app.language.mathematics.cases import ranged
from app.language.mathematics.formula import Formula, prefix
from app.language.mathematics.operand import Operand, Told
from app.language.operators import BETWEEN, FUNCTIONS
from app.language.text.letters import is_program
from app.language.text.tokens import Token

SIGNS = ("+", "-", "*", "/")
COMPARED = tuple(each.sign for each in BETWEEN if each.opposite)
"""Signs that compare."""


@prefix("(")
def group(formula: Formula, opened: Token) -> Operand:
    called = formula.sees("lambda") or chooses(formula)
    return Operand(formula.bracket(opened), "lambda" if called else "group")


def chooses(formula: Formula) -> bool:
    """Whether a program chooses in the bracket that was just opened: `(f if c else g)(x)` calls what it chose."""
    words = (formula.matching(formula.place, word) for word in ("if", "or"))
    return any(place is not None for place in words) and is_program(formula.told.places.text)


@prefix("[")
def listed(formula: Formula, opened: Token) -> Operand:
    before = formula.tokens[: formula.place - 1]
    return (
        Operand(formula.bracket(opened, "()"), "group")
        if groups(formula, before)
        else Operand(formula.bracket(opened), "list")
    )


def groups(formula: Formula, before: Sequence[Token]) -> bool:
    """Whether square brackets are those of a formula, `−[y ln a + (1 − y) ln(1 − a)]`: a list has no sign and no commas are in it."""
    if formula.sees("]") or not formula.is_single():
        return False
    mathematics = not is_program(formula.told.places.text)
    if not before or before[-1].text not in SIGNS:
        return mathematics and (goes_on(formula) or asks(formula, before))
    if before[-1].text == "+" and joins_list(formula, before[:-1]):
        return False
    unary = before[-1].text in ("-", "+") and (len(before) == 1 or before[-2].text in ("=", "(", "[", "{", ",", *SIGNS))
    return unary or mathematics


def joins_list(formula: Formula, before: Sequence[Token]) -> bool:
    """Whether one name or number in square brackets is added to a list, `xs + [c]`: it is a list, too."""
    last = before[-1] if before else None
    listed = last is not None and (last.text == "]" or is_given_list(last, formula.told.places.text))
    return listed and formula.sees("]", ahead=1)


def is_given_list(name: Token, text: str) -> bool:
    """Whether the text gives a name a list."""
    return name.kind == "name" and re.search(rf"(?<!\w){re.escape(name.text)}[ \t]*=[ \t]*\[", text) is not None


def asks(formula: Formula, before: Sequence[Token]) -> bool:
    """Whether the bracket that was just opened holds a condition by itself, `y = [x > 1]`: Iverson's bracket, which is told."""
    close = formula.matching(formula.place, "]")
    signs = [place for sign in COMPARED if (place := formula.matching(formula.place, sign)) is not None]
    given = len(before) > 1 and before[-1].text == "="
    if (
        close is None
        or not signs
        or min(signs) > close
        or not given
        or f"{before[-2].text}[" in formula.told.places.text
    ):
        return False
    shown = formula.told.written(formula.tokens[formula.place - 1 : close + 1])
    told = f"`{shown}` is read as 1 where what is in the bracket holds, and 0 elsewhere"
    formula.told.say(
        formula.tokens[formula.place - 1], formula.tokens[close], told, "for a list of one value write [value,]"
    )
    return True


def goes_on(formula: Formula) -> bool:
    """Whether a power or another factor follows the bracket that was just opened, as in `[x > 0] x`: no list has one."""
    close = formula.matching(formula.place, "]")
    after = formula.tokens[close + 1] if close is not None and close + 1 < len(formula.tokens) else None
    if after is None or after.text in ("[", "|", "‖"):
        return False
    if after.text in ("/", "-"):
        # No list is divided; [3] is one.
        return close is not None and close - formula.place > 1
    return after.kind == "power" or after.text == "^" or (after.kind != "text" and formula.begins(after, after=True))


@prefix("{")
def braced(formula: Formula, opened: Token) -> Operand:
    """Braces hold a dict; with one value in them they are brackets."""
    place = formula.place
    if any(formula.matching(place, sign) is not None for sign in (":", ",", "for", "*", "}")) and formula.sees("}"):
        return Operand(formula.bracket(opened), "group")
    if formula.matching(place, ":") is not None:
        inside = formula.bracket(opened)
        return Operand(ranged(inside) or inside, "group")
    plain = all(formula.matching(place, sign) is None for sign in (":", ",", "for", "**"))
    inside = formula.bracket(opened, "()" if plain else "")
    return (
        Operand(inside, "group") if not plain or is_program(formula.told.places.text) else shared(inside, formula.told)
    )


BRACE = re.compile(r"(?:\\(?:left|bigl?|Bigl?)[ ]?)?(?:\\?\{|\\lbrace)")
"""A brace that is written; in LaTeX one may stand for what a command takes."""
ROUNDING = re.compile(r"⌊|\\lfloor|(?<!\\)\b(?:floor|fractional)\b")
"""What stands in a text about parts of numbers."""


def shared(inside: list[Token], told: Told) -> Operand:
    """`{x}` beside `⌊x⌋` is the fractional part x − ⌊x⌋, elsewhere a bracket, which is told unless other brackets stand within.

    R. L. Graham, D. E. Knuth, O. Patashnik: Concrete Mathematics (1994), equation 3.8; x mod 1 is the same.
    """
    if not BRACE.match(told.places.text, inside[0].start) or not inside[1:-1]:
        return Operand(inside, "group")
    shown, bare = told.written(inside), told.written(inside[1:-1])
    if any(each.text in COMPARED for each in inside):
        said = f"`{shown}` is read as 1 where what is in it holds, and 0 elsewhere"
        told.say(inside[0], inside[-1], said, f"for a choice write … if {bare} else …")
        return Operand(inside, "group")
    if ROUNDING.search(told.places.text):
        told.say(
            inside[0], inside[-1], f"`{shown}` is read as the fractional part x − ⌊x⌋", f"for a bracket write ({bare})"
        )
        marks = [inside[-1].after("%"), inside[-1].after("1", "number"), inside[-1].after(")")]
        return Operand([inside[0].before("("), *inside, *marks], "group")
    if all(each.text not in "([{" for each in inside[1:-1]):
        told.say(
            inside[0], inside[-1], f"`{shown}` is read as a bracket", f"for the fractional part write {bare} − ⌊{bare}⌋"
        )
    return Operand(inside, "group")


def squared(formula: Formula) -> bool:
    """Whether square brackets come next that hold one value: `exp[−x²/2]`."""
    if not formula.sees("["):
        return False
    formula.place += 1
    single = formula.is_single() and not formula.sees("]")
    formula.place -= 1
    return single


@prefix("⟨")
def inner_product(formula: Formula, opened: Token) -> Operand:
    inside = formula.bracket(opened, "()")
    return Operand([opened.says(FUNCTIONS[opened.text], "name"), *inside], "group")


@prefix("⌊", "⌈")
def rounded(formula: Formula, opened: Token) -> Operand:
    function = opened.says(FUNCTIONS[opened.text], "name")
    return Operand([function, *formula.bracket(opened, "()")], "group")


RANGE = 7
"""So many tokens reach from `∈` to the points in `∈ {1, 2, …, n}`."""


@prefix("...")
def ellipsis(formula: Formula, sign: Token) -> Operand:
    """`x[..., 0]`, `k ∈ {1, …, n}`; among terms three points leave open what is meant. Raises LanguageError."""
    around = (formula.tokens[max(0, formula.place - 2)], formula.peek())
    before = formula.tokens[: formula.place]
    ranges = any(one.text == "∈" and two.text == "{" for one, two in pairwise(before[-RANGE:]))
    commas = all(each is not None and each.text == "," for each in around)
    listed = formula.closings[-1] in (")", "}") and commas and not ranges
    # f(W … g(x) …) has factors beside the points; in square brackets they stand for places.
    factors = [
        formula.tokens[place] for place in (formula.place - 2, formula.place) if 0 <= place < len(formula.tokens)
    ]
    listed = listed or (formula.closings[-1] == ")" and any(each.kind == "name" for each in factors))
    if listed or any(each is not None and each is not sign and each.text in SIGNS for each in around):
        told = "an ellipsis leaves open what is meant"
        formula.told.refuse(sign, sign, told, "write all terms, or a sum: ∑_{k=1}^{5} x_k")
    return Operand([sign], "text")
