"""Derivatives inside of a forward pass: PyTorch's `autograd.grad`, differentiated again."""

from __future__ import annotations

import numpy as np
import pytest

from app.autodiff import Trace, differentiate, fold
from app.language import LanguageError, parse

GRAD = "torch.autograd.grad"


def run(text: str, **values: object) -> Trace:
    trace = differentiate(parse(text), values=values)
    assert trace.check.error is not None and trace.check.error < 1e-6
    return trace


def test_a_derivative_is_part_of_the_graph() -> None:
    trace = run(f"y = x**3\nd = {GRAD}(y, x, create_graph=True)[0]\nz = d * k", x=2, k=5)
    assert trace.values[trace.graph.output] == 60
    assert trace.named(trace.adjoints)["x"] == 60
    assert trace.named(trace.adjoints)["k"] == 12


@pytest.mark.parametrize(
    ("text", "operations"),
    [
        ("f = lambda x: x**3\nh = jax.grad(jax.grad(f))(x)\nL = sin(h)", ["multiply", "sin"]),
        ("f = lambda x: x**2\ng = jax.grad(f)(x)\nL = sin(g)", ["multiply", "sin"]),
        ("f = lambda x, y: x*y\nL = jax.grad(f)(x, y) * x", ["multiply"]),
        ("f = lambda x: x**2 + 1\nh = jax.jvp(jax.grad(f), (x,), (v,))[1]", ["multiply"]),
    ],
)
def test_what_leaves_a_number_as_it_is_makes_no_gate(text: str, operations: list[str]) -> None:
    """The rules of x³ and x² multiply by 1 and raise to the first power: neither is seen."""
    trace = differentiate(parse(text), values={"x": 2.0})
    assert [trace.graph.nodes[gate.nodes[0]].operation for gate in fold(trace.graph, "primitive").gates] == operations


def test_a_second_derivative() -> None:
    text = f"y = sin(x)\nd, = {GRAD}(y, x, create_graph=True)\ns, = {GRAD}(outputs=d, inputs=x, create_graph=True)"
    trace = run(text, x=0.7)
    np.testing.assert_allclose(trace.values[trace.graph.output], -np.sin(0.7))
    np.testing.assert_allclose(trace.named(trace.adjoints)["x"], -np.cos(0.7))


def test_a_residual_of_a_differential_equation() -> None:
    text = (
        "t = torch.tensor([0.5, 1.0, 1.5], requires_grad=True)\nu = k * t**3\n"
        f"u_t = {GRAD}(u, t, grad_outputs=torch.ones_like(u), create_graph=True)[0]\nloss = ((u_t - 1)**2).mean()"
    )
    trace = run(text, k=2.0)
    assert trace.values[trace.graph.output] == 60.5
    np.testing.assert_allclose(trace.named(trace.adjoints)["t"], [2, 40, 150])


def test_a_gradient_penalty_reaches_the_weights() -> None:
    text = f"y = tanh(x @ w).sum()\ng = {GRAD}(y, [x], create_graph=True)[0]\npenalty = (g.norm() - 1)**2"
    trace = run(text, x=[[0.1, 0.4], [0.3, -0.2]], w=[0.5, -1.0])
    assert np.abs(trace.named(trace.adjoints)["w"]).min() > 0


def test_other_values_run_the_same_graph() -> None:
    text = f"y = x**4\nd = {GRAD}(y, x, create_graph=True)[0]"
    assert run(text, x=1.0).values[-1] == 4
    trace = run(text, x=2.0)
    assert trace.values[trace.graph.output] == 32
    assert trace.named(trace.adjoints)["x"] == 48


def test_without_a_graph_it_says_what_the_output_is() -> None:
    trace = run("from torch.autograd import grad\nd = (b**2).sum()\ng = grad(d, b)", b=[4.0, 5.0])
    assert trace.output == "d"
    np.testing.assert_array_equal(trace.named(trace.adjoints)["b"], [8, 10])


