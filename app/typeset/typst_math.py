"""A label's LaTeX as Typst's mathematics, for documents that set it in their own type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.typeset.latex_reader import LatexReader
from app.typeset.typst import BARE, DELIMITERS, PLAIN_SIGNS, SEAM, quoted

MARKS: Mapping[str, str] = {
    "\u0302": "hat",
    "\u0305": "macron",
    "\u0303": "tilde",
    "\u0307": "dot",
    "\u20d7": "arrow",
}
SPACES: Mapping[str, str] = {"\u2009": "thin", "\u2005": "med", "\u2003": "quad"}
BIG: Mapping[str, str] = {"∑": "sum", "∏": "product"}


def typst_math(latex: str) -> str:
    """What stands between Typst's dollar signs. Raises ValueError for LaTeX that is not ours."""
    return _Writer(latex).whole()


class _Writer(LatexReader):
    """Writes Typst; a person's text goes in as a string and nowhere else."""

    seam = SEAM

    def run(self, text: str, style: str) -> str:
        if text in BARE and style == "i":
            return text
        if text in ("(", "[", "{", "⌊", "⌈"):
            return f'class("opening", {DELIMITERS[text]})'
        if text in (")", "]", "}", "⌋", "⌉"):
            return f'class("closing", {DELIMITERS[text]})'
        if text == ",":
            return 'class("punctuation", ",")'
        if text in PLAIN_SIGNS:
            return text
        return f"italic({quoted(text)})" if style == "i" and len(text) == 1 else quoted(text)

    def spaced(self, width: str) -> str:
        return SPACES[width]

    def named(self, name: str) -> str:
        return f"op({quoted(name)})"

    def joining(self, kind: str, sign: str) -> str:
        return f'class("{kind}", {sign})'

    def accented(self, mark: str, body: str) -> str:
        return f"accent({body}, {MARKS[mark]})"

    def fraction(self, above: str, below: str) -> str:
        return f"frac({above}, {below})"

    def rooted(self, degree: str, radicand: str) -> str:
        return f"root({degree}, {radicand})" if degree else f"sqrt({radicand})"

    def fenced(self, opening: str, body: str, closing: str) -> str:
        return f"lr({DELIMITERS.get(opening, opening)}{SEAM}{body}{SEAM}{DELIMITERS.get(closing, closing)})"

    def gridded(self, rows: Sequence[Sequence[str]]) -> str:
        return f'mat(delim: "[", {"; ".join(", ".join(line) for line in rows)})'

    def scripted(self, base: str, below: str | None, above: str | None) -> str:
        ends = [f"{key}: {end}" for key, end in (("b", below), ("t", above)) if end is not None]
        return f"attach({', '.join([base or quoted(''), *ends])})"

    def limited(self, name: str, below: str) -> str:
        operator = f"op({quoted(name)}, limits: #true)"
        return f"attach({operator}, b: {below})" if below else operator

    def summed(self, sign: str, below: str, body: str) -> str:
        head = f"attach({BIG[sign]}, b: {below})" if below else BIG[sign]
        return f"{head}{SEAM}{body}"
