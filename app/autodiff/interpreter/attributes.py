"""Attributes and methods of values: `x.T`, `x.shape`, `x.sum(1)`, `np.linalg`, the methods of lists and dicts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter import libraries
from app.autodiff.interpreter.builtins import BUILTINS, IDENTITIES, PASSED_OVER_METHODS, Size, stacked
from app.autodiff.interpreter.calls import Calls
from app.autodiff.interpreter.indexing import index_key
from app.autodiff.interpreter.spelling import nearest
from app.autodiff.interpreter.values import Namespace, Native, Operation, Value, Values, is_float, settled
from app.autodiff.table import TABLE
from app.language import Span, syntax

CASTS = frozenset({"float", "double", "half", "astype", "type", "to", "type_as"})
"""Methods that make floats of a mask or of labels."""
SHAPES: dict[str, Callable[[Value], Value]] = {
    "shape": lambda value: tuple(value.shape),
    "ndim": lambda value: value.ndim,
    "size": lambda value: Size(value.shape),
}
UNCHANGED = frozenset({"values", "indices", "real", "requires_grad", "device", "dtype"})
"""Attributes that stand for the value itself, as far as a figure goes."""
COMPUTED = {"T": "transpose", "mT": "swapaxes", "data": "detach"}
"""Attributes that are operations of the table."""
PARTS_OF_TUPLES = {
    "values": 0, "sign": 0, "solution": 0, "eigenvalues": 0, "indices": 1, "logabsdet": 1, "eigenvectors": 1,
}  # fmt: skip
"""Where the results of `torch.max(x, 1)`, `slogdet` … stand in their tuples."""


@dataclass(frozen=True, slots=True, eq=False)
class At:
    """`x.at` and `x.at[key]` of JAX."""

    array: Value
    key: Value


def outer_pairs(calls: Attributes, function: Operation, arguments: Values, span: Span) -> Value:
    """`np.subtract.outer(a, b)`: the operation between all pairs of two vectors."""
    left, right = arguments
    return calls.call(function, (calls.index(left, (slice(None), None), span), right), {}, span)


UFUNC: dict[str, Callable[[Attributes, Operation, Values, Span], Value]] = {
    "reduce": lambda calls, function, arguments, span: calls.accumulate(function, arguments[0], span)[-1],
    "accumulate": lambda calls, function, arguments, span: stacked(
        calls, span, calls.accumulate(function, arguments[0], span)
    ),
    "outer": outer_pairs,
}
"""Methods of NumPy's functions of two numbers."""
CHANGING: dict[str, Callable[[Calls, Value, Values, Span], Value]] = {
    "bool": lambda calls, value, arguments, span: calls.apply("not_equal", (value, 0), span),
    "item": lambda calls, value, arguments, span: calls.apply("detach", (value,), span),
    "tolist": lambda calls, value, arguments, span: calls.apply("detach", (value,), span),
    "zero_": lambda calls, value, arguments, span: np.zeros(value.shape),
    "fill_": lambda calls, value, arguments, span: np.full(value.shape, settled(arguments[0])),
}
"""Methods that libraries define by what they do to a value, not by an operation of their own."""


