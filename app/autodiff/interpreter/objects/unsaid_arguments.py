"""What a class or a function is given where the text does not say: `Net(config)` of a class that is pasted alone.

What it is for is seen where the text uses it: something that is called is a function that is not known, what stands before a dot an
object of settings, what is gone through a list, what is compared with a text that text; all else is a number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self, cast

import numpy as np

from app.autodiff.interpreter.kinds.value_types import Class, Function, Instance, Native, UnknownFunction, Value
from app.autodiff.interpreter.objects.unknown_functions import call_unknown, unknown_function
from app.autodiff.interpreter.running.dispatch import ATTRIBUTE, CALL, Arguments, called
from app.autodiff.interpreter.running.run import Run
from app.language import Span, syntax
from app.language.paths import path_of
from app.language.walk import everything

SIZE = 3
"""What a whole number is taken for that the text leaves open, as in `Net(hidden)`."""
ENTRIES = 3
"""How many sizes a list has that the text leaves open: those of a network with one hidden layer."""
GONE_THROUGH = frozenset("len zip enumerate reversed list tuple sum max min pairwise iter".split())
"""Functions of what holds several values."""
FLAGS = frozenset("use with is has do".split())
"""The first word of what is so or not, as in `use_norm`."""
USUAL: dict[str, Value] = {
    **dict.fromkeys("drop pdrop prob p rate smoothing slope momentum".split(), 0.1),
    **dict.fromkeys("eps epsilon".split(), 1e-5),
    **dict.fromkeys("bias affine inplace first causal".split(), True),
    **dict.fromkeys("stride strides padding pad dilation groups".split(), 1),
    **dict.fromkeys("temperature tau alpha beta gamma margin scale factor lambda lam std".split(), 1),
    **dict.fromkeys("layers layer depth blocks block".split(), 2),
    "device": "cpu", "reduction": "mean",
}  # fmt: skip
"""What is usual by the last word of a name: a rate, a flag, a stride that leaves out nothing, a factor that changes nothing."""


class Assumed(int):
    """A whole number that is assumed, until it is called: then it is a function after all, that the text hands on before it calls it."""

    path: str

    def __new__(cls, number: int, path: str) -> Self:
        made = super().__new__(cls, number)
        made.path = path
        return made


@CALL.of(Assumed)
def call_assumed(run: Run, function: Assumed, arguments: Arguments) -> Value:
    run.unsaid.pop(function.path, None)
    return call_unknown(run, unknown_function(run, function.path), arguments)


@dataclass(slots=True)
class Uses:
    """How a text uses a value that it is given."""

    items: int
    """How many it is taken for, where it is gone through."""
    called: bool = False
    places: list[int] = field(default_factory=list)
    """How many it has at least, by the numbers of the items that are asked for."""
    parted: bool = False
    gone_through: bool = False
    texts: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    """As what it is handed on."""
    divisors: list[int] = field(default_factory=list)
    """What it is divided by, so that a part of it stays."""


def unsaid(run: Run, path: str) -> Value:
    """What stands for an argument that the text leaves open, `hidden` or `config.hidden`; a number from outside of the text goes first."""
    value = run.request.values.get(path)
    if value is not None:
        run.given.add(path)
        return [int(each) for each in np.ravel(value)] if np.ndim(value) else cast(Value, value)  # type: ignore[arg-type, call-overload]
    if (own := of_the_text(run, path)) is not None:
        return own
    uses = uses_of(run, path)
    if uses.called:
        return unknown_function(run, path)
    if uses.parted:
        return Instance(Class(path, {}), variable=path, open=True, settings=True)
    several = max(uses.places, default=0)
    if uses.gone_through:
        several = max(several, uses.items)
    found = [SIZE] * several if several else next(iter(uses.texts), None) or usual(path, uses)
    run.unsaid[path] = found
    return Assumed(found, path) if type(found) is int else cast(Value, found)


FORWARD = frozenset({"forward", "__call__", "call", "forward_pass", "predict"})
"""Methods that run an object's forward pass."""
PREPARING = frozenset("train eval to cuda cpu float double half requires_grad_ build load_state_dict".split())
"""Methods that leave a model the function that it is."""


@ATTRIBUTE.of(UnknownFunction)
def unknown_attribute(run: Run, function: UnknownFunction, name: str, span: Span) -> Value:
    """`backbone.num_features`; a method that computes what a call does is the object itself."""
    if function.made and name in FORWARD:
        return function
    if function.made and name in PREPARING:
        return Native(name, lambda *_, **__: function)
    return unsaid(run, f"{function.name}.{name}")


