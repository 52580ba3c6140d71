"""Words and capital letters raised over a name that are marks, no powers: `L^{CLIP}`, `W^Q`, `W^{\\text{out}}`."""

from __future__ import annotations

import re

from app.language.latex.quotation import quotable
from app.language.source import Diagnostic
from app.language.text.letters import is_program
from app.language.text.located import Located

FOOT = r"(?:_\w|_\{\w+\})?"
TEXT = r"\\(?:text|mathrm|textrm|mathsf|operatorname|mathit)\{\s*([A-Za-z]\w*)\s*\}"
MARK = re.compile(
    rf"(?P<base>(?<![^\W\d_hxzXHZ])(?!e\^)[^\W\d_]{FOOT}|\}})\^(?:\{{\s*(?:{TEXT}|(\w*[A-Za-z]{{2}}\w*))\s*\}}|{TEXT}|([A-Z])(?!\w))"
)
LEFT = re.compile(r"(?m)^[ \t&$]*(?P<base>[^\W\d_])\^\{?\s*(?:\\\w+\{\s*)?[A-Za-z]{2}")
"""A name left of `=` with a word raised over it."""
BRACED = re.compile(r"(?:\\[a-zA-Z]+)?\{[^{}]*\}$")
"""What a mark stands behind, where it is in braces."""
CAPITALS = 3
"""From so many capital letters on, what is raised over a name is a word."""
MATRICES = "WUV"
TRANSPOSES = frozenset("TH")


def marked(located: Located) -> Located:
    """The text with such words in square brackets, as marks are written; the first is told."""
    text = located.text
    if is_program(text):
        return located
    left = {match["base"] for match in LEFT.finditer(text)}
    notes: list[Diagnostic] = []

    def bracketed(match: re.Match[str]) -> str:
        base, quoted, word, bare, letter = match.groups()
        raised = quoted or bare or word or letter
        shouted = bool(word) and word.isupper() and len(word) >= CAPITALS
        matrix = bool(letter) and base[0] in MATRICES and letter not in TRANSPOSES and not gives(text, letter)
        transposed = quoted == "T" or bare == "T"
        if (
            transposed
            or not (quoted or bare or matrix or (word and (shouted or base[0] in left)))
            or gives(text, raised)
        ):
            return match.group()
        if not notes:
            whole = BRACED.search(text, 0, match.start() + 1) if base == "}" else None
            name = base if base != "}" else whole.group() if whole else "…"
            shown = quotable(f"{name}{match.group().removeprefix(base)}")
            told, hint = f"`{shown}` is read as one name, not as a power", f"for a power write {name}^({raised})"
            notes.append(located.note(match.span(), told, hint))
        return f"{base}^{{[{raised}]}}"

    return located.sub(MARK, bracketed).telling(*notes)


def gives(text: str, name: str) -> bool:
    """Whether a text gives a name a number."""
    return re.search(rf"(?<![\w^{{]){name}\s*=\s*[+-]?\.?\d", text) is not None
