"""Data that the text does not show, as a loader of MNIST gives it: what takes it apart (`h, c = state`) makes inputs of its parts."""

from __future__ import annotations

from app.autodiff.builder import Tensor
from app.autodiff.interpreter.arrays.leaf_inputs import free_input
from app.autodiff.interpreter.kinds.value_types import Opaque, Value
from app.autodiff.interpreter.running.dispatch import ITEM
from app.autodiff.interpreter.running.run import Run
from app.language import Span, syntax
from app.language.syntax import Name
from app.language.walk import everything


class UnseenBatch(Opaque):
    """Stands for a batch of such data: what takes it apart makes inputs of it."""


def is_taken_apart(run: Run, name: str) -> bool:
    """Whether the text unpacks a name or asks for items of it."""
    return any(
        unpacks(part, name) or (isinstance(part, syntax.Subscript) and is_named(part.value, name))
        for part in everything(run.program)
    )


def is_only_unpacked(run: Run, name: str) -> bool:
    """Whether all that the text does with a name is to unpack it, as in `h, c = hidden`."""
    whole = list(everything(run.program))
    return 0 < sum(is_named(part, name) for part in whole) == sum(unpacks(part, name) for part in whole)


def unpacks(part: object, name: str) -> bool:
    return (
        isinstance(part, syntax.Assign) and isinstance(part.targets[0], syntax.Sequence) and is_named(part.value, name)
    )


def is_named(part: object, name: str) -> bool:
    return isinstance(part, Name) and part.id == name


def unseen_input(run: Run, name: str, span: Span) -> Tensor:
    """The input that stands for a part of such data, for all loops over it the same."""
    if name not in run.unseen:
        run.unseen[name] = free_input(run, name, span)
    return run.unseen[name]


@ITEM.of(UnseenBatch)
def unseen_item(run: Run, value: UnseenBatch, key: Value, span: Span, name: str) -> Value:
    """`batch[0]` and `batch["labels"]`."""
    return unseen_input(run, f"{name}.{key}", span)
