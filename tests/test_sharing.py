"""Arrays share their entries as NumPy's and PyTorch's do: what is changed in place is seen wherever the entries are looked at."""

from __future__ import annotations

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import LanguageError, parse
from tests.cases import assert_checked, assert_close

X = [[1.0, -2.0, 3.0], [0.5, 4.0, -1.5]]

# Each of these is run by NumPy too; `f` is the output, and `x` is X.
NUMPY = r"""
y = x * 2; z = y; z += 1; f = (y * y).sum()
y = x * 2; z = y; z = z + 1; f = (y * y).sum() + z.sum()
y = x * 2; z = y[0]; z *= 3; f = y.sum()
y = x * 2; z = y[:, 1:]; z[0] = 7; f = (y * y).sum()
y = x * 2; z = y[0:2][1]; z -= 1; f = (y * y).sum()
y = x * 2; z = y.T; z[0, 1] = 5; f = (y * x).sum()
y = x * 2; y.T[2] = 1; f = (y * y).sum()
y = x * 2; z = y.reshape(-1); z[::2] = 0; f = (y * y).sum()
y = x * 2; z = y.ravel(); z += 1; f = (y * y).sum()
y = x * 2; z = y.flatten(); z += 1; f = (y * y).sum() + z.sum()
y = x * 2; z = y.T.reshape(-1); z += 1; f = (y * y).sum() + (z * z).sum()
y = x * 2; z = y.copy(); z += 1; f = (y * y).sum() + (z * z).sum()
y = x * 2; z = np.array(y); z += 1; f = (y * y).sum() + (z * z).sum()
y = x * 2; z = np.asarray(y); z += 1; f = (y * y).sum() + (z * z).sum()
y = x * 2; z = y.astype(float); z += 1; f = (y * y).sum() + z.sum()
y = x * 2; z = y[[0, 1]]; z += 1; f = (y * y).sum() + z.sum()
y = x * 2; z = y[y > 0]; z += 1; f = (y * y).sum() + z.sum()
y = x * 2; y[y > 0] += 1; f = (y * y).sum()
y = x * 2; z = y[0, 0]; z += 1; f = (y * y).sum() + z
y = x * 2; z = y.swapaxes(0, 1); z[1] *= x[:, 0]; f = (y * y).sum()
y = x * 2; z = y[None]; z[0, 1] = 3; f = (y * y).sum()
y = x * 2; z = np.squeeze(y[None]); z[1, 1] = 3; f = (y * y).sum()
y = x * 2; a, b = y; a += 1; f = (y * y).sum() + b.sum()
y = x * 2; a, b = np.split(y, 2); b *= 2; f = (y * y).sum()
y = x * 2; z = y[::-1]; z[0] = x[0]; f = (y * y).sum()
y = x * 2; z = np.flip(y, 1); z[:, 0] = 1; f = (y * y * x).sum()
y = x * 2; zs = [y, y[0]]; zs[1] += 1; f = (zs[0] * zs[0]).sum()
y = x * 2; d = {"a": y}; d["a"][0, 0] = 9; f = (y * y).sum()
y = x * 2; y[0] += y[1]; y[1] += y[0]; f = (y * y).sum()
y = x * 2; z = y; y[0] = 1; z[1] = 2; f = (y * z * x).sum()
y = x * 2; z = y[0]; y += 1; f = (z * z).sum()
y = x * 2; z = y[0]; y = y + 1; f = (z * z).sum() + y.sum()
y = x * 2; z = y.T; y[0, 1] = 5; z[2, 0] = 6; w = z.T; w[1] = 0; f = (y * y).sum() + (z * x.T).sum()
y = x * 2\nfor row in y:\n    row += 1\nf = (y * y).sum()
y = x * 2\nfor i in range(2):\n    r = y[i]\n    r[i] = r[2] * x[i, i]\nf = (y * y).sum()
def bump(a):\n    a += 1\n    return a\ny = x * 2\nz = bump(y)\nf = (y * z).sum()
def bump(a):\n    a = a + 1\n    return a\ny = x * 2\nz = bump(y)\nf = (y * z).sum()
def fill(a, k):\n    a[k] = 0\ny = x * 2\nfill(y, 1)\nf = (y * y).sum()
def fill(a):\n    a[:, 0] = x[:, 1]\ny = x * 2\nfill(y.reshape(3, 2).T)\nf = (y * y).sum()
class Keeps:\n    def __init__(self, a): self.a = a\n    def step(self): self.a *= 2\ny = x * 2\nk = Keeps(y)\nk.step()\nf = (y * k.a).sum()
y = x * 2; np.fill_diagonal(y, 1); f = (y * y).sum()
y = x * 2; z = y[0]; z.fill(3); f = (y * y).sum()
y = x * 2; z = y[1]; z.sort(); f = (y * y * x).sum()
z = np.zeros(3); y = z; y[0] = x[0, 0]; f = (z * x).sum()
z = np.zeros((2, 3)); r = z[1]; r += x[0]; f = (z * x).sum()
k = np.array([1, 2, 3]); k[0] = 2.7; f = (k * x).sum()
k = np.array([1, 2, 3]); j = k; j[1] = x[0, 2] + 0.5; f = (k * x).sum()
m = np.full(3, 1); m[1] = 0.7; f = (m * x).sum()
y = x * 2; z = +y; z += 1; f = (y * y).sum() + z.sum()
y = x * 2; z = y[..., 0, 1]; y *= 3; f = (y * y).sum() + z * z
y = x * 2; z = y[..., 0, 1]; z[...] = z * 5; f = (y * y).sum()
y = x * 2; z = y[..., 0, 1]; z += y[1, 1]; f = (y * y).sum() + z
y = x * 2; z = y[0, 1]; w = z; w += 3; f = (y * y).sum() + z * w
y = x * 2; z = y[0, 1]; f = z.sum() * y.mean() + z.max()
""".strip().split("\n")
TEXTS = [text.replace("\\n", "\n").replace("; ", "\n") for text in NUMPY]


