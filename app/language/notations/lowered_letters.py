"""Letters that copying a page has brought down to the line: `Σi wixi` for Σᵢ wᵢxᵢ, and `xTAx` for xᵀAx."""

from __future__ import annotations

import re

from app.language.text.letters import is_program
from app.language.text.located import Located

SUM = re.compile(r"([∑Σ∏Π])([i-n])(?![^\W_]|[ \t]*[=_])")
"""A sum with the letter that it runs over right behind it."""
LETTER = r"[^\W\d_][\u0300-\u036f]?"
LIMITED = re.compile(
    r"(?P<mark>[∑Σ∏Π])[ \t]*(?P<top>[a-zA-Z]|\d{1,3})[ \t]+(?P<letter>[i-n])[ \t]*=[ \t]*(?P<low>\d)(?=[ \t])"
)
"""The same with its limits, as `∑n i=1 wixi` has them where they stood above the sign and below it."""
LEFT = re.compile(r"(?m)^[ \t]*[^\W\d_]([i-n])[ \t]*=")
"""The index of what a line gives a value, `yj = …`."""
WORDS = frozenset("in if is ln min sin lim dim ki".split())
"""Words that are no letters with an index each."""
FORM = re.compile(r"(?<![\w\\])([a-zα-ωA-Z])T([A-ZΣΛ]?)\1(?![^\W_])")
"""A T between two letters that are the same."""


def raised(located: Located) -> Located:
    """The text with such letters at the foot of names, or over them; the first of each is told."""
    if is_program(located.text):
        return located
    located = footed(located)
    if found := FORM.search(located.text):
        meant = f"{found[1]}ᵀ{found[2]}{found[1]}"
        located = telling(located, found, f"is read as {meant}").sub(
            FORM, lambda match: f"{match[1]}ᵀ{match[2]} {match[1]}"
        )
    return located


def footed(located: Located) -> Located:
    """Sums with their index at their foot, and the names that have it there, too."""
    running = {match[2] for match in SUM.finditer(located.text)}
    limited = list(LIMITED.finditer(located.text))
    if limited:
        meant = [f"{each['mark']}_{{{each['letter']}={each['low']}}}^{{{each['top']}}}" for each in limited]
        located = telling(located, limited[0], f"is read as {meant[0]}")
        located = located.replaced([(*each.span(), how) for each, how in zip(limited, meant, strict=True)])
        running |= {each["letter"] for each in limited}
    letters = "".join(sorted(running.union(LEFT.findall(located.text))))
    names = re.compile(rf"(?<![\w\\])(?:{LETTER}[{letters}]{{1,2}}){{1,3}}(?![^\W_])") if running else None
    if names is None or not any(
        not running.isdisjoint(word) for word in names.findall(located.text) if word not in WORDS
    ):
        return located
    if first := SUM.search(located.text):
        located = telling(
            located, first, f"is read as {first[1]}_{first[2]}, and letters with an index behind them likewise"
        )
    pair = re.compile(rf"({LETTER})([{letters}]{{1,2}})")

    def apart(match: re.Match[str]) -> str:
        return match.group() if match.group() in WORDS else pair.sub(r"\1_{\2} ", match.group()).rstrip()

    return located.sub(names, apart).sub(SUM, lambda match: f"{match[1]}_{match[2]} ")


def telling(located: Located, found: re.Match[str], how: str) -> Located:
    hint = "copies of pages lose what is raised or lowered; for a product write signs between the letters"
    return located.telling(located.note(found.span(), f"`{found.group()}` {how}", hint))
