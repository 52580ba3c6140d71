"""Letters side by side: `mx` where m and x are names, `πr`, `x_1` beside `x1`, and names that look like others."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from app.language.names import NUMBERED
from app.language.source import Span
from app.language.syntax import Binary, Expr

FACTORS = 4
"""At most so many letters side by side are read as a product."""
SINGLE = re.compile(r"[^\W\d_](?:_?\d+)?$")
"""One letter, perhaps with a number at its foot."""
SIMILAR = 0.8


def factors(name: str, own: Collection[str]) -> list[str]:
    """The fewest of some names that side by side make up a name; nothing where they do not. π is a name always."""
    best: dict[int, list[str]] = {0: []}
    for stop in range(1, len(name) + 1):
        for start in range(stop):
            piece = name[start:stop]
            fits = piece in own or piece == "π" or ("π" in name and SINGLE.match(piece))
            fewer = start in best and (stop not in best or len(best[start]) + 1 < len(best[stop]))
            if fits and fewer and piece != name:
                best[stop] = [*best[start], piece]
    found = best.get(len(name), [])
    return found if 1 < len(found) <= FACTORS else []


def product(parts: Sequence[Expr], span: Span) -> Expr:
    """The product of some expressions for which nobody wrote a sign; each stands in its own part of the text, in order."""
    first, *rest = parts
    for part in rest:
        first = Binary(first, "*", part, span=span, place=span, sign="")
    return replace(first, span=span)


def spellings(bound: Collection[str], free: Collection[str]) -> dict[str, str]:
    """For names without a value that differ from another only in how their number is written, the other."""
    found: dict[str, list[str]] = {}
    for name in (*sorted(bound), *sorted(free)):
        if match := NUMBERED.match(name):
            found.setdefault(match[1] + match[2], []).append(name)
    return {name: names[0] for names in found.values() for name in names[1:] if name in free}


def near(name: str, bound: Collection[str]) -> str:
    """The bound name that a new one was probably meant to be; numbers tell names apart."""
    letters = re.sub(r"\d", "", name)
    if len(letters) <= SINGLE_WORD:
        return ""
    alike = [each for each in bound if re.sub(r"\D", "", each) == re.sub(r"\D", "", name)]
    return next(iter(difflib.get_close_matches(name, alike, 1, SIMILAR)), "")


SINGLE_WORD = 3
"""Names of so few letters are too short to be taken for others."""
