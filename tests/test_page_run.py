"""A descent that runs on the page: to its end, paused, broken off by the line, refused."""

from __future__ import annotations

import re
from urllib.parse import quote

from playwright.sync_api import Page, Route, expect

from tests.pages import figure, intercept, parameters, row
from tests.test_page_descent import GOING

NETWORK = "h = tanh(X @ W + b)\ny = sigmoid(h @ v + c)\nL = mean((y - t)**2)"
XOR = f"X = [[0, 0], [0, 1], [1, 0], [1, 1]]\nt = [0, 1, 1, 0]\n{NETWORK}"
WEIGHTS, STEPS = "W=[[1,-1],[1,-1]]&b=[0,1]&v=[1,1]&c=0", 25


def loss(page: Page) -> float:
    shown = page.locator("[data-loss]").inner_text().translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-"))
    return float(re.sub(r"^(.*?)·?10(-\d+)$", r"\g<1>e\g<2>", shown) if "·" in shown else shown)


def press(page: Page) -> None:
    page.get_by_role("button", name="Run", exact=True).click()


def test_a_network_learns(page: Page) -> None:
    training = f"train=W,b,v,c&train.optimiser=adam&train.rate=0.3&train.steps={STEPS}"
    page.goto(f"/?e={quote(XOR)}&{WEIGHTS}&{training}&iteration=0")
    assert loss(page) > 0.1
    press(page)
    expect(page.locator("[data-told]")).to_have_text(f"The run has come to iteration {STEPS}.", timeout=300_000)
    assert loss(page) < 0.01
    assert parameters(page)["iteration"] == [str(STEPS)]
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_disabled()
    expect(page.locator(".landscape svg")).to_be_visible()
    expect(page.locator('.fit [data-part="contour"]').first).to_be_attached()


def test_a_run_is_paused_and_goes_on(page: Page) -> None:
    page.goto(f"{GOING}&train.steps=100000&train.rate=0.0001")
    press(page)
    expect(page.locator("#descent progress")).to_be_visible()
    expect(page.locator("[data-iteration]")).not_to_have_text("0")
    press(page)
    expect(page.locator("[data-told]")).to_contain_text("Paused at iteration")
    expect(page.locator("#descent progress")).to_be_hidden()
    before = int(page.locator("[data-iteration]").inner_text())
    assert parameters(page)["iteration"] == [str(before)] and before >= 500
    press(page)
    expect(page.locator("[data-iteration]")).not_to_have_text(str(before))
    slider = row(page, "w").locator("input[type=range]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-told]")).to_contain_text("something was changed")


def test_a_lost_connection_is_told(page: Page, observed: object) -> None:
    page.goto(f"{GOING}&train.steps=40")

    def cut(route: Route) -> None:
        whole = route.fetch().text()
        route.fulfill(content_type="text/event-stream", body="".join(f"{each}\n\n" for each in whole.split("\n\n")[:7]))

    intercept(page, "**/descent?**", cut)
    press(page)
    told = page.locator("[data-told]")
    expect(told).to_contain_text("The connection was lost at iteration 7")
    expect(page.locator("[data-iteration]")).to_have_text("7")
    page.unroute("**/descent?**")
    press(page)
    expect(told).to_have_text("The run has come to iteration 40.")
    expect(figure(page, "forward", "w")).to_have_attribute("aria-label", "w = 4")


def test_a_divergence_ends_the_run(page: Page) -> None:
    page.goto("/?e=f+%3D+w**4&w=5&train.rate=1&iteration=0")
    press(page)
    expect(page.locator("#descent [role=alert]")).to_contain_text("too large here")
    expect(page.locator("[data-told]")).to_have_text("The run has come to iteration 3.")


def test_what_is_too_long_is_refused_and_told(page: Page, observed: object) -> None:
    page.goto("/?e=f+%3D+sum(exp(w*ones((400,400))))&w=0&train.steps=100000&train.rate=1e-9&iteration=0")
    press(page)
    expect(page.locator("[data-told]")).to_contain_text("100000 steps are too many for a program of this size")
    observed.errors.clear()  # type: ignore[attr-defined]
