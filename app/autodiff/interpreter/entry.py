"""A text of definitions only: which of them is the forward pass, and what it is run with."""

from __future__ import annotations

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.leaf_inputs import free_input, make_input, promoted
from app.autodiff.interpreter.arrays.unseen_data import UnseenBatch, is_only_unpacked
from app.autodiff.interpreter.kinds.plain_values import listed
from app.autodiff.interpreter.kinds.value_types import Class, Frame, Function, Instance, Named, UnknownFunction, Value
from app.autodiff.interpreter.objects.function_calls import call_method, default, method_of
from app.autodiff.interpreter.objects.unsaid_arguments import unsaid, uses_of
from app.autodiff.interpreter.running.blocks import run_body
from app.autodiff.interpreter.running.dispatch import Arguments, called
from app.autodiff.interpreter.running.run import Run
from app.language import LanguageError, Span, syntax
from app.language.binding.entry_point import CONSTRUCTOR_ARGUMENTS, FORWARD_ARGUMENTS, MAKERS, trains
from app.language.names import loaded


class NoInput(LanguageError):
    """The program computes with constants alone."""


def run_entry(run: Run) -> Value:
    """What the last function or class computes that is a forward pass; its parameters are the inputs."""
    entries = [each for each in run.definitions if isinstance(run.top.names.get(each.name), (Function, Class))]
    if not entries:
        whole = Span(1, 0, 1, max(1, len(run.lines[0])))
        hint = "end with an expression or an assignment, for example `z = x*y`"
        raise LanguageError.at(whole, "nothing is computed here", hint)
    asked_for = {name for each in entries for name in loaded([each]) - {each.name}}
    alone = [each for each in entries if each.name not in MAKERS and not trains(each, run.bound)] or entries
    forward = [each for each in alone if each.name not in asked_for] or alone
    entry, place = forward[-1], forward[-1].span
    for each in entries[entries.index(entry) + 1 :]:
        if each.name not in asked_for:
            run.note(
                f"`{each.name}` is no forward pass of its own: the figure shows `{entry.name}`", each.span, quiet=True
            )
    function, receiver = entry_function(run, run.top.names[entry.name], place)
    value = run_at_top(run, function, receiver, place)
    if value is None and receiver is not None:
        value = last_kept(receiver)
    if value is None:
        run.refuse(place, f"`{function.name}` returns nothing", "end it with `return`")
    return value


def last_kept(instance: Instance) -> Value:
    """What a forward pass that returns nothing has computed last and keeps, as in `self.output = x @ self.weights`."""
    found = [each for each in instance.attributes.values() if isinstance(each, Tensor) and each.differentiable]
    return max(found, key=lambda each: each.node.index, default=None)


def entry_function(run: Run, entry: Value, place: Span) -> tuple[Function, Instance | None]:
    """The function that is the forward pass, and the object that it belongs to."""
    if isinstance(entry, Function):
        open_ = entry.parameters and entry.parameters[0].name in ("self", "cls")
        return entry, Instance(Class("self", {}), open=True) if open_ else None
    assert isinstance(entry, Class)
    open_fields = [name for name in entry.fields if not entry.has(name)]
    instance = Instance(entry, {name: unsaid(run, name) for name in open_fields})
    if (constructor := method_of(instance, "__init__")) is not None:
        call_method(run, constructor, constructor_arguments(run, constructor.function, place))
    methods = [found for name in ("forward", "__call__") if (found := method_of(instance, name))]
    others = [each for each in entry.members.values() if isinstance(each, Function) and each.name != "__init__"]
    if not methods and not others:
        raise NoInput.at(place, f"`{entry.name}` computes nothing", "give it a method `forward`")
    return methods[0].function if methods else others[-1], instance


def constructor_arguments(run: Run, constructor: Function, place: Span) -> Arguments:
    """What a class is made with: what the text makes for it, or what is assumed."""
    if isinstance(maker := run.top.names.get(CONSTRUCTOR_ARGUMENTS), Function):
        made = listed(called(run, maker, place))
        by_name = made[-1] if made else None
        if len(made) == 2 and isinstance(made[0], list) and isinstance(by_name, dict):
            return Arguments(tuple(made[0]), {str(name): each for name, each in by_name.items()}, place)
        return Arguments(tuple(made), {}, place)
    open_ = [each for each in constructor.parameters[1:] if each.default is None and not each.star]
    return Arguments((), {each.name: unsaid(run, each.name) for each in open_}, place)


def run_at_top(run: Run, function: Function, receiver: Instance | None, place: Span) -> Value:
    """Run a function at the top, so that its names are the names of the text."""
    names = run.top.names
    parameters = function.parameters[1 if receiver else 0 :]
    made = forward_arguments(run, function, place) if receiver else {}
    for each in parameters:
        if each.name in made or each.name not in names or isinstance(names[each.name], (Function, Class)):
            names[each.name] = made[each.name] if each.name in made else entry_parameter(run, each, place)
    if receiver:
        names[function.parameters[0].name] = receiver
    assert isinstance(function.body, tuple)
    frame = Frame(names, function.frame)
    result = run_body(run, function.body, frame)
    return frame.yielded if function.generates else result


def forward_arguments(run: Run, function: Function, place: Span) -> Named:
    """What the text makes for the forward pass, arrays of numbers as inputs."""
    if not isinstance(maker := run.top.names.get(FORWARD_ARGUMENTS), Function):
        return {}
    given = listed(called(run, maker, place))
    named = dict(zip((each.name for each in function.parameters[1:]), given, strict=False))
    return promoted(run, function, Arguments((), named, place)).named


def entry_parameter(run: Run, parameter: syntax.Parameter, span: Span) -> Value:
    """A parameter of the forward pass: an input, unless its default is a flag, a text or None; what is called is a function."""
    if parameter.star:
        return {} if parameter.star == "**" else ()
    if parameter.default is None:
        known = parameter.name in run.request.values
        found = unsaid(run, parameter.name) if not known and uses_of(run, parameter.name).called else None
        if not known and is_only_unpacked(run, parameter.name):
            return UnseenBatch()
        return found if isinstance(found, UnknownFunction) else free_input(run, parameter.name, span)
    given = default(run, parameter.default, run.top)
    number = isinstance(given, (int, float)) and not isinstance(given, bool)
    if parameter.name in run.request.values or number:
        return make_input(run, parameter.name, given, span)
    return given
