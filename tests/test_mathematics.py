"""Mathematics as people write it: how it is spelled in Python, what it comes to, and what is said where it may be read in two ways."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.autodiff import Trace, differentiate
from app.language import LanguageError, parse
from app.language.reading.respelling import respell
from tests.tables import each_of

SPELLED = [
    ("2. z = (x + y)^2", "z=(x+y)**2"),
    ("12. f(x) = 3x", "f=lambdax:3*x"),
    ("|x|", "abs(x)"),
    ("2|x| + |y - 1|", "2*abs(x)+abs(y-1)"),
    ("||x| - |y||", "abs(abs(x)-abs(y))"),
    ("2|x||y|", "2*abs(x)*abs(y)"),
    ("½||y - t||^2 + k||w||", "(1/2)*norm(y-t)**2+k*norm(w)"),
    ("|sin x| - |-y|", "abs(sin(x))-abs(-y)"),
    ("(a > 0) | (b > 0)", "(a>0)|(b>0)"),
    ("a | b | c", "a|b|c"),
    ("2|x| y + a |x| y", "2*abs(x)*y+a*abs(x)*y"),
    ("³√x + ⁵√(x + 1)", "cbrt(x)+(x+1)**(1/5)"),
    ("3(n choose k)", "3*(binom(n,k))"),
    ("‖x‖² + ||w||", "norm(x)**(2)+norm(w)"),
    ("‖v‖₁ + ‖v‖_∞", "norm(v,1)+norm(v,inf)"),
    ("⟨a, b⟩", "inner(a,b)"),
    ("x! + (n-1)!/n", "factorial(x)+factorial(n-1)/n"),
    ("a != b", "a!=b"),
    ("30° + 5 %", "(30*pi/180)+(5/100)"),
    ("7 % 3", "7%3"),
    ("5% - 2", "(5/100)-2"),
    ("sin x", "sin(x)"),
    ("sin 2πx + 1", "sin(2*πx)+1"),
    ("sin x cos y", "sin(x)*cos(y)"),
    ("log sin x", "log(sin(x))"),
    ("exp -x", "exp(-x)"),
    ("sin² x + cos²(x)", "sin(x)**(2)+cos(x)**(2)"),
    ("sin⁻¹ x + tanh^{-1}(y)", "arcsin(x)+arctanh(y)"),
    ("log₂ x + log_2(x) + log_{10} x", "log2(x)+log2(x)+log10(x)"),
    ("log_b(x)", "(log(x)/log(b))"),
    ("log_p + log_softmax(x)", "log_p+log_softmax(x)"),
    ("tg x + lg y", "tan(x)+log10(y)"),
    ("map(sin, x)", "map(sin,x)"),
    ("max{a, b}", "max(a,b)"),
    ("√2 + √(x+1) + ∛x", "sqrt(2)+sqrt(x+1)+cbrt(x)"),
    ("√f(x)", "sqrt(f(x))"),
    ("x y", "x*y"),
    ("a/(b c)", "a/(b*c)"),
    ("2[x + 1]", "2*(x+1)"),
    ("2½ x", "(2+(1/2))*x"),
    ("xⁿ + e⁻ˣ + x²ⁿ", "x**(n)+e**(-x)+x**(2*n)"),
    ("e^x(1 + x)", "e**x*(1+x)"),
    ("x^{2} y", "x**(2)*y"),
    ("wᵀx", "w.T*x"),
    ("W^{[1]} + x^{(i)}", "W_1+x_i"),
    ("W^{[1]}x + h_{t-1}u + x_{i,j}y", "W_1*x+h_t_minus_1*u+x_i_j*y"),
    ("x_{i,j} + h_{t-1} + xᵢⱼ", "x_i_j+h_t_minus_1+x_ij"),
    ("½ ∑ (y − t)²", "(1/2)*sum((y-t)**(2))"),
    ("∑(x)/N", "sum(x)/N"),
    ("x ↦ x²", "lambdax:x**(2)"),
    (r"\frac{a}{b} + \tfrac12", "((a)/(b))+((1)/(2))"),
    (r"\sqrt[3]{x} + \sqrt{x}", "cbrt(x)+sqrt(x)"),
    (r"\left( a \cdot b \right)^{2}", "(a*b)**(2)"),
    (r"\hat{y} + \bar x + \mathbf{W}\mathbf{x}", "ŷ+x̄+W*x"),
    (r"\sin^2 x \cos x", "sin(x)**(2)*cos(x)"),
    (r"\max\{0, x\} + \lfloor x \rfloor", "max(0,x)+floor(x)"),
    (r"\operatorname{softmax}(x) + \mathrm{ReLU}(x)", "softmax(x)+relu(x)"),
    (r"$w_1x_1 + x^2y$", "w_1*x_1+x**2*y"),
]
"""What people write, and Python's spelling of it without its blanks."""


