"""The page in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from app.examples import EXAMPLES, Example
from app.export import FORMATS
from tests.conftest import Observed

NARROW: ViewportSize = {"width": 390, "height": 844}


def write(page: Page, program: str) -> None:
    page.locator("#program").fill(program)


def figure(page: Page, panel: str, name: str) -> Locator:
    """What one panel of the figure says of a value, by the words in which it is read aloud."""
    label = f"{name} =" if panel == "forward" else f"dL/d{name} ="
    return page.locator(f'[data-region="figure"] [data-panel="{panel}"][aria-label^="{label}"]')


def row(page: Page, name: str) -> Locator:
    return page.locator(f'li[data-input="{name}"]')


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def test_typing_shows_two_panels_and_the_right_gradient(page: Page) -> None:
    page.goto("/")
    write(page, "z = x*y")
    expect(figure(page, "forward", "z")).to_have_attribute("aria-label", "z = 1")
    row(page, "x").locator(".field").fill("3")
    row(page, "y").locator(".field").fill("-4")
    expect(figure(page, "forward", "z")).to_have_attribute("aria-label", "z = −12")
    expect(figure(page, "backward", "x")).to_have_attribute("aria-label", re.compile("= −4$"))
    expect(figure(page, "backward", "y")).to_have_attribute("aria-label", re.compile("= 3$"))
    expect(row(page, "x").locator(".gradient")).to_have_text("−4")
    for title in ("Forward pass", "Backward pass"):
        expect(page.locator(f'[data-region="figure"] [data-part="title"][aria-label*="{title}"]')).to_have_count(1)


def test_the_address_follows_and_shows_the_same_again(page: Page) -> None:
    page.goto("/")
    write(page, "f = e*style + 1")
    row(page, "at.e").locator(".field").fill("2")
    expect(row(page, "at.style").locator(".gradient")).to_have_text("2")
    page.get_by_role("radio", name="CS231n").check()
    page.wait_for_url("**style=cs231n*")
    assert parameters(page) == {"e": ["f = e*style + 1"], "at.e": ["2"], "style": ["cs231n"]}
    page.reload()
    expect(page.locator("#program")).to_have_value("f = e*style + 1")
    expect(row(page, "at.style").locator(".gradient")).to_have_text("2")
    expect(page.get_by_role("radio", name="CS231n")).to_be_checked()


def test_a_mistake_is_underlined_and_the_last_figure_stays(page: Page) -> None:
    page.goto("/?e=z = x*y")
    before = page.locator('[data-region="figure"] svg').first.inner_html()
    write(page, "# a line\na = sigmod(x)\nz = a*cosin(x)")
    expect(page.locator("mark")).to_have_text(["sigmod", "cosin"])
    expect(page.locator("#mistakes li")).to_have_count(2)
    expect(page.locator("#mistakes")).to_contain_text("sigmoid")
    expect(page.locator(".gutter .wrong")).to_have_text(["2", "3"])
    expect(page.locator("#announcer")).to_contain_text("sigmod")
    expect(page.locator("#program")).to_have_attribute("aria-invalid", "true")
    assert page.locator('[data-region="figure"] svg').first.inner_html() == before
    expect(page.locator('[data-region="figure"]')).to_have_class(re.compile("stale"))
    write(page, "# a line\nz = sigmoid(x)*y")
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator('[data-region="figure"]')).not_to_have_class(re.compile("stale"))
    expect(page.locator('[data-region="figure"] [aria-label="σ gate"]')).to_have_count(1)


def test_the_underline_lies_under_the_very_letters(page: Page) -> None:
    page.goto("/")
    write(page, "y = 𝑥 + π\nz = sigmod(y)")
    mark = page.locator("mark").first
    expect(mark).to_have_text("sigmod")
    box, editor = mark.bounding_box(), page.locator("#program").bounding_box()
    assert box and editor
    glyph = box["width"] / len("sigmod")
    assert abs((box["x"] - editor["x"]) / glyph - len("z = ")) < 0.1


def test_a_mistake_over_several_lines_is_underlined_on_each(page: Page) -> None:
    page.goto("/")
    write(page, "x = 1\ny = x + (2,\n    'three')")
    expect(page.locator("#mistakes li")).not_to_have_count(0)
    expect(page.locator("mark").first).to_be_visible()


def test_clearing_the_text_leaves_an_empty_page(page: Page) -> None:
    page.goto("/")
    write(page, "")
    expect(page.locator('[data-region="mistakes"] li')).to_have_count(0)
    expect(page.locator('[data-region="figure"]')).to_have_class(re.compile("stale"))


def test_a_slider_moves_value_gradient_and_address(page: Page) -> None:
    page.goto("/?e=x = 2; y = 3%0Az = x*y")
    slider = row(page, "x").locator("input[type=range]")
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    shown = float(row(page, "x").locator(".field").input_value())
    assert shown > 2
    expect(row(page, "y").locator(".gradient")).to_have_text(f"{shown:g}")
    expect(slider).to_be_focused()
    page.wait_for_url(f"**x={shown:g}*")
    expect(page.locator("#program")).to_have_value("x = 2; y = 3\nz = x*y")


def test_a_value_returns_to_the_text_by_its_button_and_by_editing_the_text(page: Page) -> None:
    page.goto("/?e=x = 2; y = 3%0Az = x*y&x=7")
    expect(row(page, "y").locator(".gradient")).to_have_text("7")
    row(page, "x").get_by_role("button").click()
    expect(row(page, "y").locator(".gradient")).to_have_text("2")
    row(page, "x").locator(".field").fill("8")
    expect(row(page, "y").locator(".gradient")).to_have_text("8")
    write(page, "x = 4; y = 3\nz = x*y")
    expect(row(page, "y").locator(".gradient")).to_have_text("4")
    assert "x" not in parameters(page)


def test_a_constant_gets_no_gradient(page: Page) -> None:
    page.goto("/?e=z = x*y")
    page.get_by_label("x is constant").check()
    expect(row(page, "x").locator(".gradient")).to_have_text("")
    assert parameters(page)["constant"] == ["x"]
    page.get_by_label("x is constant").uncheck()
    expect(row(page, "x").locator(".gradient")).to_have_text("1")


def test_tensors_seed_and_output_are_set_in_the_page(page: Page) -> None:
    page.goto("/?e=y = W*x%0Az = sum(y)&W=[[1,2],[3,4]]&x=[1,1]")
    row(page, "x").locator(".field").fill("[1, 2]")
    expect(row(page, "W").locator(".gradient")).to_contain_text("[1, 2]")
    row(page, "seed").locator(".field").fill("10")
    expect(row(page, "x").locator(".gradient")).to_have_text("[40, 60]")
    row(page, "seed").locator(".field").fill("")
    page.get_by_label("Output").select_option("y")
    expect(page.locator("tbody tr.output th")).to_have_text("y")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_opens_from_the_menu(page: Page, example: Example) -> None:
    page.goto("/")
    page.locator("summary", has_text="Examples").click()
    page.get_by_role("link", name=example.title, exact=True).click()
    expect(page.locator("#program")).to_have_value(example.text.rstrip("\n"))
    expect(page.locator(".check.good")).to_be_visible()
    expect(page.locator('[data-region="figure"] svg').first).to_be_visible()


def test_every_format_can_be_downloaded(page: Page) -> None:
    page.goto("/?e=z = x*y&x=3")
    page.locator("summary", has_text="Download").click()
    links = page.locator('[data-region="downloads"] a')
    expect(links).to_have_count(len(FORMATS))
    for link in links.all():
        with page.expect_download() as download:
            link.click()
        assert download.value.suggested_filename.startswith("backpass.")
        page.locator("summary", has_text="Download").click()


def test_a_row_and_its_parts_light_each_other(page: Page) -> None:
    page.goto("/?e=q = x %2B y%0Af = q*z")
    page.locator("tbody tr").nth(2).hover()
    lit = page.locator('[data-region="figure"] .lit')
    panels = {part.get_attribute("data-panel") for part in lit.all()}
    assert panels == {"forward", "backward"}
    page.locator('[data-panel="backward"][data-part^="gate-"] circle').last.hover()
    expect(page.locator("tbody tr.lit")).not_to_have_count(0)
    parts = {part.get_attribute("data-panel") for part in lit.all()}
    assert parts == {"forward", "backward"}


def test_everything_can_be_reached_and_used_by_keyboard(page: Page) -> None:
    page.goto("/?e=q = x %2B y%0Af = q*z")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    seen: list[str] = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.id || document.activeElement.name || document.activeElement.tagName")
        )
        if seen[-1] == "TR":
            break
    for stop in ("program", "input-x", "notation", "style", "option-panels", "option-output", "copy", "theme", "TR"):
        assert stop in seen, " ".join(seen)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("tbody tr").nth(2)).to_be_focused()
    expect(page.locator('[data-region="figure"] .lit').first).to_be_visible()


def test_menus_open_and_close_by_keyboard(page: Page) -> None:
    page.goto("/")
    menu = page.locator("summary", has_text="Download")
    menu.focus()
    page.keyboard.press("Enter")
    expect(page.locator('[data-region="downloads"]')).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator('[data-region="downloads"]')).to_be_hidden()
    expect(menu).to_be_focused()


def test_a_new_line_keeps_the_indentation(page: Page) -> None:
    page.goto("/")
    write(page, "")
    page.locator("#program").press_sequentially("def f(x):\nreturn x*x")
    expect(page.locator("#program")).to_have_value("def f(x):\n    return x*x")
    expect(figure(page, "backward", "x")).not_to_have_count(0)


def test_dark_colours_follow_the_system_and_the_button(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, color_scheme="dark") as context:
        page = context.new_page()
        page.goto("/")
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.locator("#theme").click()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark
        page.reload()
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") != dark


def test_the_link_is_copied(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto("/?e=z = x*y")
        page.locator("#copy").click()
        expect(page.locator("#copy")).to_have_text("Link copied")
        assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_answers_that_come_too_late_are_dropped(page: Page) -> None:
    page.goto("/?e=z = x*y")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/*slow*", hold)
    write(page, "slow = x + y")
    page.wait_for_timeout(400)
    assert held
    write(page, "quick = x*y")
    expect(figure(page, "forward", "quick")).to_have_count(1)
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(figure(page, "forward", "quick")).to_have_count(1)
    assert parameters(page)["e"] == ["quick = x*y"]


def test_a_server_that_is_gone_is_told(page: Page, observed: Observed) -> None:
    page.goto("/?e=z = x*y")
    page.route("**/?e=*", lambda route: route.abort())
    write(page, "z = x+y")
    expect(page.locator("#announcer")).to_contain_text("cannot be reached")
    expect(page.locator('[data-region="figure"] svg').first).to_be_visible()
    observed.errors.clear()


@pytest.fixture
def still(browser: Browser, server: str, observed: Observed) -> Iterator[Page]:
    """A tab in which no script runs."""
    with browser.new_context(base_url=server, java_script_enabled=False) as context:
        tab = context.new_page()
        tab.on("console", observed.message)
        tab.on("request", observed.request)
        yield tab
    assert not observed.errors
    assert not observed.foreign


def test_all_of_it_works_without_scripts(still: Page) -> None:
    still.goto("/?e=z = x*y&x=3&y=-4")
    expect(figure(still, "backward", "x")).to_have_attribute("aria-label", re.compile("= −4$"))
    expect(still.locator("tbody tr")).to_have_count(3)
    expect(still.locator("input[type=range]").first).to_be_hidden()
    still.locator("#input-x").fill("5")
    still.get_by_role("radio", name="∂").check()
    still.locator("#program").fill("z = x*y*y")
    still.get_by_role("button", name="Draw").click()
    expect(still.locator("#program")).to_have_value("z = x*y*y")
    expect(row(still, "y").locator(".gradient")).to_have_text("−40")
    expect(still.locator("tbody")).to_contain_text("∂")
    still.locator("#program").fill("z = sigmod(x)")
    still.get_by_role("button", name="Draw").click()
    expect(still.locator("mark")).to_have_text("sigmod")


def outside(page: Page) -> object:
    """What sticks out of the window at its right, and cannot be scrolled in a frame of its own."""
    return page.evaluate(
        """[...document.querySelectorAll('body *')].filter((element) =>
             element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1
             && !element.closest('.scroller, pre, .editor, .skip')
           ).map((element) => element.outerHTML.slice(0, 80))"""
    )


@pytest.mark.parametrize("path", ["/", "/examples", "/docs", "/?e=z = sigmod(x)"])
def test_nothing_sticks_out_of_a_narrow_window(page: Page, path: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    assert outside(page) == []
    for menu in page.locator("summary").all():
        menu.click()
        assert outside(page) == []


@pytest.mark.parametrize("path", ["/", "/examples", "/docs"])
def test_everything_that_can_be_used_has_a_name(page: Page, path: str) -> None:
    page.goto(path)
    nameless = page.evaluate(
        """[...document.querySelectorAll('a, button, input, select, textarea, summary, [role=img]')].filter((element) => {
             const labels = [...(element.labels ?? [])].map((label) => label.textContent).join('');
             return !(element.getAttribute('aria-label') || labels.trim() || element.textContent.trim() || element.type === 'hidden');
           }).map((element) => element.outerHTML.slice(0, 120))"""
    )
    assert nameless == []
