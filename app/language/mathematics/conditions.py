"""Statements told from what is said of their names: assignments, conditions and ranges, `x² for x > 0`, `W ∈ ℝ^{2×3}`."""

from __future__ import annotations

import keyword

from app.language.mathematics.cases import Tokens, marked, split, top
from app.language.mathematics.choices import CHOOSING
from app.language.text.brackets import CASES, CONDITIONS
from app.language.text.tokens import Token, matches

OVER = frozenset({"on"})
RANGES = OVER | {"for", "∀", "where", "with", "if"}
"""What stands before `x ∈ ℝ` behind a formula."""
LIMITING = RANGES - {"∀"} | {"when", "provided", "falls", "wenn"}
"""What stands before a condition behind a formula, `x² for x > 0`."""
LANGUAGE = frozenset(keyword.kwlist) - {"with", "for", "and", "None", "True", "False", "not", "lambda"}
"""What Python's own statements begin with; they are left alone."""


def pythonic(tokens: Tokens) -> bool:
    """Whether a line is one of Python's own statements."""
    first = tokens[0]
    if first.text == "@" or (first.text in LANGUAGE and first.kind == "name") or matches(tuple(tokens)):
        return True
    return first.text in ("with", "for") and (tokens[-1].text == ":" or any(token.text == ":" for token in top(tokens)))


GIVING = frozenset({"=", ":=", "<"})
"""Signs of which one stands where a name is given a value: `x <- 2`, too."""


def binding(tokens: Tokens) -> int | None:
    """Where the `=` of an assignment stands, if some tokens begin with a name, an item or a call that is given a value."""
    if not tokens or not (tokens[0].kind == "name" or tokens[0].text == "(") or tokens[0].text in LANGUAGE:
        return None
    for place, (token, outside) in enumerate(marked(tokens)):
        if not outside:
            continue
        if token.text in ("=", ":="):
            return place
        if (
            token.text == "<"
            and place + 1 < len(tokens)
            and tokens[place + 1].text == "-"
            and not tokens[place + 1].spaced
        ):
            return place
        if not (token.kind == "name" or token.text in (".", "(", "[", ")", "]")) or (
            place and token.kind == "name" and tokens[place - 1].text != "."
        ):
            return None
    return None


def conditional(tokens: Tokens) -> bool:
    """`x > 0` or `x ∈ ℝ` after a formula."""
    signs = [token.text for token in top(tokens)]
    if signs[1:2] == [":"] and "→" in signs:
        return True
    return tokens[0].kind in ("name", "number") and bool(CONDITIONS & set(signs)) and not {"if", "else"} & set(signs)


def membership(tokens: Tokens) -> bool:
    """`x ∈ ℝ` or `let x, y ∈ ℝ` by itself."""
    signs = [token.text for token in tokens]
    return (
        bool(tokens)
        and "∈" in signs
        and binding(tokens) is None
        and not {"=", ":=", ":"} & set(signs)
        and tokens[0].kind == "name"
    )


def is_range(before: Token, tokens: Tokens) -> bool:
    """`x ∈ ℝ` or `x in [0, 1]` behind a formula; behind an `if` the latter is a condition, and so is what an `else` follows."""
    interval = len(tokens) > 2 and tokens[0].kind == "name" and tokens[1].text == "in" and tokens[2].text in ("[", "(")
    every = [each.text for each in tokens[:-1]] == (["all"] if before.text == "for" else [])
    every = every and before.text in ("for", "∀") and len(tokens) > 0 and tokens[-1].kind == "name"
    if before.text in OVER:
        return len(tokens) > 2 and tokens[0].text in ("[", "(") and any(each.text == "," for each in tokens)
    said = membership(tokens) or (interval and before.text != "if") or every
    return said and CHOOSING.isdisjoint([token.text for token in tokens])


def last_limit(tokens: Tokens) -> int | None:
    """Where the word stands behind which all is a condition by itself, `for x > 0` or `when 0 < x < 1`; None where there is none.

    It chooses nothing and is no case of several; an `if` without a comma before it is half a choice.
    """
    words = [
        place for place, (token, outside) in enumerate(marked(tokens)) if outside and place and token.text in LIMITING
    ]
    if not words or tokens[0].text == ",":
        return None
    condition = tokens[words[-1] + 1 :]
    signs = {token.text for token in top(condition)}
    compares = not (CONDITIONS - {"in", "∈"}).isdisjoint(signs) and signs.isdisjoint({"=", ":", ",", "<-"})
    chooses = any(token.text in CHOOSING for token in condition) or any(token.kind == CASES for token in tokens)
    half = tokens[words[-1]].text == "if" and tokens[words[-1] - 1].text != ","
    return words[-1] if compares and not (chooses or half) else None


def gives(tokens: Tokens) -> bool:
    """Whether some tokens give names values, `a = 2`, or do so beside conditions, `a > 0, x = 2`."""
    bound = [(binding(piece) is not None, piece) for piece in split(tokens, {","}) if piece]
    return binding(tokens) is not None or (
        any(found for found, _ in bound) and all(found or conditional(piece) for found, piece in bound)
    )
