"""Files of ours that are dropped on the page."""

from __future__ import annotations

import json
from base64 import b64encode
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from app.export import FORMATS
from app.query import Query
from app.render import effective, picture
from app.web.tasks.tasks import reopened
from tests.pages import kept, settled

DROP = """
([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
}
"""
COPY = """
async (content) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
  return true;
}
"""
PROGRAM = "q = x + y\nf = q * naïve"


ASKED = Query(PROGRAM, {"x": "-2", "naïve": "7"}, options={"notation": "∂"}, settings={"theme": "dark", "dpi": "100"})


@pytest.mark.parametrize("extension", FORMATS)
def test_a_file_of_ours_says_what_it_shows(extension: str) -> None:
    found = reopened(picture(effective(ASKED, FORMATS[extension]), extension)).body.decode()
    assert parse_qs(found) == {"e": [PROGRAM], "x": ["-2"], "naïve": ["7"], "notation": ["∂"]}


def test_a_dropped_file_shows_its_figure(page: Page, server: str) -> None:
    content = picture(effective(ASKED, FORMATS["pdf"]), "pdf")
    page.goto(server)
    settled(page)
    page.evaluate(DROP, ["figure.pdf", b64encode(content).decode()])
    expect(page.locator("#program")).to_have_value(PROGRAM)
    expect(page.locator("#input-x")).to_have_value("-2")
    assert "theme" not in page.url
    assert "dpi" not in page.url


NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# A gate"]},
        {"cell_type": "code", "source": ["x = 2\n", "y = 3"]},
        {"cell_type": "code", "source": "z = x*y"},
    ]
}


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("gate.py", "x = 2\nz = x*ü".encode("utf-8-sig"), "x = 2\nz = x*ü"),
        ("gate.ipynb", json.dumps(NOTEBOOK).encode(), "x = 2\ny = 3\nz = x*y"),
    ],
)
def test_a_dropped_text_is_the_program(page: Page, server: str, name: str, content: bytes, text: str) -> None:
    page.goto(f"{server}/?e=z=x")
    settled(page)
    page.evaluate(DROP, [name, b64encode(content).decode()])
    expect(page.locator("#program")).to_have_value(text)
    page.go_back()
    expect(page.locator("#program")).to_have_value("z=x")


def test_any_other_file_is_told(page: Page, server: str) -> None:
    page.goto(f"{server}/?e=z=x")
    settled(page)
    for content in (b"PK\x03\x04", b"GIF89a", b"", b"<svg/>", b"h\x00i", b"backpass:AAAAAAAAAAAA"):
        page.evaluate(DROP, [f"{len(content)}.bin", b64encode(content).decode()])
        expect(page.locator("#mistakes")).to_contain_text(f"There is no program of Backpass in {len(content)}.bin.")
    # A picture that is pasted is a file, too.
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    kept(page, COPY, b64encode(picture(Query("z = y"), "png")).decode())
    page.locator("#program").click()
    page.keyboard.press("Control+V")
    expect(page.locator("#mistakes")).to_contain_text("image.png. Type what it shows, or paste it as text")
    expect(page.locator("#program")).to_have_value("z=x")
