"""Values to try, where inputs stand at 1 because nobody gave them another and the figure tells nothing there: `ln(1 − a)`, `(y − t)²`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.findings.findings import all_finite
from app.autodiff.graph import Node
from app.autodiff.replay import Recording
from app.language import Diagnostic, LanguageError, Program, Severity, parse
from app.language.source import Span
from app.language.syntax import Assign, Class, Define, Name

MOST = 6
"""So many inputs are given values in one line that people still read."""
TRIED = ((2.0, 3.0, 5.0, 4.0, 7.0, 6.0), (0.5, 0.25, 0.75, 0.4, 0.6, 0.2))
"""Numbers that differ, and such as lie between 0 and 1, where probabilities are at home."""
TOP = Span(1, 0, 1, 0)


def telling_values(
    program: Program, run: Recording, numbers: Sequence[Array], at_kinks: Sequence[Node]
) -> Iterator[Diagnostic]:
    """A note with values that show more; nothing where the numbers of both passes do tell, or no values that are tried are better."""
    places = {name: run.inputs[name][0] for name in run.inputs if name in run.free}
    ones = [name for name, place in places.items() if isinstance(numbers[place], float) and numbers[place] == 1]
    if not 0 < len(ones) <= MOST or run.graph.symbolic:
        return
    why = silence(run, numbers, at_kinks)
    if not why:
        return
    now, seed = {name: numbers[place] for name, (place, _) in run.inputs.items()}, numbers[run.backward.seed]
    for tried in TRIED:
        values = dict(zip(ones, tried, strict=False))
        found = run.at({**now, **values}, seed)
        if found is not None and not silence(run, found, run.kinks.met(found)):
            literals = {name: f"{name} = {value:g}" for name, value in values.items()}
            told = (
                f"what was given no value stands at 1, where {why}; {' and '.join(literals.values())} would tell more"
            )
            place, repair = written_into(program, literals)
            yield Diagnostic(place, told, severity=Severity.NOTE, repair=repair)
            return


def written_into(program: Program, literals: Mapping[str, str]) -> tuple[Span, str]:
    """Where literals can be written into the text, and as what: before its first statement, behind the prompt or inside the fence
    around it, or on a line above it all; "" where that would not give the names these values, as those of a function's parameters."""
    own = program.statements[0].span if program.statements else TOP
    if not any(isinstance(each, (Class, Define)) for each in program.statements):
        for line, column in dict.fromkeys(((own.line, own.column), (TOP.line, TOP.column))):
            lines, repair = program.text.split("\n"), "; ".join(literals.values()) + ("; " if column else "\n")
            lines[line - 1] = lines[line - 1][:column] + repair + lines[line - 1][column:]
            with suppress(LanguageError):
                read = parse("\n".join(lines)).statements
                bound = {
                    target.id
                    for each in read
                    if isinstance(each, Assign)
                    for target in each.targets
                    if isinstance(target, Name)
                }
                if literals.keys() <= bound:
                    return Span(line, column, line, column), repair
    return TOP, ""


def silence(run: Recording, numbers: Sequence[Array], at_kinks: Sequence[Node]) -> str:
    """Why the numbers of both passes tell nothing; "" where they do."""
    if not all(map(all_finite, numbers)):
        return "not every number is finite"
    adjoints = run.backward.adjoints
    if not any(np.any(numbers[adjoints[place]]) for place, _ in run.inputs.values() if place in adjoints):
        return "no gradient is other than 0"
    return "a derivative is a convention" if at_kinks else ""
