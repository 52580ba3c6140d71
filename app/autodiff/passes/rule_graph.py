"""A row's rules as a graph: expressions of the table, run once on operands of given shapes, serve all nodes with such operands."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.autodiff.builder import Array, Builder, Limits, Tensor
from app.autodiff.graph import CONSTANT, Node
from app.autodiff.interpreter.running.standalone import evaluate_alone
from app.autodiff.intrinsics import SUM_TO
from app.autodiff.primitives import TABLE
from app.autodiff.rows import Primitive
from app.autodiff.scalars import Function, quick
from app.language.source import START
from app.language.syntax import Expr

Asked = tuple[bool, ...] | None
"""What is asked of a node's row: the rules for some of its operands, or None for the condition of its kink."""


@dataclass(frozen=True, slots=True)
class RuleGraph:
    """What expressions of a row make: `steps` are nodes, their rows, none for a constant, and on single numbers Python's function for the
    row. The nodes come after inputs, the operands, whose places in a graph they do not know yet.

    `constants` are the values of the nodes that are constants, `results` are the places of the expressions' values by the positions of
    the operands that they are about, `read` are the places of values that the expressions' meaning depends on, and `size` counts
    the entries of all nodes.
    """

    steps: tuple[tuple[Node, Primitive | None, Function | None], ...]
    constants: Mapping[int, Array]
    results: tuple[tuple[int, int], ...]
    read: frozenset[int]
    size: int


def rule_graph(node: Node, asked: Asked, numbers: Sequence[Array], limits: Limits) -> RuleGraph:
    """The graph of what is asked of the row of `node`.

    `numbers` are the values of the operands, of the node, and of the cotangent where rules are asked for. A rule's result has
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
    results = []
    for position, expr in expressions(node, asked):
        value = evaluate_alone(expr, rule_names(node, position, tensors), builder)
        result = value if isinstance(value, Tensor) else builder.constant(value, None, START)
        if asked is not None and result.shape != tensors[position].shape:
            summed = builder.apply(SUM_TO, (result,), {"shape": tensors[position].shape}, START)
            assert isinstance(summed, Tensor)
            result = summed
        results.append((position, result.node.index))
    return finished(builder, len(numbers), results)


def expressions(node: Node, asked: Asked) -> Iterator[tuple[int, Expr]]:
    """The expressions of a node's row that are asked for, with the positions of the operands that they are about."""
    row = TABLE[node.operation]
    if asked is None:
        assert row.kink is not None
        yield 0, row.kink
        return
    for position, wanted in enumerate(asked):
        if wanted and (rule := row.rule(position)) is not None:
            yield position, rule


def finished(builder: Builder, operands: int, results: Sequence[tuple[int, int]] = ()) -> RuleGraph:
    """The graph of all that a builder has made behind its inputs, the `operands`."""
    nodes = builder.nodes[operands:]
    constants = {node.index: builder.values[node.index] for node in nodes if node.operation == CONSTANT}
    size = sum(math.prod(node.shape) for node in nodes)
    steps = tuple(step(node, builder.values) for node in nodes)
    return RuleGraph(steps, constants, tuple(results), frozenset(builder.read), size)


def step(node: Node, values: Sequence[Array]) -> tuple[Node, Primitive | None, Function | None]:
    """A node with what computes it."""
    row = TABLE.get(node.operation)
    return node, row, None if row is None else quick(row, [values[place] for place in node.arguments])


def rule_names(node: Node, position: int, tensors: Sequence[Tensor]) -> dict[str, object]:
    """What the names in a row's expressions stand for at a node: operands, settings, the output `y` and the cotangent `g`."""
    row, count = TABLE[node.operation], len(node.arguments)
    operands = tensors[:count]
    if row.variadic:
        own: dict[str, object] = {row.parameters[0]: tuple(operands), "i": position, "x": operands[position]}
    else:
        own = dict(zip(row.parameters, operands, strict=True))
    return {**node.settings, **own, **dict(zip("yg", tensors[count:], strict=False))}
