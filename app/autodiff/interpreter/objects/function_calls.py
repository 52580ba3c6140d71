"""Calls of functions, methods, classes and objects of the person's own, and of the functions of ours behind a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from inspect import signature
from itertools import islice

from app.autodiff.builder import LimitReached, Tensor, describe
from app.autodiff.graph import Bound
from app.autodiff.interpreter.arrays.leaf_inputs import promoted_at_top
from app.autodiff.interpreter.arrays.sharing import current
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.plain_values import leaves, settled
from app.autodiff.interpreter.kinds.spelling import nearest
from app.autodiff.interpreter.kinds.value_types import (
    OPAQUE,
    Class,
    Frame,
    Function,
    Instance,
    Key,
    Method,
    Named,
    Native,
    Opaque,
    Size,
    Value,
    class_of,
)
from app.autodiff.interpreter.objects.generators import endless, generated
from app.autodiff.interpreter.objects.layer_settings import in_training, of_computation
from app.autodiff.interpreter.running.blocks import run_body
from app.autodiff.interpreter.running.dispatch import CALL, Arguments, evaluate
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.table import DEFINITIONS, title
from app.language import LanguageError, Span, syntax
from app.language.names import loaded
from app.language.syntax import Expr, Parameter

CUTTING = frozenset({"no_grad", "inference_mode"})
"""Contexts and decorators that cut the gradient."""
NAMED = 4
"""At most so many operands of a gate are named."""
CALLS_DEEP = 40
"""Calls of the person's functions may be nested this deep."""


@CALL.of(object)
def refuse_call(run: Run, function: Value, arguments: Arguments) -> Value:
    if any(isinstance(argument, Opaque) for argument in arguments.positional):
        raise PassOver
    run.refuse(arguments.span, f"{describe(function)} cannot be called", "write `*` for a product")


@CALL.of(Native)
def call_native(run: Run, function: Native, arguments: Arguments) -> Value:
    span = arguments.span
    try:
        signature(function.function).bind(run, span, *arguments.positional, **arguments.named)
    except TypeError:
        given = len(arguments.positional) + len(arguments.named)
        run.refuse(
            span,
            f"`{function.name}` cannot be called with these {given} arguments",
            "see the help for how it is called",
        )
    try:
        return function.function(run, span, *arguments.positional, **arguments.named)
    except (TypeError, ValueError, IndexError, KeyError) as error:
        told = (
            str(error)
            if isinstance(error, ValueError) and type(error) is ValueError
            else "it does not work on these values"
        )
        run.refuse(span, f"`{function.name}`: {told}", "")


@CALL.of(Size)
def call_size(run: Run, function: Size, arguments: Arguments) -> Value:
    """`x.size()` and `x.size(0)` of PyTorch."""
    axes = [settled(axis) for axis in (*arguments.positional, *arguments.named.values())]
    shape = function.shape
    if not axes or axes == [None]:
        return shape
    if not isinstance(axes[0], int) or not -len(shape) <= axes[0] < len(shape):
        run.refuse(arguments.span, f"`size`: there is no axis {axes[0]!r} in shape {shape}", "")
    return shape[axes[0]]


@CALL.of(Method)
def call_method(run: Run, method: Method, arguments: Arguments, name: str = "") -> Value:
    """Run a method; `name` is the one of its scope, where that is not its own."""
    run.methods.append(method)
    kind = "sequence" if method.owner.sequential else "layer" if method.owner.ours else "call"
    function = replace(method.function, name=name or method.function.name, kind=kind)
    if not method.owner.ours and function.name != "__init__":
        arguments = promoted_at_top(run, method, arguments)
    outer = run.training
    arguments = in_training(run, method, arguments)
    try:
        result = run_function(run, function, arguments._replace(positional=(method.instance, *arguments.positional)))
    finally:
        run.methods.pop()
        run.training = outer
    if isinstance(method.instance, Instance) and method.owner.ours and function.name == "__init__":
        keep_sizes(run, method.instance, method, arguments)
    return result


def keep_sizes(run: Run, instance: Instance, constructor: Method, arguments: Arguments) -> None:
    """A library's module knows what it was made with: `layer.in_features`."""
    positional = (instance, *arguments.positional)
    for name, value in bound_arguments(run, constructor.function, arguments._replace(positional=positional)).items():
        if isinstance(value, (bool, int, float, str, tuple)):
            instance.attributes.setdefault(name, value)


def method_of(instance: Instance | Class, name: str, above: Class | None = None) -> Method | None:
    """The method of an object or a class; with `above`, only from the bases of that class, as `super()` looks it up."""
    classes = class_of(instance).lineage()
    start = 0 if above is None or above not in classes else classes.index(above) + 1
    for owner in classes[start:]:
        if isinstance(found := owner.members.get(name), Function):
            return Method(found, instance, owner)
    return None


def setter(name: str) -> str:
    """Under which name a class keeps the function that sets a property."""
    return f"{name}.setter"


def run_function(run: Run, function: Function, arguments: Arguments) -> Value:
    """Run a function's body; its nodes belong to a scope that can be drawn as one gate."""
    frame = Frame(bound_arguments(run, function, arguments), function.frame, onward=function.onward)
    try:
        with entered(run, function, arguments.span, frame.names):
            if isinstance(function.body, Expr):
                return evaluate(run, function.body, frame)
            result = run_body(run, function.body, frame)
            return generated(run, function, frame, arguments.span) if function.generates else result
    except LanguageError as error:
        if isinstance(error, LimitReached) and function.generates and frame.onward is None:
            raise endless(function, arguments.span) from None
        if function.kind == "call":
            raise
        # The text of a definition is ours: the mistake is at the call.
        raise type(error)([replace(each, span=arguments.span) for each in error.mistakes]) from None


