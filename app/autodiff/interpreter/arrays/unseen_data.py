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
        isinstance(part, (syntax.Subscript, syntax.Assign))
        and isinstance(part.value, Name)
        and part.value.id == name
        and (isinstance(part, syntax.Subscript) or isinstance(part.targets[0], syntax.Sequence))
        for statement in run.program.statements
        for part in everything(statement)
    )


def is_only_unpacked(run: Run, name: str) -> bool:
    """Whether all that the text does with a name is to unpack it, as in `h, c = hidden`."""
    parts = [part for statement in run.program.statements for part in everything(statement)]
    uses = sum(isinstance(part, Name) and part.id == name for part in parts)
    unpacked = [
        part
        for part in parts
        if isinstance(part, syntax.Assign) and isinstance(part.value, Name) and part.value.id == name
    ]
    return uses == len(unpacked) > 0 and all(isinstance(each.targets[0], syntax.Sequence) for each in unpacked)


def unseen_input(run: Run, name: str, span: Span) -> Tensor:
    """The input that stands for a part of such data, for all loops over it the same."""
    if name not in run.unseen:
        run.unseen[name] = free_input(run, name, span)
    return run.unseen[name]


@ITEM.of(UnseenBatch)
def unseen_item(run: Run, value: UnseenBatch, key: Value, span: Span, name: str) -> Value:
    """`batch[0]` and `batch["labels"]`."""
    return unseen_input(run, f"{name}.{key}", span)
