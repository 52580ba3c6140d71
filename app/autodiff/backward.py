"""The reverse pass: the backward pass is built as nodes behind the forward ones, by running each row's rules in our own language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.autodiff import rule_names
from app.autodiff.builder import Tensor
from app.autodiff.graph import Graph, Node
from app.autodiff.interpreter import Interpreter
from app.autodiff.interpreter.values import Frame
from app.autodiff.primitives import TABLE
from app.language import Diagnostic, LanguageError
from app.language.source import START


@dataclass(frozen=True, slots=True)
class Backward:
    """The nodes of both passes: which are contributions (by consumer and argument position), adjoints (by node), and the seed."""

    nodes: tuple[Node, ...]
    contributions: Mapping[tuple[int, int], int]
    adjoints: Mapping[int, int]
    seed: int


def backward(interpreter: Interpreter, graph: Graph, seed: object = None) -> Backward:
    """Reverse accumulation (Linnainmaa 1970): from the output to the inputs, each wire's contribution, and each node's sum of them.

    `seed` is a number or nested list of the output's shape; without one it is all ones. Raises LanguageError where a seed does
    not fit, or where a rule cannot be carried out.
    """
    reverse = Reverse(interpreter, graph)
    reverse.receive(graph.output, reverse.seed(seed))
    needed = graph.needed
    for node in reversed(graph.nodes):
        g = reverse.adjoints.get(node.index)
        if g is not None and node.index in needed:
            reverse.pass_back(node, g)
    contributions = {key: tensor.node.index for key, tensor in reverse.contributions.items()}
    adjoints = {key: tensor.node.index for key, tensor in reverse.adjoints.items()}
    return Backward(tuple(interpreter.builder.nodes), contributions, adjoints, len(graph.nodes))


class Reverse:
    """One reverse pass: `tensors` are the forward nodes with their values, `contributions` and `adjoints` what has come back so far."""

    def __init__(self, interpreter: Interpreter, graph: Graph) -> None:
        self.interpreter, self.graph = interpreter, graph
        self.builder = interpreter.builder
        self.tensors = [
            Tensor(node, value, self.builder.read)
            for node, value in zip(graph.nodes, self.builder.values, strict=False)
        ]
        self.contributions: dict[tuple[int, int], Tensor] = {}
        self.adjoints: dict[int, Tensor] = {}

    def seed(self, seed: object) -> Tensor:
        """The adjoint of the output, an input of the backward pass."""
        output = self.graph.nodes[self.graph.output]
        place = output.span or START
        try:
            value = np.ones(output.shape) if seed is None else np.array(seed, dtype=float)
        except (TypeError, ValueError):
            hint = f"its shape is the output's: {output.shape}"
            raise LanguageError(Diagnostic(place, "the seed is not a number or an array of numbers", hint)) from None
        if value.shape != output.shape:
            message = f"the seed has shape {value.shape}, the output {output.shape}"
            raise LanguageError(Diagnostic(place, message, "they must be equal"))
        return self.builder.input("seed", value[()], True, place)

    def receive(self, index: int, contribution: Tensor) -> None:
        """Add what comes back along one wire to a node's adjoint."""
        known = self.adjoints.get(index)
        self.adjoints[index] = contribution if known is None else self.apply("add", known, contribution)

    def pass_back(self, node: Node, g: Tensor) -> None:
        """Send the adjoint `g` of a node on to those of its arguments that an input leads to."""
        for position, index in enumerate(node.arguments):
            argument = self.tensors[index]
            if argument.differentiable and (contribution := self.contribution(node, position, g)) is not None:
                self.contributions[node.index, position] = contribution
                self.receive(index, contribution)

    def contribution(self, node: Node, position: int, g: Tensor) -> Tensor | None:
        """The row's rule for one operand, with what broadcasting copied added up again. None where nothing flows back."""
        derivative = TABLE[node.operation].rule(position)
        if derivative is None:
            return None
        operands = [self.tensors[index] for index in node.arguments]
        frame = Frame(rule_names.names(node, position, operands, self.tensors[node.index], g))
        place = node.span or START
        try:
            value = self.interpreter.expression(derivative, frame)
        except LanguageError as error:
            # The rule is ours, the place is the person's.
            message = f"the derivative of `{node.operation}`: {error.message}"
            raise LanguageError(Diagnostic(place, message, error.hint)) from None
        shape = operands[position].shape
        tensor = value if isinstance(value, Tensor) else self.builder.constant(value, None, place)
        return tensor if tensor.shape == shape else self.apply("sum_to", tensor, shape=shape)

    def apply(self, row: str, *operands: Tensor, **settings: object) -> Tensor:
        result = self.builder.apply(TABLE[row], operands, settings, operands[0].node.span or START)
        assert isinstance(result, Tensor)
        return result