def run(text: str, **values: object) -> Trace:
    return differentiate(parse(text), values=values)


@pytest.mark.parametrize("text", TEXTS)
def test_a_change_in_place_is_seen_as_numpy_has_it(text: str) -> None:
    names: dict[str, object] = {"np": np, "x": np.array(X)}
    exec(text, names)  # noqa: S102, the texts stand above: NumPy itself says what is right
    trace = run(f"import numpy as np\n{text}", x=X)
    assert_close(trace.values[trace.graph.output], names["f"], 1e-12, text)
    assert_checked(trace)


# PyTorch 2.13's values and gradients of f by x.
TORCH: dict[str, tuple[float, list[float]]] = {
    "y = x * 2; z = y.view(-1); z[0] = 9.0; f = (y * y).sum()": (133.0, [0, -16, 24]),
    "y = x * 2; z = y.clone(); z.add_(1); f = y.sum() + (z * z).sum()": (71.0, [14, -10, 30]),
    "y = x * 2; y.mul_(x); f = y.sum()": (28.0, [4, -8, 12]),
    "y = x * 2; y[0].mul_(3); f = y.sum()": (8.0, [6, 2, 2]),
    "y = x * 2; a = y[0]; a += 1; f = (y * y).sum()": (61.0, [12, -16, 24]),
    "y = x * 2; y.clamp_(min=0); f = (y * y).sum()": (40.0, [8, 0, 24]),
    "y = x * 2; z = y.relu_(); z += 1; f = (y * y).sum()": (59.0, [12, 0, 28]),
    "y = x * 2; y.zero_(); y += x; f = (y * y).sum()": (14.0, [2, -4, 6]),
    "y = x * 2; y.copy_(x); f = (y * y).sum()": (14.0, [2, -4, 6]),
    "y = x * 2; y[1:].fill_(2.0); f = (y * y).sum()": (12.0, [8, 0, 0]),
    "y = x * 2; z = y.unsqueeze(0).expand(2, 3); y += 1; f = (z * z).sum()": (134.0, [24, -24, 56]),
    "y = x * 2; a, b, c = y.unbind(); b.mul_(2); f = (y * y).sum()": (104.0, [8, -64, 24]),
    "s = x.sum(); t = s; t += 1; f = s * s": (9.0, [6, 6, 6]),
    "y = x * 2; y.data += 1; f = (y * y).sum()": (67.0, [12, -12, 28]),
    "y = x * 2; torch.nn.functional.relu(y, inplace=True); f = y.sum()": (8.0, [2, 0, 2]),
    "y = x * 2; z = torch.clone(y); z.add_(1); f = y.sum() + (z * z).sum()": (71.0, [14, -10, 30]),
    "y = x * 2; with torch.no_grad(): z = y.clone(); f = (y * z).sum()": (56.0, [4, -8, 12]),
    "y = x * 2; with torch.no_grad(): z = y.clone(); z += 1; f = (y * z).sum()": (60.0, [6, -6, 14]),
    "y = x * 2; z = torch.nn.LeakyReLU(0.5, True)(y); f = (y + z).sum()": (12.0, [4, 2, 4]),
}  # fmt: skip


