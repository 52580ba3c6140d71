"""Places that are named several times: the last write stays, and what adds counts each time, as NumPy, PyTorch and JAX have it."""

from __future__ import annotations

import re

import numpy as np
import pytest

from app.autodiff import differentiate
from app.language import LanguageError, parse
from tests.cases import assert_checked, assert_close

X, W = [1.0, 2.0, 3.0], [1.0, 10.0, 100.0]

# The output Σ y·w and its gradient by x.
TEXTS: dict[str, tuple[float, list[float]]] = {
    "y = np.zeros(3)\ny[[0, 0, 2]] = x": (302, [0, 1, 100]),
    "y = np.zeros(3)\ny[np.array([2, 1, 2])] = x": (320, [0, 10, 100]),
    "y = np.zeros(3)\ny[[-1, 2, 0]] = x": (203, [0, 100, 1]),
    "y = x * 1\ny[[0, 0]] += 1": (322, [1, 10, 100]),
    "y = x * 1\ny[[0, 0]] *= x[1:]": (323, [3, 10, 101]),
    "y = np.zeros(3)\nnp.add.at(y, [0, 0, 2], x)": (303, [1, 1, 100]),
    "y = x * 1\nnp.subtract.at(y, [1, 1], 1)": (301, [1, 10, 100]),
    "y = x * 1\nnp.multiply.at(y, [1, 1], x[2])": (481, [1, 90, 220]),
    "y = torch.zeros(3).index_put((torch.tensor([0, 0, 2]),), x)": (302, [0, 1, 100]),
    "y = torch.zeros(3).index_put((torch.tensor([0, 0, 2]),), x, accumulate=True)": (303, [1, 1, 100]),
    "y = torch.zeros(3)\ny.index_put_((torch.tensor([0, 0, 2]),), x, accumulate=True)": (303, [1, 1, 100]),
    "y = torch.zeros(3).index_copy(0, torch.tensor([0, 0, 2]), x)": (302, [0, 1, 100]),
    "y = torch.zeros(3).index_add(0, torch.tensor([0, 0, 2]), x)": (303, [1, 1, 100]),
    "y = torch.zeros(3).index_add_(0, torch.tensor([0, 0, 2]), x)": (303, [1, 1, 100]),
    "y = torch.zeros(3).scatter_add(0, torch.tensor([0, 0, 2]), x)": (303, [1, 1, 100]),
    "y = torch.zeros(3).scatter(0, torch.tensor([0, 0, 2]), x)": (302, [0, 1, 100]),
    "y = x.at[jnp.array([0, 1, 1])].add(1.0)": (342, [1, 10, 100]),
    "y = x.at[jnp.array([0, 1, 1])].multiply(2.0)": (382, [2, 40, 100]),
    "y = x.at[jnp.array([0, 1, 1])].set(x)": (331, [1, 0, 110]),
    "y = x.at[0].subtract(x[2])": (318, [1, 10, 99]),
    "y = x * x.at[1].get()": (642, [2, 341, 200]),
}  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_places_that_are_named_several_times(text: str) -> None:
    output, gradient = TEXTS[text]
    trace = differentiate(parse(f"{text}\nf = (y * w).sum()"), values={"x": X, "w": W}, constants=["w"])
    assert_close(trace.values[trace.graph.output], output, 1e-12, "output")
    assert_close(trace.named(trace.adjoints)["x"], gradient, 1e-12, "gradient")
    assert_checked(trace)


