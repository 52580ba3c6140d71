"""Worksheets and walks in few steps, as files: what a teacher takes along."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from itertools import pairwise

import pytest
from pptx import Presentation

from app.autodiff import Trace
from app.diagram import BACKWARD, FORWARD, Options, composed
from app.diagram.formulas.trace_rows import TraceRow, listed
from app.diagram.stops import in_stops
from app.examples import find
from app.export.worksheet import HEADINGS, table
from app.pipeline import trace
from app.query import Query, QueryError
from app.render import picture
from app.render.asking import tabled

NEURON = Query.of_example(find("neuron"))  # type: ignore[arg-type]

PAPER_WIDTH, MARGIN = 595.28, 42.52
"""Of A4 and of the sheet, in points."""


def traced(query: Query) -> Trace:
    return trace(query.worksheet())


def rows(hide: str) -> list[TraceRow]:
    return list(tabled(traced(NEURON), hide, Options())[0])


def sheet(query: Query, hide: str = "") -> bytes:
    return picture(Query(query.text, query.values, query.seed, settings={"sheet": "worksheet"}, hide=hide), "pdf")


@pytest.mark.parametrize(("name", "sides"), [("function", 1), ("neuron", 1), ("network", 1), ("batch-norm", 2)])
def test_a_worksheet_is_one_sheet_of_paper(name: str, sides: int) -> None:
    """Of two sides where the figure would be too small to read below the table."""
    made = sheet(Query.of_example(find(name)), "gradients")  # type: ignore[arg-type]
    assert len(re.findall(rb"/Type ?/Page\b", made)) == sides
    assert re.search(rb"/MediaBox ?\[0 0 595\.\d+ 841\.\d+\]", made)


@pytest.mark.parametrize(
    ("hide", "values", "gradients"), [("", 0, 0), ("gradients", 0, 12), ("all", 8, 12), ("w0, f", 1, 1)]
)
def test_what_is_hidden_has_room_to_be_written(hide: str, values: int, gradients: int) -> None:
    found = rows(hide)
    assert sum(row.value is None for row in found) == values
    assert sum(row.gradient is None for row in found) == gradients
    assert table(found).count("room") == values + gradients


@pytest.mark.parametrize("beside", [{"step": "2"}, {"gate": "f"}, {"settings": {"steps": "all"}}, {"hide": "nobody"}])
def test_nothing_in_a_file_tells_what_is_hidden(beside: dict[str, object]) -> None:
    with pytest.raises(QueryError) as raised:
        picture(Query(NEURON.text, NEURON.values, **{"hide": "all", **beside}), "pdf")  # type: ignore[arg-type]
    assert {fault.parameter for fault in raised.value.mistakes} == {"hide"}


@pytest.mark.parametrize("extension", ["svg", "pptx"])
def test_a_file_keeps_back_what_the_page_does(extension: str) -> None:
    """A program whose gradients are numbers that appear nowhere else."""
    made = picture(Query("f = x * y * 1.2345", {"x": "7.1", "y": "3.7"}, hide="gradients"), extension)
    if extension == "pptx":
        (slide,) = Presentation(BytesIO(made)).slides
        made = "".join(shape.element.xml for shape in [*slide.shapes, *slide.notes_slide.shapes]).encode()
    assert b"7.1" in made
    assert not re.search(rb"4\.57|4\.568|8\.76|8\.77", made)


@pytest.mark.parametrize("count", [2, 5])
def test_a_walk_in_few_steps_leaves_nothing_out(count: int) -> None:
    figure = composed(traced(NEURON), Options())[0]
    fewer = in_stops(figure, count)
    assert len(fewer.steps) == count
    assert {step.phase for step in fewer.steps} == {FORWARD, BACKWARD}
    for phase in (FORWARD, BACKWARD):
        parts = [
            {part for step in walk.steps if step.phase == phase for part in step.parts} for walk in (figure, fewer)
        ]
        assert parts[0] == parts[1]
    assert fewer.steps[-1].parts[-1] == figure.steps[-1].parts[-1]


def test_a_walk_in_five_steps_is_five_slides_with_their_sentences() -> None:
    slides = Presentation(
        BytesIO(picture(Query("z = x*y", {"x": "3", "y": "4"}, settings={"steps": "all", "stops": "2"}), "pptx"))
    ).slides
    forward, backward = (slide.notes_slide.notes_text_frame.text for slide in slides)
    assert "The inputs have these values." in forward
    assert "A times gate hands each input" in backward


def test_more_steps_than_there_are_is_a_mistake() -> None:
    with pytest.raises(QueryError) as raised:
        picture(Query("z = x*y", settings={"steps": "all", "stops": "50"}), "pdf")
    (fault,) = raised.value.mistakes
    assert (fault.parameter, fault.message) == ("stops", "the walk has 4 steps")


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
def test_a_wide_table_stays_on_the_sheet_and_its_columns_apart() -> None:
    names = ["temperature", *(f"intermediate_{letter}" for letter in "abcdefghijkl")]
    lines = [f"{new} = sin({old})*pressure + {old}**2/(1 + exp(-{old}))" for old, new in pairwise(names)]
    made = sheet(Query("\n".join(lines), {"temperature": "0.5", "pressure": "1.25"}))
    asked = ["pdftotext", "-bbox", "-", "-"]
    found = subprocess.run(asked, input=made, capture_output=True, check=True).stdout.decode()
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)"[^>]*>([^<]*)', found)
    assert max(float(right) for _, _, right, _ in words) <= PAPER_WIDTH - MARGIN + 1
    head = next(top for _, top, _, word in words if word == "gradient")
    places = [(float(left), float(right)) for left, top, right, _ in words if top == head]
    assert len(places) == len(HEADINGS)
    assert all(one[1] < other[0] for one, other in pairwise(places))


def chain(lines: int) -> str:
    """A program of many lines, with two inputs that most of them use."""
    kinds = ("{0}*w + x", "tanh({0})", "sin({0}) + {0}")
    return "\n".join(["a0 = x*w", *(f"a{at} = " + kinds[at % 3].format(f"a{at - 1}") for at in range(1, lines))])


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext is not installed")
@pytest.mark.parametrize(
    ("lines", "fold"), [(36, "statement"), (36, "primitive"), (180, "statement"), (180, "primitive")]
)
def test_a_long_program_is_one_sheet_in_type_that_can_be_read_and_what_is_left_out_is_counted(
    lines: int, fold: str
) -> None:
    query = Query(chain(lines), {"x": "0.5", "w": "1.2"}, settings={"sheet": "worksheet"}, options={"fold": fold})
    made = picture(query, "pdf")
    assert len(re.findall(rb"/Type ?/Page\b", made)) == 2
    found = front(made)
    said = " ".join(word for *_, word in found)
    heads = [(left, top) for left, top, *_, word in found if word == "gradient"]
    ends = [left for left, top, *_, word in found if word == "backward" and any(top == each for _, each in heads)]
    assert min(bottom - top for _, top, _, bottom, word in found if word == "gradient") >= 7 / 8 * heading_height()
    columns = [(left - 1, end - 1) for (left, _), end in zip(heads, ends, strict=True)]
    kept = [word for left, *_, word in found if word == "𝑑𝐿" and any(one <= left < other for one, other in columns)]
    out = re.search(r"For want of room (\d+) of the table’s rows are left out", said)
    shown = composed(traced(query), Options(fold=fold))[1]
    assert len(kept) + (int(out[1]) if out else 0) == len(listed(shown.trace, shown.folded))
    assert "seed" in said and said.count("input") == 2
    assert ("lines are left out" in said) == (lines == 180)


def front(made: bytes) -> list[tuple[float, float, float, float, str]]:
    """The words of a PDF's first page, each with its box: left, top, right, bottom."""
    asked = ["pdftotext", "-l", "1", "-bbox", "-", "-"]
    text = subprocess.run(asked, input=made, capture_output=True, check=True).stdout.decode()
    words = re.findall(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)', text)
    return [(float(left), float(top), float(right), float(bottom), word) for left, top, right, bottom, word in words]


def heading_height() -> float:
    """How high a heading of a table is that has not been made smaller, less what rounding takes."""
    found = front(sheet(Query("z = x*y", {"x": "3", "y": "4"})))
    return next(bottom - top for _, top, _, bottom, word in found if word == "gradient") - 0.01