@pytest.mark.parametrize("text", TORCH)
def test_a_change_in_place_is_seen_as_pytorch_has_it(text: str) -> None:
    output, gradient = TORCH[text]
    lines = text.replace("; ", "\n")
    trace = run(f"import torch\nx = torch.tensor([1.0, -2.0, 3.0], requires_grad=True)\n{lines}")
    np.testing.assert_allclose(trace.values[trace.graph.output], output)
    np.testing.assert_allclose(trace.named(trace.adjoints)["x"], gradient)


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("y = x * 2\nz = y\nz += 1\nf = y", 4.0),
        ("import jax.numpy as jnp\ny = jnp.array([2.0]) * x\nz = y\nz += 1\nf = y.sum()", 4.0),
        ("import torch\na = 2.0\nb = a * x\nc = a\nc += 1\nf = b * a", 8.0),
        ("y = x * 2\nz = y\nz **= 2\nf = y + z", 20.0),
    ],
)
def test_numbers_and_arrays_that_cannot_change_are_bound_anew(text: str, output: float) -> None:
    trace = run(text, x=2)
    assert trace.values[trace.graph.output] == output


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("y = np.broadcast_to(x, (2, 3))\ny[0] = 1\nf = y.sum()", "several times"),
        ("y = x * 2\ny += np.ones((2, 3))\nf = y.sum()", "cannot become one of shape (2, 3) in place"),
        ("import numpy as np\ny = np.array(x) * 2\ny.append(3.0)\nf = y.sum()", "an array has no `.append`"),
        (
            "import numpy as np\na = [1.0, 2.0]\nb = a\nb.append(x)\nf = np.sum(a)",
            "all of them must have the same shape",
        ),
        ("k = np.array([1, 2, 3])\nk += 0.5\nf = (k * x).sum()", "cannot take fractions"),
    ],
)
def test_what_cannot_be_followed_is_told(text: str, told: str) -> None:
    with pytest.raises(LanguageError, match=r".*") as raised:
        run(text, x=[1, 2, 3])
    assert told in raised.value.message


@pytest.mark.parametrize(
    ("made", "change"),
    [
        ("torch.ones(3, requires_grad=True)", "w += 1"),
        ("torch.ones(3, requires_grad=True)", "w[:2].mul_(2)"),
        ("torch.ones(3, requires_grad=True)", "F.relu(w, inplace=True)"),
        ("torch.tensor(2.0, requires_grad=True)", "w -= 1"),
        ("torch.tensor([1.0, 2.0, 3.0]).requires_grad_()", "w[0] = 1"),
        ("torch.ones(3)\nw.requires_grad = True", "w.add_(1)"),
        ("nn.Parameter(torch.ones(3))", "w.clamp_(max=0.5)"),
        ("torch.ones(3, requires_grad=True)\n(w ** 2).sum().backward()", "w -= 0.1 * w.grad"),
    ],
)
def test_a_leaf_is_changed_where_no_gradient_is_recorded_alone_as_in_pytorch(made: str, change: str) -> None:
    text = f"import torch\nfrom torch import nn\nimport torch.nn.functional as F\nw = {made}\n"
    with pytest.raises(LanguageError, match="which PyTorch refuses"):
        run(f"{text}{change}\nf = (w * 2).sum()")
    run(f"{text}with torch.no_grad():\n    {change}\nf = (w * 2).sum()")
    copied = change.replace("w", "h", 1) if change[0] == "w" else change.replace("(w", "(h")
    run(f"{text}h = w.clone()\n{copied}\nf = (h * 2).sum()")


def test_a_shared_value_has_one_adjoint_under_both_names() -> None:
    trace = run("y = x * 2\nz = y\nz += 1\nf = (y * y).sum()", x=[1, 2, 3])
    adjoints = trace.named(trace.adjoints)
    assert adjoints["y"].tolist() == adjoints["z"].tolist() == [6, 10, 14]


