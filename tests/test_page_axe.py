"""No page breaks a rule of WCAG 2.2 AA that axe-core can test, light or dark."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, ViewportSize, expect

from tests.pages import kept, settled

START = "/?e=q+%3D+x+%2B+y%0Af+%3D+q+*+z&x=-2&y=5&z=-4"
PAGES = {
    "start": "/",
    "walk, gate and path": f"{START}&step=6&gate=f&path=x",
    "quiz": f"{START}&hide=all",
    "matrices": "/?e=h=W@x&W=[[1,2],[3,4]]&x=[1,2]&gate=h",
    "descent": "/?e=f=(w*x-t)**2&w=2&x=1&t=4&train.rate=0.1&iteration=1&train.race=adam",
    "mistake": "/?e=f=(",
    "code": f"{START}&code=numpy",
    "sizes": f"{START}&sizes=yes",
    "forward": f"{START}&mode=forward",
    "share": "/share/reveal/steps?e=z=x*y&x=3",
    "examples": "/examples",
    "docs": "/docs",
    "help": "/help",
    "lessons": "/lessons",
    "lesson": "/lessons/descent",
    "networks": "/networks",
    "unbuilt": "/networks?hidden=x",
    "answered": "/lessons/gate/answer?answer=2",
}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLOURS = ["color-contrast", "link-in-text-block"]
SIZES = ["target-size", "scrollable-region-focusable"]
PHONE: ViewportSize = {"width": 390, "height": 844}
REPEATED = (
    ".topic > .entry:nth-of-type(n + 2), .topic > :not(:first-child) .entry:nth-of-type(n + 2),"
    ".chapter > .entry:nth-of-type(n + 3), .plate:nth-child(n + 4)"
)
"""Hundreds of operations and dozens of figures that one template writes: one or a few of each break what all break."""


def broken(page: Page, within: str | None = None, **options: object) -> list[tuple[str, str]]:
    """The rules that a page breaks, or what is `within` a part of it, and where first."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    # What holds, with its markup, would be most of the answer.
    asked = [within, {"resultTypes": ["violations"], **options}]
    found = kept(page, "async ([within, asked]) => (await axe.run(within ?? document, asked)).violations", asked)
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found]


def broken_light_or_dark(page: Page, within: str | None = None) -> list[tuple[str, str]]:
    page.emulate_media(color_scheme="light")
    found = broken(page, within, runOnly=RULES)
    # What is dark differs in its colours alone.
    page.emulate_media(color_scheme="dark")
    return found + broken(page, within, runOnly=COLOURS)


@pytest.mark.parametrize("name", PAGES)
def test_no_rule_of_axe_is_broken(page: Page, name: str) -> None:
    page.goto(PAGES[name])
    settled(page)
    page.evaluate("pattern => document.querySelectorAll(pattern).forEach(each => each.remove())", REPEATED)
    assert broken_light_or_dark(page) == []
    # A narrow window changes what can be hit and what scrolls.
    page.set_viewport_size(PHONE)
    assert broken(page, runOnly=SIZES) == []


def test_what_opens_breaks_no_rule_either(page: Page) -> None:
    page.goto(START)
    settled(page)
    menus = page.locator("details")
    for each in range(menus.count()):
        # Menus of one name close each other.
        menus.nth(each).evaluate("menu => { menu.removeAttribute('name'); menu.open = true; }")
    # What lies half under an open menu cannot be hit before it closes.
    assert broken_light_or_dark(page, "details[open]") == []
    page.reload()
    page.get_by_role("link", name="Embed").click()
    expect(page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    assert broken_light_or_dark(page) == []
