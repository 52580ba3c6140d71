"""Angle brackets that a copy of a page has as letters: in the fonts of TeX `⟨` stands where h does, and `⟩` where i does, so that a
copied ⟨x, y⟩ is `hx, yi`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.language.mathematics.cases import marked
from app.language.mathematics.operand import Told
from app.language.text.letters import is_program
from app.language.text.tokens import Token

LETTER = r"[^\W\d_][\u0300-\u036f]*(?:_?\d+|_\w+)?"
OPENING, CLOSING = re.compile(f"h{LETTER}"), re.compile(f"(?!(?:pi|xi|hi)$){LETTER}i")
"""A bracket and the letter behind it, and a letter with a bracket behind it; π and ξ by their names are none."""
BRACKETS = frozenset("hi")


def angled(tokens: Sequence[Token], given: Collection[str], told: Told) -> list[Token]:
    """The tokens with `hx, yi` as ⟨x, y⟩, which is told, unless the text gives one of these names, or h or i, a value."""
    found = list(tokens)
    if not BRACKETS.isdisjoint(given) or is_program(told.places.text):
        return found
    outside = {id(token) for token, out in marked(tokens) if out}
    for place in range(len(found) - 3, -1, -1):
        first, comma, last = found[place : place + 3]
        letters = OPENING.fullmatch(first.text) and CLOSING.fullmatch(last.text) and first.text not in given
        if comma.text == "," and id(comma) in outside and letters and last.text not in given:
            left, right = first.text[1:], last.text[:-1]
            said = f"`{told.written([first, comma, last])}` is read as a copy of ⟨{left}, {right}⟩"
            told.say(first, last, said, f"for two values write ({told.written([first, comma, last])})")
            inner = replace(first, kind="name", text=left, spaced=False), comma, replace(last, text=right)
            found[place : place + 3] = [first.before("⟨", "other"), *inner, last.after("⟩", "other")]
    return found
