"""Inputs that a text writes as lists, `a = [1, 2]`: they are lists where it is Python for a library, and arrays elsewhere."""

from __future__ import annotations

from app.autodiff.builder import Tensor, identity
from app.autodiff.graph import INPUT
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.kinds.views import Held
from app.autodiff.interpreter.running.run import Run
from app.autodiff.primitives.places import Key
from app.language.operators import FUNCTIONS


def is_list(run: Run, value: Value) -> bool:
    """Whether an input, or a row of one, is a list; without an import and a library's arrays each input may be one."""
    if not isinstance(value, Tensor) or not value.shape:
        return False
    if run.python:
        return identity(value) in run.lists
    node = run.builder.nodes[value.node.index]
    while node.operation == FUNCTIONS["["]:
        node = run.builder.nodes[node.arguments[0]]
    return node.operation == INPUT


def inherit(run: Run, before: Held, after: Held) -> None:
    """What is a row, a slice, a copy or a later state of a list is a list too."""
    if run.lists and after.shape and identity(before) in run.lists:
        run.lists.add(identity(after))


def copies_list(key: Key, shape: tuple[int, ...]) -> bool:
    """Whether an index gives something of its own: a slice of a list is a copy in Python, and its numbers never change.

    One by several axes is none of a list.
    """
    return len(key) == 1 and (isinstance(key[0], slice) or not shape)
