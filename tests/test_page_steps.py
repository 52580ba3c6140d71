"""The walk on the page: by mouse and keys, in the address, and without scripts."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from app.examples import find
from app.query import Query
from tests.pages import box, middle, settled

PROGRAM = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"
HIDDEN = "element => getComputedStyle(element).visibility"


def begin(page: Page) -> None:
    page.goto(PROGRAM)
    page.get_by_role("link", name="Step through both passes").click()
    expect(page.locator(".count")).to_contain_text("step 1 of 6")


def shown(page: Page, panel: str, part: str) -> str:
    label = page.locator(f'svg [data-panel="{panel}"][data-part="{part}"] > g').first
    return str(label.evaluate(HIDDEN))


def test_a_walk_begins_with_the_inputs_and_leaves_the_rest_blank(page: Page) -> None:
    begin(page)
    assert shown(page, "forward", "value-0") == "visible"
    assert shown(page, "forward", "value-2") == "hidden"
    assert shown(page, "backward", "value-0") == "hidden"
    assert "step=1" in page.url


def test_keys_move_the_walk_while_the_figure_has_focus(page: Page) -> None:
    begin(page)
    page.locator(".figure .scroller").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-count]")).to_have_text("2")
    expect(page.locator(".said li:visible")).to_contain_text("q")
    assert shown(page, "forward", "value-2") == "visible"
    page.keyboard.press("End")
    expect(page.locator("[data-count]")).to_have_text("6")
    assert shown(page, "backward", "value-0") == "visible"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Home")
    expect(page.locator("[data-count]")).to_have_text("0")
    assert shown(page, "forward", "value-0") == "hidden"
    assert "step=0" in page.url
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-count]")).to_have_text("1")
    expect(page.locator(".figure .scroller")).to_be_focused()


def test_keys_move_a_walk_from_the_moment_that_it_begins_and_leaving_keeps_the_focus(page: Page) -> None:
    page.goto(PROGRAM)
    page.get_by_role("link", name="Step through both passes").press("Enter")
    expect(page.locator(".count")).to_contain_text("step 1 of 6")
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-count]")).to_have_text("2")
    page.get_by_role("link", name="Whole figure").press("Enter")
    expect(page.get_by_role("link", name="Step through both passes")).to_be_visible()
    expect(page.locator(".figure .scroller")).to_be_focused()


def test_the_step_lights_its_line_of_the_text(page: Page) -> None:
    begin(page)
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="Next").click()
    expect(page.locator(".backdrop > .lit")).to_have_text("f = q * z")


def test_the_parts_of_a_formula_stand_one_after_the_other(page: Page) -> None:
    page.goto("/?e=w2 = [1,-2]%0Ah = [3,4]%0Ay = w2 @ h&step=2")
    settled(page)
    edges = "all => all.map((each) => each.getBoundingClientRect()).flatMap(({ left, right }) => [left, right])"
    found = page.locator(".said li:visible .formula math").evaluate_all(edges)
    assert len(found) > 4 and found == sorted(found)


def test_playing_goes_to_the_end_and_stops(page: Page) -> None:
    page.clock.install()
    begin(page)
    play = page.get_by_role("button", name="Play")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "true")
    # Another speed counts from the moment that it is chosen.
    page.locator("[data-speed]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-speed]")).to_have_value("800")
    page.clock.run_for(800)
    expect(page.locator("[data-count]")).to_have_text("2")
    play.click()
    page.clock.run_for(5 * 800)
    expect(page.locator("[data-count]")).to_have_text("2")
    play.click()
    page.clock.run_for(5 * 800)
    expect(page.locator("[data-count]")).to_have_text("6")
    expect(page.get_by_role("button", name="Play")).to_have_attribute("aria-pressed", "false")


def test_the_scrubber_is_dragged_and_moved_by_keys(page: Page) -> None:
    begin(page)
    track = box(page.locator(".scrubber"))
    across, height = track["x"] + track["width"], track["y"] + track["height"] / 2
    page.mouse.move(*middle(page.locator(".scrubber")))
    page.mouse.down()
    expect(page.locator("[data-count]")).to_have_text("3")
    page.mouse.move(across - 2, height, steps=4)
    page.mouse.up()
    expect(page.locator("[data-count]")).to_have_text("6")
    assert shown(page, "backward", "value-0") == "visible"
    for key, step in (("ArrowLeft", "5"), ("Home", "0"), ("End", "6")):
        page.keyboard.press(key)
        expect(page.locator("[data-count]")).to_have_text(step)
    assert "step=6" in page.url


def test_gradients_of_inputs_wait_for_the_last_step(page: Page) -> None:
    begin(page)
    gradient = page.locator(".input .gradient").first
    expect(gradient).to_be_hidden()
    page.get_by_role("link", name="Last").click()
    expect(gradient).to_be_visible()


def test_the_whole_figure_returns(page: Page) -> None:
    begin(page)
    page.get_by_role("link", name="Whole figure").click()
    expect(page.locator(".stepper")).to_have_count(0)
    assert "step" not in page.url
    assert shown(page, "backward", "value-0") == "visible"


def test_another_value_keeps_the_step(page: Page) -> None:
    page.goto(f"{PROGRAM}&step=3")
    page.locator('.input [name="x"]').click()
    page.keyboard.press("Control+A")
    page.keyboard.type("7", delay=60)
    expect(page.locator(".said li:visible")).to_contain_text("−48")
    expect(page.locator("[data-count]")).to_have_text("3")
    settled(page)
    expect(page.locator(".backdrop > .lit")).to_have_text("q = x + y")


def test_without_scripts_the_address_says_the_step(still: Page) -> None:
    still.goto(f"{PROGRAM}&step=2")
    assert still.locator('svg [data-panel="forward"][data-part="value-2"]').get_attribute("class") == "now"
    assert still.locator('svg [data-panel="backward"][data-part="value-0"]').get_attribute("class") == "blank"
    still.get_by_role("link", name="Next").click()
    expect(still.locator("[data-count]")).to_have_text("3")


def test_a_link_to_a_step_shows_its_gate_on_a_phone_and_the_table_beside_it_in_a_wide_window(page: Page) -> None:
    example = find("batch-norm")
    assert example
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"/?{Query.of_example(example).string()}&step=14")
    lit = page.locator('#figure .now[data-panel="backward"][data-part^="gate-"]')
    # The browser's ratio of two areas that are the same may be 0.9999993.
    expect(lit).to_be_in_viewport(ratio=0.999)
    page.set_viewport_size({"width": 1920, "height": 900})
    page.mouse.wheel(0, 200)
    expect(lit).to_be_in_viewport()
    expect(page.locator(".trace tr.now").first).to_be_in_viewport()


def test_menus_lie_over_what_stays_in_view_of_a_walk(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 560})
    begin(page)
    page.locator("summary", has_text="Download").click()
    items = page.locator(".menu[open] li:visible")
    expect(items.last).to_be_visible()
    stepper = box(page.locator(".stepper"))
    assert box(items.first)["y"] < stepper["y"] < box(items.last)["y"]
    covered = items.evaluate_all(
        "items => items.filter((item) => { const { left, top, bottom } = item.getBoundingClientRect();"
        " return bottom < innerHeight && !item.contains(document.elementFromPoint(left + 20, (top + bottom) / 2)); }).length"
    )
    assert covered == 0


def test_at_twice_the_size_the_figure_the_buttons_and_the_sentence_are_in_view_together(page: Page) -> None:
    """A window of 1440 by 900 pixels at 200 %. It scrolls no further than to the figure's end: the buttons stay where they are."""
    page.set_viewport_size({"width": 720, "height": 450})
    begin(page)
    for step in range(2, 7):
        page.locator('[data-go="next"]').click()
        expect(page.locator("[data-count]")).to_have_text(str(step))
        page.wait_for_function(
            """() => {
              const edges = (place) => [...document.querySelectorAll(place)].map((each) => each.getBoundingClientRect());
              const [said] = edges(".said li:not([hidden])");
              const [buttons] = edges(".stepper");
              const [foot] = edges(".stepping");
              const seen = edges(".stage .now").some(({ top, bottom }) => top >= 0 && bottom <= buttons.top);
              return seen && said.bottom <= innerHeight && Math.abs(foot.bottom - innerHeight) < 2;
            }"""
        )