@each_of(SPELLED)
def test_it_is_spelled_as_python_has_it(written: str, spelled: str) -> None:
    assert respell(written).text.replace(" ", "").strip() == spelled.replace(" ", "")


def run(text: str, **values: object) -> Trace:
    return differentiate(parse(text), values=values)


def output(text: str, **values: object) -> np.ndarray:
    trace = run(text, **values)
    return np.asarray(trace.values[trace.graph.output])


VALUES = [
    ("x = 1\nf = e^x", np.e),
    ("m = 2; x = 3; b = 1\ny = mx + b", 7),
    ("r = 3\nA = πr²", 9 * np.pi),
    ("m = 2; v = 3\nE = ½mv²", 9),
    ("w₁ = 2; x₁ = 3\nf = w₁x₁", 6),
    ("x = 3\nf = x(1 + x)", 12),
    ("x = 3\nf = x(1 + x)!", 72),
    ("x = 3\nf = (x(1 + x)/3)!", 24),
    ("n = 2; k = 3\nf = nk! + (nk)!", 732),
    ("y = f (2)\nf(x) = 3x", 6),
    ("P = nRT/V\nn = 1; R = 8; T = 300; V = 2", 1200),
    ("E = ½ Σₖ (tₖ − oₖ)²\nt = [1.0, 2]; o = [0.5, 1]", 0.625),
    ("x = [1.0, 2, 3]; n = 2\nS = Σ_{i=1}^n x_i²", 5),
    ("x = 2\nS = ∑_{k=0}^n x^k/k!\nn = 3", 19 / 3),
    ("x = 1.5; n = 4\nS = x Σ_{i=1}^{n} i²", 45),
    ("A = [[1.0, 2], [3, 4]]\nz = Σᵢ Σⱼ Aᵢⱼ²", 30),
    ("A = [[1.0, 2], [3, 4]]; x = [1.0, 2]\nz = \\sum_{i,j} x_i A_{ij} x_j", 27),
    ("x = [1.0, 2]; y = [3.0, 4]\nz = \\sum_i \\sum_j x_i y_j", 21),
    ("A = [[1.0, 2], [3, 4]]\nz = \\sum_{ij} A_{ij}^2", 30),
    ("A = [[1.0, 2, 5], [3, 4, 6], [7, 8, 9]]\nz = \\sum_{i,j}^{2} A_{ij}", 10),
    ("x = 1/2\ny = x + 1/3", 5 / 6),
    ("x = 5%; t = 30°; u = 2π\ny = 100x + sin t + cos u", 6.5),
    ("x = 3; y = 2\nf == x*y", 6),
    ("x = 3; y = 2\nf <- x*y", 6),
    ("x = 3\nf := 2x", 6),
    ("x = 3\nf(x) = x^2 + 1", 10),
    ("g(x) = x²\nf = g(3) + g(2)", 13),
    ("f: x ↦ x²\ny = f(3)", 9),
    ("f(x) = x³ − 3x, f'(2) = ?", 9),
    ("f(x) = x^3\ny = f(2) + f'(2) + f''(2)", 32),
    ("y = σ'(0)", 0.25),
    ("f(x) = x^3; w = 2\ny = f'(2)w", 24),
    ("z = f(x, y)\nf(x, y) = x*y\nx = 2; y = 5", 10),
    ("x=2, y=3, z=x*y", 6),
    ("f = x*y at x = 3, y = 4", 12),
    ("z = a*b where a = x + y, b = 2\nx = 1; y = 2", 6),
    ("let x = 3\nlet y be 4\nz = x y", 12),
    ("x: 3\nf = 2x", 6),
    ("f(x) = {x² if x > 0 else 0\nx = 3", 9),
    ("x = -2\nf(x) = { x²  if x > 0\n       { -x  otherwise", 2),
    ("x = 2\nf = {x, x > 0; 0, x ≤ 0}", 2),
    ("A = [[2.0, 1], [1, 3]]; b = [1.0, 2]\nx = A⁻¹ b\nL = xᵀA x", 1.4),
    ("W = [[1.0, 2], [3, 4]]; x = [3.0, 4]\nf = W^T x", [15, 22]),
    ("A = [[2.0, 1], [1, 4]]\ny = 2A − λI\nλ = 0.5", [[3.5, 2], [2, 7.5]]),
    ("I = 2; R = 3\nV = I R + E\nE = 1", 7),
    ("w = [1.0, 2]; x = [3.0, 4]\nf = wᵀx", 11),
    ("a = [1.0, 2]; b = [3.0, 4]\nf = a bᵀ", [[3, 4], [6, 8]]),
    ("w = [1.0, 2, 3]; x = [4.0, 5, 6]\nf = Σᵢ wᵢxᵢ", 32),
    ("w = [1.0, 2, 3]; x = [4.0, 5, 6]\nf = ∑_{i=1}^{2} w_i x_i", 14),
    ("w1 = 1; w2 = 2; x1 = 3; x2 = 4\nf = Σᵢ wᵢxᵢ", 11),
    ("x = 2\nf = Σ_{k=0}^{3} x^k/k!", 1 + 2 + 2 + 8 / 6),
    ("W = [[1.0, 2], [3, 4]]; x = [1.0, 2]\nf = Σᵢ Σⱼ Wᵢⱼ xⱼ", 16),
    ("x = 3; y = 4\n$z = \\sqrt{x^2 + y^2}$", 5),
    ("x = 2\nf(x) = \\begin{cases} x^2 & \\text{if } x > 0 \\\\ 0 & \\text{otherwise} \\end{cases}", 4),
    ("x = 2\n\\begin{align}\na &= x + 1 \\\\\nL &= \\tfrac{1}{2} a^2\n\\end{align}", 4.5),
]


