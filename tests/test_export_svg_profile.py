"""The profile of SVG that slide programs, converters and sanitizers all read: a list of what may occur, and nothing else."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import replace

import pytest

from app.autodiff import differentiate
from app.diagram import CHOICES, Diagram, Options, compose
from app.examples import EXAMPLES
from app.export import Picture, Settings
from app.export.page_svg import page_svg
from app.export.svg import svg
from app.export.theme import THEMES
from app.language import parse

SVG = "{http://www.w3.org/2000/svg}"
SPOKEN = {"role", "aria-label", "aria-labelledby", "aria-describedby", "aria-hidden"}
PAINT = {"fill", "stroke", "stroke-width"}
ALLOWED = {
    "svg": {"width", "height", "viewBox"} | SPOKEN,
    "title": {"id"},
    "metadata": set(),
    "desc": {"id"},
    "g": {"id", "fill", "transform"} | SPOKEN,
    "path": {"d", "transform"} | PAINT,
    "circle": {"cx", "cy", "r"} | PAINT,
    "rect": {"x", "y", "width", "height", "rx"} | PAINT,
}
COLOUR = re.compile(r"#[0-9a-f]{6}|none")
HOSTILE = '</title><script>alert(1)</script> & "quotes" \u0001 \ufffe'


def figures() -> list[Diagram]:
    made = []
    for example in EXAMPLES:
        trace = differentiate(
            parse(example.text), values=example.values, seed=example.seed, constants=example.constants
        )
        made += [compose(trace, Options(style=style)) for style in CHOICES["style"]]
    return made


def trespasses(text: str) -> list[str]:
    """What a file has that the profile does not."""
    root = ET.fromstring(text)
    found = [] if root.tag == f"{SVG}svg" else [root.tag]
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        known = ALLOWED.get(name) if name != "svg" or element is root else None
        found += [name] if known is None else sorted(element.attrib.keys() - known)
        colours = [element.get(name, "none") for name in ("fill", "stroke")]
        found += [colour for colour in colours if not COLOUR.fullmatch(colour)]
    return found


def ids(text: str) -> list[str]:
    return [key for element in ET.fromstring(text).iter() if (key := element.get("id"))]


def test_files_keep_to_the_profile() -> None:
    for diagram in figures():
        assert trespasses(svg(Picture(diagram)).decode()) == []


@pytest.mark.parametrize("theme", THEMES)
def test_files_keep_to_the_profile_in_every_theme_and_with_their_program(theme: str) -> None:
    picture = Picture(figures()[0], Settings(theme=theme), "backpass:eNpLta3SVjV20a5QNQ")
    assert trespasses(svg(picture).decode()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        '<use href="#a"/>',
        '<path style="fill:red"/>',
        '<path class="a"/>',
        '<path fill="rgba(0,0,0,0)"/>',
        '<path stroke="transparent"/>',
        '<path fill="red"/>',
        '<path fill="url(#a)"/>',
        "<style/>",
        "<svg/>",
        '<g onclick="alert(1)"/>',
        '<foreignObject width="1" height="1"/>',
    ],
)
def test_the_profile_refuses(wrong: str) -> None:
    assert trespasses(f'<svg xmlns="http://www.w3.org/2000/svg">{wrong}</svg>') != []


def test_every_part_has_an_id_and_no_two_files_share_one() -> None:
    files = [ids(svg(Picture(diagram)).decode()) for diagram in figures()]
    assert all(len(file) > 5 for file in files)
    assert [key for key, times in Counter(key for file in files for key in file).items() if times > 1] == []


def test_what_a_person_wrote_stays_text() -> None:
    diagram = replace(figures()[0], title=HOSTILE, description=HOSTILE)
    text = svg(Picture(diagram)).decode()
    assert trespasses(text) == []
    told = HOSTILE.replace("\u0001", "\ufffd").replace("\ufffe", "\ufffd")
    assert [ET.fromstring(text).findtext(f"{SVG}{name}") for name in ("title", "desc")] == [told, told]


def test_a_screen_reader_finds_a_title_a_description_and_the_parts() -> None:
    root = ET.fromstring(svg(Picture(figures()[3])))
    named = {element.get("id"): element.text for element in root}
    assert named[root.get("aria-labelledby")]
    assert named[root.get("aria-describedby")]
    for group in root.iter(f"{SVG}g"):
        if group.get("id"):
            assert (group.get("role") == "img") == bool(group.get("aria-label"))
            assert group.get("role") or group.get("aria-hidden") == "true"


def test_the_pages_figure_has_names_for_its_script_and_the_colours_of_the_page() -> None:
    text = page_svg(figures()[0])
    assert {"data-panel", "data-part", "data-kind"} <= {
        key for element in ET.fromstring(text).iter() for key in element.attrib
    }
    assert not re.search(r"#[0-9a-f]{6}\"", text)
