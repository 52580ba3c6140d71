"""First values for inputs that the text leaves open, where the number 1 does not fit: a pasted function runs before any value is typed.

Shapes are found by trying: of all single changes the one is kept that lets the program run furthest.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from string import digits
from typing import NamedTuple

import numpy as np

from app.autodiff.builder import Array
from app.language import LanguageError

LARGEST = 1_000_000
"""No array of more entries is tried."""
BUDGET = 250_000
"""The work that the search may take, in steps of the interpreter: four times what any known paste needs."""

SCALES = frozenset({"gamma", "beta", "γ", "β"})
"""What the scale and the shift of a normalisation are called: vectors, one entry for each feature."""

BESIDE = re.compile(r"b(?:_?\w)?|\w*bias|t|y|targets?")
"""What biases and targets are called."""

WIDTH = re.compile(r"(?:Linear\(|(?:view|reshape)\([^()]*,)\s*+(\d{1,4}+(?: ?\* ?\d{1,3}+){0,3})(?![\w*])")
"""The width of rows, as in `Linear(784, 10)` and `view(-1, 28*28)`."""

Assumed = Mapping[str, Array]


class Outcome(NamedTuple):
    """How a run with assumed values ended: the open inputs that it met, its mistake or None, the work that it took, the output's value."""

    free: Sequence[str]
    failure: LanguageError | None
    work: int
    output: Array | None = None
    identity: int = 0
    """How many rows the identity matrix has, 0 where there is none."""

    @property
    def shape(self) -> tuple[int, ...]:
        return () if self.output is None else np.shape(self.output)


Attempt = Callable[[Assumed], Outcome]


def assumed_values(
    text: str,
    given: Iterable[object],
    attempt: Attempt,
    error: LanguageError,
    free: Sequence[str],
    own: Iterable[object] = (),
    widths: Iterable[int] = (),
) -> dict[str, Array] | None:
    """Values for open inputs with which the program runs, or None.

    `error` is the mistake that the program ends in without them, `free` the names of the open inputs that it has met till then, and
    `given` and `own` are the values that others have from outside of the text and from the text itself, `widths` assumed sizes of layers.
    A greedy search: a mistake that no value mends stops it after one round.
    """
    given, own = list(given), list(own)
    tried_first, work = candidates(text, given, own, widths), 0
    matrix = any(len(shape_of(value)) == 2 for value in (*given, *own))
    now: dict[str, Array] = {}
    reached = progress(error)
    while free:
        best: tuple[tuple[int, int], dict[str, Array], Sequence[str]] | None = None
        for change in (*labels(now, free), *changes(tried_first, free)):
            tried = {**now, **change}
            outcome = attempt(tried)
            if outcome.failure is None:
                return finite(example(fewest(tried, attempt), outcome, attempt, matrix), attempt)
            if progress(outcome.failure) > (best[0] if best else reached):
                best = progress(outcome.failure), tried, outcome.free
            work += outcome.work
            if work > BUDGET:
                return None
        if best is None:
            return None
        reached, now, free = best
    return None


def fewest(found: dict[str, Array], attempt: Attempt) -> dict[str, Array]:
    """Without the values that are not needed: 1 does for a factor or an ε."""
    for name in list(found):
        fewer = {other: value for other, value in found.items() if other != name}
        if attempt(fewer).failure is None:
            found = fewer
    return found


def example(found: dict[str, Array], first: Outcome, attempt: Attempt, matrix: bool) -> dict[str, Array]:
    """Values that teach, where the program runs with them too: a vector where that makes the output a number, or for a small letter
    beside a matrix that is a capital (a capital stays a matrix); axes of different sizes, other numbers for each name, vectors for
    the scale and the shift of a normalisation. `matrix` says whether a matrix is given.
    """
    if first.shape:
        found = with_vectors(found, attempt)
    for name in found if first.shape else [each for each in found if vectorial(each, found, matrix)]:
        for length in dict.fromkeys((found[name].shape[-1:], found[name].shape[:1])):
            vector = {**found, name: numbers(length, 0)}
            outcome = attempt(vector)
            if outcome.failure is None and (
                vectorial(name, found, matrix) or (outcome.shape == () and not name.isupper())
            ):
                found = vector
                break
    found = beside_products(lettered(found, attempt), first, attempt, matrix)
    return scales(siblings(found, first.free, attempt), first.free, attempt)


