"""Bars that go entry by entry, as in `sum |W|` and in `yᵢⱼ = |xᵢⱼ|`: round a matrix they are no determinant there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.language.operators import FUNCTIONS
from app.language.syntax import Binary, Call, Name, Unary
from app.language.walk import mapped

REDUCTIONS = frozenset("sum mean prod max min norm median std var".split())
"""What goes over the entries of an array."""
BARS, BY_ENTRIES = FUNCTIONS["|"], "absolute"
"""The operation that bars are spelled as, and another name of it, which no bars are."""


def by_entries(tree: Any) -> Any:
    """A term whose bars are absolute values, whatever stands between them."""
    match tree:
        case Call(function=Name(id=name) as function) if name == BARS:
            return replace(tree, function=replace(function, id=BY_ENTRIES))
        case Binary() | Unary():
            return mapped(tree, by_entries)
    return tree