@each_of(VALUES)
def test_it_comes_to_what_it_says(text: str, value: float | list[float]) -> None:
    np.testing.assert_allclose(output(text), value)


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("f = abs(x + 1j)", (1, 12, 14), "complex numbers"),
        ("z = ‖W‖_{2,1}", (1, 7, 12), "the norm with `2,1` at its foot is not known"),
        ("x = [1.0, 2]\nz = ‖x‖_*", (2, 4, 9), "this norm is one of matrices"),
        ("z = np.linalg.norm(np.ones((2, 2))*x, 3)", (1, 4, 40), "norms of matrices are of order 1, 2"),
        ("f = exp(i x)", (1, 8, 11), "complex numbers"),
        ("the quick brown fox", (1, 4, 9), "`quick` is not expected here"),
        ("y = (↦ x)", (1, 5, 6), "`↦` is not expected here"),
        ("c = x + tanh^", (1, 13, 14), "ends too early"),
        ("x.data = torch.tensor([[1.0, 2.0]])", (1, 0, 6), "do not fit"),
        (r"f = \foo{x} + 1", (1, 4, 8), r"the command `\foo` is not known"),
        (r"f = 2 \int x dx", (1, 6, 10), "integrals"),
        (r"f = \frac{x}{y", (1, 13, 14), "in the LaTeX"),
        (r"g = \frac{\partial L}{\partial w}", (1, 4, 33), "a derivative is what the figure shows"),
    ],
)
def test_what_is_not_read_is_named_where_it_stands(text: str, place: tuple[int, int, int], message: str) -> None:
    with pytest.raises(LanguageError) as raised:
        run(text)
    first = raised.value.mistakes[0]
    assert message in first.message
    assert first.span is not None
    assert (first.span.line, first.span.column, first.span.end) == place


