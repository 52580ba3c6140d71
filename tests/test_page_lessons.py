"""A lesson as a student does it: by keys, on a phone, and without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.pages import figure, row


def test_a_lesson_is_read_tried_and_answered(page: Page) -> None:
    page.goto("/lessons")
    page.get_by_role("link", name="The chain rule").click()
    page.get_by_role("link", name="Three functions").click()
    expect(page.get_by_role("link", name="Three functions")).to_have_attribute("aria-current", "true")
    field = row(page, "x").locator(".field")
    field.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("3", delay=30)
    page.keyboard.press("Enter")
    expect(figure(page, "forward", "A")).to_have_attribute("aria-label", "A = 25")
    expect(page).to_have_url(re.compile(r"/lessons/chain-rule/\?"))
    page.get_by_role("link", name="Step through both passes").click()
    expect(page.locator("[data-count]")).to_have_text("1")
    page.get_by_label("Your answer").click()
    page.keyboard.type("8", delay=30)
    page.keyboard.press("Enter")
    expect(page.locator("#verdict")).to_have_text("You added the slopes. Along a chain they are multiplied.")
    page.keyboard.press("Control+A")
    page.keyboard.type("4*3", delay=30)
    page.keyboard.press("Enter")
    expect(page.locator("#verdict .right")).to_be_visible()
    expect(page.locator("[data-count]")).to_have_text("1")
    page.get_by_role("link", name="Next lesson").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("One gate, seen from outside")


@pytest.mark.parametrize("name", ["batch-norm", "one-step-three-losses"])
def test_a_lesson_is_as_wide_as_a_phone(page: Page, name: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/lessons/{name}")
    expect(page.get_by_label("Your answer")).to_be_attached()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_lesson_works_without_scripts(still: Page) -> None:
    still.goto("/lessons/gate")
    still.get_by_role("link", name="A product").click()
    still.get_by_role("link", name="Step through both passes").click()
    expect(still).to_have_url(re.compile(r"/lessons/gate/\?.*step=1"))
    still.get_by_label("Your answer").click()
    still.keyboard.type("8")
    still.keyboard.press("Enter")
    expect(still.locator("#verdict")).to_contain_text("the sign is not")


def test_a_network_is_built_and_trained(page: Page) -> None:
    page.goto("/networks")
    page.locator('[name="kind"]').select_option("xor")
    page.get_by_label("Widths of hidden layers").click()
    page.keyboard.type("4", delay=30)
    page.keyboard.press("Enter")
    for width in (390, 768, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        expect(page.locator(".framed:visible")).to_have_count(1)
        assert page.locator(".networks .scroller").evaluate("box => box.scrollWidth <= box.clientWidth"), width
    page.get_by_role("link", name="Open, change and train it").click()
    page.get_by_role("link", name="The last iteration").click()
    expect(page.locator("[data-iteration]")).to_have_text("300")
    expect(page.locator("[data-loss]")).to_have_text(re.compile(r"10⁻¹"))


def test_a_slider_of_a_lesson_is_answered_beforehand(page: Page) -> None:
    page.goto("/lessons/neuron")
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.locator("#form input[type=range]").first.hover()
    assert answer.value.ok
    assert answer.value.json()["pages"][0]["structure"]


def test_a_descent_runs_in_a_lesson(page: Page) -> None:
    page.goto("/lessons/descent")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("[data-told]")).to_have_text("The run has come to iteration 25.")
    expect(page.locator("[data-iteration]")).to_have_text("25")
    expect(page).to_have_url(re.compile(r"/lessons/descent/\?.*iteration=25"))
