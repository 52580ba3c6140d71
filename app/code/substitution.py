"""A row's code with its operands and settings put in, and simplified as a person would."""

from __future__ import annotations

import ast
import copy
from collections.abc import Mapping, Sequence

from app.code.literals import attribute

Bound = Mapping[str, ast.expr | Sequence[ast.expr]]


class Substitution(ast.NodeTransformer):
    """Puts expressions in place of names; `*xs` becomes all of its expressions, `xs[1]` one of them."""

    def __init__(self, bound: Bound, whole: frozenset[str]) -> None:
        self.bound, self.whole = bound, whole

    def visit_Name(self, node: ast.Name) -> ast.expr:
        found = self.bound.get(node.id, node)
        assert isinstance(found, ast.expr)
        return copy.deepcopy(found)

    def visit_Starred(self, node: ast.Starred) -> ast.AST:
        assert isinstance(node.value, ast.Name)
        return ast.Tuple(list(copy.deepcopy(self.bound[node.value.id])))  # type: ignore[arg-type]

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        several = self.bound.get(node.value.id) if isinstance(node.value, ast.Name) else None
        if isinstance(several, Sequence):
            assert isinstance(node.slice, ast.Constant)
            return copy.deepcopy(several[int(node.slice.value)])  # type: ignore[arg-type]
        node.value = self.visit(node.value)
        if isinstance(node.value, ast.Tuple) and isinstance(node.slice, ast.Constant):
            return node.value.elts[int(node.slice.value)]  # type: ignore[arg-type]
        key = self.bound.get(node.slice.id) if isinstance(node.slice, ast.Name) else None
        node.slice = alone(copy.deepcopy(key)) if isinstance(key, ast.expr) else self.visit(node.slice)
        return node

    def visit_List(self, node: ast.List) -> ast.expr:
        return ast.List(self.spread(node.elts))

    def spread(self, items: Sequence[ast.expr]) -> list[ast.expr]:
        found: list[ast.expr] = []
        for item in items:
            put: ast.AST = self.visit(copy.deepcopy(item))
            found += put.elts if isinstance(item, ast.Starred) and isinstance(put, ast.Tuple) else [put]  # type: ignore[list-item]
        return found

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Name) and node.func.id == "integers":
            return self.integers(node.args[0])
        func = self.visit(node.func)
        keywords = [ast.keyword(each.arg, self.visit(each.value)) for each in node.keywords]
        if not isinstance(node.func, ast.Name):
            # A setting of None is the default of NumPy's and PyTorch's functions; what a row writes itself says something.
            keywords = [
                each
                for each, written in zip(keywords, node.keywords, strict=True)
                if not (is_constant(each.value, None) and isinstance(written.value, ast.Name))
                and not (each.arg in ("keepdims", "keepdim") and is_constant(each.value, False))
            ]
        return ast.Call(func, self.spread(node.args), keywords)

    def integers(self, operand: ast.expr) -> ast.expr:
        found: ast.expr = self.visit(copy.deepcopy(operand))
        if isinstance(operand, ast.Name) and operand.id in self.whole:
            return found
        return ast.Call(
            ast.Attribute(ast.Call(attribute("np", "asarray"), [found], []), "astype"), [ast.Name("int")], []
        )


def dotted(node: ast.AST) -> str:
    """`np.linalg.inv` for what is written so; "" for anything else."""
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return node.id if isinstance(node, ast.Name) else ""


def alone(key: ast.expr) -> ast.expr:
    """An index as it stands in brackets: one part without the comma behind it."""
    one = isinstance(key, ast.Tuple) and len(key.elts) == 1
    return key.elts[0] if one and isinstance(key, ast.Tuple) else key


def is_constant(node: ast.expr, *values: object) -> bool:
    return isinstance(node, ast.Constant) and any(
        node.value == value and type(node.value) is type(value) for value in values
    )


def simplified(node: ast.expr) -> ast.expr:
    """Without `* 1`, `/ 1`, `+ 0`, `** 1`, and choices that are made already. The outermost operation only: operands are simple."""
    if isinstance(node, ast.BinOp):
        return simplified_operation(node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.UnaryOp):
        return node.operand.operand if isinstance(node.operand.op, ast.USub) else node
    choice = isinstance(node, ast.Call) and dotted(node.func) in ("np.where", "torch.where")
    if isinstance(node, ast.Call) and choice and (holds := settled(node.args[0])) is not None:
        taken = node.args[1 if holds else 2]
        # A number alone would not have the shape of the choice.
        return node if isinstance(taken, ast.Constant) else taken
    return node


def settled(condition: ast.expr) -> bool | None:
    """Whether a condition holds that stands there as a number, perhaps compared with 0; None for any other."""
    match condition:
        case ast.Compare(left=ast.Constant(value=value), ops=[ast.NotEq()], comparators=[ast.Constant(value=0)]):
            return bool(value)
        case ast.Constant(value=value):
            return bool(value)
    return None


def simplified_operation(node: ast.BinOp) -> ast.expr:
    one, zero = (1, 1.0), (0, 0.0)
    if isinstance(node.op, ast.Mult):
        if is_constant(node.left, *one):
            return node.right
        # A sign stands in front of a product.
        if isinstance(node.right, ast.UnaryOp) and isinstance(node.right.op, ast.USub):
            return ast.UnaryOp(ast.USub(), ast.BinOp(node.left, ast.Mult(), node.right.operand))
    if isinstance(node.op, ast.Mult | ast.Div | ast.Pow) and is_constant(node.right, *one):
        return node.left
    if isinstance(node.op, ast.Add | ast.Sub) and is_constant(node.right, *zero):
        return node.left
    return node
