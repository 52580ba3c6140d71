"""Loops over generators of the text: each turn is run where the generator yields, so that either sees what the other changes."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.autodiff.graph import Scope
from app.autodiff.interpreter.kinds.value_types import Frame, Function, Instance, Method, Value
from app.autodiff.interpreter.objects.function_calls import method_of
from app.autodiff.interpreter.operations.items import lazily
from app.autodiff.interpreter.running.blocks import Jumped, Left, Returned
from app.autodiff.interpreter.running.changed_names import called_name, changed_names, descend
from app.autodiff.interpreter.running.dispatch import Arguments, call, evaluate
from app.autodiff.interpreter.running.own_values import callee_of, own_value
from app.autodiff.interpreter.running.run import PassOver, Run, Silent
from app.autodiff.interpreter.statements.evaluation import arguments
from app.language import LanguageError, syntax
from app.language.names import bound_names, loaded
from app.language.syntax import Expr
from app.language.walk import everything

Turn = Callable[[Value], bool]
"""What is done with an item; whether to go on."""
PAIRING = frozenset({"enumerate", "zip"})


def go_through(run: Run, iterable: Expr, frame: Frame, turn: Turn, counted: Callable[[int], None]) -> None:
    """Do a turn with each item; `counted` is told before how many there are, where that is known.

    Raises LanguageError where a generator would have to know what the loop changes.
    """
    if (generator := generator_of(run, iterable, frame)) is not None:
        turn_by_turn(run, generator, handed_over(run, iterable, frame), turn)
    elif (paired := pairing(run, iterable, frame)) is not None:
        inner, pair = paired
        turn_by_turn(
            run, generator_of(run, inner, frame), handed_over(run, inner, frame), lambda item: pair(turn, item)
        )
    else:
        items = evaluate(run, iterable, frame)
        if isinstance(items, Instance) and is_generator(own := method_of(items, "__iter__")):
            turn_by_turn(run, own, Arguments((), {}, iterable.span), turn)
            return
        if isinstance(items, (list, tuple, range)):
            counted(len(items))
        # A long range is counted as it is gone through: a training loop ends with its first turn.
        for item in items if isinstance(items, range) else lazily(run, items, iterable.span):
            if not turn(item):
                return


def pairing(run: Run, expr: Expr, frame: Frame) -> tuple[Expr, Callable[[Turn, Value], bool]] | None:
    """The generator in `enumerate(f(x))` or `zip(f(x), ys)`, and a turn with one of its items and what is beside it."""
    given = expr.arguments if isinstance(expr, syntax.Call) and not expr.keywords else ()
    if (
        len(given) < (called_name(expr) == "zip") + 1
        or generator_of(run, given[0], frame) is None
        or (name := called_name(expr)) not in PAIRING
    ):
        return None
    others = [evaluate(run, each, frame) for each in given[1:]]
    if name == "enumerate":
        places: Iterator[Value] = itertools.count(*others)
        return given[0], lambda turn, item: turn((next(places), item))
    beside = zip(*(lazily(run, each, expr.span) for each in others), strict=False)
    return given[0], lambda turn, item: (found := next(beside, None)) is not None and turn((item, *found))


def handed_over(run: Run, expr: Expr, frame: Frame) -> Arguments:
    assert isinstance(expr, syntax.Call)
    return arguments(run, expr, frame)


def generator_of(run: Run, expr: Expr, frame: Frame) -> Value:
    """The generator that an expression calls; None where it calls none of the text's."""
    function = own_value(run, callee_of(expr), frame) if isinstance(expr, syntax.Call) else None
    return function if is_generator(function) else None


def is_generator(value: Value) -> bool:
    function = value.function if isinstance(value, Method) else value
    return isinstance(function, Function) and function.generates


def turn_by_turn(run: Run, generator: Value, given: Arguments, turn: Turn) -> None:
    """Run a generator, and a turn wherever it yields; a loop that is left ends it."""
    left: list[Exception] = []
    state = run.builder.scope, run.builder.cut, run.depth

    def onward(value: Value) -> None:
        try:
            with standing(run, *state):
                if turn(value):
                    return
        except (Returned, Jumped, LanguageError, PassOver, Silent) as leaving:
            # What the loop raises is none of the generator's business.
            left.append(leaving)
        raise Left(onward)

    try:
        call(run, with_onward(generator, onward), given)
    except Left as end:
        if end.loop is not onward:
            raise
        if left:
            raise left[0] from None


@contextmanager
def standing(run: Run, scope: tuple[Scope, ...], cut: bool, depth: int) -> Iterator[None]:
    """Back in the loop that a generator serves."""
    builder = run.builder
    inside = builder.scope, builder.cut, run.depth
    builder.scope, builder.cut, run.depth = scope, cut, depth
    try:
        yield
    finally:
        builder.scope, builder.cut, run.depth = inside


def with_onward(function: Value, onward: Callable[[Value], None]) -> Value:
    """A generator that does something where it yields."""
    if isinstance(function, Method):
        return replace(function, function=replace(function.function, onward=onward))
    assert isinstance(function, Function)
    return replace(function, onward=onward)


def refuse_late_reads(run: Run, expr: Expr, frame: Frame) -> None:
    """Refuse a generator that is kept for later, as in `it = f(x)`, and reads what the text changes in the meantime."""
    generator = generator_of(run, expr, frame)
    function = generator.function if isinstance(generator, Method) else generator
    if not isinstance(function, Function) or not isinstance(function.body, tuple):
        return
    own = {name for each in function.body for name in bound_names(each)} | {each.name for each in function.parameters}
    read = loaded(part for each in function.body for part in everything(each)) - own
    later = [each for each in run.program.statements if each.span.line > expr.span.line or each is run.current]
    changed = {name for each in later for inner in descend(each) for name in changed_names(inner)}
    if late := sorted(read & changed):
        message = f"`{function.name}` reads `{late[0]}`, which changes while its items are taken one by one"
        run.refuse(expr.span, message, f"go through it directly, as in `for item in {function.name}(…)`")
