"""Pictures by address: who may show them, how mistakes look, and what addresses lose on their way."""

from __future__ import annotations

from urllib.parse import quote, unquote

import httpx
import pytest
from playwright.sync_api import Browser, expect

from app.diagram import Text, mistake_figure
from app.export import FORMATS, opened, packed
from app.language import Diagnostic, Span

IMAGE = {"Accept": "image/avif,image/webp,image/svg+xml,image/*,*/*;q=0.8"}
WRONG = "e=y%20=%20sigmod(x)"
BEGINNINGS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}


@pytest.mark.parametrize("address", ["svg?e=z=x", f"svg?{WRONG}", "dot?e=z=x"])
def test_any_site_may_show_and_read_a_picture(client: httpx.Client, address: str) -> None:
    headers = client.get(f"/diagram.{address}").headers
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"


def test_a_film_plays_at_its_own_address_and_in_any_frame(browser: Browser, server: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_content(f'<iframe src="{server}/diagram.svg?e=z=x*y&amp;steps=all"></iframe>')
        frame = page.frame_locator("iframe")
        expect(frame.get_by_role("img").first).to_be_visible()
        assert frame.locator("svg").evaluate("svg => svg.ownerDocument.getAnimations().length") > 3
        page.goto(f"{server}/diagram.svg?e=z=x*y&steps=all")
        assert page.evaluate("document.getAnimations().length") > 3
        page.emulate_media(reduced_motion="reduce")
        assert page.evaluate("document.getAnimations().length") == 0
        page.goto(f"{server}/diagram.html?{WRONG}")
        assert page.locator("svg").evaluate("svg => getComputedStyle(svg.ownerDocument.body).margin") == "0px"


@pytest.mark.parametrize("extension", BEGINNINGS)
def test_a_mistake_is_a_picture_where_one_was_asked_for(client: httpx.Client, extension: str) -> None:
    answer = client.get(f"/diagram.{extension}?{WRONG}", headers=IMAGE)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith(FORMATS[extension].media_type)
    assert answer.content.startswith(BEGINNINGS[extension])
    assert (answer.headers["backpass-mistake-line"], answer.headers["backpass-mistake-column"]) == ("1", "4")
    assert "sigmod" in answer.headers["backpass-mistake"]
    assert answer.headers["cache-control"] == "no-cache"
    assert opened(answer.content) == "e=y+=+sigmod(x)"


def test_the_picture_of_a_mistake_says_where_and_what_to_try(client: httpx.Client) -> None:
    text = client.get(f"/diagram.svg?{WRONG}", headers=IMAGE).text
    assert "line 1, column 5: " in text
    assert "sigmoid" in text


@pytest.mark.parametrize("accept", ["*/*", "image/*"])
def test_a_mistake_is_kept_by_nobody(client: httpx.Client, accept: str) -> None:
    """Whether it is made or kept by the server: no cache is told that it may keep it."""
    for _ in range(2):
        answer = client.get(f"/diagram.svg?{WRONG}&y=1", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["cache-control"]) == (422, "no-cache")
        assert "etag" not in answer.headers


def test_the_picture_of_a_mistake_has_no_empty_line() -> None:
    where = Span(1, 0, 1, 0)
    marks = mistake_figure("", [Diagnostic(where, "there is nothing", "type something")]).marks
    assert [mark.label.text for mark in marks if isinstance(mark, Text)] == [
        "This cannot be drawn",
        "line 1, column 1: there is nothing",
        "type something",
    ]


@pytest.mark.parametrize("extension", ["json", "dot", "md"])
def test_who_reads_gets_a_document(client: httpx.Client, extension: str) -> None:
    answer = client.get(f"/diagram.{extension}?{WRONG}", headers=IMAGE)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


def test_hosts_that_drop_errors_may_ask_for_a_picture_all_the_same(client: httpx.Client) -> None:
    answer = client.get(f"/diagram.png?{WRONG}&onerror=200")
    assert (answer.status_code, answer.content[:4]) == (200, b"\x89PNG")
    assert client.get("/diagram.png?e=z=x&onerror=200").content == client.get("/diagram.png?e=z=x").content
    assert client.get("/diagram.png?e=z=x&onerror=404").json()["mistakes"][0]["parameter"] == "onerror"


@pytest.mark.parametrize("wrong", ["x=one", "theme=pink", "scale=3", "w=2", "c=4"])
def test_what_is_wrong_beside_the_program_is_named(client: httpx.Client, wrong: str) -> None:
    answer = client.get(f"/diagram.svg?e=z=x&{wrong}", headers=IMAGE)
    assert (answer.status_code, answer.headers["backpass-mistake-parameter"]) == (422, wrong.partition("=")[0])


@pytest.mark.parametrize("lost", ["z=x+y", "z=x%0Az=z+y", "z=2+x", "z=2.5+(x)", "z%20=%20x%20+%20y", "z+=+x+++y"])
def test_a_lost_plus_is_told(client: httpx.Client, lost: str) -> None:
    (mistake,) = client.get(f"/diagram.svg?e={lost}").json()["mistakes"]
    assert "%2B" in mistake["hint"]


@pytest.mark.parametrize(
    "kept",
    [
        "z+=+x+*+y",
        "z=x%2By",
        "z+=+x+-1",
        "z+=+2+if+x>1+else+x",
        "z=2%20x",
        "def+f(a):%0A+return+a%0Az=f(x)",
        "import+numpy+as+np%0Az=np.sin(x)+%23+a+word+or+two",
        "z=\\sin+x",
        "z+=+%CF%83(x+%2B+1)+-+2",
    ],
)
def test_spaces_written_as_plus_are_spaces(client: httpx.Client, kept: str) -> None:
    assert client.get(f"/diagram.svg?e={kept}").status_code == 200


@pytest.mark.parametrize("query", [{"e": "y = x\rz = ("}, {"c": packed("y = x\nz = (")}], ids=["line ends", "packed"])
def test_a_mistake_on_a_later_line_is_told_at_its_place(client: httpx.Client, query: dict[str, str]) -> None:
    answer = client.get("/diagram.svg", params=query)
    assert answer.status_code == 422
    (mistake, *_) = answer.json()["mistakes"]
    assert mistake["line"] == 2


@pytest.mark.parametrize(
    "kept", [quote("z = sigmod(x)"), "z+=+x+if+x+in+range(10**12)+else+0", "def+f(a):%0A+return+sigmod(a)%0Az=f(x)"]
)
def test_a_mistake_elsewhere_has_no_word_about_plus(client: httpx.Client, kept: str) -> None:
    (mistake,) = client.get(f"/diagram.svg?e={kept}").json()["mistakes"]
    assert "%2B" not in mistake["hint"]


def test_nothing_that_is_written_breaks_a_header(client: httpx.Client) -> None:
    answer = client.get(f"/diagram.svg?e={quote('z = naïve_☃(x)')}", headers=IMAGE)
    assert answer.status_code == 422
    assert answer.headers["backpass-mistake"].isascii()


def test_how_a_text_was_read_is_told_with_its_picture(client: httpx.Client) -> None:
    told = "`mx` is read as the product m·x"
    answer = client.get("/diagram.svg", params={"e": "y = mx + b"})
    assert told in unquote(answer.headers["Backpass-Notes"])
    assert f"Notes: {told}." in answer.text
    assert "Backpass-Notes" in answer.headers["Access-Control-Expose-Headers"]
    assert "Backpass-Notes" not in client.get("/diagram.svg", params={"e": "z = x*y"}).headers