# PyTorch's and NumPy's values and gradients by x.
METHODS: dict[str, tuple[list[float], object, object]] = {
    "f = x.where(x > 0, 0.1*x).sum()": ([3, -2], 2.8, [1, 0.1]),
    "f = torch.where(x > 0, x, 0).sum()": ([3, -2], 3, [1, 0]),
    "f = torch.cummax(x, 0)[0].sum()": ([2, 1, 2], 6, [2, 0, 1]),
    "f = x.cummin(0)[0].sum()": ([2, 1, 2], 4, [1, 2, 0]),
    "f = torch.cummax(x, 0).indices.sum() * x.sum()": ([2, 1, 2], 10, [2, 2, 2]),
    "f = (x.sort()[0] * w).sum()": ([3, 1, 2], 321, [100, 1, 10]),
    "f = (x.sort().values * w).sum()": ([3, 1, 2], 321, [100, 1, 10]),
    "y = x * 1\ny.sort()\nf = (y * w).sum()": ([3, 1, 2], 321, [100, 1, 10]),
    "f = np.sum(x.astype(int) * w)": ([1.7, -2.6, 3], 281, [0, 0, 0]),
    "f = np.sum(x.astype('int64') * w)": ([1.7, -2.6, 3], 281, [0, 0, 0]),
    "f = np.sum(x.astype(bool) * w)": ([1.5, 0, 2], 101, [0, 0, 0]),
    "f = (x.long() * w).sum()": ([1.7, -2.6, 3], 281, [0, 0, 0]),
    "f = (x.to(torch.int32) * w).sum()": ([1.7, -2.6, 3], 281, [0, 0, 0]),
    "f = (x.type(torch.LongTensor) * w).sum()": ([1.7, -2.6, 3], 281, [0, 0, 0]),
    "f = (x.bool() * w).sum()": ([1.7, 0, 3], 101, [0, 0, 0]),
    "f = (x.float() * w).sum()": ([1, 2, 3], 321, [1, 10, 100]),
    "f = (x // 2 * w).sum()": ([1.7, -2.6, 5], 180, [0, 0, 0]),
    "f = x.item(1) * w.sum()": ([1, 2, 3], 222, [0, 0, 0]),
    "import torch\nf = float(x[0]) * x.sum()": ([2, 3, 4], 18, [2, 2, 2]),
    "import torch\nf = torch.tensor([x[0] * 2, x[1]]).sum() * x[0]": ([1, 2, 3], 4, [4, 0, 0]),
    "f = x[0].item() * x.sum()": ([2, 3, 4], 18, [2, 2, 2]),
    "import torch\nf = (torch.from_numpy(x.numpy()) * x).sum()": ([2, 3, 4], 29, [2, 3, 4]),
    "import torch\nf = (x.data * x).sum()": ([2, 3, 4], 29, [2, 3, 4]),
}  # fmt: skip


@pytest.mark.parametrize("text", METHODS)
def test_methods_mean_what_their_library_means(text: str) -> None:
    x, output, gradient = METHODS[text]
    given = {name: each for name, each in {"x": x, "w": W}.items() if re.search(rf"\b{name}\b", text)}
    trace = differentiate(parse(text), values=given, constants=given.keys() & {"w"})
    assert_close(trace.values[trace.graph.output], output, 1e-12, "output")
    assert_close(trace.named(trace.adjoints).get("x", np.zeros(len(x))), gradient, 1e-12, "gradient")


@pytest.mark.parametrize("made", ["torch.zeros_like(x)", "torch.randn_like(x)", "x.new_ones(2)"])
def test_what_goes_by_the_shape_alone_ends_no_gradient(made: str) -> None:
    text = f"import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\ny = torch.where(x > 1, x, {made}).sum()"
    assert not any("the gradient ends" in note.message for note in differentiate(parse(text)).warnings)


def test_where_plain_numbers_end_a_gradient_it_is_told() -> None:
    text = "import torch\nx = torch.tensor([1.0, 2.0], requires_grad=True)\nk = torch.tensor([x[0] * 2, x[1]])\ny = (x * k).sum()"
    assert any("the gradient ends at `torch.tensor(" in note.message for note in differentiate(parse(text)).warnings)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("import numpy as np\na = 0.5\nb = 2.0\ny = np.arange(a, b).sum() + b", "the end of `arange` says how many"),
        ("import numpy as np\na = 2.0\ny = a * np.arange(a, 5).sum()", "which counts between whole numbers"),
        (
            "import jax.numpy as jnp\na = 0.5\ny = a * jnp.arange(a, 4).sum()",
            "the gradient ends at `arange`, which takes",
        ),
    ],
)
def test_what_a_range_takes_as_a_count_is_told(text: str, told: str) -> None:
    assert any(told in note.message for note in differentiate(parse(text)).warnings)


