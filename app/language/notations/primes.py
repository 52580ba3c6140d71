"""Quotation marks that are primes of names, `f'(x)`, or MATLAB's transposes."""

from __future__ import annotations

import re

from app.language.mathematics.matrix_rows import is_matlab
from app.language.source import Diagnostic
from app.language.text.letters import is_program
from app.language.text.located import Located

AFTER = r"(?=\s*(?:[=(+\-*/^),;\]|}‖·⋅×⊙−–<>≤≥²³⁴]|\.[*/^]|$|\s))"
PRIMED = re.compile(rf"(?<=[^\W\d])'{{1,2}}{AFTER}", re.MULTILINE)
"""A prime, as keyboards have it: `f'(x)`, `y' = 2x`."""
TRANSPOSED = re.compile(rf"(?<=[\w)\]}}.])'{AFTER}", re.MULTILINE)
"""The sign of a transpose in MATLAB."""
ARRAY = re.compile(r"(?<![\w.])(\w+)[ \t]*=[ \t]*\[")
BOUND = re.compile(r"(?<![\w.])(\w+)[ \t]*=(?!=)")
PRIMED_LEFT = re.compile(r"(?<![\w.])(\w+)'[ \t]*=(?!=)")


NAMED = r"(?<![^\W⁰¹²³⁴-⁹])(?<![\\'])[^\W\d_](?:_\w(?!\w)|_\{\w+\}|[₀-₉ᵢⱼ])?"
"""A letter that is no part of a word."""
TRANSPOSING = re.compile(
    rf"(?:(?![fgh]){NAMED}|(?<=[^\s(\[])[)}}\]])'(?=(?![⁰¹²³⁴-⁹])[^\W\d_]|\\[a-z])(?!s\b)|\)'(?=\()|({NAMED})'[ \t]*\*?[ \t]*\1(?!\w)"
)
"""A prime right before another factor, `X'X` and `(y − Xβ)'(y − Xβ)`: the transpose of statistics."""
TURNED = re.compile(rf"(?P<name>{NAMED}|[)}}\]])'(?!')(?![ \t]*=)(?P<star>[ \t]*\*(?!\*))?")


def present(located: Located) -> bool:
    """Whether all quotation marks of a text are primes or transposes."""
    text = located.text
    if "'" not in text or '"' in text:
        return False
    pattern = TRANSPOSED if is_matlab(located.origin) else PRIMED
    count = text.count("'")
    return count == sum(map(len, pattern.findall(text))) or (
        transposes(text) and count == sum(1 for _ in TURNED.finditer(text))
    )


def transposes(text: str) -> bool:
    """Whether primes stand for transposes in a text, as in statistics."""
    return not is_program(text) and not is_matlab(text) and TRANSPOSING.search(text) is not None


def turned(located: Located) -> Located:
    """Primes as transposes, which is told."""
    first = TRANSPOSING.search(located.text)
    assert first is not None
    start, stop = first.start(), located.text.index("'", first.start()) + 1
    shown = located.text[start:stop]
    named = shown[0].isalpha()
    told = f"`{shown}` is read as a transpose" if named else "the prime behind this bracket is read as a transpose"
    hint = f"for an input of that name give it a value: {shown} = 1" if named else ""
    located = located.telling(located.note((start, stop), told, hint))
    return located.sub(TURNED, lambda match: f"{match['name']}ᵀ{' ' if match['star'] else ''}")


def read(located: Located) -> Located:
    """Quotation marks that are primes: behind an array that the text gives, as in MATLAB, a transpose, which is told."""
    text, notes = located.text, list[Diagnostic]()
    if not present(located):
        return located
    if transposes(text):
        return turned(located)
    pattern, given = (TRANSPOSED, BOUND) if is_matlab(located.origin) else (PRIMED, ARRAY)
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
        notes.append(located.note((start, stop), told, hint))
        return "ᵀ"

    return located.sub(pattern, prime).telling(*notes)
