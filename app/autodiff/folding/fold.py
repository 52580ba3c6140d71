"""Folding: which nodes are drawn as one gate, and which edges of the graph each drawn wire stands for.

Nodes are made in the order in which the text runs, so the nodes of a scope that follow one another are a convex part of the
graph: drawn as one gate they never make a cycle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby
from operator import itemgetter

from app.autodiff.folding.overview import MOST, overview
from app.autodiff.folding.sums import summed
from app.autodiff.graph import CONSTANT, Graph, Home, Node, Scope, home_of

FOLDS = ("parts", "primitive", "statement", "function", "overview", "all")
"""How much is drawn as one gate: `parts` opens the table's compositions too, `overview` rolls loops up until there are few gates, `all` is
one gate for the whole program."""
SUMS = "sums"
"""What is drawn where no level is chosen: operations one by one, but a sum of many terms as one."""
INNER = {f"function {depth}": depth for depth in (1, 2, 3)}
"""Levels that are tried where none is chosen: calls in so many others as one gate, and those themselves open."""
PRIMITIVES_UP_TO, LONG_STATEMENTS_UP_TO, LONG = 10, 18, 2.5
"""Gates up to which operations are drawn one by one; more where a statement has on average so many that its gate would hide them."""


@dataclass(frozen=True, slots=True)
class Gate:
    """A drawn operation: one node, or all nodes of `scope`. `outputs` are the values that leave it."""

    index: int
    nodes: tuple[int, ...]
    outputs: tuple[int, ...]
    scope: Scope | None


@dataclass(frozen=True, slots=True)
class Wire:
    """The value of node `value` going into `gate`; `edges` are the graph's edges (node, argument position) that it stands for.

    `start` is the gate's first node; `output` is the node whose value leaves it, None where several do.
    """

    value: int
    gate: int
    edges: tuple[tuple[int, int], ...]
    start: int
    output: int | None


@dataclass(frozen=True, slots=True)
class Bundle:
    """All inputs of a module, by its name, that one wire stands for."""

    name: str
    values: Sequence[int]


@dataclass(frozen=True)
class Folded:
    """What is drawn: gates in order, wires ordered by gate and argument, and the inputs and constants that feed them.

    The wire of a source in `spans` stands for all of its gate's from there to the one that is told, that of one in `bundles` for
    the parameters of a module.
    """

    gates: tuple[Gate, ...]
    wires: tuple[Wire, ...]
    sources: tuple[int, ...]
    level: str
    spans: Mapping[int, int] = field(default_factory=dict)
    bundles: Mapping[int, Bundle] = field(default_factory=dict)

    def several(self, value: int) -> bool:
        """Whether a drawn value stands for others, too."""
        return value in self.spans or value in self.bundles

    def into(self, gate: int) -> tuple[Wire, ...]:
        """The wires that enter a gate."""
        return self._into.get(gate, ())

    def uses(self, value: int) -> tuple[Wire, ...]:
        """The wires that carry a value."""
        return self._uses.get(value, ())

    @cached_property
    def _into(self) -> Mapping[int, tuple[Wire, ...]]:
        return grouping(self.wires, lambda wire: wire.gate)

    @cached_property
    def _uses(self) -> Mapping[int, tuple[Wire, ...]]:
        return grouping(self.wires, lambda wire: wire.value)


def grouping(wires: Iterable[Wire], key: Callable[[Wire], int]) -> Mapping[int, tuple[Wire, ...]]:
    found: dict[int, list[Wire]] = {}
    for wire in wires:
        found.setdefault(key(wire), []).append(wire)
    return {each: tuple(group) for each, group in found.items()}


def absorbed(node: Node) -> bool:
    """Whether a node is drawn inside its gate's symbol (`+1`, `×2`) instead of as a source: scalar constants are."""
    return node.operation == CONSTANT and node.shape == ()


def inside(node: Node, scope: Scope | None) -> bool:
    """Whether a node is a constant that a composition of ours makes for itself, a mask or a place, in a scope that is drawn as one gate."""
    made = node.operation == CONSTANT and any(each.ours for each in node.scope)
    return made and scope in node.scope


def fold(graph: Graph, level: str | None = None, most: int = MOST) -> Folded:
    """Group the nodes that the output needs at a level of FOLDS; None chooses by size: operations, then statements, functions, an overview,
    which has at most `most` gates.

    Raises ValueError for a level that does not exist.
    """
    level = by_size(graph) if level is None else level
    if level not in (*FOLDS, SUMS, *INNER):
        raise ValueError(f"fold is one of {', '.join(FOLDS)}, not {level!r}")
    closed = coarsest(graph) if level == "overview" else level
    runs = grouped(graph, closed)
    scopes = scopes_of(runs, closed)
    if level == "overview":
        runs, scopes = overview(runs, scopes, most)
    home = {node.index: position for position, run in enumerate(runs) for node in run}
    leaving = {graph.output}
    for position, run in enumerate(runs):
        leaving.update(index for node in run for index in node.arguments if home.get(index) != position)
    gates = tuple(
        Gate(
            position,
            tuple(node.index for node in run),
            tuple(node.index for node in run if node.index in leaving),
            scopes[position],
        )
        for position, run in enumerate(runs)
    )
    wires = tuple(wire for gate, run in zip(gates, runs, strict=True) for wire in wires_into(graph, gate, run, home))
    fed = {wire.value for wire in wires} | {graph.output}
    sources = tuple(node.index for node in graph.nodes if node.index in fed and node.index not in home)
    return Folded(gates, wires, sources, "primitive" if level == SUMS else "function" if level in INNER else level)


