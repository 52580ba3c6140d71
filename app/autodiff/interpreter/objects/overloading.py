"""Objects with arithmetic of their own, as micrograd's `Value`: a sign runs the method that the text gives it.

Such an object stands for its number, the first that it holds: under the object's name that is an input, a value or the output.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.leaf_inputs import make_input
from app.autodiff.interpreter.kinds.value_types import Class, FirstValue, Function, Instance, Value
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.running.dispatch import Arguments
from app.autodiff.interpreter.running.run import Run
from app.language import Span, syntax
from app.language.operators import BETWEEN, BINARY, PREFIX
from app.language.walk import everything

MODELS = {
    each.sign: getattr(each.plain, "__name__", "").rstrip("_")
    for each in BETWEEN
    if (each.plain and each.row) or each.sign == "//"
}
"""The name of each sign in Python's data model: `a + b` is `a.__add__(b)`, or `b.__radd__(a)`; `is` compares what they are."""
UNARY = {"-": "__neg__", "+": "__pos__", "~": "__invert__"}
ARITHMETIC = ("__add__", "__mul__", "__matmul__")


def computes(value: Value) -> bool:
    """Whether a value is an object with arithmetic of its own."""
    return isinstance(value, Instance) and has_arithmetic(value.cls)


def has_arithmetic(cls: Class) -> bool:
    return not cls.ours and any(cls.find(name) is not None for name in ARITHMETIC)


def overloaded(run: Run, sign: str, left: Value, right: Value, span: Span) -> Value:
    """`left sign right`, where one of them is an object."""
    name = MODELS[sign]
    for own, other, spelled in ((left, right, f"__{name}__"), (right, left, f"__r{name}__")):
        if isinstance(own, Instance) and (method := method_of(own, spelled)) is not None:
            return call_method(run, method, Arguments((other,), {}, span), BINARY[sign].shown)
    if name in ("eq", "ne"):
        return (left is right) == (name == "eq")
    cls = next(each.cls.name for each in (left, right) if isinstance(each, Instance))
    run.refuse(span, f"`{sign}` does not work on `{cls}`", f"give the class a method `__{name}__`")


def overloaded_unary(run: Run, sign: str, value: Instance, span: Span) -> Value:
    """`-a` of an object."""
    method = method_of(value, UNARY[sign])
    if method is None:
        run.refuse(span, f"`{sign}` does not work on `{value.cls.shown}`", f"give the class a method `{UNARY[sign]}`")
    return call_method(run, method, Arguments((), {}, span), PREFIX[sign].shown)


def place_of_number(instance: Instance) -> str | None:
    """The attribute that holds the number which an object stands for: the one that its arithmetic computes with, or its first."""
    numbers = [
        name
        for name, value in instance.attributes.items()
        if isinstance(value, (Tensor, FirstValue, np.ndarray, int, float)) and not isinstance(value, bool)
    ]
    return next((name for name in attributes_computed_with(instance.cls) if name in numbers), next(iter(numbers), None))


def attributes_computed_with(cls: Class) -> Iterator[str]:
    """`data` of a class whose arithmetic has `self.data + other.data`."""
    for name in ARITHMETIC:
        method = cls.find(name)
        for statement in method.body if isinstance(method, Function) and isinstance(method.body, tuple) else ():
            for part in everything(statement):
                match part:
                    case syntax.Binary(left=syntax.Attribute(name=own), right=syntax.Attribute(name=others)):
                        if own == others:
                            yield own


def number_of(value: Value) -> Value:
    """The number that an object with arithmetic stands for; all else as it is."""
    if not isinstance(value, Instance) or not has_arithmetic(value.cls):
        return value
    name = place_of_number(value)
    return value if name is None else value.attributes[name]


def objects_in(value: Value, name: str) -> Iterator[tuple[Instance, str]]:
    """The objects with arithmetic in a value, and in lists of them, with their names."""
    if isinstance(value, Instance) and has_arithmetic(value.cls):
        yield value, name
    elif isinstance(value, (list, tuple)):
        for place, item in enumerate(value):
            yield from objects_in(item, f"{name}.{place}")


def name_numbers(run: Run, value: Value, name: str, span: Span) -> Value:
    """Objects that are bound at the top: their plain numbers are inputs, what was computed has the object's name."""
    for each, path in objects_in(value, name):
        place = place_of_number(each)
        number = None if place is None else each.attributes[place]
        if place is None or number is None or isinstance(number, FirstValue):
            continue
        if isinstance(number, Tensor):
            each.attributes[place] = run.builder.name(number, path, run.depth)
        elif run.depth == 0:
            each.attributes[place] = make_input(run, path, number, span)
    return number_of(value)


def keep_numbers(value: Value) -> None:
    """Objects that are made in the constructor of another: their numbers are its parameters."""
    for each, _ in objects_in(value, ""):
        place = place_of_number(each)
        if place is not None and isinstance(number := each.attributes[place], (int, float)):
            each.attributes[place] = FirstValue(number)
