"""Accents that stand beside their letter, as copies of pages have them: `ˆy`, `x˜`, `h ̂`, and a star that marks a value, `θ∗`."""

from __future__ import annotations

import re
import unicodedata

from app.language.text.letters import STAR, is_program
from app.language.text.located import Located

LOOSE = {"ˆ": "\u0302", "ˇ": "\u030c", "ˉ": "\u0304"} | {
    sign: unicodedata.normalize("NFKD", sign)[1:] for sign in "¨¯˘˙˚˜"
}
"""Signs with a width of their own, and the accents that they are."""
SIGNS = "".join(LOOSE)
LETTER = r"[^\W\d_]"
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
    """The text with such accents over their letters, and with stars as part of names."""
    if any(sign in located.text for sign in SIGNS):
        located = located.sub(BEFORE, lambda match: match[2] + LOOSE[match[1]])
        located = located.sub(BEHIND, lambda match: LOOSE[match[1]])
    located = located.sub(ACUTE, lambda match: "′" * len(match.group()))
    if is_program(located.text):
        return located
    return located.sub(NAMED, lambda match: match[2] + NAMES[match[1]]).sub(STARRED, lambda _: f"{STAR} ")