def test_a_gradient_of_a_gradient_is_the_second_derivative() -> None:
    trace = run("f = jax.grad(jax.grad(lambda t: t**3))(x)", x=2.0)
    assert trace.values[trace.graph.output] == 12
    assert trace.named(trace.adjoints)["x"] == 12
    third = run("g = grad(grad(grad(jnp.sin)))\ny = g(x)", x=0.3)
    np.testing.assert_allclose(third.values[third.graph.output], -np.sin(0.3))
    np.testing.assert_allclose(third.named(third.adjoints)["x"], -np.cos(0.3))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"y = x*2\nz = {GRAD}(y, [x, w], create_graph=True)[1] * w", "does not depend on all of these"),
        (f"y = [x*2, x*3]\nz = {GRAD}(y, x, create_graph=True)[0]", "several values are differentiated at once"),
        (f"z = {GRAD}(x*2, x, [1.0, 2.0, 3.0], create_graph=True)[0]", "has shape (3,)"),
    ],
)
def test_what_cannot_be_differentiated_is_told(text: str, told: str) -> None:
    with pytest.raises(LanguageError) as caught:
        differentiate(parse(text), values={"x": [1.0, 2.0]})
    assert told in str(caught.value)


def test_a_gradient_inside_of_a_jacobian_is_by_the_argument_that_it_names() -> None:
    text = "import jax\nf = lambda a, b: sum(a*b**3)\nJ = jax.jacfwd(lambda q: jax.grad(f, argnums=1)(x*2, q))(v)\nL = (J**2).sum()"
    trace = run(text, x=[1.0, 2.0], v=[3.0, -1.0])
    assert trace.values[trace.graph.output] == 36**2 + 24**2, "the entries are 6ab"
    np.testing.assert_allclose(trace.named(trace.adjoints)["v"], [864, -1152])


def test_what_a_function_finds_around_it_stays_as_it_is_in_its_jacobian() -> None:
    trace = run("import jax\ny = x**2\nJ = jax.jacfwd(lambda u: u*y)(x)\nL = J.sum()", x=[1.0, 2.0])
    assert trace.values[trace.graph.output] == 5
    np.testing.assert_allclose(trace.named(trace.adjoints)["x"], [2, 4])


LOSS = "import jax\nimport jax.numpy as jnp\ndef loss(w, x, t):\n    return jnp.sum((w*x - t)**2)\n"
STORED = "import torch\nw = torch.tensor([1.0, 2.0], requires_grad=True)\n"


