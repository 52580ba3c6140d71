"""Opening a gate: by mouse, by keys and without scripts, what it says, and the way back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.pages import CLIPBOARD, box, held_back, kept, middle, settled, write

SCALARS = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"
MATRICES = "/?e=h+%3D+tanh(W+%40+x+%2B+b)%0AL+%3D+sum(h)&W=[[1,2],[3,-4]]&x=[1,2]&b=0.5"
TIMES = '.stage [data-panel="forward"][data-part="gate-1"]'


def test_a_click_opens_a_gate_and_escape_returns_to_it(page: Page) -> None:
    page.goto(SCALARS)
    page.locator(TIMES).click()
    expect(page.get_by_role("dialog", name="The times gate")).to_be_focused()
    panel = page.locator(".closeup")
    expect(panel).to_contain_text("The times gate takes q and z and makes f.")
    assert "gate=f" in page.url
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)
    expect(page.locator(TIMES)).to_be_focused()
    page.wait_for_url(lambda address: "gate" not in address)


def test_a_gate_that_a_long_press_opened_is_in_view_again_once_it_is_closed(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/?e=f = 1/(1 + exp(-(w0*x0 + w1*x1 + w2)))&w0=2&x0=-1")
    settled(page)
    exp = page.locator('.stage [data-panel="backward"][data-part="gate-5"]')
    # What a browser makes of a long press of a finger.
    press = "new PointerEvent('contextmenu', { bubbles: true, cancelable: true, pointerType: 'touch' })"
    assert exp.evaluate(f"gate => gate.dispatchEvent({press})") is False, "the browser shows its own menu, too"
    page.get_by_role("link", name="Close the gate").click()
    expect(exp).to_be_focused()
    expect(exp).to_be_in_viewport()


def test_arrow_keys_walk_the_gates_in_the_order_of_the_passes_and_enter_opens(page: Page) -> None:
    page.goto(SCALARS)
    page.locator(".figure .scroller").focus()
    seen = []
    for _ in range(4):
        page.keyboard.press("ArrowRight")
        seen.append(page.evaluate("[document.activeElement.dataset.panel, document.activeElement.dataset.part]"))
    assert seen == [["forward", "gate-0"], ["forward", "gate-1"], ["backward", "gate-1"], ["backward", "gate-0"]]
    said = page.evaluate("document.activeElement.getAttribute('aria-label')")
    plus = "plus gate; inputs x = −2 and y = 5; output q = 3; gradient that comes in −4; gradient of x −4, of y −4"
    assert said == f"backward: {plus}"
    page.keyboard.press("Home")
    expect(page.locator("[data-panel]:focus")).to_have_attribute("aria-label", plus)
    page.keyboard.press("Enter")
    expect(page.locator("#gate-title")).to_have_text("The plus gate")


def test_a_row_of_the_table_opens_its_gate_and_gets_the_focus_back(page: Page) -> None:
    page.goto(SCALARS)
    page.get_by_role("button", name="f: open its gate").click()
    expect(page.locator("#gate-title")).to_have_text("The times gate")
    page.get_by_role("link", name="Close the gate").click()
    expect(page.get_by_role("button", name="f: open its gate")).to_be_focused()


def test_an_open_gate_follows_the_values(page: Page) -> None:
    page.goto(f"{SCALARS}&gate=f")
    page.locator('.input [name="z"]').click()
    page.keyboard.press("Control+A")
    page.keyboard.type("3", delay=60)
    expect(page.locator(".closeup")).to_contain_text("The times gate")
    expect(page.locator(".closeup dl").first).to_contain_text("9")


def test_an_entry_of_a_product_lights_its_row_and_column(page: Page) -> None:
    page.goto(f"{MATRICES}&gate=v_1")
    page.locator('.heat[data-place="result"] td').nth(1).click()
    expect(page.locator("[data-entry]")).to_have_text("3 · 1 + (−4) · 2 = −5")
    expect(page.locator(".heat .lit")).to_have_count(5)
    page.locator('.scroller:has([data-place="result"])').focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-entry]")).to_have_text("1 · 1 + 2 · 2 = 5")


def test_a_chosen_entry_stays_and_follows_the_values(page: Page) -> None:
    page.goto(f"{MATRICES}&gate=v_1")
    page.locator('.heat[data-place="result"] td').nth(1).hover()
    page.get_by_label("x, entry 2").click()
    page.keyboard.type("3")
    expect(page.locator("[data-entry]")).to_have_text("3 · 1 + (−4) · 3 = −9")


def test_a_fold_is_offered_where_it_changes_the_gate(page: Page) -> None:
    page.goto(f"{MATRICES}&gate=v_1")
    page.get_by_role("link", name="Fold it: statements").click()
    page.wait_for_url("**fold=statement**")
    expect(page.locator("#option-fold")).to_have_value("statement")
    # It is an act of this page: it can be undone, and leaves the frame to the window. A double click does the same.
    page.keyboard.press("Control+Z")
    expect(page.locator("#option-fold")).to_have_value("")
    page.get_by_role("link", name="Close the gate").click()
    expect(page.locator(".closeup")).to_have_count(0)
    page.mouse.dblclick(*middle(page.locator('.stage [data-kind="gate"] circle').first))
    expect(page.locator("#option-fold")).to_have_value("statement")
    assert "frame" not in page.url


def test_the_formula_is_copied_as_latex(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{SCALARS}&gate=f")
    page.get_by_role("button", name="Copy LaTeX").click()
    expect(page.get_by_role("button", name="Formula copied")).to_be_visible()
    copied = kept(page, CLIPBOARD)
    assert r"\frac{dL}{dq}" in copied


def test_without_scripts_a_gate_opens_too(still: Page) -> None:
    still.goto(SCALARS)
    still.get_by_role("button", name="q: open its gate").click()
    expect(still.locator("#gate-title")).to_have_text("The plus gate")
    still.get_by_role("link", name="Close the gate").click()
    expect(still.locator(".closeup")).to_have_count(0)


def test_in_a_narrow_window_an_open_gate_stands_below_the_figure(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{SCALARS}&gate=f")
    settled(page)
    figure = box(page.locator("#figure"))
    assert box(page.locator(".closeup"))["y"] >= figure["y"] + figure["height"]


def test_an_open_gate_stands_beside_the_figure_and_the_text_goes_along(page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(SCALARS)
    settled(page)
    page.locator('.stage [data-panel="backward"][data-part="gate-1"]').click()
    expect(page.get_by_role("dialog", name="The times gate")).to_be_focused()
    gate, figure = box(page.locator(".closeup")), box(page.locator("#figure"))
    assert gate["x"] + gate["width"] <= figure["x"] and gate["y"] < figure["y"] + figure["height"]
    expect(page.locator(".closeup .heading")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(page.locator(".closeup")).to_have_count(0)
    page.mouse.move(1000, 400)
    page.mouse.wheel(0, 400)
    page.wait_for_function("() => scrollY > 100")
    expect(page.locator("#program")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("pressed", ['.stage [data-panel="forward"][data-part="gate-0"]', ".opens"])
def test_a_press_during_which_an_answer_comes_is_a_click_on_what_was_pressed(page: Page, pressed: str) -> None:
    page.goto("/?e=z = x*y")
    settled(page)
    held = held_back(page, "**/*frame=*")
    with page.expect_request("**/*frame=*"):
        write(page, "z = x*y + 1")
    place = page.locator(pressed).first
    place.scroll_into_view_if_needed()
    place.hover()
    page.mouse.down()
    with page.expect_response("**/*frame=*"):
        held[0].continue_()
    page.unroute("**/*frame=*")
    page.mouse.up()
    expect(page.locator("#gate-title")).to_be_visible()


def test_a_click_on_a_label_opens_the_gate_that_makes_it_and_on_an_input_goes_to_its_field(page: Page) -> None:
    page.goto(SCALARS)
    page.locator('.stage [data-panel="backward"][data-part="value-2"]').click(position={"x": 10, "y": 10})
    expect(page.locator(".closeup")).to_contain_text("The plus gate takes x and y and makes q.")
    page.keyboard.press("Escape")
    expect(page.locator('.stage [data-panel="backward"][data-part="value-2"]')).to_be_focused()
    settled(page)
    page.locator('.stage [data-panel="forward"][data-part="value-0"]').click()
    expect(page.locator('.input [name="x"]')).to_be_focused()
    page.goto(MATRICES)
    page.locator('.stage [data-panel="forward"][data-part="value-0"]').click()
    expect(page.locator('[data-input="W"] summary')).to_be_focused()
    expect(page.locator(".closeup")).to_have_count(0)
