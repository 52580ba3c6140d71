"""The pictures of the README: two files of the command, and the start page at its fourth step.

python -m tests.pictures
"""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from app.examples import find
from app.query import Query
from tests.browser import launch
from tests.server import COMMAND, running

DOCS = Path(__file__).parents[1] / "docs"
FIGURES = {"figure.svg": ("--panels", "side", "--frame", "unbroken"), "steps.webp": ("--width", "1000")}
WIDTH, HEIGHT, SCALE, STEP, COLOURS = 1360, 860, 1.5, 4, 128


def main() -> None:
    """Draw all of them anew."""
    example = find("sum-product")
    assert example
    for name, options in FIGURES.items():
        command = [str(COMMAND), "render", example.text, *options, "-o", str(DOCS / name)]
        subprocess.run(command, check=True, stdout=sys.stderr)
    with running() as address, sync_playwright() as playwright:
        browser, _ = launch(playwright)
        with browser:
            page = browser.new_page(
                base_url=address, viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE
            )
            page.goto(f"/?{Query.of_example(example).string()}&step={STEP}")
            page.wait_for_load_state("networkidle")
            drawn = Image.open(BytesIO(page.screenshot())).convert("RGB")
    drawn.quantize(COLOURS, dither=Image.Dither.NONE).save(DOCS / "page.png", optimize=True)


if __name__ == "__main__":
    main()
