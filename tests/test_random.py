"""Random numbers are those of the library that a text seeds: NumPy draws them here, and PyTorch's were stored."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import LanguageError, parse
from tests.cases import DATA, assert_close

STORED = {case["seed"]: case["values"] for case in json.loads((DATA / "torch-random.json").read_text())["cases"]}
SINGLE = 2e-6
"""PyTorch computes in single precision."""


def run(text: str) -> Trace:
    return differentiate(parse(text))


NUMPY: dict[str, Callable[[], object]] = {
    "np.random.seed(3)\nw = np.random.randn(2, 3)": lambda: np.random.RandomState(3).randn(2, 3),
    "np.random.seed(3)\nw = np.random.uniform(-1, 2, (4,))": lambda: np.random.RandomState(3).uniform(-1, 2, (4,)),
    "np.random.seed(3)\na = np.random.rand(2)\nw = np.random.normal(1, 2, 3)": lambda: draws(np.random.RandomState(3)),
    "rs = np.random.RandomState(0)\nw = rs.randn(2, 2)": lambda: np.random.RandomState(0).randn(2, 2),
    "import autograd.numpy.random as npr\nrs = npr.RandomState(0)\nw = rs.randn(2)": lambda: np.random.RandomState(0).randn(2),
    "rng = np.random.default_rng(7)\nw = rng.normal(0, 2, (3,))": lambda: np.random.default_rng(7).normal(0, 2, (3,)),
    "rng = np.random.default_rng(7)\nw = rng.random((2, 2))": lambda: np.random.default_rng(7).random((2, 2)),
    "rng = np.random.default_rng(7)\nw = rng.standard_normal(4)": lambda: np.random.default_rng(7).standard_normal(4),
}  # fmt: skip


def draws(state: np.random.RandomState) -> object:
    state.rand(2)
    return state.normal(1, 2, 3)


@pytest.mark.parametrize("text", NUMPY)
def test_numpy_draws_its_own_numbers(text: str) -> None:
    trace = run(f"import numpy as np\n{text}\nf = (w * w).sum()")
    assert_close(trace.named(trace.values)["w"], NUMPY[text](), 1e-15, text)


def test_pytorch_draws_its_own_numbers() -> None:
    calls = "rand(3) randn(3) randn(2) randn(20) rand(2,2) randint(0,10,(5,)) randperm(6) randn(16) randn(1) randn(40)".split()
    lines = "\n".join(f"a{place} = torch.{call} * x" for place, call in enumerate(calls))
    trace = run(f"torch.manual_seed(0)\n{lines}")
    found = trace.named(trace.values)
    for place, expected in enumerate(STORED[0]):
        assert_close(found[f"a{place}"], expected, SINGLE, calls[place])


def test_pytorch_fills_in_place_with_its_own_numbers() -> None:
    calls = (
        "torch.normal(2.0, 3.0, (4,))",
        "torch.empty(3).uniform_(-2, 5)",
        "torch.empty(30).normal_(1, 2)",
        "torch.randn(5, 6)",
    )
    lines = "\n".join(f"a{place} = {call} * x" for place, call in enumerate(calls))
    found = run(f"torch.manual_seed(1337)\n{lines}")
    for place, expected in enumerate(STORED[1337]):
        assert_close(found.named(found.values)[f"a{place}"], expected, SINGLE, calls[place])


def test_modules_begin_with_pytorchs_numbers() -> None:
    text = """
torch.manual_seed(42)
a, b, c = nn.Linear(3, 2), nn.Conv2d(1, 2, 3), nn.Embedding(4, 5)
y = a(torch.ones(3)).sum() + b(torch.ones(1, 1, 3, 3)).sum() + c(torch.tensor([0])).sum()
"""
    trace = run(text)
    found = [trace.values[node.index] for node in trace.graph.inputs()]
    assert len(found) == len(STORED[42])
    for value, expected in zip(found, STORED[42], strict=True):
        assert_close(value, expected, SINGLE, "first value")


def test_numbers_of_jax_are_said_to_be_others() -> None:
    notes = run("import jax\nw = jax.random.normal(jax.random.PRNGKey(0), (2,))\nf = (w * w).sum()").warnings
    assert any("not those of JAX" in note.message for note in notes)


@pytest.mark.parametrize("seed", ["-1", "2**40", "0.5", "[1, 2]"])
def test_what_is_no_seed_is_told(seed: str) -> None:
    with pytest.raises(LanguageError):
        run(f"np.random.seed({seed})\nf = np.random.randn() * x")


def test_python_s_own_numbers() -> None:
    source = random.Random(3)
    expected = 2 * source.random() + source.randint(1, 6) + source.gauss(0, 1)
    text = "import random\nrandom.seed(3)\ny = x*random.random() + random.randint(1, 6) + random.gauss(0, 1)"
    trace = differentiate(parse(text), values={"x": 2})
    assert trace.values[trace.graph.output] == expected


@pytest.mark.parametrize("call", ["torch.empty(2).exponential_()", "torch.poisson(torch.ones(2))"])
def test_numbers_that_are_not_pytorch_s_are_told(call: str) -> None:
    trace = differentiate(parse(f"torch.manual_seed(1)\ny = x*{call}"), values={"x": [1, 2]})
    assert any("not those of PyTorch" in warning.message for warning in trace.warnings)


@pytest.mark.parametrize(("text", "told"), [("", True), ("np.random.seed(0)\n", False)])
def test_a_text_without_a_seed_is_told_which_it_has(text: str, told: bool) -> None:
    trace = differentiate(parse(f"{text}y = x*np.random.randn()"))
    assert any("seed 0" in note.message for note in trace.warnings) is told
    assert trace.adjoints[0] == pytest.approx(np.random.RandomState(0).randn())
