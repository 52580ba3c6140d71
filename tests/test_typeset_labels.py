"""Labels: typeset once, assembled as Typst itself would, measured to the ink, and put together."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.autodiff.primitives import TABLE
from app.language import parse_expression
from app.typeset import (
    EMPTY,
    Glyph,
    Label,
    Math,
    Row,
    Symbol,
    above,
    beside,
    derivative,
    equality,
    expression,
    fitted,
    fonts,
    framed,
    gate,
    label,
    label_cache,
    labels,
    latex,
    name,
    padded,
    path_term,
    plain,
    scaled,
)
from app.typeset.outlines import Reader

L, x, z = name("L"), name("x"), name("z")


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[list[Math]]:
    """The batches that were compiled."""
    batches: list[list[Math]] = []
    real = fonts.typeset

    def counted(maths: Sequence[Math], inline: bool) -> list[str]:
        batches.append(list(maths))
        return real(maths, inline)

    monkeypatch.setattr(label_cache, "typeset", counted)
    return batches


def formulas() -> list[Math]:
    """Formulas of every kind, among them all rules of the table."""
    names = {"g": derivative(L, name("z_pred")), "y": name("zhat"), "x": name("fc1.weight"), "b": name("h_t")}
    rules = [expression(rule, names) for row in TABLE.values() for rule in row.rules if rule is not None]
    texts = [
        "(x - mu) / sqrt(var + eps)",
        "x[1:3] * h_t[i]",
        "2 * log2(x) - max(a, b)",
        "-abs(x)**p @ W.T",
        "sum(exp(x)) - (a/b)**2",
        "x > 0",
    ]
    return [
        *(equality(derivative(L, name("x_1")), rule) for rule in rules),
        *(expression(parse_expression(text)) for text in texts),
        path_term(L, name("out"), name("x_hat")),
        path_term(L, z, name("fc1.weight"), "∂"),
    ]


@pytest.mark.parametrize("inline", [False, True])
def test_an_assembled_formula_is_what_typst_sets_as_a_whole(inline: bool) -> None:
    maths = formulas()
    reader = Reader()
    for math, made, page in zip(maths, labels(maths, 1000, inline=inline), fonts.typeset(maths, inline), strict=True):
        width, height, baseline, glyphs, bars = reader.inked(page)
        assert (made.width, made.height, made.baseline) == pytest.approx((width, height, baseline), abs=0.2), plain(
            math
        )
        assert [glyph.outline for glyph in by_place(made.glyphs)] == [glyph.outline for glyph in by_place(glyphs)], (
            plain(math)
        )
        for ours, theirs in zip(by_place(made.glyphs), by_place(glyphs), strict=True):
            assert (ours.x, ours.y) == pytest.approx((theirs.x, theirs.y), abs=0.2), plain(math)
        assert len(made.bars) == len(bars)


def by_place(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The glyphs in an order that does not depend on who placed them."""
    return sorted(glyphs, key=lambda glyph: (round(glyph.x / 4), glyph.y))


def test_all_new_labels_take_one_compile_and_known_ones_none(compiled: list[list[Math]]) -> None:
    new = [name(f"q_{number}") for number in (7001, 7002, 7003)]
    first = labels([*new, new[0]])
    assert len(compiled) == 1 and len(first) == 4 and first[0] is first[3]
    assert labels(new) == first[:3]
    labels([path_term(L, new[0], new[1])], 8.0)
    assert sum(map(len, compiled[1:])) <= 3, "only signs that no formula has had before"
    labels([path_term(L, new[1], new[2])], 11.0)
    assert len(compiled) <= 2


def test_a_label_says_itself_in_text_and_latex() -> None:
    made = label(path_term(L, z, x))
    assert made.text == "dL/dz · dz/dx" and made.latex == latex(path_term(L, z, x))


def test_a_fraction_sits_on_the_axis_of_the_mathematics() -> None:
    made = label(derivative(L, x), 10.0)
    bar = made.bars[0]
    assert made.baseline - (bar.y + bar.height / 2) == pytest.approx(2.5)
    assert bar.height == pytest.approx(0.48)


def test_a_label_is_its_ink_high() -> None:
    small, large = labels([name("x"), name("L")])
    assert small.height < large.height < 11
    assert label(Symbol("−")).height < 4


def test_outlines_are_shared_by_all_sizes() -> None:
    small, large = label(x, 8.0), label(x, 16.0)
    assert small.glyphs[0].outline == large.glyphs[0].outline
    assert large.glyphs[0].scale == pytest.approx(2 * small.glyphs[0].scale)
    below = label(name("x_1"), 10.0).glyphs
    assert [round(glyph.scale, 6) for glyph in below] == [0.01, 0.007]


def test_an_outline_is_svg_path_data_with_y_downwards() -> None:
    (glyph,) = label(Symbol("−"), 1000).glyphs
    assert glyph.outline.startswith("M") and glyph.outline.endswith("Z")
    assert "-230" in glyph.outline or "-270" in glyph.outline, "the minus sign stands above the baseline"


def test_small_fractions_within_a_gate() -> None:
    full, small = label(gate("1/x")), label(gate("1/x"), inline=True)
    assert small.height < 0.8 * full.height


def test_nothing_is_an_empty_label() -> None:
    assert label(Row(())).glyphs == ()
    assert beside([]) == EMPTY == above([])


def test_beside_aligns_baselines() -> None:
    fraction, letter = label(derivative(L, x)), label(x)
    both = beside([letter, fraction], 3.0)
    assert both.width == pytest.approx(letter.width + 3 + fraction.width)
    assert (both.height, both.baseline) == (fraction.height, fraction.baseline)
    assert both.glyphs[0].y == pytest.approx(letter.glyphs[0].y + fraction.baseline - letter.baseline)


@pytest.mark.parametrize(("align", "share"), [("left", 0.0), ("center", 0.5), ("right", 1.0)])
def test_above_stacks_lines(align: str, share: float) -> None:
    wide, narrow = label(path_term(L, z, x)), label(x)
    both = above([wide, narrow], 2.0, align)  # type: ignore[arg-type]
    assert (both.width, both.height) == pytest.approx((wide.width, wide.height + 2 + narrow.height))
    assert both.baseline == wide.baseline
    assert both.glyphs[-1].x == pytest.approx(narrow.glyphs[0].x + (wide.width - narrow.width) * share)
    assert above([wide, narrow], 2.0, base=1).baseline == pytest.approx(wide.height + 2 + narrow.baseline)


def sides(made: Label) -> tuple[float, float, float]:
    return made.width, made.height, made.baseline


def test_scaling_padding_framing_and_fitting() -> None:
    made = label(path_term(L, z, x))
    assert sides(scaled(made, 0.5)) == pytest.approx(tuple(side / 2 for side in sides(made)))
    assert scaled(made, 0.5).bars[0].width == pytest.approx(made.bars[0].width / 2)
    assert padded(made, 200.0).width == 200 and padded(made, 1.0) == made
    assert sides(framed(made, 30.0, 20.0)) == (made.width, 50.0, 30.0)
    assert fitted(made, 200.0) == padded(made, 200.0)
    small = fitted(made, made.width / 2)
    assert sides(small) == pytest.approx((made.width / 2, made.height, made.baseline))
    assert small.glyphs[0].scale == pytest.approx(made.glyphs[0].scale / 2)