@pytest.mark.parametrize(
    ("text", "output", "adjoints"),
    [
        pytest.param("f = lambda x: x**3\nx = 2.0\ny = jax.grad(f)(x)**2 + x", 146, {"x": 289}, id="goes on"),
        pytest.param("f = lambda x: x**3\nx = 2.0\ny = jax.grad(f)(x)", 8, {"x": 12}, id="asks for the backward pass"),
        pytest.param(
            "def f(x): return jnp.sum(x**3)\nx = jnp.array([1.0, 2.0])\nv = jnp.array([1.0, -1.0])\n"
            "h = jax.grad(lambda x: jnp.vdot(jax.grad(f)(x), v))(x)",
            -9, {"x": [6, -12]}, id="Hessian times a vector",
        ),
        pytest.param(
            "def f(x): return jnp.sum(x**3)\nx = jnp.array([1.0, 2.0])\nv = jnp.array([1.0, -1.0])\n"
            "h = jax.jvp(jax.grad(f), (x,), (v,))[1]\ny = jnp.sum(h)",
            -6, {"x": [6, -6], "v": [6, 12]}, id="forward over reverse",
        ),
        pytest.param(
            "v, g = jax.value_and_grad(lambda x: x**2)(x)\ny = v + g**2", 45, {"x": 30}, id="value and gradient"
        ),
        pytest.param(
            LOSS + "p = [jnp.array([1.0, 2.0]), 0.5]\ndef cost(p): return jnp.sum(p[0] * p[1])\n"
            "g = jax.grad(cost)(p)\np = jax.tree_util.tree_map(lambda a, b: a - 0.1*b, p, g)\ny = cost(p)",
            0.58, {"p.0": [-0.09, -0.09], "p.1": 2.86}, id="a step and the loss behind it",
        ),
        pytest.param(
            "import tensorflow as tf\nx = tf.Variable(3.0)\nwith tf.GradientTape() as outer:\n    with tf.GradientTape() as inner:\n"
            "        y = x**3\n    dy = inner.gradient(y, x)\nd2y = outer.gradient(dy, x)",
            27, {"x": 18}, id="tape in a tape",
        ),
        pytest.param(
            "import torch\nw = torch.tensor(2.0, requires_grad=True)\ng, = torch.autograd.grad(w**2, w)\ny = w * g",
            8, {"w": 4}, id="without a graph of its own it is a constant",
        ),
        pytest.param(
            "f = lambda p: p['a']**2 * p['b']\np = {'a': 2.0, 'b': 3.0}\ng = jax.grad(f)(p)\ny = g['a'] * g['b']",
            48, {"p.a": 72, "p.b": 16}, id="structure of the argument",
        ),
        pytest.param(
            LOSS + "w = 1.0\nfor step in range(3):\n    w = w - 0.1 * jax.grad(loss)(w, 1.0, 3.0)\nend = loss(w, 1.0, 3.0)",
            4 * 0.8**6, {"w": -4 * 0.8**6}, id="a short loop and the loss behind it",
        ),
        pytest.param(
            "w = 2.0\ny = jax.grad(lambda t: t**2 * w)(w) + w", 10, {"w": 9}, id="by another name too",
        ),
        pytest.param(
            "w = 2.0\na, b = jax.grad(lambda a, b: a * b, (0, 1))(w, w**2)\ny = a + b", 6, {"w": 5}, id="one argument from another"
        ),
        pytest.param("@jax.grad\ndef f(t): return t**3\nw = 2.0\ny = f(w) + w", 14, {"w": 13}, id="decorator"),
        pytest.param(
            f"{STORED}L = sum(w**3)\nL.backward()\ny = sum(w * w.grad)", 27, {"w": [3, 12]}, id="stored, a constant"
        ),
        pytest.param(
            f"{STORED}L = sum(w**3)\nL.backward(create_graph=True)\ny = sum(w.grad**2)",
            153, {"w": [36, 288]}, id="stored, with a gradient of its own",
        ),
        pytest.param(
            f"{STORED}L = sum(w**3)\nL.backward()\nM = sum(w)\nM.backward()\ny = sum(w * w.grad)",
            30, {"w": [4, 13]}, id="added up over two passes",
        ),
        *[
            pytest.param(
                f"{STORED}L = sum(w**3)\nL.backward()\ng = w.grad\n{zero}\nM = sum(w)\nM.backward()\ny = sum(w * w.grad)",
                3, {"w": [1, 1]}, id=zero,
            )
            for zero in ("w.grad.zero_()", "w.grad = None", "w.grad.data.zero_()", "opt.zero_grad()", "w.grad.fill_(0)")
        ],
        *[
            pytest.param(
                f"{STORED}for turn in range(2):\n    L = sum(w**2)\n    w.grad = None\n    L.backward()\n{step}\ny = sum(w**2)",
                5 * 0.8**4, {"w": [2 * 0.8**2, 4 * 0.8**2]}, id=step.strip(),
            )
            for step in (
                "    with torch.no_grad():\n        w -= 0.1 * w.grad", "    w.data -= 0.1 * w.grad",
                "    w.data = w.data - 0.1 * w.grad", "    w.data.add_(w.grad, alpha=-0.1)", "    w.data.sub_(0.1 * w.grad.data)",
            )
        ],
        pytest.param(
            "import torch\nnet = torch.nn.Linear(1, 1, bias=False)\nnet.weight.data.fill_(1.0)\nx = torch.tensor([2.0])\n"
            "for turn in range(3):\n    L = sum(net(x)**2)\n    net.zero_grad()\n    L.backward()\n    with torch.no_grad():\n"
            "        for p in net.parameters():\n            p -= 0.1 * p.grad\ny = sum(net(x)**2)",
            4 * 0.2**6, {"net.weight": [[8 * 0.2**3]]}, id="parameters of a module",
        ),
        *(
            pytest.param(
                "import tensorflow as tf\nw = tf.Variable([1.0, 2.0])\nfor _ in range(2):\n    with tf.GradientTape() as tape:\n"
                f"        L = tf.reduce_mean(tf.square(w))\n    g = tape.gradient(L, [w])\n    {step}\ny = tf.reduce_sum(w**2)",
                5 * 0.9**4, {"w": [2 * 0.81, 4 * 0.81]}, id=step,
            )
            for step in ("w.assign_sub(0.1 * g[0])", "w.assign_add(-0.1 * g[0])", "w.assign(w - 0.1 * g[0])")
        ),
        *(
            pytest.param(
                f"{STORED}L = sum(w**2) / 2\nL.backward()\n{change}\ny = sum(w * w.grad) + sum(w)",
                18.0, {"w": [4.0, 7.0]}, id=f"{change} of what is w itself",
            )
            for change in ("w.grad.mul_(3)", "w.grad.data.mul_(3)", "w.grad += 2 * w.grad")
        ),
        pytest.param(
            f"{STORED}b = torch.tensor([2.0, 1.0], requires_grad=True)\nL = sum((w + b)**2)\nL.backward()\nw.grad.zero_()\n"
            "y = sum(b * b.grad) + sum(w.grad)", 18.0, {"b": [6.0, 6.0]}, id="two gradients that are equal",
        ),
        pytest.param(
            f"{LOSS}w = 1.0\nwhile w < 2.9:\n    w = w - 0.1 * jax.grad(loss)(w, 1.0, 3.0)\nend = loss(w, 1.0, 3.0)",
            4 * 0.8**28, {"w": -4 * 0.8**28}, id="a loop that ends by its value",
        ),
    ],
)  # fmt: skip
def test_a_gradient_is_a_value_to_go_on_with(
    text: str, output: float, adjoints: dict[str, float | list[float]]
) -> None:
    text = text if "import" in text else f"import jax, jax.numpy as jnp\n{text}"
    trace = differentiate(parse(text), values={"x": 3.0} if "(x)\ny = v" in text else {})
    np.testing.assert_allclose(trace.values[trace.graph.output], output)
    for name, right in adjoints.items():
        np.testing.assert_allclose(trace.named(trace.adjoints)[name], right, rtol=1e-9, err_msg=name)


