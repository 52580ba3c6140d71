"""Formulas copied out of a word processor as one line: boxes `█ ■ ▒` and brackets `〖 〗` that are not shown, and signs without a width."""

from __future__ import annotations

import re

from app.language.operators import FUNCTIONS
from app.language.text.characters import SUPERSCRIPTS
from app.language.text.located import Located

SIGNS = {"▒": " ", "〖": "(", "〗": ")", "┬": "_", "\u2062": " ", "\u2063": ",", "\u2064": "+", "\u0305": "\u0304"}
"""What stands between a sign and what it goes over, brackets that are not shown, products and commas without a width."""
SIGN = re.compile(f"[{''.join(SIGNS)}]")
APPLIED = re.compile("\u2061[ ]*(?=[(\\[{〖])|\u2061")
"""What stands between a function and what it is applied to."""
ACCENT = re.compile(r"(?<=\w) (?=[\u0300-\u036f])")
FLAT = r"(?:[^()]|\((?:[^()]|\([^()]*\))*\))*"
"""What stands in round brackets, with brackets up to two deep in it."""
CHOICES = re.compile(rf"\{{█\(({FLAT})\)┤")
ROWS = re.compile(rf"(?:\[■\(({FLAT})\)\]|\(■\(({FLAT})\)\)|■\(({FLAT})\))")
ROOT = re.compile(r"√\(([0-9n])&")
CHOOSE = re.compile(r"\((\w{1,20})¦(\w{1,20})\)")
LIMITS = re.compile(r"([∑∏]|(?<![\w.])(?:sum|prod)(?=_\(\w+[ ]*=))_\(([^()\n]{1,80})\)(?:\^\(([^()\n]{1,80})\))?")
FRACTION = re.compile(rf"(?<![\w.\\])frac[ ]?\(({FLAT})\)[ ]?\(({FLAT})\)")
INDEXED_ROOT = re.compile(r"(?<![\w.\\])root[ ]?\((\d|n)\)[ ]?(?=\()")
"""Fractions and roots of AsciiMath, `frac(a)(b)` and `root(3)(x)`."""
INNER = re.compile(r"(?<=[=(+*/-])([ ]*)<[ ]*([^\W\d]\w{0,20})[ ]*,[ ]*([^\W\d]\w{0,20})[ ]*>")
"""An inner product in plain signs, `<a, b>`."""
LETTERED = {FUNCTIONS[sign]: sign for sign in "∑∏"}
"""What plain text writes for the signs."""
MARKED = re.compile(
    f"[{''.join(SIGNS)}\u2061█■┤¦]|√\\([0-9n]&|[∑∏]_\\(|(?:sum|prod)_\\(|\\w [\u0300-\u036f]|\\b(?:frac|root)[ ]?\\(|[=(+*/-][ ]*<"
)
RAISED = {base: sign for sign, base in SUPERSCRIPTS.items()}


def plain(located: Located) -> Located:
    """The formula in signs that are seen."""
    if not MARKED.search(located.text):
        return located
    located = located.sub(CHOICES, lambda match: "{" + match[1].replace("&", "").replace("@", ";") + "}")
    located = located.sub(ROWS, rows).sub(ROOT, lambda match: f"{RAISED[match[1]]}√(")
    located = located.sub(FRACTION, lambda match: f"(({match[1]})/({match[2]}))")
    located = located.sub(INNER, lambda match: f"{match[1]}⟨{match[2]}, {match[3]}⟩")
    located = located.sub(INDEXED_ROOT, lambda match: f"{RAISED[match[1]]}√")
    located = located.sub(CHOOSE, lambda match: f"({match[1]} choose {match[2]})").sub(ACCENT, lambda _: "")
    located = located.sub(APPLIED, lambda match: "" if len(match.string) > match.end() and is_open(match) else " ")
    return located.sub(SIGN, lambda match: SIGNS[match.group()]).sub(LIMITS, limited)


def is_open(match: re.Match[str]) -> bool:
    """Whether a bracket follows."""
    return match.string[match.end()] in "([{〖"


def rows(match: re.Match[str]) -> str:
    """A matrix `■(a&b@c&d)` as a list of rows; one column is a vector."""
    inner = next(each for each in match.groups() if each is not None)
    found = [[cell.strip() for cell in row.split("&")] for row in inner.split("@")]
    return "[" + ", ".join(row[0] if len(row) == 1 else f"[{', '.join(row)}]" for row in found) + "]"


def limited(match: re.Match[str]) -> str:
    """`∑_(i=1)^(n)` with braces."""
    return f"{LETTERED.get(match[1], match[1])}_{{{match[2]}}}" + (f"^{{{match[3]}}}" if match[3] else "")
