"""Making the graph, node by node, with each node's value as it is made: shapes and branches are known at once."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import numpy as np
from numpy.typing import NDArray

from app.autodiff.graph import CONSTANT, INPUT, UNBOUND, Bound, Node, Scope
from app.autodiff.refusals import ARRAY_ERRORS, blame, foreseen
from app.autodiff.scalars import compute, settle
from app.autodiff.table import DEFINITIONS, Primitive, title
from app.language import LanguageError, Span
from app.language.names import loaded
from app.language.syntax import Expr, Name

Array = NDArray[np.float64]
Kind = TypeVar("Kind")

KINDS: dict[type, str] = {
    str: "a text", tuple: "a tuple", list: "a list", dict: "a dict", bool: "a truth value", slice: "a slice", range: "a range",
}  # fmt: skip
AXES = 32
"""What NumPy's functions can go through."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one program may use: nodes, entries of one value and of all, steps of the interpreter, items of a list."""

    nodes: int = 2_000
    elements: int = 1_000_000
    total_elements: int = 20_000_000
    evaluations: int = 200_000
    items: int = 100_000


class Tensor:
    """A value of the graph: its node, and the number or array that it holds at the present inputs.

    Who reads `value` lets the program's meaning depend on it (a branch, a count, an index), which `read` remembers.
    `copy` tells one copy of a node's value from another: they are equal, and yet can be changed apart.
    """

    __slots__ = ("copy", "held", "node", "read")

    def __init__(self, node: Node, held: Array, read: set[int], copy: int = 0) -> None:
        self.node, self.held, self.read, self.copy = node, held, read, copy

    @property
    def value(self) -> Array:
        self.read.add(self.node.index)
        return self.held

    @property
    def shape(self) -> tuple[int, ...]:
        return self.node.shape

    @property
    def ndim(self) -> int:
        return len(self.node.shape)

    @property
    def differentiable(self) -> bool:
        return self.node.differentiable

    @property
    def dtype(self) -> np.dtype[np.generic]:
        return np.asarray(self.held).dtype


def identity(value: Tensor | NDArray[np.generic]) -> Hashable:
    """What tells one array from another that has the same entries now."""
    return (value.node.index, value.copy) if isinstance(value, Tensor) else id(value)


class LimitReached(LanguageError):
    """The program is too large: nothing after it is looked at."""


class Within:
    """Puts the nodes that a builder makes into a scope."""

    __slots__ = ("before", "builder", "scope")

    def __init__(self, builder: Builder, scope: Scope) -> None:
        self.builder, self.before = builder, builder.scope
        self.scope = (*builder.scope, scope)

    def __enter__(self) -> None:
        self.builder.scope = self.scope

    def __exit__(self, *_: object) -> None:
        self.builder.scope = self.before


