"""Assignment: to names, several names at once, items, slices and masks, attributes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.arrays.coercion import held, require_array
from app.autodiff.interpreter.arrays.leaf_inputs import make_input
from app.autodiff.interpreter.arrays.sharing import current, plain, put_in_place, set_apart, view_of
from app.autodiff.interpreter.arrays.unseen_data import UnseenBatch, is_taken_apart, unseen_input
from app.autodiff.interpreter.kinds.index_keys import index_key
from app.autodiff.interpreter.kinds.plain_values import settled, tidy
from app.autodiff.interpreter.kinds.value_types import (
    Class,
    FirstValue,
    Frame,
    Function,
    Instance,
    Key,
    Opaque,
    Value,
)
from app.autodiff.interpreter.members.first_values import require_gradient, set_entries, set_some_entries
from app.autodiff.interpreter.objects.function_calls import call_method, method_of, setter
from app.autodiff.interpreter.objects.homes import adopt, adopt_attribute, gained, store
from app.autodiff.interpreter.objects.overloading import computes, keep_numbers, name_numbers
from app.autodiff.interpreter.objects.parameters import (
    first_values,
    initialising,
    own_arrays,
)
from app.autodiff.interpreter.operations.column_order import place_of
from app.autodiff.interpreter.operations.items import key_of, refuse_axes, worded
from app.autodiff.interpreter.operations.placement import with_entries
from app.autodiff.interpreter.running.changed_names import spelled
from app.autodiff.interpreter.running.dispatch import BIND, Arguments, bind, evaluate
from app.autodiff.interpreter.running.literals import creates
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.interpreter.statements.evaluation import gather
from app.autodiff.interpreter.statements.free_names import as_container
from app.autodiff.interpreter.statements.kept_arrays import kept
from app.autodiff.interpreter.statements.unpacking import unpacked
from app.language import Span, syntax
from app.language.flow_syntax import Named
from app.language.syntax import Expr
from app.language.walk import everything, mapped

Target = TypeVar("Target", bound=Expr)


def set_data(run: Run, owner: Value, value: Value, span: Span) -> None:
    """`w.data = …` gives a parameter another first value; behind `backward()` it is a step of training.

    What shared the old entries keeps them.
    """
    if isinstance(value, Opaque):
        raise PassOver
    if isinstance(owner, FirstValue):
        owner.value = np.array(plain(held(require_array(run, value, span))), dtype=float)
        lend(run, value)
        return
    assert isinstance(owner, (Tensor, np.ndarray))
    set_entries(run, set_apart(run, owner).value, value, span)
    lend(run, value)


def lend(run: Run, value: Value) -> None:
    """Remember that a parameter looks at the entries of a value, too: it has the same now."""
    if isinstance(value, (Tensor, np.ndarray)) and run.shares:
        view_of(run, value).storage.lent = True


def set_gradient(run: Run, owner: Value, value: Value, span: Span) -> None:
    """`w.grad = None`: what is stored from here on."""
    if isinstance(value, Opaque):
        run.stored.known = False
    if isinstance(value, Opaque) or not isinstance(owner, Tensor):
        raise PassOver
    run.stored.found[view_of(run, owner).storage] = value, len(run.stored.passes)


def set_requires_grad(run: Run, owner: Value, value: Value, span: Span) -> None:
    if isinstance(value, Opaque) or not isinstance(value, bool):
        raise PassOver
    require_gradient(run, owner, value)


LOSS = re.compile(r"(?:^|_)(?:loss|cost|objective)\d*$")
"""Names of what several results are computed for: `logits, loss = model(x, y)`."""
OF_PARAMETERS: dict[str, Callable[[Run, Value, Value, Span], None]] = {
    "data": set_data, "requires_grad": set_requires_grad, "grad": set_gradient,
}  # fmt: skip
"""Attributes of a parameter that can be set."""


@BIND.of(Expr)
def refuse_target(run: Run, target: Expr, value: Value, frame: Frame, origin: Expr | None, quietly: bool) -> None:
    run.refuse(target.span, "this cannot be given a value", "a name stands left of `=`")


@BIND.of(syntax.Name)
def bind_name(
    run: Run, target: syntax.Name, value: Value, frame: Frame, origin: Expr | None = None, quietly: bool = False
) -> None:
    frame = frame.outer.get(target.id, frame) if frame.outer else frame
    if isinstance(value, UnseenBatch) and not is_taken_apart(run, target.id):
        value = unseen_input(run, target.id, target.span)
    if isinstance(value, Tensor):
        frame.names[target.id] = value = value if quietly else run.builder.name(value, target.id, run.depth)
    else:
        mark_with_name(run, value, target.id)
        frame.names[target.id] = value
    if quietly:
        return
    if isinstance(value, (Instance, list, tuple)):
        value = name_numbers(run, value, target.id, target.span)
    if isinstance(value, Tensor) or not isinstance(value, (Opaque, Instance, Class, Function)):
        if frame.names is run.top.names:
            run.remember(target.id, value)
        elif not run.ours:
            run.inner_last = (target.id, value)


def mark_with_name(run: Run, value: Value, name: str) -> None:
    """Let a plain array and an object know the person's first name for them."""
    if isinstance(value, np.ndarray) and not run.ours:
        run.builder.arrays.setdefault(id(value), (value, name))
    elif isinstance(value, Instance) and not value.variable:
        value.variable = name


