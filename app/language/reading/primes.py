"""Quotation marks that are primes of names, `f'(x)`, or MATLAB's transposes."""

from __future__ import annotations

import re

from app.language.mathematics.matrix_rows import is_matlab
from app.language.source import Diagnostic, Severity
from app.language.text.located import Located

AFTER = r"(?=\s*(?:[=(+\-*/^),;\]|}²³⁴]|\.[*/^]|$|\s))"
PRIMED = re.compile(rf"(?<=[^\W\d])'{{1,2}}{AFTER}", re.MULTILINE)
"""A prime, as keyboards have it: `f'(x)`, `y' = 2x`."""
TRANSPOSED = re.compile(rf"(?<=[\w)\]])'{AFTER}", re.MULTILINE)
"""The sign of a transpose in MATLAB."""
ARRAY = re.compile(r"(?<![\w.])(\w+)[ \t]*=[ \t]*\[")
BOUND = re.compile(r"(?<![\w.])(\w+)[ \t]*=(?!=)")
PRIMED_LEFT = re.compile(r"(?<![\w.])(\w+)'[ \t]*=(?!=)")


def present(text: str) -> bool:
    """Whether all quotation marks of a text are primes or transposes."""
    pattern = TRANSPOSED if is_matlab(text) else PRIMED
    return "'" in text and '"' not in text and text.count("'") == sum(map(len, pattern.findall(text)))


def read(located: Located) -> tuple[Located, list[Diagnostic]]:
    """Quotation marks that are primes: behind an array that the text gives, as in MATLAB, a transpose, which is told."""
    text, notes = located.text, list[Diagnostic]()
    if not present(text):
        return located, notes
    pattern, given = (TRANSPOSED, BOUND) if is_matlab(text) else (PRIMED, ARRAY)
    arrays = set(given.findall(text)) - set(PRIMED_LEFT.findall(text))

    def prime(match: re.Match[str]) -> str:
        start, stop = match.span()
        while start and (text[start - 1].isalnum() or text[start - 1] == "_"):
            start -= 1
        name = text[start : stop - 1]
        if match.group() != "'" or (name and name not in arrays):
            return "′" * len(match.group())
        hint = f"for an input of that name give it a value: {name}' = 1" if name else ""
        told = f"`{text[start:stop]}` is read as a transpose"
        notes.append(Diagnostic(located.span(start, stop), told, hint, severity=Severity.NOTE))
        return "ᵀ"

    return located.sub(pattern, prime), notes
