"""Expressions with NumPy's names and ways in PyTorch's: `np.sum(x, axis=0)` is `torch.sum(x, dim=0)`."""

from __future__ import annotations

import ast
from collections.abc import Mapping

from app.autodiff.intrinsics import WHERE
from app.code.literals import attribute, call
from app.code.script import Unwritable
from app.code.substitution import dotted, is_constant

ENTRYWISE = frozenset(
    """maximum minimum fmax fmin hypot arctan2 logaddexp logaddexp2 copysign heaviside remainder fmod
    eq ne less less_equal greater greater_equal logical_and logical_or logical_xor logical_not isnan isinf isfinite
    exp log log2 log10 log1p exp2 expm1 sqrt abs sign floor ceil round trunc sin cos tan arcsin arccos arctan
    sinh cosh tanh arcsinh arccosh arctanh deg2rad rad2deg clip nan_to_num square sigmoid relu erf erfc erfinv lgamma digamma
    xlogy gelu elu celu leaky_relu logsigmoid""".split()
)
"""Functions of tensors, entry by entry: a plain number among their operands has to be made one."""
WHOLE = frozenset(
    """sum mean prod amax amin cumsum all any count_nonzero argmax argmin matmul dot inner outer einsum where zeros ones eye arange tensor
    as_tensor cat stack permute reshape broadcast_to tile flip roll rot90 tril triu diagonal swapaxes unsqueeze take_along_dim
    linalg.inv linalg.det linalg.solve linalg.qr linalg.svd linalg.slogdet""".split()
)
RENAMED: Mapping[str, str] = dict(
    each.split("=", 1)
    for each in """absolute=abs array=tensor asarray=as_tensor concatenate=cat equal=eq not_equal=ne transpose=permute max=amax min=amin
    expand_dims=unsqueeze take_along_axis=take_along_dim""".split()
)
"""NumPy's names and PyTorch's, where they differ."""
ARGUMENTS: Mapping[str, str] = dict(
    each.split("=", 1)
    for each in """flip.axis=dims roll.axis=dims tril.k=diagonal triu.k=diagonal diagonal.axis1=dim1 diagonal.axis2=dim2""".split()
)
"""Names of arguments, where they differ otherwise than `axis` and `keepdims` do."""


class TorchNames(ast.NodeTransformer):
    """Raises Unwritable for a function of NumPy's that PyTorch has not."""

    def visit_Call(self, node: ast.Call) -> ast.expr:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "astype":
            return call(ast.Attribute(whole(self.visit(node.func.value)), "long"))
        self.generic_visit(node)
        library, _, own = dotted(node.func).partition(".")
        if library not in ("torch", "F"):
            return node
        keywords = [argument(own, each) for each in node.keywords]
        if [each.arg for each in keywords] == ["keepdim"]:
            keywords.insert(0, ast.keyword("dim", ast.Constant(None)))
        return ast.Call(node.func, tensors(own.rpartition(".")[2], node.args), keywords)

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        name = dotted(node)
        if not name.startswith("np."):
            self.generic_visit(node)
            return node
        own = RENAMED.get(name[3:], name[3:])
        if own not in ENTRYWISE | WHOLE | {"pi", "inf", "nan"}:
            raise Unwritable(f"`{name}` has no counterpart in PyTorch", "take --as numpy")
        return attribute("torch", *own.split("."))

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if dotted(node.value) == "np.s_":
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return ast.Tuple([self.sliced(part) for part in parts])
        self.generic_visit(node)
        return node

    def visit_Compare(self, node: ast.Compare) -> ast.expr:
        """What is a truth value already need not be compared with zero."""
        self.generic_visit(node)
        zero = isinstance(node.ops[0], ast.NotEq) and is_constant(node.comparators[0], 0)
        return node.left if zero and isinstance(node.left, ast.Compare) else node

    def visit_Slice(self, node: ast.Slice) -> ast.expr:
        if isinstance(node.step, ast.UnaryOp):
            raise Unwritable("PyTorch has no indices with a negative step", "write flip(x), or take --as numpy")
        return node

    def sliced(self, part: ast.expr) -> ast.expr:
        """A part of an index outside of brackets."""
        if not isinstance(part, ast.Slice):
            return self.visit(part)  # type: ignore[no-any-return]
        return call(ast.Name("slice"), *(each or ast.Constant(None) for each in (part.lower, part.upper, part.step)))


def argument(function: str, given: ast.keyword) -> ast.keyword:
    """An argument by PyTorch's name for it; `dims` are always a tuple."""
    plain = {"axis": "dim", "keepdims": "keepdim"}.get(given.arg or "", given.arg)
    name = ARGUMENTS.get(f"{function}.{given.arg}", plain)
    alone = name == "dims" and not isinstance(given.value, ast.Tuple)
    return ast.keyword(name, ast.Tuple([given.value]) if alone else given.value)


def whole(node: ast.expr) -> ast.expr:
    """What is made whole numbers, without the function that makes it a tensor where it is one."""
    inner = node.args[0] if isinstance(node, ast.Call) and dotted(node.func) == "torch.as_tensor" else node
    return node if is_number(inner) else inner


def tensors(function: str, operands: list[ast.expr]) -> list[ast.expr]:
    """The operands of a function, plain numbers as tensors where it needs them."""
    if operands and isinstance(operands[0], ast.List) and function != "tensor":
        return [ast.List([as_tensor(each) for each in operands[0].elts]), *operands[1:]]
    if function == WHERE.name:
        return [as_tensor(operands[0]), *operands[1:]]
    return [as_tensor(each) for each in operands] if function in ENTRYWISE else operands


def as_tensor(node: ast.expr) -> ast.expr:
    if not is_number(node):
        return node
    value = ast.Constant(float(node.value)) if isinstance(node, ast.Constant) and type(node.value) is int else node
    return call(attribute("torch", "tensor"), value)


def is_number(node: ast.expr) -> bool:
    """Whether a node is a plain number of Python's."""
    if isinstance(node, ast.UnaryOp):
        return is_number(node.operand)
    if isinstance(node, ast.BinOp):
        return is_number(node.left) and is_number(node.right)
    return isinstance(node, ast.Constant) or dotted(node) in ("torch.pi", "torch.inf", "torch.nan")
