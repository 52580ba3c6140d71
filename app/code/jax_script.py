"""A program for JAX: the forward pass as a function, which JAX differentiates by itself."""

from __future__ import annotations

import ast
import re
from types import FunctionType

from app.autodiff.trace import Trace
from app.code.embedded import IMPORTS, imports, source
from app.code.forward_script import ForwardScript, refusal
from app.code.functions import carried_lines
from app.code.layout import comment
from app.code.script import Line, Script
from app.code.writer import indented

KINK = "These values meet a kink, where JAX may choose another derivative than PyTorch, which the figure follows."


def jax_script(trace: Trace) -> Script:
    """`forward` in JAX and its gradients by `jax.vjp`, in 64 bits. Raises Unwritable."""
    return JaxScript(trace).script()


class JaxScript(ForwardScript):
    library = "jax"

    def script(self) -> Script:
        for node in self.inputs():
            self.give(node)
        given, self.lines = self.lines, []
        self.compute()
        output = self.output
        self.refuse_changes()
        bits = [Line('jax.config.update("jax_enable_x64", True)'), Line("")]
        carried = carried_lines(self.expressions, "import jax", "import jax.numpy as np")
        lines = (*self.head, *carried, *bits, *given, *self.function(output), *self.gradients(output))
        return Script(tuple(line._replace(text=renamed(line.text)) for line in lines))

    @property
    def parameters(self) -> str:
        return ", ".join(self.naming.values[node.index] for node in self.wanted)

    @property
    def beside(self) -> str:
        """What the person named beside the output, as a tuple; "" where there is nothing."""
        inputs = {node.index for node in self.inputs()}
        found = [self.naming.values[index] for index in sorted(self.called - inputs - {self.graph.output})]
        found = [name for name in found if any(line.text.startswith(f"{name} = ") for line in self.lines)]
        return f"({', '.join(found)}{',' if len(found) == 1 else ''})" if found else ""

    def function(self, output: str) -> list[Line]:
        returned = f"{output}, {self.beside}" if self.beside else output
        body = [*indented(self.lines), Line(f"    return {returned}")]
        return [Line(""), Line(""), Line(f"def forward({self.parameters}):"), *body, Line(""), Line("")]

    def gradients(self, output: str) -> list[Line]:
        """What calls the function and prints its gradients."""
        inputs = {self.naming.values[node.index] for node in self.inputs()}
        name = output if output.isidentifier() and output not in inputs else self.naming.names.give("loss")
        also, aux = (f", {self.beside}", ", has_aux=True") if self.beside else ("", "")
        if not self.wanted:
            return [Line(f"{name}{also} = forward()"), Line(f'print("{name} =", {name})')]
        found = [self.naming.gradients[node.index] for node in self.wanted]
        told = comment([KINK]) if self.trace.at_kinks else []
        comma = "," if len(found) == 1 else ""
        return [
            *told,
            Line(f"{name}, backward{also} = jax.vjp(forward, {self.parameters}{aux})"),
            Line(f"{', '.join(found)}{comma} = backward(np.asarray({ast.unparse(self.seed)}, dtype={name}.dtype))"),
            *self.printed(),
        ]

    def refuse_changes(self) -> None:
        """Raise Unwritable for a function of ours that JAX cannot trace."""
        for name, function in self.expressions.functions.items():
            if not traceable(function):
                raise refusal(name, "JAX")


def traceable(function: FunctionType) -> bool:
    """Whether JAX can go through a function: it changes no array, and needs no function but NumPy's own."""
    tree = ast.parse(source(function))
    changed = any(isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) for node in ast.walk(tree))
    plain = any(isinstance(node, ast.Attribute) and node.attr in ("vectorize", "at") for node in ast.walk(tree))
    return not changed and not plain and not imports(function) - {IMPORTS["math"]}


def renamed(text: str) -> str:
    """A line with JAX's NumPy in place of NumPy; comments stay as they are."""
    return text if text.startswith("#") else re.sub(r"\bnp\b", "jnp", text)
