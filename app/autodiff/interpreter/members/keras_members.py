"""What Keras has behind a dot: its layers, losses, activations and models."""

from __future__ import annotations

from typing import NoReturn

from app.autodiff.interpreter.functions.keras_weights import initializer as keras_initializer
from app.autodiff.interpreter.kinds.value_types import Class, Namespace, Native, Value
from app.autodiff.interpreter.library_classes.keras_functions import AS_ELSEWHERE
from app.autodiff.interpreter.library_classes.keras_layers import FUNCTIONS, LAYERS, OWN, PROBABILITIES
from app.autodiff.interpreter.library_classes.keras_losses import LOSS_FUNCTIONS, LOSSES, OWN_LOSSES
from app.autodiff.interpreter.library_classes.nn_modules import modules
from app.autodiff.interpreter.members.keras_graphs import model
from app.autodiff.interpreter.running.dispatch import called
from app.autodiff.interpreter.running.run import Run
from app.language import Span


def of_keras(library: Namespace, name: str) -> Value:
    """A layer, a loss or a model of Keras; other layers are refused, since PyTorch's of the same name take other arguments."""
    part = library.path[-1]
    if library.flavour == "jax" and part in ("ops", "backend") and (found := keras_function(part, name)) is not None:
        return found
    if library.flavour == "jax" and name == "Model" and part in ("jax", "keras", "models"):
        return Native(name, model)
    if part == "layers" and library.flavour == "jax" and name in LAYERS:
        return modules()[f"Keras{name}" if name in OWN else name]
    if part == "activations":
        return keras_activation(name)
    if library.flavour == "jax" and (part == "losses" or (part == "metrics" and name.lower() == name)):
        return keras_loss(name)
    if part == "initializers" or (name.endswith("_initializer") and library.flavour == "jax"):
        return keras_initializer(name)
    if part != "layers":
        return None
    if name.capitalize() in FUNCTIONS:
        return Native(name, lambda run, span, *given, **options: joined(run, span, name, *given, **options))
    return Native(name, lambda run, span, *given, **named: refuse_layer(run, span, name))


def keras_function(part: str, name: str) -> Value:
    """A function of `keras.ops` or `keras.backend` as Keras means it; those of the backend are of no other library."""
    found = modules()[f"Keras{part.capitalize()}"].find(name)
    known = found is not None or part == "ops" or name in AS_ELSEWHERE
    return found if known else Native(name, lambda run, span, *given, **named: refuse_backend(run, span, name))


def refuse_backend(run: Run, span: Span, name: str) -> NoReturn:
    hint = "write it with `tf`, `keras.ops` or NumPy"
    run.refuse(span, f"`{name}` of `keras.backend` is not known here", hint, unknown=True)


def keras_activation(name: str) -> Value:
    """An activation, as Keras means it; those of probabilities keep what went into them for a loss."""
    if name in PROBABILITIES:
        return Native(name, lambda run, span, x: called(run, called(run, modules()["Activation"], span, name), span, x))
    return modules()["Activation"] if name == "get" else modules()["KerasActivations"].find(name)


def keras_loss(name: str) -> Value:
    """A loss of Keras as a class or as a function, and the class of one's own."""
    if name == "Loss":
        return modules()["KerasLossClass"]
    if name in LOSSES:
        return loss_class(name)
    loss = LOSS_FUNCTIONS.get(name.lower().replace("_", ""))
    if loss is None:
        return None
    return Native(name, lambda run, span, truth, found, **options: lost(run, span, loss, truth, found, **options))


def lost(run: Run, span: Span, name: str, truth: Value, found: Value, **options: Value) -> Value:
    """`losses.mse(truth, found)`, which is `MeanSquaredError(reduction=None)(truth, found)`."""
    return called(run, called(run, loss_class(name), span, reduction=None, **options), span, truth, found)


def loss_class(name: str) -> Class:
    return modules()[f"Keras{name}" if name in OWN_LOSSES else name]


def joined(run: Run, span: Span, name: str, inputs: Value, **options: Value) -> Value:
    """`layers.concatenate([a, b])`, which is `Concatenate()([a, b])`."""
    return called(run, called(run, modules()[name.capitalize()], span, **options), span, inputs)


def refuse_layer(run: Run, span: Span, name: str) -> NoReturn:
    hint = f"{', '.join(sorted(LAYERS))} are; PyTorch's layers, as `nn.Conv2d(…)`, are known too"
    run.refuse(span, f"the layer `{name}` of Keras is not known here", hint, unknown=True)
