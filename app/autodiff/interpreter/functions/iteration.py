"""Python's `itertools`, and its functions of iterators: what has an end is worked out at once, and its items are taken once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

import numpy as np

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.functions.folds import running_results
from app.autodiff.interpreter.kinds.containers import ItemIterator
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Endless, Native, Parameters, Value
from app.autodiff.interpreter.operations.items import iterate, key_of, lazily
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.dispatch import called, item
from app.autodiff.interpreter.running.run import Run
from app.language import Span


def selections(name: str) -> Callable[..., Value]:
    """`combinations(items, 2)`, `permutations(items)`: tuples of items, in Python's order."""

    def select(run: Run, span: Span, items: Value, *length: Value) -> Value:
        found = iterate(run, items, span)
        sizes = [require_whole(run, each, span) for each in length]
        return bounded(run, span, getattr(itertools, name)(found, *sizes))

    return select


def bounded(run: Run, span: Span, items: Iterable[Value]) -> ItemIterator:
    """All items, unless they are too many."""
    found = ItemIterator()
    for each in items:
        run.step(span)
        run.bounded(len(found) + 1, span)
        found.append(each)
    return found


def product(run: Run, span: Span, *lists: Value, repeat: Value = 1) -> Value:
    found = [iterate(run, items, span) for items in lists]
    return bounded(run, span, itertools.product(*found, repeat=require_whole(run, repeat, span)))


ADDITION = Native("+", lambda run, span, left, right: binary(run, "+", left, right, span))


def chained(run: Run, span: Span, *lists: Value) -> Value:
    return ItemIterator(each for items in lists for each in iterate(run, items, span))


def accumulated(run: Run, span: Span, items: Value, function: Value = None, *, initial: Value = None) -> Value:
    """`accumulate(items)`: all sums on the way, or what another function gives."""
    start = [] if initial is None else [initial]
    function = ADDITION if function is None else function
    return ItemIterator(running_results(run, span, function, [*start, *iterate(run, items, span)]))


def sliced(run: Run, span: Span, items: Value, *bounds: Value) -> Value:
    """`islice(items, start, stop, step)`."""
    numbers = [None if each is None else require_whole(run, each, span) for each in bounds]
    if isinstance(items, Endless) and numbers[0 if len(numbers) == 1 else 1] is None:
        return Endless(itertools.islice(lazily(run, items, span), *numbers))
    return bounded(run, span, itertools.islice(lazily(run, items, span), *numbers))


def pairs(run: Run, span: Span, items: Value) -> Value:
    return ItemIterator(itertools.pairwise(iterate(run, items, span)))


def counted(run: Run, span: Span, start: Value = 0, step: Value = 1) -> Value:
    """`count(1)`: 1, 2, 3 and so on."""
    first, wide = settled(start), settled(step)
    if not isinstance(first, (int, float)) or not isinstance(wide, (int, float)):
        run.refuse(span, "`count` begins with a number and goes on by one", "count(start, step)")
    return Endless(itertools.count(first, wide))


def cycled(run: Run, span: Span, items: Value) -> Value:
    """`cycle(items)`: all of them again and again."""
    found = iterate(run, items, span)
    return Endless(itertools.cycle(found)) if found else ItemIterator()


def repeated(run: Run, span: Span, item: Value, times: Value = None) -> Value:
    if times is None:
        return Endless(itertools.repeat(item))
    return ItemIterator([item] * run.bounded(require_whole(run, times, span), span))


def zipped(run: Run, span: Span, *lists: Value, **options: Value) -> ItemIterator | Endless:
    found = [lazily(run, items, span) for items in lists]
    if lists and all(isinstance(items, Endless) for items in lists):
        return Endless(zip(*found, strict=False))
    if not options.get("strict"):
        return ItemIterator(zip(*found, strict=False))
    listed = [list(items) for items in found]
    if len({len(items) for items in listed}) > 1:
        hint = "without `strict` the shortest ends all"
        run.refuse(
            span, f"these have {', '.join(str(len(items)) for items in listed)} items", hint, raises="ValueError"
        )
    return ItemIterator(zip(*listed, strict=True))


def longest(run: Run, span: Span, *lists: Value, fillvalue: Value = None) -> Value:
    found = [iterate(run, items, span) for items in lists]
    return ItemIterator(itertools.zip_longest(*found, fillvalue=fillvalue))


def starred(run: Run, span: Span, function: Value, items: Value) -> Value:
    """`starmap(f, pairs)`."""
    return ItemIterator(called(run, function, span, *iterate(run, each, span)) for each in iterate(run, items, span))


def taken(run: Run, span: Span, test: Value, items: Value) -> Value:
    """`takewhile(test, items)`."""
    found = ItemIterator()
    for each in lazily(run, items, span):
        if not passing(run, span, test, each):
            break
        found.append(each)
    return found


def with_places(run: Run, span: Span, array: Value) -> Value:
    """`np.ndenumerate(x)`: each entry with its place."""
    places = np.ndindex(getattr(array, "shape", ()))
    return ItemIterator((place, item(run, array, place, span)) for place in bounded(run, span, places))


