"""A row's rule as a graph: an expression of the table, run once on operands of given shapes, serves all nodes with such operands."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.autodiff.builder import Array, Builder, Limits, Tensor
from app.autodiff.graph import CONSTANT, Node
from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.autodiff.primitives import TABLE
from app.autodiff.rows import Primitive
from app.bounded_cache import BoundedCache
from app.language.source import START
from app.language.syntax import Expr

KINDS = 2048
"""For how many kinds of nodes rule graphs are remembered."""


@dataclass(frozen=True, slots=True)
class RuleGraph:
    """What an expression of the table makes: `nodes` come after `operands` inputs, whose places in a graph they do not know yet;
    `rows` are the operations of the nodes.

    `constants` are the values of the nodes that are constants, `result` is the place of the last value, `read` are the places of
    values that the expression's meaning depends on, and `size` counts the entries of all nodes.
    """

    operands: int
    nodes: tuple[Node, ...]
    rows: tuple[Primitive | None, ...]
    constants: Mapping[int, Array]
    result: int
    read: frozenset[int]
    size: int


class RuleGraphs:
    """The rule graphs that are known, by what the nodes have in common that they serve; of the last kinds that were met."""

    def __init__(self) -> None:
        self.known: BoundedCache[Hashable, dict[tuple[int, int], RuleGraph]] = BoundedCache(KINDS)

    def find(self, kind: Hashable) -> dict[tuple[int, int], RuleGraph]:
        """Those for nodes of a kind, to which more can be added. Raises TypeError for a kind that cannot be looked up."""
        found = self.known.get(kind)
        if found is None:
            found = {}
            self.known.put(kind, found)
        return found


def rule_graph(expr: Expr, node: Node, position: int, numbers: Sequence[Array], limits: Limits) -> RuleGraph:
    """The graph of `expr`, a rule (for the operand at `position`) or a condition of the row of `node`.

    `numbers` are the values of the operands, of the node, and of the cotangent where the expression is a rule. A rule's result has
    the shape of its operand: what broadcasting copied is added up again here. Raises LanguageError.
    """
    builder = Builder(
        replace(
            limits,
            nodes=limits.nodes * 20,
            total_elements=limits.total_elements * 8,
            evaluations=limits.evaluations * 4,
        )
    )
    tensors = [builder.input("", number, True, START) for number in numbers]
    value = evaluate_alone(expr, rule_names(node, position, tensors), builder)
    result = value if isinstance(value, Tensor) else builder.constant(value, None, START)
    if len(tensors) > len(node.arguments) + 1 and result.shape != tensors[position].shape:
        summed = builder.apply(TABLE["sum_to"], (result,), {"shape": tensors[position].shape}, START)
        assert isinstance(summed, Tensor)
        result = summed
    return finished(builder, len(numbers), result)


def finished(builder: Builder, operands: int, result: Tensor) -> RuleGraph:
    nodes = tuple(builder.nodes[operands:])
    constants = {node.index: builder.values[node.index] for node in nodes if node.operation == CONSTANT}
    size = sum(int(np.prod(node.shape)) for node in nodes)
    rows = tuple(TABLE.get(node.operation) for node in nodes)
    return RuleGraph(operands, nodes, rows, constants, result.node.index, frozenset(builder.read), size)


def rule_names(node: Node, position: int, tensors: Sequence[Tensor]) -> dict[str, object]:
    """What the names in a row's expressions stand for at a node: operands, settings, the output `y` and the cotangent `g`."""
    row, count = TABLE[node.operation], len(node.arguments)
    operands = tensors[:count]
    if row.variadic:
        own: dict[str, object] = {row.parameters[0]: tuple(operands), "i": position, "x": operands[position]}
    else:
        own = dict(zip(row.parameters, operands, strict=True))
    return {**node.settings, **own, **dict(zip("yg", tensors[count:], strict=False))}
