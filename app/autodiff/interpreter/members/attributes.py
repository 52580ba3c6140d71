"""What values of each kind have behind a dot, arrays and objects apart: libraries, numbers, lists, dicts, operations."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from app.autodiff.builder import describe
from app.autodiff.interpreter.arrays.array_objects import key_as_value, sought
from app.autodiff.interpreter.arrays.coercion import held, require_whole
from app.autodiff.interpreter.arrays.sharing import current
from app.autodiff.interpreter.functions.builtins import BUILTINS, builtin
from app.autodiff.interpreter.functions.iteration import METHODS
from app.autodiff.interpreter.kinds.containers import Counter, Deque
from app.autodiff.interpreter.kinds.enumerations import Member
from app.autodiff.interpreter.kinds.index_keys import index_key
from app.autodiff.interpreter.kinds.libraries import Progress
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import (
    OPAQUE,
    At,
    ChangingNumber,
    Class,
    Key,
    Named,
    Native,
    Opaque,
    Value,
    Values,
)
from app.autodiff.interpreter.members.array_attributes import CPU
from app.autodiff.interpreter.objects.homes import gained
from app.autodiff.interpreter.operations import texts
from app.autodiff.interpreter.operations.casts import kind_of
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.operations.placement import COMBINING, combined_at, with_entries
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, ITEM, attribute, item
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives import SPELLINGS
from app.language import Span

PARTS = {name: place for row in SPELLINGS.values() for place, name in enumerate(row.parts.split())}
"""Where the results of `torch.max(x, 1)`, `slogdet` … stand in their tuples."""
OF_MAPPINGS = frozenset("get setdefault update pop popitem copy clear".split())
GIVEN: dict[str, Callable[..., Iterable[Key]]] = {"setdefault": lambda key, *rest: (key,), "update": dict}
"""Under which keys a method gives a dict something."""
BY_KEY = frozenset("get setdefault pop".split())
OF_LISTS = frozenset("append extend insert pop remove reverse copy clear count index".split())
OF_DEQUES = frozenset("appendleft extendleft popleft rotate".split())
AT_END = frozenset("append extend".split())
ADDING = AT_END | frozenset("appendleft extendleft insert".split())
BY_VALUE = frozenset("count index remove".split())
"""What finds an entry of a list: one that is equal, whichever name or step has made it."""
OF_OPAQUE = {
    "gradient": "taped",
    "jacobian": "taped_jacobian",
    "is_available": "is_available",
    "zero_grad": "zero_grad",
}
"""`tape.gradient(loss, …)` says what the output is, as `loss.backward()` does; `opt.zero_grad()` is followed."""
OF_NUMBERS: dict[str, Callable[[float], Value]] = {
    **dict.fromkeys("item float double copy clone numpy cpu detach".split(), lambda number: number),
    **dict.fromkeys("int long".split(), int), "bool": bool, "is_integer": lambda number: float(number).is_integer(),
}  # fmt: skip


SLICES = ("s_", "index_exp")
"""`np.s_[1:, 0]` is the index itself."""


GENERIC = frozenset("dict list tuple set frozenset type deque defaultdict Counter".split())
"""Types that are functions here: `dict[str, float]` is the type itself."""


@ITEM.of(type, Class)
def parametrized(run: Run, value: Value, key: Value, span: Span, name: str) -> Value:
    """`Mapping[str, float]` and `Layer[T]` are the types themselves."""
    return value


@ITEM.of(Native)
def index_itself(run: Run, value: Native, key: Value, span: Span, name: str) -> Value:
    if value.name in GENERIC:
        return value
    if value.name not in SLICES:
        run.refuse(span, f"`{value.name}` has no items", "call it, with round brackets")
    return key


@ATTRIBUTE.of(object)
def refuse_attribute(run: Run, value: Value, name: str, span: Span) -> Value:
    run.refuse(span, f"{describe(value)} has no `.{name}`", "")


@ATTRIBUTE.of(Opaque)
def opaque_attribute(run: Run, value: Opaque, name: str, span: Span) -> Value:
    return builtin(run, OF_OPAQUE[name]) if name in OF_OPAQUE else OPAQUE


@ATTRIBUTE.of(Progress)
def progress_attribute(run: Run, value: Progress, name: str, span: Span) -> Value:
    """`tqdm.tqdm` and `tqdm.auto` are as good as `tqdm`."""
    if name == "trange":
        return builtin(run, name)
    return value if value.items is None and name in ("tqdm", "auto", "notebook") else OPAQUE


def number_of_kind(number: float, wanted: Values) -> Value:
    """`m.astype(int)` of what is one number."""
    kind = next(filter(None, map(kind_of, wanted)), None)
    return number if kind is None else kind(number)


@ATTRIBUTE.of(int, float)
def number_attribute(run: Run, value: float, name: str, span: Span) -> Value:
    if name in ("shape", "ndim"):
        return () if name == "shape" else 0
    if name in ("astype", "to", "type"):
        return Native(name, lambda run, span, *wanted, **named: number_of_kind(value, (*wanted, *named.values())))
    if name in OF_NUMBERS:
        return Native(name, lambda run, span, *arguments: OF_NUMBERS[name](value))
    method = attribute(run, np.asarray(value), name, span)
    if name.endswith("_") and isinstance(method, Native):
        return ChangingNumber(name, method.function)
    return method


@ATTRIBUTE.of(np.finfo)
def float_limit(run: Run, value: np.finfo[Any], name: str, span: Span) -> Value:
    known = name in ("eps", "max", "min", "tiny")
    return float(getattr(value, name)) if known else refuse_attribute(run, value, name, span)


@ATTRIBUTE.of(type)
def kind_attribute(run: Run, value: type, name: str, span: Span) -> Value:
    """`x.dtype.is_floating_point`."""
    known: Named = {"is_floating_point": issubclass(value, float), "is_complex": False, "__name__": value.__name__}
    return known[name] if name in known else refuse_attribute(run, value, name, span)


@ATTRIBUTE.of(tuple)
def tuple_part(run: Run, value: Values, name: str, span: Span) -> Value:
    if name in BY_VALUE and name != "remove":
        return Native(name, lambda run, span, wanted: found_by_value(run, span, list(value), name, wanted))
    if name == "numel":
        return Native(name, lambda run, span: math.prod(each for each in value if isinstance(each, int)))
    known = PARTS.get(name, len(value)) < len(value)
    return value[PARTS[name]] if known else refuse_attribute(run, value, name, span)


@ATTRIBUTE.of(Native)
def function_method(run: Run, value: Native, name: str, span: Span) -> Value:
    """`dict.fromkeys`, `chain.from_iterable`."""
    method = METHODS.get(f"{value.name}.{name}")
    return refuse_attribute(run, value, name, span) if method is None else Native(name, method)


@ATTRIBUTE.of(dict)
def mapping_method(run: Run, value: dict[Key, Value], name: str, span: Span) -> Value:
    views: dict[str, Callable[[], list[Value]]] = {
        "items": lambda: [(key_as_value(run, key, span), each) for key, each in value.items()],
        "keys": lambda: iterate(run, value, span),
        "values": lambda: list(value.values()),
    }
    if name in views:
        return Native(name, lambda run, span: views[name]())
    if name in value:
        return item(run, value, name, span)
    if name == "most_common" and isinstance(value, Counter):
        return Native(name, lambda run, span, number=None: most_common(run, span, value, number))
    if name in OF_MAPPINGS:
        return Native(
            name, lambda run, span, *rest, **named: done(run, span, value, name, *found_by(run, name, rest), **named)
        )
    return refuse_attribute(run, value, name, span)


def found_by(run: Run, name: str, given: Values) -> Values:
    """The arguments of a dict's method, the key as what finds an item."""
    return (sought(run, given[0]), *given[1:]) if given and name in BY_KEY else given


