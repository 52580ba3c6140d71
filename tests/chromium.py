"""The browser of a worker's tests, and the tabs that they have one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

from playwright.sync_api import Browser, Error, Page, ViewportSize, sync_playwright

from tests.browser import launch
from tests.slowness import slowed

FORGOTTEN = "() => { localStorage.clear(); sessionStorage.clear(); return !('__pwClock' in globalThis); }"
"""Empties what a page keeps; whether the clock is still the machine's, and not Playwright's."""
SIZE: ViewportSize = {"width": 1280, "height": 800}
Told = Mapping[str, Callable[[Any], object]]


class Chromium:
    """A browser for all tests in a row that want one: while Playwright runs, no other event loop can run in this thread.

    They have one tab, and one in which no script runs, made as new between two of them: opening another would cost as much as
    what happens in it.
    """

    def __init__(self) -> None:
        self.open = ExitStack()
        self.browser: Browser | None = None
        self.kept: dict[bool, Page] = {}

    def start(self) -> Browser:
        """The browser, which may have been started for an earlier test. Raises NoBrowserError."""
        if self.browser is None or not self.browser.is_connected():
            self.stop()
            chromium, _ = launch(self.open.enter_context(sync_playwright()))
            self.browser = slowed(self.open.enter_context(chromium))
        return self.browser

    def stop(self) -> None:
        self.open.close()
        self.browser, self.kept = None, {}

    @contextmanager
    def tab(self, server: str, told: Told, scripts: bool = True) -> Iterator[Page]:
        """A tab on the server, at no page of ours yet, that holds nothing of other tests; `told` hears of events, by their names."""
        browser, tab = self.start(), self.kept.get(scripts)
        if tab is None or tab.context.browser is not browser:
            tab = browser.new_context(base_url=server, viewport=SIZE, java_script_enabled=scripts).new_page()
            tab.add_init_script = never_undone  # type: ignore[method-assign, assignment]
            self.kept[scripts] = tab
        for event, hear in told.items():
            tab.on(event, hear)  # type: ignore[call-overload]
        try:
            yield tab
        finally:
            for event, hear in told.items():
                tab.remove_listener(event, hear)
            if not as_new(tab):
                tab.context.close()
                del self.kept[scripts]


def never_undone(*_: object, **__: object) -> None:
    """An init script would run in the pages of all tests that follow."""
    raise NotImplementedError("Evaluate the script in the page, or open a tab for it: page.context.new_page()")


def as_new(tab: Page) -> bool:
    """Take back what a test did in a tab, and in others beside it; whether that can be."""
    try:
        for other in tab.context.pages:
            if other is not tab:
                other.close()
        tab.context.clear_cookies()
        tab.context.clear_permissions()
        tab.context.set_offline(False)
        tab.unroute_all()
        tab.emulate_media(
            media="null", color_scheme="null", reduced_motion="null", forced_colors="null", contrast="null"
        )
        tab.set_viewport_size(SIZE)
        # A server's own page: what a page keeps can be forgotten only where it came from, and when it is gone.
        tab.goto("/healthz")
        tab.mouse.move(0, 0)
        return bool(tab.evaluate(FORGOTTEN))
    except Error:
        return False
