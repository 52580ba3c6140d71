"""The names under which values are shown: no two alike."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import LanguageError, parse


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


PRIVATE = """class Base:
    def __init__(self):
        self.__w = np.array([1.0, 2.0])
        self.__parts = [np.array([3.0]), np.array([4.0])]
    def __gate(self, z):
        __h = np.tanh(z)
        self.__kept = __h * self.__parts[0]
        return self.__kept * self.__parts[1]
    def forward(self, x):
        return self.__gate(x * self.__w)
class Net(Base):
    __scale = 3.0
    def __init__(self):
        super().__init__()
        self.__w = np.array([5.0, 6.0])
    @property
    def __half(self):
        return self._Net__scale / 6
    def forward(self, x):
        return np.sum(super().forward(x) * self.__w * self.__half)
net = Net()
f = net.forward(x)
"""


def test_names_that_a_class_keeps_private_are_shown_as_they_are_written() -> None:
    trace = run(PRIVATE, {"x": 0.5, "__w_2": [7.0, 6.0]})
    assert [node.name for node in trace.graph.inputs()] == ["x", "__w", "__parts.0", "__parts.1", "__w_2"]
    assert "__h" in trace.labels
    assert not [each for each in trace.labels if "Base" in each or "Net" in each]
    assert {scope.name for node in trace.graph.nodes for scope in node.scope} >= {"__gate"}
    expected = 12 * 0.5 * (7 * np.tanh(0.5) + 6 * np.tanh(1))
    assert trace.values[trace.graph.output] == pytest.approx(expected)


def test_a_private_name_is_not_known_outside_of_its_class() -> None:
    with pytest.raises(LanguageError) as refused:
        run("class A:\n    def __init__(self):\n        self.__w = 2.0\na = A()\ny = x*a.__w")
    assert "`A` has no attribute `__w`" in str(refused.value)
    assert "the methods of its class alone know it" in str(refused.value.mistakes[0])
