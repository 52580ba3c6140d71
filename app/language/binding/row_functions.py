"""Functions of vectors in sums: with `h(x) = θᵀx`, the h(xᵢ) of `Σᵢ (h(xᵢ) − yᵢ)²` is written out, as each xᵢ is a row of a matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.language.binding.feet import entry_of
from app.language.binding.reach import INNER, NORM
from app.language.mathematics.indexed_sums import is_sum
from app.language.syntax import Attribute, Binary, Call, Define, Expr, Name, Return, Statement
from app.language.walk import everything, mapped


def written_out(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
    """The statements with such calls in sums replaced by the formula; a function that is called nowhere else is left out."""
    functions = {each.name: each for each in statements if isinstance(each, Define) and is_of_vectors(each)}
    if not functions:
        return statements
    taken: set[str] = set()

    def call(part: Any, index: str) -> Any:
        if not isinstance(part, Call) or not isinstance(part.function, Name) or part.function.id not in functions:
            return mapped(part, lambda inner: call(inner, index))
        function = functions[part.function.id]
        if len(part.arguments) != len(function.parameters) or not any(
            has_at_foot(each, index) for each in part.arguments
        ):
            return part
        taken.add(function.name)
        given = {each.name: argument for each, argument in zip(function.parameters, part.arguments, strict=True)}
        return with_values(function.body[0].value, given)  # type: ignore[attr-defined]

    def sums(part: Any) -> Any:
        part = mapped(part, sums)
        return mapped(part, lambda inner: call(inner, str(part.arguments[1].value))) if is_sum(part) else part

    read = tuple(map(sums, statements))
    called = {part.id for each in read for part in everything(each) if isinstance(part, Name)}
    return tuple(each for each in read if not (isinstance(each, Define) and each.name in taken - called))


def is_of_vectors(function: Define) -> bool:
    """Whether a formula multiplies one of its parameters with a transposed vector, or takes its length."""
    if not function.formula or len(function.body) != 1 or not isinstance(function.body[0], Return):
        return False
    names = {each.name for each in function.parameters}
    return any(names & names_in(part) for part in everything(function) if takes_vectors(part))


def takes_vectors(part: object) -> bool:
    match part:
        case Binary(operator="*", left=left):
            return any(isinstance(each, Attribute) and each.name == "T" for each in everything(left))
        case Call(function=Name(id=name)):
            return name in (INNER, NORM)
    return False


def names_in(part: object) -> set[str]:
    return {each.id for each in everything(part) if isinstance(each, Name)}


def has_at_foot(argument: Expr, index: str) -> bool:
    entry = entry_of(argument.id) if isinstance(argument, Name) else None
    return entry is not None and entry.letters == [index]


def with_values(formula: Any, given: Mapping[str, Expr]) -> Any:
    """A formula with what its parameters stand for."""
    if isinstance(formula, Name) and formula.id in given:
        return given[formula.id]
    return mapped(formula, lambda part: with_values(part, given))
