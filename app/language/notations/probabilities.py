"""Quantities of random variables: `P(B|A) P(A)/P(B)` is made of three quantities, none of which is a function's value.

So are `π(a|s)`, the entropy `H(X|Y)` and the divergence `KL(p‖q)`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from app.language.functions import APPLIED
from app.language.notations.densities import defines
from app.language.source import Diagnostic
from app.language.text.characters import FEET, SUBSCRIPTS
from app.language.text.letters import is_program
from app.language.text.located import Located

EVENT = r"(?:not\s+)?[^\W\d_][\w\u0300-\u036f′]*(?:\s*=\s*\w+|\([\w\s|,]+\))?"
CONDITION = r"\|\|?|‖|;"
"""What parts a random variable from what it depends on, and two distributions from each other."""
LETTER = r"(?:(?<![\w\u0300-\u036f])(?![α-ω][A-Z])|(?<=[α-ω])(?=[A-Z]))[^\W\d_][\w\u0300-\u036f]*"
"""The letter of a quantity, which a Greek one may stand before, as in `γV(s′)`."""
QUANTITY = re.compile(rf"({LETTER})[ \t]*\(\s*({EVENT}(?:\s*(?:{CONDITION}|,)\s*{EVENT})*)\s*\)")
SPELLED = (
    (r"\s*(?:‖|\|\|)\s*", "_to_"),
    (r"\s*[|;]\s*", "_given_"),
    (r"\)", ""),
    (r"\s*[=,(]\s*|\s+", "_"),
    ("′", "_prime"),
)
FOOT = re.compile(rf"(?:_([a-z])|([{''.join(SUBSCRIPTS)}]))(?![\w])")
SUM = re.compile(r"[∑Σ∏Π]")
EQUALS = re.compile(r"[ \t]*=(?!=)")
ANOTHER = re.compile(r"[;,][ \t]*[^\W\d]\w*[ \t]*=")
"""Where another statement of a line begins."""
DIVERGENCE = re.compile(r"\|\||‖")


def named(located: Located) -> Located:
    """The text with a name for each quantity of random variables, where one of that letter on the right of `=` has a condition.

    Where the text defines a function of them, `N(x|μ, s) = …`, its bars are commas. Raises LanguageError for a divergence of
    distributions that are given.
    """
    text = located.text
    if is_program(text):
        return located
    letters, functions, notes = set[str](), set[str](), list[Diagnostic]()
    for each in QUANTITY.finditer(text):
        name = each[1]
        if name in APPLIED or name in letters | functions:
            continue
        if not (right_of_equals(each) and (is_conditional(each) or gives_another(each))):
            continue
        if defines_function(each, text):
            functions.add(name)
            continue
        letters.add(name)
        refuse_given(located, each)
        message = f"`{each.group()}` is read as one quantity, `{quantity(each)}`"
        hint = f"for a function of a value write {name}(x) = …"
        notes.append(located.note(each.span(), message, hint))
    return located.sub(QUANTITY, lambda match: replaced(match, letters, functions)).telling(*notes)


def replaced(match: re.Match[str], letters: Collection[str], functions: Collection[str]) -> str:
    """A quantity as a name, or as a call of a function of the text."""
    if match[1] in functions:
        return re.sub(CONDITION, ",", match.group())
    beside = match.string[max(0, match.start() - 1) : match.start()].isalnum()
    return f"{' ' if beside else ''}{quantity(match)} " if match[1] in letters else match.group()


def is_conditional(match: re.Match[str]) -> bool:
    return re.search(CONDITION, match[2]) is not None


def gives_another(match: re.Match[str]) -> bool:
    """Whether a line gives a value to this letter of other names: `V(s) = r + γ V(s′)` is of two quantities."""
    text, start = match.string, match.start()
    left = QUANTITY.match(text, text.rfind("\n", 0, start) + 1)
    same = left is not None and left.start() != start and left[1] == match[1] and EQUALS.match(text, left.end())
    if left is not None and same and ANOTHER.search(text, left.end(), start):
        return False
    return left is not None and bool(same) and without_blanks(left) != without_blanks(match)


def defines_function(match: re.Match[str], text: str) -> bool:
    """Whether a text gives a value to a letter with other names in its bracket, and to no other of that letter: `N(x|μ, s) = …`."""
    left = [each for each in QUANTITY.finditer(text) if each[1] == match[1] and not right_of_equals(each)]
    if not left:
        return defines(text, match[1])
    same = any(without_blanks(each) == without_blanks(match) for each in left)
    body = text[left[0].end() :].partition("\n")[0]
    return len(left) == 1 and not same and match[1] not in {each[1] for each in QUANTITY.finditer(body)}


def without_blanks(match: re.Match[str]) -> str:
    return re.sub(r"\s", "", match[2])


def refuse_given(located: Located, match: re.Match[str]) -> None:
    """A divergence of distributions whose numbers the text gives. Raises LanguageError."""
    given = [each for each in re.findall(EVENT, match[2]) if defines(located.text, each)]
    if given and DIVERGENCE.search(match[2]):
        told = f"`{match.group()}` is not computed by its name"
        located.refuse(match.span(), told, "write it out, as in Σᵢ pᵢ log(pᵢ/qᵢ)")


def right_of_equals(match: re.Match[str]) -> bool:
    """Whether `=` stands before a quantity in its line, or nowhere in it."""
    text, start, end = match.string, *match.span()
    before, after = text[text.rfind("\n", 0, start) + 1 : start], text[end:].partition("\n")[0]
    return "=" in before or "=" not in after


def quantity(match: re.Match[str]) -> str:
    """`P(B|A)` as P_B_given_A, and beside a sum `p(yᵢ|xᵢ)` as the entry i of p_y_given_x."""
    events, feet = match[2], {each[1] or each[2].translate(FEET) for each in FOOT.finditer(match[2])}
    entry = len(feet) == 1 and not feet & set("0123456789") and SUM.search(match.string) is not None
    if entry:
        events = FOOT.sub("", events)
    for pattern, text in SPELLED:
        events = re.sub(pattern, text, events)
    return "_".join([match[1], events, *(feet if entry else ())])
