"""Office Math: all that our LaTeX says, sign by sign, and nothing that is not ours."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.typeset import latex, plain
from app.typeset.notation import (
    Accent,
    Apply,
    Big,
    Fence,
    Fraction,
    Identifier,
    Math,
    Matrix,
    Number,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    Times,
)
from app.typeset.omml import omml
from app.typeset.typst_math import typst_math

LOOK = "<a:rPr/>"
NAMESPACES = 'xmlns:m="urn:m" xmlns:a="urn:a"'
x, y = Identifier("x"), Identifier("β")


def read(source: str) -> ET.Element:
    return ET.fromstring(f"<m:oMath {NAMESPACES}>{omml(source, LOOK)}</m:oMath>")


def shape(element: ET.Element) -> str:
    """The structure of an equation, in short: `f(num(x)den(2))`."""
    name = element.tag.removeprefix("{urn:m}")
    if name.endswith("Pr"):
        return ""
    if name == "t":
        return element.text or ""
    inside = "".join(map(shape, element))
    return inside if name in ("r", "e", "oMath", "{urn:a}rPr") else f"{name}({inside})"


@pytest.mark.parametrize(
    ("math", "expected"),
    [
        (Fraction(x, Number("−2")), "f(num(x)den(−2))"),
        (Scripts(x, y, Number("2")), "sSubSup(xsub(β)sup(2))"),
        (Scripts(Text("sqrtvar"), None, Number("2")), "sSup(sqrtvarsup(2))"),
        (Root(x), "rad(deg()x)"),
        (Root(x, Number("3")), "rad(deg(3)x)"),
        (Accent(x, "hat"), "acc(x)"),
        (Big("Σ", Identifier("i"), x), "nary(sub(i)sup()x)"),
        (Big("max", Identifier("i"), x), "limLow(maxlim(i))x"),
        (Fence(Fraction(x, y)), "d(f(num(x)den(β)))"),
        (Fence(x, "‖", "‖"), "‖x‖"),
        (Apply(Text("softmax"), Fence(x)), "softmax(x)"),
        (Matrix(((x, y), (y, x))), "d(m(mr(xβ)mr(βx)))"),
        (Row((x, Symbol("·", "binary"), y)), "x⋅β"),
        (Row((x, Symbol("⊗", "binary"), y, Symbol("mod", "binary"), x)), "x⊗β mod x"),
        (Row((x, Times(thin=True), y, Space(1.0), x)), "x\u2009β\u2003x"),
        (Row((Symbol("=", "relation"), Number("1"))), "= 1"),
        (Text("a_b{}\\$&#%^~ c"), "a_b{}\\$&#%^~ c"),
        (Identifier("weight_total"), "weight_total"),
    ],
)
def test_each_piece_of_mathematics(math: Math, expected: str) -> None:
    assert shape(read(latex(math))) == expected


leaves = st.sampled_from([x, y, Number("3"), Number("−0.5"), Text("relu"), Symbol("+", "binary"), Identifier("ab_c")])
maths = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Fraction, inner, inner),
        st.builds(Scripts, st.sampled_from([x, Text("var")]), inner, inner),
        st.builds(Root, inner),
        st.builds(Fence, inner, st.just("("), st.just(")")),
        st.builds(Big, st.just("Σ"), inner, inner),
        st.builds(lambda *items: Row(items), inner, inner),
    ),
    max_leaves=12,
)


@given(maths)
def test_no_sign_is_lost(math: Math) -> None:
    letters = re.compile(r"[^\W_]")
    said = sorted(
        "".join(letters.findall(plain(math))).translate(str.maketrans("₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹", "01234567890123456789"))
    )
    kept = sorted("".join(letters.findall("".join(read(latex(math)).itertext()))))
    assert [each for each in kept if each != "Σ"] == [each for each in said if each != "Σ"]


@pytest.mark.parametrize("source", [r"\alien{x}", r"\frac{x}", "{x", r"\left( x", "x}", r"\begin{bmatrix}x", "_"])
def test_what_is_not_ours_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="not LaTeX of ours"):
        omml(source, LOOK)


def test_lines_of_a_name_stand_above_each_other_without_brackets() -> None:
    assert shape(read(r"\begin{matrix}\mathrm{long\_} \\ \mathrm{name}\end{matrix}")) == "m(mr(long_)mr(name))"


def test_a_shape_behind_a_name_is_set_as_small_as_an_index() -> None:
    source = r"W\;{\scriptstyle\,(2,3)}^{2}"
    sizes = re.findall(r'sz="(\d+)"[^>]*></a:rPr><m:t[^>]*>([^<]*)', omml(source, '<a:rPr sz="1000"></a:rPr>'))
    assert {size for size, sign in sizes if sign in "W2"} >= {"1000", "700"}
    assert {size for size, sign in sizes if sign in "(,3)"} == {"700"}
    assert "script(thin open(paren.l) 2" in typst_math(source)


def test_words_keep_the_spaces_between_them() -> None:
    """LaTeX passes spaces over in formulas."""
    written = latex(Text("14 contour lines"))
    assert written == r"\mathrm{14\ contour\ lines}"
    assert "14 contour lines" in typst_math(written)
    assert "14 contour lines" in omml(written, "")
