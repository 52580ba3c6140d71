"""What stands right of `a, b = values`: the items of a value, or as many parts as there are names of one that is not known."""

from __future__ import annotations

from app.autodiff.builder import Tensor
from app.autodiff.graph import UNKNOWN as NOT_KNOWN
from app.autodiff.interpreter.arrays.unseen_data import UnseenBatch
from app.autodiff.interpreter.kinds.value_types import Value
from app.autodiff.interpreter.operations.items import iterate
from app.autodiff.interpreter.running.run import Run
from app.autodiff.intrinsics import UNKNOWN
from app.language import Span


def unpacked(run: Run, value: Value, count: int, span: Span) -> list[Value]:
    """The values for `count` names. What a layer that is not known gives is then several functions of what went into it."""
    if isinstance(value, UnseenBatch):
        return [value] * count
    node = value.node if isinstance(value, Tensor) else None
    if node is None or node.operation != NOT_KNOWN or not node.settings.get("layer"):
        return iterate(run, value, span)
    operands = [
        Tensor(run.builder.nodes[place], run.builder.values[place], run.builder.read) for place in node.arguments
    ]
    names = [f"{node.settings['function']}_{number}" for number in range(1, count + 1)]
    return [run.builder.apply(UNKNOWN, operands, {"function": name, "layer": True}, span) for name in names]  # type: ignore[misc]
