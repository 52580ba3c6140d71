"""Predicting on the page, by keys, and the worksheet."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect
from pptx import Presentation

from app.examples import find
from app.query import Query
from tests.pages import settled

START = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"


def test_gradients_are_hidden_answered_and_counted(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 600})
    page.goto(START)
    page.get_by_label("Predict").select_option("gradients")
    field = page.get_by_label("gradient of x", exact=True)
    field.click()
    page.keyboard.type("4", delay=30)
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("The size is right, the sign is not.")
    expect(page.locator("[data-said]")).to_be_in_viewport()
    expect(field).to_have_attribute("aria-invalid", "true")
    # What cannot be read is no answer, and is not counted.
    page.keyboard.press("Control+A")
    page.keyboard.type("minus four", delay=30)
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("not a number")
    expect(page.locator("[data-score]")).to_have_text("0 of 4 right, 1 tried")
    page.keyboard.press("Control+A")
    page.keyboard.type("-8/2", delay=30)
    page.keyboard.press("Tab")
    expect(page.locator("[data-said]")).to_contain_text("gradient of x: Right.")
    expect(page.locator("[data-score]")).to_have_text("1 of 4 right, 2 tried")
    expect(field).to_contain_class("right")
    expect(page.locator(".input .gradient").first).to_have_text("")


def test_reveal_shows_everything_again(page: Page) -> None:
    page.goto(f"{START}&hide=all")
    expect(page.locator(".answer")).to_have_count(6)
    page.get_by_role("link", name="Reveal").click()
    expect(page.locator(".answer")).to_have_count(0)
    expect(page.locator(".trace")).to_contain_text("−12")
    assert "hide" not in page.url
    # The page is not left: what was done before can be undone.
    page.keyboard.press("Control+Z")
    expect(page.locator(".answer")).to_have_count(6)


def test_a_worksheet_and_its_answers_are_files(page: Page) -> None:
    page.goto(START)
    page.get_by_label("Predict").select_option("gradients")
    for link, name in (("Worksheet as PDF", "worksheet"), ("With answers", "answers")):
        with page.expect_download() as download:
            page.get_by_role("link", name=link).click()
        assert download.value.suggested_filename.endswith(f"-{name}.pdf")
        assert download.value.path().read_bytes().startswith(b"%PDF")
    expect(page.get_by_role("link", name="Step through both passes")).to_have_count(0)


def test_a_walk_is_put_into_as_many_slides_as_a_talk_has_time_for(page: Page) -> None:
    page.goto(START)
    page.get_by_role("link", name="Embed").click()
    page.get_by_role("link", name="Its 6 steps").click()
    stops = page.get_by_role("spinbutton", name="stopping at of them")
    expect(stops).to_have_value("6")
    stops.focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    save = page.get_by_role("link", name=re.compile("Save backpass-f-q-z-[0-9a-f]{4}-steps.pptx"))
    expect(save).to_have_attribute("href", re.compile("stops=3"))
    expect(stops).to_be_focused()
    with page.expect_download() as download:
        save.click()
    assert len(Presentation(str(download.value.path())).slides) == 3


def test_a_worksheet_is_taken_from_a_page_that_a_link_opened(page: Page) -> None:
    page.goto(f"{START}&hide=gradients")
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="Worksheet as PDF").click()
    assert download.value.suggested_filename.endswith("worksheet.pdf")


def test_a_worksheet_prints_the_program_the_figure_and_lines_to_write_on(page: Page) -> None:
    page.goto(f"{START}&hide=gradients")
    page.emulate_media(media="print")
    expect(page.locator(".quiz")).to_be_hidden()
    expect(page.locator(".answer").first).to_have_css("border-bottom-style", "solid")
    expect(page.locator(".stage svg.backpass")).to_be_visible()
    expect(page.locator(".editor")).to_be_visible()


@pytest.mark.parametrize(("name", "sides"), [("sum-product", 1), ("batch-norm", 2)])
@pytest.mark.parametrize("hide", ["", "gradients"])
def test_a_worksheet_is_one_sheet_with_or_without_answers(page: Page, name: str, sides: int, hide: str) -> None:
    page.goto(f"/?{Query.of_example(find(name)).string()}&hide={hide}")  # type: ignore[arg-type]
    settled(page)
    expect(page.locator(".stage svg.backpass")).to_be_visible()
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))
    assert len(sheets) == sides
    page.emulate_media(media="print")
    # Its box and its own size are asked at once: another figure may come in between.
    width, height, whole = page.locator(".stage svg.backpass").evaluate(
        "svg => [svg.clientWidth, svg.clientHeight, svg.viewBox.baseVal.height / svg.viewBox.baseVal.width]"
    )
    assert width > 200 and (height > 200 or height > 0.98 * whole * width), "the figure has had to give way"


def test_what_is_long_prints_in_type_that_can_be_read(page: Page) -> None:
    program = "a0 = 0.3\n" + "\n".join(f"a{number + 1} = a{number}*0.9 + sin(a{number})" for number in range(60))
    page.goto(f"/?{urlencode({'e': program})}")
    settled(page)
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 3
    page.emulate_media(media="print")
    for words in (".trace td", ".backdrop span"):
        size = page.locator(words).first.evaluate(
            "each => parseFloat(getComputedStyle(each).fontSize) * each.currentCSSZoom"
        )
        assert size >= 9.5, f"{words} is {size} px high on paper"
    expect(page.locator(".backdrop")).to_have_css("column-count", "2")
