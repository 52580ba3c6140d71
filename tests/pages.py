"""Where things stand on the page, for the tests that drive it."""

from __future__ import annotations

from collections.abc import Callable
from re import Pattern
from typing import Any
from urllib.parse import parse_qs, urlparse

from playwright.sync_api import FloatRect, Locator, Page, Route, expect


def write(page: Page, program: str) -> None:
    page.locator("#program").fill(program)


def figure(page: Page, panel: str, name: str) -> Locator:
    """What one panel of the figure says of a value, by the words in which it is read aloud."""
    label = f"{name} =" if panel == "forward" else f"dL/d{name} ="
    return page.locator(f'[data-region="figure"] [data-panel="{panel}"][aria-label^="{label}"]')


LAID_OUT = "new Promise((done) => new ResizeObserver(done).observe(document.body))"
"""Comes true in the frame in which a page that was opened asks for the figure that fits it, and after it has asked."""
CLIPBOARD = "navigator.clipboard.readText()"
KEPT_WITHIN = 60_000
"""Milliseconds."""


def kept(page: Page, promise: str, told: object = None) -> Any:
    """What a promise of the page is kept with, which is not false: `evaluate` would wait for one for ever."""
    return page.wait_for_function(promise, arg=told, timeout=KEPT_WITHIN).json_value()


def settled(page: Page) -> None:
    """Wait until no answer is on its way: one that comes may still move what is there."""
    kept(page, LAID_OUT)
    expect(page.locator('[aria-busy="true"]')).to_have_count(0)


def standing(page: Page) -> None:
    """The page's clock stands from now on, and goes on by the test alone: no pause is longer because the machine is busy."""
    settled(page)
    page.clock.pause_at("2100-01-01")


def type_slowly(page: Page, text: str, pause: int) -> None:
    """Type with so many milliseconds after each key by the page's clock, which stands, and with every answer come by the next one."""
    for key in text:
        page.keyboard.type(key)
        page.clock.run_for(pause)
        settled(page)


AT_REST = """() => new Promise((done) => {
  let [last, frames] = [scrollY, 0];
  const look = () => {
    frames = scrollY === last ? frames + 1 : 0;
    last = scrollY;
    frames < 10 ? requestAnimationFrame(look) : done(true);
  };
  look();
})"""


def at_rest(page: Page) -> None:
    """Wait until the page scrolls no further: a finger that is put on a page in motion stops it, and does nothing else."""
    kept(page, AT_REST)


PROBE = "/healthz?intercepted"
INTERCEPTED = f"async () => {{ while ((await fetch('{PROBE}')).status !== 204); return true; }}"


def intercept(page: Page, address: str | Pattern[str], handle: Callable[[Route], object]) -> None:
    """A route that is in the way from now on, whatever the page asks for next.

    A page that is open already begins with it later than Chromium says so, and nothing tells of a request that slips through: on a
    machine under load that was one in four.
    """
    page.route(address, handle)
    if page.url != "about:blank":
        page.route(f"**{PROBE}", lambda route: route.fulfill(status=204))
        kept(page, INTERCEPTED)
        page.unroute(f"**{PROBE}")


def held_back(page: Page, address: str | Pattern[str]) -> list[Route]:
    """The requests for what matches from now on, each of which waits until the test continues it."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    intercept(page, address, hold)
    return held


def box(locator: Locator) -> FloatRect:
    """Where something stands, once the page is settled."""
    settled(locator.page)
    found = locator.bounding_box()
    assert found
    return found


def middle(locator: Locator) -> tuple[float, float]:
    """Where a hand would touch something, once the page is settled."""
    found = box(locator)
    return found["x"] + found["width"] / 2, found["y"] + found["height"] / 2


def row(page: Page, name: str) -> Locator:
    return page.locator(f'li[data-input="{name}"]')


def parameters(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlparse(page.url).query)


def entries(page: Page, name: str) -> Locator:
    """The field with the text of an array, which is edited in a grid otherwise."""
    button = row(page, name).get_by_role("button", name="as text")
    if button.get_attribute("aria-pressed") == "false":
        button.click()
    return row(page, name).locator(".field")
