"""A slider moves the numbers in place, and the text says what the figure shows."""

from __future__ import annotations

from urllib.parse import unquote_plus

from playwright.sync_api import Page, Request, Route, expect

from tests.pages import box, figure, intercept, parameters, row

BOUND = "/?e=x+%3D+-2%0Ay+%3D+5++%23+five%0Aq+%3D+x+*+y"


def grasp(page: Page, name: str) -> tuple[float, float, float]:
    """Press the mouse on a slider's thumb; where its middle and its right end are."""
    slider = box(row(page, name).locator("input[type=range]"))
    y = slider["y"] + slider["height"] / 2
    page.mouse.move(slider["x"] + slider["width"] / 2, y)
    page.mouse.down()
    return slider["x"], slider["width"], y


def test_the_figure_follows_while_the_mouse_is_down(page: Page) -> None:
    page.goto(BOUND)
    before = page.locator(".stage svg.backpass, .stage > svg").first.element_handle()
    left, width, y = grasp(page, "x")
    page.mouse.move(left + width - 1, y)
    expect(page.locator(".trace td.number").first).to_have_text("5")
    expect(page.locator('.backdrop:has-text("x = 5")')).to_have_count(1)
    expect(page.locator("#program")).to_have_value("x = -2\ny = 5  # five\nq = x * y")
    page.mouse.up()
    expect(page.locator("#program")).to_have_value("x = 5\ny = 5  # five\nq = x * y")
    expect(figure(page, "forward", "q")).to_have_attribute("aria-label", "q = 25")
    assert before.evaluate("element => element.isConnected"), "the figure was made anew"
    page.wait_for_url(lambda address: "x = 5" in unquote_plus(address))
    assert "x" not in parameters(page)


def test_a_drag_is_one_step_that_can_be_undone(page: Page) -> None:
    page.goto(BOUND)
    left, width, y = grasp(page, "x")
    for share in (0.6, 0.7, 0.8, 0.9):
        page.mouse.move(left + width * share, y)
        page.wait_for_timeout(40)
    page.mouse.up()
    expect(page.locator("#program")).not_to_have_value("x = -2\ny = 5  # five\nq = x * y")
    page.locator("#program").focus()
    page.keyboard.press("Control+Z")
    expect(page.locator("#program")).to_have_value("x = -2\ny = 5  # five\nq = x * y")
    expect(figure(page, "forward", "q")).to_have_attribute("aria-label", "q = −10")


def test_a_field_writes_into_the_text_once_it_is_left(page: Page) -> None:
    page.goto(BOUND)
    row(page, "y").locator(".field").click()
    page.keyboard.type("-0.75", delay=30)
    expect(figure(page, "forward", "q")).to_have_attribute("aria-label", "q = 1.5")
    page.keyboard.press("Tab")
    expect(page.locator("#program")).to_have_value("x = -2\ny = -0.75  # five\nq = x * y")
    assert page.evaluate("document.activeElement.id") != "program"


def test_a_bound_quotient_is_a_number_that_fields_and_sliders_write(page: Page) -> None:
    page.goto("/?e=x = 1/2%0At = π/4%0Aq = x*sin(t)")
    for name in ("x", "t"):
        row(page, name).locator(".field").click()
        page.keyboard.type("0.75", delay=30)
        page.keyboard.press("Tab")
    expect(page.locator("#program")).to_have_value("x = 0.75\nt = 0.75\nq = x*sin(t)")
    expect(figure(page, "forward", "q")).to_have_attribute("aria-label", "q = 0.511")


def test_what_is_beyond_all_numbers_is_a_number_in_the_text_that_another_replaces(page: Page) -> None:
    page.goto(BOUND)
    for typed, said in (("∞", 'float("inf")'), ("0.75", "0.75")):
        row(page, "y").locator(".field").click()
        page.keyboard.type(typed, delay=30)
        page.keyboard.press("Tab")
        expect(page.locator("#program")).to_have_value(f"x = -2\ny = {said}  # five\nq = x * y")


def test_an_answer_that_comes_too_late_is_dropped(page: Page) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.goto("/?e=q+%3D+x+*+y&x=1&y=1")
    intercept(page, "**/numbers?**", hold_the_first)
    slider = row(page, "x").locator("input[type=range]")
    slider.focus()
    page.keyboard.press("End")
    page.wait_for_timeout(30)
    page.keyboard.press("Home")
    low = slider.get_attribute("min").replace("-", "−")  # type: ignore[union-attr]
    expect(figure(page, "forward", "q")).to_have_attribute("aria-label", f"q = {low}")
    held[0].continue_()
    page.wait_for_timeout(500)
    expect(page.locator(".trace td.number").first).to_have_text(low)


def test_another_branch_brings_another_figure(page: Page) -> None:
    page.goto("/?e=q+%3D+x*x+if+x+%3E+0+else+x+%2B+1&x=1")
    row(page, "x").locator("input[type=range]").focus()
    page.keyboard.press("Home")
    expect(page.locator(".trace")).to_contain_text("+")


def test_a_slider_is_answered_beforehand(page: Page) -> None:
    page.goto("/?e=q+%3D+x+*+y&x=1&y=1")
    asked: list[str] = []

    def further(request: Request) -> bool:
        """Whether the first places below 0 are answered, and more is asked for."""
        asked.extend([request.post_data or ""] if request.method == "POST" else [])
        return sum("x=-" in line for body in asked[:-1] for line in body.splitlines()) >= 6

    with page.expect_request(further):
        left, width, y = grasp(page, "x")
    page.route("**/*", lambda _: None)
    page.mouse.move(left + width / 2 - 2, y)
    value = row(page, "x").locator("input[type=range]").input_value()
    assert float(value) < 0
    # The table is told when it comes into view.
    page.locator(".trace").scroll_into_view_if_needed()
    expect(page.locator(".trace td.number").first).to_have_text(value.replace("-", "−"))
