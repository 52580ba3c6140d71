"""The figure in a file or a frame of its own: it steps by keys, clicks and messages, and hands on what it does not use."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from html import unescape
from pathlib import Path

import httpx
import pytest
from fastapi import Request
from playwright.sync_api import Browser, Page, expect

from app.query import Query
from app.render import picture
from app.web.routes.embed import public_address
from app.web.tasks.embed_tasks import ancestors

PROGRAM = "q = x + y\nf = q * z"
ADDRESS = Query(PROGRAM, {"x": "2"}).string()
STEPS = 6
HOLDER = """\
<!doctype html><script>
  window.told = [];
  addEventListener("message", ({{ data }}) => told.push(data));
</script><iframe id="frame" src="{source}" width="900" height="500" sandbox="allow-scripts"></iframe>
"""


@pytest.fixture
def paper(browser: Browser) -> Iterator[Page]:
    page = browser.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(error.message))
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "figure.html"
    file.write_bytes(picture(Query(PROGRAM, {"x": "2"}, step="0"), "html"))
    return file


def shown(page: Page) -> int:
    """How many parts of the figure are to be seen."""
    return page.locator("[data-step]:not(.blank)").count()


def test_a_saved_file_steps_by_keys_without_a_network(paper: Page, saved: Path) -> None:
    paper.context.set_offline(True)
    paper.goto(saved.as_uri())
    expect(paper.locator("output")).to_have_text(f"0 of {STEPS}")
    assert shown(paper) == 0
    before = paper.locator("svg").bounding_box()
    counts = []
    for key in ("ArrowRight", " ", "PageDown", "ArrowRight", "ArrowRight", "ArrowRight"):
        paper.keyboard.press(key)
        counts.append(shown(paper))
    assert counts == sorted(set(counts))
    assert shown(paper) == paper.locator("[data-step]").count()
    expect(paper.locator("li:visible")).to_have_count(1)
    assert paper.locator("svg").bounding_box() == before
    paper.keyboard.press("Home")
    assert shown(paper) == 0
    paper.keyboard.press("End")
    paper.keyboard.press("ArrowLeft")
    expect(paper.locator("output")).to_have_text(f"{STEPS - 1} of {STEPS}")


def test_clicks_and_buttons_step_too(paper: Page, saved: Path) -> None:
    paper.goto(saved.as_uri())
    paper.locator("svg").click()
    expect(paper.locator("output")).to_have_text(f"1 of {STEPS}")
    paper.get_by_role("button", name="Last").click()
    expect(paper.get_by_role("button", name="Next")).to_be_disabled()
    paper.get_by_role("button", name="Back").click()
    expect(paper.locator("output")).to_have_text(f"{STEPS - 1} of {STEPS}")


def test_the_buttons_of_a_small_frame_are_in_sight(paper: Page, saved: Path) -> None:
    paper.set_viewport_size({"width": 320, "height": 200})
    paper.goto(saved.as_uri())
    assert paper.evaluate("document.documentElement.scrollWidth") <= 320
    for name in ("Next", "Back"):
        expect(paper.get_by_role("button", name=name)).to_be_in_viewport(ratio=1)


def test_without_scripts_everything_is_there(browser: Browser, saved: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(saved.as_uri())
    expect(page.locator("li:visible")).to_have_count(STEPS)
    expect(page.locator(".blank")).to_have_count(0)
    context.close()


def held(page: Page, server: str, more: str = "&step=0") -> None:
    """The figure in a sandboxed frame of a page from elsewhere, and its first message."""
    page.set_content(HOLDER.format(source=f"{server}/embed?{ADDRESS}{more}"))
    page.wait_for_function("told.some(({ backpass }) => backpass?.step !== undefined)")


def told(page: Page) -> list[object]:
    found = page.evaluate("told.splice(0)")
    assert isinstance(found, list)
    return found


def test_a_frame_says_its_step_and_its_height(paper: Page, server: str) -> None:
    held(paper, server)
    paper.wait_for_function("told.some(({ backpass }) => backpass?.height > 100)")
    assert {"backpass": {"step": 0, "steps": STEPS}} in told(paper)
    send = "frame.contentWindow.postMessage({ backpass: { step: %s } }, '*')"
    for wanted, step in (("3", 3), ("'next'", 4), ("'last'", STEPS), ("99", STEPS), ("'first'", 0)):
        paper.evaluate(send % wanted)
        expect(paper.frame_locator("#frame").locator("output")).to_have_text(f"{step} of {STEPS}")


def test_keys_that_a_frame_does_not_use_go_to_the_page_around_it(paper: Page, server: str) -> None:
    held(paper, server)
    paper.frame_locator("#frame").locator("svg").click()
    told(paper)
    paper.keyboard.press("ArrowRight")
    paper.keyboard.press("f")
    paper.wait_for_function("told.some(({ backpass }) => backpass?.key)")
    found = told(paper)
    assert {"backpass": {"step": 2, "steps": STEPS}} in found
    assert {"backpass": {"key": "f"}} in found
    assert {"backpass": {"key": "ArrowRight"}} not in found


@pytest.mark.parametrize("heard", [(), ("slide:stop", "slide:start")], ids=["from the beginning", "again"])
def test_reveal_goes_on_where_the_steps_end(paper: Page, server: str, heard: Sequence[str]) -> None:
    held(paper, server)
    for each in heard:
        paper.evaluate("each => frame.contentWindow.postMessage(each, '*')", each)
    paper.evaluate(f"frame.contentWindow.postMessage({{ backpass: {{ step: {STEPS - 1} }} }}, '*')")
    paper.frame_locator("#frame").locator("svg").click()
    told(paper)
    paper.keyboard.press("ArrowRight")
    paper.wait_for_function("told.some((each) => typeof each === 'string')")
    assert [json.loads(each) for each in told(paper) if isinstance(each, str)] == [{"method": "next", "args": []}]
    paper.keyboard.press("Home")
    paper.keyboard.press("ArrowLeft")
    paper.wait_for_function("told.some((each) => typeof each === 'string')")
    assert [json.loads(each) for each in told(paper) if isinstance(each, str)] == [{"method": "prev", "args": []}]


def test_a_slide_gives_its_figure_the_keys_and_takes_them_again(paper: Page, server: str) -> None:
    held(paper, server)
    steps = paper.frame_locator("#frame").locator("output")
    paper.evaluate("frame.contentWindow.postMessage('slide:start', '*')")
    paper.wait_for_function("document.activeElement === frame")
    paper.keyboard.press("ArrowRight")
    expect(steps).to_have_text(f"1 of {STEPS}")
    paper.evaluate("addEventListener('keydown', ({ key }) => told.push(key))")
    paper.evaluate("frame.contentWindow.postMessage('slide:stop', '*')")
    paper.wait_for_function("document.hasFocus() && document.activeElement !== frame")
    paper.keyboard.press("x")
    assert "x" in told(paper)
    expect(steps).to_have_text(f"1 of {STEPS}")


@pytest.mark.parametrize(("key", "code"), [("o", 79), ("Escape", 27), ("?", "help"), ("ArrowRight", None)])
def test_the_plug_in_hands_reveal_the_keys_that_a_frame_has_no_use_for(paper: Page, key: str, code: object) -> None:
    """As reveal reads them, by their codes; the arrows it hears of by messages of its own."""
    paper.set_content("<iframe srcdoc='figure'></iframe>")
    paper.add_script_tag(path="docs/recipes/backpass-reveal.js")
    paper.evaluate(
        """(key) => {
          window.told = [];
          addEventListener("keydown", ({ keyCode }) => told.push(keyCode));
          const deck = { getRevealElement: () => document.body, layout() {}, on() {}, toggleHelp: () => told.push("help") };
          RevealBackpass().init(deck);
          const source = document.querySelector("iframe").contentWindow;
          dispatchEvent(new MessageEvent("message", { data: { backpass: { key } }, source }));
        }""",
        key,
    )
    assert paper.evaluate("told") == ([] if code is None else [code])


def test_a_frame_may_stand_anywhere_and_load_nothing(client: httpx.Client) -> None:
    answer = client.get(f"/embed?{ADDRESS}")
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors" not in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "--paper: transparent" in answer.text
    assert "--paper: #1d1d21" in client.get(f"/embed?{ADDRESS}&theme=dark").text
    assert client.get(f"/embed?{ADDRESS}", headers={"If-None-Match": answer.headers["etag"]}).status_code == 304


def test_an_operator_may_say_who_holds_a_frame() -> None:
    assert ancestors("https://example.org") == "; frame-ancestors https://example.org"
    assert ancestors("*") == ""


def test_a_frame_of_a_wrong_program_shows_the_mistake(client: httpx.Client) -> None:
    answer = client.get("/embed?e=y%20=%20sigmod(x)")
    assert answer.status_code == 422
    assert "unknown function" in answer.text


def test_oembed_describes_a_bare_frame(client: httpx.Client) -> None:
    url = f"{client.base_url}/?{ADDRESS}"
    answer = client.get("/oembed", params={"url": url, "maxwidth": "400"}).json()
    assert (answer["type"], answer["version"], answer["width"]) == ("rich", "1.0", 400)
    low = client.get("/oembed", params={"url": url, "maxheight": "300"}).json()
    assert low["height"] == 300
    assert low["width"] < answer["width"]
    frame = re.fullmatch(r'<iframe src="([^"]*)" width="400" height="(\d+)"[^>]*></iframe>', answer["html"])
    assert frame
    assert frame[1].replace("&amp;", "&") == f"{client.base_url}/embed?{ADDRESS}&theme=light".replace(
        "//embed", "/embed"
    )
    thumbnail = client.get(answer["thumbnail_url"])
    assert thumbnail.headers["content-type"] == "image/png"
    assert int.from_bytes(thumbnail.content[16:20]) == answer["thumbnail_width"]
    xml = client.get("/oembed", params={"url": url, "format": "xml"})
    assert xml.headers["content-type"].startswith("text/xml")
    assert "<type>rich</type>" in xml.text


def test_oembed_of_a_page_leaves_out_what_only_a_page_shows(client: httpx.Client) -> None:
    url = f"{client.base_url}/?{ADDRESS}&hide=z&closed=yes&style=circuit&panels=side"
    answer = client.get("/oembed", params={"url": url}).json()
    frame = unescape(re.findall(r'src="([^"]*)"', answer["html"])[0])
    assert "style=circuit" in frame
    assert client.get(frame).status_code == client.get(answer["thumbnail_url"]).status_code == 200
    stray = client.get("/oembed", params={"url": f"{client.base_url}/embed?{ADDRESS}&colour=2"})
    assert stray.status_code == 404


def test_an_operator_may_say_where_a_server_is_reached() -> None:
    asked = Request({"type": "http", "headers": [(b"host", b"evil.example")], "scheme": "http", "path": "/"})
    assert public_address("https://figures.example.org/a", asked) == "https://figures.example.org/a/"
    assert public_address("", asked) == "http://evil.example/"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"url": "https://example.org/?e=z=x"}, 404),
        ({"url": "{base}/docs"}, 404),
        ({"url": "{base}/?e=y = sigmod(x)"}, 404),
        ({}, 404),
        ({"url": "{base}/?e=z=x", "format": "yaml"}, 501),
    ],
)
def test_oembed_refuses_as_the_specification_has_it(client: httpx.Client, query: dict[str, str], status: int) -> None:
    base = str(client.base_url).rstrip("/")
    given = {name: text.replace("{base}", base) for name, text in query.items()}
    assert client.get("/oembed", params=given).status_code == status


def test_a_page_tells_where_its_oembed_is(client: httpx.Client) -> None:
    links = client.get(f"/?{ADDRESS}").headers["link"]
    found = {kind: target for target, kind in re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', links)}
    assert client.get(found["application/json+oembed"]).json()["type"] == "rich"
    assert "<type>rich</type>" in client.get(found["text/xml+oembed"]).text
    assert "link" not in client.get("/").headers
