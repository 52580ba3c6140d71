"""Complex numbers, which are not part of the language: where they stand they are refused, never read as inputs i and j."""

from __future__ import annotations

import re
from collections.abc import Collection

from app.language.names import targets
from app.language.source import Diagnostic, LanguageError, Span
from app.language.syntax import Binary, Comprehension, Expr, Literal, Name
from app.language.walk import everything

UNITS = ("i", "j")
UNIT_TIMES = re.compile(r"[ij](?:\d*[a-zA-Z]|\d*[a-zA-Z]?\d*[α-ωΩ][a-zA-Z]?|(?:[kKnm][xXrRtφθω]){1,2})")
"""A name in an exponent that is i or j times others: `it`, `iθ`, `iωt`, `i2πft`, `ikx`, `inx`."""


def refuse(span: Span, hint: str) -> None:
    raise LanguageError(Diagnostic(span, "complex numbers are not part of the language", hint))


def refuse_imaginary(expr: Binary, bound: Collection[str]) -> None:
    """`1j` is an imaginary number, never 1 times an input j. Raises LanguageError."""
    match expr:
        case Binary(left=Literal(value=number, span=left), right=Name(id=unit, span=right)) if (
            unit in UNITS and unit not in bound and left.end == right.column
        ):
            refuse(expr.span, f"for a product with an input {unit} write {number}*{unit}")


def refuse_complex(exponent: Expr, bound: Collection[str]) -> None:
    """An exponent of e with i in it is a complex number, unless i is bound. Raises LanguageError."""
    turns = [part for part in everything(exponent) if isinstance(part, Comprehension)]
    own = {name for turn in turns for clause in turn.clauses for name in targets(clause.target)}
    for part in everything(exponent):
        if not isinstance(part, Name) or part.id in bound or part.id in own:
            continue
        if part.id in UNITS or UNIT_TIMES.fullmatch(part.id):
            refuse(exponent.span, f"if {part.id} is an input, give it a value: {part.id} = 1")
