"""Pipes, `x |> sin |> exp` of Julia, F# and Elixir and `x %>% exp()` of R: the function right of one is applied to what stands left."""

from __future__ import annotations

import re
from itertools import pairwise

from app.language.text.letters import NAME
from app.language.text.located import Located

SIGN = r"(?:\.?\|>|%>%)"
CHAIN = re.compile(rf"(?:[ \t]*(?:\n[ \t]*)?{SIGN}\s*{NAME}(?:\.{NAME})*(?:\(\))?(?![\w(.]))+")
STEP = re.compile(rf"{SIGN}\s*({NAME}(?:\.{NAME})*)")
LEFT_OVER = re.compile(rf"(?<![|\w)\]]){SIGN}(?=\s*[\w(])|[ \t]{SIGN}(?=[ \t]*[A-Za-z(])")
ASSIGNED = re.compile(r"(?<![<>=!:])(?::=|=)(?!=)|<-|[;,\n]|(?<!\w)return\b")
"""What an expression stands behind."""
TIGHT = re.compile(r"<-|%>%")
"""What R has, where a pipe holds more tightly than a product."""
FACTOR = re.compile(rf"(?:{NAME}|\d[\d.]*)?(?:\((?:[^()]|\([^()]*\))*\))?$")
FARTHEST = 2000
"""So many characters before a pipe are what it is applied to at most."""


def read(located: Located) -> Located:
    """The text with calls in place of pipes; what more than one factor goes into is told. Raises LanguageError for other pipes."""
    if "|>" not in located.text and "%>%" not in located.text:
        return located
    edits, notes = [], []
    for chain in CHAIN.finditer(located.text):
        start = begin(located.text, chain.start())
        value = located.text[start : chain.start()]
        if not value.strip() or is_bar(located.text, chain.start()):
            continue
        names = STEP.findall(chain.group())
        edits += [(start, start, "".join(f"{name}(" for name in reversed(names))), (*chain.span(), ")" * len(names))]
        if not FACTOR.fullmatch(value.strip()):
            told = f"the pipe is read as {names[0]}({value.strip()})"
            notes.append(located.note(chain.span(), told, "for another reading write the function and brackets"))
    located = located.replaced(sorted(edits, key=lambda edit: (edit[0], -edit[1]))).telling(*notes)
    for found in LEFT_OVER.finditer(located.text):
        if not is_bar(located.text, found.start()):
            located.refuse(
                found.span(), "this pipe leads to no function of one value", "write the function round it: f(x, 2)"
            )
    return located


def begin(text: str, stop: int) -> int:
    """Where the expression begins that ends at a place: behind `=`, a comma, or a bracket that is open there."""
    low = max(0, stop - FARTHEST)
    if TIGHT.search(text):
        found = FACTOR.search(text, low, stop)
        return found.start() if found else stop
    depth, start = 0, stop
    while start > low:
        sign = text[start - 1]
        depth += (sign in ")]}") - (sign in "([{")
        if depth < 0:
            break
        start -= 1
    outer = [low if start == low else start]
    outer += [each.end() for each in ASSIGNED.finditer(text, start, stop) if level(text[start : each.start()]) == 0]
    first = outer[-1]
    return first + len(text[first:stop]) - len(text[first:stop].lstrip())


def level(text: str) -> int:
    """How many brackets of a text are open at its end."""
    return sum((sign in "([{") - (sign in ")]}") for sign in text)


def is_bar(text: str, place: int) -> bool:
    """Whether the bar at a place closes another, as in `|x|>0`."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    bars = sum(one == "|" != two for one, two in pairwise(f"{line} ") if (one, two) != ("|", ">"))
    return bars % 2 == 1
