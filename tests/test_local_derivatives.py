"""Local derivatives: what flows through a gate, whatever lies inside of it."""

from __future__ import annotations

from collections.abc import Mapping

from app.autodiff import Trace, differentiate, fold
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
