"""What is said of names beside a formula, `y = σ(z), where z is the score`: it is passed over, but for which function a name stands for."""

from __future__ import annotations

import re

from app.language.functions import SPOKEN
from app.language.text.letters import is_program
from app.language.text.located import Located

VERB = r"(?:is|are|denotes?|represents?|means|stands for)"
SAID = re.compile(
    rf"(?<![\w\\])(?:[,;.(][ \t]{{0,4}})?(?:[Ww]here|[Hh]ere|[Ww]ith)[ \t]+(?=(?P<name>[^\W\d]\w{{0,11}})[ \t]+{VERB}[ \t])"
    r"(?P<said>[^=\d\n.;+*/<>²³^@:?|{}()\[\]]{1,300})\)?[.;]?[ \t]*$",
    re.MULTILINE,
)
"""Words up to a line's end that begin with what a name is, and in which nothing is computed or given a value."""
TOLD = "what is said of names here has no bearing on the figure and was passed over"
CALLED = "|".join(sorted(SPOKEN, key=len, reverse=True))
NAMED = re.compile(
    rf"(?<![\w\\])(?P<name>[^\W\d]\w{{0,11}})[ \t]+{VERB}[ \t]+(?:(?:the|a|an|our)[ \t]+)?(?P<function>{CALLED})"
    r"(?:[ \t]+(?:activation|function|activation function|nonlinearity|unit))?(?=[ \t]*(?:,|and\b|$))",
    re.IGNORECASE,
)


def passed_over(located: Located) -> Located:
    """The text with the functions that names are said to be as definitions, and without what else is said of names, which is told."""
    if is_program(located.origin):
        return located
    notes = [
        located.note((match.start("name"), match.end("said")), TOLD, "for a value write its name and `=`")
        for match in SAID.finditer(located.text)
        if not functions(match) or "," in match["said"] or " and " in match["said"]
    ]
    return located.telling(*notes).sub(SAID, defined)


def functions(match: re.Match[str]) -> list[tuple[str, str]]:
    """The names that are said to be functions and are applied in the text, each with the function."""
    found = [(each["name"], SPOKEN[each["function"].lower()]) for each in NAMED.finditer(match["said"])]
    return [(name, function) for name, function in found if f"{name}(" in match.string]


def defined(match: re.Match[str]) -> str:
    """These functions as definitions; σ is the sigmoid in any case."""
    given = ", ".join(f"{name} = {function}" for name, function in functions(match) if name not in ("σ", function))
    return f" where {given}" if given else ""
