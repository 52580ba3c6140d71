"""Predicting on the page, by keys, and the worksheet."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from app.examples import find
from app.query import Query

START = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"


def test_gradients_are_hidden_answered_and_counted(page: Page) -> None:
    page.goto(START)
    page.get_by_label("Predict").select_option("gradients")
    field = page.get_by_label("gradient of x", exact=True)
    field.click()
    page.keyboard.type("4", delay=30)
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("The size is right, the sign is not.")
    expect(field).to_have_attribute("aria-invalid", "true")
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


def test_a_worksheet_prints_the_program_the_figure_and_lines_to_write_on(page: Page) -> None:
    page.goto(f"{START}&hide=gradients")
    page.emulate_media(media="print")
    expect(page.locator(".quiz")).to_be_hidden()
    expect(page.locator(".answer").first).to_have_css("border-bottom-style", "solid")
    expect(page.locator(".stage svg.backpass")).to_be_visible()
    expect(page.locator(".editor")).to_be_visible()


@pytest.mark.parametrize("name", ["sum-product", "batch-norm"])
@pytest.mark.parametrize("hide", ["", "gradients"])
def test_a_worksheet_is_one_sheet_with_or_without_answers(page: Page, name: str, hide: str) -> None:
    page.goto(f"/?{Query.of_example(find(name)).string()}&hide={hide}")  # type: ignore[arg-type]
    expect(page.locator(".stage svg.backpass")).to_be_visible()
    sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))
    assert len(sheets) == 1
    page.emulate_media(media="print")
    drawn = page.locator(".stage svg.backpass").bounding_box()
    assert drawn
    assert min(drawn["width"], drawn["height"]) > 200, "the figure has had to give way"
