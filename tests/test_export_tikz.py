"""TikZ: documents that every LaTeX compiles, with the words of the figure in them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.autodiff import differentiate
from app.diagram import BACKWARD, CHOICES, FORWARD, Diagram, Mark, Options, Progress, Text, compose, without_font
from app.examples import find
from app.export import Picture, Settings, export
from app.export.tikz import ALONE, NEEDS
from app.language import parse
from app.query import Query
from app.render import picture

ENGINES = ("pdflatex", "xelatex", "lualatex")
SEAL = "backpass:eNpLta3SVjV20a5QNQ"


def figure(text: str = "h = tanh(W * x) / (x + 2)\nL = sqrt(h²) + x", **options: str) -> Diagram:
    return compose(differentiate(parse(text), values={"x": 1.5}), Options(**options))  # type: ignore[arg-type]


def compiled(source: str, engine: str, folder: Path) -> str:
    """The words of the document that an engine makes of it."""
    if shutil.which(engine) is None or shutil.which("pdftotext") is None:
        pytest.skip(f"{engine} or pdftotext is not installed")
    (folder / "figure.tex").write_text(source, encoding="utf-8")
    command: Sequence[str] = [engine, "-interaction=nonstopmode", "-halt-on-error", "figure.tex"]
    done = subprocess.run(
        command, cwd=folder, capture_output=True, text=True, errors="replace", timeout=300, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:]
    read = subprocess.run(
        ["pdftotext", "-layout", "figure.pdf", "-"], cwd=folder, capture_output=True, text=True, check=True
    )
    return read.stdout


def tex(diagram: Diagram, **settings: str) -> str:
    return export(Picture(diagram, Settings(**settings), SEAL), "tex").decode()  # type: ignore[arg-type]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_document_compiles_with_every_engine(engine: str, tmp_path: Path) -> None:
    words = compiled(tex(figure()), engine, tmp_path)
    assert "Forward pass" in words
    assert "tanh" in words


@pytest.mark.parametrize("style", CHOICES["style"])
def test_arrays_and_boxes_compile(style: str, tmp_path: Path) -> None:
    example = find("batch-norm")
    assert example
    diagram = compose(differentiate(parse(example.text), values=example.values), Options(style=style))
    assert "gammax" in compiled(tex(diagram, theme="dark"), "pdflatex", tmp_path)


def test_a_fragment_goes_into_a_document(tmp_path: Path) -> None:
    fragment = tex(figure("z = x * y", frame="column"), document="fragment")
    assert fragment.startswith("% backpass:")
    needs = "".join(re.findall(r"\\use\w+\{[\w.]+\}", fragment.splitlines()[1]))
    whole = (
        rf"\documentclass{{article}}{needs}\begin{{document}}Before" + f"\n\n{fragment}\n\nafter." + r"\end{document}"
    )
    words = compiled(whole, "pdflatex", tmp_path).split()
    assert {"Before", "Backward", "after."} <= {*words}


def test_beamer_has_a_slide_for_each_step(tmp_path: Path) -> None:
    diagram = figure("z = x * y + x")
    source = tex(diagram, steps="all")
    pages = compiled(source, "pdflatex", tmp_path).split("\f")[:-1]
    assert len(pages) == len(diagram.steps)
    sizes = [len(page.split()) for page in pages]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]
    overlays = [int(step) for step in re.findall(r"\\onslide<(\d+)->", source)]
    arrivals = Progress(diagram, 0).arrivals
    marks = [arrivals.get((mark.panel, mark.part), 0) for mark in diagram.marks]
    assert overlays == [step for step in marks if step > 1]


def hostile(mark: Mark) -> Mark:
    """The mark with a name that LaTeX has no type for."""
    return replace(mark, label=mark.label._replace(latex=r"\mathit{日本\_☃\{\}\%}")) if isinstance(mark, Text) else mark


def colours(folder: Path) -> set[tuple[int, ...]]:
    """The colours of the pixels of a document's page, each part of which is told to a third."""
    page = subprocess.run(["pdftoppm", "-r", "144", "figure.pdf"], cwd=folder, capture_output=True, check=True).stdout
    pixels = np.asarray(Image.open(BytesIO(page)))
    return set(map(tuple, (np.unique(pixels.reshape(-1, 3), axis=0) // 86).tolist()))


@pytest.mark.parametrize(
    "head", ["".join(ALONE), r"\documentclass{article}" + "".join(NEEDS)], ids=["alone", "in-article"]
)
@pytest.mark.parametrize("engine", ENGINES)
def test_signs_without_type_are_drawn_and_letters_with_marks_are_type_or_drawn(
    engine: str, head: str, tmp_path: Path
) -> None:
    diagram = figure("z = x * y")
    # One label of each panel: outlines are what an engine takes long for, and all labels are written alike.
    some = {
        panel: next(mark for mark in diagram.marks if isinstance(mark, Text) and mark.panel == panel)
        for panel in (FORWARD, BACKWARD)
    }
    marks = tuple(hostile(mark) if mark in some.values() else mark for mark in diagram.marks)
    made, ink = tex(replace(diagram, marks=marks), document="fragment"), r"\fill[fill=.]"
    assert made.count(ink) == 2
    # None of the engines' own fonts has them, and a letter that is left out is told by nothing but its absence.
    first, second = "\\fill[fill=blue]", "\\fill[fill=green]"
    made = made.replace(ink, first, 1).replace(ink, second, 1)
    letters = tex(figure("straßeж = łż * œuvre + đaŋb * ħ * x"), document="fragment")
    document = rf"{head}\begin{{document}}{made}{letters}\end{{document}}"
    assert {"straße", "œuvre"} <= set(re.findall(r"straße|œuvre", compiled(document, engine, tmp_path)))
    assert "Missing character" not in (tmp_path / "figure.log").read_text(encoding="utf-8", errors="replace")
    assert {(0, 0, 2), (0, 2, 0)} <= colours(tmp_path)


def test_a_font_that_has_a_sign_sets_it(tmp_path: Path) -> None:
    made = tex(figure("б = x + 1"), document="fragment")
    assert r"\fill[fill=.]" in made
    load = r"\usepackage{fontspec}\setmainfont{DejaVu Sans}"
    document = rf"\documentclass{{article}}{load}{''.join(NEEDS)}\begin{{document}}{made}\end{{document}}"
    assert "б" in compiled(document, "xelatex", tmp_path)


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize("settings", [{}, {"sheet": "worksheet"}], ids=["figure", "worksheet"])
def test_words_of_a_pdf_are_found_in_any_script(settings: Mapping[str, str], tmp_path: Path) -> None:
    # A sign that no font of this machine has is spelled by its number, and told.
    words = {*"损失预测б"} - {*without_font("损失预测б")}
    query = Query("损失 = (预测 - б)**2", {}, settings=settings)
    (tmp_path / "figure.pdf").write_bytes(picture(query, "pdf"))
    read = subprocess.run(["pdftotext", "figure.pdf", "-"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "б" in words and words <= {*read.stdout}


def test_greek_letters_go_by_their_names() -> None:
    assert r"\ensuremath{\Delta}\ensuremath{\theta}\_max" in tex(figure("Δθ_max = x + 1"))


def test_signs_of_legends_go_by_their_names() -> None:
    """A font of eight bits has no type for them, and would spell them by their numbers."""
    label = r"\mathrm{●\ ○\ ◯\ ⬤}"
    diagram = figure()
    marks = [
        replace(mark, label=mark.label._replace(latex=label)) if isinstance(mark, Text) else mark
        for mark in diagram.marks
    ]
    made = tex(replace(diagram, marks=tuple(marks)))
    assert all(name in made for name in (r"\textbullet", r"\textopenbullet", r"\textbigcircle"))
    assert not {*"●○◯⬤"} & {*made}


def test_a_short_number_beside_a_tag_stands_at_it() -> None:
    """Its room is as wide as numbers usually are, and ends at the tag."""
    diagram = figure("h = tanh(x*y)*x + sin(x*y)*y + x\nL = h**2*x", frame="22")
    number = next(each for each in diagram.marks if isinstance(each, Text) and each.id == "backward-tag-16")
    ink = number.label.glyphs[0].x
    assert ink > number.label.width / 2
    assert re.search(rf"west[^\n]*at \({number.x + ink:.2f},[^\n]*displaystyle {number.label.latex}", tex(diagram))
