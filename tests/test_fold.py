"""Folding: several operations drawn as one gate, with the numbers on its wires unchanged in sum."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from app.autodiff import FOLDS, Folded, Trace, differentiate, fold
from app.autodiff.folding.abridging import abridged, most_terms, shortened
from app.autodiff.folding.bundling import bundled
from app.autodiff.folding.fold import INNER, SUMS, readable
from app.autodiff.folding.overview import MOST
from app.diagram.formulas.gate_symbols import inscribed
from app.language import parse
from app.typeset import plain
from tests.cases import assert_close

NEURON = "n = x*w + b\no = tanh(n)"
FORKED = "a = x*x + y\nb = sin(a)*x\nc = a*b - y"
FUNCTIONS = (
    "def layer(h, w):\n    z = h*w + 0.5\n    return tanh(z)\nu = layer(x, w1)\nv = layer(u, w2)\nL = (v - y)**2"
)
DEFINED = "s = std(x)\nz = (x - mean(x))/s\nL = mse(z, y)"
LOOP = "h = x\nfor t in range(3):\n    h = sin(h)*w + h\nL = h*h"
MODULE = (
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(2, 3)\n"
    "    def forward(self, x):\n        return F.relu(self.fc(x)).sum()\nnet = Net()\nL = net(x)**2 + net(2*x)"
)
SEQUENCE = (
    "class Block(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(3, 3)\n"
    "    def forward(self, x):\n        r = self.fc(x)\n        return x + r\n"
    "net = nn.Sequential(nn.Linear(2, 3), nn.Sigmoid(), nn.Sequential(Block(), nn.Linear(3, 1)))\nL = net(x)**2"
)
SEVERAL = "def f(a, b):\n    p = a*b\n    q = a + b\n    return p, q\nu, v = f(x, y)\nL = u*v + u"
NESTED = "def g(a): return a*a + 1\ndef f(a): return g(a)*g(2*a)\nL = f(x) + g(y)"
PROGRAMS: dict[str, tuple[str, dict[str, object]]] = {
    "neuron": (NEURON, {"x": 2, "w": -0.3, "b": 0.4}),
    "forked": (FORKED, {"x": 0.7, "y": -1.2}),
    "functions": (FUNCTIONS, {"x": 0.5, "w1": 1.5, "w2": -0.7, "y": 0.2}),
    "defined": (DEFINED, {"x": [1.0, 2.0, 4.0], "y": [0.5, 0.1, -1.0]}),
    "loop": (LOOP, {"x": 0.3, "w": 0.8}),
    "module": (MODULE, {"x": [0.4, -1.1]}),
    "sequence": (SEQUENCE, {"x": [0.4, -1.1]}),
    "several": (SEVERAL, {"x": 1.5, "y": -2.0}),
    "nested": (NESTED, {"x": 0.6, "y": 2.0}),
}
each_program = pytest.mark.parametrize("name", PROGRAMS)
each_level = pytest.mark.parametrize("level", FOLDS)


@cache
def traced(name: str) -> Trace:
    text, at = PROGRAMS[name]
    return differentiate(parse(text), values=at)


def folded(name: str, level: str | None) -> Folded:
    return fold(traced(name).graph, level)


def names(trace: Trace, drawn: Folded) -> list[str]:
    """What leaves each gate."""
    return [trace.labels[gate.outputs[-1]] for gate in drawn.gates]


@each_level
@each_program
def test_every_operation_is_in_one_gate(name: str, level: str) -> None:
    graph, drawn = traced(name).graph, folded(name, level)
    inside = [node for gate in drawn.gates for node in gate.nodes]
    operations = [node.index for node in graph.nodes if node.arguments and node.index in graph.needed]
    assert sorted(inside) == operations
    assert [gate.index for gate in drawn.gates] == list(range(len(drawn.gates)))
    assert drawn.level == level


@each_level
@each_program
def test_wires_lead_forwards_only(name: str, level: str) -> None:
    drawn = folded(name, level)
    made = {value: gate.index for gate in drawn.gates for value in gate.outputs}
    for wire in drawn.wires:
        assert wire.value in drawn.sources or made[wire.value] < wire.gate


@each_level
@each_program
def test_wires_stand_for_all_edges_between_gates(name: str, level: str) -> None:
    graph, drawn = traced(name).graph, folded(name, level)
    home = {node: gate.index for gate in drawn.gates for node in gate.nodes}
    crossing = {
        (node, position)
        for node, gate in home.items()
        for position, argument in enumerate(graph.nodes[node].arguments)
        if home.get(argument) != gate
        and not (graph.nodes[argument].operation == "constant" and not graph.nodes[argument].shape)
    }
    drawn_edges = [edge for wire in drawn.wires for edge in wire.edges]
    assert len(drawn_edges) == len(set(drawn_edges))
    assert set(drawn_edges) == crossing
    for wire in drawn.wires:
        assert {graph.nodes[node].arguments[position] for node, position in wire.edges} == {wire.value}
        assert {home[node] for node, _ in wire.edges} == {wire.gate}


@each_level
@each_program
def test_a_wire_carries_the_sum_of_its_edges(name: str, level: str) -> None:
    trace, drawn = traced(name), folded(name, level)
    for wire in drawn.wires:
        parts = [trace.contributions[edge] for edge in wire.edges if edge in trace.contributions]
        found = trace.wire(wire)
        if found is None:
            assert parts == []
        else:
            assert_close(found, np.sum(parts, axis=0), 1e-12, f"{wire}")


@each_level
@each_program
def test_an_input_receives_the_same_at_every_level(name: str, level: str) -> None:
    trace, drawn = traced(name), folded(name, level)
    for node in trace.graph.inputs():
        carried = [trace.wire(wire) for wire in drawn.uses(node.index)]
        found = np.sum([each for each in carried if each is not None], axis=0)
        assert_close(found, trace.adjoints[node.index], 1e-12, str(node.name))


@each_level
@each_program
def test_a_contribution_is_what_comes_in_times_the_local_derivative(name: str, level: str) -> None:
    trace, drawn = traced(name), folded(name, level)
    seen = 0
    for wire in drawn.wires:
        local, carried = trace.local(wire), trace.wire(wire)
        if local is not None and wire.output is not None and carried is not None:
            seen += 1
            assert_close(carried, trace.adjoints[wire.output] * local, 1e-9, f"{wire}")
    assert seen or name in ("defined", "module", "sequence", "several")


@each_program
def test_open_levels_have_more_gates(name: str) -> None:
    counts = [len(folded(name, level).gates) for level in FOLDS]
    assert counts == sorted(counts, reverse=True)


@each_program
def test_all_is_one_gate_between_inputs_and_output(name: str) -> None:
    trace, drawn = traced(name), folded(name, "all")
    (gate,) = drawn.gates
    assert gate.outputs == (trace.graph.output,)
    assert [wire.value for wire in drawn.wires] == list(dict.fromkeys(wire.value for wire in drawn.wires))
    for wire in drawn.wires:
        if trace.graph.nodes[wire.value].differentiable:
            assert_close(trace.wire(wire), trace.adjoints[wire.value], 1e-12, "adjoint")


@each_level
@each_program
def test_only_what_is_used_elsewhere_leaves_a_gate(name: str, level: str) -> None:
    graph, drawn = traced(name).graph, folded(name, level)
    for gate in drawn.gates:
        used = {wire.value for wire in drawn.wires} | {graph.output}
        assert set(gate.outputs) == set(gate.nodes) & used
        assert gate.outputs


def test_each_statement_is_a_gate() -> None:
    assert names(traced("neuron"), folded("neuron", "statement")) == ["n", "o"]
    assert names(traced("forked"), folded("forked", "statement")) == ["a", "b", "c"]
    assert len(folded("loop", "statement").gates) == 4
    assert [gate.scope.name for gate in folded("forked", "statement").gates if gate.scope] == ["a", "b", "c"]


def test_each_call_of_a_function_is_a_gate_of_its_own() -> None:
    drawn = folded("functions", "function")
    assert [gate.scope.name for gate in drawn.gates if gate.scope] == ["layer", "layer", "L"]
    assert [len(drawn.into(gate.index)) for gate in drawn.gates] == [2, 2, 2]


def test_each_call_of_a_module_is_a_gate_of_its_own() -> None:
    drawn = folded("module", "function")
    weights = [node.index for node in traced("module").graph.inputs() if node.name == "fc.weight"]
    (weight,) = weights
    assert len(drawn.uses(weight)) == 2


def test_the_outermost_call_is_the_gate() -> None:
    drawn = folded("nested", "function")
    assert [gate.scope.name for gate in drawn.gates if gate.scope] == ["f", "g", "L"]


def test_a_function_may_have_several_outputs() -> None:
    gate = folded("several", "function").gates[0]
    assert [traced("several").labels[index] for index in gate.outputs] == ["p", "q"] or len(gate.outputs) == 2


def test_a_definition_of_the_table_is_one_gate_unless_its_parts_are_asked_for() -> None:
    closed, opened = folded("defined", "primitive"), folded("defined", "parts")
    called = [gate.scope.name for gate in closed.gates if gate.scope]
    assert called == ["std", "mse"]
    assert len(opened.gates) > len(closed.gates)
    assert all(len(gate.nodes) == 1 for gate in opened.gates)


def test_there_is_no_other_level() -> None:
    with pytest.raises(ValueError, match="'some'"):
        fold(traced("neuron").graph, "some")


WIDE = "\n".join(f"a{i} = sin(x*{i}) + cos(x/{i + 1})" for i in range(1, 9)) + "\nL = a1*a2*a3*a4*a5*a6*a7*a8"
LONG = (
    "def f(a, b):\n    p = sin(a)*b\n    q = cos(p) + a\n    return q*p\n"
    "h = x\nfor t in range(20):\n    h = f(h, w)\nL = h*h"
)


@pytest.mark.parametrize(("text", "level"), [("z = x*y", "primitive"), (WIDE, "statement"), (LONG, "function")])
def test_the_level_follows_the_size(text: str, level: str) -> None:
    assert fold(differentiate(parse(text)).graph).level == level


@pytest.mark.parametrize(
    ("operations", "level"),
    [
        ([1] * 10, "primitive"),
        ([1] * 11, "statement"),
        ([2, 2, 2, 3, 3, 3], "primitive"),
        ([2, 2, 2, 2, 3, 3], "statement"),
        ([3] * 6, "primitive"),
        ([3, 3, 3, 3, 3, 4], "statement"),
    ],
    ids=["ten", "eleven", "long on average", "shorter", "eighteen", "nineteen"],
)
def test_operations_stand_alone_up_to_a_number_that_long_statements_raise(operations: list[int], level: str) -> None:
    names = ["x", *(f"a{k}" for k in range(len(operations)))]
    lines = [f"{names[k + 1]} = {'tanh(' * count}{names[k]}{')' * count}" for k, count in enumerate(operations)]
    assert fold(differentiate(parse("\n".join(lines))).graph).level == level


TERMS = " + ".join(f"x{k}*w{k}" for k in range(12))


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        (f"s = {TERMS}", [1] * 12 + [11]),
        ("s = " + " + ".join(f"x{k}" for k in range(12)), [11]),
        ("s = " + " + ".join(f"x{k}" for k in range(8)), [1] * 7),
        (f"p = {TERMS}\ns = p + y + p", [1] * 12 + [11, 1, 1]),
        ("s = " + " + ".join(f"x{k}" for k in range(9)) + " + 2", [8, 1]),
    ],
    ids=["products", "inputs", "few", "named", "constant"],
)
def test_a_sum_of_many_terms_is_one_gate(text: str, nodes: list[int]) -> None:
    trace = differentiate(parse(text))
    drawn = fold(trace.graph, SUMS)
    assert [len(gate.nodes) for gate in drawn.gates] == nodes
    assert all(wire.value < gate.nodes[-1] for gate in drawn.gates for wire in drawn.into(gate.index))
    assert plain(inscribed(trace, drawn, max(drawn.gates, key=lambda gate: len(gate.nodes)), "d")[0][0]) == "+"


def test_of_very_many_inputs_one_wire_stands_for_those_in_the_middle() -> None:
    drawn = fold(differentiate(parse("s = " + " + ".join(f"x{k}" for k in range(40)))).graph, SUMS)
    fewer = abridged(abridged(drawn, 30), 10)
    first, *_, last_but_one, last = [wire.value for wire in fewer.into(0)]
    assert len(fewer.wires) == 10
    assert (first, last) == (drawn.sources[0], drawn.sources[-1])
    assert fewer.spans == {last_but_one: drawn.sources[-2]}
    assert fewer.sources == drawn.sources
    assert abridged(drawn, 40) is drawn


def test_of_very_many_like_terms_one_stands_for_those_in_the_middle() -> None:
    graph = differentiate(parse("s = " + " + ".join(f"x{k}*w{k}" for k in range(40)))).graph
    drawn = fold(graph, SUMS)
    fewer = shortened(shortened(drawn, graph, 30), graph, 6)
    names = [graph.nodes[wire.value].name for gate in fewer.gates[:-1] for wire in fewer.into(gate.index)]
    assert names == [f"{letter}{k}" for k in (0, 1, 2, 3, 4, 39) for letter in "xw"]
    assert [gate.index for gate in fewer.gates] == list(range(7)) and len(fewer.into(6)) == 6
    named = {graph.nodes[value].name: graph.nodes[last].name for value, last in fewer.spans.items()}
    assert named.pop("x4") == "x38" and named.pop("w4") == "w38" and list(named) == [None]
    assert shortened(drawn, graph, 40) is drawn and most_terms(drawn, graph) == 40
    other = differentiate(parse("s = " + " + ".join(f"x{k}{'*/'[k % 2]}w{k}" for k in range(40)))).graph
    assert most_terms(fold(other, SUMS), other) == 0


def test_a_program_without_functions_keeps_its_statements_as_long_as_they_are_few() -> None:
    for turns, level in ((MOST - 1, "statement"), (MOST, "overview")):
        text = f"h = x\nfor t in range({turns}):\n    h = sin(h)*w\nL = h*h"
        assert fold(differentiate(parse(text)).graph).level == level


def test_a_statement_that_a_call_splits_names_its_parts() -> None:
    text = "def double(x):\n    y = 2*x\n    return y\nz = sin(x) + gelu(double(cos(x)))"
    folded = fold(differentiate(parse(text)).graph, "statement")
    scopes = [gate.scope for gate in folded.gates if gate.scope]
    assert [scope.name for scope in scopes] == ["z", "y", "z"]
    assert [scope.expr is None for scope in scopes] == [True, False, True]


def test_the_equal_turns_of_a_loop_are_rolled_up() -> None:
    graph = differentiate(parse("h = 0.5\nfor t in range(100):\n    h = tanh(w*h + b)\ny = h**2")).graph
    found = fold(graph)
    assert found.level == "overview"
    assert [(gate.scope.kind, gate.scope.name) for gate in found.gates[:1] if gate.scope] == [("loop", "100")]
    assert len(found.gates) == 2
    assert sum(len(gate.nodes) for gate in found.gates) == len(fold(graph, "parts").gates)


def test_an_overview_has_few_gates() -> None:
    text = "\n".join(f"x{k + 1} = {('sin', 'cos', 'exp', 'tanh')[k * k % 7 % 4]}(x{k}) * {k}" for k in range(150))
    found = fold(differentiate(parse(text)).graph)
    assert found.level == "overview"
    assert 1 < len(found.gates) <= 40
    assert all(wire.gate > 0 or wire.value in found.sources for wire in found.wires)


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("f = sum(np.cumprod(x, axis=1))\nx = [[1.0, 2], [3, 4]]", ["x"]),
        ("f = quantile(x, 0.3)\nx = [1.0, 2, 3]", ["x"]),
        ("f = F.mse_loss(x, torch.tensor([1.0, 2, 4]))\nx = [1.0, 2, 3]", ["x", "target"]),
        ("f = sum(F.conv1d(x[None, None], torch.tensor([[[1.0, 2, 1]]])))\nx = [1.0, 2, 3, 4]", ["x", "weight"]),
    ],
)
def test_what_a_composition_makes_for_itself_is_no_source(text: str, sources: list[str]) -> None:
    trace = differentiate(parse(text))
    assert [trace.labels[each] for each in fold(trace.graph, "primitive").sources] == sources
    assert len(fold(trace.graph, "parts").sources) >= len(sources)


@pytest.mark.parametrize(
    ("level", "gates"),
    [
        ("primitive", ["linear", "σ", "2.0.fc", "+", "linear", "(·)²"]),
        ("statement", ["linear", "σ", "2.0.fc", "+", "linear", "(·)²"]),
        ("function", ["net", "(·)²"]),
    ],
)
def test_a_sequence_is_drawn_layer_by_layer(level: str, gates: list[str]) -> None:
    trace = differentiate(parse(SEQUENCE), values={"x": [0.4, -1.1]})
    drawn = fold(trace.graph, level)
    assert [plain(inscribed(trace, drawn, gate, "d")[0][0]) for gate in drawn.gates] == gates


LAYERS = (
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    "        self.a, self.b, self.c = nn.Linear(2, 2), nn.Linear(2, 2), nn.Linear(2, 2)\n"
    "    def forward(self, x):\n        p = self.a(x)\n        q = torch.relu(self.b(p))\n        return p, self.c(q), q\n"
    "net = Net()\nu, v, w = net(x)\nL = (u*v*w).sum()"
)


def test_layers_in_statements_are_called_by_their_names() -> None:
    trace = differentiate(parse(LAYERS), values={"x": [0.4, -1.1]})
    drawn = fold(trace.graph, "statement")
    shown = [plain(inscribed(trace, drawn, gate, "d")[0][0]) for gate in drawn.gates]
    assert shown[:3] == ["a", "ReLU(b(u))", "c"]


def test_a_statement_of_several_values_that_is_too_long_shows_all_of_them() -> None:
    trace = differentiate(parse("def f(a): return a*2, (a + 1)*3\nu, v = f(x)\nL = u*v"), values={"x": 2})
    drawn = fold(trace.graph, "statement")
    assert plain(inscribed(trace, drawn, drawn.gates[0], "d")[-1][0]) == "u, v"


DEEP = (
    "class Block(nn.Module):\n    def __init__(self):\n        super().__init__()\n"
    "        self.net = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 3))\n"
    "    def forward(self, x):\n        return self.net(x) + x\n"
    "class Net(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.first = Block()\n"
    "        self.second = Block()\n        self.head = nn.Linear(3, 1)\n"
    "    def forward(self, x):\n        return self.head(self.second(self.first(x)))\nnet = Net()\nL = net(x).sum()"
)


def drawn_wires(level: str, text: str = DEEP, **given: object) -> list[set[str]]:
    """What goes into each gate, where the parameters of a module that are many are one."""
    trace = differentiate(parse(text), values={"x": [[1.0, 2.0, 3.0]]}, **given)  # type: ignore[arg-type]
    drawn = bundled(fold(trace.graph, level), trace.graph)
    named = {value: f"{bundle.name}: {len(bundle.values)}" for value, bundle in drawn.bundles.items()}
    return [
        {named.get(wire.value, trace.labels[wire.value]) for wire in drawn.into(gate.index)} for gate in drawn.gates
    ]


def test_the_parameters_of_a_module_are_one_wire_where_they_are_many() -> None:
    net = {"x", "first: 4", "second: 4", "head.weight", "head.bias"}
    assert drawn_wires("function")[0] == {"x", ": 10"}
    assert drawn_wires("function", f"theta = 2.0\n{DEEP} + theta")[0] == net
    assert all(":" not in name for wires in drawn_wires("primitive") for name in wires), "few are drawn one by one"
    own = {f"first.net.{part}" for part in ("0.weight", "0.bias", "2.weight", "2.bias")}
    assert drawn_wires("function", constants=["first.net.0.bias"])[0] == net - {"first: 4"} | own
    twice = DEEP.replace("self.second(self.first(x))", "self.first(self.first(x) + self.second(x))")
    assert drawn_wires("all", twice)[0] == {"x", ": 10"}


def test_a_call_that_is_nearly_all_is_opened() -> None:
    graph = differentiate(parse(DEEP), values={"x": [[1.0, 2.0, 3.0]]}).graph
    levels = [level for level in readable(graph) if level in INNER]
    opened = [[gate.scope.name for gate in fold(graph, level).gates if gate.scope] for level in levels]
    assert [names[:3] for names in opened] == [["first.net", "", "second.net"], ["first", "second", "head"]]
    assert all(fold(graph, level).level == "function" for level in levels)


def test_a_statement_that_only_calls_a_composition_of_the_table_is_drawn_as_that() -> None:
    text = "import torch.nn.functional as F\ny = F.max_pool2d(x, 2)\nloss = F.nll_loss(y[0, 0] * 2, [0, 1])"
    found = fold(differentiate(parse(text), values={"x": np.ones((1, 1, 4, 4))}).graph, "statement")
    kinds = [(gate.scope.kind, gate.scope.name) for gate in found.gates if gate.scope]
    assert kinds == [("definition", "max_pool2d"), ("statement", "loss")]
