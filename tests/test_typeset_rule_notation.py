"""What derivative rules are made of, as it is written."""

from __future__ import annotations

import pytest

from app.language import parse_expression
from app.typeset import derivative, expression, latex, mathml, name, plain

CASES = [
    ("where(x > 0, 1, alpha)", "[x > 0] + α · [x ≤ 0]"),
    ("where(x > 0, x, 0)", "x · [x > 0]"),
    ("where(x > 0, a, b)", "where(x > 0, a, b)"),
    ("where(m, 1, b)", "where(m, 1, b)"),
    ("g * (x == 0) / 2", "g · [x = 0]/2"),
    ("(x == 0) / 2", "[x = 0]/2"),
    ("g * prefer(a, b)", "g · [a > b]"),
    ("g * others(x, axis)", "g · Π_(k ≠ i) x_k"),
    ("reshape(flip(cumsum(flip(g, axis), axis), axis), x.shape)", "Σ_(j ≥ i) g_j"),
    ("put(g, 0, key)", "g · [not set]"),
    ("put(x, v, key)", "put(x, v, key)"),
    ("flip(g, axis)", "flip(g, axis)"),
    ("take_along_axis(g, argsort(argsort(x, axis), axis), axis)", "g[rank(x)]"),
    ("argsort(x)", "argsort(x)"),
    ("index(g, section(xs, i, axis))", "g[part i]"),
    ("index(g, part_at(axis, i))", "g[i]"),
    ("einsum(returning(subscripts, i), g, *operands[:i], *filling(subscripts, i, x.shape))", "einsum(g, x_(k ≠ i) → x_i)"),
    ("einsum('ik,jk->ij', g, b)", "Σ_k g_ik · b_jk"),
    ("einsum('i,ij->ij', g)", "g_i · δ_ij"),
    ("einsum('ij,jk', a, b)", "Σ_j a_ij · b_jk"),
    ("einsum('...i,i', a, b)", "einsum(“...i,i”, a, b)"),
    ("roll(g, negated(shift), axis)", "roll(g, −shift, axis)"),
    ("expand_dims(g, (-2, -1)) * cofactors(x)", "g · cof(x)"),
    ("-solve(a.mT, g) @ y.mT", "−a^(−T) · g · yᵀ"),
    ("inv(y).mT @ g", "y^(−T) · g"),
    ("eigenvectors(x).mT @ g", "V(x)ᵀ · g"),
    ("left_vectors(x) @ (g * right_vectors(x))", "U(x) · (g · V(x)ᵀ)"),
    ("gamma(x) * digamma(x)", "Γ(x) · ψ(x)"),
    ("polygamma(n + 1, x)", "ψ^((n + 1))(x)"),
    ("bessel_i1(x) + bessel_iv(2, x)", "I₁(x) + I₂(x)"),
    ("g * (a + b) / 2", "g · (a + b)/2"),
    ("deg2rad(x)", "π · x/180"),
    ("rad2deg(x)", "180/π · x"),
    ("logsumexp(x)", "log Σ exp(x)"),
    ("logsumexp(x, axis=0)", "log Σ_i exp(x)"),
    ("hypot(a, b)", "√(a² + b²)"),
    ("logaddexp(a, b)", "log(e^a + e^b)"),
    ("xlogy(x, z)", "x · log(z)"),
    ("arctanh(x)", "artanh(x)"),
    ("mod(a + 1, b)", "(a + 1) mod b"),
    ("scatter(a + b, s, 0)", "(a + b) at [0]"),
    ("scatter(g, s, (0, 2))", "g at [0, 2]"),
    ("scatter(g, s, key)", "scatter(g)"),
]  # fmt: skip


def test_the_bar_of_a_fraction_holds_its_numerator_together() -> None:
    quotient = expression(parse_expression("g * (a + b) / 2"), {"g": derivative(name("L"), name("y"))})
    assert latex(quotient).endswith(r"\frac{a+b}{2}")


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_a_rule_reads_as_in_a_textbook(text: str, wanted: str) -> None:
    math = expression(parse_expression(text))
    assert plain(math) == wanted
    assert mathml(math) and latex(math)
