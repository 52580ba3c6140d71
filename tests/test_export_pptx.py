"""Slides: shapes that can be edited, connectors that stay with their gates, equations, steps in which nothing moves."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
import pytest
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.opc.package import OpcPackage

from app.autodiff import differentiate
from app.diagram import BACKWARD, CHOICES, Circle, Diagram, Mark, Options, Text, compose
from app.diagram.drawing.arrows import LENGTH, WIDTH
from app.examples import EXAMPLES, Example
from app.export import SETTINGS, Picture, Settings, export, placing
from app.export.drawingml import EMU, HEADS, head, inked
from app.export.placing import SIZES, placed
from app.export.settings import SettingError
from app.export.svg import svg
from app.language import parse
from app.query import Query
from app.render import picture
from app.typeset.label import Label
from tests import rasters

MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SLIDE = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
HOSTILE = '<a:t>"&\\frac{ \u0001'


def figure(text: str = "q = x + y\nf = q * q / sqrt(x)", **options: str) -> Diagram:
    return compose(differentiate(parse(text), values={"x": 1.5}), Options(**options))  # type: ignore[arg-type]


def one_slide(diagram: Diagram, **settings: str) -> Picture:
    """The figure in one piece."""
    wanted = Settings(**settings)  # type: ignore[arg-type]
    return Picture(diagram, replace(wanted, slides="one") if placing.slides(diagram, wanted).several else wanted)


def made(diagram: Diagram, **settings: str) -> list[etree._Element]:
    """The shape trees of the slides."""
    deck = Presentation(BytesIO(export(one_slide(diagram, **settings), "pptx")))
    return [slide.shapes._spTree for slide in deck.slides]


def test_shapes_are_called_by_what_they_show() -> None:
    (tree,) = made(figure("q = x + y\nf = q * z"))
    names = {named.get("name") for named in tree.iter(f"{SLIDE}cNvPr")}
    told = {
        "wire from x to + gate of q",
        "wire from + gate of q to × gate of f",
        "wire from × gate of f to f",
        "line at x",
        "x = 1.5",
        "× gate of f",
    }
    assert told <= names
    back = {
        "wire from dL/df to derivative of the × gate of f",
        "wire from derivative of the + gate of q to dL/dx",
    }
    assert back <= names


@pytest.mark.parametrize("style", CHOICES["style"])
@pytest.mark.parametrize("example", [EXAMPLES[1], EXAMPLES[-1], EXAMPLES[-3]], ids=lambda example: example.name)
def test_every_label_is_an_equation_or_text(example: Example, style: str) -> None:
    diagram = compose(differentiate(parse(example.text), values=example.values), Options(style=style))
    (tree,) = made(diagram)
    labels = [mark for mark in diagram.marks if isinstance(mark, Text)]
    equations = list(tree.iter(f"{MATHS}oMath"))
    runs = [run for run in tree.iter(f"{DRAWING}r") if not list(run.iterancestors(f"{EITHER}Fallback"))]
    assert len(equations) + len(runs) == len(labels)
    assert not any("\\" in "".join(equation.itertext()) for equation in equations)


@pytest.mark.parametrize("settings", [{}, {"steps": "all"}, {"steps": "all", "heading": "A talk"}])
def test_ids_are_used_once_apart_from_what_stands_for_the_same(settings: dict[str, str]) -> None:
    trace = differentiate(parse("h = W @ x\nf = sum(h * h)"), values={"W": np.eye(4), "x": np.arange(4.0)})
    diagram = compose(trace, Options())
    for tree in made(diagram, **settings):
        kept = [each for each in tree.iter(f"{SLIDE}cNvPr") if not list(each.iterancestors(f"{EITHER}Fallback"))]
        assert [key for key, times in Counter(each.get("id") for each in kept).items() if times > 1] == []
        assert all(each.get("name") for each in kept[1:])


def test_wires_of_a_step_are_glued_to_what_is_on_its_slide() -> None:
    glued: list[list[str]] = []
    for tree in made(figure("q = x + y\nf = exp(q)"), steps="all"):
        here = {each.get("id") for each in tree.iter(f"{SLIDE}cNvPr")}
        glued.append([each.get("id") for tag in ("stCxn", "endCxn") for each in tree.iter(f"{DRAWING}{tag}")])
        assert set(glued[-1]) <= here
    assert len(glued[-1]) > len(glued[0])


def test_what_stands_on_several_slides_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: Counter[Label] = Counter()

    def counted(label: Label) -> str:
        drawn[label] += 1
        return inked(label)

    monkeypatch.setattr("app.export.slide.inked", counted)
    diagram = figure()
    slides = made(diagram, steps="all")
    labels = Counter(mark.label for mark in diagram.marks if isinstance(mark, Text))
    assert len(slides) > 6
    assert len(drawn) > 6
    assert drawn <= labels


@pytest.mark.parametrize("shapes", ["native", "picture"])
def test_a_longer_deck_is_not_searched_through_more_often(shapes: str, monkeypatch: pytest.MonkeyPatch) -> None:
    searched: Counter[str] = Counter()
    through = OpcPackage.iter_parts

    def counted(package: OpcPackage) -> Any:
        searched[text] += 1
        return through(package)

    monkeypatch.setattr(OpcPackage, "iter_parts", counted)
    for text in ("y = x * x", "y = x * x\nf = y / sqrt(y) - x"):
        slides = made(figure(text), steps="all", shapes=shapes)
        searched[text] -= len(slides) * (shapes == "picture")
    assert len(set(searched.values())) == 1, searched


def test_what_a_choice_requires_is_declared_where_it_stands() -> None:
    content = export(one_slide(figure()), "pptx")
    with ZipFile(BytesIO(content)) as package:
        slide = etree.fromstring(package.read("ppt/slides/slide1.xml"))
    choices = list(slide.iter(f"{EITHER}Choice"))
    assert choices
    for choice in choices:
        assert set(choice.get("Requires").split()) <= set(choice.nsmap)
        assert choice.getnext().tag == f"{EITHER}Fallback"


def sites(shape: etree._Element) -> dict[int, tuple[float, float]]:
    """Where connectors can be glued to a circle, by number, in EMU."""
    frame = shape.find(f"{SLIDE}spPr/{DRAWING}xfrm")
    left, top = (int(frame.find(f"{DRAWING}off").get(axis)) for axis in "xy")
    wide, high = (int(frame.find(f"{DRAWING}ext").get(size)) for size in ("cx", "cy"))
    own = shape.find(f"{SLIDE}spPr/{DRAWING}custGeom")
    if own is None:
        assert shape.find(f"{SLIDE}spPr/{DRAWING}prstGeom").get("prst") == "ellipse"
        shares = {0: (0.5, 0.0), 2: (0.0, 0.5), 4: (0.5, 1.0), 6: (1.0, 0.5)}
    else:
        guides = {each.get("name"): each.get("fmla").split() for each in own.iter(f"{DRAWING}gd")}
        assert all((sign, size) == ("*/", "wh"[name[0] == "y"]) for name, (sign, size, _, _) in guides.items())
        known = {name: int(part) / int(whole) for name, (_, _, part, whole) in guides.items()}
        places = [(each.get("x"), each.get("y")) for each in own.iter(f"{DRAWING}pos")]
        shares = {number: (known[x], known[y]) for number, (x, y) in enumerate(places)}
        # LibreOffice takes up to four for those of the box.
        assert len(shares) > 4
    return {number: (left + x * wide, top + y * high) for number, (x, y) in shares.items()}


def ends(connector: etree._Element) -> dict[str, tuple[int, int]]:
    """Where a line begins and ends."""
    frame = connector.find(f"{SLIDE}spPr/{DRAWING}xfrm")
    left, top = (int(frame.find(f"{DRAWING}off").get(axis)) for axis in "xy")
    wide, high = (int(frame.find(f"{DRAWING}ext").get(size)) for size in ("cx", "cy"))
    across, down = (left, left + wide), (top, top + high)
    across = across[::-1] if frame.get("flipH") else across
    down = down[::-1] if frame.get("flipV") else down
    return {"stCxn": (across[0], down[0]), "endCxn": (across[1], down[1])}


@pytest.mark.parametrize(
    ("program", "style", "least", "slanted"),
    [
        ("f = exp(sin(x)) + 1", "kratzert", 10, 0),
        ("q = w*x + b\nf = tanh(q)", "kratzert", 14, 4),
        ("y = relu(w * x)", "circuit", 6, 0),
        ("y = sigmoid(w*x + b)\nL = (y - t)**2", "colah", 7, 0),
    ],
)
def test_straight_wires_are_glued_to_their_gates_where_they_end(
    program: str, style: str, least: int, slanted: int
) -> None:
    (tree,) = made(figure(program, style=style))
    shapes = {each.find(f"{SLIDE}nvSpPr/{SLIDE}cNvPr").get("id"): each for each in tree.iter(f"{SLIDE}sp")}
    count = aslant = 0
    for connector in tree.iter(f"{SLIDE}cxnSp"):
        places = ends(connector)
        for tag, place in places.items():
            for glue in connector.iter(f"{DRAWING}{tag}"):
                site = sites(shapes[glue.get("id")])[int(glue.get("idx"))]
                level = site[1] == pytest.approx(place[1], abs=0.5 * EMU * 2)
                assert level, "a program that leads it on to its site bends it"
                assert site[0] == pytest.approx(place[0], abs=4 * EMU * 2)
                count += 1
                aslant += places["stCxn"][1] != places["endCxn"][1]
    assert (count >= least, aslant >= slanted) == (True, True), (count, aslant)


@pytest.mark.parametrize("scale", [0.4, 0.7, 1.0, 1.8])
def test_arrow_heads_are_about_as_large_as_the_figures(scale: float) -> None:
    wide, long = (HEADS[size] for size in re.findall(r'(?:w|len)="(\w+)"', head(scale)))
    assert abs(wide - WIDTH * scale) <= 2.5
    assert abs(long - LENGTH * scale) <= 7


def test_groups_are_the_panels_and_tell_what_they_hold() -> None:
    (tree,) = made(figure())
    groups = {
        each.get("name"): each.get("descr") for each in tree.iterfind(f"{SLIDE}grpSp/{SLIDE}nvGrpSpPr/{SLIDE}cNvPr")
    }
    assert list(groups) == ["Forward pass", "Backward pass", "Titles"]
    assert "q = 2.5" in groups["Forward pass"]
    assert "dL/dq" in groups["Backward pass"]


def test_colours_are_those_of_the_theme() -> None:
    content = export(one_slide(figure(), theme="dark"), "pptx")
    with ZipFile(BytesIO(content)) as package:
        slide = package.read("ppt/slides/slide1.xml").decode()
        theme = package.read("ppt/theme/theme1.xml").decode()
    assert set(re.findall(r'schemeClr val="(\w+)"', slide)) == {"tx1", "accent2", "bg1"}
    assert "srgbClr" not in slide
    assert "FF7B72" in theme
    assert "1D1D21" in theme


def places(tree: etree._Element) -> dict[tuple[str, str], str]:
    """Where each shape that stays itself lies, by name and text."""
    found = {}
    for each in tree.iter(f"{SLIDE}sp", f"{SLIDE}cxnSp"):
        name = each[0][0].get("name")
        frame = each.find(f"{SLIDE}spPr/{DRAWING}xfrm")
        found[name, etree.tostring(frame).decode()] = etree.tostring(each.find(f"{SLIDE}spPr")).decode()
    return found


def test_each_step_is_a_slide_with_its_sentence_and_nothing_moves() -> None:
    diagram = figure()
    content = export(one_slide(diagram, steps="all"), "pptx")
    slides = list(Presentation(BytesIO(content)).slides)
    assert len(slides) == len(diagram.steps)
    for slide, step in zip(slides, diagram.steps, strict=True):
        assert slide.notes_slide.notes_text_frame.text == f"{step.sentence}\n{step.text}"
    trees = [places(slide.shapes._spTree) for slide in slides]
    for before, after in pairwise(trees):
        assert before.items() <= after.items()
    assert trees[-1] == places(made(diagram)[0])


WIDE = Query.of_example(next(example for example in EXAMPLES if example.name == "batch-norm"))
"""What is on several slides, so that it can be read."""


def deck(**chosen: str) -> list[Any]:
    settings, options = (
        {name: text for name, text in chosen.items() if (name in SETTINGS) is ours} for ours in (True, False)
    )
    content = picture(replace(WIDE, settings=settings, options={**WIDE.options, **options}), "pptx")
    return list(Presentation(BytesIO(content)).slides)


def gates(slide: Any) -> set[str]:
    """Where the gates of a slide lie."""
    found = [name for name in places(slide.shapes._spTree) if name[0].endswith("gate") and "wire" not in name[0]]
    return {frame for _, frame in found}


@pytest.mark.parametrize(
    ("aspect", "style", "count"), [("16:9", "kratzert", 4), ("4:3", "kratzert", 4), ("16:9", "circuit", 1)]
)
def test_a_figure_is_on_as_many_slides_as_it_takes_to_be_read(aspect: str, style: str, count: int) -> None:
    slides = deck(aspect=aspect, style=style)
    assert len(slides) == count
    for slide in slides:
        sizes = Counter(int(each.get("sz")) for each in slide.shapes._spTree.iter(f"{DRAWING}rPr") if each.get("sz"))
        assert max(sizes) >= 1200
    if style == "kratzert":
        forward, backward = slides[: count // 2], slides[: count // 2 - 1 : -1]
        assert all(gates(one) == gates(other) for one, other in zip(forward, backward, strict=True))
    told = [slide.notes_slide.notes_text_frame.text for slide in slides]
    assert all(text.startswith(f"Slide {k} of {count} of this figure. ") for k, text in enumerate(told, 1)) is (
        count > 1
    )


def test_a_step_shows_the_slide_that_it_is_about_and_nothing_moves_on_it() -> None:
    slides = deck(steps="all")
    trees = [places(slide.shapes._spTree) for slide in slides]
    turned = [not before.items() <= after.items() for before, after in pairwise(trees)]
    assert len(slides) == 22
    assert sum(turned) == 3
    whole = [places(slide.shapes._spTree) for slide in deck()]
    assert [tree for tree, turns in zip(trees, [*turned, True], strict=True) if turns] == whole


def test_a_figure_stays_on_one_slide_where_that_is_wanted_and_says_where_it_is_anyhow() -> None:
    assert len(deck(slides="one")) == 1
    with pytest.raises(SettingError, match="on one slide anyhow"):
        export(Picture(figure("z = x * y"), Settings(slides="one")), "pptx")


@pytest.mark.parametrize("aspect", SIZES)
def test_the_figure_lies_on_its_slide(aspect: str) -> None:
    deck = Presentation(BytesIO(export(one_slide(figure(), aspect=aspect), "pptx")))
    wide, high = SIZES[aspect]
    assert deck.slide_width is not None
    assert deck.slide_height is not None
    assert (deck.slide_width.pt, deck.slide_height.pt) == (wide, high)
    for frame in deck.slides[0].shapes._spTree.iter(f"{DRAWING}xfrm"):
        off, ext = frame.find(f"{DRAWING}off"), frame.find(f"{DRAWING}ext")
        left, top = int(off.get("x")), int(off.get("y"))
        assert left >= 0 <= top
        assert left + int(ext.get("cx")) <= deck.slide_width
        assert top + int(ext.get("cy")) <= deck.slide_height


def hostile(mark: Mark) -> Mark:
    return replace(mark, label=mark.label._replace(text=HOSTILE, latex=HOSTILE)) if isinstance(mark, Text) else mark


def test_a_heading_is_the_slides_title_and_the_figure_stays_below_it() -> None:
    content = export(one_slide(figure("z = x * y"), heading="Q & A", steps="all"), "pptx")
    for slide in Presentation(BytesIO(content)).slides:
        title, *groups = slide.shapes
        assert slide.shapes.title.text == "Q & A"
        assert all(group.top >= title.top + title.height for group in groups)
        middles = [group.top + group.height / 2 for group in groups]
        assert middles == pytest.approx([(placing.HEAD + SIZES["16:9"][1]) / 2 * EMU] * len(groups), abs=2)
        ids = [each.get("id") for each in slide.shapes._spTree.iter(f"{SLIDE}cNvPr")]
        kept = [each for each in ids if ids.count(each) > 1]
        assert title._element.nvSpPr.cNvPr.get("id") not in kept


def test_a_picture_is_there_as_svg_and_png() -> None:
    diagram = figure("z = x * y")
    content = export(one_slide(diagram, shapes="picture", steps="all"), "pptx")
    deck = Presentation(BytesIO(content))
    for slide in deck.slides:
        (shape,) = slide.shapes
        assert shape.shape_type == MSO_SHAPE_TYPE.PICTURE
        assert shape._element.nvPicPr.cNvPr.get("descr") == diagram.description
        (vector,) = shape._element.iter("{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip")
        kept = slide.part.related_part(next(iter(vector.attrib.values())))
        assert (kept.content_type, kept.blob[:4]) == ("image/svg+xml", b"<svg")
    assert len({(shape.left, shape.width) for slide in deck.slides for shape in slide.shapes}) == 1


def test_hostile_words_stay_words_and_what_is_no_equation_stays_an_outline() -> None:
    diagram = figure()
    (tree,) = made(replace(diagram, title=HOSTILE * 40, marks=tuple(map(hostile, diagram.marks))))
    assert list(tree.iter(f"{MATHS}oMath")) == []
    assert HOSTILE.replace("\u0001", "\ufffd") in {each.get("name") for each in tree.iter(f"{SLIDE}cNvPr")}


def with_choices_alone(content: bytes) -> bytes:
    """A deck with what stands there for PowerPoint in the place of the alternatives, of which the validator sees the last alone.
    It knows no equation in a paragraph: those go."""
    file = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(file, "w") as after:
        for name in before.namelist():
            root = etree.fromstring(before.read(name)) if re.search(r"slides/slide\d+\.xml$", name) else None
            for either in [] if root is None else list(root.iter(f"{EITHER}AlternateContent")):
                either.getparent().replace(either, either[0][0])
            for equation in (
                [] if root is None else list(root.iter("{http://schemas.microsoft.com/office/drawing/2010/main}m"))
            ):
                equation.getparent().remove(equation)
            after.writestr(name, before.read(name) if root is None else etree.tostring(root))
    return file.getvalue()


@pytest.mark.skipif(shutil.which("ooxml-validator") is None, reason="ooxml-validator is not installed")
@pytest.mark.parametrize("shapes", ["native", "picture"])
def test_the_open_xml_sdk_finds_no_fault(shapes: str, tmp_path: Path) -> None:
    picture = one_slide(figure(style="cs231n"), steps="all", heading="A & B", shapes=shapes)
    deck, content = tmp_path / "figure.pptx", export(picture, "pptx")
    for made in (content, with_choices_alone(content)):
        deck.write_bytes(made)
        told = subprocess.run(["ooxml-validator", deck], capture_output=True, text=True, check=False, timeout=60)
        assert json.loads(told.stdout)["errors"] == []


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("style", ["kratzert", "colah"])
def test_libreoffice_shows_what_the_svg_does(style: str, tmp_path: Path) -> None:
    diagram = figure(style=style)
    (slides, drawing) = tmp_path / "figure.pptx", tmp_path / "figure.svg"
    slides.write_bytes(export(one_slide(diagram), "pptx"))
    drawing.write_bytes(svg(Picture(diagram)))
    whole = rasters.read(rasters.libreoffice(slides, tmp_path))
    width, height = SIZES["16:9"]
    canvas, across, down = placed(diagram, Settings()), whole.shape[1] / width, whole.shape[0] / height
    left, top = round(canvas.left * across), round(canvas.top * down)
    right = round((canvas.left + diagram.width * canvas.scale) * across)
    bottom = round((canvas.top + diagram.height * canvas.scale) * down)
    found = rasters.ink(whole[top:bottom, left:right], diagram)
    expected = rasters.ink(rasters.read(rasters.resvg(drawing, tmp_path)), diagram)
    symbols = {mark.id for mark in diagram.marks if isinstance(mark, Text) and mark.id.endswith("symbol")}
    titles = {mark.id for mark in diagram.marks if mark.id.startswith("title")}
    for key in expected.keys() - symbols - titles:
        assert found[key] == pytest.approx(expected[key], rel=0.25), key
    assert all(found[key] > 0.3 * expected[key] for key in symbols | titles)
    assert any(isinstance(mark, Circle) and mark.panel == BACKWARD for mark in diagram.marks) == (style == "kratzert")