def siblings(found: dict[str, Array], free: Sequence[str], attempt: Attempt) -> dict[str, Array]:
    """The values with arrays of one shape for names that differ in their number, `output1` and `output2`, where that fits."""
    for name in free:
        base = name.rstrip(digits)
        like = next(
            (each for each in found if each != name and base not in ("", name) and each.rstrip(digits) == base), None
        )
        if name not in found and like is not None:
            alike = {**found, name: numbers(found[like].shape, len(found))}
            found = alike if attempt(alike).failure is None else found
    return found


def with_vectors(found: dict[str, Array], attempt: Attempt) -> dict[str, Array]:
    """The same with vectors for all small letters, where the output becomes a number: `w @ x`."""
    small = {name: numbers(value.shape[-1:], 0) for name, value in found.items() if not name.isupper()}
    outcome = attempt({**found, **small})
    return {**found, **small} if outcome.failure is None and outcome.shape == () else found


def vectorial(name: str, found: dict[str, Array], matrix: bool) -> bool:
    """Whether books mean a vector: a small letter, where a capital is a matrix, or one is given."""
    return name.islower() and (matrix or any(other.isupper() and value.ndim == 2 for other, value in found.items()))


def lettered(found: dict[str, Array], attempt: Attempt) -> dict[str, Array]:
    """The same with axes of different sizes, and with other numbers for each name."""
    for name in list(found):
        for shape in uneven(found[name].shape):
            wider = {**found, name: numbers(shape, len(found))}
            if attempt(wider).failure is None:
                found = wider
                break
    for place, name in enumerate(found):
        other = {**found, name: numbers(found[name].shape, place)}
        if found[name].dtype.kind == "f" and attempt(other).failure is None:
            found = other
    return found


def beside_products(found: dict[str, Array], first: Outcome, attempt: Attempt, matrix: bool) -> dict[str, Array]:
    """The values with vectors for biases and targets beside products of a matrix and a vector, where the output stays a number."""
    if first.shape or not any(vectorial(name, found, matrix) and value.ndim == 1 for name, value in found.items()):
        return found
    # The bias of a model whose examples are the rows of X is one number.
    examples = any(name.startswith("X") for name in found)
    lengths = dict.fromkeys(size for value in found.values() if value.ndim == 2 for size in value.shape)
    names = [each for each in first.free if each not in found and BESIDE.fullmatch(each)]
    for place, name in enumerate(each for each in names if not (examples and each.startswith("b"))):
        for length in lengths:
            wider = {**found, name: numbers((length,), len(found) + place)}
            if attempt(wider).failure is None and attempt(wider).shape == ():
                found = wider
                break
    return found


def scales(found: dict[str, Array], free: Sequence[str], attempt: Attempt) -> dict[str, Array]:
    """The values with vectors for the scale and the shift of a normalisation, where they fit."""
    width = next((value.shape[-1:] for value in found.values() if value.ndim > 1), ())
    wide = found | {name: numbers(width, len(found) + place) for place, name in enumerate(free) if name in SCALES}
    return wide if width and attempt(wide).failure is None else found


def finite(found: Assumed, attempt: Attempt) -> dict[str, Array]:
    """The values, or others between 0 and 1, of numbers beside arrays too, where those of a logarithm or a root are not finite."""
    outcome = attempt(found)
    if ends_finite(outcome):
        return dict(found)
    random = np.random.default_rng(0)
    open_ = {**found, **{name: np.ones(()) for name in outcome.free if name not in found}}
    within = {name: positive(np.round(random.uniform(0.1, 0.9, np.shape(value)), 2)) for name, value in open_.items()}
    return within if ends_finite(attempt(within)) else dict(found)


