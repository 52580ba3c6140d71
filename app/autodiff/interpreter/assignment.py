"""Assignment: to names, several names at once, items, slices and masks, attributes."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.bound_names import dotted, spelled
from app.autodiff.interpreter.dispatch import BIND, bind, evaluate
from app.autodiff.interpreter.evaluation import gather
from app.autodiff.interpreter.index_keys import index_key
from app.autodiff.interpreter.items import iterate
from app.autodiff.interpreter.literals import creates
from app.autodiff.interpreter.parameters import adopt, as_parameters, initialising, parameter_input
from app.autodiff.interpreter.plain_values import tidy
from app.autodiff.interpreter.run import PassOver, Run
from app.autodiff.interpreter.value_types import Class, Frame, Function, Held, Instance, Key, Opaque, Value
from app.autodiff.table import TABLE
from app.language import Span, syntax
from app.language.syntax import Expr

PASSED_OVER = frozenset({"data", "grad", "requires_grad"})
"""Attributes of a tensor that can be set without bearing on the figure."""


@BIND.of(Expr)
def refuse_target(run: Run, target: Expr, value: Value, frame: Frame, origin: Expr | None, quietly: bool) -> None:
    run.refuse(target.span, "this cannot be given a value", "a name stands left of `=`")


@BIND.of(syntax.Name)
def bind_name(
    run: Run, target: syntax.Name, value: Value, frame: Frame, origin: Expr | None = None, quietly: bool = False
) -> None:
    if isinstance(value, Tensor) and not quietly:
        value = run.builder.name(value, target.id, run.depth)
    frame.names[target.id] = value
    if isinstance(value, Instance) and not value.variable:
        value.variable = target.id
    if not quietly and not isinstance(value, (Opaque, Instance, Class, Function)):
        run.last = (target.id, value)


@BIND.of(syntax.Sequence)
def unpack(run: Run, target: syntax.Sequence, value: Value, frame: Frame, origin: Expr | None, quietly: bool) -> None:
    """`a, *b = values`."""
    items = iterate(run, value, target.span)
    starred = [position for position, item in enumerate(target.items) if isinstance(item, syntax.Starred)]
    if starred:
        start, after = starred[0], len(target.items) - starred[0] - 1
        stop = len(items) - after
        items = [*items[:start], items[start:stop], *items[stop:]] if stop >= start else items
    if len(items) != len(target.items):
        names = ", ".join(spelled(item) for item in target.items)
        message = f"{len(target.items)} names ({names}) for {len(items)} values"
        run.refuse(target.span, message, "the numbers must agree")
    for each, item in zip(target.items, items, strict=True):
        bind(run, each.value if isinstance(each, syntax.Starred) else each, item, frame, quietly=quietly)
    if items and isinstance(items[0], Tensor) and isinstance(target.items[0], syntax.Name) and not quietly:
        run.last = (target.items[0].id, items[0])


@BIND.of(syntax.Attribute)
def bind_attribute(
    run: Run, target: syntax.Attribute, value: Value, frame: Frame, origin: Expr | None, quietly: bool
) -> None:
    """`owner.name = value`; in an `__init__`, arrays made from nothing are parameters."""
    owner = evaluate(run, target.value, frame)
    if isinstance(owner, Instance):
        if origin is not None and initialising(run) and creates(origin):
            value = as_parameters(value)
        owner.attributes[target.name] = value
        # PyTorch calls the modules of a Sequential by their position alone.
        adopt(owner, "" if owner.cls.ours and owner.cls.name == "Sequential" else target.name, value)
    elif isinstance(owner, Opaque) or (isinstance(owner, Tensor) and target.name in PASSED_OVER):
        raise PassOver
    else:
        run.refuse(target.span, f"{describe(owner)} cannot be given an attribute", "a name stands left of `=`")


@BIND.of(syntax.Subscript)
def bind_item(
    run: Run, target: syntax.Subscript, value: Value, frame: Frame, origin: Expr | None, quietly: bool
) -> None:
    """`x[key] = value` makes a new value of the name; in a list or dict the item is replaced."""
    before, key = gather(run, (target.value, target.index), frame)
    if isinstance(before, (list, dict)):
        put_item(run, before, key, kept(run, target, key, value, frame, origin), target.span)
        return
    if not isinstance(target.value, (syntax.Name, syntax.Attribute, syntax.Subscript)) or is_view(target.value):
        run.refuse(target.span, "only the items of a name can be set", "give the value a name of its own first")
    if not isinstance(before, (Tensor, np.ndarray)):
        run.refuse(target.span, f"{describe(before)} has no items to set", "")
    place = {"key": index_key(key, before.shape, target.span)}
    result = tidy(run.builder.apply(TABLE["put"], (before, value), place, target.span))
    warn_of_aliases(run, target.value, before, frame)
    bind(run, target.value, result, frame)


def put_item(run: Run, items: list[Value] | dict[Key, Value], key: Value, value: Value, span: Span) -> None:
    place = tidy(key)
    try:
        items[place] = value  # type: ignore[index]
    except (IndexError, TypeError):
        run.refuse(span, f"there is no item {key!r} here", f"it has {len(items)} items, counted from 0")


def kept(run: Run, target: syntax.Subscript, key: Value, value: Value, frame: Frame, origin: Expr | None) -> Value:
    """What a dict keeps: arrays made from nothing are parameters, as in `self.params["W1"] = randn(2, 3)`."""
    if not isinstance(key, str) or origin is None or not creates(origin) or run.ours:
        return value
    if initialising(run):
        return as_parameters(value)
    if frame.parent is None:
        return parameter_input(run, as_parameters(value), f"{dotted(target.value)}.{key}", target.span)
    return value


def warn_of_aliases(run: Run, target: Expr, before: Held, frame: Frame) -> None:
    """Arrays are values here: a second name for one does not see what is put into it."""
    own = getattr(target, "id", "")
    # The only function of a text runs in the names of the text itself.
    outer = frame.parent.names if frame.parent and frame.parent.names is not frame.names else {}
    names = {**outer, **frame.names}
    others = [name for name, value in names.items() if value is before and (name != own or outer.get(name) is before)]
    if others and not run.ours:
        listed = ", ".join(f"`{name}`" for name in others)
        run.note(
            f"in NumPy this changes {listed} as well; here {run.quote(target.span)} alone has the new entries",
            target.span,
        )


def is_view(expr: Expr) -> bool:
    """`x.T`, whose items are those of another value."""
    return isinstance(expr, syntax.Attribute) and expr.name in ("T", "mT", "data", "real")
