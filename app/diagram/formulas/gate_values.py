"""The values inside of a folded gate, as formulas of what goes into it: they have no name on the figure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import groupby
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from app.autodiff.folding.fold import Gate, absorbed
from app.autodiff.graph import CONSTANT, Node, Scope
from app.autodiff.primitives import TABLE
from app.autodiff.trace import Trace
from app.diagram.formulas.composed_rules import Composed, alone
from app.diagram.formulas.operation_formulas import applied, made_of, shown
from app.typeset import Math, array_number, name, plain

LONGEST = 46
"""So many characters of a formula can be read on a wire."""
ENTRIES = 6
"""An array of so many entries is written out."""


class GateValues:
    """What stands for each value in and around a gate: names, or numbers where it is `evaluated`."""

    def __init__(
        self,
        trace: Trace,
        gate: Gate,
        hidden: Collection[int] | None = None,
        composed: Mapping[int, Composed] = MappingProxyType({}),
        *,
        evaluated: bool = False,
    ) -> None:
        """`hidden` are the nodes that have no name; all of the gate's unless they are given. What `composed` make is called by theirs."""
        self.trace, self.evaluated, self.composed = trace, evaluated, composed
        own = frozenset(gate.nodes)
        inside = own if hidden is None else hidden
        self.layers = dict(layers(trace, gate))
        self.within: dict[int, Math | None] = {}
        for node in gate.nodes:
            if node in inside:
                self.within[node] = self.made(node)
        arguments = (argument for node in gate.nodes for argument in trace.graph.nodes[node].arguments)
        self.entering = dict.fromkeys(argument for argument in arguments if argument not in own)

    def made(self, node: int) -> Math | None:
        """A value inside as a formula of what goes into the gate; None where that is long."""
        each = self.trace.graph.nodes[node]
        whole, layer = self.composed.get(node), self.layers.get(node)
        handed = layer.given if layer else whole.operands.values() if whole else each.arguments
        operands = [self.formula(value) for value in handed]
        said = [operand for operand in operands if operand is not None]
        if layer is not None:
            return None if len(said) < len(operands) else short(applied(name(layer.name), said))
        if whole is not None and node == whole.output and len(said) == len(operands):
            return short(whole.called(dict(zip(whole.operands, said, strict=True))))
        if said and TABLE[each.operation].form == "reshaped" and any(scope.ours for scope in each.scope):
            # What only makes shapes fit in a composition is left to the reader.
            return said[0]
        return None if len(said) < len(operands) else short(made_of(each, said))

    def formula(self, value: int) -> Math | None:
        """What stands for a value: its formula inside the gate, else its name; None for what has none that is seen."""
        if value in self.within:
            return self.within[value]
        node = self.trace.graph.nodes[value]
        made_here = node.operation == CONSTANT and any(scope.ours for scope in node.scope)
        if made_here and not absorbed(node):
            return None
        return self.valued(value) if self.evaluated else shown(self.trace, value)

    def valued(self, value: int) -> Math | None:
        found = self.trace.values[value]
        return amount(found) if self.trace.known(found) else None


def layers(trace: Trace, gate: Gate) -> Iterator[tuple[int, Scope]]:
    """The values within a gate that a layer gives which the person calls there, where it gives one."""
    nodes = [trace.graph.nodes[index] for index in gate.nodes]
    for layer, run in groupby(nodes, lambda node: outermost_layer(node, gate.scope)):
        made = list(run)
        if layer and layer.given and alone(trace, gate, made):
            yield made[-1].index, layer


def outermost_layer(node: Node, around: Scope | None) -> Scope | None:
    inner = node.scope[node.scope.index(around) + 1 :] if around in node.scope else ()
    return next((scope for scope in inner if scope.kind == "layer"), None)


def short(math: Math, longest: int = LONGEST) -> Math | None:
    """A formula that can be read on a wire, or where there is more room; None for a longer one."""
    return math if len(plain(math)) <= longest else None


def amount(value: NDArray[np.float64], written: Callable[[float], Math] | None = None) -> Math | None:
    """A number, or the few entries of a vector or matrix."""
    array = np.asarray(value, float)
    return array_number(array, written) if 0 < array.size <= ENTRIES and array.ndim <= 2 else None
