"""Local derivatives: what flows through a gate, whatever lies inside of it."""

from __future__ import annotations

from collections.abc import Mapping
from unittest.mock import patch

from app.autodiff import Trace, differentiate, fold
from app.autodiff.passes.tape import Tape
from app.language import parse


def run(text: str, values: Mapping[str, object] | None = None, seed: object = None) -> Trace:
    return differentiate(parse(text), values=values, seed=seed)


def locals_of(text: str, values: Mapping[str, object]) -> list[float | None]:
    trace = run(text, values)
    return [trace.local(wire) for wire in fold(trace.graph, "all").wires]


def test_local_derivatives_do_not_pass_a_cut() -> None:
    assert locals_of("with torch.no_grad():\n    y = 2*x\nz = y + x", {"x": 3}) == [1]


def test_local_derivatives_pass_arrays_inside_of_a_gate() -> None:
    assert locals_of("z = sum(x * np.array([1., 2., 3.]))", {"x": 3})[0] == 6
    assert locals_of("z = sum(x * np.array([1., 2., 3.]) * x)", {"x": 3})[0] == 36


def test_local_derivatives_of_a_value_that_enters_several_times_are_added_up() -> None:
    assert locals_of("a = x*y + x\nz = a*y", {"x": 2, "y": 3}) == [12, 14]


def test_local_derivatives_of_each_value_that_leaves_a_gate() -> None:
    trace = run("def f(x, y):\n    return x*y, x + 2*y\na, b = f(x, y)\nz = a*b", {"x": 2, "y": 3})
    first, second = [wire for wire in fold(trace.graph, "function").wires if wire.output is None]
    outputs = [index for index, node in enumerate(trace.graph.nodes) if node.name in ("a", "b")]
    assert [[trace.factor(wire, output) for output in outputs] for wire in (first, second)] == [[3, 1], [2, 2]]


def test_the_local_derivatives_of_a_gate_are_one_walk_through_it() -> None:
    """Counted in nodes that are walked back through: each sum of two once, however many wires the gate has."""
    trace = run("z = " + " + ".join(f"x{i}" for i in range(60)))
    wires = fold(trace.graph, "all").wires
    with patch.object(Tape, "flowing", autospec=True, side_effect=Tape.flowing) as worked_out:
        assert [trace.local(wire) for wire in wires] == [1.0] * 60
    assert worked_out.call_count == 59


def test_new_inputs_are_not_looked_for_in_the_statement_that_uses_them() -> None:
    """Else a sum of n inputs would be gone through n times."""
    with patch("app.autodiff.interpreter.statements.free_names.changed_names") as gone_through:
        run("z = " + " + ".join(f"x{i}" for i in range(30)))
    assert not gone_through.called
