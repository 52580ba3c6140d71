"""PyTorch's `torch.nn.utils`, of which `sequences.py` has a part as texts, and weights that follow from other parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np

from app.autodiff.interpreter.arrays.coercion import held, require_whole
from app.autodiff.interpreter.arrays.sharing import current
from app.autodiff.interpreter.kinds.containers import ModuleDict, ModuleList
from app.autodiff.interpreter.kinds.plain_values import shape_of
from app.autodiff.interpreter.kinds.value_types import Class, Computed, FirstValue, Instance, Native, Value
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.interpreter.objects.function_calls import method_of
from app.autodiff.interpreter.objects.homes import adopt
from app.autodiff.interpreter.operations.items import iterate, key_of
from app.autodiff.interpreter.running.dispatch import Arguments, attribute, call, called, item
from app.autodiff.interpreter.running.run import Run
from app.language import Span


def original(run: Run, span: Span, module: Value, name: Value) -> tuple[Instance, str, FirstValue]:
    """A module, the name of one of its parameters, and the numbers that this has so far."""
    if not isinstance(module, Instance) or str(name) not in module.attributes:
        run.refuse(span, f"there is no parameter `{name}` to be computed from others", "name one of a module's own")
    found = current(run, module.attributes[str(name)], span)
    return module, str(name), FirstValue(np.asarray(held(found.value if isinstance(found, FirstValue) else found)))


def hold(run: Run, span: Span, module: Instance, path: str, values: Mapping[str, Value]) -> None:
    """Give a module values under a dotted path. Raises LanguageError where something else stands there."""
    for name in filter(None, path.split(".")):
        inner = module.attributes.setdefault(name, Instance(Class(name, {})))
        if not isinstance(inner, Instance):
            run.refuse(
                span, f"the module has a `{name}` of its own, where its parameters were to stand", "name it otherwise"
            )
        adopt(run, module, name, inner)
        module = inner
    module.attributes.update(values)


def parametrized(run: Run, span: Span, module: Value, name: Value, function: Value, **options: Value) -> Value:
    """`register_parametrization(layer, "weight", f)`: the weight is f of a parameter, or of what it was before where it was computed."""
    if isinstance(module, Instance) and isinstance(before := module.attributes.get(str(name)), Computed):
        module.attributes[str(name)] = Computed(
            lambda run, span, module: called(run, function, span, before.function(run, span, module))
        )
        return module
    owner, key, first = original(run, span, module, name)
    if (inverse := method_of(function, "right_inverse") if isinstance(function, Instance) else None) is not None:
        first = FirstValue(np.asarray(held(called(run, inverse, span, first.value))))
    path = f"parametrizations.{key}"
    hold(run, span, owner, path, {"original": first, "0": function})
    owner.attributes[key] = Computed(
        lambda run, span, module: called(run, function, span, at_path(run, span, module, f"{path}.original"))
    )
    return owner


def at_path(run: Run, span: Span, module: Value, path: str) -> Value:
    for name in path.split("."):
        module = attribute(run, module, name, span)
    return module


def normed(run: Run, span: Span, module: Value, name: Value = "weight", dim: Value = 0) -> Value:
    """`weight_norm(layer)`: the weight is g·v/‖v‖, with a norm for each item along `dim` (Salimans and Kingma 2016)."""
    owner, key, first = original(run, span, module, name)
    numbers = np.asarray(held(first.value))
    kept = None if dim is None else require_whole(run, dim, span) % max(numbers.ndim, 1)
    axes = tuple(axis for axis in range(numbers.ndim) if axis != kept)
    length = FirstValue(np.sqrt(np.sum(np.square(numbers), axes, keepdims=kept is not None)))
    new = "parametrizations" in run.library.code
    path, names = (f"parametrizations.{key}", ("original0", "original1")) if new else ("", (f"{key}_g", f"{key}_v"))
    hold(run, span, owner, path, dict(zip(names, (length, first), strict=True)))
    dots = [f"{path}.{each}" if path else each for each in names]

    def weight(run: Run, span: Span, module: Value) -> Value:
        return called(
            run, of_text(run, span, "normed"), span, *(at_path(run, span, module, each) for each in dots), axes
        )

    owner.attributes[key] = Computed(weight)
    return owner


def from_vector(run: Run, span: Span, vec: Value, parameters: Value) -> None:
    """`vector_to_parameters(v, net.parameters())` gives each parameter its part of a vector, to which no gradient flows."""
    start = 0
    for each in iterate(run, parameters, span):
        shape = shape_of(each)
        part = item(run, vec, slice(start, start + math.prod(shape)), span)
        shaped = called(run, attribute(run, part, "view", span), span, shape)
        entries = attribute(run, each, "data", span)
        called(run, attribute(run, entries, "copy_", span), span, shaped)
        start += math.prod(shape)


def is_parametrized(run: Run, span: Span, module: Value, tensor_name: Value = None) -> bool:
    attributes = module.attributes if isinstance(module, Instance) else {}
    return any(isinstance(each, Computed) and tensor_name in (None, name) for name, each in attributes.items())


def module_list(run: Run, span: Span, items: Value = ()) -> ModuleList:
    return ModuleList(iterate(run, items, span))


def module_dict(run: Run, span: Span, items: Value = ()) -> ModuleDict:
    pairs = (
        items.items() if isinstance(items, dict) else (iterate(run, each, span) for each in iterate(run, items, span))
    )
    return ModuleDict({key_of(run, key, span): value for key, value in pairs})


CONTAINERS: dict[str, Callable[..., Value]] = {
    **dict.fromkeys(("ModuleList", "ParameterList"), module_list),
    **dict.fromkeys(("ModuleDict", "ParameterDict"), module_dict),
    "Buffer": lambda run, span, array, persistent=True: array,
}
UTILITIES: dict[str, Callable[..., Value]] = {
    "register_parametrization": parametrized, "is_parametrized": is_parametrized, "weight_norm": normed,
    "vector_to_parameters": from_vector,
}  # fmt: skip


def of_text(run: Run, span: Span, name: str) -> Value:
    """A function of `torch.nn.utils` that is a text in our language."""
    return attribute(run, modules()["Utilities"], name, span)


def utility(name: str) -> Native:
    """What `torch.nn.utils` has by a name; what changes a module otherwise is refused when it is called."""

    def function(run: Run, span: Span, *given: Value, **options: Value) -> Value:
        if name in UTILITIES:
            return UTILITIES[name](run, span, *given, **options)
        if name not in modules()["Utilities"].members:
            hint = "write what it does to the weights"
            run.refuse(span, f"`{name}` changes what a module computes, and is not known here", hint, unknown=True)
        return call(run, of_text(run, span, name), Arguments(given, options, span))

    return Native(name, function)
