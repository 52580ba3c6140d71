"""Python's questions about values: `isinstance`, `getattr`, `hasattr`, `type`."""

from __future__ import annotations

import numbers
from collections import abc
from collections.abc import Collection
from typing import cast

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.arrays.later_leaves import is_parameter
from app.autodiff.interpreter.arrays.own_library import library_of
from app.autodiff.interpreter.kinds.containers import ModuleDict, ModuleList
from app.autodiff.interpreter.kinds.value_types import (
    OPAQUE,
    Class,
    FirstValue,
    Function,
    Instance,
    Key,
    Method,
    Native,
    Opaque,
    Operation,
    UnknownFunction,
    Value,
)
from app.autodiff.interpreter.kinds.views import AnyArray
from app.autodiff.interpreter.library_classes.nn_modules import MODULE, modules
from app.autodiff.interpreter.objects.function_calls import call_method, method_of, setter
from app.autodiff.interpreter.objects.homes import adopt, store
from app.autodiff.interpreter.running.dispatch import Arguments, attribute
from app.autodiff.interpreter.running.run import Run
from app.language import LanguageError, Span

NUMBERS = frozenset({"float", "Number", "Real"})
ARRAYS = frozenset("Array Iterable Sized Container Collection".split())
OF_LIBRARY = {"numpy": frozenset({"array", "ndarray"}), "torch": frozenset({"tensor", "Tensor"})}
"""What every array is, and what libraries call their own."""
PARAMETER = frozenset({"Parameter"})
PYTHON = (
    int, float, str, list, tuple, dict, bool, set, slice, range, numbers.Number, numbers.Real, numbers.Integral,
    abc.Iterable, abc.Iterator, abc.Sequence, abc.MutableSequence, abc.Mapping, abc.MutableMapping,
    abc.Sized, abc.Container, abc.Collection,
)  # fmt: skip
KINDS: dict[str, type] = {kind.__name__: kind for kind in PYTHON}
"""Python's own kinds by name, with those that count among them: a truth value is a whole number."""


def is_instance(run: Run, span: Span, value: Value, kinds: Value) -> bool:
    """`isinstance(x, kinds)`, for the person's classes and modules, arrays, and Python's own types."""
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    if isinstance(value, Instance):
        return any(each in wanted for each in value.cls.lineage())
    if isinstance(value, (ModuleList, ModuleDict)) and modules()[MODULE] in wanted:
        return True
    names = {getattr(kind, "name", getattr(kind, "__name__", "")) for kind in wanted}
    return is_of_kind(run, value, names)


def is_subclass(run: Run, span: Span, cls: Value, kinds: Value) -> bool:
    """`issubclass(C, kinds)`, for the person's classes and modules, and Python's own types."""
    wanted = kinds if isinstance(kinds, tuple) else (kinds,)
    if isinstance(cls, Class):
        return any(each in wanted for each in cls.lineage()) or object in wanted
    if not isinstance(cls, type):
        run.refuse(
            span, f"{describe(cls)} is no class", "name a class first, then what it may extend", raises="TypeError"
        )
    return any(isinstance(each, type) and issubclass(cls, each) for each in wanted)


def is_of_kind(run: Run, value: Value, names: Collection[str]) -> bool:
    """Whether a value is of one of the kinds that have these names; a number of the figure is a float, in PyTorch a tensor."""
    if isinstance(value, (Tensor, np.ndarray, FirstValue)):
        return not array_kinds(run, value).isdisjoint(names)
    return type(value).__name__ in names or any(isinstance(value, KINDS[name]) for name in names if name in KINDS)


def array_kinds(run: Run, value: Tensor | AnyArray | FirstValue) -> frozenset[str]:
    """The kinds that an array is of, by name: beside PyTorch those of the library that made it."""
    library = library_of(run, value)
    number = not isinstance(value, FirstValue) and value.shape == () and library != "torch"
    if run.flavour != "torch" or number:
        return NUMBERS if number else ARRAYS.union(*OF_LIBRARY.values(), PARAMETER)
    if library == "numpy":
        return ARRAYS | OF_LIBRARY["numpy"]
    registered = (
        value.registered if isinstance(value, FirstValue) else isinstance(value, Tensor) and is_parameter(run, value)
    )
    return ARRAYS | OF_LIBRARY["torch"] | (PARAMETER if registered else frozenset())


