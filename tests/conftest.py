"""A running server, and a real browser that looks at it."""

from __future__ import annotations

import gc
import logging
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, Request

from app.web.workers.garbage import NEW_OBJECTS
from tests.browser import NoBrowserError
from tests.chromium import Chromium, Told
from tests.server import PATIENCE, NotServedError, served


class Raising(logging.Handler):
    """A fault that a person is spared, as a mistake at a statement, is a fault to a test."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            raise record.exc_info[1]


logging.getLogger("backpass.fault").addHandler(Raising())
# No clock decides a test, and no chance: the machine may be busy with others, and what is new is looked for by `make fuzz`.
settings.register_profile("any machine", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """Three workers for two cores: a third of its time a worker waits, for pages and for servers that start."""
    return len(os.sched_getaffinity(0)) * 3 // 2 if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def pytest_sessionstart() -> None:
    """What is read to find the tests stays until the end: nobody looks for what could be freed of it."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that drive a page first and in a row: the browser starts once for them. Then those of files with few, which are long."""
    files = {item: item.nodeid.partition("::")[0] for item in items}
    counts = Counter(files.values())
    items.sort(key=lambda item: (not drives_page(item), counts[files[item]], files[item]))


def pytest_collection_finish() -> None:
    """From here on garbage is looked for as seldom as a worker of the server looks: at each step it took a twentieth of the time."""
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    gc.enable()


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

    def raised(self, error: Error) -> None:
        """Keep what a script raised and nobody caught."""
        self.errors.append(str(error))

    def failed(self, request: Request) -> None:
        """Keep a request that left our server, which fails: no other host is found. To hear of each of a page's 70 costs a sixth of it."""
        if not request.url.startswith((self.server, "data:", "blob:")):
            self.foreign.append(request.url)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a running `backpass serve`, with patience: how busy the machine is decides no test."""
    try:
        with served(deadline="60") as started:
            yield started.address
    except NotServedError as error:
        pytest.fail(str(error))


CHROMIUM = Chromium()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Leave the thread to a test that drives no page."""
    if not drives_page(item):
        CHROMIUM.stop()


def drives_page(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


def pytest_sessionfinish() -> None:
    CHROMIUM.stop()


@pytest.fixture(scope="module")
def client(server: str) -> Iterator[httpx.Client]:
    """A connection to the server."""
    with httpx.Client(base_url=server, timeout=PATIENCE) as started:
        yield started


@pytest.fixture
def browser() -> Browser:
    """A running Chromium; what a test opens in it, it closes."""
    try:
        return CHROMIUM.start()
    except NoBrowserError as error:
        pytest.fail(str(error))


@pytest.fixture
def observed(server: str) -> Observed:
    """What `page` sees go wrong; a test that means to make an error empties the list again."""
    return Observed(server)


@pytest.fixture
def page(browser: Browser, server: str, observed: Observed) -> Iterator[Page]:
    """A tab as new on the server, at no page yet; no console error and no request to another host may come of it."""
    with observing(server, observed) as tab:
        yield tab


@pytest.fixture
def still(browser: Browser, server: str, observed: Observed) -> Iterator[Page]:
    """The same, where no script runs."""
    with observing(server, observed, scripts=False) as tab:
        yield tab


@contextmanager
def observing(server: str, observed: Observed, *, scripts: bool = True) -> Iterator[Page]:
    told: Told = {"console": observed.message, "pageerror": observed.raised, "requestfailed": observed.failed}
    with CHROMIUM.tab(server, told, scripts) as tab:
        yield tab
    assert not observed.errors
    assert not observed.foreign
