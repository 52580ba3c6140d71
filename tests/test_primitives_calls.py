"""One name means what the library in front of it means, and operands may be given by that library's own names."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import pytest
from numpy.typing import ArrayLike

from app.autodiff import differentiate
from app.autodiff.table import SPELLINGS
from app.language import LanguageError, parse
from tests.cases import assert_close

X = np.array([[3.0, 1.0, 2.0], [0.0, 5.0, 4.0]])
AT: Mapping[str, object] = {"x": X.tolist(), "y": [2, 0], "w": [1, 2, 3]}


def value(text: str) -> object:
    given = {name: each for name, each in AT.items() if re.search(rf"\b{name}\b", text)}
    trace = differentiate(parse(text), values=given, constants=given.keys() & {"y"})
    return trace.values[trace.graph.output]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The divisor of a variance.
        ("np.var(x)", X.var()),
        ("torch.var(x)", X.var(ddof=1)),
        ("jnp.var(x)", X.var()),
        ("np.std(x, axis=1)", X.std(1)),
        ("torch.std(x, dim=1)", X.std(1, ddof=1)),
        ("torch.relu(x).var(1)", X.var(1, ddof=1)),
        ("np.abs(x).var(1)", X.var(1)),
        # A maximum along an axis has its place beside it in PyTorch.
        ("np.max(x, 1)", X.max(1)),
        ("torch.max(x, 1)[0]", X.max(1)),
        ("torch.max(x, 1)[1]", X.argmax(1)),
        ("torch.max(x, dim=1, keepdim=True).values", X.max(1, keepdims=True)),
        ("v, i = torch.min(x, 0)\nv * i", X.min(0) * X.argmin(0)),
        ("torch.relu(x).max(1).values", X.max(1)),
        ("torch.max(x, torch.tensor(2.0))", np.maximum(X, 2)),
        ("max(x[0, 0], 4)", 4),
        ("torch.max(x)", 5),
        # Copies.
        ("np.repeat(x, 2)", np.repeat(X, 2)),
        ("torch.relu(x).repeat(1, 2)", np.tile(X, (1, 2))),
        ("torch.repeat_interleave(x, 2, dim=0)", np.repeat(X, 2, 0)),
        ("np.abs(x).repeat(2, axis=0)", np.repeat(X, 2, 0)),
        ("jnp.tile(x, 2)", np.tile(X, 2)),
        # Sorting, and the middle of an even number.
        ("np.sort(x)", np.sort(X)),
        ("torch.sort(x)[0]", np.sort(X)),
        ("torch.sort(x, descending=True).indices", np.argsort(-X)),
        ("np.median(x)", 2.5),
        ("torch.median(x)", 2),
        # Parts.
        ("np.split(x, 3, axis=1)[1]", X[:, 1:2]),
        ("torch.split(x, 2, dim=1)[1]", X[:, 2:]),
        ("torch.relu(x).split([1, 2], dim=1)[0]", X[:, :1]),
        ("x.chunk(2)[1]", X[1:]),
        # Two axes.
        ("x.transpose(0, 1)", X.T),
        ("np.transpose(x)", X.T),
        ("torch.transpose(x, dim0=0, dim1=1)", X.T),
        ("np.swapaxes(x, axis1=0, axis2=1)", X.T),
        # Padding: all axes in NumPy, the last one first in PyTorch.
        ("np.pad(x, ((0, 0), (1, 0)))", np.pad(X, ((0, 0), (1, 0)))),
        ("F.pad(x, (1, 0))", np.pad(X, ((0, 0), (1, 0)))),
        ("F.pad(input=x, pad=(1, 0), mode='constant', value=2)", np.pad(X, ((0, 0), (1, 0)), constant_values=2)),
        # GELU is the approximation in JAX.
        ("F.gelu(x) - jax.nn.gelu(x, approximate=False)", 0 * X),
        ("F.gelu(x, approximate='tanh') - jax.nn.gelu(x)", 0 * X),
        # A softmax over all entries.
        ("scipy.special.softmax(x)", np.exp(X) / np.exp(X).sum()),
        ("np.sum(F.softmax(x, dim=1), axis=1)", [1, 1]),
        # A norm of a matrix.
        ("np.linalg.norm(x, 1)", X.sum(0).max()),
        ("torch.linalg.norm(x, 1)", X.sum(0).max()),
        ("torch.norm(x, 1)", X.sum()),
        ("torch.norm(x, p=1, dim=1)", X.sum(1)),
        ("torch.relu(x).norm(p=2)", np.linalg.norm(X)),
        # Operands by name.
        ("torch.sum(input=x, dim=1)", X.sum(1)),
        ("np.sum(a=x, axis=1)", X.sum(1)),
        ("torch.maximum(input=x, other=torch.tensor(2.0))", np.maximum(X, 2)),
        ("torch.cat(tensors=[x, x], dim=0)", np.concatenate([X, X])),
        ("torch.clamp(input=x, min=1, max=2)", X.clip(1, 2)),
        ("torch.gather(input=x, dim=1, index=torch.tensor([[0], [1]]))", [[3], [5]]),
        ("torch.where(condition=x > 1, input=x, other=0)", np.where(X > 1, X, 0)),
        ("np.where(x > 1, x, 0)", np.where(X > 1, X, 0)),
        ("F.mse_loss(input=x, target=0 * x)", np.mean(X**2)),
        ("np.reshape(x, newshape=(3, 2))", X.reshape(3, 2)),
        ("torch.permute(x, dims=(1, 0))", X.T),
        ("torch.unsqueeze(x, dim=0)", X[None]),
        ("torch.flatten(x, start_dim=0)", X.ravel()),
        ("torch.roll(x, shifts=1, dims=1)", np.roll(X, 1, 1)),
        ("torch.topk(x, k=1, dim=1).values", X.max(1, keepdims=True)),
        ("tf.nn.sparse_softmax_cross_entropy_with_logits(logits=x, labels=y)", -np.log(np.exp([2.0, 0]) / np.exp(X).sum(1))),
        ("tf.reduce_sum(x, axis=1)", X.sum(1)),
        ("tf.concat([x, x], axis=1)", np.concatenate([X, X], 1)),
        # Comparisons by name.
        ("torch.relu(x).gt(1).sum() + 0 * x[0, 0]", np.sum(X > 1)),
        ("torch.eq(x, 1).float() * x", [[0, 1, 0], [0, 0, 0]]),
        ("x.masked_fill(x.le(1), 0)", np.where(X <= 1, 0, X)),
        # `max` and `min` of the table's own names do not get in the way of one another.
        ("x.argmax(1)", X.argmax(1)),
        ("torch.argmax(x, dim=1, keepdim=True)", X.argmax(1)[:, None]),
        ("np.take(x, indices=[0], axis=1)", X[:, :1]),
        ("torch.index_select(x, 1, torch.tensor([0]))", X[:, :1]),
        ("torch.diff(x, dim=0)", np.diff(X, axis=0)),
        ("torch.tensordot(x, w, dims=1)", X @ [1, 2, 3]),
        ("x.dim() * x", 2 * X),
        ("x.numel() * x", 6 * X),
        ("len(x) * x", 2 * X),
        ("x.size(1) * x", 3 * X),
    ],
)  # fmt: skip
def test_means_what_its_library_means(text: str, expected: ArrayLike) -> None:
    assert_close(value(text), expected, 1e-12, text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("np.concatenate([x, x], axes_=1)", "axes_"),
        ("F.softmax(x, along=1)", "along"),
        ("F.mse_loss(x, x, reduce_by='sum')", "reduce_by"),
        ("F.interpolate(x[None], scale_factor=2, mode='bilinear')", "bilinear"),
        ("np.linalg.svd(x)[0]", "full_matrices=False"),
    ],
)
def test_what_is_not_understood_is_told(text: str, told: str) -> None:
    with pytest.raises(LanguageError) as caught:
        value(text)
    assert told in caught.value.message


LIBRARY = re.compile(
    r"positional|NoneType|ndarray|unsupported|not iterable|subscriptable|unhashable|remapped|ufunc|dtype|instances of|<app\.|numpy[ _]"
    r"|'(?:int|float|str|list|tuple|dict|Tensor|slice|type)'"
)


def test_no_message_has_python_s_or_numpy_s_words() -> None:
    given = "x = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]\ny = [1.0, 2.0]\n"
    calls = ("(x, 'a')", "(x, axis=7)", "(x, (9, 9))", "(x, y)", "()", "(2.0, x)")
    names = [name for name, row in SPELLINGS.items() if not row.inner and "." not in name]
    told = []
    for name in names:
        try:
            differentiate(parse(given + "".join(f"f{number} = np.{name}{call}\n" for number, call in enumerate(calls))))
        except LanguageError as error:
            told += [f"{name}: {mistake.message}" for mistake in error.mistakes]
    assert len(told) > 1000
    assert [message for message in told if LIBRARY.search(message.partition(":")[2])] == []
