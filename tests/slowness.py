"""A slow machine on request, for the tests that drive the page: answers that come late, and a browser that computes slowly.

BACKPASS_LATENCY=7 keeps every answer to a script of the page back for 0.03 to 1.5 s, at random from the seed 7, short and long
ones alike; BACKPASS_CPU=4 gives the browser a fourth of its speed. A test that fails so has found a fault: a late answer undoes
what a person did, or the test does not wait.
"""

from __future__ import annotations

import os

from playwright.sync_api import Browser, BrowserContext, Page, expect

LATENCY, CPU = os.environ.get("BACKPASS_LATENCY", ""), os.environ.get("BACKPASS_CPU", "")
PATIENCE = 30_000
"""Milliseconds in which what a person waits for is seen, on a slow machine too."""

LATE = """(() => {
  const answered = window.fetch, wait = window.setTimeout;
  let state = SEED;
  const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
  const late = (signal) => new Promise((pass, refuse) => {
    if (signal?.aborted) refuse(signal.reason);
    signal?.addEventListener("abort", () => refuse(signal.reason));
    wait(pass, 30 * 50 ** random());
  });
  window.fetch = async (asked, options) => {
    const answer = await answered(asked, options);
    await late(options?.signal);
    return answer;
  };
})()"""
"""Delays an answer inside the page, so that nothing that a test does meanwhile waits for it."""


def slowed(browser: Browser) -> Browser:
    """The browser, whose pages are as slow as the variables say."""
    if LATENCY or CPU:
        opened = browser.new_context

        def new_context(**options: object) -> BrowserContext:
            context = opened(**options)  # type: ignore[arg-type]
            slow(context)
            return context

        browser.new_context = new_context  # type: ignore[method-assign]
    return browser


def slow(context: BrowserContext) -> None:
    if LATENCY:
        context.add_init_script(LATE.replace("SEED", str(int(LATENCY) % 2147483646 + 1)))
    if CPU:
        context.on("page", throttle)


def throttle(page: Page) -> None:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": float(CPU)})


expect.set_options(timeout=PATIENCE)
