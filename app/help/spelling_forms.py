"""Mathematics as people write it, form by form: see `forms.py` for how an entry is written."""

from __future__ import annotations

SPELLING = r"""
Products without a sign
Numbers, names and brackets side by side are multiplied, with or without a blank. Of a matrix and a vector it is their product.
    x = 2; y = 3
    z = 2x + 3(x + 1)(x - 1) + x y

Letters side by side
A name that nothing binds is the product of names that are bound, if it is made up of them; a note says so.
    m = 2; x = 3; b = 1
    y = mx + b

Powers
`x²`, `x^2` and `x**2` are one; so are raised minus signs.
    z = x² + x^3 + 2x⁻¹

Roots and fractions
`√x`, `√(x + y)`, `∛x`, and ½, ⅓, ¼, ¾.
    z = ½√(x² + y²) + ∛x

Bars and brackets
`|x|` is the absolute value, `‖x‖` the norm, `‖x‖₁` another one, `⟨a, b⟩` the inner product.
    x = [3, -4]; a = [1, 2]
    z = ‖x‖² + ‖x‖₁ + ⟨a, x⟩ + |a[0]|

Functions without brackets
`sin x`, `sin² x`, `sin⁻¹ x`, `log₂ x`, `max{a, b}`; how far the argument reaches is told where it may reach further.
    z = sin 2x cos y + log₂ x + sin² y

Signs after a value
`x!`, degrees and per cent.
    z = x! + sin(30°)·x + 5 % · y

Euler's number
`e` as the base of a power or beside a number, unless it has a value.
    z = e^{-x²/2} / √(2π)

Signs
`·`, `×`, `⊙` and `÷`, a real minus sign, and `≤`, `≥`, `≠`; `⊗` binds like `×`.
? u=[1,2]&v=[3,-1]
    z = a·x − b÷y + ∑(u ⊗ v + x)
    z = z × where(z ≤ 0, ½, 1)

Greek letters, subscripts and accents
Any letter can stand in a name; σ of something in brackets is the sigmoid.
    x₁ = 0.5; θ = 2
    ŷ = σ(θ·x₁ + β)

Transposes
`Wᵀ`, `W.T` and `W.mT`.
    W = [[1, 2], [3, 4]]
    x = [1, -1]
    z = xᵀ @ Wᵀ @ x

Determinants and inverses
`|A|` of a square matrix is its determinant, `A⁻¹` its inverse, `tr A` its trace; `I` beside a matrix is the identity matrix.
    A = [[2, 1], [1, 3]]; b = [1, 2]
    z = ln|A + λI| + bᵀA⁻¹b

Vectors and matrices without values
What is transposed, in the bars of a norm, in `softmax` or beside a weight W is an array, with axes that fit; a note says which.
    L = ½‖y − W₂ max(0, W₁x + b)‖² + λ‖W₁‖²

Sizes
`W ∈ ℝ^{2×3}` and `x ∈ ℝⁿ` say how large arrays are that have no value; n is the number of entries.
    W ∈ ℝ^{2×3}, x ∈ ℝ^3
    z = ‖W x‖²

Sums and products
`∑` and `∏` are `sum` and `prod`.
    x = [1, 2, 3]
    z = ∑(x²) + ∏(x)

Sums over an index
`Σᵢ` goes over the entries of arrays, or over x₁, x₂ … where these are the names; limits are as in `∑_{i=1}^{3}`.
    w = [1, 2, 3]; x = [0.5, -1, 2]
    z = Σᵢ wᵢxᵢ + ∏ᵢ xᵢ

Rows of a matrix
`xᵢ` in the bars of a norm, transposed or beside a transpose is row i of a matrix x. A sum goes on over terms with its index.
    x = [[1, 2], [3, 4], [5, 0]]; y = [1, 0, 1]
    J = Σᵢ ‖xᵢ − μ‖² − Σᵢ yᵢ log σ(wᵀxᵢ) + (1 − yᵢ) log(1 − σ(wᵀxᵢ))

Functions by their formula
`f(x, y) = x*y + y` and `f: x ↦ x²`. A last one that is not called is the output.
    f(x, y) = x*y + y
    z = f(a, b) + f(b, a)

Functions that are not known
A name that is called and that nothing defines is a function of which nothing is known: a gate and a chain rule, without numbers.
`f(x) = ?` declares one.
    z = f(x, y)

Cases
A brace with a condition for each value; `otherwise` for what is left.
    x = 1.5
    f(x) = {x² if x > 0, -x otherwise}

Where, let and at
Values may stand behind a formula, or in one line.
    z = a*b where a = x + y, b = x y at x = 2, y = 3

LaTeX
Formulas of a paper or a chat, with `$` or without, in `aligned` and `cases` too; what is not understood is named.
    x = 0.4; y = 1
    $\hat{y} = \frac{1}{1 + e^{-x}}$
    $L = \tfrac{1}{2} \left( \hat{y} - y \right)^2$

Signs of every keyboard
Full-width signs, dashes, blanks and quotes of all kinds are read as what they are.
    ｚ ＝ ２ ＊ ｘ － ｙ
"""
