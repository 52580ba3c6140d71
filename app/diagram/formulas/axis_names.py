"""Shapes in the person's own words: after `N, D = x.shape` the axes of x, and all that are the same as these, are N and D."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.autodiff.evaluation.batches import is_entrywise
from app.autodiff.graph import Graph, Node
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.diagram.formulas.array_lessons import MEETINGS
from app.language.syntax import Assign, Attribute, Expr, Literal, Name, Sequence, Subscript
from app.language.walk import parts

Axis = tuple[int, int]
"""A node and the number of one of its axes."""
SHAPE = "shape"


def axis_names(trace: Trace) -> Mapping[Axis, str]:
    """The axes that have a name of the text; none where it names no shape."""
    if f".{SHAPE}" not in trace.program.text:
        return {}
    same = joined(trace.graph)
    found: dict[Axis, set[str]] = {}
    for array, axis, name in named(trace.program):
        for node in trace.graph.nodes:
            if node.name == array and axis < len(node.shape):
                found.setdefault(root(same, (node.index, axis)), set()).add(name)
    known = {axis: names.pop() for axis, names in found.items() if len(names) == 1}
    sizes = {
        name: {trace.graph.nodes[node].shape[axis] for (node, axis), each in known.items() if each == name}
        for name in known.values()
    }
    every = ((node.index, axis) for node in trace.graph.nodes for axis in range(len(node.shape)))
    return {axis: known[top] for axis in every if len(sizes.get(known.get(top := root(same, axis), ""), ())) == 1}


def named(tree: object) -> Iterator[tuple[str, int, str]]:
    """What a text calls the axes of arrays: the array, the axis, its name."""
    if isinstance(tree, Assign):
        for target in tree.targets:
            yield from bound(target, tree.value)
    for part in parts(tree):
        yield from named(part)


def bound(target: Expr, value: Expr) -> Iterator[tuple[str, int, str]]:
    """`N, D = x.shape`, `N = x.shape[0]`."""
    match target, value:
        case Sequence(items=items), Attribute(Name(array), name) if name == SHAPE:
            yield from ((array, axis, item.id) for axis, item in enumerate(items) if isinstance(item, Name))
        case Name(name), Subscript(Attribute(Name(array), shape), Literal(int(axis))) if shape == SHAPE and axis >= 0:
            yield array, axis, name


def joined(graph: Graph) -> dict[Axis, Axis]:
    """Which axes are the same, as a forest: entry by entry, along what a reduction leaves, through products of matrices."""
    same: dict[Axis, Axis] = {}
    for node in graph.nodes:
        for one, other in pairs(graph, node):
            first, second = root(same, one), root(same, other)
            if first != second and graph.nodes[one[0]].shape[one[1]] == graph.nodes[other[0]].shape[other[1]] != 1:
                same[second] = first
    return same


def root(same: Mapping[Axis, Axis], axis: Axis) -> Axis:
    while axis in same:
        axis = same[axis]
    return axis


def pairs(graph: Graph, node: Node) -> Iterator[tuple[Axis, Axis]]:
    """Axes of a node's operands, and of the node, that are the same if they are of one size."""
    row = TABLE.get(node.operation)
    if node.operation in MEETINGS:
        meeting = MEETINGS[node.operation][0]
        first, second = node.arguments
        places = [(first, meeting.mine), (second, meeting.partner), (node.index, meeting.made)]
        axes = [((index, at), letter) for index, letters in places for at, letter in enumerate(letters)]
        yield from ((one, other) for one, letter in axes for other, again in axes if letter == again and one < other)
    elif "keepdims" in node.settings:
        yield from ((axis, (node.index, at)) for axis, at in left(graph, node))
    elif row is not None and is_entrywise(row, node.settings):
        for operand in node.arguments:
            spare = len(node.shape) - len(graph.nodes[operand].shape)
            yield from (((operand, at), (node.index, spare + at)) for at in range(len(graph.nodes[operand].shape)))


def left(graph: Graph, node: Node) -> Iterator[tuple[Axis, int]]:
    """The axes that a reduction leaves, each with its place in the result."""
    operand, axis = node.arguments[0], node.settings.get("axis")
    rank = len(graph.nodes[operand].shape)
    over = (
        {each % rank for each in (axis if isinstance(axis, tuple) else (axis,)) if isinstance(each, int)}
        if rank
        else set()
    )
    kept = [at for at in range(rank) if at not in over] if over else []
    for place, at in enumerate(kept):
        yield (operand, at), at if node.settings["keepdims"] else place
