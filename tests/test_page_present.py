"""Presenting and printing: the figure alone."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from app.examples import find
from app.query import Query
from tests.pages import box, middle, settled

PROGRAM = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"

FRAME = "document.querySelector('.figure .scroller')"
SEEN = """panel => {
  const frame = document.querySelector(".figure .scroller").getBoundingClientRect();
  const lit = [...document.querySelectorAll(`.stage .now[data-panel=${panel}]`)].map((each) => each.getBoundingClientRect());
  return lit.length > 0 && lit.every((each) => each.top >= frame.top - 1 && each.bottom <= frame.bottom + 1);
}"""
"""Whether all that is lit in a panel is within the figure's frame."""


def test_presenting_shows_the_figure_alone_and_a_clicker_walks(page: Page) -> None:
    page.goto(PROGRAM)
    page.get_by_role("button", name="Present").click()
    for hidden in ("#program", "#option-style", "#find", ".quiz"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.get_by_role("button", name="End", exact=True)).to_be_visible()
    page.keyboard.press("PageDown")
    expect(page.locator("[data-count]")).to_have_text("1")
    page.keyboard.press("PageDown")
    expect(page.locator("[data-count]")).to_have_text("2")
    page.keyboard.press("PageUp")
    expect(page.locator("[data-count]")).to_have_text("1")
    # Space goes on, as in any slide show; and a hand that was at the slider or the speed takes the clicker no key.
    page.keyboard.press("Space")
    expect(page.locator("[data-count]")).to_have_text("2")
    page.keyboard.press("Shift+Space")
    expect(page.locator("[data-count]")).to_have_text("1")
    page.mouse.click(*middle(page.locator(".scrubber")))
    expect(page.locator("[data-count]")).to_have_text("3")
    for key, step in (("PageDown", "4"), ("PageUp", "3"), ("Space", "4")):
        page.keyboard.press(key)
        expect(page.locator("[data-count]")).to_have_text(step)
    page.locator("[data-speed]").focus()
    page.keyboard.press("PageUp")
    expect(page.locator("[data-count]")).to_have_text("3")
    expect(page.locator("[data-speed]")).to_have_value("1600")
    page.keyboard.press("b")
    expect(page.locator(".stage > svg").first).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator(".stage > svg").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#program")).to_be_visible()
    expect(page.get_by_role("button", name="Present")).to_be_focused()


def present_walk(page: Page, screen: tuple[int, int], step: int) -> None:
    """Batch normalisation at a step of its walk, in full on a screen of so many pixels."""
    example = find("batch-norm")
    assert example
    page.set_viewport_size({"width": screen[0], "height": screen[1]})
    page.goto(f"/?{Query.of_example(example).string()}&step={step}")
    settled(page)
    page.get_by_role("button", name="Present").click()


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1024, 768), (1920, 1080)])
def test_type_is_large_enough_for_a_projector_and_what_happens_is_in_view(page: Page, width: int, height: int) -> None:
    present_walk(page, (width, height), 1)
    drawn = page.locator(".stage > svg:not(.strut)")
    em = "svg => 11 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width"
    frame = "svg => svg.closest('.scroller').scrollWidth <= svg.closest('.scroller').clientWidth"
    page.wait_for_function(f"() => ({em})(document.querySelector('.stage > svg')) >= {min(height / 45, width / 27)}")
    page.wait_for_function(f"() => ({frame})(document.querySelector('.stage > svg'))")
    for key, step, panel in (("PageDown", "2", "forward"), ("End", "22", "backward"), ("PageUp", "21", "backward")):
        page.keyboard.press(key)
        expect(page.locator("[data-count]")).to_have_text(step)
        page.wait_for_function(SEEN, arg=panel)
    page.keyboard.press("f")
    assert drawn.evaluate("svg => svg.getBoundingClientRect().height") < height


def test_a_walk_in_another_direction_turns_the_figure_on_its_way(page: Page) -> None:
    present_walk(page, (1920, 1080), 2)
    page.wait_for_function(SEEN, arg="forward")
    for keys, panel in ((("End", "End", "PageUp", "PageUp"), "backward"), (("End", "Home", "PageDown"), "forward")):
        for key in keys:
            page.keyboard.press(key)
        page.wait_for_function(SEEN, arg=panel)
    page.keyboard.press("End")
    page.wait_for_function(f"() => {FRAME}.scrollTop > 0 && ({SEEN})('backward')")
    page.keyboard.press("Home")
    page.wait_for_function(f"() => {FRAME}.scrollTop === 0")


def test_what_happens_is_in_view_when_the_screen_is_another(page: Page) -> None:
    present_walk(page, (1920, 1080), 22)
    page.wait_for_function(f"() => {FRAME}.scrollTop > 0 && ({SEEN})('backward')")


