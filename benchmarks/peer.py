"""The peer: micrograd, and the drawing recipe published with it.

micrograd knows scalars only, and its package no `exp`: that is added here as its author's lecture adds it. The recipe
is that of its notebook `trace_graph`: a record node for each value, an oval for each operation, drawn by `dot`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import reduce
from operator import add
from typing import Protocol

from graphviz import Digraph
from micrograd.engine import Value as _Value


class Value(Protocol):
    """As much of micrograd's untyped `Value` as is used here."""

    data: float
    grad: float
    _op: str
    _prev: set[Value]
    _backward: Callable[[], None]

    def backward(self) -> None: ...
    def __add__(self, other: Value | float) -> Value: ...
    def __radd__(self, other: float) -> Value: ...
    def __sub__(self, other: Value | float) -> Value: ...
    def __mul__(self, other: Value | float) -> Value: ...
    def __rmul__(self, other: float) -> Value: ...
    def __pow__(self, other: float) -> Value: ...
    def __neg__(self) -> Value: ...
    def __rtruediv__(self, other: float) -> Value: ...


def value(number: float) -> Value:
    made: Value = _Value(number)
    return made


def exp(x: Value) -> Value:
    """The exponential of a value, written as the operations of the package are."""
    out: Value = _Value(math.exp(x.data), (x,), "exp")

    def _backward() -> None:
        x.grad += out.data * out.grad

    out._backward = _backward
    return out


def neuron(w0: float, x0: float, w1: float, x1: float, w2: float) -> Value:
    """The sigmoid neuron."""
    a, b, c, d, e = map(value, (w0, x0, w1, x1, w2))
    return 1 / (1 + exp(-(a * b + c * d + e)))


def batch_norm(x: Sequence[Sequence[float]], gamma: Sequence[float], beta: Sequence[float], eps: float) -> Value:
    """Batch normalisation number by number, as micrograd needs it; the sum of its results, so each has the seed 1."""
    columns = [[value(number) for number in column] for column in zip(*x, strict=True)]
    results: list[Value] = []
    for column, scale, shift in zip(columns, map(value, gamma), map(value, beta), strict=True):
        mu = 1.0 / len(column) * total(column)
        xmu = [each - mu for each in column]
        var = 1.0 / len(column) * total([each**2 for each in xmu])
        ivar = 1.0 / (var + eps) ** 0.5
        results += [scale * (each * ivar) + shift for each in xmu]
    return total(results)


def total(values: Sequence[Value]) -> Value:
    return reduce(add, values)


def trace(root: Value) -> tuple[set[Value], set[tuple[Value, Value]]]:
    """All values that lead to `root`, and the pairs (argument, result) among them."""
    nodes: set[Value] = set()
    edges: set[tuple[Value, Value]] = set()

    def build(v: Value) -> None:
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    build(root)
    return nodes, edges


def draw_dot(root: Value) -> Digraph:
    """The published recipe."""
    nodes, edges = trace(root)
    dot = Digraph(format="svg", graph_attr={"rankdir": "LR"})
    for n in nodes:
        dot.node(name=str(id(n)), label=f"{{ data {n.data:.4f} | grad {n.grad:.4f} }}", shape="record")
        if n._op:
            dot.node(name=str(id(n)) + n._op, label=n._op)
            dot.edge(str(id(n)) + n._op, str(id(n)))
    for n1, n2 in edges:
        dot.edge(str(id(n1)), str(id(n2)) + n2._op)
    return dot


def svg(root: Value) -> bytes:
    """Backward pass and picture, as a notebook makes them. Raises graphviz.ExecutableNotFound without `dot`."""
    root.backward()
    picture: bytes = draw_dot(root).pipe()
    return picture
