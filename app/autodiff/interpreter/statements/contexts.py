"""`with`: contexts that cut the gradient, those of the text's own, and those of libraries, which change nothing."""

from __future__ import annotations

from collections.abc import Callable

from app.autodiff.interpreter.functions.gradient_modes import gradient_mode
from app.autodiff.interpreter.functions.transforms import same
from app.autodiff.interpreter.kinds.libraries import Progress
from app.autodiff.interpreter.kinds.value_types import (
    OPAQUE,
    Frame,
    Function,
    GradientMode,
    Instance,
    Method,
    Native,
    Value,
)
from app.autodiff.interpreter.objects.function_calls import CUTTING, call_method, method_of
from app.autodiff.interpreter.operations.truths import truth
from app.autodiff.interpreter.running.blocks import Jumped, Returned, run_block, run_finally
from app.autodiff.interpreter.running.changed_names import called_name
from app.autodiff.interpreter.running.dispatch import EXECUTE, Arguments, bind, call, evaluate
from app.autodiff.interpreter.running.own_values import callee_of, own_value
from app.autodiff.interpreter.running.run import Run
from app.autodiff.interpreter.statements.evaluation import arguments
from app.autodiff.interpreter.statements.generators import standing, with_onward
from app.language import Span, syntax
from app.language.syntax import Expr

SWITCHES = frozenset({"enable_grad", "set_grad_enabled"})
"""Contexts that let the gradient flow, or not, as they are told."""
PROGRESS_BARS = frozenset({"tqdm", "trange"})
"""What shows how far a loop is, and has its items."""


@EXECUTE.of(syntax.With)
def enter_contexts(run: Run, statement: syntax.With, frame: Frame) -> None:
    """`with a as x, b as y:` is one context inside of the other."""

    def inside(place: int) -> None:
        if place == len(statement.items):
            run_block(run, statement.body, frame)
        else:
            enter(run, statement, place, frame, lambda: inside(place + 1))

    inside(0)


def enter(run: Run, statement: syntax.With, place: int, frame: Frame, body: Callable[[], None]) -> None:
    item, target = statement.items[place], statement.targets[place]

    def begin(value: Value) -> None:
        if target is not None:
            bind(run, target, value, frame, quietly=True)
        body()

    if (function := own_function(run, item, frame)) is not None:
        generate(run, function, item, frame, begin)
        return
    value = context_of(run, item, frame)
    if isinstance(value, GradientMode):
        switched(run, statement, value, lambda: begin(value.inner[0] if value.inner else OPAQUE))
    elif isinstance(value, Instance) and method_of(value, "__enter__") is not None:
        given = called_method(run, value, "__enter__", item.span)
        run_finally(lambda: begin(given), lambda: leave(run, value, item.span))
    else:
        begin(value if isinstance(value, Progress) else OPAQUE)


def context_of(run: Run, item: Expr, frame: Frame) -> Value:
    """What is entered: a context that cuts the gradient or lets it flow, an object of the text's, a progress bar; any other is opaque."""
    if isinstance(item, syntax.Conditional):
        holds = truth(run, evaluate(run, item.test, frame), item.test)
        return context_of(run, item.then if holds else item.otherwise, frame)
    name = called_name(item)
    if name in SWITCHES and isinstance(item, syntax.Call):
        flags = [*item.arguments, *(each.value for each in item.keywords)]
        return GradientMode(name, same, cuts=bool(flags) and not truth(run, evaluate(run, flags[0], frame), flags[0]))
    known = name in CUTTING | PROGRESS_BARS or own_value(run, callee_of(item), frame) is not None
    return evaluate(run, item, frame) if known or names_mode(callee_of(item), frame) else OPAQUE


def names_mode(expr: Expr, frame: Frame) -> bool:
    """Whether a name of the text stands for such a context, or for what makes one: `mode = torch.no_grad`."""
    home = frame.find(expr.id) if isinstance(expr, syntax.Name) else None
    return home is not None and isinstance(home.names[expr.id], Native)  # type: ignore[attr-defined]


def switched(run: Run, statement: syntax.With, mode: GradientMode, body: Callable[[], None]) -> None:
    """Run a body in which the gradient is cut, or flows."""
    with gradient_mode(run, mode.cuts):
        body()
    if mode.cuts:
        run.note(f"the gradient is cut inside of `{mode.name}`", statement.span)


def leave(run: Run, value: Instance, span: Span) -> None:
    called_method(run, value, "__exit__", span, None, None, None)


def called_method(run: Run, value: Instance, name: str, span: Span, *given: Value) -> Value:
    method = method_of(value, name)
    return None if method is None else call_method(run, method, Arguments(given, {}, span))


def generate(run: Run, function: Value, item: Expr, frame: Frame, begin: Callable[[Value], None]) -> None:
    """A context that is written as a generator: what stands inside of the `with` is run where it yields."""
    assert isinstance(item, syntax.Call)
    leaving: list[Exception] = []
    state = run.builder.scope, run.builder.cut, run.depth

    def onward(value: Value) -> None:
        try:
            with standing(run, *state):
                begin(value)
        except (Returned, Jumped) as left:
            leaving.append(left)

    call(run, with_onward(function, onward), arguments(run, item, frame))
    if leaving:
        raise leaving[0]


def own_function(run: Run, item: Expr, frame: Frame) -> Value:
    """The function of the text that is called to make a context, if that is what an item is."""
    function = own_value(run, callee_of(item), frame) if isinstance(item, syntax.Call) else None
    made = function.function if isinstance(function, Method) else function
    return function if isinstance(made, Function) and "contextmanager" in made.decorators else None