def test_a_factor_of_letters_side_by_side_is_used() -> None:
    assert not any("never used" in each.message for each in run("m = 2; x = 3; b = 1\ny = mx + b").warnings)
    assert any("never used" in each.message for each in run("x = 3; y = 2\nf = 2y").warnings)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("f = e^x", "Euler's number"),
        ("m = 1; x = 1\ny = mx", "the product m·x"),
        ("f = 1/2x", "write"),
        ("f = sin x/2", "sin(x)/"),
        ("W = [[1.0]]\nf = W^T", "transpose"),
        ("a = [1.0]; b = [2.0]\nf = a b", "entry by entry"),
        ("weight = 3\nf = wieght*x", "is a new input"),
        ("x_1 = 3\nf = x₁", "read as `x_1`"),
        ("f = 3 x 4", "`x` is read as an input between two numbers"),
        ("f = x.y", "`x.y` is read as one input of that name"),
        ("f = √x²", "is read as √(x)²"),
        ("L = np.mean((y - t)**2)", "`y` is one number here"),
        ("np.sum(dZ^{[2]})", "`dZ_2` is one number here"),
    ],
)
def test_of_two_readings_it_says_which_was_taken(text: str, note: str) -> None:
    assert any(note in each.message for each in run(text).warnings)


@pytest.mark.parametrize(
    ("text", "hints"),
    [
        ("gammax = 2\ny = gamma*x", ["did you mean `gammax`?"]),
        ("gammax = gamma*x\ny = gammax", []),
        ("y = gamma*x\ngammax = y", []),
    ],
)
def test_a_name_is_meant_by_another_only_where_that_has_a_value(text: str, hints: list[str]) -> None:
    assert [each.hint for each in run(text).warnings if "new input" in each.message] == hints


LINES = json.loads((Path(__file__).parent / "data" / "mathematics.json").read_text(encoding="utf-8"))
"""Lines of textbooks, papers and lecture notes: with the same in NumPy, or with a word of why they are refused."""


def numpy_value(python: str, at: Mapping[str, Any]) -> Any:
    """What a line of our own data comes to in NumPy."""
    return eval(python, {"np": np}, dict(at))  # noqa: S307


def slopes(python: str, inputs: Mapping[str, Any], name: str) -> np.ndarray:
    """The derivative by an input, from central differences of the line in NumPy."""
    at = {key: np.array(value) for key, value in inputs.items()}
    found = np.zeros_like(at[name])
    for place in np.ndindex(at[name].shape):
        sides = []
        for step in (1e-6, -1e-6):
            moved = at[name].copy()
            moved[place] += step
            sides.append(float(np.sum(numpy_value(python, {**at, name: moved}))))
        found[place] = (sides[0] - sides[1]) / 2e-6
    return found


@each_of(LINES["read"], lambda line: line["text"])
def test_a_line_of_a_book_has_its_value_and_its_gradient(line: dict[str, Any]) -> None:
    trace = run(line["text"], **line["inputs"])
    at = {key: np.array(value) for key, value in line["inputs"].items()}
    np.testing.assert_allclose(trace.values[trace.graph.output], numpy_value(line["python"], at), rtol=1e-9)
    told = "".join(f"{note.message} {note.hint}" for note in trace.warnings)
    assert all(told.count(opening) == told.count(closing) for opening, closing in ("()", "[]", "{}"))
    adjoints = trace.named(trace.adjoints)
    assert {node.name for node in trace.graph.inputs()} == set(line["inputs"])
    for name in line["inputs"]:
        np.testing.assert_allclose(adjoints[name], slopes(line["python"], line["inputs"], name), rtol=1e-5, atol=1e-7)


