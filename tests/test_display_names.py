"""The names under which values are shown: no two alike."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from app.autodiff import Trace, differentiate
from app.language import parse


def run(text: str, values: Mapping[str, object] | None = None, seed: object = None) -> Trace:
    return differentiate(parse(text), values=values, seed=seed)


@pytest.mark.parametrize(
    "text",
    [
        "v = x*y\nv = v + x*x\nz = v*v",
        "v = x*y\nw = log(-x)*(x*x) + x\nz = v*v + (x+y)*x",
        "h = x*y\nh = h + x\nh_1 = h*h\nz = h_1 + x*y",
        "h = x*y\nh = h + x\nh1 = h*h\nz = h1*(h + y)",
        "x = 2\nx = x*y\nx = x*x\nx_1 = x + 1\nz = x_1*x",
        "z = a['w'] * b['w'] * w",
        "def forward(self, w):\n    return self.w * w",
    ],
)
def test_no_two_values_have_one_label(text: str) -> None:
    trace = run(text)
    shown = [trace.labels[node.index] for node in trace.graph.nodes if node.operation != "constant"]
    assert len(set(shown)) == len(shown), shown


def test_inputs_of_one_name_in_two_objects_are_two_inputs() -> None:
    trace = run("z = a['w'] * b['w']", {"w": 3, "b.w": 4})
    assert trace.values[trace.graph.output] == 12


def test_constant_arrays_are_told_apart() -> None:
    trace = differentiate(parse("z = x * [1, 2] + y * [3, 4]"), values={"x": 1.0, "y": 2.0})
    assert {"const_1", "const_2"} <= set(trace.labels)
    assert "const" in differentiate(parse("z = x * [1, 2]"), values={"x": 1.0}).labels


def test_a_text_of_ours_names_nothing_that_it_was_given() -> None:
    text = (
        "x = [[1.0, 2.0], [3.0, 4.0]]\nL = F.max_pool2d(relu(x), 2).sum() + F.conv2d(sigmoid(x)[None][None], W).sum()"
    )
    labels = differentiate(parse(text), values={"W": [[[[0.5]]]]}).labels
    assert "batched" not in " ".join(labels) and "v_1" in labels
