"""Examples worked out in numbers, as books, lectures and chats have them: the numbers put in are values, and derivatives are left out."""

from __future__ import annotations

import math
from itertools import permutations

import numpy as np
import pytest
from numpy.typing import ArrayLike

from app.autodiff import Trace, differentiate
from app.language import LanguageError, parse

MAZUR = r"""
The total net input for $h_1$:

$net_{h1} = w_1 * i_1 + w_2 * i_2 + b_1 * 1$

$net_{h1} = 0.15 * 0.05 + 0.2 * 0.1 + 0.35 * 1 = 0.3775$

$out_{h1} = \frac{1}{1+e^{-net_{h1}}} = \frac{1}{1+e^{-0.3775}} = 0.593269992$

$out_{h2} = 0.596884378$

$net_{o1} = w_5 * out_{h1} + w_6 * out_{h2} + b_2 * 1$

$net_{o1} = 0.4 * 0.593269992 + 0.45 * 0.596884378 + 0.6 * 1 = 1.105905967$

$out_{o1} = \frac{1}{1+e^{-net_{o1}}} = \frac{1}{1+e^{-1.105905967}} = 0.75136507$

$E_{o1} = \frac{1}{2}(target_{o1} - out_{o1})^{2} = \frac{1}{2}(0.01 - 0.75136507)^{2} = 0.274811083$

$\frac{\partial E_{o1}}{\partial out_{o1}} = -(target_{o1} - out_{o1}) = -(0.01 - 0.75136507) = 0.74136507$
"""
CHAT = """
**Step 1: Forward pass**

- z₁ = w₁x₁ + b₁ = (0.5)(2) + 0.1 = 1.1
- a₁ = σ(z₁) = σ(1.1) ≈ 0.7503
- ŷ = w₂a₁ + b₂ = (-0.3)(0.7503) + 0.2 ≈ -0.0251
- L = ½(y − ŷ)² = ½(1 − (−0.0251))² ≈ 0.5254

**Step 2: Backward pass**

- ∂L/∂ŷ = −(y − ŷ) = −1.0251
- ∂L/∂w₂ = ∂L/∂ŷ · ∂ŷ/∂w₂ = −1.0251 × 0.7503 = −0.7691
"""
ANSWER = r"""
Sure! Here's a worked example, step by step.

**Given:**
- Input: $x = 1.0$, target: $y = 0.0$
- Weights: $w_1 = 0.5$, $w_2 = -0.3$, biases: $b_1 = 0.1$, $b_2 = 0.2$
- Loss: $L = \frac{1}{2}(y - \hat{y})^2$

## Forward pass
$$z_1 = w_1 x + b_1 = 0.5(1.0) + 0.1 = 0.6$$
$$h = \sigma(z_1) = \sigma(0.6) \approx 0.6457$$
$$z_2 = w_2 h + b_2 = -0.3(0.6457) + 0.2 = 0.0063$$
$$\hat{y} = \sigma(z_2) \approx 0.5016$$
$$L = \frac{1}{2}(0 - 0.5016)^2 = 0.1258$$

## Backward pass
$$\delta_2 = \frac{\partial L}{\partial z_2} = \frac{\partial L}{\partial \hat{y}} \cdot \sigma'(z_2) = 0.5016 \times 0.25 = 0.1254$$
$$\frac{\partial L}{\partial w_2} = \delta_2 \cdot h = 0.1254 \times 0.6457 = 0.0810$$
$$w_2 \leftarrow w_2 - \eta \frac{\partial L}{\partial w_2} = -0.3 - 0.5 \times 0.0810 = -0.3405$$
"""
MATRICES = r"""
$$ z = W x = \begin{bmatrix} 0.1 & 0.2 \\ 0.3 & 0.4 \end{bmatrix} \begin{bmatrix} 1 \\ 2 \end{bmatrix}
     = \begin{bmatrix} 0.5 \\ 1.1 \end{bmatrix} $$
$$ L = \frac12 \|z\|^2 $$
"""
TABLE = (
    "v1 = x1 x2 = 2·3 = 6\nv2 = sin(x1) = 0.909\ny = v1 + v2 = 6.909\nȳ = 1\nv̄1 = ȳ\nv̄2 = ȳ\nx̄1 = v̄1 x2 + v̄2 cos(x1)"
)
LIST = (
    "Target t = 1, learning rate η = 0.5.\n1. Forward pass:\n   z = wx = 0.1·2 = 0.2\nThis is the loss:\nE = ½(t - z)²"
)
STEPS = (
    "Two steps. Let w = 2, h = 0.5.\n1. Forward pass: z = wh = 1, L = z² = 1   (class 1)\n2. Backward pass: ∂L/∂z = 2"
)
UPDATED = """Input + weights:
w = 2, x = 3
y = wx = 6
and the loss is
L = (y - 5)² = 1
δ_2 = 2(y - 5) = 2
δ_1 = δ_2 w = 4
w_new = w − 0.1(2) = 1.8"""
SIGMOID = 1 / (1 + math.exp(-1.1))
OUTPUT = -0.3 * SIGMOID + 0.2
EXAMPLES = [
    ("z = wx + b = 2·3 + 1 = 7", 7, {"w": 3, "x": 2, "b": 1}),
    ("z = w*x + b\nz = 2*3 + 1\nz = 7\nL = z**2", 49, {"w": 42, "x": 28, "b": 14}),
    ("z = w1*x1 + w2*x2 + b = 0.5*2 + 0.3*1 + 0.1 = 1.4", 1.4, {"w1": 2, "x1": 0.5, "w2": 1, "x2": 0.3, "b": 1}),
    ("d = x - y = 3 + 2 = 5", 5, {"x": 1, "y": -1}),
    ("E = ½mv² = ½·2·3² = 9 J", 9, {"m": 4.5, "v": 6}),
    ("I = V/R = 12/4 = 3", 3, {"V": 0.25, "R": -0.75}),
    ("A = πr² = π·2² ≈ 12.57", 4 * math.pi, {"r": 4 * math.pi}),
    ("L = -ln(p) = -ln(0.5) = 0.693", math.log(2), {"p": -2}),
    ("z = xb = 3·2\nL = ½(z − t)² = ½(6 − 4)²", 2, {"x": 4, "b": 6, "t": -2}),
    ("z₁ = w₁x\n   = 0.1(2)\n   = 0.2\ny = z₁²\n  = 0.04", 0.04, {"w1": 0.8, "x": 0.04}),
    ("x = 2, w = 3\nz = wx = 3·2 = 6\na = ReLU(z) = max(0, 6) = 6", 6, {"w": 2, "x": 3}),
    ("net = 2 x\ny = f(net) = 1/(1+e^-net) = 0.5\nx = 0", 0.5, {"x": 0.5}),
    ("f(x, y, z) = (x + y)z\nx = -2, y = 5, z = -4\nq = x + y = 3\nf = qz = 3 * -4 = -12\ndf/dq = z = -4", -12, {"x": -4, "z": 3}),
    ("$$a = wx = 2 \\times 3$$\n$$w_{new} = w - \\eta \\frac{\\partial a}{\\partial w} = 2 - 0.3$$", 6, {"w": 3, "x": 2}),
    (MAZUR, 0.274811083, {"w_1": 0.0006683960, "w_5": 0.0821670406, "target_o1": -0.7413650695}),
    (LIST, 0.32, {"w": -1.6, "t": 0.8}),
    ("z = wx = 2·0.65 = 1.3\ny = exp(1.3)", math.exp(1.3), {"w": 0.65 * math.exp(1.3)}),
    ("v = 2x\nx = 3\ny = v = 6", 6, {"x": 2}),
    (MATRICES, 0.73, {"W": [[0.5, 1.0], [1.1, 2.2]], "x": [0.38, 0.54]}),
    ("z = wᵀx + b = 0.2·1 + 0.5·3 + 0.1 = 1.8", 1.8, {"w": [1, 3], "x": [0.2, 0.5], "b": 1}),
    ("w = [0.5, -0.25] and input x = [2, 1]\nz = w·x = 0.5×2 + (-0.25)×1 = 0.75\nL = z²", 0.5625, {"w": [3, 1.5], "x": [0.75, -0.375]}),
    ("L = (wx - y)², w = 2, x = 3, y = 5\nu = wx = 6\nL = (u - y)² = 1", 1, {"w": 6, "x": 4}),
    (STEPS, 1, {"w": 1, "h": 4}),
    (UPDATED, 1, {"w": 6, "x": 4}),
    (TABLE, 6 + math.sin(2), {"x1": 3 + math.cos(2), "x2": 2}),
    (ANSWER, 0.1257891274, {"w_2": 0.0809605859, "w_1": -0.0086063619, "y": -0.5015757718}),
    (CHAT, 0.5 * (1 - OUTPUT) ** 2, {"w2": (OUTPUT - 1) * SIGMOID, "b2": OUTPUT - 1, "y": 1 - OUTPUT}),
]  # fmt: skip


