"""Accents that stand beside their letter, as copies of pages have them: `ˆy`, `x˜`, `h ̂`, and a star that marks a value, `θ∗`."""

from __future__ import annotations

import re
import unicodedata

from app.language.text.letters import STAR, is_program
from app.language.text.located import Located

LOOSE = {"ˆ": "\u0302", "ˇ": "\u030c", "ˉ": "\u0304"} | {
    sign: unicodedata.normalize("NFKD", sign)[1:] for sign in "¨¯˘˙˜"
}
"""Signs with a width of their own, and the accents that they are."""
SIGNS = "".join(LOOSE)
LETTER = r"[^\W\d_]"
OPERATORS = {
    "˙": ("*", "a product", re.compile(r"(?<=[\w)\]])(?:˙(?=[\w(])|[ ]˙(?= ))"), re.compile("˙")),
    "ˆ": ("^", "the sign of a power", re.compile(r"(?<=[\w)\]])[ ]?ˆ(?=[ ]?(?:[\d{-]|\((?!\w\))))"), re.compile("ˆ")),
}
"""Signs that keyboards and copies of programs have between two values: what they are then, in words, where they stand so, and anywhere."""
BETWEEN = re.compile(rf"(?<=[^\W\d_])([{SIGNS}])({LETTER})")
"""An accent that may belong to either of two letters."""
BEFORE = re.compile(rf"([{SIGNS}])[ ]?((?![{SIGNS}]){LETTER})")
BEHIND = re.compile(rf"(?<=[^\W\d_])[ ]?([{SIGNS}])")
NAMED = re.compile(r"(?<![\w\\.])(hat|bar|tilde|vec)[ ]+([^\W\d_])(?![^\W\d_])")
"""An accent by its name before a letter, as AsciiMath has it."""
NAMES = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "vec": ""}
ACUTE = re.compile(r"(?<=[^\W_])´+")
"""A prime, as some keyboards have it."""
STARRED = re.compile(
    r"(?<=[^\W\d_]|[₀-₉]|(?<=_)\d)(?:[*∗⋆](?=[ \t]*(?:=(?!=)|[)\],;|‖²³⊤ᵀ])|[ \t]+[-+−/·][ \t])|[∗⋆](?=[ \t]*$))",
    re.MULTILINE,
)
"""A star right behind a letter where no factor can follow: `θ∗ = …`, `x* + 1`, `(y* − y)²`."""


def placed(located: Located) -> Located:
    """The text with such accents over their letters, and with stars as part of names; what may be read otherwise is told."""
    if any(sign in located.text for sign in SIGNS):
        located = apart(operating(located))
        located = located.sub(BEFORE, lambda match: match[2] + LOOSE[match[1]])
        located = located.sub(BEHIND, lambda match: LOOSE[match[1]])
    located = located.sub(ACUTE, lambda match: "′" * len(match.group()))
    if is_program(located.text):
        return located
    return located.sub(NAMED, lambda match: match[2] + NAMES[match[1]]).sub(STARRED, lambda _: f"{STAR} ")


def operating(located: Located) -> Located:
    """`x˙y` as a product and `xˆ2` as a power, where all such signs of a text stand between two values."""
    for sign, (operator, words, between, anywhere) in OPERATORS.items():
        places = [match.span() for match in between.finditer(located.text)]
        if not places or len(places) != sum(1 for _ in anywhere.finditer(located.text)):
            continue
        hint = f"for a name with this accent put it over its letter: x{LOOSE[sign]}"
        note = located.note(places[0], f"`{sign}` is read as {words}", hint)
        located = located.telling(note).replaced([(*place, operator) for place in places])
    return located


def apart(located: Located) -> Located:
    """An accent between two letters over the second, which is told."""
    for match in BETWEEN.finditer(located.text):
        first, letter = located.text[match.start() - 1], match[2]
        told = f"the accent in `{first}{match.group()}` is read as that of {letter}"
        hint = f"for the other put it over its letter: {first}{LOOSE[match[1]]} {letter}"
        located = located.telling(located.note((match.start() - 1, match.end()), told, hint))
    return located.sub(BETWEEN, lambda match: f" {match[2]}{LOOSE[match[1]]}")
