"""A pasted function runs before any value is typed: shapes that fit are found for inputs that are left open."""

from __future__ import annotations

import numpy as np
import pytest

from app.autodiff import differentiate
from app.autodiff.graph import Graph
from app.autodiff.interpreter import Run, run_program
from app.autodiff.openings import open_inputs, shape_search
from app.language import LanguageError, parse

BATCHNORM = """\
def batchnorm_forward(x, gamma, beta, eps):
    N, D = x.shape
    mu = 1./N * np.sum(x, axis=0)
    xmu = x - mu
    var = 1./N * np.sum(xmu ** 2, axis=0)
    return gamma * xmu / np.sqrt(var + eps) + beta
"""
LABELS = "def f(scores, y):\n    N = scores.shape[0]\n    return -scores[np.arange(N), y].sum() / N\n"


@pytest.mark.parametrize(
    ("text", "arrays"),
    [
        ("z = x*y", set()),
        ("z = x @ y", {"x", "y"}),
        (BATCHNORM, {"x", "gamma", "beta"}),
        (LABELS, {"scores"}),
        ("h = nn.Linear(4, 2)(x)", {"x"}),
        ("def f(x):\n    return x / x.max(axis=1, keepdims=True)\n", {"x"}),
        ("def f(x1, x2, t):\n    d = (x1 - x2).pow(2).sum(1)\n    return (t*d).mean()\n", {"x1", "x2"}),
    ],
)
def test_only_what_must_be_an_array_is_assumed(text: str, arrays: set[str]) -> None:
    trace = differentiate(parse(text))
    shapes = {node.name: node.shape for node in trace.graph.inputs() if node.name and "." not in node.name}
    assert {name for name, shape in shapes.items() if shape} == arrays
    told = [warning.message for warning in trace.warnings if "assumed" in warning.message]
    assert len(told) == len(arrays)


def test_a_value_that_is_given_is_not_replaced() -> None:
    trace = differentiate(parse("z = x @ y"), values={"y": [1, 2, 3, 4]})
    assert np.shape(trace.named(trace.values)["y"]) == (4,)


def test_a_mistake_that_no_value_mends_is_told_as_it_is() -> None:
    with pytest.raises(LanguageError, match="unknown function `sigmod`"):
        differentiate(parse("z = sigmod(x @ y)"))


def test_the_search_gives_up_after_a_count_of_work(monkeypatch: pytest.MonkeyPatch) -> None:
    assert differentiate(parse(LABELS)).graph.nodes
    monkeypatch.setattr(shape_search, "BUDGET", 100)
    with pytest.raises(LanguageError):
        differentiate(parse(LABELS + "# again\n"))


def test_assumed_values_teach() -> None:
    values = {node.name: node.shape for node in differentiate(parse(BATCHNORM)).graph.inputs()}
    assert values == {"x": (4, 3), "gamma": (3,), "beta": (3,), "eps": ()}
    found = differentiate(parse(BATCHNORM)).named(differentiate(parse(BATCHNORM)).values)
    assert found["eps"] == 1e-5
    assert len({tuple(np.ravel(found[name])[:3]) for name in ("x", "gamma", "beta")}) == 3


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("p = softmax(W @ x + b)", {"W": (3, 4), "x": (4,), "b": (3,)}),
        ("y = x @ W + b", {"x": (3,), "W": (3, 4), "b": (4,)}),
        ("h = 0\nfor t in range(4):\n    h = tanh(w*h + u*x[t])\nL = h**2", {"x": (4,)}),
        ("A = softmax(Q @ K.T) @ V", {"Q": (4, 3), "K": (3, 3), "V": (3, 4)}),
    ],
)
def test_small_letters_are_vectors_and_capitals_matrices(text: str, shapes: dict[str, tuple[int, ...]]) -> None:
    found = {str(node.name): node.shape for node in differentiate(parse(text)).graph.inputs() if node.shape}
    assert found == shapes


