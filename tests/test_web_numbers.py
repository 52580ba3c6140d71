"""Numbers alone are those of the page, for every example."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from markupsafe import Markup

from app.examples import EXAMPLES
from app.query import Query
from app.web.http.problem import Problem
from app.web.page.numbers import many, numbers
from app.web.page.template import render
from app.web.page.view import view
from app.web.tasks.tasks import TOGETHER, many_numbers

NAMES = [example.name for example in EXAMPLES]


def page(query: Query) -> str:
    return render("page.html", view=view(query, ""), root="", first=False)


def answer(query: Query) -> dict[str, object]:
    found = json.loads(numbers(query, ""))
    assert isinstance(found, dict)
    return found


def drawn(found: Any) -> Iterator[str]:
    """What the page's script makes of each mark."""
    for _, inside, *pieces in found["marks"].values():
        outline = "".join(f"M{x} {y}{found['outlines'][rest]}" for piece in pieces for x, y, rest in piece)
        yield f'<path transform="{inside}" d="{outline}"/>' if pieces else inside


@pytest.mark.parametrize("example", EXAMPLES, ids=NAMES)
def test_they_are_those_of_the_page(example: object) -> None:
    query = Query.of_example(example)  # type: ignore[arg-type]
    shown, found = page(query), answer(query)
    assert re.search(r'data-structure="(\w+)"', shown)[1] == found["structure"]  # type: ignore[index]
    marks = dict(re.findall(r'transform="([^"]*)" data-mark="([^"]*)"', shown))
    assert {key: place for key, (place, *_) in found["marks"].items()} == {key: place for place, key in marks.items()}  # type: ignore[attr-defined]
    assert all(inside in shown for inside in drawn(found))
    cells = [Markup(text).unescape() for text in re.findall(r'<td class="number[^"]*">([^<]*)</td>', shown)]
    assert cells == [text for pair in found["cells"] for text in pair]  # type: ignore[attr-defined]
    gradients = re.findall(r'data-input="([^"]*)".*?class="gradient"[^>]*>([^<]*)<', shown, re.DOTALL)
    assert {key: text for key, (text, *_) in found["gradients"].items()} == {  # type: ignore[attr-defined]
        Markup(key).unescape(): text for key, text in gradients if key != "seed"
    }


def test_other_values_stand_in_the_same_figure_unless_the_text_takes_another_way() -> None:
    query = Query("y = x*x if x > 0 else x + x", {"x": "2"})
    assert answer(query)["structure"] == answer(replace(query, values={"x": "3"}))["structure"]
    assert answer(query)["structure"] != answer(replace(query, values={"x": "-3"}))["structure"]


@pytest.mark.parametrize("query", [Query("y = "), Query("y = x", {"x": "many"}), Query("")])
def test_where_there_is_no_figure_there_are_no_numbers(query: Query) -> None:
    assert answer(query) == {"structure": "", "outlines": []}


def test_an_open_gate_and_a_walk_come_with_them() -> None:
    regions = str(answer(Query("f = x * y", {"x": "3"}, step="2", gate="f"))["regions"])
    assert "The times gate" in regions
    assert 'data-region="steps"' in regions


def test_several_pages_have_their_numbers_in_order() -> None:
    queries = [Query("f = x * y", {"x": x, "y": "2"}) for x in ("1", "-3.25", "1e6")] + [Query("f = ")]
    found = json.loads(many(queries, ""))
    alone = [answer(query) for query in queries]
    kinds = ("structure", "cells", "gradients", "regions")
    assert [[page.get(kind) for kind in kinds] for page in found["pages"]] == [
        [page.get(kind) for kind in kinds] for page in alone
    ]
    for page, other in zip(found["pages"][:-1], alone[:-1], strict=True):
        assert [*drawn({**page, "outlines": found["outlines"]})] == [*drawn(other)]
    assert len(found["outlines"]) == len(set(found["outlines"]))


def test_more_pages_than_a_slider_asks_for_are_refused() -> None:
    assert json.loads(many_numbers(b"e=f%3Dx&x=1\n" * TOGETHER, "").body)["pages"][-1]["structure"]
    with pytest.raises(Problem):
        many_numbers(b"e=f%3Dx&x=1\n" * (TOGETHER + 1), "")


def test_only_what_changes_with_values_is_put_in_anew() -> None:
    found = answer(Query("f = x * y", {"x": "3", "y": "-4"}))
    assert "backward-value-0" not in found["marks"], "the chain rule is written without numbers"  # type: ignore[operator]
    assert "backward-value-0-1" in found["marks"]  # type: ignore[operator]


def test_a_wire_beside_a_label_begins_where_its_numbers_end() -> None:
    places = [
        float(answer(Query("z = x*y", {"x": x}))["marks"]["forward-value-0-lead"][0].split("(")[1].split()[0])  # type: ignore[index]
        for x in ("2", "-1.8")
    ]
    assert places[0] < places[1]
