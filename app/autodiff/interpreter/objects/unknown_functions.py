"""Functions and layers of which the name alone is known: each is a gate, and what depends on it has no number."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from types import NoneType

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import OPAQUE, GradientMode, Opaque, UnknownFunction, Value
from app.autodiff.interpreter.running.dispatch import CALL, Arguments
from app.autodiff.interpreter.running.run import PassOver, Run
from app.autodiff.intrinsics import UNKNOWN
from app.language import Span
from app.language.binding.misreadings import NOT_KNOWN


def unknown_function(run: Run, name: str, span: Span | None = None) -> UnknownFunction:
    """What stands for a function or a module that the text does not show, which is told once."""
    run.symbolic, told = run.request.symbolic, NOT_KNOWN.format(name)
    if all(note.message != told for note in run.notes):
        run.note(told, span)
    return UnknownFunction(name, layer=True)


@CALL.of(UnknownFunction)
def call_unknown(run: Run, function: UnknownFunction, arguments: Arguments) -> Value:
    """A function that is not known, of values: a gate of its own."""
    name, values = function.name, [*arguments.positional, *arguments.named.values()]
    if any(isinstance(each, Opaque) for each in values):
        raise PassOver
    # A mask that there is not, a flag and a word are none of its operands.
    pairs = zip_longest(values, arguments.written[: len(values)])
    given = [each for each in pairs if not isinstance(each[0], (NoneType, bool, str))]
    tensors = tuple(pair for pair in given if isinstance(pair[0], Tensor))
    of_class = function.layer and name[0].isupper() and not function.made
    if of_class or (run.constructing and not tensors):
        # It makes a part of the object, `self.act = activation()`, or an object, `model = UNet(3)` and `fc = Affine(W, b)`.
        return replace(function, layer=True, made=True, operands=tensors)
    if not tensors:
        hint = f"give it a value of the text, or define it: {name}(x) = x**2"
        run.refuse(arguments.span, f"`{name}` is not known, and nothing goes into it", hint, unknown=True)
    settings = {"function": name, **({"layer": True} if function.layer else {})}
    operands, written = zip(*given, *function.operands, strict=True)
    return run.builder.apply(UNKNOWN, operands, settings, arguments.span, written)  # type: ignore[return-value]


@dataclass(frozen=True, slots=True)
class Absent(Opaque):
    """What a constructor makes with a library that is not known here, as `models.resnet18()`: a layer, once a tensor is put into it."""

    name: str


@CALL.of(Opaque)
def call_opaque(run: Run, function: Opaque, arguments: Arguments) -> Value:
    if any(isinstance(each, GradientMode) for each in arguments.positional):
        # `stack.enter_context(torch.no_grad())` must not be passed over: the gradient would flow.
        run.refuse(arguments.span, f"{run.quote(arguments.span)} is not followed here", "write `with torch.no_grad():`")
    return Absent(run.quote(arguments.span).strip("`").partition("(")[0]) if run.constructing else OPAQUE


@CALL.of(Absent)
def call_absent(run: Run, function: Absent, arguments: Arguments) -> Value:
    if not any(isinstance(each, Tensor) for each in (*arguments.positional, *arguments.named.values())):
        return OPAQUE
    name = next((part for part in function.name.split(".") if part[:1].isupper()), function.name.rpartition(".")[2])
    return call_unknown(run, replace(unknown_function(run, name, arguments.span), made=True), arguments)
