"""Derivatives that a text goes on to, `∂L/∂w = ∂L/∂a · ∂a/∂w = −4` or `f'(x) = 3x²`, and steps against them: the figure shows them, so they
are passed over beside a forward pass, and told."""

from __future__ import annotations

import re
from collections import Counter

from app.language.text.letters import is_worded
from app.language.text.located import Located

NAMED = r"\\?[^\W\d]\w*+(?:[_^](?:\{[^{}\n]{0,30}\}|\([^()\n]{0,30}\)|\w))*+[⁰¹²³⁴-⁹⁽⁾ᴸˡ′]*+"
INNER = r"[^{}\n]*+(?:\{[^{}\n]*+(?:\{[^{}\n]*+\}[^{}\n]*+)*+\}[^{}\n]*+)*+"
PARTIAL = r"(?:\\partial(?![A-Za-z])|∂|\\mathrm\{d\})"
DERIVATIVE = (
    rf"(?:\\[dt]?frac[ ]?\{{[ ]*(?:{PARTIAL}|d){INNER}\}}[ ]?\{{[ ]*(?:{PARTIAL}|d)[ ]?[\\\w]{INNER}\}}"
    rf"|{PARTIAL}[ ]?{NAMED}[ ]?/[ ]?{PARTIAL}[ ]?{NAMED}"
    rf"|\bd{NAMED}[ ]?/[ ]?d{NAMED}|(?:{PARTIAL}|\bd)[ ]?/[ ]?(?:{PARTIAL}|d)[ ]?{NAMED}[^=\n]{{1,40}}"
    rf"|(?:\\nabla(?![A-Za-z])|∇)(?:_(?:\{{[^{{}}\n]{{0,30}}\}}|\w))?[₀-₉ₐ-ₜᵢ-ᵥ]*+[ ]?(?:{NAMED}(?:\([^()\n]{{0,30}}\))?)?)"
)
PRIMED = r"[^\W\d_]{1,8}(?:['′]{1,3}|\^\{?\\prime\}?)\([^()\n]{1,20}\)"
MARKS = r"[ \t&$]*+(?P<mark>(?:[-–*•+]|\d{1,2}[.)]|\(?[a-z\d]\))[ \t]++)?+[ \t&$]*+"
"""What stands before a formula of a list or of an environment."""
GIVEN = rf"(?:\\q?quad[ ]?)?(?:{DERIVATIVE}|{PRIMED}|{NAMED}(?:\([^()\n]{{0,30}}\))?)[ \t]*+&?+[ \t]*+:?=(?!=)"
STOP = (
    rf"(?:(?!\\\\|\\end\b|\\\]|\$|;|→|\.[ \t]+[^\W\d]|,[ \t]*+{GIVEN}|[ \t]and[ \t]+{GIVEN})[^\n]"
    r"|(?:\\\\[ \t]*+)?+\n?+[ \t]*+&?+[ \t]*+(?==[^=]))*+"
)
"""Up to the end of a row or to the next statement; a row that goes on with `=` belongs to it."""
WORDS = r"(?:(?:[^\W\d_]{2,12}:?|\\q?quad)[ \t]+){0,5}"
PLACE = r"(?:[ ]?\|[^\n=]{1,30})?[ \t]*+&?+[ \t]*+"
"""The point that a derivative is taken at, `|_{x=2}`."""
STATED = re.compile(
    rf"(?:^|\\\\|\\\[|\$){MARKS}(?P<said>{WORDS}\(?(?:{DERIVATIVE}\)?{PLACE}[=≈]|(?P<primed>{PRIMED}){PLACE}:?=(?![ \t]*\?)){STOP}"
    rf"|\\?\w[^\n=]{{0,20}}=[ \t&]*+{DERIVATIVE}[^\n=]{{0,80}}={STOP}"
    rf"|(?P<stepped>\w{{1,8}}?)_\{{?(?:new|next|updated)\}}?[ \t&]*+(?:=|:=|←)[ \t&]*+(?P=stepped)[ ]?[-−–](?=[^A-Za-z\n]{{1,80}}$){STOP}"
    rf"|\w[^\n=<←:]{{0,20}}[ \t]*+&?+[ \t]*+(?::?=|←|<-|\\leftarrow)(?=[^\n,;]{{0,80}}?[-−–][^\n,;]{{0,80}}?{DERIVATIVE}){STOP})"
    rf"|(?P<beside>(?:(?<=[.;:])|,|→|[ \t]and[ \t])[ \t]*+{WORDS}(?:{DERIVATIVE}{PLACE}[=≈]"
    rf"|(?P<function>{PRIMED}){PLACE}:?=(?![ \t]*\?)){STOP})",
    re.MULTILINE,
)
"""What a derivative is, or a step against it: a row of its own, or beside other formulas."""
FORMULA = re.compile(r"(?:^|[\s$&;,])\\?[^\W\d\s][^\s=]{0,30}[ \t]*&?[ \t]*=(?!=)[^\n=]*[^\W\d]")
"""A name or a function that is given more than a number."""
PRIME = r"(?<![^\W\d_])([^\W\d_]{1,8})(?:['′]{1,3}|\^\{?\\prime\}?)\("
CALLED, CALLED_LEFT = re.compile(PRIME), re.compile(rf"{PRIME}[^()\n]*\)[ \t]*&?[ \t]*:?=(?!=)")
DEFINED = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,8})\([^()\n]*\)[ \t]*&?[ \t]*:?=(?!=)")
TOLD = "derivatives and steps against them are what the figure shows: this was passed over"


def passed_over(located: Located) -> Located:
    """The text without what it says of derivatives, and without steps against them, if it has a formula besides."""
    if is_worded(located.text):
        return located
    functions = stated_only(located.text)
    found = [each for each in STATED.finditer(located.text) if is_stated(each, functions)]
    spans = [each.span(group) for each in found for group in ("mark", "said", "beside") if each[group]]
    without = located.replaced([(*span, re.sub(r"[^\n]", " ", located.text[slice(*span)])) for span in spans])
    if not found or not FORMULA.search(without.text):
        return located
    return without.telling(*(located.note(each.span("said" if each["said"] else "beside"), TOLD) for each in found))


def is_stated(match: re.Match[str], functions: set[str]) -> bool:
    """Whether a derivative is one of those, and none that is given by its formula, `f'(x) = …`, and used."""
    primed = match["primed"] or match["function"]
    return not primed or re.split(r"['′^]", primed)[0] in functions


def stated_only(text: str) -> set[str]:
    """The functions of a text whose derivatives it gives and does not use."""
    used, given = Counter(CALLED.findall(text)), Counter(CALLED_LEFT.findall(text))
    return {name for name in DEFINED.findall(text) if used[name] == given[name]}
