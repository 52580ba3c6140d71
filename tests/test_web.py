"""The server over HTTP: pages, pictures, headers, problems."""

from __future__ import annotations

import re

import httpx
import pytest

from app.examples import EXAMPLES
from app.export import FORMATS
from app.query import Query
from app.render import picture
from app.web.operation.build import build
from tests.server import get, running

FIGURE = {"e": "z = x*y", "x": "3", "y": "-4"}


def test_the_first_page_shows_a_figure(client: httpx.Client) -> None:
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Forward pass" in answer.text and "<math" in answer.text
    assert re.search(r'data-of="gradient of x"[^>]*>−4</span>', answer.text)


def test_an_address_without_a_program_is_one_of_the_first_page(client: httpx.Client) -> None:
    page = client.get("/", params={"x": "3", "style": "colah", "weight": "2"}).text
    assert re.search(r'<input type="text"[^>]* name="x"[^>]* value="3"', page)
    assert re.search(r'value="colah" selected', page)
    assert "<code>weight</code> is not an input of this program" in page


def test_a_page_shows_what_its_url_says(client: httpx.Client) -> None:
    page = client.get("/", params={**FIGURE, "style": "colah", "constant": "y"}).text
    assert re.search(r'value="colah" selected', page)
    assert re.search(r'name="constant" value="y"[^>]* checked', page)
    assert re.search(r'data-of="gradient of x"[^>]*>−4</span>', page)
    assert re.search(r'data-of="gradient of y"[^>]*></span>', page)


def test_a_page_with_mistakes_underlines_them(client: httpx.Client) -> None:
    answer = client.get("/", params={"e": "x = 1\ny = sigmod(x) + sine(x)"})
    assert answer.status_code == 200
    assert re.findall(r"<mark\b[^>]*>(.*?)</mark>", answer.text) == ["sigmod", "sine"]
    assert answer.text.count('data-line="2"') == 2
    assert "did you mean <code>sigmoid</code>" in answer.text


def test_a_page_says_which_value_is_wrong_at_its_field_and_keeps_it(client: httpx.Client) -> None:
    page = client.get("/", params={"e": "x = 2\nz = x*y", "x": "one", "y": "4"}).text
    field = re.search(r'<input type="text"[^>]* name="x"[^>]*>', page)
    assert field and 'value="one"' in field[0] and 'aria-invalid="true"' in field[0]
    assert re.search(r'id="told-x">\s*<p class="fault">“one” is not a number', page)
    assert re.search(r'name="y"[^>]*value="4"', page)
    assert re.search(r'data-of="gradient of y"[^>]*>2</span>', page), "the text's own value is in force"


def test_a_page_says_how_values_were_read(client: httpx.Client) -> None:
    page = client.get("/", params={"e": "z = sum(x*y)", "x": "1,5", "y": "1\t2\n3\t4", "seed": "50%"}).text
    assert re.search(r'id="told-x"><p>“1,5” is read as 1\.5; for two entries write \[1, 5\]</p>', page)
    assert re.search(r'id="told-seed"><p>“50%” is read as 0.5</p>', page)
    assert re.search(r'id="told-y"></div>', page)


def test_a_seed_of_another_shape_is_told_at_its_field(client: httpx.Client) -> None:
    page = client.get("/", params={"e": "z = x*y", "seed": "[1, 2]"}).text
    assert re.search(r'id="told-seed">\s*<p class="fault">the seed has shape', page)
    assert "<svg" in page and "<ul>\n      <li" not in page.split('id="mistakes"')[1].split("</div>")[0]


def test_no_value_is_blamed_where_several_may_be(client: httpx.Client) -> None:
    page = client.get("/", params={"e": "z = x*y", "x": "[1, 2]", "y": "[1, 2, 3]"}).text
    assert 'class="fault"' not in page and "do not broadcast" in page


def test_text_is_never_markup(client: httpx.Client) -> None:
    page = client.get("/", params={"e": "</textarea><script>alert(1)</script>", "x": '"><img src=x>'}).text
    assert "<script>alert" not in page and "<img" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("extension", FORMATS)
