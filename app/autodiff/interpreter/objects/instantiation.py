"""Objects of classes: what a constructor makes, the fields of records, and the members of enumerations."""

from __future__ import annotations

from app.autodiff.interpreter.arrays.leaf_inputs import promoted_at_top
from app.autodiff.interpreter.kinds.enumerations import Member, members_of
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Class, Instance, Native, Value
from app.autodiff.interpreter.objects.flax_scopes import is_flax, settle_in
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.running.dispatch import CALL, ITEM, Arguments
from app.autodiff.interpreter.running.run import Run
from app.language import Span


@CALL.of(Class)
def instantiate(run: Run, cls: Class, arguments: Arguments) -> Value:
    instance = Instance(cls)
    flax = is_flax(cls)
    given = dict(arguments.named)
    named = given.pop("name", None) if flax and "name" not in cls.fields else None
    arguments = arguments._replace(named=given)
    if not cls.ours:
        arguments = promoted_at_top(run, cls, arguments)
    method = method_of(instance, "__init__")
    if method is not None:
        call_method(run, method, arguments)
    elif cls.fields and len(arguments.positional) <= len(cls.fields) and arguments.named.keys() <= set(cls.fields):
        fill_fields(run, instance, arguments)
    elif (member := enumerated_member(cls, arguments)) is not None:
        return member
    elif members := members_of(cls):
        known = ", ".join(str(value_of(each)) for each in members)
        run.refuse(arguments.span, f"`{cls.shown}` has no member with that value", f"it has {known}")
    elif arguments.positional or arguments.named:
        run.refuse(arguments.span, f"`{cls.shown}` takes no arguments", "it has no `__init__`")
    if flax:
        settle_in(run, instance, named)
    return instance


def enumerated_member(cls: Class, arguments: Arguments) -> Instance | Member | None:
    """`Kind("relu")` of an enumeration: its member with that value, or the member itself."""
    wanted = settled(arguments.positional[0]) if len(arguments.positional) == 1 else None
    return next((each for each in members_of(cls) if wanted in (each, value_of(each))), None)


def value_of(member: Instance | Member) -> Value:
    return settled(member.attributes.get("value")) if isinstance(member, Instance) else str(member)


@ITEM.of(Class)
def member_named(run: Run, cls: Class, key: Value, span: Span, name: str) -> Value:
    """`Kind["RELU"]` of an enumeration: its member of that name."""
    found = cls.find(key) if isinstance(key, str) else None
    if not isinstance(found, (Instance, Member)) or found.cls is not cls:
        run.refuse(span, f"`{cls.shown}` has no member of that name", "an enumeration has those that are written in it")
    return found


def fill_fields(run: Run, instance: Instance, arguments: Arguments) -> None:
    """The fields of a record: those that are given, and those that `field(default_factory=…)` makes anew for each."""
    cls, span = instance.cls, arguments.span
    given = dict(zip(cls.fields, arguments.positional, strict=False)) | arguments.named
    for name in cls.fields:
        if name in given:
            instance.attributes[name] = given[name]
        elif isinstance(made := cls.find(name), Native) and made.name == "field":
            instance.attributes[name] = made.function(run, span)
    if (method := method_of(instance, "__post_init__")) is not None:
        call_method(run, method, Arguments((), {}, span))
