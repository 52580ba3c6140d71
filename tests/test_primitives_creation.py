"""Values that are made: from shapes and numbers as NumPy makes them, and at random, the same for the same text."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import ArrayLike, NDArray

from app.autodiff import differentiate
from app.language import LanguageError, parse
from tests.cases import assert_close


def value(text: str) -> NDArray[np.float64]:
    """What the last expression of a text gives; `s` is an input with the value 0."""
    trace = differentiate(parse(text + " + s"), values={"s": 0})
    return trace.values[trace.graph.output]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("np.zeros(3)", np.zeros(3)),
        ("np.zeros((2, 3))", np.zeros((2, 3))),
        ("torch.zeros(2, 3)", np.zeros((2, 3))),
        ("torch.zeros(size=(2, 3))", np.zeros((2, 3))),
        ("np.zeros(shape=(2, 3), dtype=int)", np.zeros((2, 3))),
        ("np.ones([2, 1])", np.ones((2, 1))),
        ("torch.ones(2, requires_grad=True)", np.ones(2)),
        ("torch.empty(2, 0)", np.zeros((2, 0))),
        ("np.full((2, 2), 0.5)", np.full((2, 2), 0.5)),
        ("torch.full(size=(2,), fill_value=3)", np.full(2, 3)),
        ("np.eye(2)", np.eye(2)),
        ("np.eye(2, 3, k=1)", np.eye(2, 3, k=1)),
        ("np.identity(2)", np.eye(2)),
        ("np.arange(3)", np.arange(3)),
        ("np.arange(1, 4)", np.arange(1, 4)),
        ("np.arange(0, 1, 0.25)", np.arange(0, 1, 0.25)),
        ("torch.arange(3, 0, -1)", [3, 2, 1]),
        ("torch.arange(end=3)", [0, 1, 2]),
        ("np.arange(start=1, stop=6, step=2)", [1, 3, 5]),
        ("np.linspace(0, 1, 5)", np.linspace(0, 1, 5)),
        ("torch.linspace(0, 1, steps=3)", [0, 0.5, 1]),
        ("np.linspace(0, 1, num=2, endpoint=False)", [0, 0.5]),
        ("np.logspace(0, 2, 3)", [1, 10, 100]),
        ("np.geomspace(1, 4, 3)", [1, 2, 4]),
        ("np.zeros_like([[1, 2]])", np.zeros((1, 2))),
        ("torch.ones_like(torch.arange(2))", [1, 1]),
        ("np.full_like(np.zeros(2), 7)", [7, 7]),
        ("torch.arange(2).new_zeros(2, 1)", np.zeros((2, 1))),
        ("torch.arange(2).new_ones((2,))", np.ones(2)),
        ("torch.arange(2).new_full((2,), 5)", np.full(2, 5)),
        ("np.tri(3, 2, -1)", np.tri(3, 2, -1)),
        ("np.tril(np.ones((2, 2)))", np.tril(np.ones((2, 2)))),
        ("torch.triu(torch.ones(2, 3), diagonal=1)", np.triu(np.ones((2, 3)), 1)),
        ("torch.tril_indices(2, 3)[1]", np.tril_indices(2, 0, 3)[1]),
        ("np.diag([1, 2])", np.diag([1, 2])),
        ("np.indices((2, 2))[0]", np.indices((2, 2))[0]),
        ("np.hanning(4)", np.hanning(4)),
        ("np.hamming(4)", np.hamming(4)),
        ("F.one_hot(torch.tensor([0, 2]))", [[1, 0, 0], [0, 0, 1]]),
        ("jax.nn.one_hot(np.array([1]), 3)", [[0, 1, 0]]),
        ("tf.one_hot([1], depth=2)", [[0, 1]]),
        ("np.digitize([0.5, 2], [0, 1])", [1, 2]),
        ("torch.bucketize([0.0, 1, 2, 3], [0, 2])", [0, 1, 1, 2]),
        ("torch.bucketize([0.0, 1, 2, 3], [0, 2], right=True)", [1, 1, 2, 2]),
        ("np.histogram([1, 2, 2], bins=2)[0]", [1, 2]),
        ("np.unravel_index(5, (2, 3))[0]", 1),
        ("np.ravel_multi_index((1, 2), (2, 3))", 5),
        ("np.setdiff1d([1, 2, 3], [2])", [1, 3]),
        ("np.linalg.matrix_rank([[1, 2], [2, 4]])", 1),
        ("np.nanargmax(np.array([1, np.nan, 3]))", 2),
        ("len(np.ndindex(2, 3))", 6),
        ("np.size(np.ones((2, 3))) * torch.ones(2, 2).numel()", 24),
    ],
)
def test_made_as_numpy_makes_it(text: str, expected: ArrayLike) -> None:
    assert_close(value(text), expected, 1e-15, text)


@pytest.mark.parametrize("text", ["np.zeros(-1)", "np.arange(0, 1, 0)", "np.arange()", "np.linspace(0)", "np.eye(1.5)"])
def test_what_cannot_be_made_is_told(text: str) -> None:
    with pytest.raises(LanguageError):
        value(text)


def test_masks_stay_masks() -> None:
    assert_close(value("x = np.arange(3)\nx[np.zeros(3, dtype=bool)]"), np.zeros(0), 0, "nothing is chosen")
    assert_close(value("torch.where(~torch.ones(2, dtype=torch.bool), 1, 0)"), [0, 0], 0, "all is turned")


RANDOM = [
    "np.random.randn(2, 3)",
    "np.random.rand(2, 3)",
    "np.random.random((2, 3))",
    "np.random.standard_normal(size=(2, 3))",
    "np.random.normal(0, 1, (2, 3))",
    "np.random.normal(loc=1.0, scale=0.1, size=(2, 3))",
    "np.random.uniform(-1, 1, (2, 3))",
    "np.random.randint(0, 10, (2, 3))",
    "np.random.exponential(size=(2, 3))",
    "np.random.poisson(5.0, (2, 3))",
    "np.random.binomial(100, 0.5, (2, 3))",
    "np.random.choice(10, (2, 3))",
    "np.random.permutation(6).reshape(2, 3)",
    "torch.randn(2, 3)",
    "torch.rand((2, 3))",
    "torch.randn(size=(2, 3))",
    "torch.randint(10, (2, 3))",
    "torch.randint(0, 10, size=(2, 3))",
    "torch.normal(0.0, 1.0, size=(2, 3))",
    "torch.normal(mean=torch.zeros(2, 3), std=1.0)",
    "torch.randn_like(torch.zeros(2, 3))",
    "torch.rand_like(torch.zeros(2, 3))",
    "torch.randperm(6).reshape(2, 3)",
    "torch.bernoulli(0.5 * torch.ones(2, 3)) + torch.rand(2, 3)",
    "np.random.default_rng(3).normal(size=(2, 3))",
    "np.random.default_rng(3).integers(0, 10, size=(2, 3))",
    "tf.random.normal((2, 3))",
    "tf.random.uniform((2, 3))",
    "jax.random.normal(jax.random.PRNGKey(0), (2, 3))",
    "jax.random.uniform(jax.random.PRNGKey(0), (2, 3), minval=1.0, maxval=2.0)",
    "jax.random.randint(jax.random.PRNGKey(0), (2, 3), 0, 10)",
    "jax.random.bernoulli(jax.random.PRNGKey(0), 0.5, (2, 3))",
    "randn(2, 3, seed=5)",
]


@pytest.mark.parametrize("text", RANDOM)
def test_a_text_always_means_the_same(text: str) -> None:
    first = value(text)
    assert np.asarray(first).shape == (2, 3)
    np.testing.assert_array_equal(first, value(text))


@pytest.mark.parametrize(
    "text", [text for text in RANDOM if not text.startswith(("jax", "np.random.default_rng", "randn(2, 3, s"))]
)
def test_two_calls_in_one_text_differ(text: str) -> None:
    assert np.any(value(f"({text}) - ({text})") != 0)


def test_numbers_are_numpys_where_it_is_seeded() -> None:
    state, generator = np.random.RandomState(4), np.random.default_rng(4)
    assert_close(value("np.random.seed(4)\nnp.random.randn(3)"), state.randn(3), 0, "seed")
    assert_close(
        value("np.random.seed(4)\na = np.random.randn(3)\nnp.random.rand(2)"), state.rand(2), 0, "the next ones"
    )
    drawn = value("rng = np.random.default_rng(4)\nrng.normal(size=3)")
    assert_close(drawn, generator.normal(size=3), 0, "default_rng")


def test_keys_tell_draws_apart() -> None:
    split = "key, other = jax.random.split(jax.random.PRNGKey(0))\n"
    assert np.any(value(split + "jax.random.normal(key, (3,)) - jax.random.normal(other, (3,))") != 0)
    assert np.all(value(split + "jax.random.normal(key, (3,)) - jax.random.normal(key, (3,))") == 0)
    folded = "jax.random.normal(jax.random.fold_in(jax.random.PRNGKey(0), {}), (3,))"
    assert np.any(value(f"{folded.format(1)} - {folded.format(2)}") != 0)


def test_single_numbers_are_plain() -> None:
    for text in (
        "np.random.rand()",
        "random.random()",
        "random.uniform(1, 2)",
        "np.random.normal(1, 0.1)",
        "random.gauss(0, 1)",
    ):
        assert np.asarray(value(text)).shape == ()


def test_moments_are_about_right() -> None:
    drawn = np.asarray(value("np.random.normal(3.0, 0.5, 4000)"))
    assert abs(drawn.mean() - 3) < 0.05 and abs(drawn.std() - 0.5) < 0.05
    drawn = np.asarray(value("torch.empty(4000).uniform_(-1, 3)"))
    assert abs(drawn.mean() - 1) < 0.1 and -1 <= drawn.min() < drawn.max() <= 3


@pytest.mark.parametrize("made", ["np.zeros_like(x)", "torch.ones_like(x)", "torch.randn_like(x)", "x.new_zeros(2)"])
def test_what_is_made_of_a_shape_reads_no_entry(made: str) -> None:
    text = f"x = np.array([1.0, 2.0])\ny = x * 2\nz = y * {made.replace('x)', 'y)').replace('x.', 'y.')}"
    assert not differentiate(parse(text)).run.read
    assert differentiate(parse(f"y = f(x)\nz = y + {made.replace('x)', 'y)').replace('x.', 'y.')}")).graph.symbolic


def test_a_size_that_is_computed_is_read() -> None:
    assert differentiate(parse("x = np.array([1.0, 2.0])\nn = x[1] * 1\nz = x.sum() * x.new_ones(n)")).run.read
