"""Arrays as objects of Python's: which values are some, and not plain numbers, and what a dict finds by one of them."""

from __future__ import annotations

import numpy as np

from app.autodiff.builder import Tensor, identity
from app.autodiff.graph import INPUT
from app.autodiff.interpreter.arrays.sharing import current, view_of
from app.autodiff.interpreter.kinds.plain_values import settled
from app.autodiff.interpreter.kinds.value_types import Key, Value
from app.autodiff.interpreter.kinds.views import View
from app.autodiff.interpreter.running.run import Run
from app.language import Span


def changes_in_place(run: Run, value: Value) -> bool:
    """Whether `value += …` changes an array, which others may share, and not only what a name stands for."""
    return run.shares and not run.ours and is_array(run, value)


def is_array(run: Run, value: Value) -> bool:
    """Whether a value is an array, and no plain number."""
    if not isinstance(value, (Tensor, np.ndarray)):
        return False
    view = run.views.get(identity(value))
    if value.shape or not isinstance(value, Tensor) or (view is not None and view.path):
        return True
    return run.flavour == "torch" and (value.copy != 0 or not is_number(run, value.node.index))


def is_number(run: Run, index: int) -> bool:
    """Whether a value is computed from plain numbers alone, and so is one: Python's numbers never change."""
    seen, pending = {index}, [index]
    while pending:
        node = run.builder.nodes[pending.pop()]
        if node.operation == INPUT and node.index not in run.numbers:
            return False
        fresh = [argument for argument in node.arguments if argument not in seen]
        seen.update(fresh)
        pending.extend(fresh)
    return True


def sought(run: Run, written: Value) -> Value:
    """What a dict looks for: of an array of PyTorch which one it is, whatever it holds by now."""
    if isinstance(written, (Tensor, np.ndarray)) and run.flavour == "torch" and is_array(run, written):
        return view_of(run, written)
    return settled(written)


def key_as_value(run: Run, key: Key, span: Span) -> Value:
    """What a text is given for a key of a dict: an array as it is now."""
    return current(run, key.value, span) if isinstance(key, View) else key
