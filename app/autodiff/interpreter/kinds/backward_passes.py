"""The backward passes that a text asks for, and the gradients that it reads of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.kinds.views import Storage
from app.language import Diagnostic


@dataclass(slots=True, eq=False)
class BackwardPass:
    """One `output.backward(cotangent)`: the gradients that have been worked out, by the nodes that they are of."""

    output: Tensor
    told: Diagnostic
    """What is told of it as long as the text reads none of its gradients."""
    cotangent: Value = None
    followed: bool = False
    """Whether the gradients have gradients themselves, as with `create_graph=True`."""
    gradients: dict[int, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class StoredGradients:
    """What `w.grad` is: by the entries of w, the gradient so far and how many of the `passes` are in it."""

    passes: list[BackwardPass] = field(default_factory=list)
    found: dict[Storage, tuple[Value, int]] = field(default_factory=dict)
    retained: set[Storage] = field(default_factory=set)
    """Entries that are computed and were asked to keep their gradient."""
    since: int = 0
    """How many passes had been made when all gradients were last set to zero."""
    known: bool = True
    """Whether the text has done nothing to the gradients that is not followed here."""
