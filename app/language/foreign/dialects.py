"""Functions and operators as R, MATLAB, Mathematica and Julia write them, and cells of a spreadsheet, in the spelling of mathematics."""

from __future__ import annotations

import re

from app.language.foreign import mathematica
from app.language.text.located import Located

NAMES = r"[ \t]*[^\W\d]\w*[ \t]*(?:,[ \t]*[^\W\d]\w*[ \t]*)*"
VALUE = r"(?<![^\s=(,{])"
"""Where a value begins."""
ANONYMOUS = re.compile(rf"{VALUE}(?:function[ \t]*|\\)\(({NAMES})\)[ \t]*(?![\s=:]|\{{[^}}]*(?:\n|\Z))")
HANDLE = re.compile(rf"(\A|[=(,{{])([ \t]*)@\(({NAMES})\)[ \t]*(?=[^\s=,;)])")
"""`function(x) x^2` and `\\(x) x^2` of R, and `@(x) x.^2` of MATLAB, which behind a value is the product `W @(x)`."""
BROADCAST = re.compile(r"(?<=[^\W\d])\.(?=\()")
"""`σ.(z)` of Julia."""
PRODUCT = re.compile(r"%\*%")
"""The product of matrices in R."""
FIXED = re.compile(r"\$([A-Z]{1,2})\$?(\d+)|(?<![\w$])([A-Z]{1,2})\$(\d+)")
"""A cell that stays the same where a formula is copied, `$A$1`."""
LAMBDA = re.compile(r"(?<![\w.\\])lambda(?![\w.]|[^:\n]*:)")
"""The Greek letter by its name, where no function of Python's begins."""
ABSTRACTED = re.compile(rf"{VALUE}λ[ \t]?([^\W\d]\w*)\.[ \t]?(?=[^\n;]{{0,60}}?(?<!\w)\1)")
"""`λx.x²` of the lambda calculus."""
CELL = re.compile(r"(?m)^[ \t]*=(?!=)")
MATHEMATICA = re.compile(r"\[|/\.|//|\}\.|\.\{|[a-z] ?@ ?\w")
"""What Mathematica's forms have in them."""
FOREIGN = re.compile(rf"{MATHEMATICA.pattern}|function|@\(|\\\(|lambda|λ|\.\(|%\*%|(?m:^)[ \t]*=")
"""What each of these forms has in it."""


def read(located: Located) -> Located:
    """The text with such functions as `x ↦ x²` and `f(x, y) := …`, and such signs as mathematics has them.

    Raises LanguageError for Mathematica's derivatives, integrals and solutions.
    """
    if not FOREIGN.search(located.text):
        return located
    if CELL.search(located.text):
        located = located.sub(FIXED, lambda match: (match[1] or match[3]) + (match[2] or match[4]))
    if MATHEMATICA.search(located.text) and mathematica.present(located.text):
        located = mathematica.read(located)
    located = located.sub(ANONYMOUS, lambda match: f"({match[1].strip()}) ↦ ")
    located = located.sub(HANDLE, lambda match: f"{match[1]}{match[2]}({match[3].strip()}) ↦ ")
    located = located.sub(LAMBDA, lambda match: "λ")
    located = located.sub(ABSTRACTED, lambda match: f"{match[1]} ↦ ")
    return located.sub(BROADCAST, lambda _: "").sub(PRODUCT, lambda _: "@")
