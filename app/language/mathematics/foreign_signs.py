"""Signs that mean something else in another language: `// comment`, `7 mod 3`, `=` before a cell, `y = a : b`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from keyword import iskeyword

from app.language.functions import APPLIED
from app.language.mathematics import cells, copied_brackets, doubled_signs, equations, line_breaks, units
from app.language.mathematics.cases import marked
from app.language.mathematics.digits import grouped, in_powers_of_ten, with_semicolons
from app.language.mathematics.matrix_rows import in_rows, joins_rows, turns_rows
from app.language.mathematics.operand import Told
from app.language.text.letters import GREEK, is_program
from app.language.text.tokens import CLOSING, Line, Token

COMMENTING = frozenset({"//", "%"})
"""What begins a comment elsewhere, as two dashes do."""
WORD = 4
"""Letters from which on a name by itself is a word."""
COLONED = frozenset("? if else for lambda ↦ → { ∈".split())
"""What a line has in which a colon may be something else than a quotient."""
WORDED = {
    "mod": "%", "div": "//", **dict.fromkeys(("times", "dot", "cdot"), "*"), "over": "/", "plus": "+", "minus": "-",
    "mal": "*", "durch": "/", "hoch": "**",
}  # fmt: skip
"""Signs in words, as people say them and as AsciiMath and Typst write them."""
EQUALS = frozenset({"is", "equals"})
"""Words that give a name a value, but for `x is None`."""
WHETHER = frozenset({"not", "None", "True", "False", "a", "an", "the"})
RAISED = {"squared": "²", "cubed": "³"}
"""Powers in words."""


def plain(lines: Sequence[Line], told: Told) -> list[Line]:
    """The lines without such signs; what was taken for what is told."""
    counts = Counter(token.text for line in lines for token in line.tokens if token.kind == "name")
    given = {one.text for line in lines for one, after in pairwise(line.tokens) if after.text == "="}
    for line in lines:
        doubled_signs.tell(line.tokens, told)
    cut, turned, joining = [], turns_rows(told.places.text), joins_rows(told.places.text)
    for line in lines:
        tokens = copied_brackets.angled(worded(uncommented(line.tokens, counts, told), given), given, told)
        tokens = in_rows(divided(tokens, told), turned, joining)
        tokens = with_semicolons(list(in_powers_of_ten(tokens, told)))
        cut.append(Line(line.indent, tuple(grouped(tokens, told))))
    cut = units.plain(cut, told)
    whole = without_sign(equations.plain([line for line in cut if line.tokens], told), told)
    return list(line_breaks.joined(list(whole), told))


def uncommented(tokens: Sequence[Token], counts: Counter[str], told: Told) -> Sequence[Token]:
    """The tokens of a line up to a sign behind which stand words that are nowhere else in the text."""
    if all(token.text not in COMMENTING and token.text != "-" for token in tokens):
        return tokens
    before: set[str] = set()
    for place, (token, outside) in enumerate(marked(tokens)):
        before.add(token.text)
        following = [(each.text, each.spaced) for each in tokens[place + 1 : place + 2]]
        dashes = token.text == "-" and following == [("-", False)]
        start = place + 1 + dashes
        begins = (token.text in COMMENTING or dashes) and token.spaced and outside and start < len(tokens)
        if begins and tokens[start].text not in before and is_prose(tokens, place, start, counts):
            shown = told.written(tokens[place:start])
            told.say(token, tokens[-1], f"what follows `{shown}` is read as a comment", "comments begin with #")
            return tokens[:place]
    return tokens


def is_prose(tokens: Sequence[Token], place: int, start: int, counts: Counter[str]) -> bool:
    """Whether words stand from `start` on, behind the sign at `place`: new ones all, those of a sentence some, or a long one first."""
    sign, after = tokens[place], tokens[start:]
    first = after[0]
    if first.kind != "name" or (sign.text == "%" and first.text == "of"):
        return False
    # One long word that stands nowhere else is no divisor.
    divides = sign.text == "%" and tokens[place - 1].kind != "number"
    alone = len(after) == 1 and first.spaced and len(first.text) >= WORD and not divides
    side_by_side = any(one.kind == two.kind == "name" for one, two in pairwise(after))
    if not (side_by_side or alone or (not first.spaced and start == place + 1)):
        return False
    words = Counter(each.text for each in after if each.kind == "name")
    new = [counts[word] == times for word, times in words.items()]
    sentence = len(after) > 1 and all(each.kind == "name" and len(each.text) > 2 for each in after)
    long = len(first.text) >= WORD and first.text not in GREEK
    led = long and counts[first.text] == words[first.text] and not shares(tokens, place)
    return all(new) or (sentence and any(new)) or led


def shares(tokens: Sequence[Token], place: int) -> bool:
    """Whether the sign at a place may be that of a percentage."""
    return tokens[place].text == "%" and tokens[place - 1].kind == "number"


def worded(tokens: Sequence[Token], given: Collection[str]) -> list[Token]:
    """The tokens with `mod` and `times` between two values as the signs that they stand for, unless they are `given` a value; of
    `exp of x` the middle is passed over.
    """
    if equates(tokens):
        tokens = [tokens[0], tokens[1].says("=", "operator"), *tokens[2:]]
    tokens = in_brackets(tokens)
    if any(token.text == "of" for token in tokens):
        tokens = [*tokens[:1], *(token for before, token in pairwise(tokens) if not is_of(before, token))]
    return [
        token.says(WORDED[token.text], "operator")
        if token.text in WORDED and token.text not in given and token.spaced and between(tokens, place)
        else token.says(RAISED[token.text], "power")
        if token.text in RAISED and token.text not in given and place and ends_value(tokens[place - 1])
        else token
        for place, token in enumerate(tokens)
    ]


def in_brackets(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with `x (mod 3)` as `x mod (3)`."""
    found = list(tokens)
    for place, (token, word) in enumerate(pairwise(tokens)):
        if (token.text, word.text) == ("(", "mod") and token.spaced and place and ends_value(tokens[place - 1]):
            found[place], found[place + 1] = word.says("%", "operator"), token.says("(", "operator")
    return found


