"""What a library's layer is told when it is made that changes nothing of what it computes."""

from __future__ import annotations

from collections.abc import Container

from app.autodiff.interpreter.kinds.value_types import Named
from app.autodiff.interpreter.running.run import Run
from app.language import Span

OF_MACHINES = frozenset(
    "device dtype key name input_shape input_dim batch_input_shape input_length dynamic unroll seed".split()
)
"""Where and how exactly it computes, its random numbers, its name and what will come in."""
OF_TRAINING = ("_regularizer", "_constraint")
"""How settings end that act where Keras trains a layer."""


def of_computation(run: Run, given: Named, known: Container[str], span: Span) -> Named:
    """The settings that bear on what a layer computes; those that act in training alone are told."""
    found: Named = {}
    for name, value in given.items():
        if name in known or not (name in OF_MACHINES or name.endswith(OF_TRAINING)):
            found[name] = value
        elif name.endswith(OF_TRAINING) and value:
            run.note(f"`{name}` acts where `fit` trains the network, not on what it computes here", span)
    return found
