"""Keras's activations keep what went into them: a loss of their probabilities is computed with that.

Source: `_get_logits` of Keras 3.15, and the `_keras_logits` that its `softmax` and `sigmoid` give what they return.
"""

from __future__ import annotations

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.running.run import Run
from app.language import Span

WANTED = "`from_logits=True` is told of probabilities: as Keras does, this loss is computed with what went into their activation"


def with_logits(run: Run, span: Span, found: Value, inputs: Value) -> Value:
    """Probabilities, which know from now on what they were made of."""
    if isinstance(found, Tensor) and isinstance(inputs, Tensor):
        run.logits[found.node.index] = inputs
    return found


def logits_of(run: Run, span: Span, found: Value, wanted: Value) -> Value:
    """What went into the activation that made `found`: `found` itself where logits are `wanted` and nothing is known, else None."""
    logits = run.logits.get(found.node.index) if isinstance(found, Tensor) else None
    if wanted and logits is not None:
        run.note(WANTED, run.current.span if run.current else span)
    return found if logits is None and wanted else logits