class Attributes(Calls):
    """Adds attributes and methods of libraries, arrays, lists and dicts."""

    def attribute(self, value: Value, name: str, span: Span) -> Value:
        if isinstance(value, Namespace):
            return self.library_member(value, name, span)
        if isinstance(value, (Tensor, np.ndarray)):
            return self.array_attribute(value, name, span)
        if isinstance(value, (int, float)) and name in ("shape", "ndim"):
            return () if name == "shape" else 0
        if isinstance(value, (int, float)) and name in IDENTITIES:
            return Native(name, lambda interpreter, span: value)
        if isinstance(value, (dict, list)):
            return self.container_method(value, name, span)
        if isinstance(value, np.finfo) and name in ("eps", "max", "min", "tiny"):
            return float(getattr(value, name))
        if isinstance(value, tuple) and name in PARTS_OF_TUPLES:
            return value[PARTS_OF_TUPLES[name]]
        if isinstance(value, Operation) and name in UFUNC:
            return Native(name, lambda calls, span, *arguments, **names: UFUNC[name](calls, value, arguments, span))
        if isinstance(value, At):
            return Native(name, lambda calls, span, *arguments: calls.changed_at(value, name, arguments, span))
        self.refuse(span, f"{describe(value)} has no `.{name}`", "")

    def library_member(self, value: Namespace, name: str, span: Span) -> Value:
        try:
            return libraries.member(value, name)
        except KeyError:
            if name in BUILTINS:
                return Native(name, BUILTINS[name])
            self.refuse(
                span,
                f"{self.quote(span)} is not among the operations",
                nearest(name, libraries.operation_names()) or "the help page lists all of them",
                unknown=True,
            )

    def array_attribute(
        self, value: Tensor | np.ndarray[tuple[int, ...], np.dtype[np.float64]], name: str, span: Span
    ) -> Value:
        if name in SHAPES:
            return SHAPES[name](value)
        if name in UNCHANGED:
            return value
        if name in COMPUTED:
            return self.call(libraries.operation(COMPUTED[name]), (value,), {}, span)
        if name == "at":
            return At(value, None)
        if name in CHANGING:
            return Native(name, lambda calls, span, *arguments: CHANGING[name](calls, value, arguments, span))
        if name in ("append", "insert", "extend"):
            self.refuse(span, f"an array has no `.{name}`", "start from a list, as `xs = []`, or use `concatenate`")
        if name in CASTS and not is_float(value):
            return Native(name, lambda calls, span, *arguments, **keywords: calls.cast(value, arguments, span))
        if name in IDENTITIES or name in PASSED_OVER_METHODS:
            return Native(name, lambda interpreter, span, *arguments, **keywords: value)
        for part in ("", "method") if self.flavour == "numpy" else ("method",):
            try:
                found = libraries.operation(name, self.flavour, part)
                return Operation(found.row, found.flavour, (value,))
            except KeyError:
                continue
        if name in BUILTINS:
            return Native(name, lambda calls, span, *rest, **named: BUILTINS[name](calls, span, value, *rest, **named))
        if name.endswith("_") and name.rstrip("_"):
            # PyTorch's methods that change their value: the statement gives the name the new one.
            return self.array_attribute(value, name.rstrip("_"), span)
        self.refuse(span, f"an array has no `.{name}`", nearest(name, libraries.operation_names()))

    def container_method(self, value: dict[object, Value] | list[Value], name: str, span: Span) -> Value:
        if isinstance(value, dict):
            views = {
                "items": lambda *_: [tuple(pair) for pair in value.items()],
                "keys": lambda *_: list(value),
                "values": lambda *_: list(value.values()),
            }
            if name in views:
                return Native(name, views[name])
            if name in ("get", "setdefault", "update", "pop", "copy"):
                return Native(name, lambda calls, span, *rest, **named: getattr(value, name)(*rest, **named))
        elif name in ("append", "extend", "insert", "pop", "reverse", "copy", "count", "index"):

            def change(calls: Calls, span: Span, *arguments: Value) -> Value:
                items = calls.iterate(arguments[0], span) if name == "extend" else ()
                calls.bounded(len(value) + len(items) + 1, span)
                return getattr(value, name)(*((items,) if name == "extend" else arguments))

            return Native(name, change)
        self.refuse(span, f"{describe(value)} has no `.{name}`", "")

    def accumulate(self, function: Operation, x: Value, span: Span) -> list[Value]:
        """`np.logaddexp.accumulate(x)`: the operation between the items, from the left, and all that it gives on the way."""
        first, *rest = self.iterate(x, span)
        found = [first]
        for item in rest:
            found.append(self.call(function, (found[-1], item), {}, span))
        return found

    def item(self, value: Value, key: Value, expr: syntax.Subscript) -> Value:
        """`x.at[key]` of JAX is a place, which `.set`, `.add` … change."""
        if isinstance(value, At) and value.key is None:
            return At(value.array, key)
        return super().item(value, key, expr)

    def changed_at(self, place: At, name: str, arguments: Values, span: Span) -> Value:
        """`x.at[key].add(v)`: a copy of x with the entries at `key` changed."""
        signs = {"add": "+", "multiply": "*", "divide": "/", "power": "**", "subtract": "-"}
        new = arguments[0] if arguments else 0
        if name in signs:
            new = self.binary(signs[name], self.index(place.array, place.key, span), new, span)
        elif name != "set":
            self.refuse(span, f"`.at[…]` has no `.{name}`", f"it has set, {', '.join(signs)}")
        key = index_key(place.key, place.array.shape, span)
        return self.builder.apply(TABLE["put"], (place.array, new), {"key": key}, span)
