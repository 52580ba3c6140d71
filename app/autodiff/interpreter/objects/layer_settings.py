"""What a library's layer is told beside what it computes with: when it is made, and whether it is in training."""

from __future__ import annotations

from collections.abc import Container

from app.autodiff.interpreter.kinds.value_types import Method, Named
from app.autodiff.interpreter.running.dispatch import Arguments
from app.autodiff.interpreter.running.run import Run
from app.language import Span

OF_MACHINES = frozenset(
    "device dtype key name input_shape input_dim batch_input_shape input_length dynamic unroll seed param_dtype precision parent".split()
)
"""Where and how exactly it computes, its random numbers, its name and what will come in."""
OF_TRAINING = ("_regularizer", "_constraint")
"""How settings end that act where Keras trains a layer."""

TRAINING = "training"


def in_training(run: Run, method: Method, arguments: Arguments) -> Arguments:
    """The arguments of a method with `training=`, which layers of Keras take over from the one that calls them unless told.

    Those that compute the same either way take it and leave it, as Keras does for every `call`.
    Whoever calls the method puts `run.training` back behind it.
    """
    if run.training is None and TRAINING not in arguments.named:
        return arguments
    outer, named = run.training, dict(arguments.named)
    asks = any(parameter.name == TRAINING for parameter in method.function.parameters)
    if named.get(TRAINING) is not None:
        run.training = named[TRAINING]
    elif asks and outer is not None:
        named[TRAINING] = outer
    if (method.owner.ours or method.function.name == "call") and not asks and method.function.name != "__init__":
        named.pop(TRAINING, None)
    return arguments._replace(named=named)


def of_computation(run: Run, given: Named, known: Container[str], span: Span) -> Named:
    """The settings that bear on what a layer computes; those that act in training alone are told."""
    found: Named = {}
    for name, value in given.items():
        if name in known or not (name in OF_MACHINES or name.endswith(OF_TRAINING)):
            found[name] = value
        elif name.endswith(OF_TRAINING) and value:
            run.note(f"`{name}` acts where `fit` trains the network, not on what it computes here", span)
    return found
