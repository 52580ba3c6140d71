"""A running server, and a real browser that looks at it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.browser import NoBrowserError, launch

COMMAND = Path(sys.executable).with_name("backpass")
STARTS_WITHIN, LOOKS_EVERY = 60.0, 0.05


@dataclass
class Observed:
    """What went wrong in the page unseen: errors on its console, and requests to other hosts."""

    server: str
    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def message(self, message: ConsoleMessage) -> None:
        """Keep an error, but not the browser's note that the API refused a wrong program: that is its answer."""
        refused = "/api/" in message.location.get("url", "") and "status of 4" in message.text
        if message.type == "error" and not refused:
            self.errors.append(message.text)

    def request(self, request: Request) -> None:
        """Keep a request that leaves our server."""
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.foreign.append(request.url)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running `backpass serve`, as a person would start it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("server") / "log.txt"
    with (
        log.open("wb") as output,
        subprocess.Popen(
            [COMMAND, "serve", "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=log.parent,
        ) as process,
    ):
        try:
            _await(address, process, log)
            yield address
        finally:
            process.terminate()


def _await(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(address, timeout=STARTS_WITHIN):
                return
        except URLError:
            time.sleep(LOOKS_EVERY)
    pytest.fail(f"The server did not start:\n{log.read_text()}")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium for one file of tests: while Playwright runs, no other event loop can run in this thread."""
    with sync_playwright() as playwright:
        try:
            chromium, _ = launch(playwright)
        except NoBrowserError as error:
            pytest.fail(str(error))
        with chromium:
            yield chromium


@pytest.fixture
def observed(server: str) -> Observed:
    """What `page` sees go wrong; a test that means to make an error empties the list again."""
    return Observed(server)


@pytest.fixture
def page(browser: Browser, server: str, observed: Observed) -> Iterator[Page]:
    """A fresh tab on the server, at no page yet; no console error and no request to another host may come of it."""
    with browser.new_context(base_url=server, viewport={"width": 1280, "height": 800}) as context:
        tab = context.new_page()
        tab.on("console", observed.message)
        tab.on("pageerror", lambda error: observed.errors.append(str(error)))
        tab.on("request", observed.request)
        yield tab
    assert not observed.errors
    assert not observed.foreign
