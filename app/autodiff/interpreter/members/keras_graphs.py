"""Keras's functional API: layers are called with what `Input()` stands for, and `Model(inputs, outputs)` runs them with arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from app.autodiff.builder import describe
from app.autodiff.interpreter.kinds.plain_values import listed
from app.autodiff.interpreter.kinds.value_types import Class, Instance, Key, Native, Value
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.interpreter.objects.homes import adopt
from app.autodiff.interpreter.running.dispatch import Arguments, call
from app.autodiff.interpreter.running.run import Run
from app.language import Span

Known = dict[Instance, Value]
"""The values of symbols that have been worked out in one run of a model."""
SYMBOL = Class("KerasTensor", {}, ours=True)
"""What a layer will give once there are arrays: an object with the `layer` and what it is `given`, symbols or lists of them."""


def is_symbol(value: Value) -> bool:
    """Whether a value, or one in a list, stands for what a model will be given or compute."""
    if isinstance(value, (list, tuple)):
        return any(map(is_symbol, value))
    return isinstance(value, Instance) and (value.cls is SYMBOL or (value.cls.ours and value.cls.name == "Input"))


def symbol(layer: Instance, given: Arguments) -> Instance:
    return Instance(
        SYMBOL,
        {"layer": layer, "given": given.positional, "options": {str(name): each for name, each in given.named.items()}},
    )


def computed(run: Run, span: Span, value: Value, known: Known) -> Value:
    """What a symbol, or a list of them, stands for in one run of a model."""
    if isinstance(value, (list, tuple)):
        found = [computed(run, span, each, known) for each in value]
        return found if isinstance(value, list) else tuple(found)
    if not isinstance(value, Instance) or not is_symbol(value):
        return value
    if value not in known:
        if value.cls is not SYMBOL:
            run.refuse(span, "this model depends on an `Input` that is not among its inputs", "name it in `inputs`")
        given, options = computed(run, span, value.attributes["given"], known), value.attributes["options"]
        known[value] = call(run, value.attributes["layer"], Arguments(given, options, span))  # type: ignore[arg-type]
    return known[value]


def model(run: Run, span: Span, inputs: Value = None, outputs: Value = None, **options: Value) -> Instance:
    """`keras.Model(inputs, outputs)`: its layers are called as Keras names them, `dense`, `dense_1` …"""
    if not is_symbol(inputs) or not is_symbol(outputs):
        run.refuse(span, f"a model goes from an `Input` to what layers make of it, not to {describe(outputs)}", "")

    def compute(run: Run, span: Span, given: Value) -> Value:
        starts, values = listed(inputs), listed(given) if isinstance(inputs, (list, tuple)) else [given]
        if len(starts) != len(values):
            run.refuse(span, f"this model has {len(starts)} inputs, {len(values)} are given", "give it a list of them")
        known = {start: value for start, value in zip(starts, values, strict=True) if isinstance(start, Instance)}
        return computed(run, span, outputs, known)

    layers: dict[Key, Value] = {}
    made = Instance(modules()["KerasModel"], {"computed": Native("computed", compute), "modules": layers})
    counts: Counter[str] = Counter()
    for layer in dict.fromkeys(layers_behind(outputs, set())):
        kind = layer.cls.shown.lower()
        name = f"{kind}_{counts[kind]}" if counts[kind] else kind
        counts[kind] += 1
        layers[name] = layer
        adopt(run, made, name, layer)
    return made


def layers_behind(value: Value, seen: set[Instance]) -> Iterator[Instance]:
    """The layers that a symbol is made with, the first before those that use what it gives."""
    for each in listed(value):
        if isinstance(each, (list, tuple)):
            yield from layers_behind(each, seen)
        elif isinstance(each, Instance) and each.cls is SYMBOL and each not in seen:
            seen.add(each)
            yield from layers_behind(each.attributes["given"], seen)
            if isinstance(layer := each.attributes["layer"], Instance):
                yield layer
