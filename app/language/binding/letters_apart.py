"""Letters side by side in formulas with indices: `axᵢ` is a·xᵢ, `cos(kx)` under Σₖ has k·x, and `1/(nh) Σᵢ` divides by n·h."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from app.language.binding.counts import COUNTING, divisors
from app.language.binding.feet import INDICES, entry_of
from app.language.mathematics.indexed_sums import is_sum
from app.language.names import bound_names, loaded, value_names
from app.language.source import Diagnostic, Severity
from app.language.syntax import Binary, Expr, Name, Statement
from app.language.text.enclosure import enclosed
from app.language.text.letters import factors, likely, product
from app.language.walk import everything, rebuilt

PAIR = 2
COUNTED = frozenset("kmnt")
"""Indices that are factors of their own, too."""


def entries_apart(
    statements: tuple[Statement, ...], given: set[str], text: str, notes: list[Diagnostic]
) -> Iterator[Statement]:
    """The statements with `axᵢ` as a·xᵢ, where nothing gives either name a value; what was taken apart is told in `notes`."""
    apart = products(statements, given, text)
    lines, made = text.split("\n"), list[Expr]()

    def change(part: Any) -> Any:
        if isinstance(part, Binary) and part.operator == "**" and any(part.left is each for each in made):
            # λxᵢ² is λ·(xᵢ²), and (λxᵢ)² is not.
            base = part.left
            assert isinstance(base, Binary)
            if not enclosed(lines, base.span):
                return replace(base, right=replace(part, left=base.right), span=part.span)
        if not isinstance(part, Name) or part.id not in apart:
            return part
        told = f"`{part.id}` is read as the product {'·'.join(apart[part.id])}"
        hint = f"for an input of that name give it a value: {part.id} = 1"
        notes.append(Diagnostic(part.span, told, hint, severity=Severity.NOTE))
        found = product([replace(part, id=each) for each in apart[part.id]], part.span)
        made.append(found)
        return found

    for statement in statements:
        yield rebuilt(statement, change) if apart else statement


def products(statements: Collection[Statement], given: set[str], text: str) -> dict[str, list[str]]:
    """The names without a value that are products of letters, each with its factors."""
    bound = given.union(*map(bound_names, statements))
    apart: dict[str, list[str]] = {}
    for name in loaded(statements) - bound:
        entry = entry_of(name)
        if not entry or len(entry.places) > 1 or entry.letters[0] not in INDICES or entry.base in bound:
            continue
        if len(parts := likely(entry.base, text)) > 1:
            apart[name] = [*parts[:-1], parts[-1] + name.removeprefix(entry.base)]
    sums = [part for each in statements for part in everything(each) if is_sum(part)]
    for name, index in (
        (name, str(call.arguments[1].value)) for call in sums for name in value_names(call.arguments[0])
    ):
        # The k of cos(kx) is what runs, and the n of πkn; wi may be an entry.
        runs = index in (name if "π" in name or (len(name) > PAIR and index in COUNTED) else name[:-1])
        if runs and name not in bound and not entry_of(name):
            parts = likely(name, text) or (factors(name, {*name}) if "π" in name else [])
            if index in parts and len(parts) > 1:
                apart[name] = parts
    below = {name for each in statements for name in divisors(each)} if sums else set()
    for name in below - bound:
        if len(parts := likely(name, text)) > 1 and parts[0] in COUNTING:
            apart[name] = parts
    return apart
