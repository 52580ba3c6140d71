"""Derivatives that a worked example goes on to, `∂L/∂w = ∂L/∂a · ∂a/∂w = −4`, and its steps against them: the figure shows them, so they
are passed over behind a forward pass, and told."""

from __future__ import annotations

import re

from app.language.text.letters import is_worded
from app.language.text.located import Located

NAMED = r"\\?[^\W\d]\w*+(?:[_^](?:\{[^{}\n]{0,30}\}|\([^()\n]{0,30}\)|\w))*+[⁰¹²³⁴-⁹⁽⁾ᴸˡ′]*+"
INNER = r"[^{}\n]*+(?:\{[^{}\n]*+(?:\{[^{}\n]*+\}[^{}\n]*+)*+\}[^{}\n]*+)*+"
PARTIAL = r"(?:\\partial(?![A-Za-z])|∂|\\mathrm\{d\})"
DERIVATIVE = (
    rf"(?:\\[dt]?frac[ ]?\{{[ ]*(?:{PARTIAL}|d){INNER}\}}[ ]?\{{[ ]*(?:{PARTIAL}|d)[ ]?[\\\w]{INNER}\}}"
    rf"|{PARTIAL}[ ]?{NAMED}[ ]?/[ ]?{PARTIAL}[ ]?{NAMED}"
    rf"|\bd{NAMED}[ ]?/[ ]?d{NAMED}|(?:{PARTIAL}|\bd)[ ]?/[ ]?(?:{PARTIAL}|d)[ ]?{NAMED}[^=\n]{{1,40}}"
    rf"|(?:\\nabla(?![A-Za-z])|∇)(?:_(?:\{{[^{{}}\n]{{0,30}}\}}|\w))?[₀-₉ₐ-ₜᵢ-ᵥ]*+[ ]?(?:{NAMED})?)"
)
MARKS = r"[ \t&$]*+(?P<mark>(?:[-–*•+]|\d{1,2}[.)]|\(?[a-z\d]\))[ \t]++)?+[ \t&$]*+"
"""What stands before a formula of a list or of an environment."""
STOP = r"(?:(?!\\\\|\\end\b|\\\]|\$)[^\n]|(?:\\\\[ \t]*+)?+\n?+[ \t]*+&?+[ \t]*+(?==[^=]))*+"
"""Up to the end of a row; a row that goes on with `=` belongs to it."""
ROW = re.compile(
    rf"(?:^|\\\\|\\\[|\$){MARKS}"
    rf"(?P<said>\(?{DERIVATIVE}\)?(?:[ ]?\|[^\n=]{{1,30}})?[ \t]*+&?+[ \t]*+[=≈]{STOP}"
    rf"|\w[^\n=<←:]{{0,20}}[ \t]*+&?+[ \t]*+(?::?=|←|<-|\\leftarrow)(?=[^\n]{{0,80}}?[-−–][^\n]{{0,80}}?{DERIVATIVE}){STOP})",
    re.MULTILINE,
)
FORMULA = re.compile(r"(?:^|[\s$&;])[^\W\d\s][^\s=]{0,30}[ \t]*&?[ \t]*=(?!=)[ \t]*&?[ \t]*[^\s?]")
TOLD = "derivatives and steps against them are what the figure shows: this was passed over"


def passed_over(located: Located) -> Located:
    """The text without the rows that say what a derivative is, or take a step against it, if it has a formula besides."""
    if is_worded(located.text):
        return located
    found = list(ROW.finditer(located.text))
    spans = [each.span(group) for each in found for group in ("mark", "said") if each[group]]
    without = located.replaced([(*span, re.sub(r"[^\n]", " ", located.text[slice(*span)])) for span in spans])
    if not found or not FORMULA.search(without.text):
        return located
    return without.telling(*(located.note(each.span("said"), TOLD) for each in found))
