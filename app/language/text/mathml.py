"""Formulas as trees of tags (MathML), as pages carry them, become LaTeX; where one says its LaTeX beside, that is taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NoReturn

from app.language.text.located import Located

PRESENT = re.compile(r"<(?:\w+:)?m(?:i|o|n|row|style|frac|sup|sub|sqrt)\b[^<>]*>")
SAID = re.compile(
    r"<(?:\w+:)?math\b[^<>]*>(?:[^<]|<(?!/?(?:\w+:)?math\b|annotation\b))*+<annotation\b[^<>]*tex[^<>]*>([^<]*)</annotation>"
    r"(?:[^<]|<(?!/?(?:\w+:)?math\b))*+</(?:\w+:)?math>"
)
"""A formula with its LaTeX beside it."""
TAG = re.compile(
    r"<(?P<end>/?)(?:\w+:)?(?P<name>math|semantics|annotation(?:-xml)?|m[a-z]+)\b(?P<attributes>[^<>]*?)(?P<empty>/?)>"
)
CASES = re.compile(r"<mo\b[^<>]*>\s*\{\s*</mo>(\s*(?:<mrow\b[^<>]*>\s*)?)<mtable\b")
"""The brace before a table that holds cases."""
LEAVES = frozenset({"mi", "mn", "mo", "mtext", "ms"})
PARTS = {
    "mfrac": ("\\frac{", "}{", "}"), "msqrt": ("\\sqrt{", "}"), "mroot": ("((", ")^{1/(", ")})"), "msup": ("{", "}^{", "}"),
    "msub": ("{", "}_{", "}"), "msubsup": ("{", "}_{", "}^{", "}"), "munder": ("", "_{", "}"), "munderover": ("", "_{", "}^{", "}"),
    "mover": ("", "^{", "}"), "mtable": ("\\begin{matrix}", "\\\\ ", "\\end{matrix}"), "mtr": ("", " & ", ""),
    "mcases": ("\\begin{cases}", "\\\\ ", "\\end{cases}"), "mfenced": ("(", ", ", ")"), "math": ("$", "$"),
}  # fmt: skip
"""What stands before the first of the parts of an element, between them, and behind the last one."""
REPEATED = frozenset({"mtable", "mcases", "mtr", "mfenced"})
"""Elements of any number of parts."""
PAIRS = {"mfrac": 2, "mroot": 2, "msup": 2, "msub": 2, "msubsup": 3, "munder": 2, "munderover": 3, "mover": 2}
ACCENT = re.compile(r"\s*<mo\b[^<>]*>([^<]*)</mo>")
ACCENTS = {
    "^": "\u0302",
    "ˆ": "\u0302",
    "¯": "\u0304",
    "‾": "\u0304",
    "~": "\u0303",
    "˜": "\u0303",
    "˙": "\u0307",
    "¨": "\u0308",
    "→": "",
}
INVISIBLE = {"\u2061": "", "\u2062": " ", "\u2063": ",", "\u2064": "+"}


@dataclass(slots=True)
class Element:
    """An element that is open: its name, where its tag stands, and how many parts it has had."""

    name: str
    start: int
    stop: int
    parts: int = 0

    @property
    def around(self) -> tuple[str, ...]:
        return PARTS.get(self.name, ("", ""))

    def between(self, text: str, place: int) -> str:
        """What stands before one more part, which begins at a place of the text: an accent is a mark over what it is behind."""
        self.parts += 1
        accent = ACCENT.match(text, place) if self.name == "mover" and self.parts == PAIRS["mover"] else None
        if accent and (sign := unescape(accent[1]).strip()) in ACCENTS:
            self.name = "marked"
            return ACCENTS[sign]
        several = self.name in REPEATED or self.name in PAIRS
        if not several or self.parts == 1:
            return ""
        return self.around[1 if self.name in REPEATED else self.parts - 1]


def read(located: Located) -> Located:
    """The text with LaTeX in the place of such trees. Raises LanguageError for a tree that is not whole."""
    if not PRESENT.search(located.text):
        return located
    located = located.sub(SAID, lambda match: f"${match[1].strip()}$").sub(CASES, lambda match: f"{match[1]}<mcases")
    return located.replaced(list(edits(located))) if PRESENT.search(located.text) else located


def edits(located: Located) -> Iterator[tuple[int, int, str]]:
    """What stands for each tag, and for what is between tags."""
    text, open_, last = located.text, list[Element](), 0
    for tag in TAG.finditer(text):
        if open_:
            yield last, tag.start(), leaf(open_[-1], text[last : tag.start()])
        last = tag.end()
        if tag["end"]:
            yield (*tag.span(), closed(located, tag, open_))
            continue
        before = open_[-1].between(text, tag.start()) if open_ else ""
        if tag["empty"]:
            yield (*tag.span(), f"{before} ")
            continue
        open_.append(Element(tag["name"], *tag.span()))
        yield (*tag.span(), before + open_[-1].around[0])
    if open_:
        refuse(located, open_[-1].start, open_[-1].stop)


def leaf(element: Element, text: str) -> str:
    """What stands in an element by itself: signs, letters and words; nothing for what is between tags, and in other notes of a page."""
    said = "".join(INVISIBLE.get(sign, sign) for sign in unescape(text)).strip()
    if element.name not in LEAVES or (element.name == "mo" and said in ACCENTS and said != "→"):
        return ""
    if element.name in ("mtext", "ms"):
        return f" \\text{{{said}}} "
    return f" \\operatorname{{{said}}}" if element.name == "mi" and len(said) > 1 and said.isalpha() else f" {said}"


def closed(located: Located, tag: re.Match[str], open_: list[Element]) -> str:
    """What stands behind the last part of an element. Raises LanguageError where it was not open, or has not all of its parts."""
    name = open_[-1].name if open_ else ""
    if {"mcases": "mtable", "marked": "mover"}.get(name, name) != tag["name"] or open_[-1].parts < PAIRS.get(name, 0):
        refuse(located, *tag.span())
    return open_.pop().around[-1]


def refuse(located: Located, start: int, stop: int) -> NoReturn:
    told, hint = (
        "this formula is a tree of tags (MathML) that is not whole",
        "copy all of it, or copy it as text or as LaTeX",
    )
    located.refuse((start, stop), told, hint)
