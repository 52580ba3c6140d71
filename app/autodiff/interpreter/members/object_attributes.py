"""What objects, classes and `super()` have behind a dot and in brackets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NoReturn

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.leaf_inputs import free_input, has_input
from app.autodiff.interpreter.functions.builtins import BUILTINS, STORED
from app.autodiff.interpreter.functions.custom_derivatives import PASSES, custom_function
from app.autodiff.interpreter.functions.transforms import finish
from app.autodiff.interpreter.kinds.containers import DefaultDict, is_key, key_name
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import (
    Class,
    FirstValue,
    Instance,
    Key,
    Method,
    Named,
    Native,
    Super,
    Value,
    class_of,
)
from app.autodiff.interpreter.members.flax_modules import flax_method, set_up
from app.autodiff.interpreter.members.module_methods import module_attribute
from app.autodiff.interpreter.objects.flax_scopes import is_flax
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.objects.homes import written
from app.autodiff.interpreter.objects.introspection import attributes_of, delete_attribute, save_hyperparameters
from app.autodiff.interpreter.objects.overloading import computes, number_of
from app.autodiff.interpreter.objects.parameters import parameter_input, read_attribute, trains
from app.autodiff.interpreter.objects.unsaid_arguments import unsaid
from app.autodiff.interpreter.operations.items import iterate, mapping_item
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, ITEM, Arguments, attribute, call, called, item
from app.autodiff.interpreter.running.run import Run
from app.language import Span

STATISTICS = ("running_mean", "running_var")
OF_RECORDS: dict[str, Callable[[Instance], Value]] = {
    "_replace": lambda instance: Native("_replace", lambda run, span, **new: replaced(instance, new)),
    "_asdict": lambda instance: Native("_asdict", lambda run, span: as_dict(instance)),
    "_fields": lambda instance: instance.cls.fields,
}
"""What named tuples have."""


def as_dict(instance: Instance) -> Value:
    found: dict[Key, Value] = {}
    return found | instance.attributes


def replaced(instance: Instance, new: Named) -> Instance:
    """A record with other values in some of its fields."""
    return Instance(instance.cls, {**instance.attributes, **new})


@ATTRIBUTE.of(Class)
def class_attribute(run: Run, value: Class, name: str, span: Span) -> Value:
    if name == "__name__":
        return value.name
    if name == "apply" and value.find("forward") is not None:
        passes = {each: class_attribute(run, value, each, span) for each in PASSES if value.find(each) is not None}
        return custom_function(value.name, passes)
    if (method := method_of(value, name)) is not None and "classmethod" in method.function.decorators:
        return class_method(method)
    if name == "__init__" and not value.has(name):
        # Each class has one: `nn.Module.__init__(self)`.
        return Native(name, lambda run, span, *given, **named: None)
    if not value.has(name):
        hint = nearest(name, list(value.members))
        run.refuse(span, f"`{value.name}` has no `{name}`", hint, raises="AttributeError")
    return value.find(name)


def class_method(method: Method) -> Native:
    """A method of a class, which is given the class in place of an object."""
    bound = replace(method, instance=class_of(method.instance))

    def apply(run: Run, span: Span, *given: Value, **named: Value) -> Value:
        run.methods.append(bound)
        try:
            return call(run, bound.function, Arguments((bound.instance, *given), named, span))
        finally:
            run.methods.pop()

    return Native(method.function.name, apply)


def parent(run: Run, span: Span, owner: Value = None, instance: Value = None) -> Super:
    """`super()` inside of a method; `super(Net, self)` and `super(Net, Net)` say of what."""
    if isinstance(owner, Class) and isinstance(instance, (Instance, Class)):
        return Super(instance, owner)
    if not run.methods:
        run.refuse(span, "`super()` stands inside of a method", "write super(Net, self) for the class that is meant")
    return Super(run.methods[-1].instance, run.methods[-1].owner)


BUILTINS["super"] = parent


@ATTRIBUTE.of(Super)
def inherited(run: Run, value: Super, name: str, span: Span) -> Value:
    instance, owner = value.instance, value.owner
    if (method := method_of(instance, name, owner)) is not None:
        return bound_method(run, method, span)
    if isinstance(instance, Instance) and (known := module_attribute(instance, name)) is not None:
        return known
    if name == "__call__":
        # A module of a library runs its forward pass.
        return method_of(instance, "forward")
    if name in ("__getattr__", "__getattribute__"):
        # What an object holds is found before it is asked for by these.
        return Native(name, lambda run, span, wanted: refuse_attribute(run, owner, wanted, span))
    if not name.startswith("__") and not any(each.unseen for each in owner.lineage()):
        run.refuse(span, f"no class that `{owner.name}` extends has `{name}`", "", raises="AttributeError")
    return Native(name, lambda run, span, *arguments, **named: None)


def refuse_attribute(run: Run, owner: Class, name: Value, span: Span) -> NoReturn:
    run.refuse(span, f"`{owner.name}` has no attribute `{name}`", "", raises="AttributeError")


LOGGING = frozenset({"log", "log_dict"})
"""What PyTorch Lightning's modules have, which tells and keeps."""


