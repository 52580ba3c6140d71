"""Derivatives of functions that are known, `σ′(z)` and `f″(x)`: they are values of the text."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from app.language.mathematics.applications import MODULES
from app.language.source import LanguageError
from app.language.syntax import Call, Expr, Lambda, Name, Parameter
from app.language.text.tokens import DERIVATIVE

PRIME = "_prime"


def primed(expr: Call, bound: Collection[str], calls: Callable[[str], bool]) -> Call | None:
    """The call of a derivative, `σ′(z)`; None for other calls. Raises LanguageError where it is one of several values."""
    name = expr.function
    if not isinstance(name, Name) or name.id in bound or not name.id.endswith(PRIME):
        return None
    base = name.id
    while base.endswith(PRIME) and base not in bound:
        base = base.removesuffix(PRIME)
    if not (base in bound or calls(base)):
        return None
    if len(expr.arguments) != 1 or expr.keywords:
        told = f"`{base}′` of several values may be the derivative by each of them"
        hint = f"write {base} itself: its gate shows all of them, and so does its close-up"
        raise LanguageError.at(name.span, told, hint)
    known = base.lower() if base in MODULES else base
    of: Expr = Name("x", span=name.span)
    function: Expr = Lambda((Parameter("x"),), Call(replace(name, id=known), (of,), span=name.span), span=name.span)
    for _ in range((len(name.id) - len(base)) // len(PRIME)):
        function = Call(replace(name, id=DERIVATIVE), (function,), span=name.span)
    return replace(expr, function=function)
