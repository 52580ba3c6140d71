"""A program for JAX: the forward pass as a function, which JAX differentiates by itself."""

from __future__ import annotations

import ast
import re
from types import FunctionType

from app.autodiff.graph import INPUT, Node
from app.autodiff.trace import Trace
from app.code.embedded import IMPORTS, imports, source
from app.code.functions import carried_lines
from app.code.layout import comment
from app.code.literals import literal
from app.code.numpy_script import NumPyScript, refuse_unknown
from app.code.script import Line, Script, Unwritable


def jax_script(trace: Trace) -> Script:
    """`forward` in JAX and its gradients by `jax.vjp`, in 64 bits. Raises Unwritable."""
    refuse_unknown(trace)
    return JaxScript(trace).script()


class JaxScript(NumPyScript):
    library = "jax"

    def script(self) -> Script:
        live = self.live()
        self.wrapped = False
        inputs = [node for node in self.graph.nodes if node.operation == INPUT and node.index in live]
        for node in inputs:
            self.step(node)
        given, self.lines = self.lines, []
        wanted = [node for node in inputs if node.differentiable]
        for node in self.graph.nodes:
            if node.operation != INPUT and node.index in live:
                self.step(node)
        self.node = None
        output = ast.unparse(self.expressions.reference(self.graph.output))
        head = [*comment(self.trace.program.text.strip("\n").split("\n")), Line("")]
        carried = carried_lines(self.expressions, "import jax", "import jax.numpy as np")
        self.refuse_changes()
        names = ", ".join(self.naming.values[node.index] for node in wanted)
        body = [line._replace(text=f"    {line.text}") for line in self.lines]
        function = [Line(""), Line(f"def forward({names}):"), *body, Line(f"    return {output}"), Line("")]
        bits = [Line('jax.config.update("jax_enable_x64", True)'), Line("")]
        lines = (*head, *carried, *bits, *given, *function, *self.gradients(wanted, names))
        return Script(tuple(line._replace(text=renamed(line.text)) for line in lines))

    def gradients(self, wanted: list[Node], names: str) -> list[Line]:
        """What calls the function and prints its gradients."""
        if not wanted or not self.graph.nodes[self.graph.output].differentiable:
            return [Line(""), Line(f"print(forward({names}))")]
        name = self.naming.values[self.graph.output] if self.graph.output not in map(index, wanted) else "loss"
        seed = ast.unparse(ast.fix_missing_locations(literal(self.trace.seed)))
        found = [self.naming.gradients[node.index] for node in wanted]
        comma = "," if len(found) == 1 else ""
        return [
            Line(""),
            Line(f"{name}, backward = jax.vjp(forward, {names})"),
            Line(f"{', '.join(found)}{comma} = backward(np.asarray({seed}, dtype={name}.dtype))"),
            *(Line(f'print("{each} =", {each})') for each in found),
        ]

    def refuse_changes(self) -> None:
        """Raise Unwritable for a function of ours that JAX cannot trace."""
        for name, function in self.expressions.functions.items():
            if not traceable(function):
                raise Unwritable(f"`{name}` cannot be written for JAX", "take --as numpy")


def traceable(function: FunctionType) -> bool:
    """Whether JAX can go through a function: it changes no array, and needs no function but NumPy's own."""
    tree = source(function)
    changed = any(isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) for node in ast.walk(tree))
    plain = any(isinstance(node, ast.Attribute) and node.attr in ("vectorize", "at") for node in ast.walk(tree))
    return not changed and not plain and not imports(function) - {IMPORTS["math"]}


def index(node: Node) -> int:
    return node.index


def renamed(text: str) -> str:
    """A line with JAX's NumPy in place of NumPy; comments stay as they are."""
    return text if text.startswith("#") else re.sub(r"\bnp\b", "jnp", text)