@ATTRIBUTE.of(Instance)
def instance_attribute(run: Run, instance: Instance, name: str, span: Span) -> Value:
    for find in FINDERS:
        for found in find(run, instance, name, span):
            return found
    shown = written(instance, name)
    known = [written(instance, each) for each in (*instance.attributes, *instance.cls.members)]
    hint = "the methods of its class alone know it" if name in known else nearest(shown, known)
    run.refuse(span, f"`{instance.cls.shown}` has no attribute `{shown}`", hint, raises="AttributeError")


def of_itself(run: Run, instance: Instance, name: str, span: Span) -> Iterator[Value]:
    """What it holds; statistics of batches are worked out when they are asked for."""
    inside = bool(run.methods) and run.methods[-1].instance is instance
    if name in STATISTICS and instance.attributes.get("batches") and not inside:
        yield item(run, called(run, attribute(run, instance, "statistics", span), span), STATISTICS.index(name), span)
    elif name == "grad" and not inside and (found := own_gradient(run, instance, span)) is not None:
        yield found
    elif name in instance.attributes and not (name == "modules" and asks_for_modules(run, instance)):
        yield read_attribute(run, instance, name, span)


def of_objects(run: Run, instance: Instance, name: str, span: Span) -> Iterator[Value]:
    """What every object has, and what one with arithmetic of its own has."""
    if name == "backward" and computes(instance):
        yield Native(name, lambda run, span, *seed: finish(run, span, number_of(instance), *seed))
    elif name == "__dict__":
        yield attributes_of(run, span, instance)
    elif name == "__class__":
        yield instance.cls
    elif name == "__delattr__":
        yield Native(name, lambda run, span, deleted: delete_attribute(run, span, instance, deleted))


def of_class(run: Run, instance: Instance, name: str, span: Span) -> Iterator[Value]:
    if (method := method_of(instance, name)) is not None:
        steps = name.endswith("step") and not run.methods and trains(instance.cls) and not method.owner.ours
        yield BUILTINS["stepping"](run, method) if steps else bound_method(run, method, span)
    elif instance.cls.has(name):
        yield instance.cls.find(name)


def of_modules(run: Run, instance: Instance, name: str, span: Span) -> Iterator[Value]:
    """What modules of libraries have, and those that one goes through, by name."""
    if isinstance(children := instance.attributes.get("modules"), dict) and name in children:
        yield children[name]
    elif is_flax(instance.cls) and (own := flax_method(instance, name)) is not None:
        yield own
    elif is_flax(instance.cls) and set_up(run, span, instance):
        yield instance_attribute(run, instance, name, span)
    elif (known := module_attribute(instance, name)) is not None:
        yield known


def of_records(run: Run, instance: Instance, name: str, span: Span) -> Iterator[Value]:
    if name in OF_RECORDS and instance.cls.fields:
        yield OF_RECORDS[name](instance)


