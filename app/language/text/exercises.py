"""Exercises as they are set, `Find the gradient of f(x, y) = x²y at (1, 2).`: the formula, and the values at which it is worked out."""

from __future__ import annotations

import re

from app.language.text.letters import is_program
from app.language.text.located import Located

VERBS = "Find|Compute|Calculate|Determine|Differentiate|Derive|Give|Consider|Draw|Minimi[sz]e|Maximi[sz]e"
NOUNS = "function|value|loss|expression|slope|output|(?:partial[ \t]+)?derivatives?|gradients?|computational[ \t]+graph"
SET = re.compile(
    rf"(?m)^[ \t]*(?:{VERBS})[ \t]+(?:(?:the|all)[ \t]+)?(?:(?:{NOUNS})[ \t]+)?(?:(?:of|for)[ \t]+)?(?:the[ \t]+)?"
    r"(?:(?:function|loss|expression)[ \t]+)?(?=[^\n=]{1,40}=(?!=))"
)
"""What is asked for, before a formula."""
RESPECT = re.compile(r"(?m)(?<=[^\s=])[ \t]{1,4}(?:with respect to|w\.?r\.?t\.?)[ \t][^\n=]{1,40}$")
"""`with respect to x` behind one: the figure has the derivatives for all inputs."""
NUMBER = r"[-−]?\d+(?:\.\d+)?"
POINT = re.compile(
    rf"(?m)(?<=\s)at (?:the point )?(?:\\\(|\$)?\(({NUMBER}(?:,[ ]?{NUMBER}){{1,7}})\)(?:\\\)|\$)?[.,;?]?[ \t]*$"
)
"""The values at which a function is worked out, in the order of what it is a function of."""
FUNCTION = re.compile(r"(?<!\w)[a-zA-Zα-ωΑ-Ω]\(([^\W\d]\w{0,9}(?:,[ ]?[^\W\d]\w{0,9}){1,7})\)[ ]?=(?!=)")


def formula(text: Located) -> Located:
    """The text of an exercise without its words, and with names for the values of its point."""
    text = text.sub(RESPECT, lambda _: "")
    if is_program(text.text):
        return text
    text = text.sub(SET, lambda _: "")
    function = FUNCTION.search(text.text)
    if function is None:
        return text
    names = [name.strip() for name in function[1].split(",")]

    def at(match: re.Match[str]) -> str:
        values = [value.strip() for value in match[1].split(",")]
        if len(values) != len(names):
            return match.group()
        given = ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))
        # Behind a formula that LaTeX marks they are a line of their own.
        return f"\n{given}" if "$" in match.string or "\\(" in match.string else f"at {given}"

    return text.sub(POINT, at)
