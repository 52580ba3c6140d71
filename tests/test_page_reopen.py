"""Files of ours that are dropped on the page."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, expect

from app.export import FORMATS
from app.query import Query
from app.render import effective, picture
from app.web.tasks.tasks import reopened
from tests.pages import settled

DROP = """
([name, content]) => {
  const bytes = Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  const dataTransfer = new DataTransfer();
  dataTransfer.items.add(new File([bytes], name));
  document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
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


def test_any_other_file_is_told(page: Page, server: str) -> None:
    page.goto(f"{server}/?e=z=x")
    settled(page)
    for content in (b"PK\x03\x04", b"GIF89a", b"", b"hello", b"backpass:AAAAAAAAAAAA"):
        page.evaluate(DROP, [f"{len(content)}.bin", b64encode(content).decode()])
        expect(page.locator("#mistakes")).to_have_text(f"There is no program of Backpass in {len(content)}.bin.")
    expect(page.locator("#program")).to_have_value("z=x")
