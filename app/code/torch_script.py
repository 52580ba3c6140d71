"""A program for PyTorch: the forward pass on tensors, which PyTorch differentiates by itself."""

from __future__ import annotations

import ast
import re

from app.autodiff.graph import Node
from app.autodiff.trace import Trace
from app.code import torch_functions
from app.code.forward_script import ForwardScript, refusal
from app.code.functions import carried_lines
from app.code.literals import attribute, call, literal
from app.code.script import Line, Script
from app.code.torch_names import TorchNames, is_number


def torch_script(trace: Trace) -> Script:
    """The forward pass in PyTorch and its gradients by `backward`, in 64 bits. Raises Unwritable."""
    return TorchScript(trace).script()


class TorchScript(ForwardScript):
    library = "torch"

    def script(self) -> Script:
        for node in self.inputs():
            self.give(node)
        self.lines += [Line(""), Line("# Forward pass")]
        self.compute()
        output = self.output
        for name, function in self.expressions.functions.items():
            if function.__module__ != torch_functions.__name__:
                raise refusal(name, "PyTorch")
        self.gradients(output)
        used = any(re.search(r"\bF\.", line.text) for line in self.lines)
        modules = ["import torch", *(["import torch.nn.functional as F"] if used else [])]
        bits = [Line("torch.set_default_dtype(torch.float64)"), Line("")]
        return Script((*self.head, *carried_lines(self.expressions, *modules), *bits, *self.lines))

    def given(self, node: Node) -> ast.expr:
        value = literal(self.trace.numbers[node.index])
        found: ast.expr = TorchNames().visit(value)
        found = (
            call(attribute("torch", "tensor"), found) if is_number(found) or isinstance(found, ast.Constant) else found
        )
        if node.differentiable and isinstance(found, ast.Call):
            found.keywords.append(ast.keyword("requires_grad", ast.Constant(True)))
        return found

    def translated(self, expression: ast.expr) -> ast.expr:
        found: ast.expr = TorchNames().visit(expression)
        return (
            call(attribute("torch", "tensor"), found) if is_number(found) or isinstance(found, ast.Constant) else found
        )

    def gradients(self, output: str) -> None:
        """The backward pass, and what each input has got."""
        if not self.wanted:
            self.lines += [Line(""), Line(f'print("{output} =", {output})')]
            return
        self.lines += [Line(""), Line("# Backward pass")]
        seed = TorchNames().visit(self.seed)
        plain = isinstance(seed, ast.Constant) and seed.value == 1
        seed = call(attribute("torch", "tensor"), seed) if is_number(seed) else seed
        self.lines.append(Line(f"{output}.backward({'' if plain else ast.unparse(ast.fix_missing_locations(seed))})"))
        for node in self.wanted:
            self.node = node
            name = ast.Name(self.naming.values[node.index])
            reached = node.index in self.trace.backward.adjoints
            value = ast.Attribute(name, "grad") if reached else call(attribute("torch", "zeros_like"), name)
            self.assign(self.naming.gradients[node.index], value)
        self.node = None
        self.lines += self.printed()
