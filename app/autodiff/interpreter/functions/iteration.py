"""Python's `itertools`, and its functions of iterators: lists all of them here, as everything is gone through to its end."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.functions.folds import running_results
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Endless, Native, Value
from app.autodiff.interpreter.operations.items import iterate, lazily
from app.autodiff.interpreter.operations.operators import binary, truth
from app.autodiff.interpreter.running.dispatch import called, item
from app.autodiff.interpreter.running.run import Run
from app.language import Span
from app.language.syntax import Literal


def selections(name: str) -> Callable[..., Value]:
    """`combinations(items, 2)`, `permutations(items)`: tuples of items, in Python's order."""

    def select(run: Run, span: Span, items: Value, *length: Value) -> Value:
        found = iterate(run, items, span)
        sizes = [require_whole(run, each, span) for each in length]
        return bounded(run, span, getattr(itertools, name)(found, *sizes))

    return select


def bounded(run: Run, span: Span, items: itertools.chain[Value]) -> list[Value]:
    """All items, unless they are too many."""
    found: list[Value] = []
    for each in items:
        run.step(span)
        run.bounded(len(found) + 1, span)
        found.append(each)
    return found


def product(run: Run, span: Span, *lists: Value, repeat: Value = 1) -> Value:
    found = [iterate(run, items, span) for items in lists]
    return bounded(run, span, itertools.product(*found, repeat=require_whole(run, repeat, span)))  # type: ignore[arg-type]


ADDITION = Native("+", lambda run, span, left, right: binary(run, "+", left, right, span))


def chained(run: Run, span: Span, *lists: Value) -> Value:
    return [each for items in lists for each in iterate(run, items, span)]


def accumulated(run: Run, span: Span, items: Value, function: Value = None, *, initial: Value = None) -> Value:
    """`accumulate(items)`: all sums on the way, or what another function gives."""
    start = [] if initial is None else [initial]
    return running_results(run, span, ADDITION if function is None else function, [*start, *iterate(run, items, span)])


def sliced(run: Run, span: Span, items: Value, *bounds: Value) -> Value:
    """`islice(items, start, stop, step)`."""
    numbers = [None if each is None else require_whole(run, each, span) for each in bounds]
    if not isinstance(items, Endless):
        return iterate(run, items, span)[slice(*numbers)]
    if numbers[0 if len(numbers) == 1 else 1] is None:
        return Endless(itertools.islice(lazily(run, items, span), *numbers))
    return bounded(run, span, itertools.islice(lazily(run, items, span), *numbers))  # type: ignore[arg-type]


def pairs(run: Run, span: Span, items: Value) -> Value:
    return [tuple(pair) for pair in itertools.pairwise(iterate(run, items, span))]


def counted(run: Run, span: Span, start: Value = 0, step: Value = 1) -> Value:
    """`count(1)`: 1, 2, 3 and so on."""
    first, wide = settled(start), settled(step)
    if not isinstance(first, (int, float)) or not isinstance(wide, (int, float)):
        run.refuse(span, "`count` begins with a number and goes on by one", "count(start, step)")
    return Endless(itertools.count(first, wide))


def cycled(run: Run, span: Span, items: Value) -> Value:
    """`cycle(items)`: all of them again and again."""
    found = iterate(run, items, span)
    return Endless(itertools.cycle(found)) if found else []


def repeated(run: Run, span: Span, item: Value, times: Value = None) -> Value:
    if times is None:
        return Endless(itertools.repeat(item))
    return [item] * run.bounded(require_whole(run, times, span), span)


def zipped(run: Run, span: Span, *lists: Value, **options: Value) -> list[Value] | Endless:
    found = [lazily(run, items, span) for items in lists]
    if lists and all(isinstance(items, Endless) for items in lists):
        return Endless(zip(*found, strict=False))
    if not options.get("strict"):
        return list(zip(*found, strict=False))
    listed = [list(items) for items in found]
    if len({len(items) for items in listed}) > 1:
        hint = "without `strict` the shortest ends all"
        run.refuse(
            span, f"these have {', '.join(str(len(items)) for items in listed)} items", hint, raises="ValueError"
        )
    return list(zip(*listed, strict=True))


def longest(run: Run, span: Span, *lists: Value, fillvalue: Value = None) -> Value:
    found = [iterate(run, items, span) for items in lists]
    return [tuple(each) for each in itertools.zip_longest(*found, fillvalue=fillvalue)]


def starred(run: Run, span: Span, function: Value, items: Value) -> Value:
    """`starmap(f, pairs)`."""
    return [called(run, function, span, *iterate(run, each, span)) for each in iterate(run, items, span)]


def taken(run: Run, span: Span, test: Value, items: Value) -> Value:
    """`takewhile(test, items)`."""
    found: list[Value] = []
    for each in lazily(run, items, span):
        if not truth(run, called(run, test, span, each), Literal(None, span=span)):
            break
        found.append(each)
    return found


def with_places(run: Run, span: Span, array: Value) -> Value:
    """`np.ndenumerate(x)`: each entry with its place."""
    places = np.ndindex(getattr(array, "shape", ()))
    return [(place, item(run, array, place, span)) for place in bounded(run, span, places)]  # type: ignore[arg-type]


def next_of(run: Run, span: Span, items: Value, *default: Value) -> Value:
    """`next(items)` of a generator, whose first item it takes."""
    if isinstance(items, list) and items:
        return items.pop(0)
    if isinstance(items, Endless):
        return next(lazily(run, items, span))
    if default:
        return default[0]
    hint = "give `next` a second argument for the end"
    run.refuse(span, "there is no next item here", hint, raises="StopIteration")


def iterator(run: Run, span: Span, items: Value) -> Value:
    """`iter(items)`, from which `next` takes one by one."""
    return items if isinstance(items, Endless) else list(iterate(run, items, span))


FUNCTIONS: dict[str, Callable[..., Value]] = {
    **{name: selections(name) for name in ("combinations", "permutations", "combinations_with_replacement")},
    "chain": chained, "pairwise": pairs, "islice": sliced, "zip_longest": longest,
    "ndenumerate": with_places,
    "starmap": starred, "takewhile": taken, "next": next_of, "iter": iterator, "cycle": cycled, "zip": zipped,
}  # fmt: skip
"""Those whose names mean nothing else."""
OF_ITERTOOLS: dict[str, Callable[..., Value]] = {
    **FUNCTIONS, "product": product, "accumulate": accumulated, "repeat": repeated, "count": counted,
}  # fmt: skip


def of_itertools(name: str) -> Native | None:
    """The function of `itertools` by its name."""
    return Native(name, OF_ITERTOOLS[name]) if name in OF_ITERTOOLS else None
