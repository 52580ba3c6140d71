"""An answer never undoes what a person did while it was on its way; what they did can be undone."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.pages import box, figure, intercept, parameters, row, settled

PROGRAM = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"


class Held:
    """Answers of the server that wait until they are let go."""

    def __init__(self, page: Page, pattern: str = "**/?e=*") -> None:
        self.page, self.pattern = page, pattern
        intercept(page, pattern, lambda route: None)

    def let_go(self) -> None:
        """What is held goes on, and nothing is held any more."""
        self.page.unroute(self.pattern)


def holding(page: Page, act: Callable[[], object]) -> Held:
    """The answers held from the first request that an act makes on."""
    settled(page)
    held = Held(page)
    with page.expect_request("**/?e=*"):
        act()
    return held


def test_the_first_answer_undoes_nothing(page: Page) -> None:
    def hold_all_but_the_page(route: Route) -> None:
        if route.request.is_navigation_request():
            route.continue_()

    page.route("**/?e=*", hold_all_but_the_page)
    with page.expect_request("**/*frame=*"):
        page.goto(PROGRAM)
    page.locator("#option-style").select_option("cs231n")
    page.get_by_label("Output").select_option("q")
    page.get_by_role("link", name="Step through both passes").click()
    page.unroute("**/?e=*")
    page.wait_for_url("**step=1*")
    found = parameters(page)
    assert (found["style"], found["output"], found["step"]) == (["cs231n"], ["q"], ["1"])
    expect(page.get_by_label("Output")).to_have_value("q")


def test_an_answer_keeps_the_step_that_a_person_has_gone_on_to(page: Page) -> None:
    page.goto(f"{PROGRAM}&step=1")
    held = holding(page, lambda: page.locator("#option-style").select_option("colah"))
    page.get_by_role("link", name="Next").click()
    page.get_by_role("link", name="Next").click()
    held.let_go()
    expect(page.locator("#main")).to_have_attribute("aria-busy", "false")
    expect(page.locator("[data-count]")).to_have_text("3")
    assert parameters(page)["step"] == ["3"]


def test_steps_that_are_not_there_yet_can_be_walked(page: Page) -> None:
    page.goto(PROGRAM)
    page.get_by_role("button", name="Present").click()
    held = holding(page, lambda: page.keyboard.press("PageDown"))
    page.keyboard.press("PageDown")
    held.let_go()
    expect(page.locator("[data-count]")).to_have_text("2")


def test_mistakes_of_a_text_that_has_changed_are_not_told(page: Page) -> None:
    page.goto("/?e=z = x*y")
    held = holding(page, lambda: page.locator("#program").fill("z = sigmod(x)"))
    page.locator("#program").fill("z = x + y + w")
    held.let_go()
    expect(figure(page, "forward", "w")).to_have_count(1)
    expect(page.locator("#mistakes li")).to_have_count(0)


def test_a_text_that_is_written_while_a_page_returns_stays(page: Page) -> None:
    page.goto("/?e=z = x*y")
    page.locator("#option-style").select_option("colah")
    page.wait_for_url("**style=colah*")
    # The address is there before the figure is; what is under way is none of those that are held.
    settled(page)
    held = holding(page, lambda: page.keyboard.press("ControlOrMeta+z"))
    page.locator("#program").fill("a = x + 1")
    held.let_go()
    expect(figure(page, "forward", "a")).to_have_count(1)
    expect(page.locator("#program")).to_have_value("a = x + 1")


def test_a_caret_that_is_put_into_the_text_stays_there_when_a_field_is_left_for_it(page: Page) -> None:
    page.goto("/?e=x = 2; y = 3%0Az = x*y")
    row(page, "x").locator(".field").click()
    page.keyboard.type("12.5", delay=30)
    text = box(page.locator("#program"))
    page.mouse.click(text["x"] + text["width"] - 5, text["y"] + 44)
    expect(page.locator("#program")).to_have_value("x = 12.5; y = 3\nz = x*y")
    page.keyboard.type(" + 1")
    expect(page.locator("#program")).to_have_value("x = 12.5; y = 3\nz = x*y + 1")


def test_a_text_that_is_replaced_as_a_field_is_left_counts(page: Page) -> None:
    page.goto("/?e=x = 2; y = 3%0Az = x*y")
    row(page, "x").locator(".field").click()
    page.keyboard.type("8", delay=30)
    page.evaluate("""() => {
        const program = document.getElementById("program");
        document.activeElement.blur();
        program.value = "x = 2; y = 3\\nz = x*y*y";
        program.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }""")
    expect(row(page, "x").locator(".gradient")).to_have_text("9")
    expect(row(page, "y").locator(".gradient")).to_have_text("12")
    expect(page.locator("#program")).to_have_value("x = 2; y = 3\nz = x*y*y")


def test_text_values_and_options_are_undone_and_done_again_in_order(page: Page) -> None:
    page.goto("/?e=z = x*y&x=3&y=-4")
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("*x", delay=20)
    expect(row(page, "y").locator(".gradient")).to_have_text("9")
    row(page, "y").locator(".field").click()
    page.keyboard.type("2")
    expect(row(page, "x").locator(".gradient")).to_have_text("12")
    page.locator("#option-style").focus()
    page.locator("#option-style").select_option("colah")
    page.wait_for_url("**style=colah*")
    undo, redo = page.get_by_role("button", name="Undo"), page.get_by_role("button", name="Redo")
    page.keyboard.press("Control+z")
    expect(page.locator("#option-style")).to_have_value("kratzert")
    undo.click()
    expect(row(page, "y").locator(".field")).to_have_value("-4")
    page.locator("#program").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#program")).to_have_value("z = x*y")
    expect(row(page, "y").locator(".gradient")).to_have_text("3")
    expect(undo).to_have_attribute("aria-disabled", "true")
    for _ in range(3):
        redo.click()
    expect(page.locator("#option-style")).to_have_value("colah")
    expect(row(page, "x").locator(".gradient")).to_have_text("12")
    assert parameters(page) == {"e": ["z = x*y*x"], "x": ["3"], "y": ["2"], "style": ["colah"]}


def test_inputs_stay_where_a_text_with_a_mistake_returns(page: Page) -> None:
    page.goto("/?e=z = x*y&x=3")
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + 1", delay=20)
    expect(figure(page, "forward", "z")).to_have_count(1)
    settled(page)
    page.keyboard.press("Control+z")
    expect(page.locator("#mistakes li")).to_be_visible()
    expect(row(page, "x").locator(".field")).to_have_value("3")
    row(page, "x").locator(".field").click()
    page.keyboard.type("4")
    page.wait_for_url("**x=4*")
    page.keyboard.press("Tab")
    # What they say is not what that text was asked with: they are those of the state that returns.
    for _ in range(4):
        page.keyboard.press("Control+z")
    expect(page.locator("#program")).to_have_value("z = x*y")
    expect(row(page, "x").locator(".field")).to_have_value("3")
    expect(row(page, "y").locator(".gradient")).to_have_text("3")


def test_a_value_that_is_written_into_the_text_when_its_field_is_left_is_one_step(page: Page) -> None:
    page.goto("/?e=x = 3; y = 2%0Az = x*y")
    row(page, "x").locator(".field").click()
    page.keyboard.type("75", delay=20)
    page.keyboard.press("Tab")
    expect(page.locator("#program")).to_have_value("x = 75; y = 2\nz = x*y")
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    expect(page.locator("#program")).to_have_value("x = 3; y = 2\nz = x*y")
    expect(row(page, "y").locator(".gradient")).to_have_text("3")
    expect(undo).to_have_attribute("aria-disabled", "true")


def test_what_is_typed_before_the_script_has_come_counts_and_what_needs_it_is_not_seen(page: Page) -> None:
    page.route("**/main.js", lambda route: None)
    page.goto("/?e=z = x*y + sum(W)&x=3&y=-4&W=[1,2]&frame=60", wait_until="commit")
    row(page, "x").locator(".field").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("-3")
    page.get_by_label("W, entry 2").fill("7")
    slider = page.get_by_label("range of x")
    expect(slider).not_to_be_visible()
    page.unroute("**/main.js")
    expect(slider).to_be_visible()
    expect(figure(page, "forward", "x")).to_have_attribute("aria-label", "x = −3")
    page.wait_for_url("**W=*7*")
    assert (parameters(page)["x"], parameters(page)["W"]) == (["-3"], ["[1, 7]"])
