"""A program's forward and backward pass as NumPy, step by step, as people write it by hand."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from app.autodiff.graph import CONSTANT, INPUT, UNKNOWN, Node
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.code.expressions import Expressions
from app.code.functions import carried_lines
from app.code.layout import assignment, comment
from app.code.literals import attribute, call, literal
from app.code.naming import naming
from app.code.script import Line, Script, Unwritable
from app.language import Span


def numpy_script(trace: Trace) -> Script:
    """Both passes: every value under its name, and the gradient of each input `x` as `dx`. Raises Unwritable."""
    refuse_unknown(trace)
    return NumPyScript(trace).script()


def refuse_unknown(trace: Trace) -> None:
    """Raise Unwritable for a function of which only the name is known."""
    for node in trace.graph.nodes:
        if node.operation == UNKNOWN:
            message = f"the function `{node.settings['function']}` is only named, so there is no code for it"
            raise Unwritable(message, "write what it computes, as in def f(x): return x**2")


class NumPyScript:
    library = "numpy"

    def __init__(self, trace: Trace) -> None:
        self.trace, self.graph, self.naming = trace, trace.graph, naming(trace)
        self.lines: list[Line] = []
        self.node: Node | None = None
        self.expressions = Expressions(trace.backward.nodes, trace.numbers, self.naming.names, self.bind, self.library)
        numbers = (number for number in trace.numbers if np.asarray(number).dtype.kind == "f")
        # Python refuses to divide by zero; NumPy's numbers have an answer.
        self.wrapped = not all(np.all(np.isfinite(number)) for number in numbers)

    def script(self) -> Script:
        self.forward()
        self.backward()
        head = [*comment(self.trace.program.text.strip("\n").split("\n")), Line("")]
        carried = carried_lines(self.expressions, "import numpy as np")
        quiet = [Line('np.seterr(all="ignore")'), Line("")] if self.wrapped else []
        return Script((*head, *carried, *quiet, *self.lines))

    def bind(self, stem: str, expression: ast.expr) -> ast.expr:
        name = self.naming.names.number(stem)
        self.assign(name, expression)
        return ast.Name(name)

    def assign(self, name: str, expression: ast.expr, remark: str = "") -> None:
        """One line that gives a variable its value."""
        index, span = (self.node.index, self.node.span) if self.node else (None, None)
        for text in assignment(name, expression, remark):
            self.lines.append(Line(text, index, span))

    def say(self, text: str, span: Span | None = None) -> None:
        index, own = (self.node.index, self.node.span) if self.node else (None, None)
        self.lines += [line._replace(node=index, span=span or own) for line in comment([text])]

    def live(self) -> set[int]:
        """The nodes that are written: what the output and the names need."""
        found = {self.graph.output, *self.graph.names.values()}
        for node in reversed(self.graph.nodes):
            if node.index in found:
                found.update(node.arguments)
        return found

    def forward(self) -> None:
        live = self.live()
        self.lines.append(Line("# Forward pass"))
        for node in sorted(self.graph.nodes, key=lambda node: node.operation != INPUT):
            if node.index in live:
                self.step(node)
        for name, index in self.naming.others:
            self.node = self.graph.nodes[index]
            self.assign(name, self.expressions.reference(index))
        self.node = None

    def step(self, node: Node) -> None:
        """The line that computes a node; a number that is a constant stands where it is used."""
        self.node, name = node, self.naming.values.get(node.index)
        if node.operation == INPUT:
            value = literal(self.trace.numbers[node.index])
            value = call(attribute("np", "float64"), value) if self.wrapped and not node.shape else value
        elif name is None or (node.operation == CONSTANT and node.name is None):
            return
        else:
            value = self.expressions.expression(node.index)
        assert name is not None
        self.assign(name, value)
        self.expressions.variables[node.index] = ast.Name(name)

    def backward(self) -> None:
        adjoints = self.trace.backward.adjoints
        output = self.graph.nodes[self.graph.output]
        self.lines += [Line(""), Line("# Backward pass")]
        if output.index in self.naming.gradients:
            self.node = output
            self.assign(self.naming.gradients[output.index], literal(self.trace.numbers[self.trace.backward.seed]))
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
        row = TABLE[node.operation]
        self.lines.append(Line(""))
        self.say(f"{row.spoken or row.name}: {self.naming.values[node.index]}")
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