@each_of(LINES["refused"], lambda line: line["text"])
def test_what_is_no_forward_pass_is_refused_in_a_useful_word(line: dict[str, str]) -> None:
    with pytest.raises(LanguageError) as raised:
        run(line["text"])
    first = raised.value.mistakes[0]
    assert line["told"] in f"{first.message} {first.hint}"
    assert first.span is not None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = [1.0, 2.0]\nz = 2 x_a", "`x_a` is a name of its own, no entry of `x`"),
        ("x = [1.0, 2.0]\nz_i = 2 x_i", "`z_i = …` is read for all entries at once"),
        (
            "w = [1.0, 2.0]\nx = [3.0, 4.0]\nz = w·x",
            "`w·x` is read entry by entry; for the sum of the products write w @ x",
        ),
        (
            "A = [[1.0, 2], [3, 4]]\nz = |A|",
            "`|A|` of a square matrix is read as its determinant; for its entries write abs(A)",
        ),
        ("v = [1.0, 2, 3]\nB = [4.0, 5, 6]\nF = v × B", "is read as the cross product of two vectors"),
        ("v = [1.0, 2]\nz = 2|v|", "`|v|` is taken entry by entry; for its length write ‖v‖"),
        ("x = [1.0, 2]\nz = x − x̄", "`x̄` is read as the mean of `x`"),
        ("x = 2\nz = 3⁵√x", "is read as the power 3⁵ times a root"),
        ("y = mx + b", "`mx` is read as the product m·x"),
        ("V = IR", "`IR` is read as the product I·R"),
        ("y = ½mv²", "`mv` is read as the product m·v"),
        ("A = P(1 + r)", "`P(…)` is read as the product P·(…)"),
        ("c² = a² + b²", "`c²` is one name here"),
        ("L = 1/N ∑_{i=1}^N x_i", "`N` is read as the number of entries of `x`"),
        ("p_i = softmax(z)_i", "is read for all entries at once"),
        ("y = (W x)_2\nW = [[1.0], [2.0]]; x = [1.0]", "entry 2, counted from 1"),
        ("f = sin 30° * x", "`sin 30°*…` is read as sin(30°)*…"),
        ("y = x*np.sum(np.array([[1.0, 2.0]]*2))", "repeats the list, as in Python"),
        ("x ∈ ℝ\nf = 2x", "this says where a value lies"),
        ("x = [1.0, 2.0]\nf = sum (x)^2", "`sum (x)^2` is read as sum((x)^2)"),
        ("x = [1.0, 2.0]\nf = sum(x)^2", "`sum(x)` is raised as a whole; for the sum of powers write sum (x)^…"),
        ("f = 1/x(1 + x)", "`…/x(1 + x)` is read as (…/x)·(1 + x); write …/(x·(1 + x)) for the other"),
        ("f = 2x   (3.12)", "`(3.12)` is read as the number of the equation"),
        ("f = 50% x", "`50%` is read as a percentage"),
        ("f = x₁² − 2x₁x₂cosθ", "`x1x2cosθ` is read as x1·x2·cos(θ)"),
        ("p = ρgh", "`ρgh` is read as the product ρ·g·h"),
        ("W = [[1.0, 2], [3, 4]]; x = [1.0, 2]\nf = W·x", "`W·x` is read as the product of a matrix and a vector"),
        ("W = [[1.0, 2], [3, 4]]\nf = W²", "for a power of a matrix write a product"),
        ("f = 0,5x", "`0,5` is read as 0.5"),
        ("f = 2x10^3 y", "`x10` is read as times 10"),
        ("f = Sin[x]", "`Sin` is read as sin"),
        ("f = sum(w_i * x_i)", "`sum` is read as one over i"),
        ("f = PI r^2", "`PI` is read as π"),
        ("x = 2.0; f = x' + x", "`x'` is a new input"),
        ("A = [1 2; 3 4]; f = A'", "`A'` is read as a transpose"),
        ("A = [1 2; 3 4]; x = [1; 2]; f = A*x", "`A*x` is read as the product of matrices, as in MATLAB"),
        ("f = max(x + 1,5)", "`1,5` is read as two values"),
        ("f = max(x, 0,5)", "`0,5` is read as two values"),
        ("E = hν/kT", "`…/kT` is read as …/(kT)"),
        ("z = [1.0, 2]\nL = z_2 + z_7", "`z_2` is read as entry 2 of `z`, counted from 1"),
        ("z = [1.0, 2]\nL = z_2 + z_7", "`z_7` is a name of its own, no entry of `z`"),
        ("x = 3 m", "`m` is read as an input, not as a unit"),
        ("f = x^1/2", "`x^1/2` is read as (x^1)/2"),
        ("z = 2\\frac12 x", "`2 1/2` is read as one number"),
        ("a = [1.0, 2]; b = [3.0, 4]\nz = a \\cdot b", "for the sum of the products write a @ b"),
        (
            "W = [[1.0, 2, 3]]; h = [1.0, 2]; x = [3.0]\nz = W·[h, x]",
            "`[h, x]` is read as these vectors one after the other",
        ),
        ("f = 2sinx", "`sinx` is read as sin(x)"),
        ("f = xe^x", "`e` is read as Euler's number"),
        (
            "W = [[1.0, 2], [3, 4]]\nz = ‖W‖₂",
            "`‖W‖₂` of a matrix is its largest singular value; for all entries write ‖W‖_F",
        ),
        ("A = [[1.0, 2]]\nz = |A|", "`|A|` is taken entry by entry; a determinant is one of a square matrix"),
        ("C = ½ (y − a^L)²", "`a^L` is read as one name, that of layer L"),
        ("W ∈ ℝ^{2×3}\nW = [[1.0, 2], [3, 4]]\nf = ‖W‖", "`W` is said to have 2 × 3 entries; its value has 2 × 2"),
        ("L = −Σᵢ yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)", "the sum goes on behind `+`, where its index stands too"),
        ("z = Wx + b", "`W` is read as a matrix, and what it multiplies as a vector"),
        ("y = [x, 2x]", "the list is read as an array"),
        ("y = [[1, x], [2x]]", "the figure shows its first value"),
        ("J = Σᵢ ‖xᵢ − x̄‖²", "`x̄` is read as the mean of the rows of `x`"),
        ("y = \\lambda x\nx = 1,5", "`1,5` is read as 1.5"),
        ("W = [[1.0, 2], [3, 4]]\nz = ‖W‖_1", "for all entries write sum(|W|)"),
        ("W = [[1.0, 2], [3, 4]]\nz = ‖W‖₃", "`‖W‖₃` of a matrix is taken over all its entries"),
        ("P(A|B) = P(B|A)P(A)/P(B)", "`P(B|A)` is read as one quantity, `P_B_given_A`"),
        ("x = [1.0, 2.0]\nA = [[1.0]]\nz = (x_1 - 2)_+", "is read as the positive part"),
        ("A = [[1.0, 2.0]]\nz = A^†", "is read as the pseudo-inverse"),
        ("x = [1.0, 2.0]\nz = \\frac{1}{n}\\sum_i x_i", "`n` is read as the number of entries of `x`"),
        ("A = [[1.0, 2.0]]\nz = A_{1,2}", "is read as entry 1, 2 of `A`, counted from 1"),
        ("x = 1,5\nz = 2x", "`1,5` is read as 1.5"),
        ("A = [[2.0, 1], [1, 4]]\nz = (A + λI)⁻¹", "`I` is read as the identity matrix"),
        ("z = f(x) = 2x", "`f(x)` says what this depends on, and was passed over"),
        ("f = (x, y)", "the output is a tuple: the figure shows its first value"),
        ("f = 12, x*y", "the output is a tuple: the figure shows its first value that depends on an input"),
        (
            "f = {'loss': x*y, 'x': x}",
            "the output is a dict: the figure shows the one of its values that was computed last",
        ),
        ("z = log p(x|z) p(z)", "`log` is applied to all of log(p(x|z) p(z));"),
        ("L = a/b p(x|z) p(z)", "`…/b p(x|z) p(z)` is read as (…/b)·p(x|z) p(z);"),
        ("\\mathcal{L}^{\\text{CE}} = -\\log p", "`L^{CE}` is read as one name, not as a power"),
        ("f = x . y", "`.` between blanks is read as the product x·y"),
        ("f = 3e^2x", "`e^2x` is read as e^2·x"),
        ("pH = -log[H⁺]", "`[H⁺]` is read as a concentration, the input c_H_plus"),
        ("ΔG = ΔG° + RT ln Q", "`ΔG°` is read as a standard value"),
        ("f = sum w_i x_i", "`sum` is read as one over i"),
        ("z = (f ∘ g)(x)\nf(x) = x²\ng(x) = 2x", "is read as the composition f(g(…))"),
        ("g = σ'(z)", "`σ'` is computed: the derivative, entry by entry"),
        ("z^l = w^l x", "`z^l` is read as one name, that of layer l"),
        ("1/f = 1/u + 1/v", "`1/f = …` is read as f = 1/(…)"),
        ("x = [1.0, 2, 3]; k = 2; n = 1\ny = x[n-k]", "counted from the end"),
        ("E = hf = hc/λ", "this is to say again what stands before it"),
        ("f(x) = (x + 1)² = x² + 2x + 1", "this is to say again what stands before it"),
        ("f = x² = 4", "what stands before `4` is 1 at these values: they are not equal"),
        ("f = x² = 999999999999999999999999999999", "is 1 at these values: they are not equal"),
        (
            "m = 2; v = 3; p = 5; E = ½mv² = p²/(2m)",
            "what stands before `p²/(2m)` is 9 at these values, and `p²/(2m)` is 6.25: they are not equal",
        ),
        ("f = ln x  (x > 0)", "this condition has no bearing on the figure"),
        ("f(x) = y", "nothing of what `f(x)` is a function of"),
        ("f = 5 % x", "is read as a remainder"),
        ("f = 5e x", "Euler's number"),
        ("f = ln 0 + x", "is inf: so is a number"),
        ("f = x sin30", "`sin30` is read as sin(30)"),
        ("f = x.sum(axis=1, keepdims=keep)", "takes an input as a setting"),
        ("z = [1.0, -2.0]\na = max(z, 0)", "compares each entry"),
        ("H = Σ_{x,y} p(x,y) log p(x|y)", "is read as what follows from that table"),
        ("=A1*B1", "as that of a cell in a spreadsheet"),
        ("f = 1 234,5 x", "`1 234,5` is read as 1234.5"),
        ("f = 12,34,567 x", "`12,34,567` is read as 1234567"),
        ("y = gamma (x - mu)", "`gamma(…)` is read as the product gamma·(…)"),
        ("L_i = -f_{y_i} + \\log\\sum_j e^{f_j}", "`y_i` is read as a label, the number of a class from 1 on: 1"),
        ("H = -Σ p(x) log p(x)", "`Σ` is read as a sum over x"),
        ("s = W_2 · max(0, W_1 x)", "`W_2·…` is read as the product of a matrix and a vector"),
        ("y = x : 2", "`x : 2` is read as a quotient"),
        ("f = (x+1)²\n  = x² + 2x + 2", "and `x² + 2x + 2` is 5: they are not equal"),
        ("y = x² ; comment", "`comment` stands by itself: it is an input that nothing uses"),
        ("T = 300 K; E = k_B T", "the unit `K` is left out"),
        ("d = 3 m", "`m` is read as an input, not as a unit"),
        ("v = 3 m/s", "the unit `m/s` is left out"),
        ("y = {x}", "`{x}` is read as a bracket"),
        ("y = ⌊x⌋ + {x}", "`{x}` is read as the fractional part x − ⌊x⌋"),
        ("y = x², y", "`y` is read as the value that is shown"),
        ("s = a^i b_i", "`a^i b_i` is read as a sum over i"),
        ("y = $1,000 x", "the sign of a currency is passed over"),
        ("y = 2x |> sin", "the pipe is read as sin(2x)"),
        ("z = [1, 2]·[x, y]", "`[1, 2]·[x, y]` is read entry by entry"),
        ("f = I(x > 0) x", "is read as 1 where what is in the bracket holds"),
        ("A = π(R² − r²)", "`π(…)` is read as the product π·(…)"),
        ("f = (x − y)2", "`(x − y)2` is read as the product (x − y)·2"),
        ("f = x 2 + 1", "`x 2` is read as the product x·2"),
        ("f = 10C3 x", "`10C3` is read as the product 10·C3"),
        ("y = 1/(1 + e−z)", "`e−z` is read as a difference"),
        ("y = E^(-x)", "`E` is read as an input"),
        ("f = xTx", "`xTx` is read as xᵀx"),
        ("y = Σi wixi", "`Σi` is read as Σ_i"),
        ("y = x² {x > 0}", "this condition has no bearing on the figure"),
        ("y = evalf(Pi*x)", "`evalf(…)` changes no value"),
        ("f = x²/2σ²", "`…/2σ²` is read as …/(2σ²)"),
        ("s = a_i b_i", "`a_i` and `b_i` are read as names of their own"),
        ("f(x) = x²\ny = f(x)(1 + x)", "`f(x)(1 + x)` is read as a product"),
        ("float y = 2.0f*x;", "`2.0f` is read as 2.0: the letter says its type, as in C"),
        ("z = 2*x* + y", "`* +` is read as two signs, as in x * (+y)"),
        ("z = x -- y", "`--` is read as two signs, as in x - (−y)"),
        ("z = hx, yi", "`hx, yi` is read as a copy of ⟨x, y⟩"),
        ("xs = [a, b]\nys = xs + [c]\nf = sum(ys)", "joins two lists, as in Python"),
        ("=-A1^2", "`-A1^…` is read as (−A1)^…, as in a spreadsheet"),
        ("y = x + 5 %", "`5 %` is read as 5/100, whatever stands before it"),
        ("y = 1,000.5 x", "`1,000.5` is read as 1000.5"),
        ("y = x² for x > 0", "this condition is passed over: the figure shows `y = x²` at all values"),
        ("e = f, g = [a, b]", "`e = f, g = [a, b]` is read as 2 statements"),
        ("y = wx + b, where w is the weight", "what is said of names here has no bearing on the figure"),
        ("y = 2x   // twice x", "what follows `//` is read as a comment"),
        ("z = x % twice", "`x % twice` is read as a remainder"),
        ("x = 1, 2, 3\ny = x²", "`x = 1, 2, 3` is read as 3 values"),
        ("y_i = w x_i, i = 1, …, n", "this says over which entries `i` runs"),
        ("double y = 1/2 * x;", "`1/2` is a whole number here"),
        ("y = x·argmax", "`argmax` is read as an input"),
        ("y = 2x2 + 3x + 1", "`x2` is read as one name, that of an input"),
        ("E = mc2", "`mc2` is read as one name"),
        ("y = x² on [0, 1]", "this says where a value lies"),
        ("z = x˙y", "`˙` is read as a product"),
        ("z = xˆ2", "`ˆ` is read as the sign of a power"),
        ("z = x˜y", "the accent in `x˜y` is read as that of y"),
        ("y = e⁻ˣ²", "`⁻ˣ²` is read with the power x^2 in it"),
        ("R = Σ W_ij²", "the sum is read as one over i and j"),
        ("h = a[β + Ω x]", "`a[…]` is read as a function"),
    ],
)
def test_a_reading_that_may_not_be_meant_is_told(text: str, told: str) -> None:
    assert any(told in note.message for note in run(text).warnings)


