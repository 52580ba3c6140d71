"""Which bindings at the top of a text make inputs: those of numbers that are written down or made from nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.coercion import is_written_array
from app.autodiff.interpreter.arrays.leaf_inputs import ask_for_gradient, has_input, make_input, spare_name
from app.autodiff.interpreter.kinds.containers import ItemIterator, UniqueList, key_name
from app.autodiff.interpreter.kinds.plain_values import leaves, regular
from app.autodiff.interpreter.kinds.value_types import FirstValue, Function, Value
from app.autodiff.interpreter.running.changed_names import called_name, descend
from app.autodiff.interpreter.running.literals import creates
from app.autodiff.interpreter.running.run import Run
from app.language import Span, syntax
from app.language.names import bound_names
from app.language.syntax import Expr
from app.language.text.letters import is_program


def as_input(run: Run, target: Expr, expr: Expr, value: Value, span: Span) -> Value:
    """The value, or inputs in its place, of `target = expr`: one by one where both are tuples."""
    if isinstance(target, syntax.Sequence):
        return unpacked(run, target, expr, value, span)
    if isinstance(value, Tensor) or not isinstance(target, syntax.Name):
        return value
    if isinstance(value, dict) and isinstance(expr, syntax.Mapping):
        return of_mapping(run, target.id, expr, value, span)
    anew = is_anew(run, target.id, expr, value)
    if isinstance(value, FirstValue) or anew or is_input(run, target.id, expr, value):
        made = make_input(run, spare_name(run, target.id) if anew else target.id, value, span)
        if wants_gradient(expr):
            ask_for_gradient(run, made)
        return made
    if is_written_array(run, value):
        return value
    if (isinstance(value, list) and target.id not in run.growing) or (
        isinstance(value, tuple) and run.request.promoted
    ):
        value = of_item(run, target.id, expr, value, span)
    if not initialises(run, expr):
        return value
    return nested_inputs(run, target.id, asked_for(expr, value) if type(value) is list else value, span)


def of_mapping(run: Run, name: str, expr: syntax.Mapping, value: dict[Any, Value], span: Span) -> Value:
    """The numbers and arrays that a dict is written with as inputs, those in dicts and lists within it, too."""
    if len(value) > 1 and all(type(each) is int and each == place for place, each in enumerate(value.values())):
        # `{"noun": 0, "verb": 1}` numbers its keys, as a vocabulary does.
        return value
    return {
        key: of_item(run, f"{name}.{part}", written, item, span) if (part := key_name(key)) else item
        for written, (key, item) in zip(expr.values, value.items(), strict=False)
    }


def of_item(run: Run, name: str, expr: Expr, value: Value, span: Span) -> Value:
    if isinstance(value, dict) and isinstance(expr, syntax.Mapping):
        return of_mapping(run, name, expr, value, span)
    if is_input(run, "", expr, value):
        return make_input(run, name, value, span)
    if isinstance(value, (list, tuple)) and isinstance(expr, syntax.Sequence) and len(expr.items) == len(value):
        parts = zip(expr.items, value, strict=True)
        items = [of_item(run, f"{name}.{place}", written, item, span) for place, (written, item) in enumerate(parts)]
        return items if isinstance(value, list) else tuple(items)
    return value


def asked_for(expr: Expr, items: list[Value]) -> list[Value]:
    """The items of a list, with single numbers that are written with `requires_grad=True` as first values."""
    written = expr.items if isinstance(expr, syntax.Sequence) else ()
    each = expr.element if isinstance(expr, syntax.Comprehension) else expr
    if len(written) != len(items):
        written = (each,) * len(items)
    pairs = zip(written, items, strict=True)
    found = [
        FirstValue(item, registered=False) if is_number(item) and wants_gradient(own) else item for own, item in pairs
    ]
    return items if same(found, items) else found


def same(found: Iterable[Value], before: Iterable[Value]) -> bool:
    """Whether nothing is another than before: then what holds it stays what it is, as others may hold it too."""
    return all(one is other for one, other in zip(found, before, strict=True))


def is_number(value: Value) -> bool:
    return isinstance(value, (float, np.ndarray)) and np.ndim(value) == 0


def unpacked(run: Run, target: syntax.Sequence, expr: Expr, value: Value, span: Span) -> Value:
    """`a, b = 2, 3` and `W, b = initialise()`."""
    if not isinstance(value, (tuple, list)) or len(value) != len(target.items):
        return value
    if isinstance(expr, syntax.Sequence) and len(target.items) == len(expr.items):
        parts = zip(target.items, expr.items, value, strict=True)
        return tuple(as_input(run, name, written, part, span) for name, written, part in parts)
    names = [item.id for item in target.items if isinstance(item, syntax.Name)]
    if initialises(run, expr) and len(names) == len(value):
        return tuple(nested_inputs(run, name, item, span) for name, item in zip(names, value, strict=True))
    return value


def initialises(run: Run, expr: Expr) -> bool:
    """Whether arrays in a value are first values of parameters: made by a function of the person's own, or in a list."""
    if isinstance(expr, syntax.Call) and isinstance(expr.function, syntax.Name):
        return isinstance(run.top.names.get(expr.function.id), Function)
    return isinstance(expr, (syntax.Sequence, syntax.Comprehension)) and creates(expr)


