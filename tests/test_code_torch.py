"""PyTorch scripts: every operation's is Python with PyTorch's names, and reads as people write it."""

from __future__ import annotations

import ast

import pytest

from app.autodiff import differentiate
from app.code import Unwritable
from app.code.torch_script import torch_script
from app.language import parse
from tests.operations import Sample, samples
from tests.scripts import imported
from tests.tables import failures

SCRIPT = """\
# h = relu(x * w)
# f = sum(h) + c

import torch

torch.set_default_dtype(torch.float64)

x = torch.tensor(2.0, requires_grad=True)
w = torch.tensor([1.0, -2.0], requires_grad=True)
c = torch.tensor(3.0)

# Forward pass
h = torch.relu(x * w)
f = torch.sum(h) + c

# Backward pass
f.backward()
dx = x.grad
dw = w.grad
print("dx =", dx)
print("dw =", dw)
"""


def script(text: str, *constants: str, seed: object = None, **values: object) -> str:
    return torch_script(differentiate(parse(text), values=values, constants=constants, seed=seed)).text


def test_the_script() -> None:
    """Run with PyTorch 2.13, it prints 1.0 and [2, 0]."""
    assert script("h = relu(x * w)\nf = sum(h) + c", "c", x=2, w=[1, -2], c=3) == SCRIPT


REFUSED = {"scatter", "scatter_peak", "overlap", "gamma", "bessel_ie", "bessel_j", "np.pad"}


def check(sample: Sample) -> None:
    try:
        text = torch_script(sample.trace()).text
    except Unwritable as error:
        refused = error.message
    else:
        used = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
        assert imported(text) <= {"torch", "torch.nn.functional"}
        assert "np" not in used
        assert ("F" in used) == ("torch.nn.functional" in imported(text))
        return
    assert refused.split("`")[1] in REFUSED


def test_every_operation_is_written_or_refused() -> None:
    assert failures(check, samples()) == []


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("f = sum(x, axis=0)", "f = torch.sum(x, dim=0)"),
        ("f = np.mean(x, keepdims=True)", "f = torch.mean(x, dim=(0,), keepdim=True)"),
        (
            "y = 2 * x\nf = x * jax.grad(lambda a: maximum(a, y).sum())(x)",
            "v2 = torch.heaviside((x - y).detach(), torch.tensor(0.5))",
        ),
        ("f = maximum(x, 2)", "f = torch.maximum(x, torch.tensor(2.0))"),
        ("f = np.where(x > 1, x, 0)", "f = torch.where(x > 1, x, 0)"),
        ("f = np.concatenate([x, x])", "f = torch.cat([x, x], dim=0)"),
        ("f = np.flip(x)", "f = torch.flip(x, dims=(0,))"),
        ("x[0] = 5\nf = x * 2", "    result[key] = value"),
        ("q = x * x\nf = q + 1", "q = x * x"),
        ("f = x * 2", "f.backward(torch.tensor([1.0, 3.0]))"),
        ("loss = sum(x)", "loss.backward()"),
        ("with torch.no_grad():\n    m = x * 2\nf = x * m", "m = (x * 2).detach()"),
        ("with torch.no_grad():\n    m = x * 2\n    q = m + 1\nf = x * q", "q = m + 1"),
        ("m = (x > 1).mean()\nf = m * x", "m = torch.mean((x > 1).double())"),
        ("m = x[0] > 0\nf = (m - (x[1] > 0)) * x", "f = (m.double() - (x[1] > 0).double()) * x"),
        ("f = one_hot(x, 3) - 1", "f = 1.0 * (x[..., None] == torch.arange(3)) - 1"),
        ("f = np.interp(0.5, [0, 1], x)", "f = x[0] + 0.5 * (x[1] - x[0])"),
    ],
)
def test_lines_are_those_that_people_write(text: str, line: str) -> None:
    seed = [1, 3] if "tensor([1.0, 3.0])" in line else None
    assert line in script(text, seed=seed, x=[1, 2]).split("\n")


def test_an_input_that_does_not_reach_the_output_has_zeros() -> None:
    assert "dx = torch.zeros_like(x)" in script("g = x * y\nf = 2 * y", x=1, y=1).split("\n")