def done(run: Run, span: Span, value: Value, name: str, *given: Value, **named: Value) -> Value:
    """What Python's own method of a list or a dict gives."""
    try:
        result = current(run, getattr(value, name)(*given, **named), span)
    except (LookupError, TypeError, ValueError) as error:
        told = f"there is nothing that `.{name}` can do here with what it is given"
        run.refuse(span, told, f"{describe(value)} of {len(value)} items stands before it", raises=type(error).__name__)  # type: ignore[arg-type]
    if name in GIVEN:
        gained(run, value, GIVEN[name](*given, **named))  # type: ignore[arg-type]
    return result


def most_common(run: Run, span: Span, counts: Counter, number: Value) -> list[Value]:
    """The items with their counts, the most frequent first, all or so many."""
    pairs = sorted(counts.items(), key=lambda pair: float(np.asarray(held(pair[1]))), reverse=True)
    return list(pairs if number is None else pairs[: require_whole(run, number, span)])


@ATTRIBUTE.of(str)
def text_method(run: Run, value: str, name: str, span: Span) -> Value:
    if isinstance(value, Member) and name in ("value", "name"):
        return value.name if name == "name" else str(value)
    if value == CPU and name == "type":
        return value
    if name not in texts.METHODS:
        return refuse_attribute(run, value, name, span)

    def told(run: Run, span: Span, *arguments: Value, **named: Value) -> Value:
        given = arguments if name == "join" else tuple(map(settled, arguments))
        return texts.made(run, value, name, given, {each: settled(part) for each, part in named.items()}, span)

    return Native(name, told)


