"""Targets of assignments: names, several names at once, items, slices and masks, attributes."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.indexing import index_key
from app.autodiff.interpreter.instances import Class, Instance, as_parameters, dotted
from app.autodiff.interpreter.literals import creates
from app.autodiff.interpreter.objects import Objects
from app.autodiff.interpreter.operators import tidy
from app.autodiff.interpreter.values import Frame, Function, Opaque, Value
from app.autodiff.table import TABLE
from app.language import Span, syntax
from app.language.syntax import Expr


class Targets(Objects):
    """Adds assignment to names, items and attributes.

    `last` is what was bound or computed latest: the output, when the text ends there.
    """

    last: tuple[str, Value] | None = None

    def bind_target(
        self, target: Expr, value: Value, frame: Frame, quietly: bool = False, made: Expr | None = None
    ) -> None:
        """Give `value` to a name, an indexed place, or several names at once."""
        if isinstance(target, syntax.Name):
            if isinstance(value, Tensor) and not quietly:
                value = self.builder.name(value, target.id, self.depth)
            frame.names[target.id] = value
            if isinstance(value, Instance) and not value.variable:
                value.variable = target.id
            if not quietly and not isinstance(value, (Opaque, Instance, Class, Function)):
                self.last = (target.id, value)
        elif isinstance(target, syntax.Sequence):
            self.unpack(target, value, frame, quietly)
        elif isinstance(target, syntax.Attribute):
            self.store(target, self.expression(target.value, frame), value, made)
        elif isinstance(target, syntax.Subscript):
            self.put(target, value, frame, made)
        else:
            self.refuse(target.span, "this cannot be given a value", "a name stands left of `=`")

    def unpack(self, target: syntax.Sequence, value: Value, frame: Frame, quietly: bool) -> None:
        items = self.iterate(value, target.span)
        starred = [position for position, item in enumerate(target.items) if isinstance(item, syntax.Starred)]
        if starred:
            start, after = starred[0], len(target.items) - starred[0] - 1
            stop = len(items) - after
            items = [*items[:start], items[start:stop], *items[stop:]] if stop >= start else items
        if len(items) != len(target.items):
            names = ", ".join(spelled(item) for item in target.items)
            self.refuse(
                target.span, f"{len(target.items)} names ({names}) for {len(items)} values", "the numbers must agree"
            )
        for each, item in zip(target.items, items, strict=True):
            self.bind_target(each.value if isinstance(each, syntax.Starred) else each, item, frame, quietly)
        if items and isinstance(items[0], Tensor) and isinstance(target.items[0], syntax.Name) and not quietly:
            self.last = (target.items[0].id, items[0])

    def put(self, target: syntax.Subscript, value: Value, frame: Frame, made: Expr | None) -> None:
        """`x[key] = value` makes a new value of the name; in a list or dict the item is replaced."""
        before, key = self.gather((target.value, target.index), frame)
        if isinstance(before, (list, dict)):
            self.put_item(before, key, self.kept(target, key, value, frame, made), target.span)
            return
        if not isinstance(target.value, (syntax.Name, syntax.Attribute, syntax.Subscript)) or is_view(target.value):
            self.refuse(target.span, "only the items of a name can be set", "give the value a name of its own first")
        if not isinstance(before, (Tensor, np.ndarray)):
            self.refuse(target.span, f"{describe(before)} has no items to set", "")
        place = {"key": index_key(key, before.shape, target.span)}
        result = self.builder.apply(TABLE["put"], (before, value), place, target.span)
        self.warn_of_aliases(target.value, before, frame)
        self.bind_target(target.value, result, frame)

    def put_item(self, items: list[Value] | dict[Value, Value], key: Value, value: Value, span: Span) -> None:
        try:
            items[tidy(key)] = value
        except (IndexError, TypeError):
            self.refuse(span, f"there is no item {key!r} here", f"it has {len(items)} items, counted from 0")

    def kept(self, target: syntax.Subscript, key: Value, value: Value, frame: Frame, made: Expr | None) -> Value:
        """What a dict keeps: arrays made from nothing are parameters, as in `self.params["W1"] = randn(2, 3)`."""
        if not isinstance(key, str) or made is None or not creates(made) or self.ours:
            return value
        if self.initialising():
            return as_parameters(value)
        if frame.parent is None:
            return self.parameter_input(as_parameters(value), f"{dotted(target.value)}.{key}", target.span)
        return value

    def warn_of_aliases(self, target: Expr, before: Value, frame: Frame) -> None:
        """Arrays are values here: a second name for one does not see what is put into it."""
        own = getattr(target, "id", "")
        # The only function of a text runs in the names of the text itself.
        outer = frame.parent.names if frame.parent and frame.parent.names is not frame.names else {}
        names = {**outer, **frame.names}
        others = [
            name for name, value in names.items() if value is before and (name != own or outer.get(name) is before)
        ]
        if others and not self.ours:
            listed = ", ".join(f"`{name}`" for name in others)
            self.note(
                f"in NumPy this changes {listed} as well; here {self.quote(target.span)} alone has the new entries",
                target.span,
            )


def is_view(expr: Expr) -> bool:
    """`x.T`, whose items are those of another value."""
    return isinstance(expr, syntax.Attribute) and expr.name in ("T", "mT", "data", "real")


def spelled(expr: Expr) -> str:
    """A target or a returned expression as a name for its scope."""
    if isinstance(expr, syntax.Name):
        return expr.id
    if isinstance(expr, syntax.Sequence):
        return ", ".join(spelled(item) for item in expr.items)
    return spelled(expr.value) if isinstance(expr, (syntax.Subscript, syntax.Attribute, syntax.Starred)) else ""
