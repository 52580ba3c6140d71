"""Arrays as MATLAB and books write them: `[1 2; 3 4]`, `[1; 2]`, `(1, 2, 3)ᵀ`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from app.language.mathematics.cases import split, top
from app.language.text.letters import is_program, is_worded
from app.language.text.tokens import Token

VALUES = ("name", "number")
MATLAB = re.compile(r"\[[^\[\]\n]*;[^\[\]\n]*\]|(?<!\d)\.[*/^]|\[[ \t]*-?[\d.]+(?:[ \t]+-?[\d.]+)+[ \t]*\]")
"""Rows between brackets, the signs that go entry by entry, and a row of numbers with but blanks between them."""

FORMED = re.compile(
    r"(?m)^[ \t]*for[ \t]+\w+[ \t]*=[ \t]*[^\n;:{]*:[^\n;{]*$|=[ \t]*(?:zeros|ones|linspace|eye)\([^;\n]*\);[ \t]*$"
)
"""A loop, and what makes arrays, of a text whose statements end in semicolons."""
FUNCTION = re.compile(r"(?m)^[ \t]*function[ \t]+(?:\[[^\]\n]*\][ \t]*=|\w+[ \t]*(?:[=(;%]|$))")
"""The head of a function in MATLAB and Julia, whose `return` Python has, too; a line of a docstring may begin with the word."""


JULIA = re.compile(
    r"(?m)^[ \t]*using[ \t]+[A-Z]|\(\w[^();\n]*;[ \t]*\w+[ \t]*=[^()\n]*\)|(?<=[^\W\d])\.\(|@\.|(?<=[ )\]a-zA-Z_])\.[-+](?=[ \w(\[])"
)
"""What only Julia has: packages, functions of each entry, and sums that go entry by entry."""
WORDED = re.compile(
    r"\b(?:map|sum|filter|mapreduce)\((?:\w+|\([\w, ]+\))[ \t]*->|\b(?:sum|mean|maximum|minimum)\((?:abs2?|exp|log|sqrt|tanh),"
    r"|\beachindex\(|\bdims[ \t]*=[ \t]*[12]\b"
)
"""Words of Julia, which other programs may have too."""
ENDING = re.compile(r"(?<=[\w)\]])\[(?:[^\[\]\n]*[ ,:])?end(?:[ ]?-[ ]?\d+)?[ ]*[\],]")
NAMED_END = re.compile(r"\bend\b(?:[ ]*,[^=\n]*)?[ ]*=(?!=)")
"""The last place, `x[end]`, and what gives that name a value."""
ROWS = re.compile(r"\[[^\[\]\n]*\d[^\[\]\n]*;[^\[\]\n]*\]|(?<!\d)\.[*/^]")
"""Rows between brackets, and signs that go entry by entry, which MATLAB and Julia have."""
PLACE = re.compile(r"(?<=\w)\[[\w:, +-]+\]")
FIRST = re.compile(r"(?<=\w)\[(?:[\w:+-]+,[ ]*)?0[,\]]")
"""Places in square brackets, which MATLAB has not, and the place 0, which Julia has not."""
GIVEN_IN_R = re.compile(r"(?m)^[ \t]*[^\W\d][\w.]*[ \t]*<-")
ENDED = re.compile(r"(?m);[ \t]*$")
PYTHON = re.compile(
    r"(?m)^[ \t]*(?:(?:async[ \t]+)?def[ \t]+\w+[ \t]*\(|class[ \t]+\w+[^\n]*:"
    r"|from[ \t]+[\w.]+[ \t]+import\b|import[ \t]+[a-z_])"
)
"""Heads and imports of Python, whose docstrings may have anything; packages of Julia have a capital."""
COMMENT = re.compile(r"#[^\n]*")
"""What Python, Julia and R have behind their statements, and may have anything in it, too."""


@lru_cache(maxsize=8)
def foreign_code(text: str) -> str:
    """A text without its comments, by which MATLAB, Julia and R are known; nothing of a program of Python."""
    code = COMMENT.sub("", text)
    return "" if PYTHON.search(code) else code


@lru_cache(maxsize=8)
def is_matlab(text: str) -> bool:
    """Whether a text is written as in MATLAB, where `*` is the product of matrices. Asked at each product, it looks once at each text."""
    text = foreign_code(text)
    its_own = FUNCTION.search(text) is not None or ENDED.search(text) is not None
    formed = ENDED.search(text) is not None and FORMED.search(text) is not None
    return formed or (MATLAB.search(text) is not None and (its_own or not is_worded(text)))


@lru_cache(maxsize=8)
def is_julia(text: str) -> bool:
    """Whether a text has what only Julia has, whose vectors are columns; its places in square brackets are counted from 1."""
    text = foreign_code(text)
    if JULIA.search(text) is not None:
        return True
    if is_worded(text) or ENDED.search(text) or GIVEN_IN_R.search(text):
        return False
    if WORDED.search(text) is not None or (ENDING.search(text) is not None and NAMED_END.search(text) is None):
        return True
    placed = ROWS.search(text) is not None and PLACE.search(text) is not None
    return placed and FIRST.search(text) is None


@lru_cache(maxsize=8)
def is_r(text: str) -> bool:
    """Whether a text gives values as in R, where a vector meets a matrix column by column."""
    return GIVEN_IN_R.search(foreign_code(text)) is not None


def turns_rows(text: str) -> bool:
    """Whether a text of MATLAB has transposes, so that a row and a column are two things."""
    return ("'" in foreign_code(text) or is_julia(text)) and is_matlab(text)


def joins_rows(text: str) -> bool:
    """Whether what stands side by side in brackets is joined, as in MATLAB: `[ones(m, 1) X]`."""
    return ENDED.search(text) is not None and is_matlab(text)


def in_rows(tokens: Sequence[Token], turned: bool = False, joining: bool = False) -> list[Token]:
    """Rows of square brackets as lists of their own where `;` stands between them; of single values it is a comma.

    A row of numbers with blanks between them, `[1 2 3]`, is a list, and a matrix with one row where rows are `turned`.
    """
    if all(token.text != "[" for token in tokens):
        return list(tokens)
    out: list[Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        close = closing(tokens, place) if token.text == "[" and token.kind == "operator" else None
        read = bracket(tokens[place : close + 1], turned, joining and not is_index(out, token)) if close else None
        out += [token] if read is None else read
        place = place + 1 if close is None or read is None else close + 1
    return out


def bracket(tokens: Sequence[Token], turned: bool, joining: bool) -> list[Token] | None:
    """What a square bracket is read as; None where it stays, and what is in it is read by itself."""
    opening, *inside, close = tokens
    if is_numbers(inside):
        row = [opening, *with_commas(inside), close]
        return [opening.before("["), *row, close.after("]")] if turned else row
    if joining and is_joined(inside):
        row = in_rows(with_commas(inside), turned, joining)
        return called("matlab_columns" if turned else "matlab_row", opening, row, close)
    if joining and turned and is_column(inside):
        row = [each.says(",") if each.text == ";" else each for each in in_rows(inside, turned, joining)]
        return called("matlab_rows", opening, row, close)
    if all(each.text != ";" for each in top(inside)):
        return None
    rows = [with_commas(row) for row in split(inside, {";"}) if row]
    single = all(len(list(split(row, {","}))) == 1 for row in rows)
    out = [opening]
    for number, row in enumerate(rows):
        before = [] if single else [row[0].before("[")]
        after = [] if single else [row[-1].after("]")]
        out += [*([row[0].before(",")] if number else []), *before, *in_rows(row), *after]
    return [*out, close]


def called(name: str, opening: Token, row: Sequence[Token], close: Token) -> list[Token]:
    """What stands in brackets as the arguments of a function."""
    return [opening.says(name, "name"), opening.after("("), *row, close.says(")")]


def is_column(inside: Sequence[Token]) -> bool:
    """Whether single values stand below one another, a name or a call among them."""
    rows = list(split(inside, {";"}))
    single = all(row and not any(each.text in (",", ":") for each in top(with_commas(row))) for row in rows)
    return len(rows) > 1 and single and any(each.kind == "name" for each in inside)


def is_numbers(inside: Sequence[Token]) -> bool:
    """Whether nothing but several numbers and their signs stands in brackets, or names beside two numbers that are neighbours."""
    if not all(each.kind in VALUES or each.text in ("-", "+") for each in inside):
        return False
    numbers = [each.kind == "number" for each in inside]
    neighbours = any(one and other for one, other in pairwise(numbers))
    return neighbours or (sum(numbers) > 1 and all(each.kind != "name" for each in inside))


def is_index(before: Sequence[Token], token: Token) -> bool:
    """Whether a bracket stands right behind a value, whose places are in it."""
    return bool(before) and not token.spaced and (before[-1].kind == "name" or before[-1].text in (")", "]"))


def is_joined(inside: Sequence[Token]) -> bool:
    """Whether several values stand side by side in one row, a name or a call among them."""
    row = with_commas(inside)
    several = any(each.text == "," for each in top(row)) and not any(each.text in (";", ":") for each in top(row))
    return several and any(each.kind == "name" for each in row)


def closing(tokens: Sequence[Token], place: int) -> int | None:
    """Where the square bracket at a place is closed."""
    depth = 0
    for index in range(place, len(tokens)):
        if tokens[index].kind == "operator":
            depth += (tokens[index].text == "[") - (tokens[index].text == "]")
        if depth == 0:
            return index
    return None


def with_commas(row: Sequence[Token]) -> list[Token]:
    """A row whose values have but blanks between them, with commas: `1 -2`."""
    if any(each.text == "," for each in top(row)):
        return list(row)
    out: list[Token] = []
    for place, token in enumerate(row):
        after = row[place + 1] if place + 1 < len(row) else None
        signed = token.text in ("-", "+") and after is not None and not after.spaced
        begins = token.spaced and (token.kind in VALUES or signed)
        if begins and out and (out[-1].kind in VALUES or out[-1].text in (")", "]", "ᵀ")):
            out.append(token.before(","))
        out.append(token)
    return out


def vector(value: Sequence[Token], text: str) -> list[Token]:
    """`(1, 2, 3)` and `[1, 2]ᵀ`, which a name is given in mathematics, as a list; other values as they are."""
    marks = (
        1
        if value[-1:] and value[-1].text == "ᵀ"
        else 2
        if [each.text for each in value[-2:]] in (["^", "T"], ["^", "ᵀ"])
        else 0
    )
    inner = value[: len(value) - marks]
    if len(inner) < 5 or (inner[0].text, inner[-1].text) not in (("(", ")"), ("[", "]")) or is_program(text):
        return list(value)
    items = list(split(inner[1:-1], {","}))
    numbers = all(item and item[-1].kind == "number" and len(item) <= 2 for item in items)
    if len(items) < 2 or not (numbers if inner[0].text == "(" else marks):
        return list(value)
    return [inner[0].says("["), *inner[1:-1], inner[-1].says("]")]
