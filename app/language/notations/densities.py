"""Densities by the name of their distribution: `N(x | μ, σ²)` is written out, any other is refused with what to write."""

from __future__ import annotations

import re

from app.language.source import Diagnostic
from app.language.text.letters import is_program
from app.language.text.located import Located

INNER = r"(?:[^()\n]|\((?:[^()\n]|\((?:[^()\n]|\([^()\n]*\))*\))*\))*"
"""What stands in brackets, with brackets up to three deep in it."""
NAMES = (
    "Bern|Ber|Bin|Binomial|Poisson|Pois|Poi|Gamma|Gam|Beta|Dir|Mult|Cat|Unif|Laplace|Student|St|Wishart|Normal|N|𝒩|𝓝"
)
DENSITY = re.compile(rf"(?<![\w~∼])({NAMES})[ \t]*\(({INNER})\)")
SEPARATORS = re.compile(rf"\(({INNER})\)|\|[^|]*\||([|;,])")
"""What stands between the arguments of a density, outside of brackets and bars."""
MATRIX = re.compile(r"\s*(?:[A-ZΣΛ](?:_?[A-Za-z0-9]+)?|.*(?<![A-Za-z])I)\s*$")
"""A covariance of several dimensions."""
NUMBERED = re.compile(r"\s*[A-ZΣΛ](?:_[ijkmn]|[ᵢⱼₖₘₙ])\s*$")
"""One of several covariances."""
NUMBER = "(exp(-(({0})-({1}))**2/(2*({2})))/sqrt(2*pi*({2})))"
"""Bishop, Pattern Recognition and Machine Learning (2006), equation 1.46."""
VECTOR = "(exp(-(1/2)*(({0})-({1})).T@({2})**-1@(({0})-({1})))/sqrt(det(2*pi*({2}))))"
"""The same, equation 1.52: the determinant of 2πΣ is (2π)ᴰ|Σ|."""


def written_out(located: Located) -> Located:
    """The text with normal densities as formulas, unless it defines N. Raises LanguageError for densities of other distributions."""
    if is_program(located.text):
        return located
    notes: list[Diagnostic] = []

    def formula(match: re.Match[str]) -> str:
        name, parts = match[1], arguments(match[2])
        if not parts or defines(located.text, name):
            return match.group()
        shown = match.group()
        if name not in ("N", "Normal", "𝒩", "𝓝") or len(parts) != 3:
            message = f"the density `{shown}` is not known by the name of its distribution"
            located.refuse(match.span(), message, "write its formula, or its logarithm where that is what counts")
        message = f"`{shown}` is read as the density of the normal distribution at {parts[0].strip()}"
        hint = "the last value in the bracket is its variance, or a covariance matrix"
        notes.append(located.note(match.span(), message, hint))
        if NUMBERED.match(parts[2]):
            message = f"`{shown}` has one matrix of many, and several matrices are not numbered here"
            located.refuse(match.span(), message, "write the terms out, with Σ_1, Σ_2, or give them variances")
        return (VECTOR if MATRIX.match(parts[2]) else NUMBER).format(*parts)

    return located.sub(DENSITY, formula).telling(*notes)


def arguments(inner: str) -> list[str]:
    """What stands in the bracket of a density, apart; nothing where no bar or semicolon follows the first argument."""
    cuts = [match for match in SEPARATORS.finditer(inner) if match[2]]
    if not cuts or cuts[0][2] == ",":
        return []
    ends = [0, *(match.end() for match in cuts)]
    return [
        inner[start:stop] for start, stop in zip(ends, [*(match.start() for match in cuts), len(inner)], strict=True)
    ]


def defines(text: str, name: str) -> bool:
    """Whether a line of a text gives a name, or a function of that name, a value."""
    return re.search(rf"(?m)^[ \t]*{re.escape(name)}[ \t]*(?:\({INNER}\))?[ \t]*:?=", text) is not None
