"""Calls of objects: their forward pass, the hooks before and after it, and modules that change their input."""

from __future__ import annotations

from app.autodiff.interpreter.arrays.sharing import put_in_place
from app.autodiff.interpreter.functions.gradient_hooks import hooked_input
from app.autodiff.interpreter.kinds.value_types import Instance, Method, Opaque, Value, Values
from app.autodiff.interpreter.library_classes.nn_tables import IN_PLACE
from app.autodiff.interpreter.members.flax_modules import set_up
from app.autodiff.interpreter.members.keras_graphs import is_symbol, symbol
from app.autodiff.interpreter.members.module_methods import AFTER, BACKWARD, BEFORE
from app.autodiff.interpreter.objects.flax_scopes import COUNTS, is_flax
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.running.dispatch import CALL, Arguments, attribute, called
from app.autodiff.interpreter.running.run import PassOver, Run

CALLED = ("__call__", "forward", "call", "apply")
"""The methods that run when an instance is called, in order of preference."""


@CALL.of(Instance)
def call_instance(run: Run, instance: Instance, arguments: Arguments) -> Value:
    """Run an object's forward pass; its nodes belong to a scope under the object's own name."""
    if any(isinstance(argument, Opaque) for argument in arguments.positional):
        raise PassOver
    if any(map(is_symbol, arguments.positional)):
        return symbol(instance, arguments)
    method = next((found for name in CALLED if (found := method_of(instance, name)) is not None), None)
    if method is None:
        run.refuse(arguments.span, f"`{instance.cls.shown}` cannot be called", "it has no `forward` or `__call__`")
    build(run, instance, method, arguments)
    if is_flax(instance.cls):
        instance.attributes[COUNTS] = {}
        set_up(run, arguments.span, instance)
    arguments = arguments._replace(positional=before_call(run, instance, arguments))
    result = call_method(run, method, arguments, instance.path or instance.variable or instance.cls.shown)
    result = after_call(run, instance, arguments, result)
    if instance.cls.ours and changes_input(instance) and arguments.positional:
        return put_in_place(run, arguments.positional[0], result, arguments.span)
    return result


def build(run: Run, instance: Instance, method: Method, arguments: Arguments) -> None:
    """A layer of Keras makes its weights at its first call, for the shape of what it is given."""
    own = method_of(instance, "build") if method.function.name == "call" else None
    if own is not None and arguments.positional and "built" not in instance.attributes:
        instance.attributes["built"] = True
        shape = attribute(run, arguments.positional[0], "shape", arguments.span)
        call_method(run, own, arguments._replace(positional=(shape,), named={}))


def before_call(run: Run, instance: Instance, arguments: Arguments) -> Values:
    """What goes into an object, after the hooks that may change it."""
    given = arguments.positional
    for hook in hooks(instance, BEFORE):
        changed = called(run, hook, arguments.span, instance, given)
        given = given if changed is None else changed if isinstance(changed, tuple) else (changed,)
    for hook in hooks(instance, BACKWARD):
        given = tuple(hooked_input(run, arguments.span, instance, each, hook) for each in given)
    return given


def after_call(run: Run, instance: Instance, arguments: Arguments, result: Value) -> Value:
    """What comes out of an object, after the hooks that may change it."""
    for hook in hooks(instance, AFTER):
        changed = called(run, hook, arguments.span, instance, arguments.positional, result)
        result = result if changed is None else changed
    return result


def hooks(instance: Instance, kind: str) -> list[Value]:
    found = instance.attributes.get(kind)
    return list(found) if isinstance(found, list) else []


def changes_input(instance: Instance) -> bool:
    """Whether a module of a library was made with `inplace=True`, by its name or its place."""
    options, given = instance.attributes.get("options"), instance.attributes.get("arguments")
    named = isinstance(options, dict) and options.get("inplace") is True
    placed = isinstance(given, tuple) and any(each is True for each in given)
    return named or (placed and instance.cls.name in IN_PLACE)
