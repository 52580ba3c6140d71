"""Items of values: found by index or key, and gone through one by one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.arrays.array_objects import key_as_value, sought
from app.autodiff.interpreter.arrays.python_lists import inherit, is_list
from app.autodiff.interpreter.arrays.sharing import current, share, view_of
from app.autodiff.interpreter.kinds.containers import DefaultDict, ItemIterator, is_key
from app.autodiff.interpreter.kinds.enumerations import members_of
from app.autodiff.interpreter.kinds.index_keys import index_key
from app.autodiff.interpreter.kinds.libraries import Progress
from app.autodiff.interpreter.kinds.plain_values import settled, tidy
from app.autodiff.interpreter.kinds.value_types import (
    OPAQUE,
    At,
    Class,
    Endless,
    FirstValue,
    Instance,
    Key,
    Method,
    Opaque,
    Operation,
    Parameters,
    Value,
)
from app.autodiff.interpreter.kinds.views import Held, View
from app.autodiff.interpreter.objects.function_calls import method_of
from app.autodiff.interpreter.objects.homes import gained
from app.autodiff.interpreter.objects.parameters import all_parameters
from app.autodiff.interpreter.running.dispatch import ITEM, Arguments, call, item
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.table import TABLE
from app.language import LanguageError, Span, syntax
from app.language.operators import FUNCTIONS
from app.language.text.letters import is_program


@ITEM.of(object)
def refuse_item(run: Run, value: Value, key: Value, span: Span, name: str) -> Value:
    run.refuse(span, f"{describe(value)} has no items", "only arrays, lists and dicts are indexed with [ ]")


@ITEM.of(Tensor, np.ndarray)
def entries(run: Run, value: Held, key: Value, span: Span, name: str = "") -> Value:
    """The entries of an array at an index, a slice, a mask or an array of indices."""
    if isinstance(key, slice) and run.python and is_list(run, value):
        # It can be changed by itself, and the slice of a list of lists has the same rows as that.
        return sequence_item(run, iterate(run, value, span), key, span, name)
    row, read = TABLE[FUNCTIONS["["]], {"key": index_key(key, value.shape, span)}
    tell_of_the_end(run, read["key"], span)
    result = tidy(run.builder.apply(row, (value,), read, span))
    share(run, row, read, value, result)
    if isinstance(result, Tensor) and len(read["key"]) == 1:
        inherit(run, value, result)
    return result


def tell_of_the_end(run: Run, places: tuple[object, ...], span: Span) -> None:
    """In mathematics `x[n − k]` is meant to be nothing below the first entry; a place written with its sign is meant as it is."""
    below = any(isinstance(each, int) and each < 0 for each in places)
    if below and not run.ours and not is_program(run.program.text):
        quote = run.quote(span)
        if re.search(r"[\[,]\s*(?:[-−]|end\b)", quote) is None:
            run.note(f"the place in {quote} is below 0 here: it is counted from the end, as in Python", span)


@ITEM.of(ItemIterator)
def refuse_place(run: Run, value: ItemIterator, key: Value, span: Span, name: str) -> Value:
    """An item of what Python 2 had as a list, as long as none has been taken."""
    if value.taken:
        run.refuse(span, "an iterator has no places: its items are taken one by one", "list(…) makes a list of them")
    return sequence_item(run, list(value), key, span, name)


def refuse_axes(run: Run, written: syntax.Expr | None, value: Value, span: Span) -> None:
    """`n, d = x.shape` and `x.shape[0]` of a single number. Raises LanguageError."""
    if isinstance(value, tuple) and not value and isinstance(written, syntax.Attribute) and written.name == "shape":
        owner = f"`{written.value.id}`" if isinstance(written.value, syntax.Name) else run.quote(written.value.span)
        hint = "give it an array as its value, x = [1.0, 2.0] or x = [[1.0, 2.0], [3.0, 4.0]]"
        run.refuse(span, f"{owner} is a single number here, which has no axes", hint, raises="IndexError")


@ITEM.of(list, tuple, range, str)
def sequence_item(
    run: Run, value: list[Value] | tuple[Value, ...] | range | str, key: Value, span: Span, name: str
) -> Value:
    place = settled(key)
    try:
        return current(run, value[place], span)  # type: ignore[index]
    except (IndexError, TypeError, ValueError):
        hint = f"it has {len(value)} items, counted from 0"
        run.refuse(span, f"there is no item {worded(place)} here", hint, raises="IndexError")


def key_of(run: Run, written: Value, span: Span) -> Key:
    """What an item of a dict is found by."""
    key = sought(run, written)
    if not is_key(key):
        run.refuse(span, "the keys of a dict are texts, numbers, objects, and tuples of these", "")
    return key


def mapping_item(run: Run, value: dict[Key, Value], key: Value, span: Span) -> Value:
    place = sought(run, key)
    if is_key(place) and place in value:
        return current(run, value[place], span)
    if is_key(place) and isinstance(value, DefaultDict) and value.make is not None:
        value[place] = made = value.make()
        gained(run, value, (place,))
        return made
    known = f"its keys are {', '.join(map(worded, value))}" if value else "it has 0 items, counted from 0"
    run.refuse(span, f"there is no item {worded(place)} here", known, raises="KeyError")


@ITEM.of(Opaque)
def opaque_item(run: Run, value: Opaque, key: Value, span: Span, name: str) -> Value:
    return OPAQUE


@ITEM.of(Operation)
def macro(run: Run, value: Operation, key: Value, span: Span, name: str) -> Value:
    """`np.r_[1, 2]`: an operation that is called with brackets."""
    return call(run, value, Arguments(key if isinstance(key, tuple) else (key,), {}, span))


@ITEM.of(At)
def place(run: Run, value: At, key: Value, span: Span, name: str) -> Value:
    """`x.at[key]` of JAX is a place, which `.set`, `.add` … change."""
    return At(value.array, key) if value.key is None else refuse_item(run, value, key, span, name)


def object_items(run: Run, value: Instance, span: Span) -> Iterator[Value]:
    """The items of an object that has `__iter__`, `__next__`, or `__getitem__` with `__len__`, one by one."""
    if (begin := method_of(value, "__iter__")) is not None:
        items = call(run, begin, Arguments((), {}, span))
        if items is not value:
            yield from lazily(run, items, span)
            return
    if (onward := method_of(value, "__next__")) is not None:
        yield from next_items(run, onward, span)
        return
    if method_of(value, "__getitem__") is None or (count := method_of(value, "__len__")) is None:
        hint = "give the class a method `__iter__`"
        run.refuse(span, f"`{value.cls.shown}` cannot be gone through item by item", hint)
    number = settled(call(run, count, Arguments((), {}, span)))
    for place in range(number if isinstance(number, int) else 0):
        yield item(run, value, place, span)


def next_items(run: Run, onward: Method, span: Span) -> Iterator[Value]:
    """What `__next__` gives until it stops."""
    for given in itertools.count(1):
        run.step(span, run.bounded(given, span))
        try:
            each = call(run, onward, Arguments((), {}, span))
        except LanguageError as error:
            if error.raises != "StopIteration":
                raise
            return
        yield each


def lazily(run: Run, value: Value, span: Span) -> Iterator[Value]:
    """The items one by one, of what has no end too."""
    if isinstance(value, Instance) and goes_on_by_itself(value):
        yield from object_items(run, value, span)
        return
    if isinstance(value, ItemIterator):
        tell_of_exhausted(run, value, span)
        while value:
            run.step(span)
            yield current(run, value.first(), span)
        return
    if not isinstance(value, Endless):
        yield from iterate(run, value, span)
        return
    for each in value.items:
        run.step(span)
        yield each


def tell_of_exhausted(run: Run, items: ItemIterator, span: Span) -> None:
    if items.taken and not items:
        told = "an iterator that was gone through before, of which nothing is left; a list, `list(…)`, gives its items again"
        run.note(f"{run.quote(span)} goes through {told}", span)


def goes_on_by_itself(value: Instance) -> bool:
    """Whether an object of the text's says what its items are."""
    if value.cls.ours or "modules" in value.attributes:
        return False
    return not value.cls.fields or method_of(value, "__iter__") is not None


