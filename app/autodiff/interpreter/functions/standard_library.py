"""Modules that texts import single functions of: Python's `collections`, `operator`, `dataclasses`, and some of libraries."""

from __future__ import annotations

from collections.abc import Callable

from app.autodiff.interpreter.arrays.coercion import require_whole
from app.autodiff.interpreter.functions.iteration import OF_ITERTOOLS
from app.autodiff.interpreter.kinds.containers import Counter, DefaultDict, Deque
from app.autodiff.interpreter.kinds.value_types import Class, Instance, Namespace, Native, Operation, Value
from app.autodiff.interpreter.operations.items import iterate, key_of
from app.autodiff.interpreter.operations.operators import binary
from app.autodiff.interpreter.running.dispatch import Arguments, attribute, call, called, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import MEAN, MEDIAN, STD, VAR
from app.autodiff.table import Row
from app.language import Span
from app.language.operators import BETWEEN


def default_dict(run: Run, span: Span, make: Value = None, items: Value = None) -> DefaultDict:
    """`defaultdict(list)`: what is not there yet is made when it is asked for."""
    factory = None if make is None else lambda: called(run, make, span)
    return DefaultDict(factory, items if isinstance(items, dict) else {})


def counter(run: Run, span: Span, items: Value = ()) -> Counter:
    """`Counter(items)`: how often each is there; what is not, is there 0 times."""
    found = Counter(lambda: 0, items if isinstance(items, dict) else {})
    for each in [] if isinstance(items, dict) else iterate(run, items, span):
        key = key_of(run, each, span)
        found[key] = found.get(key, 0) + 1  # type: ignore[operator]
    return found


def deque(run: Run, span: Span, items: Value = (), maxlen: Value = None) -> Deque:
    """`deque(maxlen=3)`: a list that forgets its first items, or what stands last where more come in before them."""
    limit = None if maxlen is None else require_whole(run, maxlen, span)
    return Deque(limit, iterate(run, items, span))


def made_field(
    run: Run, span: Span, *, default: Value = None, default_factory: Value = None, **options: Value
) -> Native:
    """`field(default_factory=list)` of a data class: what each of its objects begins with."""

    def make(run: Run, span: Span) -> Value:
        return default if default_factory is None else called(run, default_factory, span)

    return Native("field", make)


def sign_function(sign: str) -> Callable[..., Value]:
    return lambda run, span, left, right: binary(run, sign, left, right, span)


def item_getter(run: Run, span: Span, *keys: Value) -> Native:
    """`itemgetter(1)`: a function that gives an item of what it is called with, or a tuple of several."""

    def get(run: Run, span: Span, items: Value) -> Value:
        found = tuple(item(run, items, key, span) for key in keys)
        return found if len(found) > 1 else found[0]

    return Native("itemgetter", get)


def attribute_getter(run: Run, span: Span, *names: Value) -> Native:
    """`attrgetter("w")`, in the same way."""

    def get(run: Run, span: Span, owner: Value) -> Value:
        found = tuple(attribute(run, owner, str(name), span) for name in names)
        return found if len(found) > 1 else found[0]

    return Native("attrgetter", get)


def statistic(row: Row, **settings: Value) -> Callable[..., Value]:
    """A function of Python's `statistics`, which is a row of the table."""

    def function(run: Run, span: Span, items: Value) -> Value:
        return call(run, Operation(row, "numpy"), Arguments((iterate(run, items, span),), dict(settings), span))

    return function


def namespace(run: Run, span: Span, **attributes: Value) -> Instance:
    """`SimpleNamespace(w=1)`: an object with these attributes."""
    return Instance(Class("SimpleNamespace", {}), attributes)


def recomputed(run: Run, span: Span, function: Value, *arguments: Value, **options: Value) -> Value:
    """`checkpoint(f, x)` of PyTorch is f(x): it saves memory alone."""
    return called(run, function, span, *arguments)


def recomputed_in_order(
    run: Run, span: Span, functions: Value, segments: Value, given: Value, **options: Value
) -> Value:
    """`checkpoint_sequential(net, 2, x)` is net(x)."""
    for each in iterate(run, functions, span):
        given = called(run, each, span, given)
    return given


OF_MODULES: dict[str, dict[str, Callable[..., Value]]] = {
    "collections": {"defaultdict": default_dict, "Counter": counter, "deque": deque},
    "dataclasses": {"field": made_field},
    "torch.utils.checkpoint": {"checkpoint": recomputed, "checkpoint_sequential": recomputed_in_order},
    "itertools": OF_ITERTOOLS, "types": {"SimpleNamespace": namespace}, "argparse": {"Namespace": namespace},
    "statistics": {
        "mean": statistic(MEAN), "fmean": statistic(MEAN), "median": statistic(MEDIAN),
        "stdev": statistic(STD, ddof=1), "pstdev": statistic(STD),
        "variance": statistic(VAR, ddof=1), "pvariance": statistic(VAR),
    },
    "operator": {
        "itemgetter": item_getter, "attrgetter": attribute_getter,
        **{each.plain.__name__.rstrip("_"): sign_function(each.sign) for each in BETWEEN if each.plain},
    },
}  # fmt: skip


def standard(module: str, name: str) -> Native | Namespace | None:
    """A function of one of these modules, or without a name the module."""
    if module in OF_MODULES and not name:
        return Namespace(("python", module))
    function = OF_MODULES.get(module, {}).get(name)
    return None if function is None else Native(name, function)
