"""Differentials, derivatives and the chain rule; and what a gate shows."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from app.autodiff.primitives import DEFINITIONS, TABLE
from app.typeset import (
    DOT,
    EQUALS,
    MINUS,
    PLUS,
    SUBTRACT,
    Fence,
    added,
    breakable,
    derivative,
    differential,
    equality,
    gate,
    label,
    latex,
    name,
    path_term,
    plain,
    row,
    shape,
)
from app.typeset.notation import COMMA, Space, Times

L, x, z = name("L"), name("x"), name("z")


def test_the_chain_rule_as_in_the_figure() -> None:
    math = equality(derivative(L, x), path_term(L, z, x))
    assert plain(math) == "dL/dx = dL/dz · dz/dx"
    assert latex(math) == r"\frac{dL}{dx}=\frac{dL}{dz}\,\frac{dz}{dx}"
    assert latex(derivative(L, x, "∂")) == r"\frac{{\partial}L}{{\partial}x}"
    assert plain(path_term(L, z, x)) == "dL/dz · dz/dx"


def test_a_line_of_mathematics_may_end_before_a_relation_and_before_a_sign_of_a_sum() -> None:
    pieces = breakable(row(x, EQUALS, Fence(equality(x, z)), PLUS, z, EQUALS, MINUS, z, SUBTRACT, x)).split("<wbr>")
    made = [ET.fromstring(piece) for piece in pieces]
    assert {each.tag.rpartition("}")[2] for each in made} == {"math"}
    assert ["".join(each.itertext()) for each in made] == ["x", "=(x=z)", "+z", "=−z", "−x"]
    spaced = [each.find("*/*[@form='infix']") is not None for each in made]
    assert spaced == [False, False, True, False, True]


def test_a_line_ends_within_a_term_only_where_that_has_no_room() -> None:
    made = breakable(row(x, EQUALS, x, DOT, z, PLUS, z, Times(thin=True), x))
    spans = re.findall(r'<span class="term">(.*?)</span>', made)
    assert [["".join(ET.fromstring(piece).itertext()) for piece in span.split("<wbr>")] for span in spans] == [
        ["=x", "·z"]
    ]


def test_a_line_that_lists_equations_ends_between_them_alone() -> None:
    pieces = breakable(row(x, EQUALS, z, COMMA, Space(1.0), z, EQUALS, x)).split("<wbr>")
    assert ["".join(ET.fromstring(piece).itertext()) for piece in pieces] == ["x=z,", "z=x"]


@pytest.mark.parametrize(
    ("of", "spoken"),
    [
        ("x", "dx"),
        ("x_hat", "dx̂"),
        ("w0", "dw₀"),
        ("out", "d out"),
        ("out_1", "d out₁"),
        ("fc1.weight", "d fc1.weight"),
    ],
)
def test_a_word_stands_apart_from_its_d(of: str, spoken: str) -> None:
    assert plain(differential(name(of))) == spoken
    assert plain(derivative(L, name(of))) == f"dL/{spoken}"


@pytest.mark.parametrize(
    ("symbol", "spoken"),
    [
        ("+", "d +"),
        ("×", "d ×"),
        ("σ", "dσ"),
        ("tanh", "d tanh"),
        ("log_2", "d log₂"),
        ("(·)²", "d(·)²"),
        ("1/x", "d1/x"),
        ("Σ", "dΣ"),
    ],
)
def test_the_differential_of_a_gate(symbol: str, spoken: str) -> None:
    assert plain(differential(gate(symbol))) == spoken


def test_the_differential_of_a_sum_is_in_parentheses() -> None:
    assert plain(differential(row(x, PLUS, z))) == "d(x + z)"


def test_sums_and_chains_of_equalities() -> None:
    assert plain(equality(x, z, L)) == "x = z = L"
    assert plain(added([x, z])) == "x + z"


@pytest.mark.parametrize(("sizes", "text"), [((3, 2), "(3, 2)"), ((2,), "(2,)"), ((), "()")])
def test_shapes(sizes: tuple[int, ...], text: str) -> None:
    assert plain(shape(sizes)) == text


@pytest.mark.parametrize(
    ("symbol", "written"),
    [
        ("+", "{+}"), ("−", "{-}"), ("×", r"{\times}"), ("σ", r"\sigma"), ("exp", r"\mathrm{exp}"), ("1/x", r"\frac{1}{x}"), ("Σ", r"\sum"),
        ("√", r"\sqrt{x}"), ("√x", r"\sqrt{x}"), ("(·)²", r"{({\cdot})}^{2}"), ("x⁻¹", "x^{-1}"), ("‖·‖", r"\|{\cdot}\|"), ("|x|", "|x|"),
        ("ReLU", r"\mathrm{ReLU}"),
        ("∛x", r"\sqrt[3]{x}"), ("⌊x⌋", r"\lfloor x\rfloor"), ("log_softmax", r"\mathrm{log\ softmax}"),
        ("max", r"\mathrm{max}"), ("^", "x^{y}"), ("≤", r"{\le}"),
    ],
)  # fmt: skip
def test_gate_symbols(symbol: str, written: str) -> None:
    assert latex(gate(symbol)) == written


def test_every_symbol_of_the_table_can_be_set() -> None:
    symbols = {each.gate for each in TABLE.values()} | {each.gate for each in DEFINITIONS.values()}
    for symbol in symbols:
        assert label(gate(symbol), inline=True).glyphs, symbol
