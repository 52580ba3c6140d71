"""A program's forward and backward pass as NumPy, step by step, as people write it by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from app.autodiff.graph import Node
from app.autodiff.trace import Trace
from app.code.functions import carried_lines
from app.code.literals import attribute, call, literal
from app.code.script import Line, Script
from app.code.writer import Writer


def numpy_script(trace: Trace) -> Script:
    """Both passes: every value under its name, and the gradient of each input `x` as `dx`. Raises Unwritable."""
    return NumPyScript(trace).script()


SAID = 60
"""A formula of so many characters is repeated where its gate is gone through backwards."""


class NumPyScript(Writer):
    library = "numpy"

    def __init__(self, trace: Trace) -> None:
        super().__init__(trace, trace.backward.nodes)
        numbers = (number for number in trace.numbers if np.asarray(number).dtype.kind == "f")
        # Python refuses to divide by zero; NumPy's numbers have an answer.
        self.wrapped = not all(np.all(np.isfinite(number)) for number in numbers)

    def script(self) -> Script:
        self.forward()
        self.backward()
        carried = carried_lines(self.expressions, "import numpy as np")
        quiet = [Line('np.seterr(all="ignore")'), Line("")] if self.wrapped else []
        return Script((*self.head, *carried, *quiet, *self.lines))

    def given(self, node: Node) -> ast.expr:
        return self.wrapping(self.trace.numbers[node.index])

    def wrapping(self, number: object) -> ast.expr:
        """A number as an expression, where it is needed as one of NumPy's."""
        value = literal(number)
        return call(attribute("np", "float64"), value) if self.wrapped and not np.ndim(number) else value  # type: ignore[arg-type]

    def forward(self) -> None:
        self.lines.append(Line("# Forward pass"))
        for node in self.inputs():
            self.give(node)
        self.compute()

    def backward(self) -> None:
        adjoints = self.trace.backward.adjoints
        output = self.graph.nodes[self.graph.output]
        self.lines += [Line(""), Line("# Backward pass")]
        if output.index in self.naming.gradients:
            self.node = output
            self.assign(
                self.naming.gradients[output.index], self.wrapping(self.trace.numbers[self.trace.backward.seed])
            )
        summed: set[int] = set()
        for node in reversed(self.graph.nodes):
            if node.index in adjoints and node.arguments:
                self.back(node, summed)
        self.node = None
        self.unused()

    def back(self, node: Node, summed: set[int]) -> None:
        """What a gate hands back to its operands; where an operand has got something already, it is added."""
        edges = [
            (argument, place)
            for position, argument in enumerate(node.arguments)
            if (place := self.trace.backward.contributions.get((node.index, position))) is not None
        ]
        if not edges:
            return
        self.node = node
        row = self.trace.stands_for(node)
        self.lines.append(Line(""))
        name = self.naming.values[node.index]
        formula = self.formulas.get(node.index, name)
        self.say(f"{row.spoken or row.name}: {formula if len(formula) <= SAID else name}")
        gradients, variables = self.naming.gradients, self.expressions.variables
        variables[self.trace.backward.adjoints[node.index]] = ast.Name(gradients[node.index])
        for argument, place in edges:
            flowing = variables.get(place) or self.expressions.expression(place)
            name = gradients[argument]
            before = argument in summed
            value = ast.BinOp(ast.Name(name), ast.Add(), flowing) if before else flowing
            self.assign(name, value)
            summed.add(argument)

    def unused(self) -> None:
        """Inputs that the output does not depend on have gradients too: zeros."""
        lines = [*self.zeros()]
        if lines:
            self.lines += [Line(""), Line("# The output does not depend on what follows.")]
            for node in lines:
                self.node = node
                self.assign(self.naming.gradients[node.index], literal(np.zeros(node.shape)))
            self.node = None

    def zeros(self) -> Iterator[Node]:
        reached = self.trace.backward.adjoints
        return (node for node in self.graph.inputs() if node.differentiable and node.index not in reached)
