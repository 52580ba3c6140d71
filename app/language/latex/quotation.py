"""A person's own words as messages show them: of LaTeX what it says, never a piece of it that is open at one end."""

from __future__ import annotations

import re
from contextlib import suppress

from app.language import latex
from app.language.source import LanguageError
from app.language.text.located import Located

FRACTION = re.compile(r"\(\((\w+)\)/\((\w+)\)\)")
"""What the fraction of two words looks like in the spelling of the language."""


LENGTH = 80
"""Of more characters the beginning is shown, and that it goes on."""
LATEX = 5
"""So many times as long is what is spelled in commands."""


def quotable(words: str) -> str:
    """Some words of a text, on one line; `a}\\cdot\\vec{b` as a*b."""
    whole = closed(words[: LATEX * LENGTH])
    if "\\" in whole:
        with suppress(LanguageError):
            whole = latex.read(Located.whole(whole)).text
    shown = " ".join(FRACTION.sub(r" \1/\2", whole).split())
    return shown if len(shown) <= LENGTH and len(words) <= LATEX * LENGTH else f"{shown[:LENGTH]}…"


def closed(words: str) -> str:
    """The words without braces that close nothing, and with what closes those that are open."""
    kept, open_ = [], 0
    for sign in words:
        if sign == "}" and not open_:
            continue
        open_ += (sign == "{") - (sign == "}")
        kept.append(sign)
    return "".join(kept) + "}" * open_
