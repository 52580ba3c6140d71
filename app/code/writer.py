"""What scripts for all libraries have in common: names, lines, inputs, and the forward pass."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from app.autodiff.graph import CONSTANT, INPUT, UNKNOWN, Node
from app.autodiff.passes.tape import own_rule
from app.autodiff.trace import Trace
from app.code.layout import assignment, comment
from app.code.literals import literal
from app.code.naming import naming
from app.code.node_expressions import Expressions
from app.code.script import Line, Unwritable


class Writer:
    """Collects the lines of a script; `node` is the one that is being written. Raises Unwritable for a function that is only named."""

    library = "numpy"

    def __init__(self, trace: Trace, nodes: Sequence[Node]) -> None:
        refuse_unknown(nodes)
        if self.library != "numpy" and (reason := own_rule(nodes)):
            raise Unwritable(f"{reason}, of which the library would not know", "take --as numpy")
        self.trace, self.graph, self.naming = trace, trace.graph, naming(trace, self.library)
        self.lines: list[Line] = []
        self.formulas: dict[int, str] = {}
        self.node: Node | None = None
        self.expressions = Expressions(nodes, trace.numbers, self.naming.names, self.bind, self.library)

    @property
    def head(self) -> list[Line]:
        """The person's text, as a comment."""
        return [*comment(self.trace.program.text.strip("\n").split("\n")), Line("")]

    def bind(self, stem: str, expression: ast.expr) -> ast.expr:
        name = self.naming.names.number(stem)
        self.assign(name, expression)
        return ast.Name(name)

    def assign(self, name: str, expression: ast.expr) -> None:
        """One line that gives a variable its value."""
        served = {index for index in self.expressions.flush() if index < len(self.graph.nodes)}
        if self.node:
            served.add(self.node.index)
        span = self.node.span if self.node else None
        for text in assignment(name, self.translated(expression)):
            self.lines.append(Line(text, tuple(sorted(served)), span))

    def translated(self, expression: ast.expr) -> ast.expr:
        """An expression in the library's own names."""
        return expression

    def say(self, text: str) -> None:
        """A comment about the node that is being written."""
        nodes, span = ((self.node.index,), self.node.span) if self.node else ((), None)
        self.lines += [line._replace(nodes=nodes, span=span) for line in comment([text])]

    def live(self) -> set[int]:
        """The nodes that are written: what the output and the names need."""
        found = {self.graph.output, *self.graph.names.values()}
        for node in reversed(self.graph.nodes):
            if node.index in found:
                found.update(node.arguments)
        return found

    def inputs(self) -> list[Node]:
        """The inputs that are written."""
        live = self.live()
        return [node for node in self.graph.nodes if node.operation == INPUT and node.index in live]

    def give(self, node: Node) -> None:
        """The line that gives an input its value."""
        self.node, name = node, self.naming.values[node.index]
        self.assign(name, self.given(node))
        self.expressions.variables[node.index] = ast.Name(name)

    def given(self, node: Node) -> ast.expr:
        """The value of an input as an expression."""
        return literal(self.trace.numbers[node.index])

    def compute(self) -> None:
        """The lines of the forward pass behind the inputs."""
        live = self.live()
        for node in self.graph.nodes:
            if node.operation != INPUT and node.index in live and self.has_line(node):
                self.step(node)
        for name, index in self.naming.others:
            self.node = self.graph.nodes[index]
            self.assign(name, self.expressions.reference(index))
        self.node = None

    def has_line(self, node: Node) -> bool:
        """Whether a value has a line of its own; a constant without a name stands where it is used."""
        return node.index in self.naming.values and (node.operation != CONSTANT or node.name is not None)

    def step(self, node: Node) -> None:
        """The line that computes a node."""
        self.node, name = node, self.naming.values[node.index]
        value = self.expressions.expression(node.index)
        self.assign(name, value)
        self.formulas[node.index] = f"{name} = {ast.unparse(ast.fix_missing_locations(value))}"
        self.expressions.variables[node.index] = ast.Name(name)


def refuse_unknown(nodes: Sequence[Node]) -> None:
    """Raise Unwritable for a function of which only the name is known."""
    for node in nodes:
        if node.operation == UNKNOWN:
            message = f"the function `{node.settings['function']}` is only named, so there is no code for it"
            raise Unwritable(message, "write what it computes, as in def f(x): return x**2")


def indented(lines: Sequence[Line]) -> Iterator[Line]:
    """Lines as they stand inside of a function."""
    return (line._replace(text=f"    {line.text}".rstrip()) for line in lines)