@pytest.mark.parametrize(
    ("text", "shapes", "output"),
    [
        ("f(x) = ½ xᵀAx - bᵀx", {"x": (3,), "A": (3, 3), "b": (3,)}, ()),
        ("J = (y - Xw)^T (y - Xw) + λ w^T w", {"y": (3,), "X": (3, 4), "w": (4,)}, ()),
        ("L = 1/n ‖y − Xw‖² + λ‖w‖²", {"y": (3,), "X": (3, 4), "w": (4,)}, ()),
        ("p = σ(wᵀx + b)", {"w": (3,), "x": (3,)}, ()),
        ("z = W x + b\nL = zᵀz", {"W": (3, 4), "x": (4,), "b": (3,)}, ()),
        ("w = (X^TX + λI)^{-1}X^Ty", {"X": (3, 2), "y": (3,)}, (2,)),
        ("P = I - A(AᵀA)⁻¹Aᵀ", {"A": (3, 2)}, (3, 3)),
        ("A = softmax(QKᵀ/√d)V", {"Q": (3, 4), "K": (2, 4), "V": (2, 5)}, (3, 5)),
        ("z = W₂ᵀ σ(W₁ᵀ x + b₁) + b₂", {"W2": (3, 4), "W1": (2, 3), "x": (2,), "b1": (3,), "b2": (4,)}, (4,)),
        ("R = UΣVᵀ", {"V": (2, 4), "U": (5, 3), "Σ": (3, 4)}, (5, 2)),
        (r"R = U \Sigma V^\top", {"V": (2, 4), "U": (5, 3), "Σ": (3, 4)}, (5, 2)),
        ("R = U Σ V^T", {"V": (2, 4), "U": (5, 3), "Σ": (3, 4)}, (5, 2)),
        ("X = [[1, 2], [3, 4], [5, 6]]\ny = Xᵀr", {"X": (3, 2), "r": (3,)}, (2,)),
        ("x = 3\ny = xᵀAx", {}, ()),
        (r"J = \|Xw - y\|^2 + \frac{\lambda}{2} \|w\|^2", {"X": (3, 4), "w": (4,), "y": (3,)}, ()),
        ("E = Σ_i (y_i - wᵀx_i)²", {"y": (3,), "x": (3, 4), "w": (4,)}, ()),
        ("E = Σ_i (y_i - x_i^Tw - b)²", {"y": (3,), "x": (3, 4), "w": (4,)}, ()),
        ("s = xᵀWy + b", {"x": (3,), "W": (3, 4), "y": (4,)}, ()),
        ("z = ⟨w, x⟩ + b", {"w": (3,), "x": (3,)}, ()),
        ("H = I - 2vvᵀ/(vᵀv)", {"v": (3,)}, (3, 3)),
        ("L = ½ wᵀw + C ξ", {"w": (3,)}, ()),
        ("z = Wx + b", {"W": (3, 4), "x": (4,), "b": (3,)}, (3,)),
        ("f = W₂ max(0, W₁x)", {"W2": (3, 4), "W1": (4, 2), "x": (2,)}, (3,)),
        ("h = tanh(W x + U h + b)", {"W": (3, 2), "x": (2,), "U": (3, 4), "h": (4,), "b": (3,)}, (3,)),
        ("y = x + W₂ relu(W₁ x + b₁) + b₂", {"x": (3,), "W2": (3, 4), "W1": (4, 3), "b1": (4,), "b2": (3,)}, (3,)),
        ("f_t = σ(W_f·[h_t, x_t] + b_f)", {"W_f": (3, 6), "h_t": (4,), "x_t": (2,), "b_f": (3,)}, (3,)),
        ("c = f ⊙ d + i ⊙ g", {"f": (3,), "d": (3,), "i": (3,), "g": (3,)}, (3,)),
        ("W = [[1.0, 2], [3, 4]]\nz = W x + b", {"W": (2, 2), "x": (2,), "b": (2,)}, (2,)),
        ("L = (y − σ(Wx + b))²", {"y": (3,), "W": (3, 4), "x": (4,), "b": (3,)}, (3,)),
        ("J = Σᵢ ‖yᵢ − W xᵢ‖²", {"y": (3, 4), "W": (4, 2), "x": (3, 2)}, ()),
        ("y = (I − uuᵀ) x", {"u": (3,), "x": (3,)}, (3,)),
        ("y = (A − λI) x", {"A": (3, 3), "x": (3,)}, (3,)),
        ("W ∈ ℝ^{2×3}, x ∈ ℝ^3\ny = W x", {"W": (2, 3), "x": (3,)}, (2,)),
        ("W \\in \\mathbb{R}^{m \\times n}, x \\in \\mathbb{R}^n\ny = W x", {"W": (3, 4), "x": (4,)}, (3,)),
        ("y = W x where W ∈ ℝ^{2x5}, x ∈ ℝ⁵", {"W": (2, 5), "x": (5,)}, (2,)),
        ("y = Wx, W ∈ R^(2×5)", {"W": (2, 5), "x": (5,)}, (2,)),
        ("x ∈ {0,1}^4\nf = Σᵢ wᵢ xᵢ", {"w": (4,), "x": (4,)}, ()),
        ("n = 4; x ∈ ℝ^n\nf = ‖x‖²", {"x": (4,)}, ()),
        ("x ∈ ℝ\ny = x²", {}, ()),
        ("C = 1/(2n) Σ_x ‖y(x) − a^L(x)‖²", {"y": (3, 4), "a_L": (3, 4)}, ()),
        ("β̂ = (XᵀX)⁻¹Xᵀy", {"X": (3, 2), "y": (3,)}, (2,)),
        ("H' = σ(Â H W)", {"Â": (3, 4), "H": (4, 2), "W": (2, 5)}, (3, 5)),
        ("y = ‖W‖₂", {"W": (3, 4)}, ()),
        ("V = tanh(I R)", {}, ()),
        ("x = 3\nz = Wx + b", {}, ()),
        ("W = 2\nz = Wx + b", {}, ()),
        ("F = Kx", {}, ()),
        ("V = E − rI", {}, ()),
        ("P = Wt", {}, ()),
        ("F = G m₁ m₂/r²", {}, ()),
        ("L = ‖x‖²", {}, ()),
        ("V = I R", {}, ()),
        ("P = V - I", {}, ()),
    ],
)
def test_what_is_transposed_or_in_bars_is_an_array(
    text: str, shapes: dict[str, tuple[int, ...]], output: tuple[int, ...]
) -> None:
    graph = differentiate(parse(text)).graph
    assert {str(node.name): node.shape for node in graph.inputs() if node.shape} == shapes
    assert graph.nodes[graph.output].shape == output


