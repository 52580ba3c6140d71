"""From a query to a file: nothing that is given is passed over, and every file opens again."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from urllib.parse import parse_qsl

import pygraphviz
import pytest
import typst
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pptx import Presentation

from app.autodiff import differentiate
from app.cli import main
from app.diagram import CHOICES, Options, compose
from app.diagram.drawing.areas import area
from app.diagram.drawing.panels import MARGIN
from app.diagram.drawing.untitled import untitled
from app.diagram.parts import TITLE
from app.export import FORMATS, SETTINGS, opened, packed, seal, unpacked
from app.language import Diagnostic, LanguageError, parse
from app.query import Query, QueryError
from app.render import effective, picture
from app.values import written
from tests.programs import valid

QUERY = "e=z = x*y %2B 2&x=3&y=-4&constant=y&seed=2&notation=∂"


def query(address: str) -> Query:
    return Query.of(parse_qsl(address, keep_blank_values=True), SETTINGS)


def faults(address: str, extension: str = "svg") -> dict[str | None, str]:
    with pytest.raises(QueryError) as error:
        picture(query(address), extension)
    assert all(fault.message and fault.hint for fault in error.value.mistakes)
    return {fault.parameter: fault.message for fault in error.value.mistakes}


@pytest.mark.parametrize(
    ("text", "name"),
    [("y = x₁*2", "x₁"), ("y = x₁*2", "x1"), ("y = x1*2", "x₁"), ("$y = \\theta x$", "θ"), ("y = w′ + 1", "w_prime")],
)
def test_a_name_may_be_written_otherwise_than_in_the_text(text: str, name: str) -> None:
    asked = Query(text, {name: "5"})
    assert "= 5" in picture(asked, "txt").decode()
    trace = differentiate(parse(text), values={name: 5})
    assert 5 in [float(value) for value in trace.values]
    assert not trace.warnings


@pytest.mark.parametrize("extension", FORMATS)
def test_every_file_opens_again(extension: str) -> None:
    asked = effective(query(f"{QUERY}&theme=dark&scale=2&style=colah"), FORMATS[extension])
    again = query(opened(picture(asked, extension)))
    assert again == asked
    assert picture(again, extension) == picture(asked, extension)


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_becomes_another_on_the_command_line(extension: str, tmp_path: Path) -> None:
    run = CliRunner().invoke
    first, second = tmp_path / f"first.{extension}", tmp_path / "second.svg"
    assert run(main, ["render", "z = x*y", "--at", "x=3", "--fold", "all", "-o", str(first)]).exit_code == 0
    assert run(main, ["render", str(first), "--at", "y=5", "-o", str(second)]).exit_code == 0
    assert query(opened(second.read_bytes())) == Query("z = x*y", {"x": "3", "y": "5"}, options={"fold": "all"})


def test_a_file_without_a_program_is_told(tmp_path: Path) -> None:
    other = tmp_path / "other.svg"
    other.write_text("<svg/>", encoding="utf-8")
    result = CliRunner().invoke(main, ["render", str(other)])
    assert result.exit_code == 2
    assert "no program of Backpass" in result.output


@settings(max_examples=50, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_seals_carry_any_text(text: str) -> None:
    assert unpacked(packed(text)) == text
    assert re.fullmatch(r"backpass:[\w-]+", seal(text), re.ASCII)
    assert opened(b"\x00 ... " + seal(text).encode() + b"<") == text


TEXTS = ("svg", "dot", "mmd", "md", "txt", "json", "tex", "typ", "html")


@settings(max_examples=6, deadline=None, derandomize=True)
@given(valid(), st.sampled_from(CHOICES["style"]), st.sampled_from(["light", "dark"]))
def test_any_program_goes_into_any_format_and_comes_back(
    program: tuple[str, dict[str, object]], style: str, theme: str
) -> None:
    text, at = program
    values = {name: written(value) for name, value in at.items()}
    asked = Query(text, values, options={"style": style}, settings={"theme": theme})
    for extension in TEXTS:
        kind = FORMATS[extension]
        content = picture(effective(asked, kind), extension)
        again = query(opened(content))
        assert again == query(effective(asked, kind).string()), extension
        assert (again.text, again.worksheet().values.keys()) == (text.rstrip("\n"), at.keys())
        if extension in ("svg", "html"):
            ET.fromstring(content[content.index(b"<svg") : content.index(b"</svg>") + 6])
        if extension == "json":
            assert json.loads(content)["marks"]
        if extension == "typ":
            assert typst.compile(content, format="svg")
        if extension == "dot":
            pygraphviz.AGraph(string=content.decode()).close()


def moves(film: Image.Image) -> bool:
    """Whether the last frame of a film on dark paper has more light in it than the first."""
    shown = []
    for frame in (0, getattr(film, "n_frames", 1) - 1):
        film.seek(frame)
        shown.append(sum(film.convert("L").histogram()[128:]))
    return shown[1] > shown[0]


OPENED: dict[str, Callable[[bytes], object]] = {
    "pdf": lambda content: re.search(rb"/Type\s*/Page\b", content) and content.rstrip().endswith(b"%%EOF"),
    "png": lambda content: len(Image.open(BytesIO(content)).getcolors(1 << 24) or ()) > 2,
    "pptx": lambda content: len(Presentation(BytesIO(content)).slides[0].shapes),
    "gif": lambda content: moves(Image.open(BytesIO(content))),
    "webp": lambda content: moves(Image.open(BytesIO(content))),
}
"""How the formats that are no text are seen to hold something."""
FILMS = {"gif", "webp"}
WORDS = '"]]></svg>-->*/ `|#panic()$x$ \\end{document} %s {{x}} &amp; ☃ <script>alert(1)</script> ");'


@settings(max_examples=4, deadline=None, derandomize=True)
@given(valid(), st.sampled_from(CHOICES["style"]))
def test_any_program_goes_into_any_binary_format_and_comes_back(
    program: tuple[str, dict[str, object]], style: str
) -> None:
    text, at = f"# {WORDS}\n{program[0]}", program[1]
    given = {"theme": "dark", "width": "640", "heading": WORDS}
    asked = Query(text, {name: written(value) for name, value in at.items()}, options={"style": style}, settings=given)
    for extension in OPENED.keys() - FILMS:
        again = comes_back(asked, extension)
        assert (again.text, again.worksheet().values.keys()) == (text.rstrip("\n"), at.keys())


@settings(max_examples=2, deadline=None, derandomize=True)
@given(valid())
def test_any_program_becomes_a_film_and_comes_back(program: tuple[str, dict[str, object]]) -> None:
    values = {name: written(value) for name, value in program[1].items()}
    for extension in FILMS:
        comes_back(Query(program[0], values, settings={"theme": "dark", "width": "120"}), extension)


def comes_back(asked: Query, extension: str) -> Query:
    """What is read again of a file that was made and holds something."""
    wanted = effective(asked, FORMATS[extension])
    content = picture(wanted, extension)
    assert OPENED[extension](content), extension
    again = query(opened(content))
    assert again == query(wanted.string()), extension
    return again


def test_a_broken_seal_is_told_and_a_bomb_is_not_opened() -> None:
    whole = packed("e=z = x*y")
    for broken in (whole[:-3], whole[:4] + "A" + whole[5:], "!"):
        with pytest.raises(ValueError, match="cannot be read"):
            unpacked(broken)
    with pytest.raises(ValueError, match="too long"):
        unpacked(packed("x" * (1 << 21)))


def test_a_program_may_come_compressed() -> None:
    text = "\n".join(f"v{k} = tanh(v{k - 1} * w)" for k in range(1, 120))
    long = Query(text, {"c": "2"})
    assert len(long.string()) < 2000 < len(text)
    assert Query.of(parse_qsl(long.string())) == long
    assert query("c=1&e=x*c").values == {"c": "1"}
    assert list(faults("c=nothing")) == ["c"]


@pytest.mark.parametrize(
    ("address", "extension", "told"),
    [
        ("e=z=x&x=1&x=2", "svg", {"x": "`x` is given twice, as `1` and as `2`"}),
        ("e=z=x&theme=dark&theme=light", "svg", {"theme": "`theme` is given twice, as `dark` and as `light`"}),
        ("e=z=x&e=y=x", "svg", {"e": "`e` is given twice, as `z=x` and as `y=x`"}),
        ("e=z=x&theme=dark", "json", {"theme": "`theme` has no effect on .json"}),
        ("e=z=x&style=colah", "dot", {"style": "`style` has no effect on .dot"}),
        ("e=z=x&scale=2", "svg", {"scale": "`scale` has no effect on .svg"}),
        ("e=z=x&scale=5", "png", {"scale": "`5` is not from 1 to 4"}),
        ("e=z=x&scale=nan", "png", {"scale": "`nan` is not a number"}),
        ("e=z=x&width=2.5", "png", {"width": "`2.5` is not a whole number"}),
        ("e=z=x&theme=pink", "svg", {"theme": "`pink` is not one of its choices"}),
        ("e=z=x&scale=2&dpi=300", "png", {"dpi": "scale and dpi all say how many pixels"}),
        ("e=z=x&q=2", "svg", {"q": "`q` is neither an input of the program nor an option"}),
        ("e=z=tanh(x)&t=2", "svg", {"t": "`t` is neither an input of the program nor an option"}),
        ("e=z=x*y&constant=x,q", "svg", {"constant": "`q` is not an input of this program"}),
        ("e=z=x*y&constant=z", "svg", {"constant": "`z` is not an input of this program"}),
        ("e=z=x*scale&scale=2", "png", {"scale": "`scale` stands in the program and is an option of the file too"}),
    ],
)
def test_what_has_no_effect_or_cannot_be_is_a_mistake(address: str, extension: str, told: dict[str, str]) -> None:
    assert faults(address, extension) == told


@pytest.mark.parametrize(("terms", "told"), [(2, []), (8, ["frame"])])
def test_a_figure_that_no_slide_has_room_for_says_so(terms: int, told: list[str]) -> None:
    text = "; ".join(f"y{k} = sin(x{k})*tanh(x{k + 1})" for k in range(terms))
    said: list[Diagnostic] = []
    picture(
        query(f"e={text}; L = {' %2B '.join(f'y{k}**2' for k in range(terms))}&fold=primitive&frame=slide"),
        "svg",
        said.extend,
    )
    assert [each.parameter for each in said if each.parameter == "frame"] == told


def test_near_names_are_offered() -> None:
    with pytest.raises(QueryError) as error:
        picture(query("e=z=x&notatoin=d"), "svg")
    assert error.value.mistakes[0].hint == "did you mean notation?"


def test_an_input_may_be_called_as_a_setting() -> None:
    one, both = "e=z=x*scale&at.scale=3", "e=z=x*scale&at.scale=3&scale=2"
    assert query(one).values == query(both).values == {"scale": "3"}
    assert picture(query(one), "png") != picture(query(both), "png")
    assert Query.of(parse_qsl(query(one).string())).values == {"scale": "3"}


@pytest.mark.parametrize("name", ["utm_source", "fbclid", "gclid", "msclkid", "mc_eid", "igshid"])
def test_what_others_add_to_links_is_passed_over(name: str) -> None:
    assert picture(query(f"e=z=x*2&{name}=mail&x=3"), "svg") == picture(query("e=z=x*2&x=3"), "svg")
    assert query(f"e=z={name}*2&{name}=3").worksheet(strict=True).values == {name: 3}


def size(made: bytes) -> tuple[int, float]:
    with Image.open(BytesIO(made)) as image:
        return image.width, image.info["dpi"][0]


def test_a_png_knows_how_large_it_is() -> None:
    natural = size(picture(query("e=z=x*y"), "png"))
    inches = natural[0] / natural[1]
    for more, width, dpi in (
        ("scale=1", inches * 96, 96),
        ("scale=4", inches * 384, 384),
        ("dpi=300", inches * 300, 300),
    ):
        assert size(picture(query(f"e=z=x*y&{more}"), "png")) == pytest.approx((width, dpi), abs=1.5)
    assert size(picture(query("e=z=x*y&width=1000"), "png")) == pytest.approx((1000, 1000 / inches), abs=0.6)


def test_a_png_has_25_million_pixels_at_most() -> None:
    chain = "e=" + "%0A".join(["v = x", *["v = sin(v)"] * 200]) + "&fold=primitive&panels=stacked"
    width, _ = size(picture(query(chain), "png"))
    assert width <= 12_000
    assert "million are the most" in faults(f"{chain}&scale=4", "png")["scale"]


def test_themes_colour_and_clear_the_paper() -> None:
    corner = {}
    for theme in ("light", "dark", "transparent"):
        with Image.open(BytesIO(picture(query(f"e=z=x*y&theme={theme}&scale=1"), "png"))) as image:
            corner[theme] = image.convert("RGBA").getpixel((1, 1))
    assert corner == {"light": (255, 255, 255, 255), "dark": (29, 29, 33, 255), "transparent": (0, 0, 0, 0)}


@pytest.mark.parametrize("panels", ["side", "stacked", "forward", "backward"])
def test_titles_may_be_left_out(panels: str) -> None:
    trace = differentiate(parse("q = x + y\nf = q * y"))
    whole = compose(trace, Options(panels=panels))
    bare = untitled(whole)
    assert {mark.id for mark in whole.marks} - {mark.id for mark in bare.marks} == {
        mark.id for mark in whole.marks if mark.part == TITLE
    }
    assert bare.height < whole.height - 15
    assert bare.width == whole.width
    tops = [area(mark)[1] for mark in bare.marks]
    bottoms = [area(mark)[3] for mark in bare.marks]
    assert min(tops) == pytest.approx(MARGIN)
    assert max(bottoms) == pytest.approx(bare.height - MARGIN)
    assert picture(query(f"e=z=x*y&panels={panels}&title=off"), "svg").count(b"Forward pass</") == 0


def test_a_style_without_titles_has_none_to_leave_out() -> None:
    assert faults("e=z=x&style=colah&title=off") == {"title": "this style has no titles"}


@pytest.mark.parametrize("extension", FORMATS)
def test_every_format_writes_as_many_digits_as_it_is_told_to(extension: str) -> None:
    wanted = ("e=y = sigmoid(x)&x=2&digits=5", "e=y = sigmoid(x)&x=2")
    five, three = (picture(query(address), extension) for address in wanted)
    assert five != three
    if extension in ("svg", "tex", "html", "dot", "mmd", "md", "txt", "json"):
        assert "0.8808" in five.decode()
        assert "0.88080" not in three.decode() and "0.8808" not in three.decode().replace("0.881", "")
    # What one figure says no other has to.
    assert picture(query(wanted[1]), extension) == three


def test_mistakes_of_the_program_come_as_such() -> None:
    with pytest.raises(LanguageError):
        picture(query("e=z=x*"), "svg")


def test_what_is_said_twice_alike_or_left_empty_is_no_mistake() -> None:
    assert picture(query("e=z=x*y&x=1&x=&x=1&constant=x&constant=y"), "txt") == picture(
        query("e=z=x*y&x=1&constant=x,y"), "txt"
    )
