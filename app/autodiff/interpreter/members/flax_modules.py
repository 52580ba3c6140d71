"""Modules of Flax's Linen: `model.init(key, x)` makes their variables, `model.apply(variables, x)` runs them with these."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.autodiff.builder import Tensor, describe
from app.autodiff.interpreter.arrays.leaf_inputs import make_input, spare_name
from app.autodiff.interpreter.functions.builtins import BUILTINS
from app.autodiff.interpreter.functions.keras_weights import initializer
from app.autodiff.interpreter.kinds import libraries
from app.autodiff.interpreter.kinds.plain_values import shape_of
from app.autodiff.interpreter.kinds.value_types import (
    OPAQUE,
    Function,
    Instance,
    Method,
    Named,
    Namespace,
    Native,
    Operation,
    Value,
    Values,
)
from app.autodiff.interpreter.library_classes.flax_layers import PREFIX, SHORT
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.interpreter.library_classes.nnx_layers import PREFIX as EAGER_PREFIX
from app.autodiff.interpreter.objects.flax_scopes import FIRST, PARAMETERS, SETUP, STATISTICS, variable
from app.autodiff.interpreter.objects.function_calls import call_method, method_of
from app.autodiff.interpreter.objects.homes import joined
from app.autodiff.interpreter.running.dispatch import Arguments, attribute, call, called
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives import SPELLINGS
from app.language import Span

LIBRARY = "flax"
EAGER = "nnx"
"""The part of Flax whose modules have their weights from the beginning."""
TRAINING = frozenset("Optimizer ModelAndOptimizer MultiMetric metrics".split())
"""What NNX has beside a forward pass."""
KINDS = (PARAMETERS, STATISTICS)
PARTS = frozenset("linen nnx training train_state core".split())
AS_IT_IS = frozenset("compact remat jit nowrap".split())
"""Decorators that leave a method what it is."""


def of_flax(library: Namespace, name: str) -> Value:
    """What `flax.linen` has by a name; None for what it has as all of JAX has it."""
    if library.path[-1] == "initializers" and library.path[-2:-1] in (("linen",), ("nn",), (EAGER,)):
        return of_initializers(name)
    if LIBRARY not in library.path:
        return None
    if name in PARTS:
        return Namespace((*library.path, name))
    if name in AS_IT_IS:
        return Native(name, BUILTINS["jit"])
    if name == "make_causal_mask":
        return Native(name, causal_mask)
    if (row := SPELLINGS.get(f"linen.{name}")) is not None:
        return Operation(row, library.flavour)
    if library.path[-1] == EAGER and name in ("Param", "Variable"):
        return Native(name, BUILTINS["Parameter"] if name == "Param" else BUILTINS["asarray"])
    if library.path[-1] == EAGER and name in TRAINING:
        return Native(name, lambda run, span, *given, **named: OPAQUE)
    prefix = EAGER_PREFIX if library.path[-1] == EAGER else PREFIX
    if (found := modules().get(prefix + name)) is not None:
        return found
    known = ", ".join(sorted(each.removeprefix(prefix) for each in modules() if each.startswith(prefix)))

    def refuse(run: Run, span: Span, *given: Value, **named: Value) -> None:
        run.refuse(span, f"the layer `{name}` of Flax is not known here", f"{known} are", unknown=True)

    return Native(name, refuse) if name[:1].isupper() else None


def of_initializers(name: str) -> Value:
    """`nn.initializers.normal`, which makes a function of a key and a shape; `zeros` and `ones` are such functions themselves."""
    if name in ("zeros", "ones"):
        return Native(name, lambda run, span, key, shape, *kind: called(run, libraries.operation(name), span, shape))
    way, _, rest = name.removesuffix("_init").partition("_")
    plain = f"{SHORT.get(way, way)}_{rest}" if rest else way
    found = modules().get(f"{PREFIX}Initial{plain.capitalize()}") or initializer(plain)
    if found is None:
        return None

    def make(run: Run, span: Span, *given: Value, **named: Value) -> Native:
        made = call(run, found, Arguments(given, named, span))
        return Native(name, lambda run, span, key, shape, *kind, **options: called(run, made, span, shape))

    return Native(name, make)


def causal_mask(run: Run, span: Span, inputs: Value, **options: Value) -> Value:
    """True where a place in a sequence looks at itself or at an earlier one: `(batch, 1, length, length)`."""
    *batch, length = shape_of(inputs)
    return np.broadcast_to(np.tri(length, dtype=bool), (*batch, 1, length, length))


def init(run: Run, span: Span, instance: Instance, rngs: Value = None, *given: Value, **named: Value) -> Value:
    """The first variables of a module, each an input: those that a run with numbers alone asks for."""
    plain = tuple(each.held if isinstance(each, Tensor) else each for each in given)
    found: Named = {kind: {} for kind in KINDS}
    run_with(run, span, instance, found, plain, named, first=True)
    return {kind: as_inputs(run, span, value, "") for kind, value in found.items() if value}


def as_inputs(run: Run, span: Span, value: Value, path: str) -> Value:
    if isinstance(value, dict):
        return {key: as_inputs(run, span, each, joined(path, str(key))) for key, each in value.items()}
    floats = isinstance(value, (float, np.ndarray))
    return make_input(run, spare_name(run, path), value, span) if floats else value


def apply(
    run: Run,
    span: Span,
    instance: Instance,
    given: Value = None,
    *inputs: Value,
    mutable: Value = False,
    **named: Value,
) -> Value:
    """What a module computes with these variables; those that it changes are not known."""
    if not isinstance(given, dict) or not isinstance(given.get(PARAMETERS, {}), dict):
        hint = "write `params = model.init(jax.random.PRNGKey(0), x)`, or {'params': {'Dense_0': {'kernel': W, 'bias': b}}}"
        run.refuse(span, f"a module of Flax is run with a dict of variables, not with {describe(given)}", hint)
    named.pop("rngs", None)
    known = {kind: given.get(kind, {}) for kind in KINDS}
    result = run_with(run, span, instance, known, inputs, named, first=False)
    return (result, OPAQUE) if mutable else result


def run_with(
    run: Run, span: Span, instance: Instance, known: Named, inputs: Values, named: Named, *, first: bool
) -> Value:
    """Run a module with variables, which it has for that long."""
    before = dict(instance.attributes)
    instance.attributes |= {**known, FIRST: first}
    try:
        method = named.pop("method", None)
        if method is None:
            return call(run, instance, Arguments(inputs, named, span))
        set_up(run, span, instance)
        if isinstance(method, str):
            method = attribute(run, instance, method, span)
        own = (instance, *inputs) if isinstance(method, Function) else inputs
        assert isinstance(method, (Function, Method, Native))
        return call(run, method, Arguments(own, named, span))
    finally:
        instance.attributes.clear()
        instance.attributes |= before


def set_up(run: Run, span: Span, instance: Instance) -> bool:
    """Run the `setup` of a module before what needs it; whether that was still to be done."""
    method = method_of(instance, SETUP)
    if method is None or instance.attributes.get(SETUP):
        return False
    instance.attributes[SETUP] = True
    call_method(run, method, Arguments((), {}, span))
    return True


def param(
    run: Run, span: Span, instance: Instance, name: Value, first: Value, *given: Value, **options: Value
) -> Value:
    """`self.param("kernel", first, shape)`: a parameter, by its name in the module."""
    return variable(run, span, instance, PARAMETERS, str(name), starting(first), given)


def statistic(run: Run, span: Span, instance: Instance, name: Value, first: Value, shape: Value) -> Value:
    return variable(run, span, instance, STATISTICS, str(name), starting(first), (shape,))


def starting(first: Value) -> Value:
    """What gives first values: a function of the text or of `nn.initializers`, or what a layer has by name."""
    if not isinstance(first, str) or first in ("zeros", "ones"):
        return of_initializers(first) if isinstance(first, str) else first
    maker = of_initializers(first)
    return Native(first, lambda run, span, *given: called(run, called(run, maker, span), span, *given))


METHODS: dict[str, Callable[..., Value]] = {"init": init, "apply": apply, "param": param, "statistic": statistic}


def flax_method(instance: Instance, name: str) -> Value:
    """What modules of Flax have behind a dot; None for other names."""
    if name not in METHODS:
        return None
    title = f"{instance.cls.shown}.{name}"
    return Native(title, lambda run, span, *given, **named: METHODS[name](run, span, instance, *given, **named))
