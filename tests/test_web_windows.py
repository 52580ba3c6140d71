"""A page is composed for the window that asks for it, before any script could measure that."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.pages import settled

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36"
PROGRAM = "/?e=q=x*y;f=q*z&x=2&y=3&z=4"


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as client:
        yield client


def composed(text: str) -> str:
    """The frame for which a page's figure was composed."""
    found = re.search(r'data-frame="([^"]*)"', text)
    assert found
    return found[1]


@pytest.mark.parametrize("address", [PROGRAM, "/"])
def test_a_new_browser_is_taken_for_a_desk_or_a_phone(client: httpx.Client, address: str) -> None:
    desk = client.get(address)
    assert composed(desk.text) == "70"
    assert {"Cookie", "User-Agent"} <= set(desk.headers["Vary"].split(", "))
    phone = client.get(address, headers={"User-Agent": PHONE, "If-None-Match": desk.headers["ETag"]})
    assert (phone.status_code, composed(phone.text)) == (200, "25.2")


@pytest.mark.parametrize(("address", "cookie"), [(PROGRAM, "frame"), ("/lessons/gate", "lesson-frame")])
def test_what_a_page_measured_last_decides(client: httpx.Client, address: str, cookie: str) -> None:
    assert composed(client.get(address, headers={"Cookie": f"{cookie}=38"}).text) == "38"
    assert composed(client.get(address, headers={"Cookie": f"{cookie}=1e9"}).text) == "70"
    assert composed(client.get(address, headers={"Cookie": f'{cookie}="<b>"'}).text) == "70"


def test_an_address_that_says_its_frame_decides_over_all(client: httpx.Client) -> None:
    assert composed(client.get(f"{PROGRAM}&frame=phone", headers={"Cookie": "frame=38"}).text) == "phone"


def test_links_of_a_page_say_no_frame_that_nobody_chose(client: httpx.Client) -> None:
    assert not re.search(r"[?&;]frame=", client.get(PROGRAM, headers={"Cookie": "frame=38"}).text)


SHIFTS = """new PerformanceObserver((list) => (window.shifts = (window.shifts ?? []).concat(list.getEntries().map((each) => each.value))))
  .observe({ type: "layout-shift", buffered: true })"""


@pytest.mark.parametrize("width", [1440, 1024])
def test_nothing_moves_on_a_page_that_comes_again(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(PROGRAM)
    settled(page)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/static/" not in request.url else None)
    page.add_init_script(SHIFTS)
    page.goto(PROGRAM)
    settled(page)
    expect(page.locator("body.loading")).to_have_count(0)
    assert len(asked) == 1
    assert sum(page.evaluate("window.shifts ?? []")) < 0.001