def ends_finite(outcome: Outcome) -> bool:
    """Whether all numbers of the output are finite."""
    return outcome.output is not None and bool(np.all(np.isfinite(outcome.output)))


def positive(value: Array) -> Array:
    """The numbers; those of a square matrix with so large a diagonal that it is positive definite, as a covariance is."""
    square = np.ndim(value) == 2 and len(set(np.shape(value))) == 1
    return value + len(value) * np.eye(len(value)) if square else value


def uneven(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Shapes like a square matrix's, with more rows than columns or more columns than rows."""
    if len(shape) == 2 and shape[0] == shape[1]:
        yield shape[0] + 1, shape[1]
        yield shape[0], shape[1] + 1


def numbers(shape: tuple[int, ...], place: int) -> Array:
    """Normal numbers of two digits behind the point: others for each place."""
    return np.round(np.random.default_rng(place).standard_normal(shape), 2)


def progress(error: LanguageError) -> tuple[int, int]:
    """How far the program ran."""
    return error.line, error.column


def labels(now: Assumed, free: Sequence[str]) -> Iterator[dict[str, Array]]:
    """Labels of two classes, for each row of an array that is assumed by now or for one row, for each open input."""
    rows = dict.fromkeys((*(len(value) for value in now.values() if value.ndim), 1)) if now else ()
    for count in rows:
        yield from ({name: np.arange(float(count)) % 2} for name in free)


def changes(tried: Sequence[Array], free: Sequence[str]) -> Iterator[dict[str, Array]]:
    """All open inputs at once to one shape, then each of them alone to each shape."""
    for value in tried:
        yield dict.fromkeys(free, value)
    for name in free:
        for value in tried:
            yield {name: value}


def candidates(
    text: str, given: Iterable[object] = (), own: Iterable[object] = (), widths: Iterable[int] = ()
) -> list[Array]:
    """Matrices, vectors, labels, higher arrays and rows of labels; after 3 come the sizes of values that are given, that the text
    names and that it makes.
    """
    shapes = [shape for value in given if (shape := shape_of(value))]
    named = [int(found) for found in re.findall(r"(?<![\w.])(\d{1,2})(?![\w.])", text) if 1 < int(found) <= 32]
    made = (size for value in own for size in shape_of(value))
    sizes = list(dict.fromkeys([3, *(size for shape in shapes for size in shape), *named, *made]))[1:6]
    random = np.random.default_rng(0)
    tried = [(3, 3), (3,)]
    for size in sizes:
        tried += [(3, size), (size, 3), (size,), (size, size)]
    tried += [(2, 3, 3), (2, 3, 4, 4), (3, 12), *shapes, *layered(text)]
    tried += [(1, 3)]
    tried += (shape for width in dict.fromkeys(widths) for shape in ((2, width), (2, 3, width), (2, width, 4, 4)))
    fitting = (shape for shape in dict.fromkeys(tried) if math.prod(shape) <= LARGEST)
    arrays = [np.round(random.standard_normal(shape), 2) for shape in fitting]
    return [*arrays[:2], np.arange(3.0), *arrays[2:], np.array([[0.0, 1.0, 2.0], [1.0, 2.0, 0.0]])]


def layered(text: str) -> Iterator[tuple[int, ...]]:
    """Rows as wide as the first layers that a text names, and for a convolution images of its channels, of all usual sizes."""
    for written in dict.fromkeys(WIDTH.findall(text)):
        if (width := math.prod(map(int, written.split("*")))) > 9:
            yield 2, width
    for channels in re.findall(r"Conv2d\(\s*(?:in_channels\s*=\s*)?(\w+)", text)[:1]:
        # Where a name says how many: those of a colour image fit most often.
        depth = int(channels) if channels.isdecimal() else 3
        for side in (*range(3, 17), 28, 32, 64):
            yield 2, depth, side, side


def shape_of(value: object) -> tuple[int, ...]:
    try:
        return np.shape(value)  # type: ignore[call-overload, no-any-return]
    except ValueError:
        return ()