def test_a_url_makes_the_bytes_of_the_command_line(client: httpx.Client, extension: str) -> None:
    answer = client.get(f"/diagram.{extension}", params=FIGURE)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(FORMATS[extension].media_type)
    assert re.search(rf'filename="backpass-z-x-y-[0-9a-f]{{4}}\.{extension}"', answer.headers["content-disposition"])
    assert answer.content == picture(Query.of(FIGURE.items()), extension)


def test_options_change_the_picture(client: httpx.Client) -> None:
    plain = client.get("/diagram.svg", params=FIGURE).content
    for option in (
        {"notation": "∂"},
        {"style": "cs231n"},
        {"panels": "stacked"},
        {"labels": "symbols"},
        {"fold": "all"},
    ):
        assert client.get("/diagram.svg", params={**FIGURE, **option}).content != plain, option


def test_an_input_called_as_an_option(client: httpx.Client) -> None:
    answer = client.post("/api/graph", json={"program": "f = e*seed", "values": {"e": 3, "seed": 5}}).json()
    assert answer["adjoints"] == {"e": 5, "seed": 3, "f": 1}
    assert client.get("/diagram.svg", params={"e": "f = e*seed", "at.e": "3", "at.seed": "5"}).status_code == 200


def test_a_picture_is_not_made_twice_for_one_client(client: httpx.Client) -> None:
    first = client.get("/diagram.svg", params=FIGURE)
    assert first.headers["cache-control"] == f'public, max-age=3600, renderer="{build()}"'
    again = client.get("/diagram.svg", params=FIGURE, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get("/diagram.svg", params={**FIGURE, "x": "4"}, headers={"If-None-Match": first.headers["etag"]})
    assert other.status_code == 200


@pytest.mark.parametrize(
    "path", ["/diagram.svg?e=z=", "/diagram.xyz?e=z=x", "/code.py?e=z=", "/static/nothing.js", "/nothing"]
)
def test_what_is_not_there_is_known_to_nobody(client: httpx.Client, path: str) -> None:
    assert client.get(path, headers={"If-None-Match": "*"}).status_code in (404, 422)


KNOWN = (
    "/?e=z=x",
    "/examples",
    "/diagram.svg?e=z=x",
    "/numbers?e=z=x",
    "/code.py?e=z=x",
    "/embed?e=z=x",
    "/static/icon.svg",
)


@pytest.mark.parametrize("path", KNOWN)
def test_what_is_known_already_is_not_sent_again(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    strong = first.headers["etag"].removeprefix("W/")
    for known in (f'"other", {first.headers["etag"]}', f'"a, b" , {strong}', "*"):
        again = client.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", first.headers["etag"])
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", [*KNOWN, "/healthz", "/openapi.json"])
def test_no_tag_of_ours_is_one_that_has_to_match(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    for asked in ('"other"', first.headers.get("etag", '""'), '*, "other"'):
        for method in ("GET", "HEAD"):
            refused = client.request(method, path, headers={"If-Match": asked, "If-None-Match": asked})
            assert (refused.status_code, refused.headers["content-type"]) == (412, "application/problem+json")
        assert client.options(path, headers={"If-Match": asked}).status_code == 204
    assert client.get(path, headers={"If-Match": "*"}).content == first.content


def test_a_condition_counts_for_what_would_be_answered_alone(client: httpx.Client) -> None:
    condition = {"If-Match": '"other"'}
    assert client.post("/api/graph", json={"program": "z=x"}, headers=condition).status_code == 412
    assert client.post("/api/graph", json={"program": "z="}, headers=condition).status_code == 422
    assert client.get("/diagram.svg?e=z=", headers=condition).status_code == 422
    assert client.get("/nothing", headers=condition).status_code == 404


@pytest.mark.parametrize("path", ["/?e=z=x", "/diagram.svg?e=z=x&steps=all", "/embed?e=z=x"])
def test_what_is_known_already_keeps_its_headers(client: httpx.Client, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    own = {"date", "x-request-id"}
    told = {name: text for name, text in again.headers.items() if name not in own}
    assert told.items() <= first.headers.items()
    assert again.status_code == 304
    assert {"etag", "cache-control", "vary"} <= told.keys()


def test_files_of_this_version_are_kept_for_good(client: httpx.Client) -> None:
    page = client.get("/").text
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(files) > 5
    for file in files:
        answer = client.get(file)
        assert (answer.status_code, answer.headers["cache-control"]) == (200, "public, max-age=31536000, immutable")
        other = client.get(re.sub("/static/[0-9a-f]+/", f"/static/{'0' * 16}/", file))
        assert (other.status_code, other.headers["cache-control"]) == (200, "no-cache")


def test_text_is_compressed(client: httpx.Client) -> None:
    assert client.get("/diagram.svg", params=FIGURE).headers["content-encoding"] == "gzip"


def test_head_answers_like_get_without_a_body(client: httpx.Client) -> None:
    answer = client.head("/diagram.svg", params=FIGURE)
    assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("path", ["/", "/examples", "/docs", "/diagram.svg?e=z=x", "/static/css/base.css", "/nothing"])
def test_every_answer_is_strict(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/", "/examples", "/docs"])
def test_pages_hold_nothing_that_the_policy_forbids(client: httpx.Client, path: str) -> None:
    # What a button copies is text for other pages.
    page = re.sub(r'data-copy="[^"]*"', "", client.get(path).text)
    assert " style=" not in page and "<style" not in page
    assert not re.search(r"\son\w+=", page)
    assert all('src="' in tag for tag in re.findall(r"<script[^>]*>", page))


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/diagram.bmp?e=z=x", 404),
        ("GET", "/diagram.svg", 422),
        ("GET", "/diagram.svg?e=", 422),
        ("GET", "/diagram.svg?e=z=x&style=baroque", 422),
        ("GET", "/diagram.svg?e=z=x&x=[[1],2]", 422),
        ("DELETE", "/", 405),
        ("GET", "/api/graph", 405),
        ("POST", "/api/graph", 400),
        ("GET", "/static/nothing.js", 404),
    ],
)
def test_every_error_is_a_problem_document(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json()
    assert document["status"] == status
    assert document["title"] and document["detail"] and document["type"].startswith("/docs#")


def test_problem_types_are_explained(client: httpx.Client) -> None:
    page = client.get("/docs").text
    for kind in ("mistakes", "errors", "deadline", "memory", "busy", "crash"):
        assert f'id="{kind}"' in page


def test_a_request_too_large_is_refused(client: httpx.Client) -> None:
    whole = client.post("/api/graph", json={"program": "z = x", "values": {"x": [1] * 600_000}})
    piecewise = client.post("/api/graph", content=(b"[" * 100_000 for _ in range(15)))
    assert [whole.status_code, piecewise.status_code] == [413, 413]
    assert whole.headers["content-type"] == "application/problem+json"


def test_a_long_program_fits_into_a_url(client: httpx.Client) -> None:
    program = "z = x" + "\n# σ·∂" * 1_600
    assert client.get("/diagram.svg", params={"e": program}).status_code == 200


def test_the_gallery_shows_every_example(client: httpx.Client) -> None:
    page = client.get("/examples").text
    assert page.count('role="graphics-document') == page.count('class="plate card') == len(EXAMPLES)


def test_a_page_that_takes_too_long_keeps_the_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BACKPASS_DEADLINE", "0.05")
    monkeypatch.setenv("BACKPASS_WORKERS", "1")
    slow = "x = ones(1000, 1000)\ny = x" + " @ x" * 20
    with running() as address:
        page = get(address, params={"e": slow})
        picture = get(f"{address}/diagram.svg", params={"e": slow})
    assert page.status_code == picture.status_code == 503
    assert "y = x @ x" in page.text and "no answer within 0.05 seconds" in page.text
    assert picture.json()["type"] == "/docs#deadline"


def test_health(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == client.get("/api/health").json() == {"status": "ok"}


@pytest.mark.parametrize("path", ["/", "/examples", "/docs", "/help"])
def test_a_page_can_be_asked_after_without_its_text(client: httpx.Client, path: str) -> None:
    answer = client.head(path)
    assert (answer.status_code, answer.text) == (200, "")


def test_pages_bring_their_font_for_mathematics(client: httpx.Client) -> None:
    """A page asks for it before its sheets do, and may use it."""
    answer = client.get("/")
    found = re.search(r'<link rel="preload" href="([^"]+)" as="font"', answer.text)
    assert found
    font = client.get(found[1])
    assert (font.headers["content-type"], font.content[:4]) == ("font/woff2", b"wOF2")
    assert "font-src 'self'" in answer.headers["content-security-policy"]
