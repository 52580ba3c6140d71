"""Queries: from the parameters of a URL, and back."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

import pytest

from app.examples import EXAMPLES, Example
from app.export import packed
from app.query import Query, QueryError, disposition, file_name
from app.web.http import plus_signs


def query(url: str) -> Query:
    return Query.of(parse_qsl(url, keep_blank_values=True))


def test_a_url_says_everything() -> None:
    found = query("e=z=x*y&x=3&y=[1,2]&seed=[1,0]&constant=y&output=z&style=colah&notation=∂")
    sheet = found.worksheet()
    assert found.text == "z=x*y"
    assert sheet.values["x"] == 3
    assert list(sheet.values["y"]) == [1, 2]  # type: ignore[call-overload]
    assert list(sheet.seed) == [1, 0]  # type: ignore[call-overload]
    assert sheet.constants == ("y",)
    assert sheet.output == "z"
    assert (sheet.options.style, sheet.options.notation) == ("colah", "∂")


def test_an_input_may_be_called_as_an_option() -> None:
    found = query("e=f=e*seed*x&at.e=3&at.seed=4&at.x=5")
    assert found.values == {"e": "3", "seed": "4", "x": "5"}
    assert found.text == "f=e*seed*x"
    assert query(found.string()) == found
    assert "at.e=3" in found.string() and "at.x" not in found.string()


def test_dotted_names_are_inputs() -> None:
    assert query("e=x&fc.weight=2&at.at.weight=3").values == {"fc.weight": "2", "at.weight": "3"}


def test_empty_parameters_count_as_not_given() -> None:
    assert query("e=x&y=&seed=&constant=&style=&output=") == Query("x")


def test_several_constants() -> None:
    assert query("e=x&constant=a,b&constant=c").constants == ("a", "b", "c")


def test_defaults_make_no_part_of_a_url() -> None:
    assert query("e=x&style=kratzert&notation=d").string() == "e=x"


SHORT = [
    "z = sigmoid(w*x + b)",
    "L = (sigmoid(w*x + b) - t)**2",
    "h = tanh(W @ x + b)\nL = sum((h - t)**2)",
    "x = -2; y = 5; z = -4\nq = x + y\nf = q * z",
    "m = 2.0\nx = 3.0\nb = 1.0\ny = mx + b",
    "f = jax.lax.cond(x > 0, lambda t: t**2, lambda t: -t, x)",
    "row = torch.zeros(3)\nrow[0] = x\nrow[1] = x * x\ny = row.sum()",
    "J = \\frac{1}{2} (w x - y)^2",
    "f = 1 - x y + 2 (a b)  # two  spaces",
    *(example.text for example in EXAMPLES if 20 <= len(example.text) <= 60),
]


@pytest.mark.parametrize("text", SHORT)
def test_a_readable_address_is_no_longer_than_a_compressed_one(text: str) -> None:
    made = Query(text.rstrip("\n")).string()
    assert len(made) <= len(f"c={packed(text)}")
    assert query(made).text == text.rstrip("\n")
    assert plus_signs.misread(made) is None


def test_an_address_is_read_by_people_too() -> None:
    assert Query("f = (x + y) * z").string() == "e=f+=+(x+%2B+y)+*+z"
    assert Query("f = 2 x").string() == "e=f+=+2%20x"


@pytest.mark.parametrize(
    ("text", "also", "name"),
    [
        ("q = x + y\nf = q * z", {}, "backpass-f-q-z-#.svg"),
        ("f = q * z  # a product", {"step": "3"}, "backpass-f-q-z-#-step-3.svg"),
        ("# A neuron, alone\ny = sigmoid(w*x)", {"gate": "y"}, "backpass-A-neuron-alone-#-gate-y.svg"),
        ("def affine_forward(x, w):\n    out = x @ w\n    return out, w", {}, "backpass-affine-forward-#.svg"),
        ("x = 2; y = log(x);", {"output": "y"}, "backpass-y-log-x-#-y.svg"),
        ("y = np.sum(\n    x,\n)", {}, "backpass-y-np-sum-#.svg"),
        (
            "z = " + " + ".join(f"name{k}" for k in range(20)),
            {},
            "backpass-z-name0-name1-name2-name3-name4-name5-#.svg",
        ),
        ("z = x", {"settings": {"steps": "all"}}, "backpass-z-x-#-steps.svg"),
        ("z = x", {"settings": {"sheet": "worksheet"}, "hide": "all"}, "backpass-z-x-#-worksheet.svg"),
        ("损失 = x²", {}, "backpass-损失-x2-#.svg"),
        ('../../etc/"; x\r\n', {}, "backpass-x-#.svg"),
        ("", {}, "backpass.svg"),
    ],
)
def test_files_are_called_by_their_programs(text: str, also: dict[str, Any], name: str) -> None:
    assert re.sub(r"-[0-9a-f]{4}(?=[.-])", "-#", file_name(Query(text, **also), "svg"), count=1) == name


def test_figures_that_are_called_alike_are_told_apart() -> None:
    asked = (
        Query("q = x + y\nf = q * z"),
        Query("q = x - y\nf = q * z"),
        Query("f = q + z"),
        Query("f = q * z"),
        Query("f = q * z", {"q": "3"}),
        Query("f = q * z", options={"style": "circuit"}),
        Query("f = q * z", settings={"theme": "dark"}),
    )
    assert len({file_name(each, "svg") for each in asked}) == len(asked)
    shown = Query("f = q * z"), Query("f = q * z", step="2"), Query("f = q * z", settings={"steps": "all"})
    names = [file_name(each, "pdf").removesuffix(".pdf") for each in shown]
    assert all(name.startswith(names[0]) for name in names)


def test_a_page_that_steps_is_called_the_same_wherever_it_begins() -> None:
    assert file_name(Query("z = x", step="2"), "html") == file_name(Query("z = x"), "html")


def test_a_name_has_letters_that_any_program_reads() -> None:
    assert disposition("inline", "backpass-é-z.svg") == (
        "inline; filename=\"backpass-e-z.svg\"; filename*=UTF-8''backpass-%C3%A9-z.svg"
    )
    assert disposition("inline", "backpass-损失.svg").startswith('inline; filename="backpass.svg"; ')
    assert disposition("inline", "backpass-z.svg") == 'inline; filename="backpass-z.svg"'


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_survive_their_url(example: Example) -> None:
    found = Query.of_example(example)
    assert query(found.string()) == found


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(QueryError) as error:
        query("e=x*y&x=one&y=[1,[2]]&style=baroque").worksheet()
    assert [fault.parameter for fault in error.value.mistakes] == ["x", "y", "style"]
    assert all(fault.message and fault.hint for fault in error.value.mistakes)


def test_what_a_link_picks_up_on_its_way_is_ignored() -> None:
    assert query("e=x*2&utm_source=mail&x=3").worksheet().values == {"x": 3}


def test_values_are_read_as_people_write_them() -> None:
    sheet = query("e=x*y&x=3/4&y=1 2; 3 4&seed=1,5").worksheet()
    assert sheet.values["x"] == 0.75
    assert sheet.values["y"].tolist() == [[1, 2], [3, 4]]  # type: ignore[attr-defined]
    assert sheet.remarks == {"seed": ("“1,5” is read as 1.5; for two entries write [1, 5]",)}


def test_what_can_be_understood_is_when_something_else_cannot() -> None:
    sheet, faults = query("e=x*y&x=one&y=pi").understood()
    assert list(sheet.values) == ["y"]
    assert [fault.parameter for fault in faults] == ["x"]
