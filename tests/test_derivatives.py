"""Derivatives inside of a forward pass: PyTorch's `autograd.grad`, differentiated again."""

from __future__ import annotations

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
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
    text = "import jax\nf = lambda a, b: sum(a*b**3)\nJ = jax.jacfwd(lambda q: jax.grad(f, argnums=1)(x*2, q))(v)\nL = sum(J**2)"
    trace = run(text, x=[1.0, 2.0], v=[3.0, -1.0])
    assert trace.values[trace.graph.output] == 36**2 + 24**2, "the entries are 6ab"
    np.testing.assert_allclose(trace.named(trace.adjoints)["v"], [864, -1152])


def test_what_a_function_finds_around_it_stays_as_it_is_in_its_jacobian() -> None:
    trace = run("import jax\ny = x**2\nJ = jax.jacfwd(lambda u: u*y)(x)\nL = sum(J)", x=[1.0, 2.0])
    assert trace.values[trace.graph.output] == 5
    np.testing.assert_allclose(trace.named(trace.adjoints)["x"], [2, 4])
