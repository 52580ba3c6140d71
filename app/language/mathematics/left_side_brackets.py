"""What the brackets of a left side hold: conditions, places in a table, letters side by side, or what an entry depends on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.language.mathematics.cases import split
from app.language.text.characters import SUPERSCRIPTS
from app.language.text.tokens import Token

SUMS = frozenset("∑Σ∏Π")
NUMBERED = re.compile("[^_]+_([a-z])")
FOOTING = re.compile("[^_]+_([a-z]{1,3})")
"""Names with an index at their foot, and with one or several."""


def is_conditional(target: Sequence[Token]) -> bool:
    """Whether the brackets of a left side hold what a random variable depends on, or a square, as in `N(x; μ, σ²)`."""
    inner = {token.text for token in target[2:-1]}
    squares = any(square(target, place) for place in range(2, len(target)))
    return bool({"|", "‖", "="} & inner) or squares


def is_position(inner: Sequence[Token]) -> bool:
    """Whether some brackets hold names and multiples of names, the places `(pos, 2i + 1)` in a table."""
    parts = [[token.kind for token in part] for part in split(inner, {","})]
    return len(parts) > 1 and ["name"] in parts and any(part[:2] == ["number", "name"] for part in parts)


def is_entry(name: str, inner: Sequence[Token], formula: Sequence[str]) -> bool:
    """Whether `y_k(x, w) = Σ_j w_kj x_j` is of an entry of y: its index stands beside one that a sum runs over."""
    index = NUMBERED.fullmatch(name)
    if (
        index is None
        or SUMS.isdisjoint(formula)
        or any(token.kind != "name" for token in inner if token.text not in (",", ";"))
    ):
        return False
    return any(index[1] in foot[1] for foot in map(FOOTING.fullmatch, formula) if foot) and name not in formula


def is_set(name: str, formula: Sequence[str]) -> bool:
    """Whether a name stands in a formula only as what an index lies in: H(X) = −Σ_{x ∈ X} p(x) log p(x) is of a random variable."""
    places = [place for place, text in enumerate(formula) if text == name]
    return bool(places) and all(place and formula[place - 1] == "∈" for place in places)


def is_product(inner: Sequence[Token]) -> bool:
    """Whether some brackets hold names side by side, what `H(jω)` is of."""
    return len(inner) > 1 and all(token.kind == "name" for token in inner)


def square(tokens: Sequence[Token], place: int) -> int:
    """Where a power of 2 that begins at a place ends; 0 where none begins."""
    token = tokens[place] if place < len(tokens) else None
    if token is None:
        return 0
    if token.kind == "power" and [SUPERSCRIPTS[sign] for sign in token.text] == ["2"]:
        return place + 1
    texts = [each.text for each in tokens[place : place + 4]]
    return place + 2 if texts[:2] == ["^", "2"] else place + 4 if texts == ["^", "{", "2", "}"] else 0
