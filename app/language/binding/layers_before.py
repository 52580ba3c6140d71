"""Values that follow from those of the layer before, which have the same letter: the zᵢ of `a_j = Σᵢ wⱼᵢ zᵢ` beside `z_j = h(a_j)`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from app.language.binding.feet import entry_of
from app.language.binding.hoisting import SHORT, hoisted, ordered
from app.language.names import bound_names, loaded
from app.language.source import Diagnostic, Severity
from app.language.syntax import Assign, Name, Statement
from app.language.text.letters import is_program
from app.language.walk import everything, rebuilt

BEFORE = "before"


def arranged(statements: tuple[Statement, ...], text: str) -> tuple[tuple[Statement, ...], list[Diagnostic]]:
    """The statements in an order in which each has what it needs, and what is told of them."""
    notes: list[Diagnostic] = []
    return ordered(apart(hoisted(statements), text, notes), 0 if is_program(text) else SHORT), notes


def apart(statements: tuple[Statement, ...], text: str, notes: list[Diagnostic]) -> tuple[Statement, ...]:
    """The statements, in which entries of what follows from them have a name of their own, which is told."""
    if is_program(text):
        return statements
    given = targets(statements)
    needs = {base: {base_of(name) for name in loaded([statements[place]])} for base, (place, _) in given.items()}
    read = list(statements)
    for base, (_, letter) in given.items():
        for own, (place, at_foot) in given.items():
            if not letter or own == base or not follows(base, own, needs):
                continue
            names = [each for each in loaded([statements[place]]) if is_other(each, base, (letter, at_foot))]
            for name in sorted(names):
                notes.append(told(statements[place], name, base))
                read[place] = renamed(read[place], name, f"{base}_{BEFORE}{name.removeprefix(base)}")
    return tuple(read)


def told(statement: Statement, name: str, base: str) -> Diagnostic:
    """What is said of such an entry, where it first stands."""
    span = next(each.span for each in everything(statement) if isinstance(each, Name) and each.id == name)
    message = f"`{name}` is read as an entry of `{base}_{BEFORE}`, the layer before, as {base} itself follows from it"
    return Diagnostic(span, message, severity=Severity.NOTE)


def renamed(statement: Statement, name: str, other: str) -> Statement:
    """A statement with another name in place of one."""

    def change(part: Any) -> Any:
        return replace(part, id=other) if isinstance(part, Name) and part.id == name else part

    return rebuilt(statement, change)


def targets(statements: Collection[Statement]) -> dict[str, tuple[int, str]]:
    """The names, without what stands at their foot, that are given one value each, with the place and the letter there."""
    found: dict[str, tuple[int, str]] = {}
    for place, statement in enumerate(statements):
        for name in bound_names(statement):
            entry = entry_of(name)
            one = isinstance(statement, Assign) and entry is not None and len(entry.places) == 1
            found.setdefault(base_of(name), (place, entry.letters[0] if one and entry else ""))
    return found


def base_of(name: str) -> str:
    entry = entry_of(name)
    return entry.base if entry else name


def is_other(name: str, base: str, letters: Collection[str]) -> bool:
    """Whether a name is an entry of `base` with none of some letters at its foot."""
    entry = entry_of(name)
    return entry is not None and entry.base == base and entry.letters[0].isalpha() and entry.letters[0] not in letters


def follows(base: str, other: str, needs: Mapping[str, Collection[str]]) -> bool:
    """Whether a value is computed from another, by way of what is between them."""
    open_, seen = [base], {base}
    while open_:
        for each in needs.get(open_.pop(), ()):
            if each == other:
                return True
            if each not in seen:
                seen.add(each)
                open_.append(each)
    return False
