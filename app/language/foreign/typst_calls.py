"""What Typst writes in its mathematics: `frac(a, b)`, `root(3, x)`, `vec(x, 1)`, `mat(1, 2; 3, 4)`, `cases(x &"if" x > 0, 0 &"else")`."""

from __future__ import annotations

import re

from app.language.foreign.foreign_calls import Call, Edit, calls
from app.language.text.letters import is_worded
from app.language.text.located import Located

NAMES = "frac|root|vec|mat|cases"
PRESENT = re.compile(rf"(?<![\w.\\])(?:{NAMES})\(")
BESIDE = re.compile(r"&?[ \t]*\"(if|for|else|otherwise)[ \t]*\"|&")
"""Words between a value and its condition."""
WORDS = {"if": " if ", "for": " if ", "else": "", "otherwise": "", None: " "}
INDEX = re.compile(r"\d+|[n]")
"""Which root is taken; SymPy has it behind what it is taken of."""


def read(located: Located) -> Located:
    """The text in the spelling of mathematics, unless it gives these names a meaning of its own."""
    text = located.text
    if not PRESENT.search(text) or "\\" in text or is_worded(text):
        return located
    defined = set(re.findall(rf"(?<![\w.])({NAMES})(?:\([^()\n]*\))?[ \t]*=(?!=)", text))
    edits = [
        edit
        for call in calls(text)
        if call.text[call.open] == "(" and call.name not in defined
        for edit in changed(call)
    ]
    return located.replaced(sorted(edits))


def changed(call: Call) -> list[Edit]:
    """A call in the spelling of mathematics; nothing for one that is none of these."""
    ends = (call.start, call.open + 1), (call.close, call.close + 1)
    commas = [(one[-1][1], other[0][0]) for one, other in zip(call.arguments, call.arguments[1:], strict=False)]
    if call.name == "frac" and len(commas) == 1:
        return [(*ends[0], "(("), (*commas[0], ")/("), (*ends[1], "))")]
    if call.name == "root" and len(commas) == 1 and INDEX.fullmatch(call.written[0]):
        return [(call.start, commas[0][1], "(("), (*ends[1], f")^(1/{call.written[0]}))")]
    if call.name == "vec" and commas:
        return [(*ends[0], "array(["), (*ends[1], "])")]
    if call.name == "mat":
        rows = [(place, place + 1, "], [") for place in range(call.open, call.close) if call.text[place] == ";"]
        return [(*ends[0], "array([["), *rows, (*ends[1], "]])")]
    if call.name == "cases":
        words = [(*word.span(), WORDS[word[1]]) for word in BESIDE.finditer(call.text, call.open, call.close)]
        last = ")" if words and not words[-1][2].strip() else " else nan)"
        return [(*ends[0], "("), *((*each, " else ") for each in commas), *words, (*ends[1], last)]
    return []
