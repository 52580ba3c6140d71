"""A page is the same for every browser, and where its figure is composed anew for the window, nothing moves."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Observed
from tests.pages import intercept, settled

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
PROGRAM = "/?e=q=x*y;f=q*z&x=2&y=3&z=4"


def composed(text: str) -> str:
    """The frame for which a page's figure was composed."""
    found = re.search(r'data-frame="([^"]*)"', text)
    assert found
    return found[1]


@pytest.mark.parametrize("address", [PROGRAM, "/", "/lessons/gate"])
def test_a_page_is_the_same_for_every_browser(client: httpx.Client, address: str) -> None:
    desk = client.get(address)
    assert composed(desk.text) == "70"
    assert desk.headers["Vary"] == "Accept-Encoding"
    phone = client.get(
        address, headers={"User-Agent": PHONE, "Cookie": "frame=38", "If-None-Match": desk.headers["ETag"]}
    )
    assert phone.status_code == 304


def test_an_address_that_says_its_frame_decides_over_all(client: httpx.Client) -> None:
    assert composed(client.get(f"{PROGRAM}&frame=phone").text) == "phone"


def test_links_of_a_page_say_no_frame_that_nobody_chose(client: httpx.Client) -> None:
    assert not re.search(r"[?&;]frame=", client.get(PROGRAM).text)


SHIFTS = """new Promise((done) => {
  const told = (list) => list.getEntries().map((each) => each.value);
  const observer = new PerformanceObserver((list) => done(told(list)));
  observer.observe({ type: "layout-shift", buffered: true });
  // Nothing is told where nothing moved: what stands in the buffer comes before this.
  setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => done([]))), 0);
})"""


@pytest.mark.parametrize("address", [PROGRAM, "/", "/lessons/gate"])
@pytest.mark.parametrize("width", [1440, 1024, 768, 390])
def test_nothing_moves_on_a_first_visit(page: Page, address: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    settled(page)
    expect(page.locator("body:is(.loading, .composing)")).to_have_count(0)
    assert sum(page.evaluate(SHIFTS)) < 0.001


def test_what_waits_for_a_figure_is_shown_where_none_comes(page: Page, observed: Observed) -> None:
    page.set_viewport_size({"width": 390, "height": 900})
    intercept(page, "**/*frame=*", lambda route: route.abort())
    page.goto(PROGRAM)
    expect(page.locator("#lost")).to_be_visible()
    expect(page.get_by_role("link", name="Step through both passes")).to_be_visible()
    observed.errors.clear()