def of_getter(run: Run, instance: Instance, name: str, span: Span) -> Iterator[Value]:
    if (method := method_of(instance, "__getattr__")) is not None:
        yield call_method(run, method, Arguments((name,), {}, span))


def of_lightning(run: Run, instance: Instance, name: str, span: Span) -> Iterator[Value]:
    if name == "save_hyperparameters":
        yield Native(
            name, lambda run, span, *given, **named: save_hyperparameters(run, span, instance, *given, **named)
        )
    elif name in LOGGING:
        yield Native(name, lambda run, span, *given, **named: run.pass_over(span))


def of_open(run: Run, instance: Instance, name: str, span: Span) -> Iterator[Value]:
    """`self.w` of an object that the text does not show: the input `w`, or `self.w` beside another `w`; a setting of its own kind."""
    if instance.settings and name == "get":
        yield Native(
            name, lambda run, span, key, usual=None: attribute(run, instance, key, span) if usual is None else usual
        )
    elif instance.settings:
        instance.attributes[name] = made = unsaid(run, f"{instance.variable}.{name}")
        yield made
    elif instance.open:
        prefixed = instance.prefixed or has_input(run, name)
        title = f"{instance.variable or instance.cls.shown}.{name}" if prefixed else name
        instance.attributes[name] = made = free_input(run, title, span)
        yield made


FINDERS = of_itself, of_objects, of_class, of_modules, of_records, of_getter, of_lightning, of_open
"""Who may know what an object has under a name, asked in this order: the first that yields something is believed."""


def asks_for_modules(run: Run, instance: Instance) -> bool:
    """Whether `net.modules` is the method: in the text of a Sequential itself it is what that holds."""
    inside = bool(run.methods) and run.methods[-1].instance is instance and run.methods[-1].owner.ours
    return not inside and any(each.sequential for each in instance.cls.lineage())


def own_gradient(run: Run, instance: Instance, span: Span) -> Value:
    """`a.grad` behind the `backward()` of an object with arithmetic, which the figure stands for; None before it."""
    number = number_of(instance)
    if not computes(instance) or not run.stored.passes or not isinstance(number, Tensor):
        return None
    BUILTINS["retain_grad"](run, span, number)
    gradient = BUILTINS[STORED](run, span, number)
    return 0.0 if gradient is None else gradient


def bound_method(run: Run, method: Method, span: Span) -> Value:
    decorators = method.function.decorators
    if "classmethod" in decorators:
        return class_method(method)
    if not {"property", "cached_property"}.isdisjoint(decorators):
        return call_method(run, method, Arguments((), {}, span))
    return method.function if "staticmethod" in decorators else method


@ITEM.of(Instance)
def instance_item(run: Run, value: Instance, key: Value, span: Span, name: str) -> Value:
    """`model[0]` of a Sequential or of an object with `__getitem__`, `params["W"]` of one that the text does not show."""
    if value.open:
        return instance_attribute(run, value, str(key), span)
    if (method := method_of(value, "__getitem__")) is not None:
        return call_method(run, method, Arguments((key,), {}, span))
    modules = value.attributes.get("modules")
    if modules is None and value.cls.fields:
        return item(run, tuple(iterate(run, value, span)), key, span)
    if isinstance(modules, dict) and isinstance(key, slice):
        return Instance(
            value.cls, {"modules": dict(enumerate(list(modules.values())[key]))}, evaluating=value.evaluating
        )
    by_place = isinstance(modules, dict) and isinstance(key, int) and key not in modules
    return item(run, list(modules.values()) if by_place else modules, key, span)  # type: ignore[union-attr]


@ITEM.of(dict, DefaultDict)
def parameter_item(run: Run, value: dict[Key, Value], key: Value, span: Span, name: str) -> Value:
    """An item of a dict of parameters becomes an input under a dotted name: `params["W1"]` is `params.W1`."""
    if is_key(key) and isinstance(found := value.get(key), FirstValue):
        value[key] = parameter_input(run, found, f"{name}.{key_name(key)}", span)
    return mapping_item(run, value, key, span)
