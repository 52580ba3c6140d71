"""How the figure and the trace stand on the page."""

from __future__ import annotations

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from tests.pages import box, kept, middle, parameters, row, settled

WIDE = (
    "/?e="
    + "%0A".join(f"x{index + 1} = tanh(w*x{index})" for index in range(8))
    + "&panels=stacked&fold=parts&frame=200"
)


def width(page: Page) -> float:
    return box(page.locator(".stage > svg").first)["width"]


def test_a_wide_figure_is_readable_or_fitted_or_in_its_own_size(page: Page) -> None:
    page.goto(WIDE)
    settled(page)
    frame = box(page.locator(".drawing .scroller"))
    readable = width(page)
    page.get_by_role("button", name="Fit").click()
    assert abs(width(page) - frame["width"]) < 2 < readable - frame["width"]
    page.get_by_role("button", name="100 %").click()
    assert width(page) > readable
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def scroll(page: Page, selector: str, x: int, y: int = 0) -> None:
    """Scroll a part of the page, and let the page follow."""
    page.locator(selector).evaluate(f"element => element.scrollTo({x}, {y})")
    kept(page, "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_titles_stay_in_view(page: Page) -> None:
    page.goto(WIDE)
    settled(page)
    scroll(page, ".drawing .scroller", 150)
    frame = box(page.locator(".drawing .scroller"))
    for title in page.locator(".stage [data-part=title] > g").all():
        found = box(title)
        assert abs(found["x"] + found["width"] / 2 - frame["x"] - frame["width"] / 2) < 2


def test_each_title_stays_over_its_own_panel(page: Page) -> None:
    page.goto(WIDE.replace("stacked", "side"))
    settled(page)
    scroll(page, ".drawing .scroller", 100_000)
    rule = box(page.locator(".stage [data-part=rule]"))
    first, second = (box(each) for each in page.locator(".stage [data-part=title] > g").all())
    assert first["x"] + first["width"] <= rule["x"] <= second["x"]


def test_a_figure_is_scrolled_by_keyboard(page: Page) -> None:
    page.goto(WIDE)
    scroller = page.locator(".drawing .scroller")
    scroller.focus()
    for _ in range(12):
        # From gate to gate; each is brought into view.
        page.keyboard.press("ArrowRight")
    expect(scroller).not_to_have_js_property("scrollLeft", 0)


def arrangement(page: Page) -> str:
    """How the panels stand, by the rule between them."""
    rule = box(page.locator(".stage [data-part=rule]"))
    return "stacked" if rule["width"] > rule["height"] else "side"


def test_panels_stand_above_each_other_in_a_narrow_window_unless_chosen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/?e=q = x %2B y%0Af = q*z&style=kratzert")
    assert arrangement(page) == "stacked"
    assert "panels" not in parameters(page)
    page.locator("#option-panels").select_option("side")
    assert arrangement(page) == "side"
    assert parameters(page)["panels"] == ["side"]


@pytest.mark.parametrize(("style", "left_out"), [("circuit", ["panels"]), ("cs231n", ["panels", "notation"])])
def test_what_changes_nothing_in_a_style_is_not_offered_there(page: Page, style: str, left_out: list[str]) -> None:
    page.goto("/?e=q = x %2B y%0Af = q*z")
    for name in left_out:
        expect(page.locator(f'[data-option="{name}"]')).to_be_visible()
    page.locator("#option-style").select_option(style)
    for name in left_out:
        expect(page.locator(f'[data-option="{name}"]')).to_be_hidden()
    page.locator('[name="labels"][value="symbols"]').check()
    expect(page.locator('[data-option="notation"]')).to_be_visible()
    page.locator("#option-style").select_option("kratzert")
    expect(page.locator('[data-option="panels"]')).to_be_visible()


def test_the_trace_follows_the_folding_and_opens(page: Page) -> None:
    page.goto("/?e=h = tanh(w*x %2B b)%0Ay = h*h&fold=statement")
    rows = page.locator("tbody tr:visible")
    expect(rows).to_have_count(5)
    page.get_by_label("every operation").check()
    expect(rows).to_have_count(7)
    rows.nth(2).hover()
    expect(page.locator('[data-region="figure"] .lit').first).to_be_visible()


def test_a_click_on_a_row_brings_its_gate_into_view(page: Page) -> None:
    page.goto("/?e=" + "%0A".join(f"x{index + 1} = tanh(w*x{index})" for index in range(30)))
    settled(page)
    cells = page.locator(".trace .folded tbody tr").nth(4).locator("td")
    cells.first.scroll_into_view_if_needed()
    gate, corner = page.locator('.results .stage .lit[data-kind="gate"]').last, page.locator("#peek")
    page.mouse.move(*middle(cells.nth(1)))
    expect(gate).not_to_be_in_viewport()
    # It is seen in a corner, which lies beside the table.
    shown = corner.locator('.lit[data-kind="gate"] circle').last
    expect(shown).to_be_in_viewport(ratio=0.99)
    assert box(corner)["x"] + box(corner)["width"] <= box(page.locator(".trace"))["x"]
    cells.nth(1).click()
    expect(page.locator(".results .stage .lit circle").first).to_be_in_viewport()
    page.mouse.move(*middle(page.locator("#program")))
    expect(corner).to_be_hidden()
    # An input is linked, too.
    page.mouse.move(*middle(page.locator('[data-input="x0"] .name')))
    lit = page.locator(".results .stage .lit > g[data-mark]").first
    expect(lit).to_be_attached()
    expect(page.locator(".trace .folded tr.lit")).to_have_attribute("data-called", "x0")
    expect(page.locator(".input.lit")).to_have_attribute("data-input", "x0")
    # So is one whose field has the focus, and no longer than that.
    page.locator("#input-x0").click()
    page.mouse.move(5, 5)
    expect(page.locator(".input.lit")).to_have_attribute("data-input", "x0")
    page.keyboard.press("Tab")
    expect(page.locator(".input.lit")).to_have_count(0)


def test_a_line_that_the_pointer_is_on_lights_what_it_makes_and_what_from(page: Page) -> None:
    page.goto("/?e=q = x %2B y%0Af = maximum(%0A    q * z,%0A    0)")
    gates = page.locator('.results .stage .lit[data-panel="forward"][data-kind="gate"]')
    numbers, rows = page.locator(".backdrop .lit"), page.locator(".trace tr.lit")
    lines = [middle(each) for each in page.locator(".backdrop > span").all()]
    for line, lit, made in (
        (0, ["+"], ["x", "y", "q"]),
        (2, ["×", "max(·, 0)"], ["z", "v_1", "f"]),
        (3, ["max(·, 0)"], ["f"]),
    ):
        page.mouse.move(*lines[line])
        expect(numbers).to_have_count(1)
        expect(page.locator(".backdrop > span").nth(line)).to_contain_class("lit")
        assert [str(each.get_attribute("aria-label")).split(" gate")[0] for each in gates.all()] == lit
        assert [each.get_attribute("data-called") for each in rows.all()] == made
    page.mouse.move(5, 5)
    expect(numbers).to_have_count(0)
    expect(gates).to_have_count(0)
    # What is typed is followed where the pointer rests.
    page.mouse.click(*lines[0])
    page.keyboard.press("Control+End")
    expect(rows.last).to_have_attribute("data-called", "f")


def test_no_link_holds_the_frame_of_this_window(page: Page) -> None:
    page.goto("/?e=z = x*y&step=1&code=numpy")
    page.get_by_label("Symbols").click()
    page.wait_for_url("**labels=symbols*")
    settled(page)
    assert page.locator("a[href*='step=']").count() > 3
    assert page.locator("a[href*='frame=']").count() == 0


def test_the_heads_of_a_long_trace_stay(page: Page) -> None:
    page.goto("/?e=" + "%0A".join(f"x{index + 1} = tanh(w*x{index})" for index in range(30)))
    settled(page)
    page.locator(".trace .scroller:visible").scroll_into_view_if_needed()
    scroll(page, ".trace .scroller:visible", 0, 100_000)
    frame, head = box(page.locator(".trace .scroller:visible")), box(page.locator("thead th:visible").first)
    last = box(page.locator("tbody tr:visible").last)
    assert head["y"] == frame["y"]
    assert last["y"] + last["height"] <= frame["y"] + frame["height"] + 1


def test_what_a_person_did_is_not_lost_with_an_answer_that_does_not_come(page: Page) -> None:
    page.goto("/?e=z = x*y&x=3")
    page.evaluate("void (window.fetch = () => new Promise(() => {}))")
    page.locator("#program").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("*x")
    expect(page).to_have_url(re.compile(r"x\*y\*x"))
    page.reload()
    expect(page.locator("#program")).to_have_value("z = x*y*x")
    page.go_back()
    expect(page.locator("#program")).to_have_value("z = x*y")


def test_back_and_forward_go_from_state_to_state(page: Page) -> None:
    page.clock.install()
    page.goto("/?e=z = x*y&x=3")
    page.locator("#option-style").select_option("cs231n")
    page.wait_for_url("**style=cs231n*")
    expect(page.locator('[data-region="figure"] [data-part="rule"]')).to_have_count(0)
    settled(page)
    page.clock.fast_forward(1600)
    page.locator("#program").fill("z = x*w")
    page.wait_for_url("**w*")
    expect(row(page, "w")).to_have_count(1)
    page.go_back()
    expect(page.locator("#program")).to_have_value("z = x*y")
    expect(page.locator("#option-style")).to_have_value("cs231n")
    page.go_back()
    expect(page.locator("#option-style")).to_have_value("kratzert")
    expect(page.locator("#input-x")).to_have_value("3")
    page.go_forward()
    expect(page.locator("#option-style")).to_have_value("cs231n")
    expect(page.locator('[data-region="figure"] [data-part="rule"]')).to_have_count(0)


def test_the_start_page_returns_and_a_link_within_it_leads_nowhere_else(page: Page) -> None:
    page.goto("/")
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    page.locator("#option-style").select_option("cs231n")
    page.wait_for_url("**style=cs231n*")
    settled(page)
    page.go_back()
    expect(page.locator("#option-style")).to_have_value("kratzert")
    settled(page)
    expect(page.locator("#lost")).to_be_hidden()


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_table_of_a_value_with_many_uses_breaks_its_sums(page: Page, width: int) -> None:
    """All of the numbers stand in view, though the gradient of x has a term for each use."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(
        "/?"
        + urlencode(
            {"e": "\n".join(f"h{at + 1} = tanh(w{at}*h{at} + u{at}*x)" for at in range(9)), "fold": "statement"}
        )
    )
    settled(page)
    table = page.locator(".trace .scroller:visible")
    assert table.evaluate("each => each.scrollWidth - each.clientWidth") == 0


def test_all_that_comes_back_has_the_colour_of_the_palette(page: Page) -> None:
    page.goto("/?e=z%20%3D%20x*y&palette=blue")
    settled(page)
    blue = "rgb(0, 98, 184)"
    for part in (".input:not(.seed) .gradient", ".input.seed .name", ".trace td.red"):
        expect(page.locator(part).first).to_have_css("color", blue)
    page.locator(".input.seed input[type=text]").fill("1 +")
    expect(page.locator(".input.seed .fault")).not_to_have_css("color", blue)
