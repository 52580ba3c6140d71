"""Files: every format of the registry, and the SVG as a page and its policy want it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from io import BytesIO

import pygraphviz
import pytest
import typst
from PIL import Image
from pptx import Presentation

from app.autodiff import differentiate
from app.diagram import Diagram, Options, Text, compose
from app.export import FORMATS, Picture, Settings, export
from app.export.page_svg import page_svg
from app.export.svg import svg
from app.language import parse
from tests.hostile import hostile

SVG = "{http://www.w3.org/2000/svg}"
FILMS = {"gif", "webp"}
"""Take a second for each example, and have tests of their own."""
WORDED = {"svg", "html", "json", "dot", "typ", "mmd", "md", "txt", "tex"}
BEGINNINGS = {
    "svg": b"<svg",
    "pdf": b"%PDF-",
    "pptx": b"PK",
    "gif": b"GIF89a",
    "html": b"<!doctype html>",
    "tex": rb"\documentclass",
    "typ": b"#set page(",
    "webp": b"RIFF",
    "png": b"\x89PNG\r\n",
    "json": b"{",
    "dot": b"digraph",
    "mmd": b"flowchart LR",
    "md": b"# Forward and backward pass",
    "txt": b"Forward and backward pass",
}


def figure(text: str = "q = x + y\nf = q * z", options: Options | None = None, **values: object) -> Diagram:
    return compose(differentiate(parse(text), values=values), options or Options())


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_makes_its_file(extension: str) -> None:
    made = export(Picture(figure()), extension)
    assert made.startswith(BEGINNINGS[extension])
    assert FORMATS[extension].extension == extension
    assert "/" in FORMATS[extension].media_type


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="format is one of svg"):
        export(Picture(figure()), "bmp")


def test_the_same_figure_gives_the_same_bytes() -> None:
    for extension in FORMATS:
        assert export(Picture(figure()), extension) == export(Picture(figure()), extension)


def test_png_is_as_large_as_its_figure_and_never_too_large() -> None:
    def size(diagram: Diagram) -> tuple[int, int]:
        made = export(Picture(diagram), "png")
        return int.from_bytes(made[16:20]), int.from_bytes(made[20:24])

    small = figure("z = x * y")
    assert list(size(small)) == pytest.approx([small.width * 3, small.height * 3], abs=2)
    chain = figure("\n".join(["v = x", *["v = sin(v)"] * 60]), Options(fold="primitive", labels="both"))
    assert max(size(chain)) <= 12_000


def test_svg_has_a_title_a_description_and_names() -> None:
    root = ET.fromstring(svg(Picture(figure(x=-2, y=5, z=-4))))
    assert root.findtext(f"{SVG}title") == "Forward and backward pass of f"
    assert "dL/dx = dL/dq · dq/dx" in (root.findtext(f"{SVG}desc") or "")
    named = {group.get("aria-label") for group in root.iter(f"{SVG}g") if group.get("role") == "img"}
    assert {"× gate of f", "derivative of the × gate of f", "x = −2", "q = 3"} <= named
    assert "dL/dz = dL/df · df/dz = 1 · 3 = 3, df/dz = q" in named


def test_parts_can_be_found_in_both_panels_of_the_page() -> None:
    root = ET.fromstring(page_svg(figure()))
    found = {(group.get("data-panel"), group.get("data-part")) for group in root.iter(f"{SVG}g")}
    for part in ("gate-0", "gate-1", "wire-0", "value-0", "value-3"):
        assert {("forward", part), ("backward", part)} <= found


def test_svg_escapes_what_a_person_wrote() -> None:
    text = svg(Picture(figure("y = x[0] < 1", x=[1.0, 2.0]))).decode()
    ET.fromstring(text)
    assert "&lt;" in text


def parsed(made: bytes, extension: str) -> object:
    """What a reader of the format makes of a file; raises where it makes nothing."""
    text = made.decode() if extension in WORDED else ""
    match extension:
        case "svg":
            return ET.fromstring(text)
        case "html":
            assert text.count("<script>") == text.count("</script>") == 1
            return ET.fromstring(text[text.index("<svg") : text.index("</svg>") + 6])
        case "json":
            return json.loads(text)
        case "dot":
            return pygraphviz.AGraph(string=text).close()
        case "typ":
            return typst.compile(made, format="svg")
        case "pptx":
            return [slide.notes_slide.notes_text_frame.text for slide in Presentation(BytesIO(made)).slides]
        case "png" | "gif" | "webp":
            return Image.open(BytesIO(made)).load()
    return text


@pytest.mark.parametrize("extension", FORMATS)
def test_hostile_words_stay_words_in_every_format(extension: str) -> None:
    diagram = hostile(figure())
    parsed(export(Picture(diagram, Settings(text="live") if extension == "svg" else Settings()), extension), extension)


def test_text_to_search_lies_unseen_on_its_outlines() -> None:
    diagram = figure(x=-2)
    bare, live = (svg(Picture(diagram, Settings(text=each))).decode() for each in ("outlines", "live"))
    assert "<text" not in bare
    found = [(each.text, each.get("textLength")) for each in ET.fromstring(live).iter(f"{SVG}text")]
    assert ("x = −2", found[[text for text, _ in found].index("x = −2")][1]) in found
    assert len(found) == sum(isinstance(mark, Text) and bool(mark.label.text) for mark in diagram.marks)
    group = next(each for each in ET.fromstring(live).iter(f"{SVG}g") if each.find(f"{SVG}text") is not None)
    assert group.get("fill-opacity") == "0"


def test_a_transparent_ground() -> None:
    assert b'<rect width="100%"' in svg(Picture(figure()))
    assert b'<rect width="100%"' not in svg(Picture(figure(), Settings(theme="transparent")))


def test_json_holds_the_scene_and_its_outlines() -> None:
    scene = json.loads(export(Picture(figure()), "json"))
    words = [mark for mark in scene["marks"] if mark["kind"] == "text"]
    assert {"curve", "circle", "rule", "text"} <= {mark["kind"] for mark in scene["marks"]}
    assert all(glyph[0] < len(scene["glyphs"]) for mark in words for glyph in mark["glyphs"])
    assert any(mark["latex"] == r"f=1" or "frac" in mark["latex"] for mark in words)
    assert scene["steps"][0]["phase"] == "forward"