def run(text: str) -> Trace:
    return differentiate(parse(text))


@pytest.mark.parametrize(("text", "value", "gradients"), EXAMPLES)
def test_numbers_that_are_put_in_are_the_values_of_names(
    text: str, value: float, gradients: dict[str, ArrayLike]
) -> None:
    trace = run(text)
    assert float(trace.values[trace.graph.output]) == pytest.approx(value, rel=1e-6)
    places = {node.name: index for index, node in enumerate(trace.graph.nodes) if not node.arguments}
    for name, gradient in gradients.items():
        assert np.allclose(trace.adjoints[places[name]], gradient, rtol=1e-6)


def test_what_is_read_from_numbers_is_told_and_a_wrong_number_is_too() -> None:
    told = [note.message for note in run("z = w x + b = 2·3 + 1 = 8").warnings]
    assert any("the values of w, x, b" in each for each in told)
    assert any("not equal" in each for each in told)


CALLED = "def f(x, w):\n    return w*x**2\n"
IN_NUMBERS = [
    ("net1 = 0.1*1 + 0.2\nout1 = exp(net1)\nE = 0.5*(1 - out1)**2", 0.061200592619, {"net1": 0.472259992815}),
    ("import math\nr = math.sqrt(4)\nA = 3*r**2", 12, {"r": 12}),
    (CALLED + "r = f(2, 3)\nprint(r)", 12, {"x": 12, "w": 4}),
    (CALLED + "r = f(2, 3)\nL = r + 1\nprint('loss', L)", 13, {"x": 12, "w": 4}),
    ("f(x) = x²\ny = f(3)\nz = y + 1", 10, {"x": 6}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "gradients"), IN_NUMBERS)
