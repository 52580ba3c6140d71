"""The help page: everything that can be called or written is on it, with its rule, and every example does what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from html import unescape
from html.parser import HTMLParser
from operator import attrgetter
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlparse

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from app import pipeline
from app.autodiff.interpreter.library_classes.nn_tables import FUNCTIONS, LOSSES
from app.autodiff.primitives import DEFINITIONS, SPELLINGS, STATICS, SUBJECTS, TABLE
from app.autodiff.table import Definition, Primitive, Row, Static
from app.help.forms import CHAPTERS, Form, read
from app.help.operation_formulas import backward
from app.help.operations import Operation, familiar, opened, spelled, subjects
from app.language import LanguageError
from app.optimisers import OPTIMISERS
from app.query import Query
from app.training import DescentRequest
from app.web.page.help_page import completions, prose
from app.web.page.help_page import page as written
from tests.server import get
from tests.tables import failures

DOCS = Path(__file__).resolve().parent.parent / "docs" / "language.md"
FORMS = [form for chapter in CHAPTERS for form in chapter.forms]
EVERY: tuple[Row, ...] = (*TABLE.values(), *DEFINITIONS.values(), *STATICS.values())
ROWS = [row for row in EVERY if not row.inner]
KINKS = "Gradients at kinks"
UNKNOWN = ("Functions that are not known", "Layers that are not shown")
NARROW: ViewportSize = {"width": 390, "height": 844}

of_forms = pytest.mark.parametrize("form", FORMS, ids=lambda form: form.title)
named = attrgetter("name")


class Elements(HTMLParser):
    """Every element of a page: its name and attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def values(self, attribute: str) -> Iterator[str]:
        yield from (value for _, attrs in self.found if (value := attrs.get(attribute)) is not None)


@cache
def anchored() -> dict[str, Operation]:
    return {each.anchor: each for subject in subjects() for each in subject.operations}


def shown_for(row: Row) -> Operation:
    """What the page has of a row."""
    return anchored()[f"op-{row.name}"]


@pytest.fixture(scope="module")
def text() -> str:
    return written("")


@pytest.fixture(scope="module")
def code(text: str) -> str:
    """The page with its definitions as they are written."""
    return unescape(re.sub(r"</?span[^>]*>", "", text)).replace("\n\n", "\n")


@pytest.fixture(scope="module")
def linked(text: str) -> list[Query]:
    """What the page's links to figures ask for."""
    links = [parse_qs(urlparse(link).query) for link in Elements(text).values("href") if link.startswith("/?")]
    return [Query.of((name, each) for name, values in link.items() for each in values) for link in links]


@of_forms
def test_the_example_of_a_form_runs_and_has_the_right_gradient(form: Form) -> None:
    sheet = form.query.worksheet()
    if form.mistake:
        with pytest.raises(LanguageError, match=re.escape(form.mistake)):
            pipeline.trace(sheet)
        return
    trace = pipeline.trace(sheet)
    assert trace.graph.nodes[trace.graph.output].differentiable
    if form.title in UNKNOWN:
        assert trace.graph.symbolic
    elif form.title == KINKS:
        assert trace.check.error is None and "kink" in trace.warnings[0].message
    else:
        assert trace.check.error is not None and trace.check.error < 1e-8 and trace.check.checked > 0


@of_forms
def test_a_form_is_said_once_and_its_example_can_be_opened(form: Form, linked: list[Query]) -> None:
    assert [each.title for each in FORMS].count(form.title) == 1
    assert form.query in linked


def test_an_entry_is_read_with_all_that_it_can_have() -> None:
    entries = (
        "Title\nOne `a` and\nanother.\n? x=3&seed=[1,2]&constant=t\n! so\n    y = x\n      + 1\n\nNext\nMore.\n    z"
    )
    first, second = read(entries)
    assert (first.title, first.text, first.mistake) == ("Title", "One `a` and another.", "so")
    assert first.query == Query("y = x\n  + 1", {"x": "3"}, "[1,2]", ("t",))
    assert (second.title, second.query.text, second.mistake) == ("Next", "z", "")


def test_every_row_stands_under_its_subject_once() -> None:
    assert Counter(each.anchor for subject in subjects() for each in subject.operations) == Counter(
        f"op-{row.name}" for row in ROWS
    )
    assert [subject.text for subject in subjects()] == [subject.text for subject in SUBJECTS]


def check_names(row: Row) -> None:
    shown = {shown_for(row).name, *shown_for(row).others}
    known = {spelled(name) for name, found in SPELLINGS.items() if type(found) is type(row) and found.name == row.name}
    own = {row.name} if familiar(row) != row.name else set()
    assert known - own <= shown


def test_a_row_has_all_of_its_names() -> None:
    assert failures(check_names, ROWS, named) == []


def check_rules(row: Row, text: str, code: str) -> None:
    shown = shown_for(row)
    if isinstance(row, Primitive):
        assert len(shown.rules) == sum(rule is not None for rule in row.rules) == len(list(backward(row)))
        assert all(f'<li class="red">{rule}</li>' in text for rule in shown.rules)
        assert shown.rules or shown.notes
    if isinstance(row, Definition):
        assert opened(row.source) == shown.source
        assert shown.source in code
    assert shown.plain is isinstance(row, Static)


def test_a_row_has_its_rules_or_its_text(text: str, code: str) -> None:
    assert failures(lambda row: check_rules(row, text, code), ROWS, named) == []


