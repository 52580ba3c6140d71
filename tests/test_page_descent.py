"""A descent on the page: chosen, gone step by step, told where it fails, in the address, and without scripts."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlparse

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages import at_rest, figure, held_back, middle, parameters, row, settled
from tests.server import get

START = "/?e=f+%3D+(w*x+-+t)**2&w=2&x=1&t=4"
GOING = f"{START}&train=w&train.rate=0.1&iteration=0"


def card(page: Page, name: str) -> None:
    """Press a control of the card by its name."""
    page.locator("#descent").get_by_role("link", name=name, exact=True).click()


def test_a_descent_begins_and_goes_on_in_the_same_figure(page: Page) -> None:
    page.goto(START)
    card(page, "Go down on the output")
    expect(page.get_by_role("checkbox", name="w", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name="x", exact=True)).not_to_be_checked()
    expect(page.locator(".train-form .note")).to_contain_text("called as weights and biases are")
    page.locator('[name="train.rate"]').click()
    page.keyboard.type("0.1", delay=30)
    page.keyboard.press("Tab")
    expect(page.get_by_label("The next update", exact=True)).to_contain_text("2.4")
    drawing = page.locator(".stage > svg").first.element_handle()
    card(page, "One iteration")
    expect(figure(page, "forward", "w")).to_have_attribute("aria-label", "w = 2.4")
    expect(page.locator("[data-iteration]")).to_have_text("1")
    card(page, "One iteration")
    expect(figure(page, "forward", "w")).to_have_attribute("aria-label", "w = 2.72")
    expect(row(page, "w").locator(".gradient")).to_contain_text("−2.56")
    assert drawing.evaluate("element => element.isConnected"), "the figure was made anew"
    assert parameters(page)["iteration"] == ["2"] and parameters(page)["train"] == ["w"]
    card(page, "Reset: before the first iteration")
    expect(figure(page, "forward", "w")).to_have_attribute("aria-label", "w = 2")
    expect(row(page, "w").locator(".field")).to_have_value("2")


def test_forward_backward_and_update_are_one_walk(page: Page) -> None:
    page.goto(f"{GOING}&step=8")
    page.get_by_role("link", name="Next", exact=True).click()
    said = page.locator(".said li:visible")
    expect(said).to_contain_text("w is updated, by gradient descent.")
    expect(said).to_contain_text("2.4")
    page.get_by_role("link", name="Next", exact=True).click()
    expect(page.locator("[data-count]")).to_have_text("1")
    expect(page.locator("[data-iteration]")).to_have_text("1")
    expect(figure(page, "forward", "w")).to_have_attribute("aria-label", "w = 2.4")
    assert (parameters(page)["iteration"], parameters(page)["step"]) == (["1"], ["1"])


def test_the_iterations_of_a_descent_are_not_the_steps_of_its_walk(page: Page) -> None:
    page.goto(f"{GOING}&step=3")
    page.get_by_label("Iteration", exact=True).press("ArrowRight")
    expect(page.locator("[data-iteration]")).to_have_text("1")
    expect(page.locator("[data-count]")).to_have_text("3")
    assert parameters(page)["step"] == ["3"]


def test_another_optimiser_brings_its_own_numbers(page: Page) -> None:
    page.goto(GOING)
    page.get_by_label("Optimiser").select_option("adam")
    expect(page.locator('[name="train.beta1"]')).to_have_attribute("placeholder", "0.9")
    expect(page.locator(".rule")).to_contain_text("Kingma and Ba")
    page.locator('[name="train.beta1"]').click()
    page.keyboard.type("0.8", delay=30)
    page.keyboard.press("Tab")
    expect(page.locator(".updates")).to_contain_text("0.8")
    page.set_viewport_size({"width": 390, "height": 900})
    assert page.locator(".updates").evaluate("box => box.scrollWidth <= box.clientWidth")
    page.get_by_label("Optimiser").select_option("momentum")
    expect(page.locator('[name="train.momentum"]')).to_have_value("")
    page.get_by_label("Direction").select_option("up")
    expect(page.locator(".updates")).to_contain_text("−")
    page.go_back()
    expect(page.get_by_label("Direction")).to_have_value("down")


def test_pieces_of_a_formula_stand_beside_each_other(page: Page) -> None:
    page.goto(f"{GOING}&train.optimiser=adam")
    formulas = page.locator(".updates .formula")
    expect(formulas).to_have_count(3)
    overlaps = """pieces => {
        const drawn = [...pieces.querySelectorAll("math")].map((each) => [...each.children].map((part) => part.getBoundingClientRect()));
        const sides = drawn.flat().filter((box) => box.width);
        return sides.slice(1).filter((box, place) => box.top < sides[place].bottom && box.left < sides[place].right - 1).length;
    }"""
    assert [each.evaluate(overlaps) for each in formulas.all()] == [0, 0, 0]


def test_too_large_a_rate_is_told_and_the_last_finite_step_held(page: Page) -> None:
    page.goto("/?e=f+%3D+w**4&w=5&train.rate=1&iteration=0")
    card(page, "The last iteration")
    told = page.locator("#descent [role=alert]")
    expect(told).to_contain_text("the rate 1 is too large here")
    expect(told).to_contain_text("step 4 left the finite numbers; the values are held at step 3")
    expect(page.locator("[data-iteration]")).to_have_text("3")
    card(page, "One iteration back")
    expect(page.locator("[data-iteration]")).to_have_text("2")


def test_an_output_that_is_no_number_is_told(page: Page) -> None:
    page.goto("/?e=f+%3D+log(w)&w=0.5&train.rate=1&iteration=5")
    expect(page.locator("#descent [role=alert]")).to_contain_text("the output is not a number (nan)")
    expect(figure(page, "forward", "w")).to_have_attribute("aria-label", "w = 0.5")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("train=q", "`q` is not an input"),
        ("train.rate=0.1*(", "the rate"),
        ("train.optimiser=magic", "there is no optimiser `magic`"),
        ("train.momentum=1", "has no setting `momentum`"),
        ("train.steps=many", "`many` is no whole number"),
        ("train.steps=3&iteration=7", "there are 3 steps: this is the last"),
        ("train.direction=left", "`left` is no direction"),
        ("seed=2&iteration=1", "with the seed 1"),
    ],
)
def test_what_cannot_be_is_told_in_the_card(server: str, asked: str, told: str) -> None:
    answer = get(f"{server}{START}&{asked}")
    assert answer.status_code == 200
    inside = answer.text.partition('id="descent"')[2].partition("</section>")[0]
    plain = inside.replace("<code>", "`").replace("</code>", "`")
    assert told in plain and "svg" in answer.text


@pytest.mark.parametrize(
    ("text", "told"),
    [("z = x*ones(3)", "needs one number"), ("z = f(x, y)", "known by its name alone"), ("y = (", None)],
)
def test_where_no_descent_is_possible_none_is_offered(server: str, text: str, told: str | None) -> None:
    def card(more: str) -> str:
        answer = get(f"{server}/?e={quote(text)}{more}")
        assert answer.status_code == 200
        return answer.text.partition('aria-labelledby="descent-title"')[2].partition("</section>")[0]

    assert "Go down on the output" not in card("")
    assert told is None or told in card("&iteration=1")


def test_an_answer_that_comes_late_does_not_take_an_iteration_back(page: Page) -> None:
    page.goto(GOING)
    held = held_back(page, "**/numbers?*iteration=1&*")
    card(page, "One iteration")
    card(page, "One iteration")
    expect(page.locator("[data-iteration]")).to_have_text("2")
    held[0].continue_()
    card(page, "One iteration")
    expect(page.locator("[data-iteration]")).to_have_text("3")
    assert parameters(page)["iteration"] == ["3"]


def test_the_present_values_become_a_start_and_the_descent_ends(page: Page) -> None:
    page.goto(f"{GOING[:-1]}1")
    card(page, "Start anew from these values")
    expect(row(page, "w").locator(".field")).to_have_value("2.4")
    expect(page.locator("[data-iteration]")).to_have_text("0")
    card(page, "End the descent")
    expect(page.locator(".iterations")).to_have_count(0)
    assert "iteration" not in page.url and "train" not in page.url


def test_the_start_is_dragged_on_the_landscape(page: Page) -> None:
    page.goto("/?e=f+%3D+w**2+%2B+4*b**2%0A&w=2&b=1&train.rate=0.05&iteration=3")
    ring = page.locator('.landscape [data-part="path-0"] circle')
    settled(page)
    ring.scroll_into_view_if_needed()
    x, y = middle(ring)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 45, y + 25, steps=4)
    expect(row(page, "w").locator(".field")).not_to_have_value("2")
    page.mouse.up()
    moved = float(row(page, "w").locator(".field").input_value())
    assert 0 < moved < 2
    page.wait_for_url(lambda address: parse_qs(urlparse(address).query)["w"] != ["2"])
    expect(page.locator("[data-iteration]")).to_have_text("3")
    page.get_by_label("Landscape over").click()
    page.keyboard.type("w", delay=30)
    page.keyboard.press("Tab")
    expect(page.get_by_role("heading", name="Landscape over w", exact=True)).to_be_visible()
    page.get_by_label("Axes of the loss curve").select_option("log")
    page.wait_for_url("**train.axes=log**")
    expect(page.locator(".curve svg")).to_be_visible()


def test_it_goes_without_scripts(still: Page, server: str) -> None:
    still.goto(START)
    card(still, "Go down on the output")
    still.locator('[name="train.rate"]').fill("0.1")
    still.get_by_role("button", name="Draw").click()
    card(still, "One iteration")
    expect(figure(still, "forward", "w")).to_have_attribute("aria-label", "w = 2.4")
    picture = get(f"{server}/diagram.svg?{still.url.partition('?')[2]}")
    assert picture.status_code == 200 and "w = 2.4" in picture.text


def test_on_logarithmic_axes_the_start_is_where_the_pointer_is(page: Page) -> None:
    page.goto("/?e=f+%3D+log(w)**2+%2B+0.1%0A&w=9&train.rate=0.3&train.steps=5&iteration=0&train.axes=loglog")
    ring = page.locator('.landscape [data-part="path-0"] circle')
    settled(page)
    ring.scroll_into_view_if_needed()
    x, y = middle(ring)
    page.mouse.move(x + 1, y)
    page.mouse.down()
    page.mouse.up()
    field = row(page, "w").locator(".field")
    expect(field).not_to_have_value("9")
    assert float(field.input_value()) == pytest.approx(9, rel=0.03)


def test_a_finger_takes_hold_of_the_start_alone_and_scrolls_elsewhere(browser: Browser, server: str) -> None:
    with browser.new_context(base_url=server, has_touch=True, viewport={"width": 390, "height": 700}) as context:
        page = context.new_page()
        page.goto("/?e=f+%3D+w**2+%2B+4*b**2%0A&w=2&b=1&train.rate=0.05&iteration=0")
        field, touch = row(page, "w").locator(".field"), context.new_cdp_session(page)
        ring = page.locator('.landscape [data-part="path-0"] circle')

        def swipe(across: float, down: float) -> None:
            """From so far beside the start, upwards."""
            settled(page)
            ring.scroll_into_view_if_needed()
            x, y = middle(ring)
            x, y = x + across, y + down
            for kind, at in (("touchStart", 0), ("touchMove", 12), ("touchMove", 30), ("touchMove", 50)):
                points = [{"x": x - at, "y": y - at}]
                touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
            touch.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
            at_rest(page)

        swipe(-80, 90)
        expect(field).to_have_value("2")
        swipe(0, 0)
        # The address says when the figure for what was dragged is asked for.
        page.wait_for_url(lambda address: parse_qs(urlparse(address).query)["w"] != ["2"])
        settled(page)
        moved = field.input_value()
        page.touchscreen.tap(*middle(page.locator(".landscape")))
        expect(field).not_to_have_value(moved)
