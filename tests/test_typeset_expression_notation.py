"""Expressions are written with fractions, powers and roots, and with just the parentheses that they need."""

from __future__ import annotations

import pytest

from app.autodiff.primitives import TABLE
from app.language import parse_expression
from app.typeset import Number, derivative, expression, latex, literal, name, plain

CASES = [
    # Products by rows and columns beside products entry by entry.
    ("W.T @ (g*h)", "Wᵀ · (g · h)", r"W^{\mathrm{T}}\,(gh)"),
    ("a*(W @ x)", "a · (W · x)", r"a\,(Wx)"),
    ("2*(W @ x)", "2 · W · x", r"2Wx"),
    ("(a*b) @ c", "a · b · c", r"abc"),
    ("A @ (B @ C)", "A · B · C", r"ABC"),
    ("a/b", "a/b", r"\frac{a}{b}"),
    ("(a + b)/(c*d)", "(a + b)/(c · d)", r"\frac{a+b}{cd}"),
    ("x**2", "x²", "x^{2}"),
    ("x^2", "x²", "x^{2}"),
    ("x1**2", "x₁²", "x_{1}^{2}"),
    ("-x**2", "−x²", "-x^{2}"),
    ("(-x)**2", "(−x)²", "{(-x)}^{2}"),
    ("(a/b)**2", "(a/b)²", r"{\left( \frac{a}{b} \right)}^{2}"),
    ("(a**b)**c", "(a^b)^c", "{(a^{b})}^{c}"),
    ("x**(1/2)", "x^(1/2)", "x^{1{/}2}"),
    ("sqrt(x)", "√x", r"\sqrt{x}"),
    ("1/(1 + exp(-x))", "1/(1 + exp(−x))", r"\frac{1}{1+\exp(-x)}"),
    ("2*3", "2 · 3", r"2\cdot3"),
    ("2x", "2 · x", "2x"),
    ("x*2", "x · 2", r"x\cdot2"),
    ("a*b", "a · b", "ab"),
    ("loss*scale", "loss · scale", r"\mathrm{loss}\cdot\mathrm{scale}"),
    ("a*-b", "a · (−b)", r"a\,(-b)"),
    ("-a*b", "−a · b", "-ab"),
    ("-(a + b)", "−(a + b)", "-(a+b)"),
    ("a - (b - c)", "a − (b − c)", "a-(b-c)"),
    ("a - b - c", "a − b − c", "a-b-c"),
    ("(a + b)*(c - d)", "(a + b) · (c − d)", r"(a+b)\,(c-d)"),
    ("W @ x + b", "W · x + b", "Wx+b"),
    ("sum(x, axis=0)", "Σ_i x", r"\sum_{i}x"),
    ("x.sum(axis=1)", "Σ_j x", r"\sum_{j}x"),
    ("x.sum(-1)", "Σ_j x", r"\sum_{j}x"),
    ("torch.sum(x, dim=(0, 1))", "Σ_(i, j) x", r"\sum_{i,j}x"),
    ("sum(i * x, axis=0)", "Σ_j i · x", r"\sum_{j}ix"),
    ("sum(x) * y", "(Σ x) · y", r"\left( \sum x \right)\,y"),
    ("1./N * np.sum(x, axis=0)", "1/N · Σ_i x", r"\frac{1}{N}\,\sum_{i}x"),
    ("np.mean((y - t)**2)", "1/N · Σ (y − t)²", r"\frac{1}{N}\,\sum{(y-t)}^{2}"),
    ("x.T", "xᵀ", r"x^{\mathrm{T}}"),
    ("np.linalg.norm(x)", "‖x‖", r"\|x\|"),
    ("abs(x)", "|x|", "|x|"),
    ("F.relu(self.fc1(x))", "ReLU(fc1(x))", r"\operatorname{ReLU}(\operatorname{fc1}(x))"),
    ("jnp.tanh(x)", "tanh(x)", r"\tanh(x)"),
    ("σ(w*x)", "σ(w · x)", r"\sigma(wx)"),
    ("torch.softmax(z, dim=-1)", "softmax_j(z)", r"\mathrm{softmax}_{j}(z)"),
    ("f(x, y)", "f(x, y)", "f(x,y)"),
    ("x[i, j]", "x_(i, j)", "x_{i,j}"),
    ("x[0]", "x₀", "x_{0}"),
    ("x[1:3]", "x[1:3]", "x[1{:}3]"),
    ("h_t[i]", "h_t[i]", "h_{t}[i]"),
    ("where(x > 0, x, 0)", "x · [x > 0]", "x\\,[x>0]"),
    ("g * (x > 0)", "g · [x > 0]", "g\\,[x>0]"),
    ("(x > 0) & (y <= 1)", "x > 0 ∧ y ≤ 1", r"x>0\wedge y\le1"),
    ("x if x > 0 else -x", "x if x > 0 else −x", r"x\;\mathrm{if}\;x>0\;\mathrm{else}\;-x"),
    ("max(x, 0)", "max(x, 0)", r"\max(x,0)"),
    ("np.max(x, axis=0)", "max_i x", r"\max_{i}x"),
    ("a // b", "⌊a/b⌋", r"\left\lfloor \frac{a}{b} \right\rfloor"),
    ("a % b", "a mod b", r"a\mathbin{\mathrm{mod}}b"),
    ("[[1, 2], [3, 4]]", "[1, 2; 3, 4]", r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}"),
    ("[1, 2]", "[1, 2]", "[1,2]"),
    ("(1,)", "(1,)", "(1{,})"),
    ("lambda x: x**2", "x ↦ x²", r"x\mapsto x^{2}"),
    ("1e-5 + v", "10⁻⁵ + v", "{10}^{-5}+v"),
    ("0.044715", "0.044715", "0.044715"),
    ("x.reshape(-1, 2)", "reshape(x)", r"\operatorname{reshape}(x)"),
    ("frobnicate(x, depth=3)", "frobnicate(x, depth = 3)", r"\operatorname{frobnicate}(x,\mathrm{depth}=3)"),
]


