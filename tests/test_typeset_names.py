"""Names are set as a textbook sets them."""

from __future__ import annotations

import pytest

from app.typeset import latex, mathml, name, plain, typst

CASES = [
    ("x", "x", "x"),
    ("N", "N", "N"),
    ("x1", "x₁", "x_{1}"),
    ("x_1", "x₁", "x_{1}"),
    ("x₁", "x₁", "x_{1}"),
    ("w0", "w₀", "w_{0}"),
    ("x12", "x₁₂", "x_{12}"),
    ("h_t", "h_t", "h_{t}"),
    ("x_i_j", "x_(i, j)", "x_{i,j}"),
    ("x_hat", "x̂", r"\hat{x}"),
    ("xhat", "x̂", r"\hat{x}"),
    ("x̂", "x̂", r"\hat{x}"),
    ("ŷ", "ŷ", r"\hat{y}"),
    ("x_bar", "x̄", r"\bar{x}"),
    ("mu_tilde", "μ̃", r"\tilde{\mu}"),
    ("x1_hat", "x̂₁", r"{\hat{x}}_{1}"),
    ("mu", "μ", r"\mu"),
    ("gamma", "γ", r"\gamma"),
    ("Sigma", "Σ", r"\Sigma"),
    ("lambda_", "λ", r"\lambda"),
    ("eps", "ε", r"\varepsilon"),
    ("sigma2", "σ₂", r"\sigma_{2}"),
    ("sigma_sq", "σ²", r"\sigma^{2}"),
    ("σ", "σ", r"\sigma"),
    ("θ_1", "θ₁", r"\theta_{1}"),
    ("var", "var", r"\mathrm{var}"),
    ("loss", "loss", r"\mathrm{loss}"),
    ("out_2", "out₂", r"\mathrm{out}_{2}"),
    ("what", "what", r"\mathrm{what}"),
    ("fc1", "fc1", r"\mathrm{fc1}"),
    ("fc1.weight", "fc1.weight", r"\mathrm{fc1.weight}"),
    ("self.fc1", "fc1", r"\mathrm{fc1}"),
    ("dx", "dx", "dx"),
    ("dW1", "dW₁", "dW_{1}"),
    ("dgamma", "dγ", r"d\gamma"),
    ("dxhat", "dx̂", r"d\hat{x}"),
    ("dout", "d out", r"d\,\mathrm{out}"),
    ("dL_dx", "dL/dx", "dL{/}dx"),
    ("dim", "dim", r"\mathrm{dim}"),
    ("log_probs", "log_probs", r"\mathrm{log\_probs}"),
    ("a_very_long_name", "a_very_long_name", r"\mathrm{a\_very\_long\_name}"),
    ("log_probs_2", "log_probs₂", r"\mathrm{log\_probs}_{2}"),
    ("fc1.weight_1", "fc1.weight₁", r"\mathrm{fc1.weight}_{1}"),
    ("A_inv", "A⁻¹", "A^{-1}"),
    ("prev_h", "h_prev", r"h_{\mathrm{prev}}"),
    ("h_prev", "h_prev", r"h_{\mathrm{prev}}"),
    ("y_pred", "y_pred", r"y_{\mathrm{pred}}"),
    ("Wxh", "W_xh", "W_{xh}"),
    ("W_xh", "W_xh", "W_{xh}"),
    ("bh", "b_h", "b_{h}"),
    ("я", "я", r"\mathit{я}"),
    ("_", "_", r"\mathrm{\_}"),
    ("__x", "__x", r"\mathrm{\_\_x}"),
    ("", "", r"\mathrm{}"),
]


@pytest.mark.parametrize(("text", "spoken", "written"), CASES, ids=[case[0] or "nothing" for case in CASES])
def test_a_name_reads_and_prints_as_it_should(text: str, spoken: str, written: str) -> None:
    assert plain(name(text)) == spoken
    assert latex(name(text)) == written


def test_a_letter_is_italic_and_a_word_is_upright() -> None:
    assert (typst(name("x")), typst(name("out"))) == ("x", '"out"')
    assert mathml(name("x")).count("<mi>x</mi>") == 1
    assert "<msub><mi>w</mi><mn>0</mn></msub>" in mathml(name("w0"))


def test_one_name_for_two_spellings_is_one_piece_of_mathematics() -> None:
    assert name("x1") == name("x_1") and name("xhat") == name("x̂")
    assert name("x1") != name("x2")
