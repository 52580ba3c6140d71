"""Complex numbers, which are not part of the language: where they stand they are refused, never read as inputs i and j."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from app.language.names import loaded, targets
from app.language.source import LanguageError, Span
from app.language.syntax import Binary, Comprehension, Expr, Lambda, Literal, Name, Statement
from app.language.walk import everything

UNITS = ("i", "j")
UNIT_TIMES = re.compile(r"[ij](?:\d|\d*[a-zA-Z]|\d*[a-zA-Z]?\d*[α-ωΩ][a-zA-Z]?|(?:[kKnm][xXrRtφθω]){1,2})")
"""A name in an exponent that is i or j times others: `j2` of `j2πk`, `it`, `iθ`, `iωt`, `i2πft`, `ikx`, `inx`."""
PARTS = frozenset({"Re", "Im", *UNITS})
"""What is applied to a complex number, and what multiplies a bracket."""


def refuse(span: Span, hint: str) -> None:
    raise LanguageError.at(span, "complex numbers are not part of the language", hint)


def refuse_sums(statement: Statement, bound: Collection[str]) -> None:
    """A sum with a term that is i or j times something, `a + bi` and `R + jωL`, is a complex number. Raises LanguageError."""
    units = {*UNITS}.intersection(loaded([statement])).difference(bound)
    units = units and units - own_names(statement)
    for part in everything(statement) if units else ():
        if isinstance(part, Binary) and part.operator in ("+", "-"):
            for term in (part.left, part.right):
                factors = list(beside(term))
                names = [each.id for each in factors if isinstance(each, Name)]
                found = next((name for name in names if name in units), "")
                # V = Ri + e is a current times a resistance.
                current = found == "i" and any(name[0].isupper() and name.isascii() for name in names)
                if found and len(factors) > 1 and not current:
                    refuse(term.span, f"if {found} is an input, give it a value: {found} = 1")


def beside(expr: Expr) -> Iterator[Expr]:
    """The factors of a product that nobody wrote a sign for."""
    while isinstance(expr, Binary) and expr.operator in ("*", "/") and (expr.sign == "" or expr.operator == "/"):
        if expr.operator == "*":
            yield from beside(expr.right)
        expr = expr.left
    yield expr


def refuse_parts(name: Name, bound: Collection[str]) -> None:
    """`Re(z)` and `j(ωL − 1/(ωC))` are of complex numbers. Raises LanguageError."""
    if name.id in PARTS and name.id not in bound:
        refuse(name.span, f"if {name.id} is a function, define it: {name.id}(x) = …")


def own_names(tree: Expr | Statement) -> set[str]:
    """The names that functions and loops within an expression run over."""
    found: set[str] = set()
    for part in everything(tree):
        if isinstance(part, Lambda):
            found.update(each.name for each in part.parameters)
        elif isinstance(part, Comprehension):
            found.update(name for clause in part.clauses for name in targets(clause.target))
    return found


def refuse_imaginary(expr: Binary, bound: Collection[str]) -> None:
    """`1j` is an imaginary number, never 1 times an input j. Raises LanguageError."""
    match expr:
        case Binary(left=Literal(value=number, span=left), right=Name(id=unit, span=right)) if (
            unit in UNITS and unit not in bound and left.end == right.column
        ):
            refuse(expr.span, f"for a product with an input {unit} write {number}*{unit}")


def refuse_complex(exponent: Expr, bound: Collection[str]) -> None:
    """An exponent of e with i in it is a complex number, unless i is bound. Raises LanguageError."""
    own = own_names(exponent)
    for part in everything(exponent):
        if not isinstance(part, Name) or part.id in bound or part.id in own:
            continue
        if part.id in UNITS or UNIT_TIMES.fullmatch(part.id):
            refuse(exponent.span, f"if {part.id} is an input, give it a value: {part.id} = 1")