STEP = f"{LOSS}w = 1.0; x = 2.0; t = 3.0\nfor step in range(999):\n    w = w - 0.1 * jax.grad(loss)(w, x, t)\n"
TORCH = "import torch\nw = torch.tensor(1.0, requires_grad=True)\nL = (w - 3)**2\nL.backward()\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            f"{STEP}end = loss(w, x, t)",
            "only the first turn of the training loop is drawn: the next would differ in the",
        ),
        (f"{STEP}end = loss(w, x, t)", "`w` is not known after it"),
        (
            f"{LOSS}p = [1.0]\ng = jax.grad(lambda p: p[0]**2)(p)\np = [p[0] - g[0]]",
            "`p` is a step against the gradient",
        ),
        (
            f"{TORCH}one.zero_grad(); two.zero_grad()\nwith torch.no_grad():\n    w -= 0.1 * w.grad\nM = (w - 3)**2",
            "`M = (w - 3)**2` computes with a gradient",
        ),
        (
            f"{TORCH}a.zero_grad(); b.zero_grad()\nd = [0.5]\nd[0] = d[0] - w.grad\nM = d[0] * w",
            "`M = d[0] * w` computes with a gradient",
        ),
        (
            STEP.replace("for step in range(999):", "while True:") + "end = loss(w, x, t)",
            "the training loop is drawn: the next would differ in the values alone; `w` is not known after it",
        ),
        (f"{TORCH}opt.step()\nM = (w - 1)**3", "`M` is computed with the values before that step"),
    ],
)
def test_what_a_step_of_training_would_change_is_told(text: str, told: str) -> None:
    trace = differentiate(parse(text))
    assert any(told in note.message for note in trace.warnings)
    assert trace.named(trace.values).get("end") is None


def test_a_gradient_that_is_a_value_has_no_gates_of_constants_alone() -> None:
    found = run("f = lambda x: x**3\nx = 2.0\nz = jax.grad(f)(x)\ny = z**2")
    graph = found.graph
    drawn = [node.operation for node in graph.nodes if node.index in graph.needed and node.arguments]
    assert drawn == ["power", "multiply", "power"]
    assert found.named(found.adjoints)["x"] == 288
    assert not [note for note in found.warnings if "passed over" in note.message]
