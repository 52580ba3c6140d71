"""What objects, classes and `super()` have behind a dot and in brackets."""

from __future__ import annotations

from app.autodiff.interpreter.dispatch import ATTRIBUTE, ITEM, Arguments, item
from app.autodiff.interpreter.function_calls import call_method, method_of
from app.autodiff.interpreter.items import mapping_item
from app.autodiff.interpreter.leaf_inputs import free_input, has_input
from app.autodiff.interpreter.module_methods import module_attribute
from app.autodiff.interpreter.parameters import parameter_input, read_attribute
from app.autodiff.interpreter.run import Run
from app.autodiff.interpreter.spelling import nearest
from app.autodiff.interpreter.value_types import (
    Class,
    FirstValue,
    Instance,
    Key,
    Method,
    Native,
    Super,
    Value,
)
from app.language import Span


@ATTRIBUTE.of(Class)
def class_attribute(run: Run, value: Class, name: str, span: Span) -> Value:
    return value.find(name)


@ATTRIBUTE.of(Super)
def inherited(run: Run, value: Super, name: str, span: Span) -> Value:
    method = method_of(value.method.instance, name, value.method.owner)
    return method or Native(name, lambda run, span, *arguments, **named: None)


@ATTRIBUTE.of(Instance)
def instance_attribute(run: Run, instance: Instance, name: str, span: Span) -> Value:
    if name in instance.attributes:
        return read_attribute(run, instance, name, span)
    if (method := method_of(instance, name)) is not None:
        return bound_method(run, method, span)
    if (shared := instance.cls.find(name)) is not None:
        return shared
    if (known := module_attribute(instance, name)) is not None:
        return known
    if instance.open:
        return open_attribute(run, instance, name, span)
    known_names = [*instance.attributes, *instance.cls.members]
    run.refuse(span, f"`{instance.cls.name}` has no attribute `{name}`", nearest(name, known_names))


def bound_method(run: Run, method: Method, span: Span) -> Value:
    decorators = method.function.decorators
    if "property" in decorators:
        return call_method(run, method, Arguments((), {}, span))
    return method.function if "staticmethod" in decorators else method


def open_attribute(run: Run, owner: Instance, name: str, span: Span) -> Value:
    """`self.w` of an object that the text does not show: the input `w`, or `self.w` beside another `w`."""
    title = f"{owner.variable or owner.cls.name}.{name}" if owner.prefixed or has_input(run, name) else name
    owner.attributes[name] = made = free_input(run, title, span)
    return made


@ITEM.of(Instance)
def instance_item(run: Run, value: Instance, key: Value, span: Span, name: str) -> Value:
    """`model[0]` of a Sequential or of an object with `__getitem__`, `params["W"]` of one that the text does not show."""
    if value.open:
        return instance_attribute(run, value, str(key), span)
    if (method := method_of(value, "__getitem__")) is not None:
        return call_method(run, method, Arguments((key,), {}, span))
    return item(run, value.attributes.get("modules"), key, span)


@ITEM.of(dict)
def parameter_item(run: Run, value: dict[Key, Value], key: Value, span: Span, name: str) -> Value:
    """An item of a dict of parameters becomes an input under a dotted name: `params["W1"]` is `params.W1`."""
    if isinstance(key, Key) and isinstance(found := value.get(key), FirstValue):
        value[key] = parameter_input(run, found, f"{name}.{key}", span)
    return mapping_item(run, value, key, span)