def of_the_text(run: Run, name: str) -> Value:
    """What the text itself has under the name, or an object of its class for that, as `GPTConfig` is for `config`."""
    known = run.top.names.get(name)
    if known is not None and not isinstance(known, (Function, Class)):
        run.note(f"the class is made with the `{name}` of the text", quiet=True)
        return known
    classes = [each for each in run.top.names.values() if isinstance(each, Class) and not each.ours]
    found = next(
        (each for each in classes if each.name.lower().endswith(name.lower()) and each.find("forward") is None), None
    )
    if found is None:
        return None
    run.note(f"`{name}` is taken for {found.name}()", quiet=True)
    return called(run, found, run.program.statements[-1].span)


def usual(path: str, uses: Uses) -> Value:
    """A number by its name, and by what it is handed on as: `Conv2d(…, stride=s)`."""
    for name in (path.rpartition(".")[2], *uses.keywords):
        words = [word.lower().removesuffix("out") for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", name)] or [
            name
        ]
        if words[0] in FLAGS or words[-1] in USUAL:
            return USUAL.get(words[-1], True)
    return 2 * max(uses.divisors) if uses.divisors else SIZE


def uses_of(run: Run, path: str) -> Uses:
    """How the whole text uses what stands at a path, and what each class keeps it as: `self.hidden = config.hidden`."""
    uses = Uses(ENTRIES - ("hidden" in path))
    for mentioned, defaults in run.mentions:
        kept = [part for _, part in mentioned if isinstance(part, syntax.Assign)]
        meant = frozenset[str]()
        for place, name in enumerate(path.split(".")):
            meant = frozenset(f"{holder}.{name}" for holder in meant) if place else frozenset({name})
            targets = (target for each in kept if path_of(each.value) in meant for target in each.targets)
            meant |= {path_of(target) for target in targets if isinstance(target, syntax.Attribute)}
        for paths, part in mentioned:
            if not meant.isdisjoint(paths):
                note_use(uses, part, meant, defaults)
    return uses


def makes_a_layer(run: Run, name: str) -> bool:
    """Whether what `name(…)` gives is kept and then called, as `self.conv = conv3x3(64, 64)` is."""
    whole = list(everything(run.program))
    kept = {
        path_of(target)
        for each in whole
        if isinstance(each, syntax.Assign) and isinstance(each.value, syntax.Call)
        if path_of(each.value.function) == name
        for target in each.targets
        if isinstance(target, syntax.Attribute)
    }
    return any(isinstance(each, syntax.Call) and path_of(each.function) in kept for each in whole)


def note_use(uses: Uses, part: object, paths: frozenset[str], defaults: Mapping[str, object]) -> None:
    """See how a piece of the text uses what stands at one of the paths, beside parameters that have a default."""

    def meant(expr: object) -> bool:
        return path_of(expr) in paths

    match part:
        case syntax.Call(function=function, arguments=arguments):
            uses.called |= meant(function)
            uses.gone_through |= path_of(function) in GONE_THROUGH and any(map(meant, arguments))
            uses.keywords += ["drop"] if "Dropout" in path_of(function) and any(map(meant, arguments[:1])) else []
        case syntax.Keyword(name=name, value=value):
            uses.keywords += [str(name)] if meant(value) else []
        case syntax.Attribute(value=value):
            uses.parted |= meant(value)
        case syntax.Subscript(value=value, index=syntax.Literal(value=place)) if meant(value) and not isinstance(
            place, float
        ):
            uses.parted |= isinstance(place, str)
            uses.places += [place + 1] if isinstance(place, int) and place >= 0 else []
        case syntax.Subscript(value=value) if meant(value):
            uses.gone_through = True
        case syntax.For(iterable=value) | syntax.Clause(iterable=value) | syntax.Starred(value=value):
            uses.gone_through |= meant(value)
        case syntax.Assign(targets=(syntax.Sequence(items=items),), value=value) if meant(value):
            uses.gone_through, uses.items = True, len(items)
        case syntax.Binary(left=left, operator="/" | "//" | "%", right=right) if meant(left):
            divisor = right.value if isinstance(right, syntax.Literal) else defaults.get(path_of(right))
            uses.divisors += [divisor] if isinstance(divisor, int) else []
        case syntax.Compare(first=first, rest=rest) if meant(first):
            uses.texts += [
                each.value for each in rest if isinstance(each, syntax.Literal) and isinstance(each.value, str)
            ]
