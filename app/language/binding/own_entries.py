"""Letters that stand for one thing by themselves and for another with an index: `L = 1/N Σᵢ Lᵢ`, `Πᵢ (x − xᵢ)`, the weights πₖ."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from app.language.binding.array_signs import is_number
from app.language.binding.feet import entries_in, entry_of, indexed
from app.language.mathematics.indexed_sums import is_sum
from app.language.names import bound_names, loaded
from app.language.source import Diagnostic, Severity
from app.language.syntax import Assign, Call, Name, Statement, Subscript
from app.language.walk import everything, mapped, parts

CONSTANTS = frozenset({"π"})
EACH = "_each"
"""Behind the letter of entries that is taken."""


def entries_renamed(
    statements: tuple[Statement, ...], given: Collection[str]
) -> tuple[tuple[Statement, ...], list[Diagnostic]]:
    """The statements with another name for arrays whose letter means something else by itself, and what is told of them."""
    notes: list[Diagnostic] = []
    for letter in dict.fromkeys(taken(statements, given)):
        first = next(
            part
            for each in statements
            for part in everything(each)
            if isinstance(part, Name) and (entry := entry_of(part.id)) and entry.base == letter
        )
        told = (
            f"`{first.id}` and its like are entries of an array of their own, `{letter}{EACH}`, apart from `{letter}`"
        )
        notes.append(Diagnostic(first.span, told, f"for entries of `{letter}` give it a value", severity=Severity.NOTE))
        statements = tuple(renamed(each, letter) for each in statements)
    return statements, notes


def taken(statements: Sequence[Statement], given: Collection[str]) -> Iterator[str]:
    """The letters of entries that a sum runs over and that the text uses for something else."""
    bound = set[str]()
    for statement in statements:
        named = set(bound_names(statement)) - loaded([statement.value]) if isinstance(statement, Assign) else set()
        for call in filter(is_sum, everything(statement)):
            body = call.arguments[0]
            bases = {each.base for each in indexed(body, call.arguments[1].value).values()} - bound
            yield from bases & {each.id for each in beside_entries(body, bases)}
            bases -= set(given)
            yield from bases & CONSTANTS
            yield from bases & named
        if not (isinstance(statement, Assign) and is_number(statement.value)):
            bound |= set(bound_names(statement))
        bound |= {entry.base for name in bound_names(statement) if (entry := entry_of(name))}


def beside_entries(part: object, bases: Collection[str]) -> Iterator[Name]:
    """The names that stand beside entries of theirs, `x` of `x − xᵢ` and `K(x, xᵢ)`; what a function is applied to alone, `mean(x)`,
    is the whole array, and so is x of `x[0]`.
    """
    if isinstance(part, Name) and part.id in bases:
        yield part
    if isinstance(part, Subscript) and isinstance(part.value, Name):
        part = part.index
    alone = isinstance(part, Call) and not {each.base for each in entries_in(part).values()} & set(bases)
    for inner in parts(part):
        if not (alone and isinstance(inner, Name)):
            yield from beside_entries(inner, bases)


def renamed(tree: Any, letter: str) -> Any:
    """A tree with another name for the array that entries with a letter belong to."""

    def change(part: Any) -> Any:
        if isinstance(part, Name) and (entry := entry_of(part.id)) and entry.base == letter:
            return replace(part, id=f"{letter}{EACH}{part.id.removeprefix(letter)}")
        return mapped(part, change)

    return change(tree)
