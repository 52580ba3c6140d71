"""Functions that a script carries along: the source of our own, without its annotations, and of all that they call."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from functools import cache
from types import FunctionType, ModuleType
from typing import Any

from app.autodiff.deferred import Library
from app.autodiff.primitives import arrays, numpy_formulas
from app.code import torch_functions

IMPORTS = {
    "math": "import math",
    "NormalDist": "from statistics import NormalDist",
    "sliding_window_view": "from numpy.lib.stride_tricks import sliding_window_view",
}
"""What functions use beside NumPy, and how a script gets it."""


@cache
def source(function: FunctionType) -> str:
    """A function of ours as people write one: without annotations, and without guards against what is too large."""
    return ast.unparse(
        ast.fix_missing_locations(Plain().visit(ast.parse(textwrap.dedent(inspect.getsource(function)))))
    )


class Plain(ast.NodeTransformer):
    """Takes annotations off, and guards away from what they guard."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.FunctionDef:
        node.returns = None
        self.generic_visit(node)
        node.body = [
            each for each in node.body if not (isinstance(each, ast.Expr) and isinstance(each.value, ast.Name))
        ]
        return node

    def visit_arg(self, node: ast.arg) -> ast.arg:
        node.annotation = None
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        self.generic_visit(node)
        assert node.value is not None
        return ast.Assign([node.target], node.value)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == arrays.modest.__name__:
            return node.args[0]
        return node

    def visit_Attribute(self, node: ast.Attribute) -> ast.AST:
        self.generic_visit(node)
        return node


@cache
def needed(function: FunctionType) -> Mapping[str, FunctionType]:
    """The functions of ours that a function calls, itself last, by name."""
    found: dict[str, FunctionType] = {}
    for name in names(function):
        called = function.__globals__.get(name)
        if isinstance(called, FunctionType) and called is not function and called.__module__.startswith("app."):
            found |= needed(called)
    return {**found, function.__name__: function}


def imports(function: FunctionType) -> set[str]:
    """The import statements that a function needs."""
    return {IMPORTS[name] for each in needed(function).values() for name in names(each) if name in IMPORTS}


@cache
def names(function: FunctionType) -> tuple[str, ...]:
    """The names that stand in a function."""
    return tuple(node.id for node in ast.walk(ast.parse(source(function))) if isinstance(node, ast.Name))


def function_named(name: str, forward: Callable[..., Any]) -> FunctionType | None:
    """The function of ours that a row's code calls by `name`."""
    for home in (vars(numpy_formulas), vars(arrays), vars(torch_functions), globals_of(forward)):
        found = home.get(name)
        if isinstance(found, FunctionType):
            return found
    return None


def globals_of(forward: Callable[..., Any]) -> Mapping[str, Any]:
    return forward.__globals__ if isinstance(forward, FunctionType) else {}


def foreign(function: FunctionType) -> list[str]:
    """Modules of other libraries than NumPy that a function uses: a script cannot carry it along."""
    home = function.__globals__
    return [
        name
        for each in needed(function).values()
        for name in names(each)
        if isinstance(home.get(name), ModuleType | Library) and name not in ("np", *IMPORTS)
    ]
