"""`torch.func.functional_call(net, parameters, x)`: a module that is run with other parameters, which then has its own again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.autodiff.interpreter.arrays.coercion import held, stacked
from app.autodiff.interpreter.functions.builtins import BUILTINS, dictionary
from app.autodiff.interpreter.kinds.value_types import Instance, Key, Value
from app.autodiff.interpreter.objects.parameters import all_parameters
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.dispatch import Arguments, attribute, call, called
from app.autodiff.interpreter.running.run import Run
from app.language import Span

Place = tuple[dict[Key, Value], Key]
"""Where a parameter stands: in the attributes of a module, by its name."""


def functional_call(run: Run, span: Span, net: Value, values: Value, given: Value = (), named: Value = None) -> Value:
    if isinstance(values, (tuple, list)):
        # Parameters and buffers apart.
        values = {key: each for part in values if isinstance(part, dict) for key, each in part.items()}
    if not isinstance(net, Instance) or not isinstance(values, dict):
        run.refuse(span, "`functional_call` takes a module and a dict of its parameters", "functional_call(net, p, x)")
    places = [place_of(run, span, net, str(path)) for path in values]
    before = [holder.get(name) for holder, name in places]
    positional = given if isinstance(given, tuple) else (given,)
    options = {str(name): value for name, value in named.items()} if isinstance(named, dict) else {}
    fill(places, list(values.values()))
    try:
        return call(run, net, Arguments(positional, options, span))
    finally:
        fill(places, before)


def place_of(run: Run, span: Span, net: Instance, path: str) -> Place:
    """Where `layers.0.weight` stands. Raises LanguageError where there is nothing of that name."""
    *outer, name = path.split(".")
    found: Value = net
    for each in outer:
        found = parts(found).get(each, parts(found).get(int(each) if each.isdigit() else each))
    holder = {} if isinstance(found, list) else parts(found)
    if name not in holder:
        run.refuse(span, f"`{net.cls.shown}` has no parameter `{path}`", "`named_parameters()` has their names")
    return holder, name


def parts(value: Value) -> dict[Key, Value]:
    """What a module, or a list of them, holds by name or place."""
    if isinstance(value, Instance):
        modules = value.attributes.get("modules")
        return modules if isinstance(modules, dict) else value.attributes  # type: ignore[return-value]
    return dict(enumerate(value)) if isinstance(value, list) else value if isinstance(value, dict) else {}


def fill(places: list[Place], values: list[Value]) -> None:
    for (holder, name), value in zip(places, values, strict=True):
        holder[name] = value


def stacked_state(run: Run, span: Span, nets: Value) -> Value:
    """`stack_module_state(nets)`: the parameters of all of them, and their buffers, side by side under their names."""
    modules = [each for each in iterate(run, nets, span) if isinstance(each, Instance)]
    found = [all_parameters(run, each, span) for each in modules]
    buffers = [
        dictionary(run, span, called(run, attribute(run, each, "named_buffers", span), span)) for each in modules
    ]
    return side_by_side(run, span, found), side_by_side(run, span, buffers)


def side_by_side(run: Run, span: Span, states: Sequence[Mapping[Any, Value]]) -> dict[Key, Value]:
    if not states or len({tuple(each) for each in states}) > 1:
        run.refuse(span, "`stack_module_state` takes a list of modules that are made alike", "")
    return {name: held(stacked(run, span, [each[name] for each in states])) for name in states[0]}


BUILTINS |= {"functional_call": functional_call, "stack_module_state": stacked_state}
