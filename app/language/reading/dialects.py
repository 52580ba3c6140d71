"""Functions and operators as R, MATLAB, Mathematica and Julia write them, and cells of a spreadsheet, in the spelling of mathematics."""

from __future__ import annotations

import re

from app.language.source import Diagnostic, LanguageError
from app.language.text.letters import is_program
from app.language.text.located import Located

NAMES = r"[ \t]*[^\W\d]\w*[ \t]*(?:,[ \t]*[^\W\d]\w*[ \t]*)*"
VALUE = r"(?<![^\s=(,{])"
"""Where a value begins."""
ANONYMOUS = re.compile(rf"{VALUE}(?:function[ \t]*|\\)\(({NAMES})\)[ \t]*(?![\s=:]|\{{[^}}]*(?:\n|\Z))")
HANDLE = re.compile(rf"(\A|[=(,{{])([ \t]*)@\(({NAMES})\)[ \t]*(?=[^\s=,;)])")
"""`function(x) x^2` and `\\(x) x^2` of R, and `@(x) x.^2` of MATLAB, which behind a value is the product `W @(x)`."""
PATTERN = r"[ \t]*[^\W\d_]\w*_[ \t]*"
PATTERNED = re.compile(rf"(?m)^([ \t]*)([^\W\d]\w*)\[({PATTERN}(?:,{PATTERN})*)\][ \t]*:?=(?!=)")
"""`f[x_, y_] := …` of Mathematica."""
BROADCAST = re.compile(r"(?<=[^\W\d])\.(?=\()")
"""`σ.(z)` of Julia."""
PRODUCT = re.compile(r"%\*%")
"""The product of matrices in R."""
FIXED = re.compile(r"\$([A-Z]{1,2})\$?(\d+)|(?<![\w$])([A-Z]{1,2})\$(\d+)")
"""A cell that stays the same where a formula is copied, `$A$1`."""
PI = re.compile(r"(?<![\w.])PI\(\)")
LAMBDA = re.compile(r"(?<![\w.\\])lambda(?![\w.]|[^:\n]*:)")
"""The Greek letter by its name, where no function of Python's begins."""
CELL = re.compile(r"(?m)^[ \t]*=(?!=)")
INNER = r"(?:[^\[\]\n]|\[(?:[^\[\]\n]|\[[^\[\]\n]*\])*\])*"
"""What stands in square brackets, with brackets up to two deep in it."""
CHOICE = re.compile(rf"(?<!\w)If\[({INNER})\]")
PIECES = r"\{[^{}\n]*\}"
PIECEWISE = re.compile(rf"(?<!\w)Piecewise\[\{{({PIECES}(?:[ \t]*,[ \t]*{PIECES})*)\}}[ \t]*(?:,([^\]\n]*))?\]")
PIECE = re.compile(r"\{([^{}]*),([^{},]*)\}")
REPLACED = re.compile(r"[ \t]*/\.[ \t]*\{?((?:[ \t]*[^\W\d]\w*[ \t]*(?:->|→)[^{}\n,]+,?)+)\}?")
"""The values of `x^2 /. {x -> 3}`."""
SOUGHT = re.compile(rf"(?<!\w)(?:D|Integrate|Limit|Solve)\[({INNER}),[ \t]*[^\W\d][^,\[\]\n]*\]")
COMPUTED = frozenset("^([")
"""Signs that stand in what is worked out, and in no place of an array."""
FOREIGN = re.compile(r"function|@\(|\\\(|lambda|\.\(|%\*%|\[|/\.|(?m:^)[ \t]*=")
"""What each of these forms has in it."""


def read(located: Located) -> Located:
    """The text with such functions as `x ↦ x²` and `f(x, y) := …`, and such signs as mathematics has them.

    Raises LanguageError for Mathematica's derivatives, integrals and solutions.
    """
    if not FOREIGN.search(located.text):
        return located
    if CELL.search(located.text):
        located = located.sub(FIXED, lambda match: (match[1] or match[3]) + (match[2] or match[4])).sub(
            PI, lambda _: "π"
        )
    if ("[" in located.text or "/." in located.text) and not is_program(located.text):
        located = with_round_brackets(located)
    located = located.sub(ANONYMOUS, lambda match: f"({match[1].strip()}) ↦ ")
    located = located.sub(HANDLE, lambda match: f"{match[1]}{match[2]}({match[3].strip()}) ↦ ")
    located = located.sub(LAMBDA, lambda match: "λ")
    return located.sub(BROADCAST, lambda _: "").sub(PRODUCT, lambda _: "@")


def with_round_brackets(located: Located) -> Located:
    """What Mathematica has in square brackets: functions of patterns, `f[x_] := …`, defined and called, choices and values."""
    sought = SOUGHT.search(located.text)
    if sought is not None and not COMPUTED.isdisjoint(sought[1]):
        told, hint = (
            f"`{sought.group()}` is not worked out here",
            "write the forward pass alone: its figure shows the derivatives",
        )
        raise LanguageError(Diagnostic(located.span(*sought.span()), told, hint))
    located = located.sub(CHOICE, lambda match: f"If({match[1]})").sub(PIECEWISE, chosen)
    located = located.sub(REPLACED, lambda match: f" where {re.sub('->|→', '=', match[1])}")
    beside = PATTERNED.sub("", located.text)
    # What Mathematica calls x_ in a pattern is x behind it: a loop's `hs[t_] = f(hs[t_ - 1])` is none.
    found = [match for match in PATTERNED.finditer(located.text) if not loaded_in(beside, match[3])]
    names = {match[2] for match in found}
    if not names:
        return located
    called = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, names))})\[({INNER})\]")
    located = located.sub(PATTERNED, lambda match: f"{match[1]}{match[2]}({match[3].replace('_', '')}) :=")
    return located.sub(called, lambda match: f"{match[1]}({match[2]})")


def loaded_in(text: str, pattern: str) -> bool:
    """Whether a text has one of the names of a pattern, `x_, y_`, with its underscore."""
    return any(re.search(rf"(?<!\w){re.escape(each.strip())}(?!\w)", text) for each in pattern.split(","))


def chosen(match: re.Match[str]) -> str:
    """`Piecewise[{{x^2, x > 0}}, 0]` as a conditional expression; where no condition holds its value is 0."""
    pieces = "".join(f"{value} if {test} else " for value, test in PIECE.findall(match[1]))
    return f"({pieces}{match[2] or '0'})"
