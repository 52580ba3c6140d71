"""Sums and products over an index: `∑(x²)`, `Σᵢ wᵢxᵢ`, `∑_{i=1}^{3} w_i x_i`.

Without an index it is the sum of the entries. With one it becomes a call that the names of the text decide about later:
whether `w_i` is an entry of an array w or one of w₁, w₂ …
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.language.mathematics.formula import BARS, WORDS, Formula, prefix
from app.language.mathematics.indexed_sums import ENDED, INDEXED
from app.language.mathematics.limits import Range, at_foot, ranges
from app.language.mathematics.operand import Operand
from app.language.mathematics.terms import ENDING, LETTER, goes_on, term
from app.language.operators import FUNCTIONS
from app.language.text.characters import FEET, RAISED, SUBSCRIPTS
from app.language.text.letters import is_program, is_worded
from app.language.text.tokens import CLOSING, OPENING, Token

LETTERS = {"Σ": "∑", "Π": "∏"}
EXTREME = re.compile(r"(max|min|sum|prod)_([^\W\d_]?)$")
SEARCHED = re.compile(r"(?:max|min)_[^\W\d_](?:_[^\W\d_])+$|arg_?(?:max|min)_\w+$")
"""A best value over several letters, `min_{w,b}`, and where one is, `argmin_w`."""
CALLED = {function: sign for sign, function in INDEXED.items()}
ENTRIES = frozenset("ijᵢⱼ")
"""Letters that run over entries before all else: Σ_k is the covariance of a class, too."""
FOOTED = re.compile(r"(?<!_)[^\W_ᵢⱼₖₘₙ](?:_([ijkmnt])|([ᵢⱼₖₘₙₜ]))$")
ENTRY = re.compile(r"[^\W\d_]\d?(?:(?:_(?!in$)[ijkmn]{1,2}|_[ijkmn\d]_[ijkmn]|_[ijkmn]_\d)|[ᵢⱼₖₘₙ]{1,2})$")
"""An entry of an array by its indices."""


def by_letter(formula: Formula, token: Token) -> Operand | None:
    """A sum written with the Greek letter: it has an index, or stands before brackets or a factor; else it is a name, as in UΣVᵀ."""
    match = LETTER.match(token.text)
    following = formula.peek()
    alone = formula.place in (1, 3) or (match is not None and (match[2] or "")[-1:] in ENTRIES)
    if match is not None and alone and following is None:
        # Half a sum: it is refused.
        return summation(formula, token.says(LETTERS[match[1]]), [])
    if match is None or following is None or following.text in (",", ")", "]"):
        return None
    index = (match[2] or "").translate(FEET)
    if not index and not match[3] and (closes(formula, following) or not formula.begins(following, after=False)):
        return None
    if (
        not index
        and not match[3]
        and len(following.text) == 1
        and following.text.isupper()
        and transposed_next(formula)
    ):
        return None
    sign = token.says(LETTERS[match[1]])
    if index:
        return summation(formula, sign, [token.says(index, "name")])
    return summation(formula, sign, formula.bracket(formula.next())[1:-1] if match[3] and formula.sees("{") else [])


def closes(formula: Formula, bar: Token) -> bool:
    """Whether a bar closes those that are open, as behind the letter in `|Σ|`."""
    return bar.text in BARS and bar.text == formula.closings[-1]


def transposed_next(formula: Formula) -> bool:
    """Whether what comes next is transposed."""
    return formula.sees("ᵀ", "⊤", ahead=1) or (formula.sees("^", ahead=1) and formula.sees("T", "ᵀ", "⊤", ahead=2))


@prefix("∑", "∏")
def summed(formula: Formula, sign: Token) -> Operand:
    """A sum written with its own sign."""
    token = formula.peek()
    if token is None or token.spaced or token.kind != "name":
        return summation(formula, sign, [])
    foot = token.text.lstrip("_").translate(FEET)
    if token.text == "_":
        formula.next()
        return summation(formula, sign, formula.bracket(formula.next())[1:-1] if formula.sees("{") else [])
    if token.text[0] == "_" or token.text[0] in SUBSCRIPTS:
        formula.next()
        return summation(formula, sign, [token.says(foot, "name")])
    return summation(formula, sign, [])


def summation(formula: Formula, sign: Token, lower: list[Token]) -> Operand:
    """The sum or product with its limits and its body."""
    name = FUNCTIONS.get(sign.text, sign.text)
    upper = upper_limit(formula) if CALLED[name] in ENDED else []
    outside = formula.running
    formula.running = {*outside, *(token.text for token in lower if token.kind == "name")}
    index = {token.text for token in lower if token.kind == "name"} - outside - formula.bound
    body = term(formula, division=name == FUNCTIONS["∑"], indexed=bool(lower), index=index)
    while name == FUNCTIONS["∑"] and body and goes_on(formula, index):
        joined = formula.next()
        told = f"the sum goes on behind `{joined.text}`, where its index stands too"
        formula.told.say(joined, joined, told, "write brackets round the terms that are meant")
        body = [*body, joined, *term(formula, division=True, indexed=True, index=index)]
    formula.running = outside
    if not body:
        formula.told.refuse(sign, sign, "nothing stands behind this sign", f"write what it goes over, {sign.text} x²")
    lower = lower or common_index(formula, body)
    if upper and not lower:
        told, hint = "this sum has an end but no index that runs up to it", "write one below, as in ∑_{k=0}^{3}"
        formula.told.refuse(sign, upper[-1], told, hint)
    last = body[-1]
    if not lower:
        whole = body if body[0].text == "(" and encloses(body) else [body[0].before("("), *body, last.after(")")]
        return Operand([sign.says(name, "name"), *whole], "call")
    for each in reversed(ranges(formula, lower, upper, running(formula, body))):
        body = [
            sign.says(name if taken(formula, each, body) else CALLED[name], "name"),
            *limited(formula, each, body, sign),
        ]
    return Operand(body, "call")


def limited(formula: Formula, range_: Range, body: list[Token], sign: Token) -> list[Token]:
    """The arguments of a sum: its term, its index, its limits or what it takes, and what leaves terms out."""
    index, last = range_.letter, body[-1]
    if taken(formula, range_, body):
        return [
            sign.after("("),
            *body,
            last.after("for", "name"),
            index,
            last.after("in", "name"),
            *range_.members,
            last.after(")"),
        ]
    low = range_.low or [index.says("None", "name")]
    high = range_.high or [index.after("None", "name")]
    comma, test = last.after(","), range_.test
    if len(range_.members) == 1:
        test = with_set(formula, range_)
    elif range_.members:
        member = [index, index.says("in", "name"), *range_.members]
        test = [*member, *([index.says("and", "name"), *test] if test else [])]
    limits = [comma, index.says(repr(index.text), "text"), comma, *low, comma, *high]
    return [sign.after("("), *body, *limits, *([comma, *test] if test else []), last.after(")")]


def with_set(formula: Formula, range_: Range) -> list[Token]:
    """What leaves terms out of a sum over `i ∈ S`: nothing where nothing tells what is in S. Raises LanguageError where something does."""
    index, members = range_.letter, range_.members[0]
    if members.text in formula.bound:
        told, hint = (
            f"entries are not picked by the members of `{members.text}`",
            f"write them, as in {index.text} ∈ {{1, 3}}",
        )
        formula.told.refuse(index, members, told, hint)
    told = f"`{members.text}` has no members here: the sum takes all entries"
    formula.told.say(index, members, told, f"for some of them write {index.text} ∈ {{1, 3}}")
    return range_.test


def taken(formula: Formula, range_: Range, body: list[Token]) -> bool:
    """Whether a sum goes over the members of a set themselves, `Σ_{x ∈ X} x²`, not over entries that they number."""
    letter = range_.letter.text
    unknown = bool(range_.members) and range_.members[0].text not in formula.bound
    footed = any(f"_{letter}" in token.text for token in body) or (unknown and alone_in_calls(formula, letter, body))
    return bool(range_.members) and not footed and not range_.test


def alone_in_calls(formula: Formula, letter: str, body: Sequence[Token]) -> bool:
    """Whether a letter stands in brackets of functions only, as in `P(x) log Q(x)`, whose values are entries then."""
    places = [place for place, token in enumerate(body) if token.text == letter]
    return bool(places) and all(called_with(formula, body, place) for place in places)


def called_with(formula: Formula, body: Sequence[Token], place: int) -> bool:
    """Whether what stands at a place is all that a function is applied to which the text does not define."""
    around = [token.text for token in (*body[place - 1 : place], *body[place + 1 : place + 2])]
    return (
        place > 1
        and around == ["(", ")"]
        and body[place - 2].kind == "name"
        and body[place - 2].text not in formula.bound
    )


def running(formula: Formula, body: list[Token]) -> list[str]:
    """The letters of a term that may run: those at a foot, else those that stand by themselves."""
    names = [token.text for token in body if token.kind == "name"]
    feet = [letter for name in names if name not in formula.bound for letter in at_foot(name)]
    left = at_foot(formula.tokens[0].text) if [each.text for each in formula.tokens[1:2]] == ["="] else []
    fixed = {*formula.bound, *formula.running, *left}
    return [letter for letter in feet or (name for name in names if len(name) == 1) if letter not in fixed]


def common_index(formula: Formula, body: list[Token]) -> list[Token]:
    """The one index that names in a term have at their foot, where the sign has none: `Σ wᵢxᵢ`; else all of them, as of `Σ Wᵢⱼ²`."""
    open_ = [token for token in body if token.kind == "name" and token.text not in formula.bound]
    feet = {(match[1] or match[2]).translate(FEET) for token in open_ if (match := FOOTED.search(token.text))}
    if len(feet) == 1:
        return [body[0].says(feet.pop(), "name")]
    left = at_foot(formula.tokens[0].text) if [each.text for each in formula.tokens[1:2]] == ["="] else []
    several = [letter for token in open_ if ENTRY.match(token.text) for letter in at_foot(token.text)]
    letters = sorted({*several} - {*formula.running, *left})
    if len(letters) > 1:
        told = f"the sum is read as one over {' and '.join(letters)}"
        formula.told.say(body[0], body[-1], told, f"for one of them write it at the foot of the sign, ∑_{letters[-1]}")
    return [body[0].says(text, kind) for each in letters for text, kind in ((",", "operator"), (each, "name"))][1:]


def index_of_body(formula: Formula) -> list[Token]:
    """The one index at the feet of names that nobody gave a value, in what a word for a sum is applied to: `sum(w_i * x_i)`."""
    if is_worded(formula.told.places.text):
        return []
    depth, body = 0, list[Token]()
    for token in formula.tokens[formula.place :]:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if depth < 0 or (depth == 0 and token.text in ENDING):
            break
        body.append(token)
        if depth == 0 and token.text == ")":
            break
    return [] if any(token.text in ("for", "[") for token in body) else common_index(formula, body)


def extreme(formula: Formula, token: Token) -> Operand | None:
    """`max_i x_i`, the largest of what its index runs over, and `sum_{i=1}^3 x_i`; None for any other name, as in programs."""
    foot = token.text[-1].translate(FEET) if token.text[-1] in SUBSCRIPTS else ""
    written = f"{token.text[:-1]}_{foot}" if foot.isalpha() else token.text
    match, following = EXTREME.match(written), formula.peek()
    searched = SEARCHED.match(token.text) and token.text not in formula.bound
    if (searched or (match and formula.sees("′"))) and not is_program(formula.told.places.text):
        shown = formula.told.written([token])
        told = f"`{shown}` is not computed: what is best over all values is not searched for"
        formula.told.refuse(token, token, told, "write the function alone")
    if CALLED.get(token.text) in LETTERS and (index := index_of_body(formula)):
        told = f"`{token.text}` is read as one over {index[0].text}: `{index[0].text}` counts entries"
        formula.told.say(token, token, told, "for numbers give the names values")
        return summation(formula, token, index)
    if match is None or following is None or is_program(formula.told.places.text):
        return None
    lower = [token.says(match[2], "name")] if match[2] else []
    if formula.sees("{"):
        lower = formula.bracket(formula.next())[1:-1]
    return summation(formula, token.says(match[1]), lower) if lower else None


def upper_limit(formula: Formula) -> list[Token]:
    """What stands at the head of the sign."""
    token = formula.peek()
    if token is not None and token.kind == "power" and not token.spaced:
        text = formula.next().text.translate(RAISED)
        return [token.says(text, "number" if text.isdigit() else "name")]
    if not formula.sees("^"):
        return []
    formula.next()
    return formula.bracket(formula.next())[1:-1] if formula.sees("{") else [formula.next()] if formula.peek() else []


def encloses(tokens: list[Token]) -> bool:
    """Whether the first bracket of some tokens is closed by their last."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text in "([{") - (token.text in ")]}") if token.kind != "text" else 0
        if depth == 0:
            return place == len(tokens) - 1
    return False


WORDS[:0] = [by_letter, extreme]
# A sum that has an index is no function of what follows it.