def test_what_has_the_name_of_the_identity_matrix_is_one_where_a_matrix_is_meant() -> None:
    trace = differentiate(parse("P = I - A(AᵀA)⁻¹Aᵀ\ny = tr(P)"), values={"A": np.array([[2.0, 1.0], [0.0, 3.0]])})
    np.testing.assert_allclose(trace.named(trace.values)["P"], np.zeros((2, 2)), atol=1e-12)


def test_a_covariance_that_nobody_gave_is_positive_definite() -> None:
    trace = differentiate(parse("d = √((x - μ)ᵀΣ⁻¹(x - μ)) + ln|Σ|"))
    covariance = trace.named(trace.values)["Σ"]
    np.testing.assert_allclose(covariance, covariance.T)
    assert np.all(np.linalg.eigvalsh(covariance) > 0)
    assert np.isfinite(trace.named(trace.values)["d"])


@pytest.mark.parametrize(
    ("text", "shapes"),
    [
        ("a_j = Σᵢ w_ij oᵢ", {"w": (3, 4), "o": (3,)}),
        ("h_i = σ(Σⱼ W_ij x_j + b_i)", {"W": (3, 4), "x": (4,), "b": (3,)}),
        ("c_ij = Σₖ a_ik b_kj", {"a": (3, 4), "b": (4, 2)}),
        ("s = Σᵢ Σⱼ A_ij x_i x_j", {"A": (3, 3), "x": (3,)}),
        ("p_i = e^{z_i}/Σ_j e^{z_j}", {"z": (3,)}),
        ("w = [[1.0, 2]]\na_j = Σᵢ w_ij oᵢ", {"w": (1, 2), "o": (1,)}),
        ("z = Σᵢ wᵢ x + b", {"w": (3,)}),
        ("z = f(x) + Σᵢ yᵢ", {"y": (3,)}),
    ],
)
def test_an_array_has_an_axis_for_each_letter_at_its_foot(text: str, shapes: dict[str, tuple[int, ...]]) -> None:
    assert {str(node.name): node.shape for node in differentiate(parse(text)).graph.inputs() if node.shape} == shapes


def test_what_is_assumed_beside_a_logarithm_is_positive() -> None:
    trace = differentiate(parse("L = -Σᵢ yᵢ log pᵢ + Σᵢ √(1 - pᵢ)"))
    assert np.isfinite(trace.named(trace.values)["L"])


