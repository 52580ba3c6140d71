"""How the figure and the trace stand on the page."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.pages import parameters

WIDE = "/?e=" + "%0A".join(f"x{index + 1} = tanh(w*x{index})" for index in range(8)) + "&panels=stacked&fold=parts"


def width(page: Page) -> float:
    box = page.locator(".stage > svg").first.bounding_box()
    assert box
    return box["width"]


def test_a_wide_figure_is_readable_or_fitted_or_in_its_own_size(page: Page) -> None:
    page.goto(WIDE)
    frame = page.locator(".drawing .scroller").bounding_box()
    assert frame
    readable = width(page)
    page.get_by_role("radio", name="Fit").check()
    assert abs(width(page) - frame["width"]) < 2 < readable - frame["width"]
    page.get_by_role("radio", name="100 %").check()
    assert width(page) > readable
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_sizes_are_offered_only_where_they_matter(page: Page) -> None:
    page.goto("/?e=y = sin(x)")
    expect(page.locator(".zoom")).to_be_hidden()
    page.goto(WIDE)
    expect(page.locator(".zoom")).to_be_visible()


def test_titles_stay_in_view_while_a_figure_is_scrolled_by_keyboard(page: Page) -> None:
    page.goto(WIDE)
    scroller = page.locator(".drawing .scroller")
    scroller.focus()
    page.keyboard.press("End")
    page.wait_for_function("document.querySelector('.drawing .scroller').scrollLeft > 100")
    for title in page.locator(".stage [data-part=title] > g").all():
        expect(title).to_be_in_viewport(ratio=1)
    frame = scroller.bounding_box()
    title = page.locator(".stage [data-part=title] > g").first.bounding_box()
    assert frame and title
    middle = frame["x"] + frame["width"] / 2
    assert abs(title["x"] + title["width"] / 2 - middle) < 2


def test_each_title_stays_over_its_own_panel(page: Page) -> None:
    page.goto(WIDE.replace("stacked", "side"))
    page.locator(".drawing .scroller").evaluate("element => element.scrollTo(1e6, 0)")
    page.wait_for_timeout(200)
    rule = page.locator(".stage [data-part=rule]").bounding_box()
    first, second = (each.bounding_box() for each in page.locator(".stage [data-part=title] > g").all())
    assert rule and first and second
    assert first["x"] + first["width"] <= rule["x"] <= second["x"]


def test_panels_stand_above_each_other_in_a_narrow_window_unless_chosen(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/?e=q = x %2B y%0Af = q*z")
    wide = page.wait_for_function("document.querySelector('[data-part=rule]').getBBox().width > 100")
    assert wide
    assert "panels" not in parameters(page)
    page.get_by_label("Panels").select_option("side")
    page.wait_for_function("document.querySelector('[data-part=rule]').getBBox().height > 50")
    assert parameters(page)["panels"] == ["side"]


def test_the_trace_follows_the_folding_and_opens(page: Page) -> None:
    page.goto("/?e=h = tanh(w*x %2B b)%0Ay = h*h&fold=statement")
    rows = page.locator("tbody tr:visible")
    expect(rows).to_have_count(5)
    page.get_by_label("every operation").check()
    expect(rows).to_have_count(7)
    rows.nth(2).hover()
    expect(page.locator('[data-region="figure"] .lit').first).to_be_visible()


def test_the_heads_of_a_long_trace_stay(page: Page) -> None:
    page.goto("/?e=" + "%0A".join(f"x{index + 1} = tanh(w*x{index})" for index in range(30)))
    page.locator(".trace .scroller:visible").evaluate("element => element.scrollTo(0, 1e6)")
    expect(page.locator("tbody tr:visible").last).to_be_in_viewport()
    expect(page.locator("thead th:visible").first).to_be_in_viewport()


def test_back_and_forward_go_from_state_to_state(page: Page) -> None:
    page.goto("/?e=z = x*y&x=3")
    page.get_by_role("radio", name="CS231n").check()
    page.wait_for_url("**style=cs231n*")
    page.wait_for_timeout(1600)
    page.locator("#program").fill("z = x*w")
    page.wait_for_url("**w*")
    page.go_back()
    expect(page.locator("#program")).to_have_value("z = x*y")
    expect(page.get_by_role("radio", name="CS231n")).to_be_checked()
    page.go_back()
    expect(page.get_by_role("radio", name="Two panels")).to_be_checked()
    expect(page.locator("#input-x")).to_have_value("3")
    page.go_forward()
    expect(page.get_by_role("radio", name="CS231n")).to_be_checked()
    expect(page.locator('[data-region="figure"] [data-part="rule"]')).to_have_count(0)
