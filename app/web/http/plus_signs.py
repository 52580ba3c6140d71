"""The sign that addresses lose: a `+` in them stands for a space, so that `z=x+y` arrives as `z=x y`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from keyword import kwlist, softkwlist
from urllib.parse import unquote

from app.language import Diagnostic
from app.query import PROGRAM, one_line_end

SPACE = "\ue000"
"""Stands for a space that was written `+`."""
HINT = "in an address `+` is a space: write %2B for plus, and %20 for a space"
PRODUCT = re.compile(rf"(?P<left>(?<![\w.])[\\]?[\w.]+|[)\]}}]) *{SPACE}[ {SPACE}]*(?P<right>\w+|\()")
"""Two factors with nothing but spaces and such a one between them."""
LOST = re.compile(rf"(?:(?P<word>\b\w+)|[.)\]}}]) *{SPACE} *$")
"""Where a plus sign may have stood: behind an operand."""
KEYWORDS = frozenset({*kwlist, *softkwlist, "print"})
SAID = re.compile(r"[#\"'].*")
"""What is no formula: a comment, and all behind a quotation mark."""


def program(address: str) -> str:
    """The program in the query of an address, its spaces still to be told from each other; nothing where it is packed."""
    pairs = (piece.partition("=") for piece in address.split("&"))
    return one_line_end(next((unquote(text.replace("+", SPACE)) for name, _, text in pairs if name == PROGRAM), ""))


def misread(address: str) -> Diagnostic | None:
    """A sum that would be read as a product, `2+x` as `2 x`."""
    for line in program(address).split("\n"):
        for found in PRODUCT.finditer(SAID.sub("", line)):
            if found["left"][0] != "\\" and KEYWORDS.isdisjoint((found["left"], found["right"])):
                shown = re.sub(rf"[ {SPACE}]+", " ", found[0])
                told = f"`{shown[:40]}` may be meant as a sum or as a product"
                return Diagnostic(None, told, HINT, parameter=PROGRAM)
    return None


def hinted(mistakes: tuple[Diagnostic, ...], address: str) -> Iterator[Diagnostic]:
    """Mistakes at a place that a plus may have left, with a word about it."""
    text = program(address)
    lines = text.split("\n")
    for mistake in mistakes:
        place = mistake.span if text else None
        found = LOST.search(lines[place.line - 1][: place.column]) if place is not None else None
        lost = found is not None and found["word"] not in KEYWORDS
        yield replace(mistake, hint=f"{mistake.hint}; {HINT}" if mistake.hint else HINT) if lost else mistake