def test_what_is_to_be_known_of_a_row_is_said(text: str) -> None:
    told = [
        told for row in ROWS for told in (getattr(row, "policy", ""), getattr(row, "undefined", ""), row.note) if told
    ]
    assert told and [each for each in told if str(prose(each))[1:] not in text] == []


def test_no_rule_shows_a_name_that_is_not_for_people(text: str) -> None:
    inner = {row.name for row in EVERY if row.inner}
    words = set(re.findall(r"<mi[^>]*>([^<]*)</mi>", text))
    assert words.isdisjoint(inner - {"part", "scatter"})
    assert [word for word in words if "_" in word] == []


def test_each_optimiser_has_its_rule_its_settings_and_an_address(text: str) -> None:
    for optimiser in OPTIMISERS.values():
        part = text[text.index(f'id="optimiser-{optimiser.name}"') :].partition("</article>")[0]
        lines = len(DescentRequest(optimiser=optimiser).rule)
        assert part.count("<li><math") == lines
        assert part.count("<math") == lines + len(optimiser.settings)
        assert all(f"{usual:g}" in part for usual in optimiser.settings.values())
        address = unescape(re.findall(r'href="[^"]*/\?([^"]*)"', part)[0])
        reached = pipeline.way(Query.of(parse_qsl(address)).worksheet())
        assert reached is not None and reached.course.asked.optimiser is optimiser


def test_the_modules_are_there(text: str) -> None:
    anchors = set(Elements(text).values("id"))
    for name in ("Linear", "Conv2d", "LayerNorm", "LSTMCell", "Sequential", *FUNCTIONS, *LOSSES):
        assert f"nn-{name.lower()}" in anchors


def test_the_page_is_sound(text: str) -> None:
    elements = Elements(text)
    anchors = Counter(elements.values("id"))
    assert [anchor for anchor, times in anchors.items() if times > 1] == []
    assert [link for link in elements.values("href") if link.startswith("#") and link[1:] not in anchors] == []
    assert [name for name in elements.values("aria-labelledby") if name not in anchors] == []
    assert {"language", "operations", "modules"} <= set(anchors)
    assert not list(elements.values("style"))
    assert all(attrs.get("src") for tag, attrs in elements.found if tag == "script")
    assert not [tag for tag, _ in elements.found if tag == "style"]


def test_a_sentence_is_printed_as_in_a_book() -> None:
    assert str(prose("PyTorch's `x['a']` has 10 000 & more")) == (
        "PyTorch’s <code>x[&#39;a&#39;]</code> has 10\u202f000 &amp; more"
    )


def test_the_guide_tells_of_every_form() -> None:
    guide = DOCS.read_text(encoding="utf-8")
    assert [form.title for form in FORMS if f"**{form.title}**" not in guide] == []
    assert [chapter.title for chapter in CHAPTERS if f"## {chapter.title}\n" not in guide] == []


def test_it_is_served_with_a_strict_policy(server: str) -> None:
    answer = get(f"{server}/help")
    assert answer.status_code == 200
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert 'href="/help"' in get(server).text


def test_the_search_narrows_as_one_types(page: Page) -> None:
    page.goto("/help")
    everything = page.locator(".entry:visible").count()
    page.get_by_label("Search").fill("log softmax")
    expect(page.locator("#op-log_softmax")).to_be_visible()
    expect(page.locator("#op-tanh")).to_be_hidden()
    expect(page.locator("#language")).to_be_hidden()
    left = page.locator(".entry:visible").count()
    expect(page.locator("#found")).to_have_text(f"{left} of {everything}")
    page.get_by_label("Search").fill("no such thing")
    expect(page.locator("#nothing")).to_be_visible()
    page.get_by_label("Search").press("Escape")
    assert page.locator(".entry:visible").count() == everything
    expect(page.locator("#begin")).to_be_visible()


def test_a_link_shows_its_entry_whatever_is_searched_for(page: Page) -> None:
    page.goto("/help")
    page.get_by_label("Search").fill("tanh")
    page.get_by_role("link", name="Reductions", exact=True).click()
    expect(page.locator("#reductions")).to_be_in_viewport()


def test_an_example_opens_with_its_figure(page: Page) -> None:
    page.goto("/help#form-nn-module")
    page.locator("#form-nn-module .open").click()
    expect(page.locator("#program")).to_have_value(re.compile(r"class Net\(nn.Module\)"))
    expect(page.locator(".check.good")).to_be_visible()


def test_nothing_sticks_out_of_a_narrow_window(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto("/help")
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    outside = page.evaluate(
        """[...document.querySelectorAll('.help *')].filter((element) => {
             const box = element.getBoundingClientRect();
             return box.width && box.right > innerWidth + 1 && !element.closest('pre, .rules');
           }).map((element) => element.outerHTML.slice(0, 80))"""
    )
    assert outside == []


@pytest.mark.parametrize(
    ("name", "taken", "said"),
    [
        ("mse", "(input, target, reduction='mean', weight=None)", ""),
        ("gelu", "(x, approximate='none')", "Far right the gradient passes"),
        ("cross_entropy", "(input, target, weight=None", "less what the label says"),
        ("sigmoid", "(x)", "<math"),
    ],
)
def test_a_completion_says_what_an_operation_takes_and_how_its_gradient_passes(
    name: str, taken: str, said: str
) -> None:
    (offer,) = [line for line in unescape(completions("")).splitlines() if f'data-name="{name}"' in line]
    assert f"<code>{name}{taken}" in offer and said in offer
