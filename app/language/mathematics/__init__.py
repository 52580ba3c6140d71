"""Mathematics as people write it becomes Python's spelling: products without a sign, `|x|`, `√x`, `sin² x`, `x!`, `Σᵢ wᵢxᵢ` …"""

from __future__ import annotations

from collections.abc import Sequence

from app.language.mathematics import (
    applications,
    asked_for,
    bars,
    groups,
    marks,
    powers,
    roots,
    shares,
    suffixes,
    summations,
)
from app.language.mathematics.cases import top
from app.language.mathematics.formula import Formula
from app.language.mathematics.operand import Told
from app.language.text.tokens import Token, matches

SUBJECTS = (groups, bars, roots, suffixes, shares, powers, marks, summations, asked_for, applications)
"""The modules that fill the tables of `formula`; of words, the earlier ones are asked first."""


def spelled_out(tokens: Sequence[Token], bound: frozenset[str], told: Told) -> list[Token]:
    """The tokens of a line in Python's spelling; `bound` are the names that the text gives a meaning of its own."""
    heading = pattern_end(tokens) if matches(tuple(tokens)) else 0
    return [*tokens[:heading], *Formula(tokens[heading:], bound, told).level()]


def pattern_end(tokens: Sequence[Token]) -> int:
    """Where the pattern of a `case` ends, whose signs mean other things than in a formula; after the word of a `match`."""
    outside = set(map(id, top(tokens)))
    ends = (place for place, each in enumerate(tokens) if each.text in ("if", ":") and id(each) in outside)
    return next(ends, len(tokens)) if tokens[0].text == "case" else 1
