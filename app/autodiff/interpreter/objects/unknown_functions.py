"""Functions and layers of which the name alone is known: each is a gate, and what depends on it has no number."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import Opaque, UnknownFunction, Value
from app.autodiff.interpreter.running.dispatch import CALL, Arguments
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.intrinsics import UNKNOWN
from app.language import Span
from app.language.binding.misreadings import NOT_KNOWN


def unknown_function(run: Run, name: str, span: Span | None = None) -> UnknownFunction:
    """What stands for a function or a module that the text does not show, which is told."""
    run.symbolic = True
    run.note(NOT_KNOWN.format(name), span)
    return UnknownFunction(name, layer=True)


@CALL.of(UnknownFunction)
def call_unknown(run: Run, function: UnknownFunction, arguments: Arguments) -> Value:
    """A function that is not known, of values: a gate of its own."""
    name, values = function.name, [*arguments.positional, *arguments.named.values()]
    if any(isinstance(each, Opaque) for each in values):
        raise PassOver
    # A mask that there is not is none of its operands.
    given = [each for each in zip_longest(values, arguments.written[: len(values)]) if each[0] is not None]
    if (
        run.methods
        and run.methods[-1].function.name == "__init__"
        and not any(isinstance(value, Tensor) for value, _ in given)
    ):
        # It makes a part of the object, `self.act = activation()`.
        return replace(function, layer=True)
    if not any(isinstance(value, Tensor) for value, _ in given):
        hint = f"give it a value of the text, or define it: {name}(x) = x**2"
        run.refuse(arguments.span, f"`{name}` is not known, and nothing goes into it", hint, unknown=True)
    settings = {"function": name, **({"layer": True} if function.layer else {})}
    operands, written = zip(*given, strict=True)
    return run.builder.apply(UNKNOWN, operands, settings, arguments.span, written)  # type: ignore[return-value]