def entries(run: Run, span: Span, array: Value, *flags: Value, **options: Value) -> Value:
    """`np.nditer(x)`: each entry. Raises LanguageError for its places, and for what is written through it."""
    if flags or options:
        told = "`np.nditer` is followed as a loop over the entries of an array, without flags"
        run.refuse(span, told, "loop over `np.ndindex(x.shape)`, and read and write x at each place")
    places = np.ndindex(getattr(array, "shape", ()))
    return ItemIterator(item(run, array, place, span) for place in bounded(run, span, places))


def next_of(run: Run, span: Span, items: Value, *default: Value) -> Value:
    """`next(items)` of a generator, whose first item it takes."""
    if isinstance(items, Parameters):
        items = ItemIterator(iterate(run, items, span))
    if isinstance(items, ItemIterator) and items:
        return items.first()
    if isinstance(items, Endless):
        return next(lazily(run, items, span))
    if default:
        return default[0]
    hint = "give `next` a second argument for the end"
    run.refuse(span, "there is no next item here", hint, raises="StopIteration")


def iterator(run: Run, span: Span, items: Value) -> Value:
    """`iter(items)`, from which `next` takes one by one."""
    return items if isinstance(items, Endless | ItemIterator) else ItemIterator(iterate(run, items, span))


def passing(run: Run, span: Span, test: Value, item: Value) -> bool:
    """Whether an item passes a test, or is true by itself where there is none."""
    return bool(settled(item if test is None else called(run, test, span, item)))


def kept(run: Run, span: Span, test: Value, items: Value) -> ItemIterator:
    """`filter(test, items)`."""
    return ItemIterator(each for each in iterate(run, items, span) if passing(run, span, test, each))


def left_out(run: Run, span: Span, test: Value, items: Value) -> ItemIterator:
    """`filterfalse(test, items)`."""
    return ItemIterator(each for each in iterate(run, items, span) if not passing(run, span, test, each))


def dropped(run: Run, span: Span, test: Value, items: Value) -> ItemIterator:
    """`dropwhile(test, items)`."""
    return ItemIterator(itertools.dropwhile(lambda item: passing(run, span, test, item), iterate(run, items, span)))


def chosen(run: Run, span: Span, items: Value, choices: Value) -> ItemIterator:
    """`compress(items, choices)` of Python: the items whose choice is true."""
    pairs = zip(iterate(run, items, span), iterate(run, choices, span), strict=False)
    return ItemIterator(item for item, choice in pairs if passing(run, span, None, choice))


def doubled(run: Run, span: Span, items: Value, number: Value = 2) -> Value:
    """`tee(items)`: several iterators over the same."""
    found, copies = iterate(run, items, span), require_whole(run, number, span)
    run.bounded(copies * max(1, len(found)), span)
    return tuple(ItemIterator(found) for _ in range(copies))


def batches(run: Run, span: Span, items: Value, size: Value, **options: Value) -> ItemIterator:
    """`batched(items, n)`: tuples of n items, the last perhaps of fewer."""
    found, most = iterate(run, items, span), require_whole(run, size, span)
    if most < 1:
        run.refuse(span, "a batch has at least one item", "batched(items, 2)", raises="ValueError")
    return ItemIterator(tuple(found[start : start + most]) for start in range(0, len(found), most))


def grouped(run: Run, span: Span, items: Value, key: Value = None) -> ItemIterator:
    """`groupby(items, key)`: runs of neighbours with the same key, each with that."""
    found = [(item if key is None else called(run, key, span, item), item) for item in iterate(run, items, span)]
    runs = itertools.groupby(found, key=lambda pair: settled(pair[0]))
    return ItemIterator((shared, ItemIterator(item for _, item in run_)) for shared, run_ in runs)


def flattened(run: Run, span: Span, lists: Value) -> Value:
    """`chain.from_iterable(lists)`."""
    return chained(run, span, *iterate(run, lists, span))


def same_for_all(run: Run, span: Span, keys: Value, value: Value = None) -> Value:
    """`dict.fromkeys(keys, value)`."""
    return {key_of(run, each, span): value for each in iterate(run, keys, span)}


FUNCTIONS: dict[str, Callable[..., Value]] = {
    **{name: selections(name) for name in ("combinations", "permutations", "combinations_with_replacement")},
    "chain": chained, "pairwise": pairs, "islice": sliced, "zip_longest": longest, "filter": kept,
    "filterfalse": left_out, "dropwhile": dropped, "tee": doubled, "batched": batches, "groupby": grouped,
    "ndenumerate": with_places, "nditer": entries,
    "starmap": starred, "takewhile": taken, "next": next_of, "iter": iterator, "cycle": cycled, "zip": zipped,
}  # fmt: skip
"""Those whose names mean nothing else."""
OF_ITERTOOLS: dict[str, Callable[..., Value]] = {
    **FUNCTIONS, "product": product, "accumulate": accumulated, "repeat": repeated, "count": counted, "compress": chosen,
}  # fmt: skip
METHODS: dict[str, Callable[..., Value]] = {
    "chain.from_iterable": flattened,
    "dict.fromkeys": same_for_all,
    **dict.fromkeys(("jit.script", "jit.trace"), lambda run, span, function, *given, **options: function),
    **dict.fromkeys(("jit.is_scripting", "jit.is_tracing"), lambda run, span: False),
}
"""What Python's functions have behind a dot."""
