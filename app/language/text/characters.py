"""Signs as keyboards, input methods and PDFs make them become the few that the language knows, by Unicode's own tables.

Powers (`²`, `ⁿ`), subscripts and letters keep their own characters: names and powers are read from them later.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from app.language.operators import SPELLINGS
from app.language.text.located import Located

SIGNS = {
    **{sign: spelling for sign, spelling in SPELLINGS.items() if spelling != "**"},
    **{sign: "^" for sign, spelling in SPELLINGS.items() if spelling == "**"},
    "∧": " and ", "∨": " or ", "¬": " not ", **dict.fromkeys("←⟵≔≝≜꞊", "="), **dict.fromkeys("⟼⤇", "↦"), **dict.fromkeys("⟶⇒⟹∴", "→"),
    "⋯": "...", "、": ",", "。": ";",
    "∥": "‖", **dict.fromkeys("∣❘⎪⏐", "|"), **dict.fromkeys("〈⟪〈", "⟨"), **dict.fromkeys("〉⟫〉", "⟩"), **dict.fromkeys("⎧⎨⎩", "{"),
    "⊤": "ᵀ", "⊺": "ᵀ", **dict.fromkeys("º˚", "°"), **dict.fromkeys("ː∶꞉˸", ":"), "٫": ".", "∞": "inf", "∼": "~", "⎷": "√",
    **dict.fromkeys("ʹˊˈ", "′"), **dict.fromkeys("″ʺ", "′′"), "‴": "′′′", **dict.fromkeys("\ufe0e\ufe0f", ""),
    "℃": "°C", "℉": "°F",
}  # fmt: skip
"""What Unicode's tables do not say; each of several signs for one thing is the same thing."""
QUOTATION = {"Pi", "Pf", "Ps", "Po"}
RAISED_TWICE = re.compile(r"\^(?=[⁰¹²³⁴-⁹⁻])")
"""A caret before a raised digit, `x^²`."""
SWISS = re.compile(r"(?<![\w.'’])\d{1,3}(?:['’]\d{3})+(?![\w'’])")
"""A number with what stands between thousands in Switzerland, `1'234.5`."""
TIMES, OVER = ("".join(each for each, sign in SPELLINGS.items() if sign == wanted) for wanted in "*/")
DOUBLED = re.compile(rf"[{TIMES}*](?=[{TIMES}])|[{TIMES}](?=\*)|[{OVER}/](?=[{OVER}])|[{OVER}](?=/)")
"""The first of two signs for a product or a quotient side by side, which together are no power and no comment."""
FOREIGN = re.compile(r"[^\x00-\x7f]|[\x00-\x08\x0b\x0e-\x1f\x7f]|\r\n?")


def plain(text: Located) -> Located:
    """The text with each foreign sign as the language writes it, and without signs that say again what others do."""
    text = text.sub(RAISED_TWICE, lambda _: "").sub(SWISS, lambda match: re.sub("['’]", "", match.group()))
    text = text.sub(DOUBLED, lambda match: f"{match.group()} ")
    return text.sub(FOREIGN, lambda match: sign(match.group()))


@lru_cache(maxsize=4096)
def sign(character: str) -> str:
    """How the language writes a character (or a line's end of two); nothing for nothing."""
    if not character:
        return ""
    if character in SIGNS:
        return SIGNS[character]
    category = unicodedata.category(character[0])
    if character[0] == "\r" or character in "\x0b\x1c\x1d\x1e\x85" or category in ("Zl", "Zp"):
        return "\n"
    if category in ("Pd", "Zs", "Cf", "Cs"):
        return {"Pd": "-", "Zs": " ", "Cf": "", "Cs": "\ufffd"}[category]
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if (
        category in QUOTATION
        and "QUOTATION MARK" in unicodedata.name(character, "")
        and "ANGLE" not in unicodedata.name(character)
    ):
        return "'" if "SINGLE" in unicodedata.name(character) else '"'
    kind = unicodedata.decomposition(character).partition(">")[0]
    if category[0] in "LM" or kind in ("<super", "<sub", "<fraction"):
        return character
    compatible = unicodedata.normalize("NFKC", character)
    return compatible if compatible.isascii() else SIGNS.get(compatible, character)


def scripted(kind: str) -> dict[str, str]:
    """The characters that Unicode calls a `super` or `sub` form, each with what it is a form of."""
    found = {}
    for code in range(0xA0, 0x3000):
        form, _, base = unicodedata.decomposition(chr(code)).partition("> ")
        if form == f"<{kind}" and " " not in base:
            found[chr(code)] = unicodedata.normalize("NFKC", chr(int(base, 16))).replace("−", "-")
    return found


SUPERSCRIPTS = {sign: base for sign, base in scripted("super").items() if sign not in "ªº"} | {"ᐟ": "/"}
SUBSCRIPTS = scripted("sub")
"""Of superscripts and subscripts: the sign that is raised or lowered."""
RAISED, FEET = str.maketrans(SUPERSCRIPTS), str.maketrans(SUBSCRIPTS)
"""What brings them to the line, for `str.translate`."""


@lru_cache(maxsize=64)
def fraction(character: str) -> tuple[str, str] | None:
    """Numerator and denominator of a fraction in one character, as `½`."""
    if not unicodedata.decomposition(character).startswith("<fraction>"):
        return None
    above, _, below = unicodedata.normalize("NFKC", character).partition("⁄")
    return above, below or "1"
