"""The text on the page: its mistakes, what is remarked on it, and typing itself."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from app.examples import EXAMPLES
from tests.pages import box, figure, held_back, row, settled, standing, type_slowly, write


def test_a_mistake_is_underlined_and_the_last_figure_stays(page: Page) -> None:
    page.goto("/?e=z = x*y&frame=62")
    # The titles have found their places; in a frame that the address says no other figure is asked for.
    expect(page.locator('[data-region="figure"] [data-home]')).to_have_count(2)
    before = page.locator('[data-region="figure"] svg').first.inner_html()
    write(page, "# a line\na = sigmod(x)\nz = a*cosin(x)")
    expect(page.locator("mark")).to_have_text(["sigmod", "cosin"])
    expect(page.locator("#mistakes li")).to_have_count(2)
    expect(page.locator("#mistakes")).to_contain_text("sigmoid")
    expect(page.locator(".backdrop > :has(.wrong)")).to_have_text(["a = sigmod(x)", "z = a*cosin(x)"])
    expect(page.locator("#announcer")).to_contain_text("sigmod")
    expect(page.locator("#program")).to_have_attribute("aria-invalid", "true")
    assert page.locator('[data-region="figure"] svg').first.inner_html() == before
    expect(page.locator('[data-region="figure"]')).to_have_class(re.compile("stale"))
    expect(page.locator(".gradient").first).to_have_css("filter", "grayscale(1)")
    expect(page.locator(".check")).to_have_count(0)
    write(page, "# a line\nz = sigmoid(x)*y")
    expect(page.locator("mark")).to_have_count(0)
    expect(page.locator('[data-region="figure"]')).not_to_have_class(re.compile("stale"))
    expect(page.locator('[data-region="figure"] [aria-label^="σ gate"]')).to_have_count(1)


def test_the_underline_lies_under_the_very_letters(page: Page) -> None:
    page.goto("/")
    write(page, "y = 𝑥 + π\nz = sigmod(y)")
    mark = page.locator("mark").first
    expect(mark).to_have_text("sigmod")
    found, editor = box(mark), box(page.locator("#program"))
    glyph = found["width"] / len("sigmod")
    margin = float(page.locator("#program").evaluate("area => parseFloat(getComputedStyle(area).paddingLeft)"))
    assert abs((found["x"] - editor["x"] - margin) / glyph - len("z = ")) < 0.1


def test_a_mistake_over_several_lines_is_underlined_on_each(page: Page) -> None:
    page.goto("/")
    write(page, "x = 1\ny = x + (2,\n    'three')")
    expect(page.locator("#mistakes li")).not_to_have_count(0)
    expect(page.locator("mark").first).to_be_visible()


def test_an_empty_text_has_the_examples_in_place_of_a_figure(page: Page) -> None:
    page.goto("/")
    write(page, "")
    expect(page.locator('[data-region="mistakes"] li')).to_have_count(0)
    expect(page.locator("#figure .start a")).to_have_count(len(EXAMPLES))
    expect(page.locator("#figure svg")).to_have_count(0)


def test_a_new_line_keeps_the_indentation(page: Page) -> None:
    page.goto("/")
    write(page, "")
    page.locator("#program").press_sequentially("def f(x):\nreturn x*x")
    expect(page.locator("#program")).to_have_value("def f(x):\n    return x*x")
    expect(figure(page, "backward", "x")).not_to_have_count(0)


def test_a_mistake_says_where_it_is_and_can_be_corrected_by_a_click(page: Page) -> None:
    page.goto("/")
    write(page, "x = 2\ny = np.sigmod(x)")
    expect(page.locator("#mistakes .place")).to_have_text("line 2, column 5")
    page.locator("#mistakes .fix", has_text="sigmoid").click()
    expect(page.locator("#program")).to_have_value("x = 2\ny = np.sigmoid(x)")
    expect(page.locator("#mistakes li")).to_have_count(0)
    expect(figure(page, "forward", "y")).not_to_have_count(0)
    page.keyboard.press("ControlOrMeta+z")
    expect(page.locator("#program")).to_have_value("x = 2\ny = np.sigmod(x)")


def test_remarks_point_at_their_places(page: Page) -> None:
    page.goto("/?e=assert True%0Ay = relu(x)%0Aprint(y)&x=0")
    expect(page.locator(".warnings li")).to_have_count(1)
    pointed = page.locator("mark.pointed")
    page.locator(".warnings li").hover()
    expect(pointed).to_have_text(["relu", "(", "x", ")"])
    note = page.locator(".notes li").last
    expect(note).to_be_hidden()
    page.locator(".notes summary", has_text="1 note").click()
    note.get_by_role("button").focus()
    expect(pointed).to_have_text(["print", "(", "y", ")"])
    note.get_by_role("button").click()
    expect(page.locator("#program")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "print(y)"


def test_what_is_pointed_at_stays_marked_when_an_answer_comes(page: Page) -> None:
    held = held_back(page, "**/*frame=*")
    with page.expect_request("**/*frame=*"):
        page.goto("/?e=assert True%0Ay = relu(x)&x=0")
    pointed = page.locator("mark.pointed")
    page.locator(".warnings li").hover()
    expect(pointed).to_have_text(["relu", "(", "x", ")"])
    held[0].continue_()
    expect(page.locator("#main")).to_have_attribute("aria-busy", "false")
    expect(pointed).to_have_text(["relu", "(", "x", ")"])


def test_the_tab_key_leaves_the_text_and_enter_with_control_does_nothing_to_it(page: Page) -> None:
    page.goto("/?e=z = x*y")
    page.locator("#program").focus()
    page.keyboard.press("ControlOrMeta+Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#program")).not_to_be_focused()
    expect(page.locator("#program")).to_have_value("z = x*y")


def test_a_mistake_at_the_caret_waits_for_a_rest(page: Page) -> None:
    page.clock.install()
    page.goto("/?e=z = x*y")
    standing(page)
    page.evaluate("""() => {
        window.told = 0;
        new MutationObserver(() => { window.told += document.querySelectorAll('#mistakes li').length > 0; })
            .observe(document.getElementById('mistakes'), { childList: true, subtree: true });
    }""")
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    type_slowly(page, "g = z * exp(-x)", 230)
    expect(page).to_have_url(re.compile(r"exp(\(|%28)-x(\)|%29)$"))
    assert page.evaluate("told") == 0
    before = box(page.locator("#input-x"))
    type_slowly(page, " * (", 230)
    page.clock.run_for(700)
    expect(page.locator("#mistakes li")).to_have_count(1)
    assert box(page.locator("#input-x")) == before


def test_leaving_the_line_tells_its_mistake_at_once(page: Page) -> None:
    page.clock.install()
    page.goto("/?e=z = x*y%0Af = z*x")
    standing(page)
    page.locator("#program").click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("End")
    type_slowly(page, "*(", 200)
    expect(page.locator("#mistakes li")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#mistakes li")).to_have_count(1)


def test_a_long_line_wraps_as_its_colours_do(page: Page) -> None:
    page.goto("/")
    write(page, "f = 1/(1 + exp(-(w0*x0 + w1*x1 + w2*x2 + w3*x3)))\ny = f*f")
    expect(figure(page, "forward", "y")).to_have_count(1)
    settled(page)
    assert (
        box(page.locator(".backdrop > span").first)["height"]
        > 1.5 * box(page.locator(".backdrop > span").nth(1))["height"]
    )
    assert abs(box(page.locator(".backdrop"))["height"] - box(page.locator("#program"))["height"]) < 1
    assert page.locator(".editor").evaluate("box => box.scrollWidth <= box.clientWidth")


def test_brackets_find_each_other(page: Page) -> None:
    page.goto("/?e=z = (x*(y %2B 1))  # )")
    page.locator("#program").click()
    page.keyboard.press("Control+Home")
    for _ in range(4):
        page.keyboard.press("ArrowRight")
    expect(page.locator(".paired")).to_have_text(["(", ")"])
    page.keyboard.press("Home")
    expect(page.locator(".paired")).to_have_count(0)


def test_lines_become_comments_and_lines_again(page: Page) -> None:
    page.goto("/?e=z = x*y%0Af = z*x")
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+/")
    expect(page.locator("#program")).to_have_value("z = x*y\n# f = z*x")
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+/")
    expect(page.locator("#program")).to_have_value("# z = x*y\n# # f = z*x")
    page.keyboard.press("Control+/")
    expect(page.locator("#program")).to_have_value("z = x*y\n# f = z*x")


def test_a_word_is_completed_with_its_rule(page: Page) -> None:
    page.goto("/?e=weights = 2%0Az = x")
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" + sigm")
    page.keyboard.press("Control+Space")
    expect(page.get_by_role("option").first).to_contain_text("sigmoid(x)")
    expect(page.get_by_role("option").first.locator("math")).not_to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.type("wei")
    page.keyboard.press("Control+Space")
    page.keyboard.press("Tab")
    page.keyboard.type(")")
    expect(page.locator("#program")).to_have_value("weights = 2\nz = x + sigmoid(weights)")
    expect(page.locator("#offers")).to_be_hidden()


def test_an_empty_text_says_what_to_write_and_where_nothing_can_be_drawn_yet_the_examples_stand(page: Page) -> None:
    page.goto("/?e=")
    expect(page.locator("#program")).to_have_attribute("placeholder", re.compile("x\\*y"))
    expect(page.locator("#figure .start a")).to_have_count(len(EXAMPLES))
    page.goto("/?e=z = sine(x)")
    page.locator("#figure").get_by_role("link", name="Sigmoid neuron").click()
    expect(page.locator("#figure svg").first).to_be_visible()


def test_the_other_reading_of_a_text_is_one_click_away(page: Page) -> None:
    page.goto("/?e=z = x^1/2 %2B b")
    choice = page.locator('[data-region="choices"] .fix:visible')
    expect(choice).to_have_text("use x^(1/2)")
    choice.click()
    expect(page.locator("#program")).to_have_value("z = x^(1/2) + b")
    expect(row(page, "x")).to_be_visible()
    expect(choice).to_have_count(0)


def test_advice_on_the_line_at_the_caret_waits(page: Page) -> None:
    """Half a power is not meant yet; what stands below does not jump."""
    page.goto("/?e=f = x")
    page.clock.install()
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("\ng = f a^1/2")
    page.clock.run_for(200)
    expect(row(page, "a")).to_be_visible()
    choice = page.locator('[data-region="choices"] .fix:visible')
    expect(choice).to_have_count(0)
    page.clock.run_for(700)
    expect(choice).to_have_text("use a^(1/2)")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.clock.run_for(200)
    expect(choice).to_have_count(0)


def test_a_mistake_is_repaired_by_its_button(page: Page) -> None:
    page.goto("/")
    page.locator("#program").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("f = 0,5*x")
    page.locator("#mistakes .fix").click()
    expect(page.locator("#program")).to_have_value("f = 0.5*x")
    expect(row(page, "x").locator(".gradient")).to_have_text("0.5")
    expect(page.locator("#mistakes li")).to_have_count(0)


def test_a_text_that_is_too_long_is_told_of_and_not_cut_off(page: Page) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/")
    settled(page)
    text = "\n".join(f"x{each + 1} = tanh(w*x{each})" for each in range(2100))
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    page.locator("#program").click()
    page.keyboard.press("ControlOrMeta+a")
    # Playwright's own insertion would be told to the page line by line.
    page.keyboard.press("ControlOrMeta+v")
    expect(page.locator("#program")).to_have_value(text)
    expect(page.locator("#mistakes")).to_contain_text(f"the text has {len(text)} characters")
