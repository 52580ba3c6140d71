"""What Maxima and Maple write: `%pi`, `f: x^2$`, `sum(k*x, k=1..3)`, `subs(x=3, f)`, `piecewise(x < 0, -x, x)`, `evalf(f)`."""

from __future__ import annotations

import re

from app.language.foreign.foreign_calls import Call, Edit, calls
from app.language.source import Diagnostic
from app.language.text.letters import NAME, is_worded
from app.language.text.located import Located

CONSTANT = re.compile(r"(?<![\w)\]])%(pi|e)(?!\w)")
CONSTANTS = {"pi": "π", "e": "e"}
GIVEN = re.compile(rf"\s*{NAME}(?:\([^()\n]*\))?[ \t]*:")
ENDED = re.compile(rf"\$(?=[ \t]*(?:\n|\Z|{GIVEN.pattern}))")
"""The end of a statement of Maxima whose value is not shown."""
SILENT = re.compile(r"(?m)^([ \t]*\w+(?:\([^()\n]*\))?[ \t]*:=[^\n]*):[ \t]*$")
"""The same of Maple."""
UNCHANGED = frozenset("evalf simplify expand ratsimp radsimp trigsimp".split())
"""Functions that write a formula in another way."""
SUMS = {"sum": "∑", "add": "∑", "product": "∏", "mul": "∏"}
RANGE = re.compile(rf"({NAME})[ \t]*=[ \t]*([^=]+?)[ \t]*\.\.[ \t]*([^=]+)")
VALUES = re.compile(rf"[{{\[]?[ \t]*({NAME}[ \t]*=[^=].*?)[ \t]*[}}\]]?")
PRESENT = re.compile(
    rf"%(?:pi|e)\b|\$|:=[^\n]*:[ \t]*$|(?<![\w.])(?:{'|'.join([*UNCHANGED, *SUMS])}|subs|piecewise|diff)\(",
    re.MULTILINE,
)


def read(located: Located) -> Located:
    """The text in the spelling of mathematics; what was passed over is told. Raises LanguageError for derivatives."""
    if not PRESENT.search(located.text) or "\\" in located.text or is_worded(located.text):
        return located
    text = located.text
    if GIVEN.match(text) and len(ENDED.findall(text)) == text.count("$"):
        located = located.sub(ENDED, lambda _: ";")
    located = located.sub(CONSTANT, lambda match: CONSTANTS[match[1]]).sub(SILENT, lambda match: match[1])
    notes: list[Diagnostic] = []
    edits = [edit for call in calls(located.text) for edit in changed(located, call, notes)]
    return located.replaced(sorted(edits)).telling(*notes)


def changed(located: Located, call: Call, notes: list[Diagnostic]) -> list[Edit]:
    """A call in the spelling of mathematics; nothing for one that is as it should be."""
    given = call.written
    if call.text[call.open] != "(" or re.search(
        rf"(?<![\w.]){call.name}[ \t]*(?:\([^()\n]*\))?[ \t]*:?=(?!=)", call.text
    ):
        return []
    if call.name in UNCHANGED and len(given) == 1 and given[0]:
        told = f"`{call.name}(…)` changes no value and was passed over"
        notes.append(located.note((call.start, call.open), told))
        return [(call.start, call.open, "")]
    if call.name in SUMS and (limits := limits_of(given)):
        index, low, high = limits
        behind = call.arguments[0][-1][1]
        return [(call.start, call.open, f"{SUMS[call.name]}_{{{index}={low}}}^{{{high}}} "), (behind, call.close, "")]
    if call.name == "subs" and len(given) == 2 and (values := VALUES.fullmatch(given[0])) and ends(call):
        return [(call.start, call.arguments[1][0][0], "("), (call.close, call.close + 1, f") where {values[1]}")]
    if call.name == "piecewise" and len(given) > 1:
        return [(*call.stretch, pieces(given))]
    if call.name == "diff" and len(given) in (2, 3) and re.fullmatch(NAME, given[1]) and "axis" not in call.text:
        told = f"`{call.shown}` is a derivative, which is what the figure shows"
        located.refuse(call.stretch, told, f"write the function alone: {given[0]}")
    return []


def limits_of(given: list[str]) -> tuple[str, str, str] | None:
    """The index and both limits of `sum(f, k, 0, 3)` of Maxima, or of `sum(f, k=0..3)` of Maple; None for another call."""
    if len(given) == 4 and re.fullmatch(NAME, given[1]):
        return given[1], given[2], given[3]
    found = RANGE.fullmatch(given[1]) if len(given) == 2 else None
    return (found[1], found[2], found[3]) if found else None


def ends(call: Call) -> bool:
    """Whether nothing stands behind a call in its line but a sign that ends it."""
    return not call.text[call.close + 1 :].partition("\n")[0].strip(" \t;:")


def pieces(given: list[str]) -> str:
    """Conditions, each with the value behind it, and what holds otherwise: 0 where nothing is said."""
    pairs = zip(given[::2], given[1::2], strict=False)
    otherwise = given[-1] if len(given) % 2 else "0"
    return f"({' else '.join([*(f'{value} if {test}' for test, value in pairs), otherwise])})"
