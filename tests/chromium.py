"""The browser of a worker's tests, and tabs in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.browser import launch
from tests.slowness import slowed

FORGOTTEN = "() => { localStorage.clear(); return !('__pwClock' in globalThis); }"
"""Empties what a page keeps; whether the clock is still the machine's, and not Playwright's."""


class Chromium:
    """A browser for all tests in a row that want one: while Playwright runs, no other event loop can run in this thread.

    Tests have tabs in one context: its process and its compiled scripts serve them all, which halves what a page costs.
    """

    def __init__(self) -> None:
        self.open = ExitStack()
        self.browser: Browser | None = None
        self.kept: Page | None = None

    def start(self) -> Browser:
        """The browser, which may have been started for an earlier test. Raises NoBrowserError."""
        if self.browser is None or not self.browser.is_connected():
            self.stop()
            chromium, _ = launch(self.open.enter_context(sync_playwright()))
            self.browser = slowed(self.open.enter_context(chromium))
        return self.browser

    def stop(self) -> None:
        self.open.close()
        self.browser = self.kept = None

    @contextmanager
    def tab(self, server: str) -> Iterator[Page]:
        """A fresh tab on the server, at no page yet, in a context that holds nothing of other tests."""
        if self.kept is None or self.kept.context.browser is not self.start():
            context = self.start().new_context(base_url=server, viewport={"width": 1280, "height": 800})
            self.kept = context.new_page()
            self.kept.goto("/healthz")
        try:
            yield self.kept.context.new_page()
        finally:
            if not as_new(self.kept):
                self.kept.context.close()
                self.kept = None


def as_new(kept: Page) -> bool:
    """Close all tabs of a context but one, and take back what was set in it; whether that can be."""
    context: BrowserContext = kept.context
    try:
        for tab in context.pages:
            if tab is not kept:
                tab.close()
        context.clear_cookies()
        context.clear_permissions()
        context.set_offline(False)
        return bool(kept.evaluate(FORGOTTEN))
    except Error:
        return False
