"""The graph of a forward pass: nodes in the order in which they were made, each after its arguments."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple, TypeAlias

from app.language.source import Span
from app.language.syntax import Expr

INPUT, CONSTANT, UNKNOWN = "input", "constant", "unknown"


class Bound(NamedTuple):
    """What a call hands over: the nodes of its arguments in their order, those that its parameters stand for, and of a row the plain
    values of others."""

    given: tuple[int, ...] = ()
    operands: tuple[tuple[str, int], ...] = ()
    settings: tuple[tuple[str, object], ...] = ()


UNBOUND = Bound()


class Scope(NamedTuple):
    """Part of the text that made a node: folding draws all nodes of one scope as one gate.

    `kind` is "statement", "call" (of the person's own function or module), "definition" (a composite row of the table, by its name) or
    "layer" (a library's module, by the name that the person gave it), or "sequence" where that is other modules in a row.
    `name` is what the gate is called, `serial` tells two executions of one place apart, `expr` is the statement's right side;
    """

    kind: str
    name: str
    serial: int
    expr: Expr | None = None
    bound: Bound = UNBOUND

    @property
    def given(self) -> tuple[int, ...]:
        """The nodes that a call hands over, in the order of the parameters."""
        return self.bound.given

    @property
    def ours(self) -> bool:
        """Whether the text that made the node is ours, and not the person's."""
        return self.kind in ("definition", "layer", "sequence")


Home: TypeAlias = tuple[list[Scope], Scope | None]
"""The person's scopes, sequences of layers among them, and the outermost definition."""


def home_of(scopes: tuple[Scope, ...]) -> Home:
    """Where the nodes of some scopes stand."""
    own: list[Scope] = []
    inwards = iter(scopes)
    for scope in inwards:
        if scope.kind == "sequence":
            # Behind it stands the statement of its text, which is ours.
            next(inwards, None)
        elif scope.ours:
            return own, scope
        own.append(scope)
    return own, None


class Node(NamedTuple):
    """One operation, input or constant.

    `operation` is a row of the primitive table (of which "unknown" is a function that the text does not define), "input" or
    "constant"; `arguments` are indices of earlier nodes, in order, the same one twice for `x*x`; `settings` are the operation's
    static parameters (axis, keepdims, shape, index …).
    `name` is the person's name for the value or None. `differentiable` says whether an input with an adjoint leads here.
    `written` is how a constant was written (`1./N`), for the drawing.
    """

    index: int  # type: ignore[assignment]  # it has no need of a tuple's own
    operation: str
    arguments: tuple[int, ...]
    settings: Mapping[str, object]
    shape: tuple[int, ...]
    name: str | None = None
    differentiable: bool = True
    span: Span | None = None
    scope: tuple[Scope, ...] = ()
    written: Expr | None = None

    def named(self, name: str | None) -> Node:
        """The same node under another name, or none."""
        return Node(*self[:5], name, *self[6:])


@dataclass(frozen=True)
class Graph:
    """A forward pass: `nodes[i].index == i`; `output` is the index of its result, `names` the node that each name ends as."""

    nodes: tuple[Node, ...]
    output: int
    names: Mapping[str, int] = field(default_factory=dict, hash=False)

    def inputs(self) -> tuple[Node, ...]:
        """The inputs, in the order in which the text meets them."""
        return tuple(node for node in self.nodes if node.operation == INPUT)

    @cached_property
    def symbolic(self) -> bool:
        """Whether there are functions that are not known: then nan stands for each number that is not known."""
        return any(node.operation == UNKNOWN for node in self.nodes)

    def moving(self) -> tuple[Node, ...]:
        """The nodes that the output depends on and that have a gradient."""
        return tuple(node for node in self.nodes if node.differentiable and node.index in self.needed)

    @cached_property
    def needed(self) -> frozenset[int]:
        """The nodes that the output depends on, itself included."""
        seen = {self.output}
        for node in reversed(self.nodes):
            if node.index in seen:
                seen.update(node.arguments)
        return frozenset(seen)

    @cached_property
    def operations(self) -> tuple[Node, ...]:
        """The nodes that the output depends on which are computed."""
        needed = self.needed
        return tuple(node for node in self.nodes if node.index in needed and node.operation not in (INPUT, CONSTANT))

    @cached_property
    def homes(self) -> Mapping[int, Home]:
        """Where operations stand, by the identity of their scopes: the nodes that one statement or call makes share one tuple of them."""
        scopes = {id(node.scope): node.scope for node in self.operations}
        return {key: home_of(each) for key, each in scopes.items()}

    @cached_property
    def groupings(self) -> dict[str, list[list[Node]]]:
        """The nodes that are drawn as one gate each, by the level of folding, as far as it was asked: each is asked for several times."""
        return {}


def settings_key(settings: Mapping[str, object]) -> Hashable:
    """Settings as something that can be looked up. Raises TypeError where there are arrays and the like among them."""
    return tuple([(name, hashed(value)) for name, value in settings.items()])


def hashed(value: object) -> Hashable:
    """A setting as something that can be looked up. Raises TypeError for arrays and the like."""
    if isinstance(value, slice):
        return slice, value.start, value.stop, value.step
    if isinstance(value, tuple):
        return tuple([hashed(each) for each in value])
    hash(value)
    # 1, 1.0 and True are one key, but not one setting.
    return type(value), value
