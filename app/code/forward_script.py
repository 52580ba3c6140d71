"""Programs for libraries that differentiate by themselves: the forward pass, with values in place where they are used once."""

from __future__ import annotations

import ast

from app.autodiff.graph import Node
from app.autodiff.trace import Trace
from app.code.literals import literal
from app.code.script import Line, Unwritable
from app.code.writer import Writer


class ForwardScript(Writer):
    """A script whose values have a line where the person named them, or where they are used again."""

    def __init__(self, trace: Trace) -> None:
        super().__init__(trace, trace.graph.nodes)
        self.called = {*self.graph.names.values(), self.graph.output}

    def has_line(self, node: Node) -> bool:
        shared = self.expressions.uses[node.index] > 1 and not self.expressions.short(node.index)
        return super().has_line(node) and (node.index in self.called or shared)

    @property
    def wanted(self) -> list[Node]:
        """The inputs that have a gradient; none where the output has none."""
        inputs = [node for node in self.inputs() if node.differentiable]
        return inputs if self.graph.nodes[self.graph.output].differentiable else []

    @property
    def output(self) -> str:
        """The variable of the output."""
        return ast.unparse(self.expressions.reference(self.graph.output))

    @property
    def seed(self) -> ast.expr:
        return ast.fix_missing_locations(literal(self.trace.seed))

    def printed(self) -> list[Line]:
        """Lines that print the gradients."""
        names = [self.naming.gradients[node.index] for node in self.wanted]
        return [Line(f'print("{name} =", {name})') for name in names]


def refusal(name: str, library: str) -> Unwritable:
    """What is said of an operation that a library has no function for."""
    return Unwritable(f"`{name}` cannot be written for {library}", "take --as numpy")
