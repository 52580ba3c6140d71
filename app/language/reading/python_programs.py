"""Programs of Python, which are read as they stand: no form of mathematics is looked for in them."""

from __future__ import annotations

import re

from app.language.foreign import symbolic
from app.language.functions import ALIASES
from app.language.mathematics.applications import MODULES

STATEMENT = re.compile(r"(?m)^[ \t]*(?:def|class|import|from)[ \t]+[^\W\d]")
"""How statements begin that only programs have."""
COMMENT = re.compile(r"#[^\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]*")
"""A comment, up to whatever ends a line."""
OTHERWISE = (
    r"[^\t\n -~]",
    r"[\^|]",  # a power, and the bars of a size
    r"<-",  # R gives a name a value
    r"[*/@+-][ \t]*\+(?!=)|[*/@+-][ \t]+-[ \t]|--",  # two signs, between which a value may be missing
    r"(?<=[\w)\]])[ \t]+-[\w(.]",  # a row of MATLAB, `[1 -2]`
    r"[*/+-][ \t]*\.\.\.",  # terms that are left out
    r" \. ",  # a product
    r"(?m:^)[ \t]*[*/+-]|,\s*\Z",  # a line that goes on with a sign, and one that ends with a comma
    r"\d,\d|\d[jJ]\b|\d%|(?<!\w)\d[\w.]*[ \t]*[(\[]",  # `1,000`, `2j`, `50% x`, `2(x + 1)`
    r"&\w+;",  # a sign of a page
    r"(?m:^)[ \t]*(?:[A-Z]\w*|In ?\[\d*\]|\w+(?=:[ \t]*\w\w?[ \t]*=)):[ \t]",  # a label or a prompt
    r"(?m:^)[ \t]*\w+\[[a-z][^\]\n]*\][ \t]*=(?!=)",  # a value at each step
    r"\blog(?:_\w+)?\(",  # a logarithm to a base
    r"(?:[=(,*/+-]|(?m:^))[ \t]*[A-Z][a-z]+\[",  # a function of Mathematica
    rf"(?<![\w.])(?:{'|'.join([*ALIASES, *MODULES])})\(",
    symbolic.PRESENT.pattern,
)
"""What is meant in another way, or may be, than Python reads it."""
DOUBTFUL = re.compile("|".join(OTHERWISE))


def is_python(text: str) -> bool:
    """Whether a text that Python can read is a program of Python, with nothing in it that may be meant otherwise."""
    return STATEMENT.search(text) is not None and DOUBTFUL.search(COMMENT.sub("", text)) is None