# Each of these is run by Python too: lists are joined, repeated, compared and copied as Python has it, and arrays are not.
LISTS = [
    "b = a[:]; b[0] = 5.0; f = a[0] * b[0] + a[1]",
    "b = a; b[0] = 5.0; f = np.dot(a, w)",
    "c = a + a; f = np.dot(np.array(c), np.arange(6))",
    "c = a[1:] + a[:1]; f = np.dot(c, w)",
    "c = a + [4.0, 5.0]; f = np.dot(c, np.arange(5))",
    "c = 2 * a; f = np.dot(c, np.arange(6))",
    "c = np.array(a); c = c + c; f = np.dot(c, w)",
    "c = np.asarray(a) * 2; f = np.dot(c, w)",
    "c = np.asarray(a); c += c; f = np.dot(c, w) + a[0]",
    "b = a; a += b; f = np.sum(b) * len(a)",
    "b = a.copy(); b[1] = 7.0; c = a + b; f = np.dot(c, np.arange(6))",
    "f = np.dot(a, w) * (a == w) + np.dot(a, w) * (a != w) * 3",
    "b = m[0]; b[1] = 7.0; c = m[:]; c[1][0] = 11.0; c[0] = [0.0, 0.0]; f = np.sum(np.array(m) * np.array([[1.0, 10.0], [100.0, 1000.0]]))",
    "c = a[1:]; c.append(w[0]); c.insert(0, 2.0); f = np.dot(c, np.arange(4)) + len(a)",
    "c = a + w; c.pop(); c.extend(a[:2]); f = np.dot(c, np.arange(7))",
    "c = m[0] + m[1]; f = np.dot(c, np.arange(4))",
    "c = m + m; f = np.sum(np.array(c)[:, 0] * np.arange(4))",
]


@pytest.mark.parametrize("text", LISTS)
def test_lists_of_a_text_for_numpy_are_python_s(text: str) -> None:
    given = "import numpy as np; a = [1.0, 2.0, 3.0]; w = [4.0, -1.0, 2.0]; m = [[3.0, 1.0], [2.0, 5.0]]; "
    lines = (given + text).replace("; ", "\n")
    names: dict[str, object] = {}
    exec(lines, names)  # noqa: S102, the texts stand above: Python itself says what is right
    trace = run(lines)
    assert_close(trace.values[trace.graph.output], names["f"], 1e-12, "f")
    assert_checked(trace)


def test_lists_of_mathematics_are_arrays_and_those_of_a_program_are_told() -> None:
    assert_close(run("a = [1, 2]\nb = [3, 4]\nf = Σ(a + b)²").values[-1], 52.0, 0, "f")
    trace = run("a = [1, 2]\nb = [3, 4]\nc = a + b\nf = (c * c).sum()")
    assert trace.values[trace.graph.output] == 52.0
    assert [each.message for each in trace.warnings] == ["`+` goes entry by entry; Python would join the lists"]


def test_a_product_of_two_lists_which_python_has_not_is_told_of_no_repeating() -> None:
    assert list(run("w = [1, 2]\nx = [3, 4]\ny = w * x").warnings) == []


@pytest.mark.parametrize(
    ("text", "output"),
    [
        ("z = [x, 1] + [1, x]", [3, 3]),
        ("z = 3 * [x, 1]", [6, 3]),
        ("z = [x, 1] - [1, x]", [1, -1]),
        ("z = [[x, 1], [1, 2]] / [1, 2]", [[2, 0.5], [1, 1]]),
        ("z = sum([1, 2] + [3, 4]) x", 20),
        ("def f(x):\n    y = [x, 1] + [1, x]\n    return y[3] * len(y)", 8),
        ("def f(x):\n    y = [x, 1] * 2\n    return y[2] * len(y)", 8),
        ("z = sum(([x] * 2 + [1.0] * 3)[1:4])", 4),
    ],
)
def test_lists_that_stand_in_a_formula_are_arrays_unless_it_is_part_of_a_program(text: str, output: object) -> None:
    trace = run(text, x=2.0)
    assert trace.values[trace.graph.output].tolist() == output


def test_where_beside_out_computes_nothing_elsewhere() -> None:
    trace = run(
        "import numpy as np\nz = x * 1\nnp.divide(x, y, out=z, where=y != 0)\nf = z.sum()", x=[1.0, 2.0], y=[2.0, 0.0]
    )
    assert trace.values[trace.graph.output] == 2.5
    np.testing.assert_allclose(trace.named(trace.adjoints)["x"], [0.5, 1.0])
    np.testing.assert_allclose(trace.named(trace.adjoints)["y"], [-0.25, 0.0])
    assert not any("nan" in each.message or "inf" in each.message for each in trace.warnings)


def test_a_view_of_what_was_changed_keeps_its_name() -> None:
    trace = run("import numpy as np\ny = x[:1]\nx *= 3\nf = (y * y).sum()", x=X[0])
    assert not [each.message for each in trace.warnings if "does not depend" in each.message]
    assert "y" in {each.name for each in trace.graph.nodes if each.index in trace.graph.needed}