def test_a_text_of_numbers_alone_has_them_as_inputs(text: str, value: float, gradients: dict[str, ArrayLike]) -> None:
    test_numbers_that_are_put_in_are_the_values_of_names(text, value, gradients)


def test_numbers_that_were_rounded_on_the_way_count_as_equal() -> None:
    for text in (CHAT, ANSWER, MAZUR, "W = [[1.0, 2]]\nx = [3.0, 4]\nz = W x = 11"):
        assert not any("not equal" in note.message for note in run(text).warnings)
    assert any("not equal" in note.message for note in run(ANSWER.replace("0.3(0.6457)", "0.3(0.6459)")).warnings)


def test_a_number_that_is_read_as_a_name_is_told() -> None:
    trace = run("z = wx = 2·0.65 = 1.3\ny = exp(1.3)")
    assert any("1.3 is read as z" in note.message for note in trace.warnings)


def test_inputs_keep_their_order_at_other_values() -> None:
    program = parse("z = w x + b = 2·3 + 1 = 7")
    moved = differentiate(program, values={"x": 5.0})
    assert [node.name for node in moved.graph.inputs()] == ["w", "x", "b"]
    assert float(moved.values[moved.graph.output]) == 11


def test_values_that_are_given_stay() -> None:
    trace = run("w = 5\nz = w x = 2·3 = 6")
    assert float(trace.values[trace.graph.output]) == 15
    assert any("not equal" in note.message for note in trace.warnings)


@pytest.mark.parametrize("text", ["y = a*x = b", "import numpy as np\nz = w*x\nz = 2*3\ny = z*v", "y = x = 2"])
def test_no_name_takes_a_number_from_another_formula(text: str) -> None:
    assert not any("numbers put in" in note.message for note in run(text).warnings)


@pytest.mark.parametrize("text", ["dy/dx = 2x", "y = x²\nz = dy/dx", r"\frac{\partial L}{\partial w} = 2w"])
def test_a_derivative_that_is_all_a_text_asks_for_is_refused(text: str) -> None:
    with pytest.raises(LanguageError, match="derivative"):
        run(text)


def test_derivatives_behind_a_forward_pass_are_told() -> None:
    derivatives = [
        "∂L/∂w = 2(wx − y)x",
        "dL/dw = 4",
        r"$\frac{\partial L}{\partial w} = 4$",
        "∇_w L = 4",
        "w ← w − 0.1 ∂L/∂w",
    ]
    for one, other in permutations(derivatives, 2):
        trace = run(f"L = (wx − y)²\n{one}\n{other}")
        assert [node.name for node in trace.graph.nodes if not node.arguments and node.name] == ["w", "x", "y"]
        assert any("passed over" in note.message for note in trace.warnings)
