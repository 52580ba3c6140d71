"""A label's LaTeX as Typst's mathematics, for documents that set it in their own type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

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
COMPARED: Mapping[str, str] = {"<": "lt", ">": "gt"}
BIG: Mapping[str, str] = {"∑": "sum", "∏": "product"}
HELPERS = """\
// Brackets that keep their size.
#let open(bracket) = math.class("opening", bracket)
#let close(bracket) = math.class("closing", bracket)
"""
SINGLE = re.compile(r'[A-Za-zα-ωΑ-Ω]|[0-9]+|"(?:[^"\\]|\\.)*"')
"""What an index can stand at, and be, without parentheses."""
DIGITS = frozenset("0123456789.")


def typst_math(latex: str) -> str:
    """What stands between Typst's dollar signs. Raises ValueError for LaTeX that is not ours."""
    return _Writer(latex).whole()


class _Writer(LatexReader):
    """Writes Typst; a person's text goes in as a string and nowhere else."""

    def joined(self, pieces: Sequence[str]) -> str:
        """Digits of a number together, all else apart; by a comment beside words, where a space would be set as one."""
        found = [piece for piece in pieces if piece]
        return "".join([*found[:1], *(between(*pair) + pair[1] for pair in pairwise(found))])

    def grouped(self, body: str) -> str:
        return f'class("normal", {body})' if body.startswith("−") else body

    def run(self, text: str, style: str) -> str:
        if (text in BARE and style == "i") or text in DIGITS:
            return text
        if text in ("(", "[", "{", "⌊", "⌈"):
            return f"open({DELIMITERS[text]})"
        if text in (")", "]", "}", "⌋", "⌉"):
            return f"close({DELIMITERS[text]})"
        if text == ",":
            return r"\,"
        if text in PLAIN_SIGNS:
            return text
        if text in COMPARED:
            return COMPARED[text]
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
        pieces = [DELIMITERS.get(opening, opening), body, DELIMITERS.get(closing, closing)]
        return f"lr({self.joined(pieces)})"

    def gridded(self, rows: Sequence[Sequence[str]]) -> str:
        return f'mat(delim: "[", {"; ".join(", ".join(line) for line in rows)})'

    def stacked(self, lines: Sequence[str]) -> str:
        return f"mat(delim: #none, {'; '.join(lines)})"

    def scripted(self, base: str, below: str | None, above: str | None) -> str:
        if SINGLE.fullmatch(base):
            ends = [
                f"{sign}{end if SINGLE.fullmatch(end) else f'({end})'}"
                for sign, end in (("_", below), ("^", above))
                if end
            ]
            return base + "".join(ends)
        found = [f"{key}: {end}" for key, end in (("b", below), ("t", above)) if end is not None]
        return f"attach({', '.join([base or quoted(''), *found])})"

    def shrunk(self, body: str) -> str:
        return f"script({body})"

    def limited(self, name: str, below: str) -> str:
        operator = f"op({quoted(name)}, limits: #true)"
        return f"attach({operator}, b: {below})" if below else operator

    def summed(self, sign: str, below: str, body: str) -> str:
        head = f"attach({BIG[sign]}, b: {below})" if below else BIG[sign]
        return self.joined([head, body])


def between(piece: str, following: str) -> str:
    """What stands between two pieces."""
    if piece in DIGITS and following[0] in DIGITS:
        return ""
    return SEAM if piece[-1] == '"' or following[0] == '"' else " "
