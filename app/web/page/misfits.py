"""Values that are numbers but do not fit the program: which one of those given keeps it from running."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.autodiff import Trace
from app.language import Diagnostic, LanguageError
from app.pipeline import Worksheet, trace
from app.query import SEED, parameter

MOST = 8
"""Where more values are given, none is looked for: each costs a run of the program."""


def fitting(sheet: Worksheet) -> tuple[Trace, list[Diagnostic]]:
    """Both passes, without the one value that keeps the program from running, and what is to be said of that value.

    Raises LanguageError where no value, or more than one, can be blamed.
    """
    try:
        return trace(sheet), []
    except LanguageError as error:
        found = list(mended(sheet, error))
        if len(found) != 1:
            raise
        name, result = found[0]
        told = error.message if name == SEED else f"the program does not run with this value: {error.message}"
        return result, [Diagnostic(None, told, error.hint, parameter=name)]


def mended(sheet: Worksheet, error: LanguageError) -> Iterator[tuple[str, Trace]]:
    """The parameters without which the program runs, each with its run."""
    if all(mistake.parameter == SEED for mistake in error.mistakes):
        yield SEED, trace(replace(sheet, seed=None))
        return
    names = list(sheet.values) if len(sheet.values) <= MOST else []
    for name in names:
        rest = {other: value for other, value in sheet.values.items() if other != name}
        try:
            yield parameter(name), trace(replace(sheet, values=rest))
        except LanguageError:
            continue
