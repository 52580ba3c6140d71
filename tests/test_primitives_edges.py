"""Edges of the operations: empty and single axes, ties, zeros, repeated and negative places, conventions at kinks."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import LanguageError, Severity, parse
from tests.cases import assert_close

At = Mapping[str, object]


def run(text: str, at: At) -> Trace:
    return differentiate(parse(text), values=at)


@pytest.mark.parametrize(
    ("text", "x", "output", "adjoint"),
    [
        # Nothing at all.
        ("np.sum(x)", [], 0.0, []),
        ("np.prod(x)", [], 1.0, []),
        ("np.sum(x, axis=1)", [[], []], [0.0, 0.0], [[], []]),
        ("np.cumsum(x)", [], [], []),
        ("np.cumprod(x)", [], [], []),
        ("np.sort(x)", [], [], []),
        ("torch.softmax(x, 0)", [], [], []),
        ("torch.log_softmax(x, 0)", [], [], []),
        ("torch.logsumexp(x, 0)", [], -np.inf, []),
        ("np.linalg.norm(x)", [], 0.0, []),
        ("np.flip(x)", [], [], []),
        ("torch.var(x)", [], np.nan, []),
        ("np.var(x, ddof=1)", [], np.nan, []),
        ("x[5:]", [1, 2], [], [0, 0]),
        ("np.concatenate([x, x[:0]])", [1, 2], [1, 2], [1, 1]),
        ("x @ x", [], 0.0, []),
        # One entry, and a single number with an axis, as PyTorch allows.
        ("np.std(x)", [3], 0.0, [0]),
        ("np.softmax(x)", [3], [1.0], [0]),
        ("np.max(x, axis=1, keepdims=True)", [[3]], [[3]], [[1]]),
        ("np.median(x)", [3], 3.0, [1]),
        ("torch.sum(x, 0)", 3, 3.0, 1),
        ("torch.logsumexp(x, -1)", 3, 3.0, 1),
        ("torch.mean(x, 0)", 3, 3.0, 1),
        ("torch.amax(x, 0)", 3, 3.0, 1),
        # Ties.
        ("np.max(x)", [2, 1, 2], 2.0, [0.5, 0, 0.5]),
        ("np.min(x, axis=0)", [[1, 3], [1, 2]], [1, 2], [[0.5, 0], [0.5, 1]]),
        ("np.amax(x, axis=(0, 1))", [[2, 2], [2, 2]], 2.0, [[0.25, 0.25], [0.25, 0.25]]),
        ("torch.max(x, 0).values", [2, 1, 2], 2.0, [1, 0, 0]),
        ("torch.cummax(x, 0).values", [1, 1], [1, 1], [1, 1]),
        ("np.maximum(x, 1)", [1, 2, 0], [1, 2, 1], [0.5, 1, 0]),
        ("np.minimum(x, 1)", [1, 2, 0], [1, 1, 0], [0.5, 0, 1]),
        ("np.fmax(x, 1)", [1, 2, 0], [1, 2, 1], [1, 1, 0]),
        ("np.sort(x)", [2, 1, 2], [1, 2, 2], [1, 1, 1]),
        ("F.max_pool1d(x, 2)", [[[1, 1, 0, 0]]], [[[1, 0]]], [[[1, 0, 1, 0]]]),
        # Kinks, as PyTorch has them.
        ("np.abs(x)", [0], [0], [0]),
        ("F.relu(x)", [0], [0], [0]),
        ("np.maximum(x, [inf, 1, 1])", [np.inf, np.inf, np.nan], [np.inf, np.inf, np.nan], [0.5, 1, 1]),
        ("np.minimum(x, [inf, 1, 1])", [np.inf, np.inf, np.nan], [np.inf, 1, np.nan], [0.5, 0, 1]),
        ("np.clip(x, 0, 1)", [0, 1, 2], [0, 1, 1], [1, 1, 0]),
        ("F.relu6(x)", [0, 6], [0, 6], [0, 0]),
        ("F.hardtanh(x)", [-1, 1], [-1, 1], [0, 0]),
        ("np.linalg.norm(x)", [0, 0], 0.0, [0, 0]),
        ("torch.norm(x, 3)", [0, 0], 0.0, [0, 0]),
        ("np.std(x)", [2, 2], 0.0, [0, 0]),
        ("np.hypot(x, 0)", 0, 0.0, np.nan),
        ("np.arctan2(x, 0)", 0, 0.0, 0),
        # Zeros where a formula would divide by them.
        ("np.prod(x)", [0, 2, 3], 0.0, [6, 0, 0]),
        ("np.prod(x)", [0, 0, 3], 0.0, [0, 0, 0]),
        ("np.prod(x, axis=0, keepdims=True)", [[0], [2]], [[0]], [[2], [0]]),
        ("np.cumprod(x)", [2, 0, 3], [2, 0, 0], [1, 8, 0]),
        ("x ** 2", 0, 0.0, 0),
        ("x ** 0", 0, 1.0, 0),
        ("2 ** x", 0, 1.0, np.log(2)),
        ("0 ** x", 2, 0.0, 0),
        ("torch.xlogy(x, 2)", 0, 0.0, np.log(2)),
        ("np.sinc(x)", 0, 1.0, 0),
        ("np.nan_to_num(x)", 3, 3.0, 1),
        # Places: repeated ones add up, negative ones count from the end.
        ("x[[0, 0, 2]]", [1, 2, 3], [1, 1, 3], [2, 0, 1]),
        ("x[[-1, 0, -1]]", [1, 2, 3], [3, 1, 3], [1, 0, 2]),
        ("x[::-1]", [1, 2, 3], [3, 2, 1], [1, 1, 1]),
        ("x[::-2] * 2", [1, 2, 3], [6, 2], [2, 0, 2]),
        ("np.take(x, [[0, 0], [1, 0]])", [1, 2], [[1, 1], [2, 1]], [3, 1]),
        ("np.take(x, [-1])", [[1, 2], [3, 4]], [4], [[0, 0], [0, 1]]),
        ("np.repeat(x, 3)", [1, 2], [1, 1, 1, 2, 2, 2], [3, 3]),
        ("np.tile(x, 2)", [1, 2], [1, 2, 1, 2], [2, 2]),
        ("np.roll(x, -1)", [1, 2, 3], [2, 3, 1], [1, 1, 1]),
        ("np.pad(x, 1, mode='wrap')", [1, 2], [2, 1, 2, 1], [2, 2]),
        ("F.pad(x, (-1, 0))", [1, 2], [2], [0, 1]),
        ("np.where([True, False], x, 0)", 3, [3, 0], 1),
    ],
)  # fmt: skip
def test_edge(text: str, x: object, output: object, adjoint: object) -> None:
    trace = run(text, {"x": x})
    assert_close(trace.values[trace.graph.output], output, 1e-12, "output")
    assert_close(trace.named(trace.adjoints)["x"], adjoint, 1e-12, "adjoint")


@pytest.mark.parametrize(
    "shapes", [((), (2, 3)), ((3,), (2, 3)), ((2, 1), (1, 3)), ((1, 1), (2, 3)), ((4, 1, 3), (2, 1))]
)
@pytest.mark.parametrize(
    "text",
    [
        "x + y",
        "x * y",
        "x - y",
        "x / y",
        "x ** y",
        "np.maximum(x, y)",
        "np.arctan2(x, y)",
        "np.logaddexp(x, y)",
        "np.hypot(x, y)",
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_broadcasting_is_undone_in_every_position(text: str, shapes: tuple[tuple[int, ...], ...], turned: bool) -> None:
    shapes = shapes[::-1] if turned else shapes
    at = {
        name: np.random.default_rng(place).uniform(0.5, 2, shape)
        for place, (name, shape) in enumerate(zip("xy", shapes, strict=True))
    }
    trace = run(text, {name: value.tolist() for name, value in at.items()})
    adjoints = trace.named(trace.adjoints)
    for name, value in at.items():
        assert np.shape(adjoints[name]) == value.shape
    assert trace.check.error is not None and trace.check.error < 1e-7


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("np.max(x)", {"x": []}, "nothing to choose from"),
        ("np.argmax(x)", {"x": []}, "nothing to choose from"),
        ("np.median(x)", {"x": []}, "no quantile of nothing"),
        ("np.sum(x, axis=2)", {"x": [[1, 2]]}, "no axis 2 in shape (1, 2)"),
        ("np.sum(x, axis=(0, 0))", {"x": [[1, 2]]}, "stands twice"),
        ("np.sum(x, axs=0)", {"x": [[1, 2]]}, "axs"),
        ("np.clip(x, lowest=0)", {"x": [1]}, "`lowest` is not one of"),
        ("torch.softmax(x, 3)", {"x": [[1, 2]]}, "no axis 3"),
        ("x.reshape(3, -1)", {"x": [1, 2]}, "2 entries and cannot take shape (3, -1)"),
        ("np.transpose(x, (0, 0))", {"x": [[1, 2]]}, "not a permutation"),
        ("np.split(x, 3)", {"x": [1, 2]}, "cannot be split into 3 equal parts"),
        ("torch.split(x, [1, 3])", {"x": [1, 2]}, "do not add up"),
        ("np.concatenate([])", {}, "at least one"),
        ("np.concatenate(x, 1)", {"x": 1}, "list of values"),
        ("F.pad(x, (1, 1, 1))", {"x": [1]}, "two are needed for each axis"),
        ("np.pad(x, 1, mode='mean')", {"x": [1]}, "not a way to pad"),
        ("np.linalg.inv(x)", {"x": [[1, 2, 3], [4, 5, 6]]}, "square matrix"),
        ("np.linalg.inv(x)", {"x": [[1, 2], [2, 4]]}, "no inverse"),
        ("np.cross(x, x)", {"x": [1, 2, 3, 4]}, "three dimensions"),
        ("np.linalg.cholesky(x)", {"x": [[1, 2], [2, 1]]}, "positive definite"),
        ("torch.gather(x, 1, [[5]])", {"x": [[1, 2]]}, "5 is outside of the 2 entries"),
        ("F.cross_entropy(x, torch.tensor([3]))", {"x": [[1, 2]]}, "3 is outside of the 2 entries"),
        ("F.cross_entropy(x, torch.tensor([0, 1]))", {"x": [[1, 2]]}, "(1,) is needed"),
        ("F.nll_loss(x, y)", {"x": [[1, 2]], "y": [0.5]}, "whole numbers"),
        ("np.einsum('ij->ikj', x)", {"x": [[1, 2]]}, "index k"),
        ("np.einsum('ijk', x)", {"x": [[1, 2]]}, "2 axes"),
        ("np.einsum('i,i', x, y)", {"x": [1, 2], "y": [1, 2, 3]}, "2 long in one value and 3 in another"),
        ("np.einsum('ij,jk->ik', x, y)", {"x": [[1], [2]], "y": [[1, 2], [3, 4]]}, "1 long in one value and 2 in another"),
        ("np.einsum(x, 'ij')", {"x": [[1, 2]]}, "subscripts first"),
        ("F.conv2d(x, w)", {"x": [[[[1, 2]]]], "w": [[[[1, 2], [3, 4]]]]}, "larger than"),
        ("F.interpolate(x, scale_factor=0.2)", {"x": [[[1, 2]]]}, "nothing is left"),
        ("x.masked_scatter(x > 0, y)", {"x": [1, 2, -1], "y": [5]}, "2 places are chosen, and there are 1 values for them"),
        ("scipy.spatial.distance.cdist(x, x, 'jaccard')", {"x": [[1, 2]]}, "not 'jaccard'"),
        ("F.conv1d(x, w, padding='same', stride=2)", {"x": [[[1, 2, 3]]], "w": [[[1, 2]]]}, "stride of 1"),
        ("np.quantile(x, 2)", {"x": [1, 2]}, "between 0 and 1"),
        ("np.eye(-1) + x", {"x": 1}, "no value of shape"),
    ],
)  # fmt: skip
def test_mistakes_are_told(text: str, at: At, told: str) -> None:
    with pytest.raises(LanguageError) as caught:
        run(text, at)
    assert told in caught.value.message


TOO_LARGE = (
    "np.zeros(10**10) + x",
    "np.tile(x, 10**8)",
    "np.repeat(x, 10**9)",
    "np.pad(x, 10**9)",
    "np.broadcast_to(x, (10**6, 10**6))",
    "np.diag(np.arange(10**4)) * x",
    "F.one_hot(y, 10**9) * x",
    "F.one_hot(torch.tensor([10**12])) * x",
    "np.kron(z, z)",
    "F.interpolate(z[None], scale_factor=10**7)",
    "np.einsum('i,j,k->ijk', z[0], z[0], z[0])",
    "np.arange(1e12) + x",
    "np.linspace(0, 1, 10**12) + x",
    "np.cumprod(np.ones(10**6)) * x",
    "np.array_split(x, 10**9)",
    "np.eye(10**6) * x",
    "np.random.permutation(10**10) + x",
    "np.random.randn(10**6, 10**6) + x",
    "np.bincount([10**10]) + x",
    "np.hanning(10**10) + x",
)


@pytest.mark.parametrize("text", TOO_LARGE)
def test_too_large_is_refused_before_it_is_made(text: str) -> None:
    with pytest.raises(LanguageError):
        run(text, {"x": [1, 2], "y": [0, 1], "z": np.ones((200, 200)).tolist()})


def test_what_is_undefined_is_told() -> None:
    for text, at, told in (
        ("np.mean(x)", {"x": []}, "the mean of nothing"),
        ("np.log(x)", {"x": -1}, "the logarithm of zero or of a negative number"),
        ("np.sqrt(x)", {"x": -1}, "the square root of a negative number"),
        ("1 / x", {"x": 0}, "division by zero"),
        ("x ** 0.5", {"x": -1}, "a negative number to a fractional power"),
        ("torch.lgamma(x)", {"x": 0}, "the gamma function at a pole"),
    ):
        assert any(told in warning.message for warning in run(text, at).warnings), text


def test_policies_at_kinks_are_told() -> None:
    for text, at, told in (
        ("F.relu(x)", {"x": 0}, "derivative 0 at 0"),
        ("np.maximum(x, y)", {"x": 1, "y": 1}, "share the gradient evenly"),
        ("np.max(x)", {"x": [1, 1]}, "share the gradient evenly"),
        ("np.clip(x, 0, 1)", {"x": 0}, "passes at the edges (since PyTorch 2.14 none does), as in PyTorch 2.13"),
        ("np.linalg.norm(x)", {"x": [0, 0]}, "derivative 0 at 0"),
        ("F.max_pool1d(x, 2)", {"x": [[[1, 1]]]}, "the first takes all"),
    ):
        assert any(told in warning.message for warning in run(text, at).warnings), text


def test_differences_between_libraries_are_told() -> None:
    assert any("N − 1" in warning.message for warning in run("torch.var(x)", {"x": [1, 2]}).warnings)
    assert not run("np.var(x)", {"x": [1, 2]}).warnings
    assert any("is off here" in warning.message for warning in run("F.dropout(x)", {"x": [1, 2]}).warnings)


@pytest.mark.parametrize(
    ("text", "gate"),
    [("sqrt(relu(x))", "relu"), ("sum(log(clip(x, 0, 1)))", "clip"), ("sqrt(maximum(x, 0))", "maximum")],
)
def test_what_a_gate_stops_is_zero_where_infinity_comes_in_and_is_told(text: str, gate: str) -> None:
    trace = run(text, {"x": [-1.0, 0.25]})
    assert trace.named(trace.adjoints)["x"][0] == 0
    assert f"dL/dx is 0: `{gate}` stops what comes in, even ∞ or nan (0 · ∞ counts as 0 there)" in [
        each.message for each in trace.warnings if each.severity == Severity.WARNING
    ]
    assert not any("stops" in note.message for note in run(text, {"x": [0.5, 0.25]}).warnings)