@pytest.mark.parametrize(
    "text",
    [
        "y = lr*g",
        "y = w·x",
        "dt = 0.1\ny = dt*x",
        "x_i = 2.0\ny = x_i*3",
        "y = [0]*3\nz = x*1",
        "x = [3.0, 4]\ny = ||x||_2^2",
        "x = 2\nf = (x + 1)² = x² + 2x + 1 = 9",
        "x = 2\ny = σ(0.5 x) = 0.73",
        "y = 5 mod x",
        "a^* = 3\ny = a^* + 2*x",
    ],
)
def test_a_reading_that_is_meant_is_not_told(text: str) -> None:
    said = ("read", "name of its own", "not equal", "compared")
    assert not any(words in note.message for note in run(text).warnings for words in said)


def test_what_is_said_again_is_compared_without_a_gate_and_anew_at_other_values() -> None:
    program = parse("x = 3\ny = x² = 9")
    trace = differentiate(program)
    assert [node.operation for node in trace.graph.nodes if node.arguments] == ["power"]
    assert not trace.warnings
    moved = differentiate(program, values={"x": 2.0})
    assert any("not equal" in note.message for note in moved.warnings)


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("f = x^1/2", "f = x^(1/2)"),
        ("y = s(x - c)", "y = s*(x - c)"),
        ("f = 1,5*x", "f = 1.5*x"),
        ("f = (x]", "f = (x)"),
        ("weight = 3.0\nf = wieght*x", "weight = 3.0\nf = weight*x"),
    ],
)
def test_a_repair_really_repairs(text: str, repaired: str) -> None:
    try:
        told = run(text).warnings
    except LanguageError as error:
        told = error.mistakes
    found = next(each for each in told if each.repair)
    assert found.span is not None
    lines = text.split("\n")
    line = lines[found.span.line - 1]
    lines[found.span.line - 1] = line[: found.span.column] + found.repair + line[found.span.end :]
    assert "\n".join(lines) == repaired
    assert not any(each.repair for each in run(repaired).warnings)
