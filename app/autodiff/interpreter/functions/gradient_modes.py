"""`torch.no_grad()`, `torch.enable_grad()` and `nullcontext()` as values: entered by `with`, or called with a function."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.kinds.value_types import GradientMode, Native, Value
from app.autodiff.interpreter.running.dispatch import Arguments, call
from app.autodiff.interpreter.running.run import Run
from app.language import Span


@contextmanager
def gradient_mode(run: Run, cuts: bool | None) -> Iterator[None]:
    """Inside, the gradient is cut or flows; None leaves it as it is."""
    before = run.builder.cut
    run.builder.cut = before if cuts is None else cuts
    try:
        yield
    finally:
        run.builder.cut = before


def mode(name: str, cuts: bool | None) -> Callable[..., Value]:
    """What makes such a context; given a function, as a decorator is, what makes that run inside of it."""

    def inside(run: Run, span: Span, function: Value) -> Native:
        def within(run: Run, span: Span, *given: Value, **named: Value) -> Value:
            with gradient_mode(run, cuts):
                return call(run, function, Arguments(given, named, span))

        return Native(name, within, (function,))

    def made(run: Run, span: Span, *function: Value) -> Native:
        return inside(run, span, *function) if function else GradientMode(name, inside, cuts=cuts)

    return made


def null_context(run: Run, span: Span, enter_result: Value = None) -> GradientMode:
    """`contextlib.nullcontext(x)`, which gives x to `as` and changes nothing."""
    return GradientMode("nullcontext", lambda run, span, function: function, (enter_result,))


BUILTINS.update(
    no_grad=mode("no_grad", cuts=True),
    inference_mode=mode("inference_mode", cuts=True),
    enable_grad=mode("enable_grad", cuts=False),
)