def test_other_numbers_are_tried_only_where_the_first_are_not_finite() -> None:
    found, tried = {"x": np.full(3, -1.0)}, list[shape_search.Assumed]()

    def attempt(assumed: shape_search.Assumed) -> shape_search.Outcome:
        tried.append(assumed)
        with np.errstate(invalid="ignore"):
            return shape_search.Outcome([], None, 1, np.log(assumed["x"] + shift))

    shift = 2.0
    assert shape_search.finite(found, attempt)["x"] is found["x"]
    assert len(tried) == 1
    shift = 0.0
    assert np.all(shape_search.finite(found, attempt)["x"] > 0)


def test_beside_an_unknown_function_arrays_have_no_numbers() -> None:
    trace = differentiate(parse("J = \\frac{1}{2m} \\sum_{i=1}^{m} (h_θ(x^{(i)}) - y^{(i)})^2"))
    assert {
        name: (np.shape(value), bool(np.all(np.isnan(value)))) for name, value in trace.named(trace.values).items()
    } == {
        "x": ((3,), True),
        "y": ((3,), True),
        "J": ((), True),
    }


def test_different_names_have_different_numbers() -> None:
    found = differentiate(parse("z = X @ Y")).values
    assert not np.array_equal(found[0], found[1])
    assert np.shape(found[0]) != np.shape(found[1])[::-1] or np.shape(found[0])[0] != np.shape(found[0])[1]


@pytest.mark.parametrize(("text", "value"), [("z = x/(y + eps)", 1e-5), ("z = mu + std * eps", 1.0)])
def test_an_epsilon_is_small_unless_it_is_a_factor(text: str, value: float) -> None:
    trace = differentiate(parse(text))
    assert trace.named(trace.values)["eps"] == value


@pytest.mark.parametrize("text", ["L = max(0, 1 - y(w^Tx + b))", "L = ln(1 + e^{-t(wᵀx + b)})"])
def test_a_target_before_what_a_classifier_says_is_a_factor(text: str) -> None:
    trace = differentiate(parse(text))
    assert np.isfinite(trace.named(trace.values)["L"])
    assert {"y", "t"} & {node.name for node in trace.graph.inputs()}


def test_a_letter_transposes_only_where_it_is_torch_s() -> None:
    assert "transpose" not in {node.operation for node in differentiate(parse("L = 2^{-t(x + 1)}")).graph.nodes}
    assert "transpose" in {node.operation for node in differentiate(parse("z = torch.t(x)")).graph.nodes}


def test_a_scalar_that_nobody_gave_a_value_is_1() -> None:
    assert list(differentiate(parse("z = x*y")).values[:2]) == [1, 1]


@pytest.mark.parametrize(
    ("text", "shapes", "output"),
    [
        ("def valley(p):\n    return 100 * (p[1] - p[0] ** 2) ** 2 + (1 - p[0]) ** 2", {"p": (3,)}, ()),
        (
            (
                "class Tiny(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.conv = nn.Conv2d(1, 2, 3)\n"
                "        self.fc = nn.Linear(2 * 4 * 4, 2)\n    def forward(self, x):\n"
                "        return self.fc(torch.flatten(F.relu(self.conv(x)), 1))"
            ),
            {"x": (2, 1, 6, 6)},
            (2, 2),
        ),
        (
            (
                "class Flat(nn.Module):\n    def __init__(self):\n        super().__init__()\n        self.fc = nn.Linear(784, 3)\n"
                "    def forward(self, x):\n        return self.fc(x.view(-1, 784))"
            ),
            {"x": (2, 784)},
            (2, 3),
        ),
    ],
)
def test_shapes_that_a_text_names_are_found(text: str, shapes: dict[str, object], output: tuple[int, ...]) -> None:
    trace = differentiate(parse(text))
    found = {node.name: node.shape for node in trace.graph.inputs() if node.name in shapes}
    assert (found, trace.graph.nodes[trace.graph.output].shape) == (shapes, output)


def test_the_same_values_are_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def counted(run: Run) -> Graph:
        assumed = {name: np.asarray(value) for name, value in run.request.assumed.items()}
        tried.append(frozenset((name, value.shape, value.tobytes()) for name, value in assumed.items()))
        return run_program(run)

    monkeypatch.setattr(open_inputs, "run_program", counted)
    differentiate(parse(f"{BATCHNORM}# anew"))
    assert len(tried) == len(set(tried)) > 1
