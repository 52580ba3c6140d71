"""Probabilities that are given one another: `P(B|A) P(A)/P(B)` is made of three quantities, none of which is a function's value."""

from __future__ import annotations

import re

from app.language.mathematics.operand import Told
from app.language.source import Diagnostic, Severity
from app.language.text.letters import is_program
from app.language.text.located import Located

EVENT = r"(?:not\s+)?[^\W\d_][\w′]*(?:\s*=\s*\w+)?"
PROBABILITY = re.compile(rf"(?<!\w)(P|Pr|p)\(\s*({EVENT}(?:\s*[|,]\s*{EVENT})*)\s*\)")
SPELLED = ((r"\s*\|\s*", "_given_"), (r"\s*[=,]\s*|\s+", "_"), ("′", "_prime"))


def named(located: Located, told: Told) -> Located:
    """The text with a name for each probability, where one on the right of `=` has a condition, and nothing defines a function of them."""
    text = located.text
    conditional = next((each for each in PROBABILITY.finditer(text) if "|" in each[2] and right_of_equals(each)), None)
    if conditional is None or is_program(text) or re.search(rf"(?<!\w){conditional[1]}\s*=", text):
        return located
    message = (
        f"`{conditional.group()}` is read as one quantity, `{name(conditional)}`, and so are the other probabilities"
    )
    hint = f"for a function of a value write {conditional[1]}(x) = …"
    told.found.append(Diagnostic(located.span(*conditional.span()), message, hint, severity=Severity.NOTE))
    return located.sub(PROBABILITY, lambda match: name(match) + " ")


def right_of_equals(match: re.Match[str]) -> bool:
    """Whether `=` stands before a probability in its line."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    return "=" in line


def name(match: re.Match[str]) -> str:
    """`P(B|A)` as P_B_given_A."""
    events = match[2]
    for pattern, text in SPELLED:
        events = re.sub(pattern, text, events)
    return f"{match[1]}_{events}"