@ATTRIBUTE.of(list)
def list_method(run: Run, value: list[Value], name: str, span: Span) -> Value:
    if name == "sort":
        return Native(name, lambda run, span, **named: sort_list(run, span, value, named))
    if name not in OF_LISTS and not (name in OF_DEQUES and isinstance(value, Deque)):
        return refuse_attribute(run, value, name, span)

    def change(run: Run, span: Span, *arguments: Value) -> Value:
        several = name in ("extend", "extendleft")
        items = iterate(run, arguments[0], span) if several else []
        run.bounded(len(value) + len(items) + 1, span)
        if name in BY_VALUE:
            return found_by_value(run, span, value, name, *arguments)
        result = done(run, span, value, name, *((items,) if several else arguments))
        if isinstance(value, Deque):
            value.shorten()
        if name in ADDING:
            added = len(items) if several else 1
            gained(run, value, range(max(0, len(value) - added) if name in AT_END else 0, len(value)))
        return result

    return Native(name, change)


def found_by_value(run: Run, span: Span, items: list[Value], name: str, wanted: Value) -> Value:
    """`items.index(x)`, `items.count(x)`, `items.remove(x)`. Raises LanguageError where there is no x."""
    numbers, sought = list(map(settled, items)), settled(wanted)
    if name == "count":
        return numbers.count(sought)
    if sought not in numbers:
        run.refuse(span, f"there is no {sought!r} in this list", "`x in items` asks first", raises="ValueError")
    place = numbers.index(sought)
    if name == "remove":
        del items[place]
        return None
    return place


def sort_list(run: Run, span: Span, items: list[Value], named: Named) -> None:
    """`items.sort(key=f)`, for all that hold the list."""
    items[:] = iterate(run, BUILTINS["sorted"](run, span, items, **named), span)


@ATTRIBUTE.of(At)
def at_method(run: Run, value: At, name: str, span: Span) -> Value:
    return Native(name, lambda run, span, new=0, **options: changed_at(run, value, name, new, span))


def changed_at(run: Run, place: At, name: str, new: Value, span: Span) -> Value:
    """`x.at[key].add(v)`: a copy of x with the entries at `key` changed."""
    key = index_key(place.key, place.array.shape, span)
    if name == "get":
        return item(run, place.array, place.key, span)
    if name in COMBINING:
        return combined_at(run, COMBINING[name], place.array, key, new, span)
    if name != "set":
        run.refuse(span, f"`.at[…]` has no `.{name}`", f"it has get, set, {', '.join(COMBINING)}")
    return with_entries(run, place.array, key, new, span)
