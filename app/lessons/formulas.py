"""Formulas between dollar signs: `$dL/dx = dL/dq * dq/dx$` is written in the language, and set as the page sets all mathematics."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.language import parse_expression
from app.lessons.statements import DERIVATIVE
from app.typeset import Math, Symbol, expression, mathml, row

RELATIONS = {"=": "=", "≈": "≈", "<-": "←", "←": "←", "≠": "≠"}
BETWEEN = re.compile(r"(<-|(?<![=<>!])=(?!=)|[≈←≠])")


def formula(text: str) -> str:
    """A formula as MathML; between relations stand expressions of the language. Raises LanguageError."""
    return mathml(row(*pieces(text)))


def pieces(text: str) -> Iterator[Math]:
    for part in BETWEEN.split(text):
        if part in RELATIONS:
            yield Symbol(RELATIONS[part], "relation")
        elif part.strip():
            # A derivative is one thing, also behind a factor.
            yield expression(parse_expression(DERIVATIVE.sub(r"(\g<0>)", part.strip())))
