"""One number, as people write it: digits in the manner of any country, a word such as `inf`, or a share of something."""

from __future__ import annotations

import math
import re
import unicodedata

from app.values.mistake import Remarks, ValueMistake, quote

WORDS = {"inf": math.inf, "infinity": math.inf, "∞": math.inf, "nan": math.nan, "true": True, "false": False}
EXACT = 2**53
"""Larger whole numbers are floats."""

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
WORD = re.compile(rf"([+-]?)({'|'.join(WORDS)})", re.IGNORECASE)
SHARE = re.compile(r"(.*[\d.])\s*(%|‰|°|deg(?:rees?)?)", re.ASCII)
RAISED_SHARE = re.compile(r"(\d{1,9})(?:\^|\*\*)(\d{1,2})\s*%", re.ASCII)
"""A percentage that is given as a power, `10^2 %`."""
MIXED = re.compile(r"([+-]?)(\d*)\s*([¼-¾⅐-⅞])", re.ASCII)
CURRENCY = "(?:US|A|C)?\\$|[€£¥₹₩₽]"
PRICE = re.compile(rf"([+-]?)\s*(?:{CURRENCY})\s*([+-]?)(.*)|([+-]?)(.*\d)\s*(?:{CURRENCY})", re.ASCII)
"""A number with the sign of a currency before or behind it."""
SHARES = {"%": 0.01, "‰": 0.001, "°": math.pi / 180, "d": math.pi / 180}

# Decimal commas and grouped digits.
COMMA = re.compile(r"([+-]?\d+),(\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(\.\d+)?", re.ASCII)
LAKHS = re.compile(r"[+-]?[1-9]\d?(?:,\d{2})+,\d{3}(\.\d+)?", re.ASCII)
"""Groups of two and three digits, as India has them."""
POINTED = re.compile(r"[+-]?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})", re.ASCII)
SPACED = re.compile(r"[+-]?[1-9]\d{0,2}([ _'’\u00a0\u2009\u202f]\d{3})+([.,]\d+)?", re.ASCII)


class Written(float):
    """A number of JSON that no float holds, infinite or 0, with the digits that it was written in."""

    digits: str

    @classmethod
    def of(cls, digits: str) -> float:
        """A number with a point or an exponent."""
        found = float(digits)
        if math.isinf(found) or (not found and lost(digits)):
            found = cls(found)
            found.digits = digits
        return found


DASHES = "−‐‑‒–—﹣－"
SPELLINGS = str.maketrans(
    dict.fromkeys(DASHES, "-") | {"\u3000": " ", "\u2028": "\n", "\u2029": "\n", "\ufeff": None, "٫": ".", "٬": "'"}
)


def clean(text: str) -> str:
    """The text with one sign for each thing: ASCII digits and signs, `\\n` at the ends of lines, nothing that cannot be seen."""
    known = text.replace("\r\n", "\n").replace("\r", "\n").translate(SPELLINGS)
    if known.isascii():
        return known.strip()
    return "".join(map(narrow, known)).strip(" \t\n")


def narrow(sign: str) -> str:
    """A full-width character in its usual width, a digit of any script; nothing for a soft hyphen or a mark of direction."""
    if unicodedata.category(sign) == "Cf":
        return ""
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    return unicodedata.normalize("NFKC", sign) if "\uff01" <= sign <= "\uff5e" else sign


def number(text: str, remarks: Remarks) -> float | int | None:
    """The number that a text is; None where it is something else. Raises ValueMistake where it can be two numbers."""
    if NUMBER.fullmatch(text):
        return literal(text, remarks)
    if match := WORD.fullmatch(text):
        found = WORDS[match[2].lower()]
        return -found if match[1] == "-" else found
    if match := MIXED.fullmatch(text):
        found = literal(match[2] or "0", remarks) + unicodedata.numeric(match[3])
        return -found if match[1] == "-" else found
    if (match := SHARE.fullmatch(text)) and (share := number(match[1], Remarks())) is not None:
        return told(text, share * SHARES[match[2][0]], remarks)
    if match := RAISED_SHARE.fullmatch(text):
        return told(text, float(match[1]) ** float(match[2]) / 100, remarks)
    if match := PRICE.fullmatch(text):
        return priced(text, match, remarks)
    return with_commas(text, remarks)


def priced(text: str, match: re.Match[str], remarks: Remarks) -> float | int | None:
    """The number beside the sign of a currency; None where it is none."""
    sign, inner, amount, *behind = match.groups(default="")
    rest = (sign or inner) + amount if amount else "".join(behind)
    if (sign and inner) or PRICE.fullmatch(rest) or (found := number(rest, Remarks())) is None:
        return None
    return told(text, float(found), remarks)


def literal(text: str, remarks: Remarks) -> float | int:
    """Plain digits; a whole number stays one."""
    found = float(text)
    if text.lstrip("+-").isdigit() and abs(found) < EXACT:
        return int(found)
    if found == 0 and lost(text):
        remarks.say("small", f"{quote(text)} is closer to 0 than any number here and is read as 0")
    if math.isinf(found):
        remarks.say("large", f"{quote(text)} is larger than any number here and is read as {found}")
    return found


def lost(text: str) -> bool:
    """Whether a number that is read as 0 is not written as 0."""
    return re.search("[1-9]", text.lower().partition("e")[0]) is not None


def with_commas(text: str, remarks: Remarks) -> float | int | None:
    """Digits with a decimal comma or in groups, as they are written in one country or another."""
    if SPACED.fullmatch(text) and (" " not in text or " 000" in text or "," in text):
        return told(text, float(re.sub(r"[^\d.,+-]", "", text).replace(",", ".")), remarks)
    grouped = GROUPED.fullmatch(text)
    if (grouped and (grouped[1] or ",000" in text)) or (
        (grouped or LAKHS.fullmatch(text)) and text.count(",") > 1 and ",0" in text
    ):
        return told(text, float(text.replace(",", "")), remarks)
    if POINTED.fullmatch(text):
        return told(text, float(text.replace(".", "").replace(",", ".")), remarks)
    if not (match := COMMA.fullmatch(text)):
        return None
    whole, part = match[1], match[2]
    if grouped:
        hint = f"write {whole}{part} or {whole}.{part}; for two entries [{whole}, {part}]"
        raise ValueMistake(f"{quote(text)} can be {whole}{part} or {whole}.{part}", hint)
    return told(text, float(text.replace(",", ".")), remarks)


def told(text: str, found: float, remarks: Remarks) -> float | int:
    """A number that is not written as we write it, and the sentence that says how it was read."""
    remarks.say("spelling", f"{quote(text)} is read as {found:.15g}")
    return int(found) if found.is_integer() and abs(found) < EXACT else found