def nested_inputs(run: Run, name: str, value: Value, span: Span) -> Value:
    """The float arrays in nested lists and dicts as inputs, under dotted names."""
    if isinstance(value, FirstValue):
        return make_input(run, name, value, span)
    if isinstance(value, dict):
        entries = {
            key: of_entry(run, f"{name}.{part}", item, span) if (part := key_name(key)) else item
            for key, item in value.items()
        }
        return value if same(entries.values(), value.values()) else entries
    if isinstance(value, (list, tuple)):
        items = [nested_inputs(run, f"{name}.{key}", item, span) for key, item in enumerate(value)]
        if same(items, value):
            return value
        return (
            tuple(items)
            if isinstance(value, tuple)
            else ItemIterator(items)
            if isinstance(value, ItemIterator)
            else items
        )
    array = isinstance(value, np.ndarray) and value.ndim > 0 and value.dtype.kind == "f"
    return make_input(run, name, value, span) if array and not has_input(run, name) else value


def of_entry(run: Run, name: str, value: Value, span: Span) -> Value:
    """What a dict holds: lists of floats are parameters there, as `{"weights": [random() for _ in range(3)]}`."""
    floats = isinstance(value, list) and value != [] and all(isinstance(leaf, float) for leaf in leaves(value))
    return make_input(run, name, value, span) if floats and regular(value) else nested_inputs(run, name, value, span)


def is_input(run: Run, name: str, expr: Expr, value: Value) -> bool:
    """Whether `name = expr` makes an input: of numbers that are written down or made from nothing, not of flags and labels."""
    if isinstance(value, (Tensor, bool, str)) or value is None or has_input(run, name):
        return False
    if name in run.request.values and isinstance(value, (int, float, np.ndarray, list)):
        return True
    if isinstance(value, (int, float)) and value == 0 and accumulates(run, name):
        return False
    if isinstance(value, list) and (
        name in run.growing or (isinstance(value, UniqueList) and is_program(run.program.text))
    ):
        return False
    if isinstance(value, np.ndarray):
        return value.dtype.kind == "f" and (creates(expr) or wants_gradient(expr) or run.request.promoted)
    numeric = isinstance(value, (int, float)) or (isinstance(value, list) and value != [])
    numbers = numeric and all(isinstance(leaf, (int, float)) for leaf in leaves(value))
    return numbers and (creates(expr) or comes_to(run, name)) and regular(value)


def comes_to(run: Run, name: str) -> bool:
    """Whether what a line comes to is an input: where a text has no other, and goes on from there, as one worked out in numbers does."""
    last = bound_names(run.program.statements[-1])
    return run.request.promoted and name not in ("", *last) and not run.definitions


def is_anew(run: Run, name: str, expr: Expr, value: Value) -> bool:
    """Whether a name of an input is given another leaf: `x = torch.randn(3, requires_grad=True)` once more."""
    return has_input(run, name) and isinstance(value, (float, np.ndarray)) and wants_gradient(expr)


def wants_gradient(expr: Expr) -> bool:
    """`torch.arange(4.0, requires_grad=True)` and `torch.arange(4.0).requires_grad_()`."""
    if not isinstance(expr, syntax.Call):
        return False
    asked = any(each.name == "requires_grad" and each.value == syntax.Literal(True) for each in expr.keywords)
    return asked or called_name(expr) == "requires_grad_"


def accumulates(run: Run, name: str) -> bool:
    """Whether `name += …` stands anywhere: a 0 before it is where a sum starts, not an input."""
    inner = [each for statement in run.program.statements for each in descend(statement)]
    return any(isinstance(each, syntax.Augment) and getattr(each.target, "id", None) == name for each in inner)
