"""The page without a mouse, in a narrow window, and read aloud."""

from __future__ import annotations

import re
from io import BytesIO
from itertools import pairwise
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

from tests.pages import box, settled, standing, type_slowly

NARROW: ViewportSize = {"width": 390, "height": 844}
PALE = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number).map((part, i) => (text.startsWith("color(") && i < 3 ? part * 255 : part));
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part /= 255) <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
  };
  const behind = (element) => over(
    parse(getComputedStyle(element).backgroundColor), element.parentElement ? behind(element.parentElement) : [255, 255, 255]);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), pale = [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement, words = texts.currentNode.textContent.trim();
    if (!words || !element.checkVisibility() || element.closest("textarea, script, noscript, .unseen, .skip")) continue;
    const back = behind(element), [a, b] = [light(over(parse(getComputedStyle(element).color), back)), light(back)];
    if (Math.max(a, b) / Math.min(a, b) < 4.5) pale.push(words);
  }
  return pale;
}"""
"""The words whose contrast with what is behind them is below 4.5."""


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
    for stop in (
        "program",
        "input-x",
        "notation",
        "option-style",
        "option-panels",
        "option-output",
        "find",
        "present",
        "theme",
        "TR",
    ):
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


@pytest.mark.parametrize(("address", "rows"), [("/", 2), ("/help", 1), ("/lessons/gate", 2)])
def test_the_bar_of_a_phone_is_low_and_leads_everywhere(page: Page, address: str, rows: int) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(address)
    assert box(page.locator(".bar"))["height"] < 16 + rows * 40
    page.get_by_role("button", name="Lessons, networks, help and API").click()
    expect(page.locator("#site")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#site")).to_be_hidden()
    page.get_by_role("button", name="Lessons, networks, help and API").press("Enter")
    page.locator("#site").get_by_role("link", name="Networks").click()
    page.wait_for_url("**/networks")


def test_what_is_copied_is_chosen_by_keyboard(page: Page) -> None:
    page.goto("/")
    page.locator("summary", has_text="Copy").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#copy")).to_be_focused()
    expect(page.locator('[data-region="copies"] button')).to_have_count(6)


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


@pytest.mark.parametrize("path", ["/", "/examples", "/docs"])
def test_headings_are_in_order(page: Page, path: str) -> None:
    page.goto(path)
    levels = [
        int(level) for level in page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map((h) => h.tagName[1])")
    ]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/?e=print(x)%0Ay = relu(x)  # a&x=0", "/?e=z = sigmod(x)", "/docs"])
def test_text_stands_out_from_what_is_behind_it(page: Page, path: str, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.goto(path)
    assert page.evaluate(PALE) == []


def test_what_is_read_aloud_waits_until_a_person_rests(page: Page) -> None:
    page.clock.install()
    page.goto("/?e=z = x*y")
    standing(page)
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    type_slowly(page, "*sigmod(x)", 230)
    page.clock.run_for(700)
    expect(page.locator("#mistakes li")).to_have_count(1)
    expect(page.locator("#announcer")).to_have_text("")
    page.clock.run_for(1000)
    expect(page.locator("#announcer")).to_contain_text("sigmod")


def test_of_steps_in_a_row_the_last_is_read_aloud_once_a_person_rests(page: Page) -> None:
    page.clock.install()
    page.goto("/?e=q = x %2B y%0Af = q*z&x=-2&y=5&z=-4&step=1")
    standing(page)
    page.locator(".figure .scroller").focus()
    aloud = page.locator("#announcer")
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.clock.run_for(900)
        expect(aloud).to_have_text("")
    page.clock.run_for(200)
    expect(aloud).to_contain_text("The way back starts at the output")
    expect(aloud.locator("math").first).to_be_attached()


@pytest.mark.parametrize("path", ["/", "/?e=h=tanh(W@x)&W=[[1,2],[3,4]]&x=[1,2]&gate=h&step=2"])
def test_what_is_touched_is_large_enough_for_a_finger(page: Page, path: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(path)
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, input, select, summary, textarea')].filter((element) => {
             const { width, height } = element.getBoundingClientRect();
             return width && height && Math.min(width, height) < 24 && !element.closest('p, li, .segments, .unseen');
           }).map((element) => element.outerHTML.slice(0, 100))"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_word_is_explained_where_it_stands(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto("/?e=z = x*y")
    settled(page)
    for sign in page.locator(".explain").all():
        sign.click()
        asked, told = box(sign), box(page.locator(".meaning:popover-open"))
        assert min(abs(told["y"] - asked["y"] - asked["height"]), abs(told["y"] + told["height"] - asked["y"])) < 10
        assert told["x"] >= 0
        assert told["x"] + told["width"] <= NARROW["width"]
        page.keyboard.press("Escape")


def test_a_table_has_no_columns_beyond_a_narrow_window(page: Page) -> None:
    page.set_viewport_size(NARROW)
    page.goto("/?e=s = W @ x %2B b%0Ap = softmax(s)%0Aloss = -sum(t*log(p))&constant=t")
    table = page.locator(".trace .scroller").first
    assert table.evaluate("table => table.scrollWidth <= table.clientWidth")
    places = "row => [2, 5].map((column) => row.cells[column - 1].getBoundingClientRect().top)"
    forward, backward = table.locator("tbody tr").last.evaluate(places)
    assert backward > forward


def test_twice_the_size_loses_nothing(page: Page) -> None:
    page.set_viewport_size({"width": 640, "height": 400})
    page.goto("/?e=h=tanh(W@x)&W=[[1,2],[3,4]]&x=[1,2]&gate=h&step=2")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for each in ("#program", "#option-style", "#find", "#present", ".closeup", ".trace tbody tr"):
        expect(page.locator(each).first).to_be_visible()


def test_what_is_lit_is_seen_in_colours_of_the_system(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/?e=q = x %2B y%0Af = q*z&step=2")
    lit, other = (page.locator(f".trace tbody tr{state}").first for state in (".now", ":not(.now)"))
    expect(lit).to_have_css("outline-style", "solid")
    expect(other).to_have_css("outline-style", "none")


def test_what_is_chosen_and_where_a_slider_stands_are_seen_in_colours_of_the_system(page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto("/?e=z+%3D+x*y")
    colour = "element => getComputedStyle(element).backgroundColor"
    chosen, other = (page.locator(f".segments input{state} + span").first for state in (":checked", ":not(:checked)"))
    assert chosen.evaluate(colour) != other.evaluate(colour)
    for slider in page.get_by_role("slider").all():
        with Image.open(BytesIO(slider.screenshot())) as picture:
            above = picture.height // 2 - 5
            assert len(picture.crop((0, above, picture.width, above + 1)).getcolors() or ()) > 1, (
                "only a thumb is so high"
            )


def test_a_reader_hears_each_thing_once_and_by_its_name(page: Page) -> None:
    page.goto("/?e=s = σ(x)%0Af = s*z&x=-2&z=-4&gate=f")
    rows = page.locator("[data-region=inputs] li")
    expect(rows.first).to_match_aria_snapshot("""
        - listitem:
          - /children: equal
          - slider "range of x": "-2"
          - textbox "x"
          - checkbox "no gradient for x"
          - text: gradient of x −0.42
    """)
    expect(page.locator("tbody tr").first).to_match_aria_snapshot("""
        - row:
          - rowheader "x"
    """)
    for name in ("to s", "to z"):
        expect(page.locator(".closeup").get_by_role("heading", name=name, exact=True)).to_be_visible()
    page.goto("/?e=s = σ(x)%0Af = s*sum(w)&x=-2&w=[1,2]&gate=s")
    expect(page.locator(".plot")).to_match_aria_snapshot("""
        - figure:
          - /children: equal
          - img /function from −.* slope 0.105/
    """)
    expect(page.get_by_role("group", name="cells of w")).to_be_visible()


def test_a_screen_reader_leaves_the_arrow_keys_to_the_figure(page: Page) -> None:
    page.goto("/?e=f = x*y&x=-2&y=5")
    figure = page.get_by_role("application", name=re.compile("arrow keys go from gate to gate"))
    figure.focus()
    page.keyboard.press("ArrowRight")
    said = "times gate; inputs x = −2 and y = 5; output f = −10; gradient that comes in 1; gradient of x 5, of y −2"
    expect(page.locator(":focus")).to_have_accessible_name(said)
    # A document in it would take them back, in the next answer's figure, too.
    expect(figure.get_by_role("document")).to_have_count(0)
    page.get_by_label("Symbols").click()
    page.wait_for_url("**labels=symbols*")
    settled(page)
    expect(figure.get_by_role("document")).to_have_count(0)


def test_an_answer_leaves_the_choices_that_stand(page: Page) -> None:
    page.goto("/?e=f = x*y&x=-2&y=5")
    settled(page)
    page.evaluate("document.querySelectorAll('select').forEach((each) => (each.mark = each.id))")
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + y")
    page.wait_for_url("**%2B%20y*")
    settled(page)
    # A screen reader would go to the choices of fresh ones, away from what is read.
    assert page.evaluate("[...document.querySelectorAll('select')].every((each) => each.mark === each.id)")
    page.locator("#option-output").select_option("x")
    page.wait_for_url("**output=x*")
    page.locator("#program").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#option-output")).to_have_value("")
    expect(page).not_to_have_url(re.compile("output=x"))
