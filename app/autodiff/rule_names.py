"""What the names in a row's rules stand for at one node: its operands, settings, output and cotangent."""

from __future__ import annotations

from collections.abc import Sequence

from app.autodiff.graph import Node
from app.autodiff.primitives import TABLE


def names(node: Node, position: int, operands: Sequence[object], y: object, g: object) -> dict[str, object]:
    """The names of the rule for the operand at `position`; values of the graph or plain arrays, as the caller has them."""
    row = TABLE[node.operation]
    if row.variadic:
        own: dict[str, object] = {row.parameters[0]: tuple(operands), "i": position, "x": operands[position]}
    else:
        own = dict(zip(row.parameters, operands, strict=True))
    return {**node.settings, **own, "y": y, "g": g}