@pytest.mark.parametrize(
    "power",
    ["np.array([1, 2]) ** -1", "10 ** np.arange(-2, 2)", "np.power(np.array([1, 2]), -2)", "np.power([1, 2], -1)"],
)
def test_whole_numbers_have_no_negative_whole_powers_in_programs(power: str) -> None:
    with pytest.raises(LanguageError, match="no negative whole powers"):
        differentiate(parse(f"import numpy as np\nw = 2.0\ny = w * ({power}).sum()"))


KEPT_WHOLE = {
    "a = np.reciprocal(np.array([1, 2, 4]))": [1, 0, 0],
    "a = np.zeros(3, int)\na[1] = 2.7": [0, 2, 0],
    "a = np.array(range(3))\na[0] = 0.9": [0, 1, 2],
    "a = np.zeros(3, np.int32)\nfor i in range(3):\n    a[i] += i * 0.7": [0, 0, 1],
    "a = np.sort(np.array([3, 1, 2]))\na[0] = 0.5": [0, 2, 3],
    "a = np.diag([1, 2])[0]\na[0] = 0.5": [0, 0],
    "a = np.pad(np.array([1, 4]), 1)\na[0] = 0.5": [0, 1, 4, 0],
    "a = np.array([1, 2]) ** 2\na[0] = 0.5": [0, 4],
    "a = np.array([7, 9])\na //= 2\na[0] += 0.9": [3, 4],
    "a = np.floor_divide(np.array([7, 9]), 2)\na[0] = 0.5": [0, 4],
    "a = np.array([1, 2, 3])\nnp.add.at(a, [0, 0], 1)": [3, 2, 3],
    "a = np.array([10]) ** np.array([20])": [7766279631452241920],
    "a = np.mean(np.array([1, 2, 4]), dtype=int) + np.zeros(1)": [2],
    "a = np.sum(np.array([1.5, 2.5]), dtype=int) + np.zeros(1)": [3],
    "a = np.arange(0, 2, 0.5, dtype=int)": [0, 0, 0, 0],
}
"""What NumPy has after whole numbers of arrays were computed with and given others."""


@pytest.mark.parametrize("text", KEPT_WHOLE)
def test_arrays_of_whole_numbers_stay_whole(text: str) -> None:
    trace = differentiate(parse(f"import numpy as np\n{text}\nw = 2.0\nf = w * a"))
    assert_close(trace.values[trace.graph.output], 2.0 * np.array(KEPT_WHOLE[text]), 1e-12, "output")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = np.array([3, -1])\na[a < 0] *= 0.1", "cannot take fractions in place"),
        ("a = np.array([3, -1])\na[:1] *= 0.5", "cannot take fractions in place"),
        ("a = np.array([3, -1]) // 0", "divides whole numbers by zero"),
        ("a = np.bitwise_and(np.array([6, 3]), 2)", "truth values are joined here"),
        ("a = np.concatenate([np.ones((1, 2)), np.ones((1, 2))], axis=None)", "ravel each"),
        ("a = np.pad(np.ones((1, 2)), 1, constant_values=((1, 2), (3, 4)))", "padded with one value"),
        ("a = np.array([1.0, 2.0], shape_hint=3)", "no setting `shape_hint`"),
    ],
)
def test_what_would_be_another_value_is_refused(text: str, told: str) -> None:
    with pytest.raises(LanguageError, match=told):
        differentiate(parse(f"import numpy as np\n{text}\nw = 2.0\nf = w * a"))


@pytest.mark.parametrize(("filled", "told"), [("x[:] = [1, 2, 3]", True), ("x[:2] = [1, 2]", False), ("x += 1", False)])
def test_a_given_value_that_the_text_replaces_is_told(filled: str, told: bool) -> None:
    trace = differentiate(
        parse(f"import numpy as np\nx = np.zeros(3)\n{filled}\nf = (x**2).sum()"), values={"x": [4, 5, 6]}
    )
    assert any("changes nothing" in note.message for note in trace.warnings) is told


def test_places_and_writing_of_nditer_are_refused() -> None:
    with pytest.raises(LanguageError, match="without flags") as raised:
        differentiate(
            parse(
                "import numpy as np\nx = np.ones((2, 2))\nfor v in np.nditer(x, op_flags=['readwrite']):\n    v[...] = 2 * v"
            )
        )
    assert raised.value.line == 3
