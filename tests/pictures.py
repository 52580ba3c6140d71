"""The pictures of the README, of the five kinds of figure and of the page's own document: files of the command, and the page in its states.

python -m tests.pictures
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from app.examples import Example, find
from app.query import Query
from tests.browser import launch
from tests.pages import at_rest, settled
from tests.server import COMMAND, running

DOCS = Path(__file__).parents[1] / "docs"
FIGURES = {"figure.svg": ("--panels", "side", "--frame", "unbroken"), "steps.webp": ("--width", "1000")}
SCALE, COLOURS = 1.5, 128
DESK, PHONE = (1440, 900), (390, 780)


@dataclass(frozen=True, slots=True)
class State:
    """What a picture of the page shows: what its address says beside the program, in which window, and what a hand does there."""

    name: str
    address: str
    example: str = "sum-product"
    size: tuple[int, int] = DESK
    dark: bool = False
    act: Callable[[Page], object] = lambda page: None


def predict(page: Page) -> None:
    """A wrong answer, and what is said of it."""
    page.locator(".answer").nth(1).click()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("the sign is not")


def present(page: Page) -> None:
    page.get_by_role("button", name="Present").click()
    expect(page.locator(".presenting")).to_be_visible()


STATES = (
    State("page.png", "step=4"),
    State("states/gate.webp", "gate=f"),
    State("states/predict.webp", "hide=gradients", act=predict),
    State("states/paths.webp", "path=b", example="two-paths", act=lambda page: page.locator("tr.path").first.focus()),
    State("states/present.webp", "step=4", dark=True, act=present),
    State("states/phone.webp", "step=4", size=PHONE),
)


def main() -> None:
    """Draw all of them anew."""
    for name, options in FIGURES.items():
        command = [str(COMMAND), "render", shown("sum-product").text, *options, "-o", str(DOCS / name)]
        subprocess.run(command, check=True, stdout=sys.stderr)
    for file in sorted((DOCS / "kinds").glob("*.svg")):
        # Each opens again as the figure that it is, with its program and its options.
        subprocess.run([str(COMMAND), "render", str(file), "-o", str(file)], check=True, stdout=sys.stderr)
    with running() as address, sync_playwright() as playwright:
        browser, _ = launch(playwright)
        with browser:
            for state in STATES:
                photograph(browser, address, state)


def shown(name: str) -> Example:
    """The example of a name."""
    found = find(name)
    assert found
    return found


def photograph(browser: Browser, address: str, state: State) -> None:
    """A picture of the page in a state, in few colours."""
    width, height = state.size
    page = browser.new_page(
        base_url=address,
        viewport={"width": width, "height": height},
        device_scale_factor=SCALE,
        color_scheme="dark" if state.dark else "light",
        reduced_motion="reduce",
    )
    page.goto(f"/?{Query.of_example(shown(state.example)).string()}&{state.address}")
    settled(page)
    state.act(page)
    at_rest(page)
    drawn = Image.open(BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    if state.name.endswith(".webp"):
        drawn.convert("RGB").save(DOCS / state.name, lossless=True, method=6)
    else:
        drawn.save(DOCS / state.name, optimize=True)
    page.close()


if __name__ == "__main__":
    main()
