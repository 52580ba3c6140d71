"""Leaves beside the inputs: values that begin a gradient which goes no further, as behind `w.detach().requires_grad_()`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from app.autodiff.builder import Tensor, identity
from app.autodiff.interpreter.arrays.leaf_inputs import is_leaf
from app.autodiff.interpreter.arrays.sharing import is_temporary, renew, view_of
from app.autodiff.interpreter.kinds.value_types import Values
from app.autodiff.interpreter.kinds.views import Storage
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import DETACH
from app.language import Span


def seat(run: Run, value: Tensor) -> Hashable:
    """What stays the same of an array as its entries change: where they are kept, or the array where it is a view of others."""
    view = view_of(run, value)
    return identity(value) if view.path else view.storage


def without_hooks(run: Run, value: Tensor) -> tuple[Tensor, Values]:
    """An array as it is without the hooks that its gradient goes through, and these."""
    return run.hooked.get(seat(run, value), (value, ()))


def was_input(run: Run, value: Tensor) -> bool:
    """Whether an array is an input or another leaf, or was one before steps of training changed it."""
    return any(is_leaf(run, each) or starts(run, each) for each in up_to_now(run, value))


def is_parameter(run: Run, value: Tensor) -> bool:
    """Whether an array is an `nn.Parameter`, or was one before steps of training changed it."""
    return any(each.node.index in run.registered for each in up_to_now(run, value))


def up_to_now(run: Run, value: Tensor) -> Iterator[Tensor]:
    """An array, and what it was before it was changed in place."""
    view = run.views.get(identity(value))
    earlier = view.past if view is not None and not view.path else ()
    return (each for each in (value, *earlier) if isinstance(each, Tensor))


def starts(run: Run, value: Tensor) -> bool:
    """Whether a gradient ends at a value that has one, as it does behind `w.detach().requires_grad_()`."""
    node = run.builder.nodes[value.node.index]
    return node.operation == DETACH.name and node.differentiable


def leaf_of(run: Run, value: Tensor, span: Span) -> Tensor:
    """The entries of a value in an array of their own, which has a gradient that goes no further."""
    ended = run.builder.apply(DETACH, (value,), {}, span)
    assert isinstance(ended, Tensor)
    node = run.builder.nodes[ended.node.index] = ended.node._replace(differentiable=True)
    return Tensor(node, ended.held, ended.read)


def started_anew(run: Run, target: Tensor) -> Tensor:
    """`w.detach().requires_grad_()`: a value that has a gradient, which goes no further."""
    view, end = view_of(run, target), run.builder.nodes[target.node.index]
    copy = target.copy
    if end.operation != DETACH.name:
        ended = run.builder.apply(DETACH, (target,), {}, end.span or Span(1, 0, 1, 1))
        assert isinstance(ended, Tensor)
        end, copy = ended.node, 0
    node = run.builder.nodes[end.index] = end._replace(differentiable=True)
    made = Tensor(node, target.held, target.read, copy)
    if view.path and is_temporary(run, view.storage.base):
        view.storage, view.path = Storage(made), ()
    renew(run, view, made)
    if not view.path:
        view.storage.base = made
    return made