def parameter_items(run: Run, value: Parameters, span: Span) -> list[Value]:
    """The parameters of an object, with their names where these are asked for; one that several modules share is there once."""
    found = all_parameters(run, value.instance, span)
    once: dict[int, str] = {}
    for name, each in found.items():
        once.setdefault(id(view_of(run, each).storage if isinstance(each, Tensor) else each), name)
    names = [name for name in once.values() if value.inner or "." not in name]
    before = f"{value.prefix}." if value.prefix else ""
    return [(before + name, found[name]) if value.named else found[name] for name in names]


def iterate(run: Run, value: Value, span: Span) -> list[Value]:
    """The items of a list, a range or the first axis of a tensor; each counts as a step."""
    if isinstance(value, Progress) and value.items is not None:
        return iterate(run, value.items, span)
    if isinstance(value, Opaque):
        raise PassOver
    if isinstance(value, Parameters):
        return parameter_items(run, value, span)
    if isinstance(value, dict):
        run.step(span, run.bounded(len(value), span))
        return [key_as_value(run, each, span) for each in value]
    if isinstance(value, (list, tuple, range, str)):
        run.step(span, run.bounded(len(value), span))
        if isinstance(value, ItemIterator):
            tell_of_exhausted(run, value, span)
            value = value.rest()
        return [current(run, each, span) for each in value]
    if isinstance(value, Instance) and isinstance(modules := value.attributes.get("modules"), dict):
        return list(modules.values())
    if isinstance(value, Instance) and not value.cls.ours:
        if not goes_on_by_itself(value):
            return [current(run, value.attributes[name], span) for name in value.cls.fields if name in value.attributes]
        return list(object_items(run, value, span))
    if isinstance(value, Class) and (members := members_of(value)):
        return [*members]
    held = value.value if isinstance(value, FirstValue) else value
    if isinstance(held, (Tensor, np.ndarray)) and held.shape:
        run.step(span, held.shape[0])
        return [item(run, value, (position,), span) for position in range(held.shape[0])]
    if isinstance(value, Endless):
        run.refuse(span, "this goes on without end", "take a part of it: `islice(…, 10)`, or `zip` with a list")
    if isinstance(value, Tensor):
        told = f"it depends on {run.quote(span)}, which is a single number"
        run.refuse(span, f"the length of this loop is not known: {told}", "give it a list or an array as its value")
    run.refuse(span, f"{describe(value)} cannot be gone through item by item", "use a list, a range or an array")


def worded(place: object) -> str:
    """A place in a list, as the person wrote it."""
    if not isinstance(place, slice):
        return repr(place) if is_key(place) and not isinstance(place, View) else f"for {describe(place)}"
    return ":".join("" if each is None else str(each) for each in (place.start, place.stop, place.step))
