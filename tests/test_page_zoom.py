"""The figure in its frame: zoom by wheel, keys, pinch, double tap and buttons; moved by the mouse; found by name."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.pages import at_rest, box, figure, middle, settled, standing

PROGRAM = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"
DRAWN = ".stage > svg:not(.strut)"
FRAME = ".figure .scroller"
TIMES = '.stage [data-panel="forward"][data-part="gate-1"]'


def width(page: Page) -> float:
    return float(page.locator(DRAWN).evaluate("svg => svg.getBoundingClientRect().width"))


def test_the_wheel_zooms_about_the_pointer_and_leaves_the_page_alone(page: Page) -> None:
    page.goto(PROGRAM)
    settled(page)
    before, (x, y) = width(page), middle(page.locator(f"{TIMES} circle"))
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    page.wait_for_function(f"() => document.querySelector('{DRAWN}').getBoundingClientRect().width > {before * 1.5}")
    now = middle(page.locator(f"{TIMES} circle"))
    assert abs(now[0] - x) < 3 and abs(now[1] - y) < 3
    assert page.evaluate("[scrollX, visualViewport.scale]") == [0, 1]


def test_keys_and_buttons_zoom_and_return(page: Page) -> None:
    page.goto(PROGRAM)
    settled(page)
    before = width(page)
    page.locator(FRAME).focus()
    page.keyboard.press("+")
    assert abs(width(page) - 1.25 * before) < 2
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert width(page) < before
    page.keyboard.press("0")
    assert abs(width(page) - before) < 2
    page.get_by_role("button", name="Larger").click()
    assert width(page) > before
    page.locator("#option-style").select_option("colah")
    page.wait_for_url("**style=colah*")
    expect(page.locator(".drawing")).to_have_class(re.compile("zoomed"))


def test_a_drag_moves_the_figure_and_opens_no_gate(page: Page) -> None:
    page.goto(PROGRAM)
    settled(page)
    page.locator(FRAME).focus()
    for _ in range(5):
        page.keyboard.press("+")
    page.locator(TIMES).evaluate("gate => gate.scrollIntoView({ block: 'center', inline: 'center' })")
    x, y = middle(page.locator(f"{TIMES} circle"))
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y - 40, steps=4)
    page.mouse.up()
    now = middle(page.locator(f"{TIMES} circle"))
    assert abs(now[0] - x + 60) < 2 and abs(now[1] - y + 40) < 2
    expect(page.locator(".closeup")).to_have_count(0)
    page.mouse.click(*now)
    expect(page.locator("#gate-title")).to_have_text("The times gate")


def test_an_enlarged_figure_stays_where_it_is_while_a_person_types(page: Page) -> None:
    page.goto(PROGRAM)
    settled(page)
    page.locator(FRAME).focus()
    for _ in range(5):
        page.keyboard.press("+")
    place = f"() => [document.querySelector('{FRAME}').scrollLeft, document.querySelector('{FRAME}').scrollTop]"
    before = page.evaluate(place)
    assert min(before) > 0
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + 3")
    page.wait_for_url("**%2B%203*")
    expect(figure(page, "forward", "f")).to_have_count(1)
    settled(page)
    assert page.evaluate(place) == before


def test_two_fingers_zoom(page: Page) -> None:
    page.goto(PROGRAM)
    settled(page)
    before, (x, y) = width(page), middle(page.locator(FRAME))
    client = page.context.new_cdp_session(page)

    def touch(kind: str, *apart: float) -> None:
        points = [{"x": x + side * each, "y": y} for each in apart for side in (-1, 1)]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", 40)
    for apart in (50, 60, 70, 80):
        touch("touchMove", apart)
    touch("touchEnd")
    assert width(page) > 1.4 * before


def test_a_double_click_beside_the_gates_zooms_and_returns(page: Page) -> None:
    page.goto(PROGRAM)
    settled(page)
    before, frame = width(page), box(page.locator(FRAME))
    page.mouse.dblclick(frame["x"] + 8, frame["y"] + 60)
    assert abs(width(page) - 2 * before) < 2
    page.mouse.dblclick(frame["x"] + 8, frame["y"] + 60)
    assert abs(width(page) - before) < 2


def test_where_the_page_shows_all_of_a_tall_figure_again_the_same_part_of_it_is_in_view(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 700})
    page.goto("/?e=h = x*w %2B b%0Af = 1/(1 %2B exp(-h))&w=2&x=-1&b=3")
    settled(page)
    page.locator(".figure .scroller").evaluate("each => each.scrollIntoView({ block: 'start', behavior: 'instant' })")
    drawn = page.locator(DRAWN)
    page.mouse.dblclick(40, 20)
    page.mouse.wheel(0, 600)
    expect(page.locator(".drawing")).to_contain_class("zoomed")
    before = box(drawn)
    page.mouse.dblclick(40, 300)
    expect(page.locator(".drawing")).not_to_contain_class("zoomed")
    after = box(drawn)
    there, here = ((300 - each["y"]) / each["height"] for each in (before, after))
    assert before["height"] > 1.5 * after["height"] and abs(there - here) < 0.02


def test_a_double_click_opens_and_folds_a_gate(page: Page) -> None:
    page.goto("/?e=h = tanh(w*x %2B b)%0Ay = h*h&fold=statement")
    settled(page)
    page.locator('.stage [data-panel="forward"][data-part="gate-0"] circle').dblclick()
    page.wait_for_url(lambda address: "fold=statement" not in address)


def test_two_taps_on_a_gate_fold_it_on_a_phone_too(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/?e=h = tanh(w*x %2B b)%0Ay = h*h&fold=statement")
    settled(page)
    gate = page.locator('.stage [data-panel="forward"][data-part="gate-0"] circle')
    gate.evaluate("gate => gate.scrollIntoView({ block: 'center' })")
    at_rest(page)
    x, y = middle(gate)
    standing(page)
    page.mouse.click(x, y)
    # It opens the close-up, further down; the second click is where the first was.
    page.clock.run_for(200)
    expect(page.locator(".closeup")).to_be_focused()
    page.clock.run_for(200)
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.clock.resume()
    page.wait_for_url(lambda address: "fold=statement" not in address)


def test_what_is_fitted_is_seen_as_a_whole(page: Page) -> None:
    for step in ("", "&step=2"):
        page.goto(f"/?e=h = tanh(w*x %2B b)%0Ay = h*h + exp(-h)&panels=stacked{step}")
        settled(page)
        page.get_by_role("button", name="Fit").click()
        at_rest(page)
        seen = page.locator(DRAWN).bounding_box()
        assert seen
        assert seen["y"] >= 0
        assert seen["y"] + seen["height"] <= page.evaluate("innerHeight") + 1  # a part of a pixel


def test_a_value_is_found_by_its_name(page: Page) -> None:
    page.goto(PROGRAM)
    settled(page)
    page.locator("#find").click()
    page.keyboard.type("q")
    expect(figure(page, "forward", "q")).to_have_class(re.compile("lit"))
    expect(page.locator(".backdrop > .lit")).to_have_text("q = x + y")
    page.keyboard.press("Enter")
    expect(page.locator("#gate-title")).to_have_text("The plus gate")


def test_a_value_is_found_by_its_name_in_the_text_too_and_what_is_not_there_is_told(page: Page) -> None:
    page.goto("/?e=xhat = gamma*x%0Ay = xhat*x")
    settled(page)
    find = page.get_by_label("Find a value by its name")
    for name, called in (("xhat", "x̂"), ("gamma", "γ"), ("ga", "γ")):
        find.fill(name)
        expect(page.locator("tbody tr.lit").first).to_have_attribute("data-label", called)
        expect(find).to_have_attribute("aria-invalid", "false")
    find.fill("nothing")
    expect(page.locator("tbody tr.lit")).to_have_count(0)
    expect(find).to_have_attribute("aria-invalid", "true")
