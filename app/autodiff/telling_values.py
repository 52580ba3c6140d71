"""Values to try, where inputs stand at 1 because nobody gave them another and the figure tells nothing there: `ln(1 − a)`, `(y − t)²`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.findings.findings import all_finite
from app.autodiff.replay import Recording
from app.language import Diagnostic, Program, Severity
from app.language.source import Span
from app.language.syntax import Class, Define

MOST = 6
"""So many inputs are given values in one line that people still read."""
TRIED = ((2.0, 3.0, 5.0, 4.0, 7.0, 6.0), (0.5, 0.25, 0.75, 0.4, 0.6, 0.2))
"""Numbers that differ, and such as lie between 0 and 1, where probabilities are at home."""
TOP = Span(1, 0, 1, 0)


def telling_values(program: Program, run: Recording, numbers: Sequence[Array]) -> Iterator[Diagnostic]:
    """A note with values that show more; nothing where the numbers of both passes do tell, or no values that are tried are better."""
    places = {name: run.inputs[name][0] for name in run.inputs if name in run.free}
    ones = [name for name, place in places.items() if isinstance(numbers[place], float) and numbers[place] == 1]
    if not 0 < len(ones) <= MOST or run.graph.symbolic:
        return
    why = silence(run, numbers)
    if not why:
        return
    now, seed = {name: numbers[place] for name, (place, _) in run.inputs.items()}, numbers[run.backward.seed]
    for tried in TRIED:
        values = dict(zip(ones, tried, strict=False))
        found = run.at({**now, **values}, seed)
        if found is not None and not silence(run, found):
            written = [f"{name} = {value:g}" for name, value in values.items()]
            told = f"what was given no value stands at 1, where {why}; {' and '.join(written)} would tell more"
            defines = any(isinstance(each, (Class, Define)) for each in program.statements)
            repair = "" if defines else f"{'; '.join(written)}\n"
            yield Diagnostic(TOP, told, severity=Severity.NOTE, repair=repair)
            return


def silence(run: Recording, numbers: Sequence[Array]) -> str:
    """Why the numbers of both passes tell nothing; "" where they do."""
    if not all(map(all_finite, numbers)):
        return "not every number is finite"
    adjoints = run.backward.adjoints
    if not any(np.any(numbers[adjoints[place]]) for place, _ in run.inputs.values() if place in adjoints):
        return "no gradient is other than 0"
    return "a derivative is a convention" if run.kinks.met(numbers) else ""
