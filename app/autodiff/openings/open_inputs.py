"""First values for the inputs that a text leaves open: 1, arrays with an axis for each letter at their feet, `aⱼ = Σᵢ wᵢⱼ oᵢ`,
and beside these whatever lets the program run.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

import numpy as np

from app.autodiff.builder import Array
from app.autodiff.interpreter import Request, Run, run_program
from app.autodiff.interpreter.objects.unsaid_arguments import SIZE
from app.autodiff.openings.shape_search import Assumed, Attempt, Outcome, assumed_values, finite, numbers, positive
from app.language import LanguageError, Program
from app.language.binding.axes import JOINED, SHORT
from app.language.binding.reach import IDENTITY
from app.language.mathematics.memberships import SHOWN, length
from app.language.names import loaded

COVARIANCE = "Σ"
SQUARE = 2
"""How many axes an identity matrix has."""
ROWS = 2
"""How many examples go into a layer."""
SHORTER = 2
"""How many entries an axis has that has to be shorter than others."""
SIZES = (3, 4, 2, 5)
"""How many entries the first letters number, so that no axis is mistaken for another."""

Axes = Mapping[str, tuple[str, ...]]


def open_values(run: Run, failure: LanguageError | None) -> Assumed:
    """Values for the open inputs of a run that ended in `failure`; none where 1 does for each of them, or where nothing fits.

    An I that stands beside a matrix is the identity matrix.
    """
    found = fitting_values(run, failure)
    size = run.identity
    if found and IDENTITY in loaded(run.program.statements):
        size = attempt(run.program, run.request)(found).identity
    if not size and np.ndim(found.get(IDENTITY, 0.0)) == SQUARE:
        # The search tries arrays of any numbers; this one has to be what it is called.
        size = len(np.asarray(found[IDENTITY]))
    return {**found, IDENTITY: np.eye(size)} if size else found


def fitting_values(run: Run, failure: LanguageError | None) -> Assumed:
    """Values with which the shapes fit."""
    program, request = run.program, run.request
    given = request.values.values()
    open_ = {*run.free} | program.axes.keys() - run.bound
    axes = {name: letters for name, letters in program.axes.items() if name in open_ - request.values.keys()}
    known = sizes_known(run) if axes and (failure or axes.keys() & {*run.free}) else None
    for fixed in () if known is None else numbered_arrays(axes, known):
        tried = attempt(program, request, fixed)
        outcome = tried({})
        if outcome.failure is None:
            return finite(fixed, tried)
        if any(map(length, chain.from_iterable(axes.values()))):
            raise outcome.failure
        if failure and (found := assumed_values(program.text, given, tried, outcome.failure, outcome.free)):
            return {**fixed, **found}
    if failure is None:
        return layer_inputs(run)
    own = [run.builder.values[place] for name, (place, _) in run.sources.items() if name not in run.free]
    widths = [each for each in run.unsaid.values() if type(each) is int]
    return assumed_values(program.text, given, attempt(program, request), failure, run.free, own, widths) or {}


def layer_inputs(run: Run) -> Assumed:
    """Rows of numbers for what goes into a layer of assumed sizes, where one number does too: NumPy multiplies it with a matrix."""
    if run.symbolic or not any(type(each) is int for each in run.unsaid.values()):
        return {}
    rows = {name: numbers((ROWS, SIZE), place) for place, name in enumerate(run.free)}
    outcome = attempt(run.program, run.request)(rows)
    return rows if outcome.failure is None and len(outcome.shape) == SQUARE else {}


def sizes_known(run: Run) -> dict[str, int] | None:
    """How many entries letters number, by the inputs that have a value; None where one has not as many axes as letters."""
    found: dict[str, int] = {}
    for name, letters in run.program.axes.items():
        if name in run.sources and name not in run.free:
            shape = np.shape(run.builder.values[run.sources[name][0]])
            if len(shape) != len(letters):
                return None
            found |= dict(zip(letters, shape, strict=True))
    return found


def numbered_arrays(axes: Axes, known: Mapping[str, int]) -> Iterator[Assumed]:
    """Arrays with another length for each letter, then with one length for all."""
    letters = list(dict.fromkeys(letter for each in axes.values() for axis in each for letter in axis.split(JOINED)))
    said = {letter: size for letter in letters if (size := length(letter)) and size <= SHOWN}
    known = {**said, **known}
    letters = [letter for letter in letters if letter not in known]
    short = {letter: SHORTER for letter in letters if letter.startswith(SHORT)}
    letters = [letter for letter in letters if letter not in short]
    for sizes in (SIZES, SIZES[:1]):
        lengths = {**known, **short, **{letter: sizes[place % len(sizes)] for place, letter in enumerate(letters)}}
        shapes = {
            name: tuple(lengths.get(axis) or sum(lengths[letter] for letter in axis.split(JOINED)) for axis in each)
            for name, each in axes.items()
        }
        yield {name: example(name, numbers(shape, place)) for place, (name, shape) in enumerate(shapes.items())}


def example(name: str, value: Array) -> Array:
    """The numbers; those of a covariance, as Σ is, symmetric and positive definite."""
    square = np.ndim(value) == 2 and len(set(np.shape(value))) == 1
    return positive((value + value.T) / 2) if square and name.startswith(COVARIANCE) else value


def attempt(program: Program, request: Request, fixed: Assumed | None = None) -> Attempt:
    """The program's run with assumed values beside some that are fixed, as the search for them needs it: once with the same values."""
    always = dict(fixed or {})
    known: dict[Hashable, Outcome] = {}

    def tried(assumed: Assumed) -> Outcome:
        key = frozenset((name, np.shape(value), np.asarray(value).tobytes()) for name, value in assumed.items())
        if key not in known:
            known[key] = outcome({**always, **assumed})
        return known[key]

    def outcome(assumed: Assumed) -> Outcome:
        run = Run(program, replace(request, assumed=assumed))
        graph, failure = None, None
        try:
            graph = run_program(run)
        except LanguageError as error:
            failure = error
        output = run.builder.values[graph.output] if graph else None
        return Outcome([name for name in run.free if name not in always], failure, run.work, output, run.identity)

    return tried
