"""The page in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from app.examples import EXAMPLES
from app.export import FORMATS
from tests.conftest import Observed
from tests.pages import CLIPBOARD, box, entries, figure, held_back, intercept, kept, parameters, row, settled, write


def test_typing_shows_two_panels_and_the_right_gradient(page: Page) -> None:
    page.goto("/")
    write(page, "z = x*y")
    expect(figure(page, "forward", "z")).to_have_attribute("aria-label", "z = 1")
    row(page, "x").locator(".field").fill("3")
    row(page, "y").locator(".field").fill("-4")
    expect(figure(page, "forward", "z")).to_have_attribute("aria-label", "z = −12")
    expect(figure(page, "backward", "x")).to_have_attribute("aria-label", re.compile("= −4, dz/dx = y$"))
    expect(figure(page, "backward", "y")).to_have_attribute("aria-label", re.compile("= 3, dz/dy = x$"))
    expect(row(page, "x").locator(".gradient")).to_have_text("−4")
    for title in ("Forward pass", "Backward pass"):
        expect(page.locator(f'[data-region="figure"] [data-part="title"][aria-label*="{title}"]')).to_have_count(1)


def test_the_address_follows_and_shows_the_same_again(page: Page) -> None:
    page.goto("/")
    write(page, "f = e*style + 1")
    row(page, "at.e").locator(".field").fill("2")
    expect(row(page, "at.style").locator(".gradient")).to_have_text("2")
    page.locator("#option-style").select_option("cs231n")
    page.wait_for_url("**style=cs231n*")
    assert parameters(page) == {"e": ["f = e*style + 1"], "at.e": ["2"], "style": ["cs231n"]}
    page.reload()
    expect(page.locator("#program")).to_have_value("f = e*style + 1")
    expect(row(page, "at.style").locator(".gradient")).to_have_text("2")
    expect(page.locator("#option-style")).to_have_value("cs231n")


def test_an_example_opens_from_the_menu(page: Page) -> None:
    page.goto("/")
    for example in EXAMPLES:
        page.locator("summary", has_text="Examples").click()
        page.get_by_role("link", name=example.title, exact=True).click()
        expect(page.locator("#program")).to_have_value(example.text.rstrip("\n"))
        expect(page.locator('[data-region="figure"] svg').first).to_be_visible()
        # Of a function that is only named there are no numbers to check.
        expect(page.locator(".check.good")).to_have_count(0 if example.name == "function" else 1)


def test_every_format_and_a_worksheet_can_be_downloaded(page: Page) -> None:
    for place in range(len(FORMATS) + 1):
        # Chromium asks before a page's eleventh download in a row, and nobody answers it here.
        if place % 8 == 0:
            page.goto("/?e=z = x*y&x=3")
        page.locator("summary", has_text="Download").click()
        links = page.locator('[data-region="downloads"] a[download]')
        expect(links).to_have_count(len(FORMATS) + 1)
        with page.expect_download() as download:
            links.nth(place).click()
        assert download.value.suggested_filename.startswith("backpass-z-x-y-")
        assert download.value.suggested_filename.endswith("-worksheet.pdf") == (place == len(FORMATS))


def test_a_row_and_its_parts_light_each_other_in_every_fresh_figure(page: Page) -> None:
    held = held_back(page, "**/*frame=*")
    with page.expect_request("**/*frame=*"):
        page.goto("/?e=q = x %2B y%0Af = q*z")
    lit = page.locator('[data-region="figure"] .lit')

    def both_panels_are_lit() -> None:
        for panel in ("forward", "backward"):
            expect(lit.and_(page.locator(f'[data-panel="{panel}"]'))).not_to_have_count(0)

    page.locator("tbody tr").nth(2).hover()
    both_panels_are_lit()
    expect(page.locator("#main")).to_have_attribute("aria-busy", "true")
    held[0].continue_()
    expect(page.locator("#main")).to_have_attribute("aria-busy", "false")
    both_panels_are_lit()
    page.locator('[data-panel="backward"][data-part^="gate-"] circle').first.hover(position={"x": 17, "y": 3})
    expect(page.locator("tbody tr.lit")).to_have_count(1)
    both_panels_are_lit()
    for part in ("gate-1", "value-4"):
        expect(lit.and_(page.locator(f'[data-part="{part}"]'))).not_to_have_count(0)


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
        page.locator("summary", has_text="Copy").click()
        page.locator("#copy").click()
        expect(page.locator("#copy")).to_have_text("Link copied")
        assert kept(page, CLIPBOARD) == page.url


READ = "async (kind) => (await (await navigator.clipboard.read())[0].getType(kind)).text()"


def test_the_picture_is_copied_for_programs_that_draw_and_as_text(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto("/?e=z = x*y&x=3")
        page.locator("summary", has_text="Copy").click()
        page.get_by_role("button", name="SVG the picture").click()
        expect(page.get_by_role("button", name="SVG copied")).to_be_visible()
        plain, drawn = (kept(page, READ, kind) for kind in ("text/plain", "image/svg+xml"))
        assert plain.startswith("<svg")
        assert "backpass:" in plain
        assert drawn.count("<path") == plain.count("<path") > 9


def test_a_copied_frame_is_as_high_as_its_figure_and_asks_for_scripts_alone(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, permissions=["clipboard-read", "clipboard-write"]) as context:
        page = context.new_page()
        page.goto("/?e=z = x*y&x=3")
        page.locator("summary", has_text="Copy").click()
        page.get_by_role("button", name="iframe").click()
        expect(page.get_by_role("button", name="iframe copied")).to_be_visible()
        frame = kept(page, CLIPBOARD)
        source, width, height = re.findall(r'(?:src|width|height)="([^"]*)"', frame)
        assert source == f"{server}/embed?e=z+=+x*y&amp;x=3&amp;step=0&amp;theme=light"
        assert ' sandbox="allow-scripts"' in frame
        page.set_viewport_size({"width": int(width), "height": int(height)})
        page.goto(source.replace("&amp;", "&"))
        page.get_by_role("button", name="Next").click()
        drawn = box(page.locator("svg").first)["height"]
        assert drawn < page.evaluate("document.documentElement.scrollHeight") <= int(height) < drawn + 150


def test_answers_that_come_too_late_are_dropped(page: Page) -> None:
    page.goto("/?e=z = x*y")
    held = held_back(page, "**/*slow*")
    with page.expect_request("**/*slow*"):
        write(page, "slow = x + y")
    write(page, "quick = x*y")
    expect(figure(page, "forward", "quick")).to_have_count(1)
    assert held
    for route in held:
        route.continue_()
    page.wait_for_timeout(300)
    expect(figure(page, "forward", "quick")).to_have_count(1)
    assert parameters(page)["e"] == ["quick = x*y"]


def test_values_of_inputs_that_are_gone_leave_the_address(page: Page) -> None:
    page.goto("/?e=z = x*y&x=3&y=4")
    page.locator("#program").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("w = a + 1")
    expect(figure(page, "forward", "w")).to_have_count(1)
    page.wait_for_url(lambda address: "x=" not in address and "y=" not in address)
    assert parameters(page) == {"e": ["w = a + 1"]}


def test_a_server_that_is_gone_is_told(page: Page, observed: Observed) -> None:
    page.goto("/?e=z = x*y")
    intercept(page, "**/?e=*", lambda route: route.abort())
    write(page, "z = x+y")
    expect(page.locator("#lost")).to_contain_text("cannot be reached")
    expect(page.locator('[data-region="figure"] svg').first).to_be_visible()
    expect(page.locator(".check")).to_be_hidden()
    # It asks again and again: only once it is found no error is to come any more.
    page.unroute("**/?e=*")
    expect(page.locator("#lost")).to_be_hidden(timeout=40_000)
    observed.errors.clear()


def test_a_server_that_comes_back_is_noticed(page: Page, observed: Observed) -> None:
    page.goto("/?e=z = x*y")
    intercept(page, "**/?e=*", lambda route: route.abort())
    write(page, "z = x+y")
    expect(page.locator("#lost")).to_be_visible()
    page.unroute("**/?e=*")
    expect(page.locator("#lost")).to_be_hidden(timeout=40_000)
    expect(page.locator("tbody")).to_contain_text("x+y")
    observed.errors.clear()


def test_a_program_that_is_too_long_for_an_address_is_told(page: Page, observed: Observed) -> None:
    page.goto("/?e=f = sum(X)&X=[1,2]")
    settled(page)
    entries(page, "X").fill(f"[{', '.join(['0.123456789'] * 25_000)}]")
    expect(page.locator("#lost")).to_contain_text("too long for an address")
    expect(page.locator("#lost")).not_to_contain_text("cannot be reached", use_inner_text=True)
    entries(page, "X").fill("[1, 2, 3]")
    expect(page.locator("#lost")).to_be_hidden()
    observed.errors.clear()


def test_an_answer_that_is_not_ours_is_no_figure(page: Page) -> None:
    page.goto("/?e=z = x*y")
    intercept(page, "**/?e=*", lambda route: route.fulfill(body="<h1>It works</h1>", content_type="text/html"))
    write(page, "z = x+y")
    expect(page.locator("#lost")).to_be_visible()


LINE = """(shown) => {
  const { content, visibility } = getComputedStyle(document.body, "::before");
  return shown === (content !== "none" && visibility === "visible");
}"""


def test_an_answer_that_takes_its_time_shows(page: Page) -> None:
    page.goto("/?e=z = x*y")
    settled(page)
    assert page.evaluate(LINE, False)
    intercept(page, "**/?e=*", lambda route: None)
    write(page, "z = x+y")
    page.wait_for_function(LINE, arg=True)
    expect(page.locator(".check-place")).to_be_hidden()
    # Those that are held are let go, and no other one is.
    page.unroute("**/?e=*")
    page.wait_for_function(LINE, arg=False)
    expect(page.locator(".check-place")).to_be_visible()


def test_all_of_it_works_without_scripts(still: Page) -> None:
    still.goto("/?e=z = x*y&x=3&y=-4")
    expect(figure(still, "backward", "x")).to_have_attribute("aria-label", re.compile("= −4, dz/dx = y$"))
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


def test_a_link_says_everything(page: Page) -> None:
    address = "/?e=q = x*y%0Af = q*z&x=2&y=[1,2]&seed=[1,0]&constant=z&output=q&notation=∂&fold=all"
    page.goto(address)
    for name, value in (("seed", "[1, 0]"), ("y", "[1, 2]")):
        expect(row(page, name).locator(".field")).to_have_value(value)
    expect(page.get_by_label("Output")).to_have_value("q")
    expect(page.locator("#option-fold")).to_have_value("all")
    expect(page.get_by_role("radio", name="∂")).to_be_checked()
    before = parameters(page)
    page.get_by_role("radio", name="Numbers").check()
    page.wait_for_url("**labels=numbers*")
    after = parameters(page)
    assert after.pop("labels") == ["numbers"]
    assert after == before


def test_what_other_programs_take_opens_over_the_page(page: Page) -> None:
    page.goto("/?e=z = x*y")
    page.get_by_role("link", name="Embed").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", level=1)).to_be_visible()
    dialog.get_by_role("link", name="Google Slides").click()
    expect(dialog.get_by_role("heading", level=1)).to_contain_text("Google Slides")
    expect(dialog.get_by_role("link", name="Google Slides")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Embed")).to_be_focused()