def equates(tokens: Sequence[Token]) -> bool:
    """Whether `y is x squared` gives a name a value; `a is b` of two names asks whether they are the same."""
    if len(tokens) < 3 or tokens[0].kind != "name" or tokens[1].text not in EQUALS or tokens[2].text in WHETHER:
        return False
    return len(tokens) > 3 or tokens[2].kind != "name"


def is_of(before: Token, token: Token) -> bool:
    """Whether a word only joins a function to what it is applied to."""
    return token.text == "of" and before.text in APPLIED


def divided(tokens: list[Token], told: Told) -> list[Token]:
    """The tokens with `:` between two values right of `=` as a quotient, `y = a : b`, which is told."""
    texts = [token.text for token in tokens]
    if ":" not in texts or "=" not in texts or not COLONED.isdisjoint(texts) or is_program(told.places.text):
        return tokens
    found, start = list(tokens), texts.index("=")
    for place, (token, outside) in enumerate(marked(tokens)):
        if token.text == ":" and outside and token.spaced and place > start and between(tokens, place):
            shown = told.written(tokens[place - 1 : place + 2])
            told.say(token, token, f"`{shown}` is read as a quotient")
            found[place] = token.says("/")
    return found


def between(tokens: Sequence[Token], place: int) -> bool:
    """Whether a value stands before a place, and another behind it after a blank."""
    if not 0 < place < len(tokens) - 1:
        return False
    after = tokens[place + 1]
    return ends_value(tokens[place - 1]) and after.begins_value and after.spaced


def ends_value(token: Token) -> bool:
    """Whether a value may end with a token."""
    ends = token.kind in ("number", "power") or (token.kind == "name" and not iskeyword(token.text))
    return ends or token.text in CLOSING


def without_sign(lines: Iterable[Line], told: Told) -> Iterator[Line]:
    """The lines, a cell `=A1*B1` of a spreadsheet without the sign that it begins with."""
    for line in lines:
        first, *rest = line.tokens
        cell = first.text == "=" and rest and not rest[0].spaced
        if cell:
            told.say(first, first, "`=` at the beginning is read past, as that of a cell in a spreadsheet")
        yield Line(line.indent, tuple(cells.read(rest, told))) if cell else line
