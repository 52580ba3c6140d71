"""JAX scripts: every operation's is Python, and what they compute stands where JAX differentiates it."""

from __future__ import annotations

import ast

import pytest

from app.autodiff import differentiate
from app.code import Unwritable
from app.code.jax_script import jax_script
from app.language import parse
from tests.operations import Sample, samples
from tests.scripts import imported
from tests.tables import failures

SCRIPT = """\
# f = x * sum(w)

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", True)

x = 2.0
w = jnp.array([1.0, 2.0])


def forward(x, w):
    f = x * jnp.sum(w)
    return f


f, backward = jax.vjp(forward, x, w)
dx, dw = backward(jnp.asarray(1.0, dtype=f.dtype))
print("dx =", dx)
print("dw =", dw)
"""


def test_the_script() -> None:
    """Run with JAX 0.10, it prints 3.0 and [2. 2.]."""
    assert jax_script(differentiate(parse("f = x * sum(w)"), values={"x": 2, "w": [1, 2]})).text == SCRIPT


REFUSED = ("diag_embed", "running_places", "erfc")


def check(sample: Sample) -> None:
    try:
        text = jax_script(sample.trace()).text
    except Unwritable as error:
        refused = error.message
    else:
        used = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
        assert imported(text) <= {"jax", "jax.numpy", "math", "builtins"}
        assert "np" not in used
        return
    assert refused in {f"`{name}` cannot be written for JAX" for name in REFUSED}


def test_every_operation_is_written_or_refused() -> None:
    assert failures(check, samples()) == []


@pytest.mark.parametrize(("text", "line"), [
    ("f = torch.erf(x)", "    f = jax.scipy.special.erf(x)"),
    ("f = softmax(x)", "    f = jax.nn.softmax(x, axis=-1)"),
    ("q = x * 2\nf = sum(q)", "f, backward, (q,) = jax.vjp(forward, x, has_aux=True)"),
    ("with torch.no_grad():\n    m = x * 2\nf = x * m", "    m = jax.lax.stop_gradient(x * 2)"),
    ("f = relu(x - 1)", "# These values meet a kink, where JAX may choose another derivative than PyTorch, which the figure follows."),
    ("f = x * (x > 1).astype(int)", "    f = x * jnp.asarray(x > 1).astype(int)"),
    ("f = scipy.special.xlogy(2, x)", "    f = jax.scipy.special.xlogy(1.0 * 2, x)"),
    ("f = np.sort(x)", "    f = jnp.sort(x, axis=0)"),
])  # fmt: skip
def test_jax_has_functions_of_its_own(text: str, line: str) -> None:
    assert line in jax_script(differentiate(parse(text), values={"x": [1, 2]})).text.split("\n")
