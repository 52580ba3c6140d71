"""What a gate shows: the symbol of its row, the constants that it has taken in, and the axes that it runs over."""

from __future__ import annotations

import pytest

from app.autodiff import differentiate, fold
from app.diagram import Circle, Diagram, Options, Text, compose, parts
from app.diagram.formulas.gate_symbols import inscribed, within
from app.diagram.labels.words import NARROWER
from app.language import parse
from app.typeset import EM, LEAST, plain

MATRIX, CUBE = [[1.0, 2.0], [3.0, 4.5]], [[[1.0, 2.0]], [[3.0, 5.0]]]


def symbol(text: str, **values: object) -> str:
    """What the gate of a single operation shows."""
    trace = differentiate(parse(text), values=values)
    folded = fold(trace.graph, "primitive")
    return plain(inscribed(trace, folded, folded.gates[0], "d")[0][0])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sum(X, axis=1)", "Σ_j"),
        ("prod(X, axis=0)", "Π_i"),
        ("mean(X, axis=-1)", "mean_j"),
        ("max(X, axis=0)", "max_i"),
        ("min(X, axis=(0,))", "min_i"),
        ("logsumexp(X, axis=1)", "logsumexp_j"),
        ("var(X, axis=0)", "var_i"),
        ("torch.std(X, dim=1)", "std_j"),
        ("norm(X, axis=1)", "‖·‖_j"),
        ("ptp(X, axis=0)", "range_i"),
        ("sum(Y, axis=(0, 2))", "Σ_(i, k)"),
        ("sum(X)", "Σ"),
        ("sum(X, axis=(0, 1))", "Σ"),
        ("mean(v, axis=0)", "mean"),
        ("softmax(X, axis=1)", "softmax"),
    ],
)
def test_every_reduction_names_its_axes(text: str, shown: str) -> None:
    given = {"X": MATRIX, "Y": CUBE, "v": [1.0, 2.0]}
    assert symbol(text, **{name: value for name, value in given.items() if f"({name}" in text}) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x + 1", "+1"),
        ("x - 2", "−2"),
        ("2 - x", "2 − x"),
        ("3*x", "×3"),
        ("x*(-3)", "×(−3)"),
        ("x/4", "÷4"),
        ("1/x", "1/x"),
        ("x**2", "(·)²"),
        ("2**x", "2^x"),
        ("maximum(0, x)", "max(0, ·)"),
        ("x % 3", "mod(·, 3)"),
        ("atan2(x, 2)", "atan2(·, 2)"),
        ("inner(v, v)", "x · y"),
        ("x * x", "×"),
        ("-x", "−"),
        ("def var(a): return a + 1\nvar(x)", "+1"),
        ("x / np.pi", "÷π"),
        ("v / v.shape[0]", "÷2"),
        ("v / math.sqrt(v.size)", "÷1.41"),
    ],
)
def test_constants_stand_in_the_symbol(text: str, shown: str) -> None:
    assert symbol(text, **({"v": [1.0, 2.0]} if "v" in text.replace("var", "") else {"x": 0.5})) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("def square(a): return 2*a\nz = square(x) + y*2", "square(x) + y · 2"),
        ("relu = lambda a: 2*a\nz = relu(x) + y*2", "relu(x) + y · 2"),
        ("z = square(x) + 1", "x² + 1"),
    ],
)
def test_a_function_of_the_persons_own_does_not_look_like_one_of_ours(text: str, shown: str) -> None:
    trace = differentiate(parse(text), values={"x": 3, "y": 1} if "y" in text else {"x": 3})
    folded = fold(trace.graph, "statement")
    assert plain(inscribed(trace, folded, folded.gates[-1], "d")[0][0]) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("h = tanh(w1 * x1 + w2 * x2 + b)", "tanh(…)"),
        ("h = -log(w1 * x1 + w2 * x2 + b)", "−log(…)"),
        ("h = 0.5 * (w1 * x1 + w2 * x2 - b)**2", "0.5 · (…)²"),
        ("h = sqrt(w1 * x1 + w2 * x2 + b)", "√…"),
    ],
)
def test_a_statement_that_is_too_long_shows_what_it_does_last(text: str, shown: str) -> None:
    trace = differentiate(parse(text), values=dict.fromkeys(("w1", "x1", "w2", "x2", "b"), 1.0))
    folded = fold(trace.graph, "statement")
    assert plain(inscribed(trace, folded, folded.gates[-1], "d")[2][0]) == shown


def test_a_sum_of_all_that_goes_in_does_not_name_it() -> None:
    trace = differentiate(parse("m = 0.5 * sum(x, axis=0)"), values={"x": [[1.0, 2.0], [3.0, 4.0]]})
    folded = fold(trace.graph, "statement")
    assert plain(inscribed(trace, folded, folded.gates[-1], "d")[0][0]) == "0.5 · Σ_i"


def test_the_way_back_through_a_statement_has_the_name_that_it_binds() -> None:
    trace = differentiate(parse("s = w1 * x1 + w2 * x2\nL = s * 2 + 1"))
    folded = fold(trace.graph, "statement")
    shown = [tuple(map(plain, inscribed(trace, folded, gate, "d")[0])) for gate in folded.gates]
    assert shown[0] == ("w₁ · x₁ + w₂ · x₂", "ds")


def test_a_program_that_is_one_function_is_called_by_its_name() -> None:
    trace = differentiate(parse("def half_square(x):\n    return x*x/2 + x"), values={"x": 2.0})
    step = compose(trace, Options(fold="all")).steps[1]
    assert plain(step.formula).endswith("= half_square(x) = 4")


def test_a_module_in_others_is_called_as_its_text_calls_it() -> None:
    assert list(map(within, ("fc1", "h.0.ln_1", "transformer.layers.0.norm", "transformer.layers.0"))) == [
        "fc1",
        "h.0.ln_1",
        "norm",
        "layers.0",
    ]


def test_what_has_neither_name_nor_formula_shows_what_it_does_last() -> None:
    text = "def f(a): return a*a + 1\ny = f(cat([2*x, 3*x])) + x.sum()"
    trace = differentiate(parse(text), values={"x": [1.0, 2.0]})
    shown = [
        plain(inscribed(trace, folded, gate, "d")[0][0])
        for folded in [fold(trace.graph, "function")]
        for gate in folded.gates
    ]
    assert shown[:2] == ["cat(…)", "f"]


@pytest.mark.parametrize(
    ("named", "lines"),
    [
        ("z", 1),
        ("h_next", 1),
        ("long_intermediate_value_name", 3),
        ("longIntermediateValueName_2", 3),
        ("averylongnamewithoutanyword", 1),
    ],
)
def test_a_long_name_stands_in_lines_on_its_gate(named: str, lines: int) -> None:
    trace = differentiate(parse(f"{named} = (a*b + c)*tanh(a)*sin(b)*cos(c + a)*d\nL = {named}**2"))
    circle, text = marked(compose(trace, Options(fold="statement", frame="60")))
    assert text.label.latex.count(r"\\") == lines - 1
    assert all(glyph.scale * EM >= LEAST - 0.01 for glyph in text.label.glyphs)
    assert lines == 1 or circle.radius < 0.8 * NARROWER


def marked(diagram: Diagram) -> tuple[Circle, Text]:
    """A figure's first gate and what it shows."""
    circle = next(mark for mark in diagram.marks if isinstance(mark, Circle) and mark.part == parts.gate(0))
    return circle, next(mark for mark in diagram.marks if isinstance(mark, Text) and mark.part == parts.gate(0))