@contextmanager
def entered(run: Run, function: Function, span: Span, names: Named) -> Iterator[None]:
    """Inside of a call: one deeper, in the function's scope, and without gradient where a decorator cuts it."""
    if run.depth == CALLS_DEEP:
        # Nothing else is looked at for mistakes: what calls itself twice would go down again for each of its calls.
        hint = "a function that calls itself must come to an end"
        raise LimitReached.at(span, f"calls are nested more than {CALLS_DEEP} deep", hint)
    run.depth += 1
    run.calls.append(names)
    builder = run.builder
    place, cut = builder.place, builder.cut
    builder.cut = cut or not CUTTING.isdisjoint(function.decorators)
    # What a library's module calls of the text's own is the text's own again.
    builder.place = None if function.kind == "call" else place or span
    try:
        with builder.within(function.kind, function.name, None, bound_to(function, names)):
            yield
    finally:
        run.depth -= 1
        run.calls.pop()
        builder.place, builder.cut = place, cut


def handed_over(values: Iterable[Value]) -> tuple[int, ...]:
    """The nodes among the values of a call; of a list the first, as no more are named."""
    first = (leaf for value in values for leaf in islice(leaves(value), NAMED))
    return tuple(leaf.node.index for leaf in first if isinstance(leaf, Tensor))


def bound_to(function: Function, names: Named) -> Bound:
    """What a call hands over, what its parameters stand for, and of a row its settings."""
    handed = handed_over(names.values())
    given = [(name, value.node.index) for name, value in names.items() if isinstance(value, Tensor)]
    if function.kind != "definition":
        return Bound(handed, tuple(given))
    plain = [(name, as_axes(value)) for name, value in names.items()]
    settings = [item for item in plain if isinstance(item[1], bool | int | float | str | tuple | None)]
    return Bound(handed, tuple(given), tuple(settings))


def as_axes(value: Value) -> Value:
    """A list of whole numbers, as of axes, as a tuple; all else as it is."""
    return tuple(value) if isinstance(value, list) and all(isinstance(each, int) for each in value) else value


def bound_arguments(run: Run, function: Function, arguments: Arguments) -> Named:
    """Parameters by name, as Python binds them."""
    bound: Named = {}
    rest, given, span = list(arguments.positional), dict(arguments.named), arguments.span
    known = {parameter.name for parameter in function.parameters}
    if function.kind in ("layer", "sequence") and function.name == "__init__":
        given = of_computation(run, given, known, span)
    for parameter in function.parameters:
        bound[parameter.name] = argument(run, function, parameter, rest, given, span)
    if rest:
        expected = len([parameter for parameter in function.parameters if not parameter.star])
        count = len(arguments.positional)
        run.refuse(span, f"`{told_name(run, function)}` takes {expected} arguments, {count} are given", "")
    if given:
        name = next(iter(given))
        hint = nearest(name, list(known))
        run.refuse(span, f"`{told_name(run, function)}` has no parameter `{name}`", hint)
    return bound


def told_name(run: Run, function: Function) -> str:
    """What a function is called in a message: one of the table by its title, a constructor by its class."""
    if function.name == "__init__" and run.methods:
        return class_of(run.methods[-1].instance).shown
    row = DEFINITIONS.get(function.name) if function.kind == "definition" else None
    return title(row) if row is not None else function.name


def argument(run: Run, function: Function, parameter: Parameter, rest: list[Value], given: Named, span: Span) -> Value:
    """The value of one parameter, which is taken out of what is left of the arguments."""
    if parameter.star == "*":
        taken = tuple(rest)
        rest.clear()
        return taken
    if parameter.star == "**":
        named: dict[Key, Value] = dict(given.items())
        given.clear()
        return named
    if rest and not parameter.keyword_only:
        return rest.pop(0)
    if parameter.name in given:
        return given.pop(parameter.name)
    if parameter.default is None:
        hint = f"call it with `{parameter.name}=…`"
        run.refuse(span, f"`{told_name(run, function)}` needs a value for `{parameter.name}`", hint)
    if parameter.name in function.defaults:
        return current(run, function.defaults[parameter.name], span)
    return default(run, parameter.default, function.frame)


def bound_defaults(run: Run, parameters: tuple[Parameter, ...], frame: Frame) -> Named:
    """The values of defaults, which are worked out where a function is written and which all its calls share.

    One that asks for a name without a value is left until a call needs it.
    """
    found: Named = {}
    for each in parameters:
        expr = each.default
        if (
            expr is not None
            and not isinstance(expr, syntax.Literal)
            and all(is_bound(name, frame) for name in loaded([expr]))
        ):
            found[each.name] = default(run, expr, frame)
    return found


def is_bound(name: str, frame: Frame) -> bool:
    """Whether a name stands for a value here, or for a library."""
    return frame.find(name) is not None or libraries.root(name) is not None


def default(run: Run, expr: Expr, frame: Frame) -> Value:
    """The value of a parameter's default, which may have no bearing on the figure."""
    try:
        return evaluate(run, expr, frame)
    except PassOver:
        return OPAQUE
