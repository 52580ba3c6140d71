"""Nodes of both passes as expressions: what has a variable is called by it, all else is written where it is used."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any

import numpy as np

from app.autodiff.evaluation.batches import is_entrywise
from app.autodiff.graph import CONSTANT, INPUT, Node
from app.autodiff.intrinsics import DETACH
from app.autodiff.primitives import TABLE
from app.autodiff.rows import Primitive, Site
from app.code.evaluation import inexact, is_exact
from app.code.identifiers import BUILTINS, Names
from app.code.literals import literal
from app.code.substitution import Bound, Substitution, simplified
from app.code.templates import carried, template

LONG = 60
"""An expression of so many characters that is part of another one gets a variable of its own."""

Bind = Callable[[str, ast.expr], ast.expr]
"""Gives an expression a variable, whose name begins so."""


class Expressions:
    """`variables` are the names of what has been computed; `bind` puts an expression into a variable.

    `library` is the one whose own ways of writing a row come first.
    `functions` are those of ours that the expressions call, by the names that they have here.
    """

    def __init__(self, nodes: Sequence[Node], numbers: Sequence[Any], names: Names, bind: Bind, library: str) -> None:
        self.library = library
        self.nodes, self.numbers, self.names, self.bind = nodes, numbers, names, bind
        self.variables: dict[int, ast.expr] = {}
        self.functions: dict[str, FunctionType] = {}
        self.given: dict[str, str] = {}
        self.since: list[int] = []
        self.uses = Counter(argument for node in nodes for argument in node.arguments)
        self.fixed: set[int] = set()
        for node in nodes:
            if node.operation == CONSTANT or (node.arguments and self.fixed.issuperset(node.arguments)):
                self.fixed.add(node.index)

    def reference(self, place: int) -> ast.expr:
        """A node where it is used: its variable, or its expression, which gets one where it is long or used again."""
        known = self.variables.get(place)
        if known is not None:
            return known
        found = self.expression(place)
        simple = isinstance(found, ast.Constant | ast.Name | ast.UnaryOp)
        if not simple and (self.uses[place] > 1 or len(ast.unparse(found)) > LONG):
            stem = "c" if self.nodes[place].operation == CONSTANT else "t"
            found = self.variables[place] = self.bind(stem, found)
        return found

    def flush(self) -> list[int]:
        """The nodes that have been written since the last time."""
        found, self.since = self.since, []
        return found

    def short(self, place: int) -> bool:
        """Whether a node is a number that is written out wherever it is used."""
        return place in self.fixed and not self.nodes[place].shape

    def expression(self, place: int) -> ast.expr:
        """What computes a node. Raises Unwritable."""
        found = self.computed(place)
        self.since.append(place)
        return found

    def computed(self, place: int) -> ast.expr:
        node = self.nodes[place]
        assert node.operation != INPUT
        if node.operation == CONSTANT:
            return literal(self.numbers[place])
        number = self.numbers[place]
        settled = place in self.fixed and not node.shape
        found = self.written(node, called=not settled and self.whole(node))
        if isinstance(found, ast.Compare) and kind(number) == "f":
            found = ast.BinOp(ast.Constant(1.0), ast.Mult(), found)
        found = self.cut(found) if self.ends_gradient(node) else found
        operation = isinstance(found, ast.BinOp | ast.UnaryOp | ast.Compare)
        return literal(number) if settled and (operation or isinstance(number, bool | np.bool_)) else found

    def whole(self, node: Node) -> bool:
        """Whether a node works on whole numbers or truth values alone, for which signs mean something else."""
        return all(kind(self.numbers[argument]) in "biu" for argument in node.arguments)

    def ends_gradient(self, node: Node) -> bool:
        """Whether the text cuts the gradient of a node that the library would carry back: under `no_grad`, say."""
        row = TABLE[node.operation]
        return not node.differentiable and any(
            self.nodes[argument].differentiable and row.rule(position) is not None
            for position, argument in enumerate(node.arguments)
        )

    def cut(self, found: ast.expr) -> ast.expr:
        """An expression without its gradient, as the library writes it."""
        row = DETACH
        text = template(row, Site(((),), (), {}), self.library, called=False)
        return Substitution({row.parameters[0]: found}, frozenset()).visit(text)  # type: ignore[no-any-return]

    def written(self, node: Node, *, called: bool) -> ast.expr:
        row = TABLE[node.operation]
        shapes = tuple(self.nodes[argument].shape for argument in node.arguments)
        site = Site(shapes, node.shape, node.settings)
        text = template(row, site, self.library, called=called)
        if self.library == "numpy" and row.code and not called and not self.exact(text, node, row):
            text = template(row, site, self.library, called=True)
            if not self.exact(text, node, row):
                raise inexact(row.name)
        bound = self.bound(node, row)
        for name, function in carried(text, row).items():
            self.functions[name] = function
            self.given.setdefault(name, self.names.give(name))
        whole = [
            name
            for name, argument in zip(row.parameters, node.arguments, strict=False)
            if kind(self.numbers[argument]) in "iu"
        ]
        found = Substitution({**self.ours(text), **bound}, frozenset(whole)).visit(text)
        return found if called else simplified(found)

    def exact(self, text: ast.expr, node: Node, row: Primitive) -> bool:
        """Whether a row's code gives the number of a node."""
        numbers = [np.asarray(self.numbers[argument])[()] for argument in node.arguments]
        operands = {row.parameters[0]: numbers} if row.variadic else dict(zip(row.parameters, numbers, strict=True))
        return is_exact(text, {**carried(text, row), **operands, **node.settings}, self.numbers[node.index])

    def bound(self, node: Node, row: Primitive) -> Bound:
        """What the parameters of a row stand for at a node."""
        operands = [self.operand(node, row, argument) for argument in node.arguments]
        settings = {name: literal(value) for name, value in node.settings.items()}
        if row.variadic:
            return {row.parameters[0]: operands, **settings}
        return {**dict(zip(row.parameters, operands, strict=True)), **settings}

    def operand(self, node: Node, row: Primitive, argument: int) -> ast.expr:
        """An operand of a node, of a kind that the library takes there."""
        found = self.reference(argument)
        letter, plain = kind(self.numbers[argument]), self.nodes[argument].operation == CONSTANT
        if self.library != "torch" or letter == "f" or not row.differentiable or self.short(argument):
            return found
        broken = kind(self.numbers[node.index]) == "f" and self.nodes[argument].shape
        position = node.arguments.index(argument)
        counted = row.rule(position) is not None and broken and not is_entrywise(row, node.settings)
        subtracted = letter == "b" and not plain and "-" in str(row.code)
        return ast.Call(ast.Attribute(found, "double"), [], []) if counted or subtracted else found

    def ours(self, text: ast.expr) -> dict[str, ast.expr]:
        """The names that a row's code uses beside its parameters: functions that are carried along, and Python's own."""
        found: dict[str, ast.expr] = {}
        for node in ast.walk(text):
            if isinstance(node, ast.Name):
                found[node.id] = ast.Name(self.spelled(node.id))
        return found

    def spelled(self, name: str) -> str:
        if name in self.given:
            return self.given[name]
        return f"builtins.{name}" if name in BUILTINS and name in self.names.taken else name


def kind(number: Any) -> str:
    """Of which kind of numbers a value is, as NumPy's letter: f, i, u or b."""
    return "f" if type(number) is float else np.asarray(number).dtype.kind
