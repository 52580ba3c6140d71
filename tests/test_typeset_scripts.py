"""Names in any script: drawn in one of the fonts that there are, or spelled by their numbers, but never a box."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from app.query import Query
from app.render import picture
from app.typeset import Text, label, without_font
from app.typeset.fonts import typeset, unset

NAMES = ["权重", "重み", "가중치", "وزن", "भार", "вес", "βάρος", "משקל", "trọng_số", "น้ำหนัก"]
NOWHERE = "\U0002b81d"
"""A sign that hardly any font has."""


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_drawn_and_never_as_a_box(name: str) -> None:
    (page,) = typeset([Text(name)], inline=False)
    assert not unset(page)
    assert label(Text(name)).glyphs


@pytest.mark.parametrize("name", NAMES)
def test_it_can_be_an_input_in_every_format(name: str) -> None:
    made = picture(Query(f"{name} = 3\nz = {name} * 2"), "json").decode()
    assert "= 6" in made


@pytest.mark.parametrize("extension", ["svg", "pdf", "png", "pptx", "tex", "html", "gif", "dot", "mmd", "md", "txt"])
def test_formats_take_all_of_them_at_once(extension: str) -> None:
    program = "L = " + " + ".join(f"{name} ** {power}" for power, name in enumerate(NAMES[:5], 2))
    assert picture(Query(program), extension)


def test_what_no_font_has_is_spelled_by_its_number() -> None:
    (page,), (spelled,) = typeset([Text(NOWHERE)], inline=False), typeset([Text(" U+2B81D ")], inline=False)
    assert page == spelled
    assert without_font(f"x重{NOWHERE}\n") in ([NOWHERE], ["重", NOWHERE])
    assert without_font("αβ x̂ Wᵀ") == []


def test_outlines_of_quadratic_curves_are_read_by_every_exporter() -> None:
    assert picture(Query("z = भार * 重み"), "pptx")


def test_who_asks_for_a_file_hears_of_what_no_font_has() -> None:
    heard: list[str] = []
    picture(Query(f"{NOWHERE} = 3\nz = {NOWHERE} * 2"), "svg", lambda told: heard.extend(each.message for each in told))
    assert heard == [f"no font of this server has U+{ord(NOWHERE):04X}: the figure spells such signs by their numbers"]


def test_letters_that_join_are_set_in_a_type_made_for_them() -> None:
    if not shutil.which("fc-list") or not re.search("Noto (Naskh|Sans) Arabic", listed()):
        pytest.skip("no Arabic type is installed")
    # In a typewriter's type both would be as wide.
    assert label(Text("ااا")).width < 0.6 * label(Text("ببب")).width


def listed() -> str:
    return subprocess.run(["fc-list", ":lang=ar", "family"], capture_output=True, text=True, check=True).stdout
