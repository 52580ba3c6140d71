"""The Chromium that the browser tests drive.

`python -m tests.browser` says which one it is, and brings one where there is none: as root from the system's packages,
otherwise by Playwright's own download.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""Commands, the one first that has no window: it takes a third of the processor for a page."""
PACKAGES = ("chromium-headless-shell", "chromium")
MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"

LAST_WORDS = 12

# A test must not wait for, nor be disturbed by, what a browser asks its makers. Without a graphics card a process for it is in vain.
# No page may ask another host: who does finds none.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--in-process-gpu",
    "--renderer-process-limit=1",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
)


class NoBrowserError(Exception):
    """No Chromium starts on this machine; the message says what was tried."""


def places() -> Iterator[str | None]:
    """Where a Chromium may be: where `BACKPASS_BROWSER` says, and there only; None is Playwright's own."""
    if told := os.environ.get("BACKPASS_BROWSER"):
        yield told
        return
    yield from filter(None, map(shutil.which, NAMES))
    if Path(MAC).exists():
        yield MAC
    yield None


def launch(playwright: Playwright) -> tuple[Browser, str]:
    """The first Chromium that starts, and where it is."""
    tried = []
    for place in places():
        try:
            return playwright.chromium.launch(executable_path=place, args=ARGUMENTS), place or "Playwright's own"
        except Error as error:
            tried.append(f"{place or 'Playwright’s own'}: {error.message.splitlines()[0]}")
    raise NoBrowserError("No Chromium starts here: make browser\n  " + "\n  ".join(tried))


def find() -> str | None:
    """A line that names the browser and its version, or None where there is none."""
    with sync_playwright() as playwright:
        try:
            browser, place = launch(playwright)
        except NoBrowserError:
            return None
        with browser:
            return f"Chromium {browser.version} ({place})"


def bring() -> str:
    """Install a Chromium and return what the installers said."""
    root = os.name == "posix" and os.geteuid() == 0
    said = ""
    if root and shutil.which("apt-get"):
        said += _run("apt-get", "update", "-q")
        for package in PACKAGES:
            said += _run("apt-get", "install", "-q", "-y", package, "fonts-dejavu-core")
            if find():
                return said
    return said + _run(
        sys.executable, "-m", "playwright", "install", "--only-shell", *(["--with-deps"] if root else []), "chromium"
    )


def _run(*command: str) -> str:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(
        command, check=False, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    return done.stdout + done.stderr


def main() -> None:
    """Find or bring a browser; the tests that need one fail, and say so, where this could not."""
    if found := find():
        print(f"Browser for the tests: {found}")
        return
    print("No browser for the tests was found; installing Chromium …", flush=True)
    said = bring()
    if found := find():
        print(f"Browser for the tests: {found}")
    else:
        print(
            *said.splitlines()[-LAST_WORDS:],
            "No Chromium could be installed: the tests that drive the page will fail.",
            sep="\n",
        )
        print("Install Chromium or Chrome, or say where one is with BACKPASS_BROWSER=/path/to/chromium.")


if __name__ == "__main__":
    main()
