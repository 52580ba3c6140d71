"""Both passes: adjoints are sums of contributions, each number and each warning is the right one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.autodiff.primitives import TABLE
from app.language import LanguageError, parse
from tests.cases import assert_close


def run(text: str, at: Mapping[str, object] | None = None, seed: object = None, output: str | None = None) -> Trace:
    return differentiate(parse(text), values=at, seed=seed, output=output)


def adjoint(text: str, name: str, at: Mapping[str, object] | None = None) -> object:
    trace = run(text, at)
    return np.asarray(trace.named(trace.adjoints)[name]).tolist()


def messages(text: str, at: Mapping[str, object] | None = None) -> list[str]:
    return [warning.message for warning in run(text, at).warnings]


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("x * x", {"x": 3}, 6),
        ("x + x", {"x": 3}, 2),
        ("x - x", {"x": 3}, 0),
        ("x / x", {"x": 3}, 0),
        ("x * x * x", {"x": 2}, 12),
        ("x**x", {"x": 2}, 4 * (1 + np.log(2))),
        ("a = 2*x; b = 3*x; a*b", {"x": 5}, 60),
        ("a = x*x; b = a + a; c = b*a; c - a", {"x": 2}, 8 * 2**3 - 2 * 2),
        ("sin(x) + x*cos(x) - sin(x)", {"x": 1}, np.cos(1) - np.sin(1)),
        ("np.maximum(x, x)", {"x": 1}, 1),
        ("x @ x", {"x": [1, 2]}, [2, 4]),
        ("np.stack([x, x]).sum()", {"x": 3}, 2),
        ("np.concatenate([x, x, x[:1]])", {"x": [1, 2]}, [3, 2]),
        ("x[[0, 0, 1]]", {"x": [1, 2]}, [2, 1]),
        ("x.T @ x", {"x": [[1.0], [2.0]]}, [[2], [4]]),
        ("where(x > 0, x, x*x)", {"x": [2, -3]}, [1, -6]),
        ("x + 0*y", {"x": [[1, 2], [3, 4]], "y": [1, 2]}, [[1, 1], [1, 1]]),
        ("x * y", {"x": [[1], [2]], "y": [3, 4, 5]}, [[12], [12]]),
        ("x * y", {"x": 2, "y": [[1, 2], [3, 4]]}, 10),
    ],
)
def test_fan_out_and_broadcasting(text: str, at: dict[str, object], expected: object) -> None:
    assert_close(adjoint(text, "x", at), expected, 1e-12, text)


@pytest.mark.parametrize(
    "text",
    [
        "a = x*y; b = a + x; c = a*b - y; tanh(c)*a",
        "h = x\nfor i in range(3):\n    h = sin(h)*x + h\nh*y",
        "X = outer([1., 2.]*x, [3., y]); (X @ X.T).sum() + X[0, 1]",
        "def f(a, b): return a*b + a, a/b\nu, v = f(x, y)\nf(u, v)[1]",
    ],
)
def test_an_adjoint_is_the_sum_of_contributions(text: str) -> None:
    trace = run(text, {"x": 0.7, "y": 1.3})
    graph = trace.graph
    sums = {graph.output: np.asarray(trace.seed)}
    for node in graph.nodes:
        for position, index in enumerate(node.arguments):
            if (node.index, position) in trace.contributions:
                sums[index] = sums.get(index, np.zeros(())) + trace.contributions[node.index, position]
    assert set(sums) == set(trace.adjoints)
    for index, total in sums.items():
        assert_close(trace.adjoints[index], total, 1e-12, trace.labels[index])


def test_each_use_of_a_value_has_its_own_contribution() -> None:
    trace = run("f = x*x", {"x": 3})
    assert {key: float(value) for key, value in trace.contributions.items()} == {
        (trace.graph.output, 0): 3.0,
        (trace.graph.output, 1): 3.0,
    }


def test_an_unused_input_has_adjoint_zero_and_is_named() -> None:
    trace = run("y = [1., 2.]\nw = y*3\nz = x*x", {"x": 3})
    adjoints = trace.named(trace.adjoints)
    assert adjoints["y"].tolist() == adjoints["w"].tolist() == [0, 0]
    assert any("does not depend on y" in warning.message for warning in trace.warnings)


def test_adjoints_have_the_shapes_of_their_values() -> None:
    trace = run("(x @ W + b).sum(axis=0) * s", {"x": [[1, 2]], "W": [[1, 2, 3], [4, 5, 6]], "b": [1, 1, 1], "s": 2})
    for index, value in trace.adjoints.items():
        assert np.shape(value) == trace.graph.nodes[index].shape == np.shape(trace.values[index])


def test_the_seed_is_one_for_each_entry() -> None:
    trace = run("y = 2*x", {"x": [1, 2, 3]})
    assert trace.seed.tolist() == [1, 1, 1]
    assert trace.named(trace.adjoints)["x"].tolist() == [2, 2, 2]


@pytest.mark.parametrize(
    ("x", "seed", "expected"), [(3, 5, 10), ([1, 2], [10, 0.5], [20, 1]), ([1, 2], [[10, 0.5]], None), (3, [1], None)]
)
def test_the_seed_can_be_set(x: object, seed: object, expected: object) -> None:
    if expected is None:
        with pytest.raises(LanguageError, match="line 2, column 6: the seed has shape") as raised:
            run("\ny = 2*x", {"x": x}, seed=seed)
        needed = "2 numbers" if isinstance(x, list) else "one number"
        assert raised.value.mistakes[0].hint == f"the seed is {needed}, as the output is"
    else:
        trace = run("y = 2*x", {"x": x}, seed=seed)
        assert trace.named(trace.adjoints)["x"].tolist() == expected


@pytest.mark.parametrize("seed", ["abc", [[1, 2], [3]], {"a": 1}, [None]])
def test_a_seed_that_is_no_number_is_refused(seed: object) -> None:
    with pytest.raises(LanguageError, match="seed"):
        run("y = 2*x", {"x": [1, 2]}, seed=seed)


def test_values_override_inputs_of_the_text() -> None:
    text = "x = 2\nW = [[1., 2.]]\ny = x * W * c"
    assert adjoint(text, "x") == 3
    assert adjoint(text, "x", {"x": [3.0, 4.0], "c": 10}) == [10, 20]
    assert adjoint(text, "c", {"W": [[5.0]]}) == 10


@pytest.mark.parametrize(
    ("text", "name", "told", "hint"),
    [
        ("y = x*2", "q", "`q` is not an input", "its inputs are x"),
        ("y = weight*2", "weigth", "`weigth` is not an input", "did you mean `weight`?"),
        ("y = x*2", "y", "`y` is computed by the program", "its inputs are x"),
        (
            "net = nn.Linear(2, 1)\ny = net([1.0, 2.0])",
            "net.weigth",
            "`net.weigth` is not",
            "did you mean `net.weight`?",
        ),
        ("def f(x):\n    return 2*x", "z", "`z` is not an input", "its inputs are x"),
    ],
)
def test_a_value_for_a_name_that_is_no_input_is_a_mistake(text: str, name: str, told: str, hint: str) -> None:
    with pytest.raises(LanguageError) as raised:
        run(text, {name: 3})
    (mistake,) = raised.value.mistakes
    assert told in mistake.message and mistake.hint == hint and mistake.parameter == name
    warnings = differentiate(parse(text), values={name: 3}, lenient=True).warnings
    assert [each.parameter for each in warnings if f"`{name}` is not an input" in each.message] == [name]
    with pytest.raises(LanguageError) as raised:
        differentiate(parse(text), constants=[name])
    (mistake,) = raised.value.mistakes
    assert told in mistake.message and mistake.hint == hint and mistake.parameter == "constant"
    warnings = differentiate(parse(text), constants=[name], lenient=True).warnings
    assert [each.parameter for each in warnings if "that it is to be constant changes nothing" in each.message] == [
        "constant"
    ]


def test_a_value_for_an_input_of_a_branch_that_is_not_taken_is_told() -> None:
    assert any("`b`" in message for message in messages("y = x*a if x > 0 else x*b", {"x": 1, "b": 3}))


def test_parameters_of_a_class_alone_are_set_by_their_dotted_names() -> None:
    text = """
