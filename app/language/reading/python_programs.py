"""Programs of Python and plain arithmetic, which are read as they stand: no form of mathematics is looked for in them."""

from __future__ import annotations

import re

from app.language.foreign import symbolic
from app.language.functions import ALIASES, APPLIED, LOG, REDUCTIONS
from app.language.mathematics.applications import MODULES
from app.language.text.tokens import NESTING

STATEMENT = re.compile(r"(?m)^[ \t]*(?:def|class|import|from)[ \t]+[^\W\d]")
"""How statements begin that only programs have."""
COMMENT = re.compile(r"#[^\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*")
"""A comment, up to whatever ends a line."""
OTHERWISE = tuple(
    map(
        re.compile,
        (
            r"[^\t\n -\]_-{}~]",  # a power, the bars of a size, and signs that Python has not
            r"<-",  # R gives a name a value
            r"[*/@+-](?:[ \t]*\+(?!=)|[ \t]+-[ \t])|--",  # two signs, between which a value may be missing
            r"-[\w(.](?<=[\w)\]][ \t]-.)",  # a row of MATLAB, `[1 -2]`
            r"[*/+-][ \t]*\.\.\.",  # terms that are left out
            r" \. ",  # a product
            r"(?m:^)[ \t]*[*/+-]|,\s*\Z",  # a line that goes on with a sign, and one that ends with a comma
            r"\d(?:,\d|[jJ]\b|%)",  # `1,000`, `2j`, `50% x`
            r"\d(?<!\w\d)[\w.]*[ \t]*[(\[]",  # `2(x + 1)`
            r"&\w+;",  # a sign of a page
            r"(?m:^)[ \t]*(?:[A-Z]\w*|In ?\[\d*\]|\w+(?=:[ \t]*\w\w?[ \t]*=)):[ \t]",  # a label or a prompt
            r"(?m:^)[ \t]*\w+\[[a-z][^\]\n]*\][ \t]*=(?!=)",  # a value at each step
            r"log_\w+\(",  # a logarithm with its base at its foot
            r"[=(,*/+-][ \t]*[A-Z][a-z]+\[|(?m:^)[ \t]*[A-Z][a-z]+\[",  # a function of Mathematica
            symbolic.PRESENT.pattern,
        ),
    )
)
"""What is meant in another way, or may be, than Python reads it."""
CALLED = re.compile(r"[\w.]+(?=\()")
ELSEWHERE = frozenset({LOG, f"math.{LOG}", *ALIASES, *MODULES})
"""Functions that have a base, or other names here."""
NAME, FUNCTION = r"[A-Za-z]\d*+", "|".join(sorted(APPLIED - ELSEWHERE - REDUCTIONS))
TERM = rf"(?:(?:{FUNCTION})?\(-?)*+(?:{NAME}|\d++(?:\.\d++)?)\)*+"
LINE = rf"{NAME} ?= ?-?{TERM}(?: ?[-+*/] ?{TERM})*+"
ARITHMETIC = re.compile(rf"{LINE}(?:\n{LINE})*+\n?")
"""Letters that are given what numbers and other letters come to, every sign written."""


def is_python(text: str) -> bool:
    """Whether a text that Python can read means what Python reads: plain arithmetic does, and a program of Python with nothing in it that
    may be meant otherwise."""
    if ARITHMETIC.fullmatch(text):
        return text.count("(") <= NESTING
    if STATEMENT.search(text) is None:
        return False
    code = COMMENT.sub("", text)
    return ELSEWHERE.isdisjoint(CALLED.findall(code)) and not any(sign.search(code) for sign in OTHERWISE)
