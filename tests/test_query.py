"""Queries: from the parameters of a URL, and back."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from app.examples import EXAMPLES, Example
from app.export import packed
from app.query import Query, QueryError


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


def test_a_readable_address_is_about_as_short_as_a_compressed_one() -> None:
    texts = [
        "z = sigmoid(w*x + b)",
        "f = (x + y) * z",
        "L = (sigmoid(w*x + b) - t)**2",
        "h = tanh(W @ x + b)",
        "q = x + y; f = q * z",
    ]
    assert Query(texts[1]).string() == "e=f%20=%20(x%20%2B%20y)%20*%20z"
    assert sum(len(Query(text).string()) for text in texts) <= sum(len(f"c={packed(text)}") for text in texts)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_examples_survive_their_url(example: Example) -> None:
    found = Query.of_example(example)
    assert query(found.string()) == found


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(QueryError) as error:
        query("e=x*y&x=one&y=[1,[2]]&style=baroque").worksheet()
    assert [fault.parameter for fault in error.value.faults] == ["x", "y", "style"]
    assert all(fault.message and fault.hint for fault in error.value.faults)


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