@BIND.of(syntax.Sequence)
def unpack(run: Run, target: syntax.Sequence, value: Value, frame: Frame, origin: Expr | None, quietly: bool) -> None:
    """`a, *b = values`."""
    items = unpacked(run, value, len(target.items), target.span)
    starred = [position for position, item in enumerate(target.items) if isinstance(item, syntax.Starred)]
    if starred:
        start, after = starred[0], len(target.items) - starred[0] - 1
        stop = len(items) - after
        items = [*items[:start], items[start:stop], *items[stop:]] if stop >= start else items
    if len(items) != len(target.items):
        refuse_axes(run, origin, value, target.span)
        names = ", ".join(spelled(item) for item in target.items)
        message = f"{len(target.items)} names ({names}) for {len(items)} values"
        run.refuse(target.span, message, "the numbers must agree")
    for each, part in zip(target.items, items, strict=True):
        # `y[0], y[1] = y[1], y[0]` of an array: what stands right looks at entries that the first assignment has changed.
        now = current(run, part, target.span)
        bind(run, each.value if isinstance(each, syntax.Starred) else each, now, frame, quietly=quietly)
    main = next((place for place, each in enumerate(target.items) if LOSS.search(spelled(each))), 0)
    if (
        items
        and isinstance(items[main], Tensor)
        and isinstance(each := target.items[main], syntax.Name)
        and not quietly
    ):
        run.remember(each.id, items[main])


@BIND.of(syntax.Attribute)
def bind_attribute(
    run: Run, target: syntax.Attribute, value: Value, frame: Frame, origin: Expr | None, quietly: bool
) -> None:
    """`owner.name = value`; in an `__init__`, arrays made from nothing are parameters."""
    owner = evaluate(run, target.value, frame)
    if isinstance(owner, Tensor) and isinstance(target.value, syntax.Name) and is_part(value, target.name):
        owner = as_container(run, owner, target.value.id, prefixed=True)
    if (
        isinstance(owner, Instance)
        and owner.open
        and origin is not None
        and creates(origin)
        and is_part(value, target.name)
    ):
        value = make_input(run, f"{owner.variable}.{target.name}", value, target.span)
    if isinstance(owner, Class):
        owner.members[target.name] = value
    elif isinstance(owner, Instance) and (method := method_of(owner, setter(target.name))) is not None:
        call_method(run, method, Arguments((value,), {}, target.span))
    elif isinstance(owner, Instance):
        before = owner.attributes.get(target.name)
        made = (
            origin is not None
            and creates(origin, own_arrays(run, frame))
            and not (computes(owner) and "grad" in target.name)
        )
        if initialising(run) and (isinstance(before, FirstValue) or made):
            value = first_values(run, value, origin)
        if initialising(run) and not computes(owner):
            keep_numbers(value)
        store(owner, target.name, value)
        adopt_attribute(run, owner, target.name, value)
    elif isinstance(owner, (Tensor, FirstValue, np.ndarray)) and target.name in OF_PARAMETERS:
        OF_PARAMETERS[target.name](run, owner, value, target.span)
    elif target.name == "shape" and isinstance(owner, (Tensor, np.ndarray)):
        run.refuse(target.span, "a shape cannot be set", "write `x = x.reshape(…)`")
    elif isinstance(owner, (Opaque, Tensor, np.ndarray, FirstValue, float)):
        # `e.label = "e"`: what is written down beside a number has no bearing on it.
        raise PassOver
    else:
        run.refuse(target.span, f"{describe(owner)} cannot be given an attribute", "a name stands left of `=`")


