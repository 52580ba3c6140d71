"""Values that follow from each other, `a_{n+1} = a_n²`: one step of them is a formula, but no letter takes the steps to `a_3`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.language.binding.feet import entry_of
from app.language.names import bound_names, loaded
from app.language.source import Diagnostic
from app.language.syntax import Assign, Name, Program
from app.language.text.letters import is_program
from app.language.walk import everything


def mistakes(program: Program, given: Collection[str]) -> Iterator[Diagnostic]:
    """One for each value with a number at its foot that nothing gives a value but a step with a letter; none in a program."""
    if is_program(program.text):
        return
    statements = program.statements
    stepped = {base for each in statements if isinstance(each, Assign) for base in steps(each)}
    bound = {name for each in statements for name in bound_names(each)} | {*given}
    found = (part for each in statements for part in everything(each) if isinstance(part, Name)) if stepped else ()
    for name in found:
        entry = entry_of(name.id)
        numbered = entry is not None and len(entry.places) == 1 and entry.places[0].letter.isdigit()
        if entry is not None and numbered and entry.base in stepped and name.id not in bound:
            told = f"`{name.id}` is not worked out: the text has one step of it, and nothing that takes the steps"
            hint = f"write them as a loop: for n in range({entry.places[0].letter}): {entry.base} = …"
            yield Diagnostic(name.span, told, hint)


def steps(statement: Assign) -> Iterator[str]:
    """The letters that a statement takes one step further: a for `a_{n+1} = a_n²`."""
    before = [entry for name in loaded([statement.value]) if (entry := entry_of(name))]
    for target in statement.targets:
        entry = entry_of(target.id) if isinstance(target, Name) else None
        if entry is not None and len(entry.places) == 1 and entry.places[0].letter.isalpha():
            letter, shift = entry.places[0]
            if any(
                each.base == entry.base and each.letters == [letter] and each.places[0].shift < shift for each in before
            ):
                yield entry.base