def test_a_table_that_goes_on_below_fades_out(page: Page) -> None:
    page.set_viewport_size({"width": 720, "height": 450})
    page.goto(PROGRAM)
    settled(page)
    frame = page.locator(".trace .scroller")
    covers = """frame => {
      const { height, position } = getComputedStyle(frame, "::after");
      const last = frame.querySelector("tbody tr:last-child").getBoundingClientRect();
      return [position, frame.getBoundingClientRect().bottom - last.bottom >= parseFloat(height) - 1];
    }"""
    assert frame.evaluate(covers) == ["sticky", False]
    frame.evaluate("frame => frame.scrollTo(0, frame.scrollHeight)")
    assert frame.evaluate(covers) == ["sticky", True]


def test_a_folded_gate_is_stepped_into_and_folded_again(page: Page) -> None:
    """The walk goes on where it was, whatever number that step has now."""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/?e=a+%3D+x*y+%2B+x*x%0Ab+%3D+exp(a)%0Ac+%3D+b*b+%2B+tanh(b)*x&x=0.5&y=2&fold=statement&step=4")
    said = page.locator(".said li:visible")
    expect(said).to_contain_text("This line takes b and x and makes c.")
    page.mouse.dblclick(*middle(page.locator('.stage .now[data-kind="gate"][data-panel="forward"] circle')))
    expect(said).to_contain_text("The times gate takes b and b")
    expect(page.locator("[data-count]")).to_have_text("6")
    expect(page.locator("#option-fold")).to_have_value("primitive")
    fold = page.locator("#option-fold")
    fold.select_option("statement")
    expect(said).to_contain_text("and makes c.")
    expect(page.locator("[data-count]")).to_have_text("4")
    page.locator('[data-go="last"]').click()
    page.locator('[data-go="back"]').click()
    expect(said).to_contain_text("Inside, the gradient passes back through the plus gate")
    fold.select_option("primitive")
    expect(said).to_contain_text("A plus gate hands the gradient that comes in to both of its inputs, unchanged.")
    expect(page.locator("[data-count]")).to_have_text("17")