def is_callable(run: Run, span: Span, value: Value) -> bool:
    """`callable(f)`; an object is, where its class says what a call does."""
    if isinstance(value, Instance):
        return value.cls.ours or method_of(value, "__call__") is not None or method_of(value, "forward") is not None
    return isinstance(value, (Class, Function, Method, Native, Operation, UnknownFunction))


def attribute_of(run: Run, span: Span, value: Value, name: Value, *default: Value) -> Value:
    """`getattr(x, "name", default)`."""
    try:
        return attribute(run, value, str(name), span)
    except LanguageError:
        if not default:
            raise
        return default[0]


def attributes_of(run: Run, span: Span, value: Value) -> dict[Key, Value]:
    """`vars(self)`: what an object holds, by name; what is changed in it is changed in the object."""
    if not isinstance(value, Instance):
        run.refuse(span, f"{describe(value)} has no attributes of its own", "objects of the text's classes have")
    return cast(dict[Key, Value], value.attributes)


def set_attribute(run: Run, span: Span, value: Value, name: Value, new: Value) -> None:
    if not isinstance(value, Instance):
        run.refuse(span, f"{describe(value)} cannot be given an attribute", "objects of the text's classes can")
    if (method := method_of(value, setter(str(name)))) is not None:
        call_method(run, method, Arguments((new,), {}, span))
        return
    store(value, str(name), new)
    adopt(run, value, str(name), new)


def delete_attribute(run: Run, span: Span, value: Value, name: Value) -> None:
    """`delattr(net, "head")`, which is `del net.head`."""
    if not isinstance(value, Instance) or name not in value.attributes:
        run.refuse(span, f"{describe(value)} has no attribute `{name}` to delete", "", raises="AttributeError")
    del value.attributes[str(name)]


def type_of(run: Run, span: Span, value: Value, *rest: Value) -> Value:
    """`type(x)`: the class of an object; of all else it has no bearing on the figure."""
    return value.cls if isinstance(value, Instance) else OPAQUE


def has_attribute(run: Run, span: Span, value: Value, name: Value) -> bool:
    """`hasattr(self, "bias")`, of objects, arrays and libraries."""
    wanted = str(name)
    if isinstance(value, Opaque):
        return False
    if not isinstance(value, Instance):
        try:
            return attribute(run, value, wanted, span) is not OPAQUE
        except LanguageError:
            return False
    return wanted in value.attributes or value.cls.has(wanted)


def wider_kind(run: Run, span: Span, *kinds: Value) -> Value:
    """`torch.promote_types(a.dtype, b.dtype)`, and `result_type` of values: the kind that holds both."""
    found = [each if isinstance(each, type) else attribute(run, each, "dtype", span) for each in kinds]
    return next(kind for kind in (float, int, bool) if kind in found or kind is bool)


def local_names(run: Run, span: Span) -> dict[Key, Value]:
    """`locals()`: the names in the innermost call, with their values; at the top those of the text."""
    names = run.calls[-1] if run.calls else run.top.names
    return {name: names[name] for name in names}


def save_hyperparameters(
    run: Run, span: Span, instance: Instance, *wanted: Value, ignore: Value = (), **options: Value
) -> None:
    """`self.save_hyperparameters()` of Lightning and d2l in a constructor: its arguments as attributes, and together in `self.hparams`."""
    left_out = ignore if isinstance(ignore, (list, tuple)) else [ignore]
    given = {
        str(name): value
        for name, value in local_names(run, span).items()
        if value is not instance and name not in left_out and (not wanted or name in wanted)
    }
    for name, value in given.items():
        set_attribute(run, span, instance, name, value)
    instance.attributes["hparams"] = Instance(Class("hparams", {}), given)
