"""Calls of functions that are differentiated: by which argument, and gradients that are asked for inside of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.kinds.value_types import Function, Named, Value, Values
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


def source(run: Run, span: Span, function: Value, arguments: Values, place: int) -> Tensor:
    """The argument by which a derivative is taken. Raises LanguageError where the function reaches it by another way too."""
    if not 0 <= place < len(arguments):
        run.refuse(span, f"there is no argument {place} to derive by", "they are counted from 0")
    found = arguments[place]
    if not isinstance(found, Tensor):
        run.refuse(span, f"a derivative by {describe(found)} is not followed here", "give the array a name of its own")
    others = [each for position, each in enumerate(arguments) if position != place]
    others += captured(function) if isinstance(function, Function) else []
    if any(isinstance(each, Tensor) and each.node.index == found.node.index for each in others):
        run.refuse(span, "the function uses its argument by another name too", "give it another value there")
    return found


def captured(function: Function) -> list[Value]:
    """What the names in a function stand for around it, and in the functions that it calls."""
    found: list[Value] = []
    pending, seen = [function], {id(function)}
    while pending:
        current = pending.pop()
        own = {parameter.name for parameter in current.parameters}
        body = current.body if isinstance(current.body, tuple) else (current.body,)
        names = {part.id for each in body for part in everything(each) if isinstance(part, syntax.Name)} - own
        for name in sorted(names):
            home = current.frame.find(name)
            value = None if home is None else home.names[name]
            found.append(value)
            if isinstance(value, Function) and id(value) not in seen:
                seen.add(id(value))
                pending.append(value)
    return found


def applied(run: Run, span: Span, function: Value, arguments: Values, named: Named) -> Value:
    """What a function gives that is differentiated."""
    with derived(run):
        return call(run, function, Arguments(arguments, named, span))
