"""Calls of functions that are differentiated: by which argument, and gradients that are asked for inside of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.autodiff.interpreter.kinds.value_types import Function, Instance, Method, Named, Native, Value, Values
from app.autodiff.interpreter.running.dispatch import Arguments, call
from app.autodiff.interpreter.running.run import Run
from app.language import Span, syntax
from app.language.walk import everything


@contextmanager
def derived(run: Run) -> Iterator[None]:
    """Inside, `grad(f)(x)` is a value of the graph."""
    run.derived += 1
    try:
        yield
    finally:
        run.derived -= 1


def captured(function: Value) -> list[Value]:
    """What a function reaches beside its arguments, and what the functions and objects do that it reaches."""
    found: list[Value] = []
    pending, seen = [function], {id(function)}
    while pending:
        for value in reached(pending.pop()):
            found.append(value)
            if id(value) not in seen:
                seen.add(id(value))
                pending.append(value)
    return found


def reached(value: Value) -> list[Value]:
    """What the names in a function stand for around it, what a method's object holds, and what `partial(f, x)` was made of."""
    if isinstance(value, Native):
        return list(value.inner)
    if isinstance(value, Method):
        return [value.function, value.instance]
    if isinstance(value, Instance):
        return list(value.attributes.values())
    if not isinstance(value, Function):
        return []
    own = {parameter.name for parameter in value.parameters}
    body = value.body if isinstance(value.body, tuple) else (value.body,)
    names = {part.id for each in body for part in everything(each) if isinstance(part, syntax.Name)} - own
    return [home.names[name] for name in sorted(names) if (home := value.frame.find(name)) is not None]


def applied(run: Run, span: Span, function: Value, arguments: Values, named: Named) -> Value:
    """What a function gives that is differentiated."""
    with derived(run):
        return call(run, function, Arguments(arguments, named, span))
