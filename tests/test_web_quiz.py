"""What is kept back, and how answers are judged."""

from __future__ import annotations

import json
import re

import pytest

from app.lessons import course
from app.query import Query
from app.web.page import lesson_page
from app.web.page.quiz import judgement
from app.web.page.template import render
from app.web.page.view import view

TEXT = "q = x + y\nf = q * z"
VALUES = {"x": "-2", "y": "5", "z": "-4"}
NODES = {"x": 0, "y": 1, "q": 2, "z": 3, "f": 4}


def page(hide: str, text: str = TEXT) -> str:
    return render("page.html", view=view(Query(text, VALUES, hide=hide), ""), root="", first=False)


def judged(of: str, answer: str, text: str = TEXT) -> tuple[bool | None, str]:
    kind, _, name = of.partition(" ")
    pairs = [("e", text), *VALUES.items(), ("of", f"{kind}-{NODES.get(name, name)}"), ("answer", answer)]
    found = json.loads(judgement(pairs))
    return found["right"], found["said"]


@pytest.mark.parametrize(
    ("hide", "fields", "shown"),
    [
        ("gradients", ["adjoint-0", "adjoint-1", "adjoint-2", "adjoint-3"], ["q = 3", "f = −12"]),
        ("all", ["adjoint-0", "adjoint-1", "value-2", "adjoint-2", "adjoint-3", "value-4"], ["x = −2"]),
        ("q", ["value-2", "adjoint-2"], ["f = −12", "dL/dx = "]),
    ],
)
def test_what_is_hidden_is_asked_for_in_the_table_and_blank_in_the_figure(
    hide: str, fields: list[str], shown: list[str]
) -> None:
    made = page(hide)
    assert sorted(re.findall(r'class="typed answer" name="([\w-]+)"', made)) == sorted(fields)
    for said in shown:
        assert said in made


@pytest.mark.parametrize("hide", ["gradients", "all"])
def test_nothing_on_the_page_gives_a_gradient_away(hide: str) -> None:
    """A program whose gradients are numbers that appear nowhere else."""
    text = "f = x * y * 1.2345"
    values = {"x": "7.1", "y": "3.7"}
    made = render("page.html", view=view(Query(text, values, hide=hide, step="3", gate="f"), ""), root="", first=False)
    said = " ".join(map(" ".join, re.findall(r'(?:aria-label|title|data-said|value)="([^"]*)"|>([^<]+)<', made)))
    assert "7.1" in said
    assert not re.search(r"4\.57|4\.568|8\.76|8\.77", said)


def test_a_name_that_nothing_has_is_said() -> None:
    assert "nothing is called <code>w</code>" in page("q, w")


@pytest.mark.parametrize(
    ("of", "answer", "right", "said"),
    [
        ("adjoint x", "-4", True, "Right"),
        ("adjoint x", "-8/2", True, "Right"),
        ("adjoint x", "−4.01", True, "Right"),
        ("adjoint x", "4", False, "sign"),
        ("adjoint x", "1", False, "local derivative"),
        ("adjoint q", "1", False, "comes in"),
        ("adjoint q", "3", False, "other input"),
        ("adjoint z", "-4", False, "other input"),
        ("adjoint x", "-2", False, "the value itself"),
        ("adjoint x", "17", False, "Not yet"),
        ("adjoint x", "[1, 2]", False, "shape"),
        ("adjoint x", "many", None, "not a number"),
        ("value q", "3", True, "Right"),
        ("value q", "-3", False, "sign"),
        ("value 99", "3", None, "not in this program"),
        ("seed x", "3", None, "not in this program"),
    ],
)
def test_answers_are_judged_by_their_likely_mistake(of: str, answer: str, right: bool | None, said: str) -> None:
    found = judged(of, answer)
    assert found[0] is right
    assert said in found[1]


@pytest.mark.parametrize(
    ("text", "value", "answer", "said"),
    [
        ("f = x * y", "3", "3", "other input’s value"),
        ("f = x + y", "3", "3", "the input’s own value"),
        ("f = 1 / x", "4", "4", "the input’s own value"),
        ("f = x ** 3", "4", "4", "the input’s own value"),
        ("f = x ** 3", "4", "-48", "sign"),
        ("f = x ** 3", "4", "12", "A factor x is missing"),
        ("f = x ** 3", "4", "192", "A factor x is too many"),
        ("f = 1 / x", "4", "-1/4", "missing below the line"),
        ("f = x ** 2", "5", "5", "own value"),
        ("f = sqrt(x)", "9", "1/3", "twice as much"),
        ("f = x * y", "3", "21", "Not yet"),
        ("f = exp(x)", "1", "2.6", "three digits"),
        ("f = x ** 3", "4", "[48, 1]", "It is one number, and this has shape 2."),
    ],
)
def test_the_other_input_is_named_only_where_its_value_is_the_factor(
    text: str, value: str, answer: str, said: str
) -> None:
    pairs = [("e", text), ("x", value), *[("y", "7")] * ("y" in text), ("of", "adjoint-0"), ("answer", answer)]
    assert said in json.loads(judgement(pairs))["said"]


def test_one_path_of_several_is_told() -> None:
    text = "a = x * y\nf = a + 5*x"
    assert "one path" in judged("adjoint 0", "5", text)[1]
    assert judged("adjoint 0", "10", text) == (True, "Right.")


def test_a_program_that_does_not_run_has_no_answers() -> None:
    assert judged("adjoint x", "1", "q = ") == (None, "The program does not run.")


@pytest.mark.parametrize(
    ("name", "answer", "right", "said"),
    [
        ("one-step-three-losses", "2", True, "Right."),
        ("one-step-three-losses", "2.01", False, "Not yet."),
        ("one-step-three-losses", "4", False, "four biases"),
        ("learning-rate", "1/2", True, "Right."),
        ("learning-rate", "0.502", False, "Not yet."),
        ("gradient-vector", "9.05", True, "Right."),
        ("gradient-vector", "9.3", False, "Nearly"),
    ],
)
def test_a_count_is_answered_exactly_and_what_is_computed_to_three_digits(
    name: str, answer: str, right: bool | None, said: str
) -> None:
    found = lesson_page.judged(course("").lesson(name), answer)
    assert found.right is right and said in found.said