def is_part(value: Value, name: str) -> bool:
    """Whether a value that a name without one is given, as in `s.w = 0.5`, makes that name an object with parts."""
    number = isinstance(value, (Tensor, np.ndarray, float, int, list)) and not isinstance(value, bool)
    return number and name not in OF_PARAMETERS


@BIND.of(syntax.Subscript)
def bind_item(
    run: Run, target: syntax.Subscript, value: Value, frame: Frame, origin: Expr | None, quietly: bool
) -> None:
    """`x[key] = value` makes a new value of the name; in a list or dict the item is replaced."""
    target = called_once(run, target, frame)
    before, key = gather(run, (target.value, target.index), frame)
    if isinstance(before, (list, dict)):
        put_item(run, before, key, kept(run, target, before, key, value, frame, origin), target.span)
        return
    value = value.value if isinstance(value, FirstValue) else value
    if isinstance(before, Instance) and (method := method_of(before, "__setitem__")) is not None:
        call_method(run, method, Arguments((key, value), {}, target.span))
        return
    if isinstance(before, Instance) and isinstance(modules := before.attributes.get("modules"), dict):
        put_module(run, before, modules, key, value, target.span)
        return
    if isinstance(before, FirstValue):
        set_some_entries(run, before, key, value, target.span)
        return
    if not isinstance(before, (Tensor, np.ndarray)):
        run.refuse(target.span, f"{describe(before)} has no items to set", "")
    key = place_of(run, before, key, target.span)
    result = with_entries(run, before, index_key(key, before.shape, target.span), value, target.span)
    replace_in_place(run, target.value, before, result, frame)


def called_once(run: Run, target: Target, frame: Frame) -> Target:
    """A target with values where it calls something, so that reading it and then changing it does so once."""
    if isinstance(target, (syntax.Attribute, syntax.Subscript)):
        return mapped(target, lambda part: called_once(run, part, frame))
    calls = any(isinstance(each, (syntax.Call, Named)) for each in everything(target))
    return syntax.Literal(evaluate(run, target, frame), span=target.span) if calls else target  # type: ignore[return-value]


def replace_in_place(run: Run, target: Expr, before: Value, after: Value, frame: Frame) -> None:
    """Change the entries of an array, for all that share them; the name that it was changed by shows the new value."""
    now = put_in_place(run, before, after, target.span)
    if isinstance(target, syntax.Name) or not run.shares or run.ours or sets_property(run, target, frame):
        bind(run, target, now, frame)


def sets_property(run: Run, target: Expr, frame: Frame) -> bool:
    """Whether a target is a property of an object, whose setter is told of a change in place too."""
    owner = evaluate(run, target.value, frame) if isinstance(target, syntax.Attribute) else None
    return isinstance(owner, Instance) and method_of(owner, setter(target.name)) is not None  # type: ignore[attr-defined]


def put_item(run: Run, items: list[Value] | dict[Key, Value], key: Value, value: Value, span: Span) -> None:
    if isinstance(items, dict):
        items[name := key_of(run, key, span)] = value
        gained(run, items, (name,))
        return
    place = tidy(key)
    try:
        items[place] = value  # type: ignore[index]
    except (IndexError, TypeError):
        run.refuse(span, f"there is no item {worded(settled(key))} here", f"it has {len(items)} items, counted from 0")
    places = range(len(items))
    gained(run, items, (places[place],) if isinstance(place, int) else places)


def put_module(run: Run, owner: Instance, modules: dict[Key, Value], key: Value, value: Value, span: Span) -> None:
    """`net[1] = nn.Tanh()` of a Sequential."""
    names, place = list(modules), tidy(key)
    if not isinstance(place, int) or not -len(names) <= place < len(names):
        run.refuse(span, f"there is no item {worded(settled(key))} here", f"it has {len(names)} items, counted from 0")
    modules[names[place]] = value
    adopt(run, owner, str(names[place]), value)
