"""Exercises as they are set, `Find the gradient of f(x, y) = x²y at (1, 2).`: the formula, and the values at which it is worked out."""

from __future__ import annotations

import re

from app.language.text.letters import is_program
from app.language.text.located import Located

VERBS = "Find|Compute|Calculate|Determine|Differentiate|Derive|Give|Consider|Draw|Minimi[sz]e|Maximi[sz]e"
NOUNS = "function|value|loss|expression|slope|output|(?:partial[ \t]+)?derivatives?|gradients?|computational[ \t]+graph"
KINDS = "simple|following|composite|scalar|small|new"
RATE = r"d[a-zA-Z]/d[a-zθ]|∂[a-zA-Z]/∂[a-zθ]|∇[a-zA-Z]?|[a-zA-Z]['′]\([^()\n]{0,9}\)"
SET = re.compile(
    rf"(?m)(^|[.;])[ \t]*(?:{VERBS})[ \t]+(?:(?:the|all)[ \t]+)?(?:(?:{KINDS})[ \t]+)?(?:(?:{NOUNS}|{RATE})[ \t]+)?"
    r"(?:(?:of|for|if|where|when)[ \t]+)?(?:the[ \t]+)?"
    rf"(?:(?:{KINDS})[ \t]+)?(?:(?:function|loss|expression):?[ \t]+)?(?=[^\n=]{{1,40}}=(?!=))"
)
"""What is asked for, before a formula."""
ALONE = re.compile(
    rf"(?m)^[ \t]*(?:(?:{VERBS}|What (?:is|are))[ \t]+the[ \t]+(?:{NOUNS})[ \t]+of|Differentiate)[ \t]+([^\n=]{{1,60}}?)[.?]?[ \t]*$"
)
"""The same before an expression that has no name."""
ASKED = re.compile(
    rf"(?m)(?<=[^\s=])[,.;]?[ \t]+(?:then[ \t]+)?(?:{VERBS.lower()}|{VERBS}|[Ww]hat (?:is|are))[ \t]+(?:(?:the|all)[ \t]+)?"
    rf"(?:(?:{NOUNS}|{RATE})(?:[ \t]+(?:of|for)[ \t]+\w)?(?:[ \t]*(?:,|and)[ \t]+)?){{1,4}}(?=[ \t]+at[ \t]|[.?]?[ \t]*$)"
)
"""The same behind it."""
EXAMPLE = re.compile(
    r"(?m)(^|[,;.]?)[ \t]{0,8}(?<!\w)(?:e\.g\.|for example|for instance)[,:]?[ \t]+(?=[^\W\d]\w{0,9}[ \t]*=(?!=))"
)
"""Words before values that are given as an example."""
RESPECT = re.compile(r"(?m)(?<=[^\s=])[ \t]{1,4}(?:with respect to|w\.?r\.?t\.?)[ \t][^\n=]{1,40}$")
"""`with respect to x` behind one: the figure has the derivatives for all inputs."""
NUMBER = r"[-−]?\d+(?:\.\d+)?"
POINT = re.compile(
    rf"(?m)(?<=\s)at (?:the point )?(?:\\\(|\$)?\(({NUMBER}(?:,[ ]?{NUMBER}){{1,7}})\)(?:\\\)|\$)?[.,;?]?[ \t]*$"
)
"""The values at which a function is worked out, in the order of what it is a function of."""
FUNCTION = re.compile(r"(?<!\w)[a-zA-Zα-ωΑ-Ω]\(([^\W\d]\w{0,9}(?:,[ ]?[^\W\d]\w{0,9}){1,7})\)[ ]?=(?!=)")


def given(match: re.Match[str]) -> str:
    """What leads to values behind a formula; at the beginning of a line nothing does."""
    begins = match.start() == 0 or match.string[match.start() - 1] == "\n"
    return "" if begins else " where "


def formula(text: Located) -> Located:
    """The text of an exercise without its words, and with names for the values of its point."""
    text = text.sub(RESPECT, lambda _: "")
    if is_program(text.origin):
        return text
    text = (
        text.sub(EXAMPLE, given)
        .sub(ASKED, lambda _: "")
        .sub(SET, lambda match: "\n" if match[1] else "")
        .sub(ALONE, lambda match: match[1])
    )
    function = FUNCTION.search(text.text)
    if function is None:
        return text
    names = [name.strip() for name in function[1].split(",")]

    def at(match: re.Match[str]) -> str:
        values = [value.strip() for value in match[1].split(",")]
        if len(values) != len(names):
            return match.group()
        said = ", ".join(f"{name} = {value}" for name, value in zip(names, values, strict=True))
        # Behind a formula that LaTeX marks they are a line of their own.
        return f"\n{said}" if "$" in match.string or "\\(" in match.string else f"at {said}"

    return text.sub(POINT, at)