def grouped(graph: Graph, level: str) -> list[list[Node]]:
    """The nodes that the output needs, in runs that are drawn as one gate each."""
    if level not in graph.groupings:
        graph.groupings[level] = runs_of(graph, level)
    return graph.groupings[level]


def runs_of(graph: Graph, level: str) -> list[list[Node]]:
    """The same, worked out."""
    serials = {key: serial(home, level) for key, home in graph.homes.items()}
    keys = [serials[id(node.scope)] or -node.index for node in graph.operations]
    runs = [[node for _, node in run] for _, run in groupby(zip(keys, graph.operations, strict=True), itemgetter(0))]
    return summed(graph, runs) if level == SUMS else runs


def by_size(graph: Graph) -> str:
    """The most open level that still reads well."""
    return readable(graph)[0]


def readable(graph: Graph) -> list[str]:
    """The levels that read well, the most open first; those that draw no fewer gates are left out. Terms of a sum that stand in a column
    read well however many they are."""
    counts = {level: len(grouped(graph, level)) for level in (SUMS, "statement", *INNER, "function")}
    long = counts[SUMS] >= LONG * counts["statement"]
    columns = counts[SUMS] < len(grouped(graph, "primitive"))
    most = {SUMS: MOST if columns else LONG_STATEMENTS_UP_TO if long else PRIMITIVES_UP_TO}
    found = {count: level for level, count in reversed(counts.items()) if count <= most.get(level, MOST)}
    return [*(found[count] for count in sorted(found, reverse=True)), "overview"]


def coarsest(graph: Graph) -> str:
    """The level of statements or functions with fewer gates."""
    return min(("function", "statement"), key=lambda level: len(grouped(graph, level)))


def serial(home: Home, level: str) -> int | None:
    """What nodes have in common that are drawn as one gate, the number of an execution of their scope; None for a node by itself."""
    if level == "all":
        return 1
    scope = folding_scope(home, level)
    return scope.serial if scope else None


def folding_scope(home: Home, level: str) -> Scope | None:
    """The scope that a node is folded into: the outermost definition; the innermost statement of the person's; the outermost call.

    A sequence of layers is no definition: each layer in it is one, and a statement of its own.
    """
    if level == "parts":
        return None
    own, definition = home
    if level in (SUMS, "primitive"):
        return definition
    if level == "function" or level in INNER:
        calls = [scope for scope in own if scope.kind in ("call", "sequence")]
        if len(calls) > (depth := INNER.get(level, 0)):
            return calls[depth]
    last = next((scope for scope in reversed(own) if scope.kind in ("statement", "sequence")), None)
    return definition if last is None or (definition and last.kind == "sequence") else last


def scopes_of(runs: list[list[Node]], level: str) -> list[Scope | None]:
    """What each run is drawn as: a statement that only calls a layer as that; of one that a call inside of it splits, no part has
    the whole formula."""
    if level == "all":
        return [None] * len(runs)
    scopes = [folding_scope(home_of(run[0].scope), level) for run in runs]
    times = Counter(scope.serial for scope in scopes if scope)
    return [
        part_of(scope, run) if scope and times[scope.serial] > 1 else scope and (layer_of(scope, run) or scope)
        for scope, run in zip(scopes, runs, strict=True)
    ]


def layer_of(scope: Scope, run: list[Node]) -> Scope | None:
    """The layer, or the composition of the table, that is all that a statement computes with: `x = F.max_pool2d(x, 2)`."""
    layers = (
        (each for each in inward(scope, run) if each.kind in ("layer", "definition"))
        if scope.kind == "statement"
        else iter(())
    )
    return next(layers, None)


def part_of(scope: Scope, run: list[Node]) -> Scope:
    """The outermost scope inside of a split one that holds all nodes of a part, or the split one without its formula."""
    return next(inward(scope, run), scope._replace(expr=None))


def inward(scope: Scope, run: list[Node]) -> Iterator[Scope]:
    """The scopes inside of another that hold all nodes of a run, from the outermost."""
    inner = run[0].scope[run[0].scope.index(scope) + 1 :]
    return (each for each in inner if all(each in node.scope for node in run))


def wires_into(graph: Graph, gate: Gate, run: list[Node], home: dict[int, int]) -> list[Wire]:
    """One wire an argument for a single operation; one a value for a folded gate."""
    edges = [
        (argument, (node.index, place))
        for node in run
        for place, argument in enumerate(node.arguments)
        if home.get(argument) != gate.index
        and not absorbed(graph.nodes[argument])
        and not inside(graph.nodes[argument], gate.scope)
    ]
    output = gate.outputs[0] if len(gate.outputs) == 1 else None
    if len(run) == 1:
        return [Wire(argument, gate.index, (edge,), gate.nodes[0], output) for argument, edge in edges]
    merged: dict[int, list[tuple[int, int]]] = {}
    for argument, edge in edges:
        merged.setdefault(argument, []).append(edge)
    return [Wire(argument, gate.index, tuple(places), gate.nodes[0], output) for argument, places in merged.items()]
