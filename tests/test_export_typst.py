"""Typst: documents that its compiler takes, with the words of the figure in them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import typst

from app.autodiff import differentiate
from app.diagram import CHOICES, Diagram, Options, Progress, Text, compose
from app.examples import find
from app.export import Picture, Settings, export
from app.language import parse
from app.typeset.typst_math import typst_math
from tests.hostile import hostile

SEAL = "backpass:eNpLta3SVjV20a5QNQ"


def figure(text: str = "h = tanh(W * x) / (x + 2)\nL = sqrt(h²) + x", **options: str) -> Diagram:
    return compose(differentiate(parse(text), values={"x": 1.5}), Options(**options))  # type: ignore[arg-type]


def typ(diagram: Diagram, **settings: str) -> str:
    return export(Picture(diagram, Settings(**settings), SEAL), "typ").decode()  # type: ignore[arg-type]


def pages(source: str) -> list[bytes]:
    made: object = typst.compile(source.encode(), format="svg")
    return made if isinstance(made, list) else [made]  # type: ignore[list-item]


@pytest.mark.parametrize("style", CHOICES["style"])
def test_arrays_and_boxes_compile_to_a_page_of_the_figures_size(style: str) -> None:
    example = find("batch-norm")
    assert example
    diagram = compose(differentiate(parse(example.text), values=example.values), Options(style=style))
    (page,) = pages(typ(diagram, theme="dark"))
    size = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', page)
    assert size
    assert [float(each) for each in size.groups()] == pytest.approx([diagram.width, diagram.height], abs=0.1)


def test_every_label_is_an_equation() -> None:
    diagram = figure(style="colah")
    labels = [mark.label.latex for mark in diagram.marks if isinstance(mark, Text)]
    assert all(typst_math(each) for each in labels)
    assert "frac(" in typ(diagram)


@pytest.mark.parametrize(
    ("latex", "written"),
    [
        (r"v_{1} = -12.5", "v_1 = − 12.5"),
        # What braces set apart has a sign, not the minus of a difference.
        (r"-0.54 \dots {-0.211}", '− 0.54 … class("normal", − 0.211)'),
        (r"0.5 \dots {2}", "0.5 … 2"),
        (r"2x^{10}", "2 x^10"),
        (r"12^{x}", "12^x"),
        (r"x_{1}2", "x_1 2"),
        (r"\frac{dL}{dw}\,x_{ij}", "frac(d L, d w) thin x_(i j)"),
        (r"\mathrm{loss} = 2", '"loss"/**/= 2'),
        (r"v_{2} > 0", "v_2 gt 0"),
        (r"(a, b)", r"open(paren.l) a \, b close(paren.r)"),
    ],
)
def test_a_formula_can_be_read_and_edited(latex: str, written: str) -> None:
    assert typst_math(latex) == written


def test_each_step_is_a_page_and_nothing_moves() -> None:
    diagram = figure("z = x * y")
    found = pages(typ(diagram, steps="all"))
    assert len(found) == len(diagram.steps)
    assert len({len(page) for page in found}) == len(found)
    arrivals = Progress(diagram, 0).arrivals
    told = {int(step) for step in re.findall("if step >= ([0-9]+) {", typ(diagram, steps="all"))}
    assert told == {step for step in arrivals.values() if step > 1}


def test_a_fragment_goes_into_a_document(tmp_path: Path) -> None:
    (tmp_path / "still.typ").write_text(typ(figure(), document="fragment"), encoding="utf-8")
    (tmp_path / "walk.typ").write_text(typ(figure(), document="fragment", steps="all"), encoding="utf-8")
    (tmp_path / "talk.typ").write_text(
        '#include "still.typ"\n#import "walk.typ": figure\n#figure(step: 2)', encoding="utf-8"
    )
    assert typst.compile(tmp_path / "talk.typ", format="pdf", root=tmp_path)


def test_hostile_words_stay_words() -> None:
    source = typ(hostile(figure()))
    assert pages(source)
    assert "#panic" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", source)


def test_words_whose_latex_is_not_ours_stay_words() -> None:
    diagram = hostile(figure())
    marks = [
        replace(mark, label=mark.label._replace(text="#panic() 1", latex=r"\mathfrak{x}"))
        if isinstance(mark, Text)
        else mark
        for mark in diagram.marks
    ]
    source = typ(replace(diagram, marks=tuple(marks)))
    assert pages(source)
    assert "#panic" not in re.sub(r'"(?:[^"\\]|\\.)*"', "", source)