@pytest.mark.parametrize(("text", "spoken", "written"), CASES, ids=[case[0] for case in CASES])
def test_an_expression_reads_and_prints_as_it_should(text: str, spoken: str, written: str) -> None:
    math = expression(parse_expression(text))
    assert plain(math) == spoken
    assert latex(math) == written


def put_in(text: str, **names: str) -> str:
    """`text` with expressions put in for names, read aloud."""
    return plain(
        expression(parse_expression(text), {key: expression(parse_expression(each)) for key, each in names.items()})
    )


def test_what_is_put_in_for_a_name_gets_the_parentheses_that_it_needs() -> None:
    assert put_in("x**2", x="a + b") == "(a + b)²"
    assert put_in("x * y", x="a + b", y="-c") == "(a + b) · (−c)"
    assert put_in("x + y", x="a + b", y="c") == "a + b + c"
    assert put_in("y - x", x="a + b") == "y − (a + b)"
    assert put_in("tanh(x)", x="a + b") == "tanh(a + b)"


def test_a_derivative_put_into_a_rule_stays_in_front() -> None:
    names = {"g": derivative(name("L"), name("z")), "y": name("z"), "x": name("w_1"), "b": name("q")}

    def ruled(text: str) -> str:
        return plain(expression(parse_expression(text), names))

    assert ruled("g * (1 - y**2)") == "dL/dz · (1 − z²)"
    assert ruled("g / x") == "dL/dz · 1/w₁"
    assert ruled("-g * a / b**2") == "−dL/dz · a/q²"
    assert ruled("spread(g, x.shape, axis, keepdims) / entries(x, axis)") == "dL/dz · 1/N"
    assert ruled("unless(y == 0, g * x / y)") == "dL/dz · w₁/z"
    assert ruled("sum(g, axis, True)") == "Σ_axis dL/dz"


def test_a_setting_of_a_rule_is_put_in_as_a_value() -> None:
    rule = parse_expression("y * (g - sum(g * y, axis, True))")
    for axis, spoken in ((0, "Σ_i"), (1, "Σ_j"), (None, "Σ ")):
        assert spoken in plain(expression(rule, {"axis": literal(axis)}))
    assert plain(expression(parse_expression("index(g, key)"), {"key": literal((slice(None), 0))})) == "g[:, 0]"


def test_every_rule_of_the_table_can_be_written() -> None:
    names = {"g": derivative(name("L"), name("z")), "y": name("z")}
    rules = [(row.name, rule) for row in TABLE.values() for rule in row.rules if rule is not None]
    assert len(rules) > 50
    for row, rule in rules:
        assert plain(expression(rule, names)), row


def test_what_is_too_deep_to_read_is_left_out() -> None:
    deep = "(" * 90 + "x" + "+1)" * 90
    assert plain(expression(parse_expression(deep))).startswith("…")


@pytest.mark.parametrize(
    ("value", "spoken"),
    [
        (3, "3"), (-4, "−4"), (0.5, "0.5"), (1e-5, "10⁻⁵"), (2.5e-7, "2.5·10⁻⁷"), (True, "True"), (None, "None"), ("relu", "“relu”"),
        ((3, 2), "(3, 2)"), ((1,), "(1,)"), (-(10**40), "−1·10⁴⁰"), (float("inf"), "∞"), (..., "…"), (2j, "…"),
        (slice(1, None, 2), "1::2"),
    ],
)  # fmt: skip
def test_literals(value: object, spoken: str) -> None:
    assert plain(literal(value)) == spoken


def test_a_negative_literal_is_one_number() -> None:
    assert literal(-4) == Number("−4")
