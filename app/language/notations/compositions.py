"""Functions of functions, `(f ∘ g)(x)` and `h = f ∘ g`: between values the same sign is a product entry by entry."""

from __future__ import annotations

import re

from app.language.source import Diagnostic
from app.language.text.letters import FUNCTION_LETTERS, NAME
from app.language.text.located import Located

SIGN = r"\s*(?:∘|\\circ(?![A-Za-z]))\s*"
COMPOSED = re.compile(rf"(?P<open>\(\s*)?(?<!\w)(?P<names>{NAME}(?:{SIGN}{NAME})+)(?(open)\s*\))(?P<called>\s*\()?")
DEFINED = re.compile(rf"(?<!\w)({NAME})\([^()=\n]*\)\s*:?=(?!=)")
GIVEN = re.compile(rf"(?<!\w)({NAME})\s*:?=(?!=)")
ARGUMENT = "x"


def read(located: Located) -> Located:
    """The text with compositions as functions of their own, which is told."""
    text = located.text
    if "∘" not in text and "\\circ" not in text:
        return located
    defined, given, notes = set(DEFINED.findall(text)), set(GIVEN.findall(text)), list[Diagnostic]()

    def function(match: re.Match[str]) -> str:
        names = re.split(SIGN, match["names"])
        known = defined.issuperset(names)
        called = match["called"] and (match["open"] or names[0] in FUNCTION_LETTERS | defined)
        called = called and given.isdisjoint(names)
        if not (known or called):
            return match.group()
        shown = f"{'('.join(names)}(…{')' * len(names)}"
        told = f"`{match['names']}` is read as the composition {shown}"
        hint = f"for a product entry by entry write {' ⊙ '.join(names)}"
        notes.append(located.note(match.span("names"), told, hint))
        return f"(lambda {ARGUMENT}: {'('.join(names)}({ARGUMENT}{')' * len(names)}){match['called'] or ''}"

    return located.sub(COMPOSED, function).telling(*notes)