class Builder:
    """Nodes and their values, in order. Raises LanguageError at `span` where an operation cannot be carried out."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.nodes: list[Node] = []
        self.values: list[Array] = []
        self.scope: tuple[Scope, ...] = ()
        self.elements = 0
        self.serial = 0
        self.inputs: set[str] = set()
        """The names of the inputs."""
        self.cut = False
        self.place: Span | None = None
        """Where the person calls an operation whose text is ours: its nodes and mistakes are there."""
        self.read: set[int] = set()
        self.inner: set[int] = set()
        """The nodes whose names come from a text of ours: they give way to the person's."""
        self.arrays: dict[int, tuple[object, str]] = {}
        """The person's names for plain arrays, by their ids."""
        self.handed: dict[int, tuple[object, str]] = {}
        """Plain arrays that the person hands to a composition of the table, by their ids, with the names of its parameters."""
        self.named: dict[int, int] = {}
        """How deep in calls the names of nodes were given."""
        self.shared: dict[int, tuple[object, Tensor]] = {}
        self.foreign: dict[Hashable, object] = {}
        """The arrays of another library than the text is written for: what is computed with them alone is of it, too."""

    def within(self, kind: str, name: str, expr: Expr | None = None, bound: Bound = UNBOUND) -> Within:
        """Nodes made inside belong to a scope of their own."""
        self.serial += 1
        return Within(self, Scope(kind, name, self.serial, expr, bound))

    def input(self, name: str, value: Array, differentiable: bool, span: Span) -> Tensor:
        node = Node(len(self.nodes), INPUT, (), {}, np.shape(value), name, differentiable, self.place or span)
        self.inputs.add(name)
        return self.add(node, settle(value))

    def constant(self, value: object, written: Expr | None, span: Span) -> Tensor:
        """A constant that meets a value of the graph; one array is one node, however often it is used."""
        if (known := self.shared.get(id(value))) is not None:
            return known[1]
        try:
            array = np.asarray(value)
            array = array if array.dtype.kind in "bifu" else np.asarray(value, dtype=float)
        except (TypeError, ValueError):
            hint = "use a number, a list of numbers or a name"
            raise LanguageError.at(span, f"{describe(value)} is not a number or an array", hint) from None
        name = written.id if isinstance(written, Name) else None
        if id(value) in self.arrays:
            name = self.arrays[id(value)][1]
        elif id(value) in self.handed or (name is not None and self.place is not None):
            _, name = self.handed.get(id(value), (value, name))
            self.inner.add(len(self.nodes))
        outer = name is not None or self.comes_from_outside(written)
        scope = () if outer and (self.place is None or array.shape) else self.scope
        node = Node(len(self.nodes), CONSTANT, (), {}, array.shape, name, False, self.place or span, scope, written)
        tensor = self.add(node, settle(array))
        if isinstance(value, np.ndarray) and value.ndim:
            self.shared[id(value)] = (value, tensor)
        return tensor

    def comes_from_outside(self, written: Expr | None) -> bool:
        """Whether a constant is made of an array that was handed over."""
        asked = loaded([written]) if self.handed and written is not None else set()
        return any(name in asked for _, name in self.handed.values())

    def add(self, node: Node, value: Array) -> Tensor:
        shape, limits = node.shape, self.limits
        self.elements += (size := math.prod(shape) if shape else 1)
        if len(shape) > AXES:
            self.stop(node, f"this has {len(shape)} axes, more than {AXES}", "use fewer axes")
        if node.index >= limits.nodes:
            hint = "shorten a loop, or write it with arrays"
            self.stop(node, f"the graph has more than {limits.nodes} nodes", hint)
        if size > limits.elements or self.elements > limits.total_elements:
            hint = "use smaller arrays: the figure shows shapes, not sizes"
            self.stop(node, f"a value of shape {shape} is too large here", hint)
        self.nodes.append(node)
        self.values.append(value)
        return Tensor(node, value, self.read)

    def stop(self, node: Node, message: str, hint: str) -> NoReturn:
        raise LimitReached.at(self.place or node.span or Span(1, 0, 1, 1), message, hint)

    def apply(
        self,
        row: Primitive,
        operands: Sequence[object],
        settings: Mapping[str, object],
        span: Span,
        written: Sequence[Expr | None] = (),
    ) -> object:
        """The result of `row`: a Tensor where an operand is one, else the plain NumPy value, with no node made."""
        span = self.place or span
        if Tensor not in map(type, operands):
            return self.following(operands, self.computed(row, operands, settings, span))
        held, arguments, flows = [], [], False
        for position, operand in enumerate(operands):
            if type(operand) is Tensor:
                tensor = operand
            else:
                tensor = self.constant(operand, written[position] if position < len(written) else None, span)
            node = tensor.node
            held.append(tensor.held)
            arguments.append(node.index)
            if node.differentiable and not flows:
                flows = row.smooth or row.rule(position) is not None
        value = self.computed(row, held, settings, span)
        shape = value.shape if type(value) is np.ndarray else ()
        node = Node(
            len(self.nodes), row.name, tuple(arguments), settings, shape, None, flows and not self.cut, span, self.scope
        )
        result = self.add(node, value)
        return self.following(operands, result) if self.foreign else result

    def following(self, operands: Sequence[object], result: Kind) -> Kind:
        """A result, which is of the library that all arrays among its operands are of."""
        if self.foreign and isinstance(result, (Tensor, np.ndarray)):
            arrays = [each for each in operands if isinstance(each, (Tensor, np.ndarray))]
            if arrays and all(identity(each) in self.foreign for each in arrays):
                self.foreign[identity(result)] = result
        return result

    def computed(self, row: Primitive, operands: Sequence[Any], settings: Mapping[str, object], span: Span) -> Array:
        try:
            if np.ndarray in map(type, operands):
                self.refuse_huge(row, operands, span)
            return compute(row, operands, settings)  # type: ignore[no-any-return]
        except ARRAY_ERRORS as error:
            shapes = [np.shape(operand) for operand in operands if not isinstance(operand, (list, tuple))]
            told = blame(outermost(self.scope) or row.name, shapes, error)
            raise LanguageError.at(span, *told, raises=foreseen(error)) from None

    def refuse_huge(self, row: Primitive, operands: Sequence[Any], span: Span) -> None:
        """Stop before NumPy makes a result far over the limit: only products and broadcasting grow beyond their operands."""
        arrays = [operand for operand in operands if isinstance(operand, np.ndarray) and operand.ndim]
        # No product or broadcast of them has more entries than all pairs.
        if len(arrays) < 2 or math.prod(array.size for array in arrays) <= self.limits.elements:
            return
        shapes = [array.shape for array in arrays]
        size = row.grown(*shapes) if row.grown else broadcast_size(shapes) if len(shapes) < 4 else 0
        if size > self.limits.elements * 4:
            message = f"the result of `{row.name}` would have {size} entries"
            raise LanguageError.at(span, message, "use smaller arrays")

    def name(self, tensor: Tensor, name: str, depth: int = 0) -> Tensor:
        """Give a node the person's name; of several the one from the outermost call, and there the first. A text of ours names
        nothing that it was given."""
        index = tensor.node.index
        node = self.nodes[index]
        if node.name is not None and (node.operation == INPUT or self.named.get(index, 0) <= depth):
            return tensor
        if self.place is not None and self.brought(node):
            return tensor
        self.named[index] = depth
        tensor.node = self.nodes[index] = node.named(name)
        if self.place is None:
            self.inner.discard(index)
        else:
            self.inner.add(index)
        return tensor

    def brought(self, node: Node) -> bool:
        """Whether an operation was carried out before the text of ours that runs was called."""
        ours = next((scope for scope in self.scope if scope.ours), None)
        return node.operation not in (INPUT, CONSTANT) and ours not in node.scope

    def made(self) -> tuple[Node, ...]:
        """All nodes; one that a text of ours named as the person has named another has no name."""
        if not self.inner:
            return tuple(self.nodes)
        persons = {node.name for node in self.nodes if node.index not in self.inner}
        return tuple(
            node.named(None) if node.index in self.inner and node.name in persons else node for node in self.nodes
        )


def outermost(scopes: tuple[Scope, ...]) -> str:
    """What the person calls the definition of ours that is being run; nothing where none is."""
    named = (title(DEFINITIONS[each.name]) if each.kind == "definition" else each.name for each in scopes if each.ours)
    return next(named, "")


def broadcast_size(shapes: list[tuple[int, ...]]) -> int:
    rank = max(map(len, shapes), default=0)
    padded = [(1,) * (rank - len(shape)) + shape for shape in shapes]
    return math.prod(max(sizes) for sizes in zip(*padded, strict=True))


def describe(value: object) -> str:
    """What a value is, for a message."""
    if isinstance(value, (Tensor, np.ndarray)):
        return f"an array of shape {value.shape}" if value.shape else "a number"
    if value is None:
        return "None"
    if (cls := getattr(value, "cls", None)) is not None:
        return f"an object of the class `{cls.shown}`"
    kind = next((KINDS[each] for each in type(value).__mro__ if each in KINDS), "")
    return kind or ("a number" if isinstance(value, (int, float, np.number)) else "a function")
