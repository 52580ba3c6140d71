"""What a figure keeps back so that somebody may work it out: values and gradients that are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.autodiff.folding.fold import Folded
from app.autodiff.trace import Trace
from app.diagram.quantities import Array, Lookup, Quantity

GRADIENTS, ALL = "gradients", "all"


def named(hide: str) -> list[str]:
    """The names in what is to be hidden."""
    return [name.strip() for name in hide.split(",") if name.strip()]


def hidden_values(trace: Trace, folded: Folded, hide: str) -> frozenset[int]:
    """The values that are kept back: of what is named, or of all that a gate makes; an input is given."""
    made = {value for gate in folded.gates for value in gate.outputs}
    if hide == ALL:
        return frozenset(made)
    return frozenset(value for value in made if trace.labels[value] in named(hide))


def hidden_adjoints(trace: Trace, folded: Folded, hide: str) -> frozenset[int]:
    """The values whose gradient is kept back. That of the output is given: it is the seed."""
    shown = {*folded.sources, *(value for gate in folded.gates for value in gate.outputs)} & trace.adjoints.keys()
    shown -= {trace.graph.output}
    if hide in (GRADIENTS, ALL):
        return frozenset(shown)
    return frozenset(value for value in shown if trace.labels[value] in named(hide))


def unknown(trace: Trace, hide: str) -> list[str]:
    """The names that nothing has."""
    return [] if hide in (GRADIENTS, ALL) else [name for name in named(hide) if name not in trace.labels]


def blanks(trace: Trace, folded: Folded, hide: str) -> Callable[[Quantity], bool]:
    """Whether a number of the figure is kept back: with a gradient all that is multiplied and added on the way to it."""
    values, adjoints = hidden_values(trace, folded, hide), hidden_adjoints(trace, folded, hide)

    def kept_back(quantity: Quantity) -> bool:
        if quantity.kind == "value":
            return quantity.index in values
        if quantity.kind == "adjoint":
            return quantity.index in adjoints
        return folded.wires[quantity.index].value in adjoints

    return kept_back


@dataclass(frozen=True, slots=True)
class Blanked:
    """Looks quantities up, but for those that are kept back."""

    numbers: Lookup
    kept_back: Callable[[Quantity], bool]

    def __call__(self, quantity: Quantity) -> Array | None:
        return None if self.kept_back(quantity) else self.numbers(quantity)
