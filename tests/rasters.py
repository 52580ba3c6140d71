"""Programs that draw an SVG, each as a function from a file to a picture; what is not installed is named by its skip."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import resvg_py
from numpy.typing import NDArray
from PIL import Image
from playwright.sync_api import sync_playwright

from app.diagram import Diagram, Text
from tests.browser import launch

Picture = NDArray[np.float64]
"""Darkness, 0 to 1, pixel by pixel."""
ZOOM = 2
MARGIN = 1.0
"""Points round a label's box that are looked at as well."""


def command(*words: str) -> None:
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def resvg(source: Path, folder: Path) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(svg_path=str(source), zoom=ZOOM, dpi=96, background="#ffffff", skip_system_fonts=True)
    )


def rsvg(source: Path, folder: Path) -> bytes:
    target = folder / "rsvg.png"
    command("rsvg-convert", "-z", str(ZOOM), "-b", "white", str(source), "-o", str(target))
    return target.read_bytes()


def inkscape(source: Path, folder: Path) -> bytes:
    target = folder / "inkscape.png"
    command(
        "inkscape",
        str(source),
        "--export-type=png",
        f"--export-filename={target}",
        f"--export-dpi={96 * ZOOM}",
        "--export-background=white",
    )
    return target.read_bytes()


def libreoffice(source: Path, folder: Path) -> bytes:
    """LibreOffice, with a profile of its own, so that one that is open elsewhere is left alone."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command("soffice", profile, "--headless", "--convert-to", "png", "--outdir", str(folder / "office"), str(source))
    return (folder / "office" / f"{source.stem}.png").read_bytes()


def chromium(source: Path, folder: Path) -> bytes:
    with sync_playwright() as playwright:
        browser, _ = launch(playwright)
        page = browser.new_page(device_scale_factor=ZOOM)
        page.goto(source.as_uri())
        box = page.locator("svg").bounding_box()
        assert box
        page.set_viewport_size({"width": round(box["width"]), "height": round(box["height"])})
        shot = page.screenshot()
        browser.close()
    return shot


PROGRAMS: Mapping[str, Callable[[Path, Path], bytes]] = {
    "resvg": resvg,
    "rsvg": rsvg,
    "inkscape": inkscape,
    "libreoffice": libreoffice,
    "chromium": chromium,
}


def read(picture: bytes) -> Picture:
    """The darkness of a picture's pixels."""
    with Image.open(BytesIO(picture)) as image:
        flat = Image.new("RGBA", image.size, "white")
        flat.alpha_composite(image.convert("RGBA"))
        return 1 - np.asarray(flat.convert("L"), float) / 255


def ink(picture: Picture, diagram: Diagram) -> dict[str, float]:
    """How much ink lies in the box of each label, in square points, by the label's id."""
    down, across = picture.shape[0] / diagram.height, picture.shape[1] / diagram.width
    found = {}
    for mark in diagram.marks:
        if isinstance(mark, Text) and (mark.label.glyphs or mark.label.bars):
            left, top = max(0, round((mark.x - MARGIN) * across)), max(0, round((mark.y - MARGIN) * down))
            right = round((mark.x + mark.label.width + MARGIN) * across)
            bottom = round((mark.y + mark.label.height + MARGIN) * down)
            found[mark.id] = float(picture[top:bottom, left:right].sum()) / (across * down)
    return found
