"""Mistakes in a name, which can be taken at their word: "did you mean" puts the nearest name in its place."""

from __future__ import annotations

import re
from dataclasses import replace

from app.language import Diagnostic

MEANT = re.compile(r"did you mean `([^`]+)`\?")
DOTTED = re.compile(r"[\w.]*?(\w+)")


def repaired(text: str, found: Diagnostic) -> Diagnostic:
    """A mistake with what can be written at its place instead, where a name stands there and its hint knows the nearest one."""
    meant, span = MEANT.match(found.hint), found.span
    if found.repair or not meant or not span or span.line != span.end_line:
        return found
    here = text.split("\n")[span.line - 1][span.column : span.end]
    wrong = DOTTED.fullmatch(here)
    return replace(found, repair=here[: wrong.start(1)] + meant[1]) if wrong else found
