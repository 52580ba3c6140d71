"""Which bracket closes which, and what is wrong where none does."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile
from unicodedata import category

from app.language.source import Diagnostic, LanguageError
from app.language.text.located import Lines
from app.language.text.quoted import COVER
from app.language.text.tokens import CLOSING, KNOWN, NESTING, OPENING, SHALLOWER, Token

SETS = frozenset("∩∪∖∅")
CASES = "cases"
"""The kind of a brace that opens cases and that nothing closes."""
OTHERWISE = frozenset("otherwise else sonst ansonsten sinon altrimenti иначе".split())
IF = frozenset("if for when whenever falls wenn für si se pour para если при".split())
"""Words before a condition, in some languages of books."""
PARTING = IF | {",", "&"}
"""What stands between a value and its condition, one of them or several: `x², if x > 0`."""
CONDITIONS = frozenset({"<", ">", "<=", ">=", "!=", "∈", "in"})
CHOOSING = PARTING | CONDITIONS | OTHERWISE | {";"}
"""What stands in a line that is one of several cases."""


def checked(found: Sequence[Token], text: str) -> list[Token]:
    """The tokens, with braces that stand before cases told from others.

    Raises LanguageError with all characters and brackets that cannot be right.
    """
    places = Lines(text)
    marked, mistakes = matched(found, places)
    mistakes += bad_characters(found, places)
    if mistakes:
        raise LanguageError(mistakes)
    return marked


def bad_characters(found: Sequence[Token], places: Lines) -> Iterator[Diagnostic]:
    last_colon = max((index for index, token in enumerate(found) if token.text == ":"), default=0)
    for index, token in enumerate(found):
        declares = token.text == "?" and [each.text for each in found[max(0, index - 2) : index]] == [")", "="]
        ternary = token.text == "?" and index < last_colon
        if token.kind not in ("other", "covered") or token.text in KNOWN or declares or ternary:
            continue
        span = places.span(token.start, token.end)
        if token.kind == "covered" and token.text.strip(COVER):
            hint = "right behind a name or a bracket a mark is a prime: put a blank before it, or remove it"
            yield Diagnostic(span, "a quotation mark before this opens no text", hint)
            # What stands behind is outside of marks that it is inside of, and the other way round.
            return
        elif token.text in "\"'":
            transposed = token.text == "'" and index and found[index - 1].kind == "name" and not token.spaced
            hint = (
                f"for a transposed array write {found[index - 1].text}.T, for another value of that name {found[index - 1].text}′"
                if transposed
                else f"close it with another {token.text}"
            )
            yield Diagnostic(span, "this quotation mark is never closed", hint)
        elif token.text in SETS:
            hint = "give how many there are a name, as in shared/(a + b - shared)"
            yield Diagnostic(span, f"`{token.text}` is a sign of sets, which are not computed with", hint)
        else:
            shown = token.text if token.text.isprintable() else f"U+{ord(token.text[0]):04X}"
            picture = category(token.text[0]) == "So"
            hint = (
                "names are made of letters and digits" if picture else "remove it, or write the operation by its name"
            )
            yield Diagnostic(span, f"the character `{shown}` has no meaning here", hint)


def matched(found: Sequence[Token], places: Lines) -> tuple[list[Token], list[Diagnostic]]:
    """The tokens with cases told, and what is wrong with their brackets."""
    marked, mistakes = list(found), []
    open_: list[int] = []
    for index, token in enumerate(found):
        if token.kind not in ("operator", "other"):
            continue
        if token.text in OPENING:
            open_.append(index)
            if len(open_) == NESTING + 1:
                span = places.span(token.start, token.end)
                return marked, [Diagnostic(span, f"brackets are nested more than {NESTING} deep", SHALLOWER)]
        elif token.text in CLOSING:
            while open_ and OPENING[found[open_[-1]].text] != token.text and begins_cases(found, open_[-1]):
                place = open_.pop()
                marked[place] = found[place].says("{", CASES)
            if not open_:
                told, hint = f"`{token.text}` closes no bracket", "remove it, or open one before it"
                mistakes.append(Diagnostic(places.span(token.start, token.end), told, hint))
                continue
            opened = found[open_.pop()].text
            if OPENING[opened] != token.text:
                span, meant = places.span(token.start, token.end), OPENING[opened]
                wrong = Diagnostic(span, f"`{token.text}` closes `{opened}`", f"write `{meant}`", repair=meant)
                return marked, [*mistakes, wrong]
    for place in open_:
        token = found[place]
        if begins_cases(found, place):
            marked[place] = token.says("{", CASES)
        else:
            span = places.span(token.start, token.end)
            mistakes.append(Diagnostic(span, f"`{token.text}` is never closed", f"add a `{OPENING[token.text]}`"))
    return marked, mistakes


def begins_cases(found: Sequence[Token], index: int) -> bool:
    """Whether a brace stands where cases begin, after `=` or first in a line, and one of them stands behind it, or in a line below."""
    before = found[index - 1] if index else None
    first = before is None or before.kind == "newline" or before.text in ("=", ":=")
    if found[index].text != "{" or not first:
        return False
    line = list(takewhile(lambda token: token.kind != "newline", islice(found, index + 1, None)))
    return not line or not CHOOSING.isdisjoint(token.text for token in line)
