"""The score of the right class, `s_{y_i}`: entry y_i of s, where y_i is a label, a whole number that the text gives or 1."""

from __future__ import annotations

import re
from functools import partial

from app.language.text.letters import is_program
from app.language.text.located import Located

INDEX = r"(?:_\{\s*([ijkn])\s*\}|_([ijkn])(?!\w)|([ᵢⱼₖₙ]))"
AT_FOOT = re.compile(rf"[^\W\d_]_\{{\s*([a-z]){INDEX}\s*\}}")
"""A name with an index that has an index of its own."""
SUMS = re.compile(r"[∑Σ]|\\sum|(?<!\w)sum_")
SMALL = str.maketrans("ᵢⱼₖₙ", "ijkn")


def read(located: Located) -> Located:
    """The text with the number of each label in its place, which is told. Raises LanguageError where a sum runs over the labels."""
    found = AT_FOOT.search(located.text) if SUMS.search(located.text) and not is_program(located.text) else None
    if found is None:
        return located
    letter, index = found[1], next(filter(None, found.groups()[1:])).translate(SMALL)
    label = rf"(?<!\w){letter}(?:_\{{\s*{index}\s*\}}|_{index}(?!\w)|{small(index)})"
    if runs(located.text, index):
        start, stop = located.reach(*found.span())
        told = f"`{located.origin[start:stop]}` has an index that has an index of its own, which a sum goes over"
        located.refuse(found.span(), told, "write the loss of one example, L_i = …")
    given = re.search(rf"{label}\s*=\s*(\d+)\s*(?:[;,\n]|$)", located.text)
    number = str(max(1, int(given[1]))) if given else "1"
    source = f"{letter}_{index}"
    told = f"`{source}` is read as a label, the number of a class from 1 on: {number}"
    hint = "" if given else f"for another give it a value: {source} = 2"
    located = located.telling(located.note(found.span(), told, hint))
    if given:
        located = located.sub(re.compile(re.escape(given.group())), lambda _: "")
    # Numbers in square brackets are counted from 0.
    located = located.sub(re.compile(rf"_\{{\s*{label}\s*\}}"), partial(put, f"[{int(number) - 1}]"))
    return located.sub(re.compile(label), partial(put, number))


def small(index: str) -> str:
    return "ᵢⱼₖₙ"["ijkn".index(index)]


def runs(text: str, index: str) -> bool:
    """Whether a sum has an index."""
    at_foot = rf"(?:[∑Σ]|\\sum|(?<!\w)sum(?=_))\s*(?:\\limits\s*)?(?:_\{{?\s*{index}(?![a-z])|{small(index)})"
    return re.search(at_foot, text) is not None


def put(number: str, _: re.Match[str]) -> str:
    return number