class Two(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(2, 2, bias=False)
    def forward(self, x):
        return self.fc(x).sum()
"""
    trace = run(text, {"x": [1, 1], "fc.weight": [[1, 2], [3, 4]]})
    assert trace.values[trace.graph.output] == 10
    assert trace.named(trace.adjoints)["fc.weight"].tolist() == [[1, 1], [1, 1]]


@pytest.mark.parametrize("value", ["abc", [[1, 2], [3]], {"a": 1}, [1, "b"], None, [None]])
def test_a_value_that_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(LanguageError, match="`x`"):
        run("y = x*2", {"x": value})


def test_other_values_take_other_branches() -> None:
    text = "if x > 0:\n    y = 2*x\nelse:\n    y = -3*x"
    assert [adjoint(text, "x", {"x": x}) for x in (1, -1, 2, -2, 1)] == [2, -3, 2, -3, 2]
    assert any("x > 0" in message and "true" in message for message in messages(text, {"x": 1}))
    assert any("x > 0" in message and "false" in message for message in messages(text, {"x": -1}))


@pytest.mark.parametrize(
    ("text", "ats", "expected"),
    [
        ("y = 1.0 * x\nwhile y < 10: y = 2*y\ny", [{"x": 1}, {"x": 6}, {"x": 1}], [16, 2, 16]),
        ("y = max(x, 2)", [{"x": 1}, {"x": 3}], [0, 1]),
        ("y = x if x > 0 else 0.1*x", [{"x": 1}, {"x": -3}], [1, 0.1]),
        ("y = x.reshape(-1)[k]", [{"x": [1, 2], "k": 0}, {"x": [1, 2], "k": 1}], [[1, 0], [0, 1]]),
        ("y = np.zeros(3)\ny[k] = x\ny[1]", [{"x": 5, "k": 1}, {"x": 5, "k": 2}], [1, 0]),
        ("s = 0\nfor r in x: s += r*r\ns", [{"x": [1, 2]}, {"x": [1, 2, 3]}], [[2, 4], [2, 4, 6]]),
        ("y = x**2 if x.ndim == 0 else x[0]", [{"x": 3}, {"x": [3, 4]}], [6, [1, 0]]),
        ("y = sorted([x, 2*x])[0]", [{"x": 1}, {"x": -1}], [1, 2]),
        ("y = x * (x > 0) * int(x)", [{"x": 2.5}, {"x": 3.5}], [2, 3]),
        ("y = [sin(x), x**2][int(k)]", [{"x": 3, "k": 1}, {"x": 0, "k": 0}], [6, 1]),
        ("y = x[x > 1].sum()", [{"x": [1, 2, 3]}, {"x": [5, 0, 0]}], [[0, 1, 1], [1, 0, 0]]),
        ("y = x * np.argmax(z)", [{"x": 1, "z": [1, 2, 0]}, {"x": 1, "z": [1, 2, 3]}], [1, 2]),
        ("y = x * float(z > 1)", [{"x": 1, "z": 0}, {"x": 1, "z": 2}], [0, 1]),
        ("y = x * len([i for i in range(5) if i < z])", [{"x": 1, "z": 2}, {"x": 1, "z": 4}], [2, 4]),
    ],
)
def test_values_are_never_remembered_from_an_earlier_run(
    text: str, ats: list[dict[str, object]], expected: list[object]
) -> None:
    assert [adjoint(text, "x", at) for at in (*ats, *ats)] == [*expected, *expected]


def test_constants_have_no_adjoint() -> None:
    trace = differentiate(parse("w = 3\nf = w*x + y"), values={"x": 2}, constants=("w", "y"))
    assert set(trace.named(trace.adjoints)) == {"x", "f"}
    assert set(trace.named(trace.values)) == {"w", "x", "y", "f"}


def test_literals_inside_of_expressions_have_no_adjoint() -> None:
    trace = run("f = 3*x + [1., 2.] * y")
    assert set(trace.named(trace.adjoints)) == {"x", "y", "f"}


def test_labels_and_masks_have_no_adjoint() -> None:
    trace = run("p = softmax(x)\nm = x > 0\nL = -log(p[y])*m.sum()", {"x": [0.1, 0.2, -0.3], "y": 1})
    assert "m" not in trace.named(trace.adjoints)
    assert adjoint("L = x[y]", "x", {"x": [0.1, 0.2], "y": 1}) == [0, 1]


def test_another_output_can_be_chosen() -> None:
    text = "a = x**2\nb = 3*a"
    trace = run(text, {"x": 2}, output="a")
    assert trace.graph.nodes[trace.graph.output].name == "a"
    adjoints = trace.named(trace.adjoints)
    assert float(adjoints["x"]) == 4
    assert float(adjoints["b"]) == 0
    with pytest.raises(LanguageError, match="`c`"):
        run(text, output="c")


def test_of_several_returned_values_the_first_is_the_output() -> None:
    text = "def f(x, y):\n    p = x*y\n    q = x + y\n    return p, q"
    assert run(text, {"x": 3, "y": 4}).graph.nodes[-1].name is not None
    assert adjoint(text, "x", {"x": 3, "y": 4}) == 4
    assert run(text, {"x": 3, "y": 4}, output="q").named(run(text, {"x": 3, "y": 4}, output="q").adjoints)["x"] == 1


def test_the_backward_pass_is_itself_a_graph() -> None:
    trace = run("y = sin(x)*x + log(x)", {"x": 2.0})
    nodes = trace.backward.nodes
    assert nodes[: len(trace.graph.nodes)] == trace.graph.nodes
    assert [node.index for node in nodes] == list(range(len(nodes)))
    assert all(argument < node.index for node in nodes for argument in node.arguments)
    assert {node.operation for node in nodes} - {"input", "constant"} <= set(TABLE)


@pytest.mark.parametrize("at", [{"x": 0.3, "w": [1, 2, 3]}, {"x": -2.5, "w": [0, -1, 4]}, {"x": 1e3, "w": [1, 1, 1]}])
def test_running_both_passes_again_gives_what_a_first_run_gives(at: dict[str, object]) -> None:
    text = "h = x\nfor c in w:\n    h = tanh(c*h) + x/(1 + c**2)\nL = (h*w).sum()"
    run(text, {"x": 0.7, "w": [1, 2, 2]})
    again, first = run(text, at), run(text + "  # another text", at)
    assert set(again.adjoints) == set(first.adjoints)
    for index, value in first.adjoints.items():
        assert_close(again.adjoints[index], value, 1e-13, again.labels[index])
    for node, value in enumerate(first.values):
        assert_close(again.values[node], value, 1e-13, again.labels[node])


def test_unnamed_values_skip_the_names_that_the_person_uses() -> None:
    trace = run("v1 = x*2\ny = (v1 + 1)*(v_3 - 2)")
    unnamed = [trace.labels[node.index] for node in trace.graph.nodes if node.name is None and node.operation in TABLE]
    assert unnamed == ["v_2", "v_4"]


def test_versions_of_a_name_are_counted() -> None:
    trace = run("h = 1.0*x\nfor t in range(3):\n    h = tanh(h)\nh*2")
    assert [label for label in trace.labels if label.startswith("h")] == ["h_1", "h_2", "h_3", "h_4"]
    trace = run("c = a*b\nc += c + 1\nc*2")
    assert [label for label in trace.labels if label.startswith("c")] == ["c_1", "c_2"]


def test_constants_are_shown_as_their_numbers() -> None:
    trace = run("y = 2.5*x + 1")
    shown = [trace.labels[node.index] for node in trace.graph.nodes if node.operation == "constant"]
    assert shown == ["2.5", "1"]


@pytest.mark.parametrize(("text", "loss"), [("z = x*y", "L"), ("L = x*y", "L"), ("L = x*y\nz = 2*L", "ℓ")])
def test_the_loss_has_a_name_that_is_free(text: str, loss: str) -> None:
    assert run(text).loss == loss


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x*y", "f"),
        ("z = x*y", "z"),
        ("z = x*y\nz", "z"),
        ("def f(x, y): return x*y", "f"),
        ("def g(x):\n    y = x*x\n    return y", "y"),
    ],
)
def test_the_output_has_a_name(text: str, name: str) -> None:
    trace = run(text)
    assert trace.graph.nodes[trace.graph.output].name == name


def test_names_lead_to_the_nodes_they_end_as() -> None:
    trace = run("c = 2*a\nc = c + 1\nd = c*c", {"a": 3})
    values = trace.named(trace.values)
    assert {name: float(value) for name, value in values.items()} == {"a": 3, "c": 7, "d": 49}


def test_an_input_bound_again_keeps_its_adjoint_under_its_name() -> None:
    text = "def f(x, w):\n    x = x.reshape(2, -1)\n    return x @ w"
    trace = run(text, {"x": [1, 2, 3, 4], "w": [1, 10]})
    assert trace.named(trace.adjoints)["x"].tolist() == [1, 10, 1, 10]


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("z = x*y", "z", 1),
        ("c = a + b\nc += c + 1", "c", 5),
        ("def f(x):\n    x = x*2\n    return x", "x_1", 2),
        ("x*3", "f", 3),
        ("x", "x", 1),
    ],
)
def test_the_output_has_a_name_among_the_values(text: str, name: str, value: float) -> None:
    trace = differentiate(parse(text))
    assert trace.output == name
    assert trace.named(trace.values)[name] == value
    assert trace.named(trace.adjoints)[name] == 1