def test_one_key_changes_between_light_and_dark(page: Page) -> None:
    page.goto(PROGRAM)
    page.get_by_role("button", name="Present").click()
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.keyboard.press("d")
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_paper_holds_the_whole_figure_and_no_controls(page: Page) -> None:
    page.set_viewport_size({"width": 700, "height": 990})
    page.goto(f"{PROGRAM}&gate=f")
    settled(page)
    expect(page.locator(".closeup .actions")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".bar")).to_be_hidden()
    for hidden in (".closeup", "input[type=range]", "#option-style", "#find", ".undoing", "#trace-title + .explain"):
        expect(page.locator(hidden).first).to_be_hidden()
    drawn = box(page.locator(".stage > svg").first)
    assert drawn["x"] >= 0 and drawn["x"] + drawn["width"] <= 700


CHAIN = "/?" + urlencode({"e": "".join(f"x{each + 1} = tanh(w*x{each})\n" for each in range(22))})
SPELLED_OUT = (
    "hidden = weight_matrix_of_the_first_layer*input_feature_vector\ny = tanh(hidden + bias_vector_of_the_first_layer)"
)
WORDS = "/?" + urlencode({"e": SPELLED_OUT})


@pytest.mark.parametrize("path", [CHAIN, WORDS])
def test_a_figure_beside_a_long_table_has_a_sheet_of_its_own(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 700, "height": 990})
    page.goto(path)
    settled(page)
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 2
    page.emulate_media(media="print")
    paper, table, drawn = page.locator(".sheet"), page.locator(".trace table").first, page.locator(".stage > svg").first
    assert max(box(drawn)["width"], box(drawn)["height"]) > 650, "the figure has had to give way"
    assert box(table)["x"] + box(table)["width"] <= box(paper)["x"] + box(paper)["width"] + 1


def test_a_table_of_long_names_is_not_cut_off(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(WORDS)
    settled(page)
    expect(page.locator(".trace .scroller.folded")).to_have_class(re.compile("worded"))
    assert page.locator(".trace .scroller.folded").evaluate("each => each.scrollWidth - each.clientWidth") <= 0


def test_the_caret_lights_what_its_line_makes(page: Page) -> None:
    page.goto(PROGRAM)
    page.locator("#program").click()
    page.keyboard.press("Control+Home")
    expect(page.locator('svg [data-panel="forward"][data-part="gate-0"]')).to_have_class(re.compile("lit"))
    page.keyboard.press("ArrowDown")
    expect(page.locator('svg [data-panel="forward"][data-part="gate-1"]')).to_have_class(re.compile("lit"))
    expect(page.locator('svg [data-panel="forward"][data-part="gate-0"]')).not_to_have_class(re.compile("lit"))
    z = page.locator('svg [data-panel="forward"][data-part="value-2"]').first
    expect(z).to_have_class(re.compile("lit"))
    # An input that is pointed at goes before, as long as it is.
    page.mouse.move(*middle(page.locator('[data-input="x"] .name')))
    expect(z).not_to_have_class(re.compile("lit"))
    expect(page.locator('svg [data-panel="forward"][data-part="value-0"]').first).to_have_class(re.compile("lit"))
    page.mouse.move(*middle(page.locator("#inputs-title")))
    expect(page.locator('svg [data-panel="forward"][data-part="gate-1"]')).to_have_class(re.compile("lit"))


def test_a_row_lights_its_line(page: Page) -> None:
    page.goto(PROGRAM)
    page.locator("tbody tr").nth(4).hover()
    expect(page.locator(".backdrop > .lit")).to_have_text("f = q * z")


def test_a_gate_lights_what_it_takes_in_and_its_own_line_alone(page: Page) -> None:
    page.goto(PROGRAM)
    page.mouse.move(*middle(page.locator('svg [data-panel="backward"][data-part="gate-1"] circle')))
    for part in ("gate-1", "value-3", "wire-2", "value-2", "wire-3"):
        expect(page.locator(f'svg [data-panel="backward"][data-part="{part}"]').first).to_have_class(re.compile("lit"))
    expect(page.locator('svg [data-panel="backward"][data-part="gate-0"]')).not_to_have_class(re.compile("lit"))
    expect(page.locator(".backdrop > .lit")).to_have_text("f = q * z")


def test_the_first_page_says_what_this_is(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("see its backward pass")
    expect(page.locator(".intro li")).to_have_count(3)


def test_a_pointer_finds_a_wire_beside_its_ink_and_all_of_a_label(page: Page) -> None:
    page.goto(PROGRAM)
    wire = page.locator('svg [data-panel="forward"][data-part="wire-2"]')
    x, y = middle(wire.locator("path[stroke]").first)
    page.mouse.move(x, y + 4.5)
    expect(wire).to_have_class(re.compile("lit"))
    label = page.locator('svg [data-panel="backward"][data-part="value-3"]')
    area = box(label.locator("rect").first)
    for x in (0.02, 0.5, 0.98):
        page.mouse.move(area["x"] + area["width"] * x, area["y"] + area["height"] * 0.96)
        expect(label).to_have_class(re.compile("lit"))
