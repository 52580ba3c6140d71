"""Mathematics as people write it becomes Python's spelling: products without a sign, `|x|`, `√x`, `sin² x`, `x!`, `Σᵢ wᵢxᵢ` …"""

from __future__ import annotations

from collections.abc import Sequence

from app.language import applications, bars, groups, roots, suffixes, summations
from app.language.formula import Formula
from app.language.operand import Told
from app.language.tokens import Token

SUBJECTS = (groups, bars, roots, suffixes, summations, applications)
"""The modules that fill the tables of `formula`; of words, the earlier ones are asked first."""


def spelled_out(tokens: Sequence[Token], bound: frozenset[str], told: Told) -> list[Token]:
    """The tokens of a line in Python's spelling; `bound` are the names that the text gives a meaning of its own."""
    return Formula(tokens, bound, told).level()
