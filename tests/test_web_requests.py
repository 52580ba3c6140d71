"""Requests that a server must bear: each stands for a kind that was one too much once."""

from __future__ import annotations

import asyncio
import json
import os
import socket
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.web.http.static_files import StaticFiles
from app.web.operation.compressed_files import compress
from tests.server import PATIENCE

DIGITS = "9" * 330
HALL = 256
ACCENTS, MARKS = "\u0301" * 9_000, "?" * 9_000

MISTAKEN = {
    "decimal integer of 330 digits": f"b = {DIGITS}",
    "hex integer": f"z = x * 0x{'f' * 300}",
    "power of integers": "z = x * 10**400",
    "shift of integers": "z = x * (1 << 5000)",
    "layer of a huge size": f"z = nn.Linear({DIGITS}, 2)(x)",
    "array of a huge size": f"z = np.ones({DIGITS})*x",
    "range to a huge end": f"z = sum(range({DIGITS}))*x",
    "minus of a ragged list": "z = -[1, [2, 3]] * x",
    "index by a ragged list": "z = sum(x[[0, [1], 1]])",
    "absolute of a ragged list": "z = abs([1, [2, 3]]) * x",
    "slice of a text by zero": "z = 'abc'[::0]",
    "slice of a list by zero": "z = sum([1, 2][::0])*x",
    "range by zero": "z = sum(range(1, 2, 0))*x",
    "float of two": "z = x * float(3, 2)",
    "int of a strange base": "np.int(3, 0)",
    "int of a text in a strange base": "z = int('z', 99)*x",
    "sum of a huge range": "z = sum(range(10**12))*x",
    "max of a huge range": "z = max(range(10**9))*x",
    "fraction in a huge range": "z = x if 0.5 in range(10**12) else 2*x",
    "sorted huge range": "z = sorted(range(10**9))[0]*x",
    "a text of a billion letters": "z = len('a'*10**9)*x",
    "a list of a billion items": "z = len([0]*10**9)*x",
    "a text too deep": "z = " + "(" * 900 + "x" + ")" * 900,
}
"""Programs, none of which may take the server's time; the answer may be the figure or a mistake with its place."""


@pytest.mark.parametrize("program", MISTAKEN.values(), ids=MISTAKEN)
def test_a_strange_program_has_a_figure_or_a_mistake(client: httpx.Client, program: str) -> None:
    for answer in (
        client.post("/api/graph", json={"program": program}),
        client.get("/diagram.svg", params={"e": program}),
        client.get("/", params={"e": program}),
    ):
        assert answer.status_code in (200, 422), answer.text[:300]


def test_an_array_of_many_axes(client: httpx.Client) -> None:
    for path in ("/", "/diagram.svg"):
        assert client.get(path, params={"e": "z = np.ones((1,)*64) * x"}).status_code in (200, 422)


def test_a_carriage_return_in_a_text(client: httpx.Client) -> None:
    for program in ('def g():"""\r"""\nr', "z = x # a\rb", "x = 1\r\ry = x"):
        assert client.post("/api/graph", json={"program": program}).status_code in (200, 422)


@pytest.mark.parametrize(
    "body",
    [
        '{"program":"z=x","values":{"x":"\\ud800"}}',
        '{"program":"z=x","values":{"\\ud800":1}}',
        '{"program":"z=\\ud800"}',
        '{"program":"z=x","constants":["\\ud800"]}',
        '{"program":"z=x","output":"\\ud800"}',
        '{"program":"z=x","seed":"\\ud800"}',
        '{"program":"z=x","options":{"\\ud800":"\\ud800"}}',
        '{"\\ud800":1}',
        '{"program":"z=x","values":{"x":[[1],[2,3]]}}',
        '["z=x"]',
        "null",
    ],
)
def test_a_body_of_another_form_has_its_mistakes_told(client: httpx.Client, body: str) -> None:
    answer = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert answer.json()["mistakes"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("{", "Expecting property name"),
        ("", "Expecting value"),
        ("\x00", "Expecting value"),
        ("[" * 100_000, "too long"),
        ("1" * 5_000, "too long"),
        ('{"a": 1,}', "Expecting property name"),
        (b"\x80", "not UTF-8"),
        (b'{"program":"z=\xff"}', "not UTF-8"),
        ('{"program":"z=x","program":"z=y"}', "`program` is given twice"),
        ('{"program":"z=x","values":{"x":1,"x":2}}', "`x` is given twice"),
        ('{"program":"z=x","values":{"\\ud800":1,"\\ud800":2}}', "is given twice"),
        ('{"program":"z=x","values":{"x":NaN}}', '"nan"'),
        ('{"program":"z=x","values":{"x":[1,-Infinity]}}', '"-inf"'),
    ],
)
def test_a_body_that_is_not_json(client: httpx.Client, body: str | bytes, told: str) -> None:
    answer = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert told in answer.json()["detail"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("1e999", "seed: “1e999” is larger than any number here and is read as inf"),
        ("-1e999", "seed: “-1e999” is larger than any number here and is read as -inf"),
        ("[1e999, 1]", "seed: “1e999” is larger than any number here and is read as inf"),
        ("1" + 400 * "0", "is larger than any number here and is read as inf"),
        ("1e-999", "seed: “1e-999” is closer to 0 than any number here and is read as 0"),
        ("0e-999", ""),
        ("-0.0", ""),
        ("1.5", ""),
    ],
)
def test_a_number_that_cannot_be_held_is_told(client: httpx.Client, value: str, told: str) -> None:
    x = "[1, 2]" if "[" in value else "1"
    body = f'{{"program":"z=x","values":{{"x":{x}}},"seed":{value}}}'
    answer = client.post("/api/graph", content=body, headers={"Content-Type": "application/json"})
    messages = [each["message"] for each in answer.json()["warnings"]]
    assert any(told in each for each in messages) if told else not messages


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ('"rate":1e999', "1e999 is larger than any number here"),
        ('"rate":1e-999', "1e-999 is closer to 0 than any number here"),
        ('"rate":true', "not true or false"),
        ('"steps":1e999', "1e999 is larger than any number here"),
        ('"steps":true', "not true or false"),
        ('"steps":"5"', "without quotation marks"),
        ('"batch":false', "not true or false"),
        ('"shuffle":"1"', "without quotation marks"),
        ('"settings":{"momentum":true}', "not true or false"),
        ('"settings":{"momentum":-1e999}', "-1e999 is larger than any number here"),
        ('"ascend":1', "boolean"),
        ('"ascend":"yes"', "boolean"),
    ],
)
def test_nothing_stands_for_a_number_but_a_number(client: httpx.Client, field: str, told: str) -> None:
    body = f'{{"program":"f=(w*x-1)**2","train":["w"],{field}}}'
    answer = client.post("/api/descend", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422
    assert any(told in each["message"] for each in answer.json()["mistakes"])


def test_a_body_that_is_sent_as_something_else(client: httpx.Client) -> None:
    answer = client.post("/api/graph", content="z=x", headers={"Content-Type": "text/plain"})
    assert (answer.status_code, answer.headers["accept"]) == (415, "application/json")
    answer = client.post("/open", content="z=x", headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


@pytest.mark.parametrize("program", [ACCENTS, MARKS, "\n".join(f"y{number} = @" for number in range(1_000))])
def test_of_thousands_of_mistakes_the_first_are_told(client: httpx.Client, program: str) -> None:
    answer = client.post("/api/graph", json={"program": program})
    assert answer.status_code == 422
    assert len(answer.content) < 20_000 and 1 <= len(answer.json()["mistakes"]) <= 21
    page = client.get("/", params={"e": program})
    assert page.status_code == 200 and len(page.content) < 400_000


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"program": "z=x", **{f"a{number}": 1 for number in range(80_000)}}, "80001 names, more than 2000"),
        ({"program": "z=x", "values": {f"a{number}": 1 for number in range(50_000)}}, "50000 names, more than 2000"),
        ({"program": "z=x", "values": dict.fromkeys("abcdefgh", "no")}, "not a number"),
        ({"program": "z=x", "constants": [1] * 900}, "and 880 more"),
    ],
    ids=["unknown keys", "values", "wrong values", "wrong constants"],
)
def test_a_body_with_far_too_much_in_it(client: httpx.Client, body: dict[str, object], told: str) -> None:
    answer = client.post("/api/graph", json=body)
    assert answer.status_code == 422
    assert len(answer.content) < 20_000 and told in answer.text


def test_a_long_address_is_refused_at_once(client: httpx.Client) -> None:
    for address in ("a" * 60_000, "a" * 50_000 + "+b", "+" * 60_000, "a" + "+" * 50_000 + "*", "a+" * 30_000):
        answer = client.get(f"/diagram.svg?e={address}")
        assert answer.status_code == 422 and len(answer.content) < 20_000


def test_a_gradient_of_many_entries_is_compared_in_part(client: httpx.Client) -> None:
    answer = client.post("/api/graph", json={"program": "z=x", "values": {"x": [1] * 200_000}})
    check = answer.json()["gradient_check"]
    assert check["agrees"] and 0 < check["checked"] < check["total"] == 200_000


def test_an_address_with_far_too_much_in_it(client: httpx.Client) -> None:
    for path in ("/", "/diagram.svg"):
        answer = client.get(f"{path}?e=z=x" + "&a=1" * 5_000)
        assert answer.status_code == 422 and "2000 parameters" in answer.text


def test_a_sum_of_hundreds_of_inputs(server: str) -> None:
    program = "z = " + "+".join(f"x{number}" for number in range(900))
    # Whether it is in time is the machine's affair; that it has an end is ours.
    answer = httpx.get(f"{server}/diagram.svg", params={"e": program}, timeout=2 * PATIENCE)
    assert answer.status_code in (200, 422)


def test_a_hall_that_opens_one_link_is_served(server: str) -> None:
    async def opened() -> list[httpx.Response]:
        limits = httpx.Limits(max_connections=HALL)
        async with httpx.AsyncClient(base_url=server, timeout=60, limits=limits) as people:
            return await asyncio.gather(*[people.get("/diagram.svg?e=z=x*y*256") for _ in range(HALL)])

    answers = asyncio.run(opened())
    assert [answer.status_code for answer in answers] == [200] * HALL
    assert len({answer.content for answer in answers}) == 1


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [
        ("bytes=9-1", 416, None),
        ("bytes=999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=0-3", 206, "<svg"),
        ("bytes=0-3,5-6", 200, None),
        ("lines=1-2", 200, None),
        ("bytes=" + "9" * 5_000 + "-", 200, None),
    ],
)
def test_a_piece_of_a_file(client: httpx.Client, asked: str, status: int, content: str | None) -> None:
    answer = client.get("/static/icon.svg", headers={"Range": asked})
    assert answer.status_code == status
    assert content is None or answer.text == content
    assert status != 416 or (answer.json()["status"] == 416 and answer.headers["content-range"].startswith("bytes */"))


def test_a_piece_is_for_who_has_no_other(client: httpx.Client) -> None:
    """A weak ETag does not tell that two pieces are of one file (RFC 9110, 13.1.5), and a HEAD asks for none (14.2)."""
    whole = client.get("/static/icon.svg", headers={"Accept-Encoding": "identity"})
    piece = {"Range": "bytes=0-3", "Accept-Encoding": "identity"}
    for tag in (whole.headers["etag"], '"another"'):
        answer = client.get("/static/icon.svg", headers={**piece, "If-Range": tag})
        assert (answer.status_code, answer.content) == (200, whole.content)
    assert client.head("/static/icon.svg", headers=piece).status_code == 200


LONG = "f(); " * 99


@pytest.mark.parametrize(("coding", "accepted"), [("br", "gzip, br"), ("gzip", "gzip"), (None, "identity")])
def test_a_file_comes_as_it_was_compressed(tmp_path: Path, coding: str | None, accepted: str) -> None:
    (tmp_path / "long.js").write_text(LONG)
    compress(tmp_path)
    answer = sent(tmp_path, "/long.js", {"Accept-Encoding": accepted})
    assert (answer.headers.get("content-encoding"), answer.headers["vary"]) == (coding, "Accept-Encoding")
    assert answer.text == LONG
    again = sent(tmp_path, "/long.js", {"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_that_is_no_text_is_not_compressed(tmp_path: Path) -> None:
    (tmp_path / "icon.png").write_bytes(bytes(999))
    compress(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["icon.png"]


def test_a_file_that_was_written_since_is_sent_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "long.js"
    file.write_text("g(); " * 99)
    compress(tmp_path)
    file.write_text(LONG)
    os.utime(file, ns=(2**61, 2**61))
    answer = sent(tmp_path, "/long.js", {"Accept-Encoding": "br, gzip"})
    assert ("content-encoding" in answer.headers, answer.text) == (False, LONG)


def sent(folder: Path, path: str, headers: dict[str, str]) -> httpx.Response:
    """What a server of nothing but the files of a folder answers."""
    app, files = FastAPI(), StaticFiles(folder)
    files.load()
    app.add_api_route("/{path:path}", files.answer)

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(asked())


@pytest.mark.parametrize("path", ["/docs/", "/help/", "/examples///", "/docs/?a=1"])
def test_a_slash_too_many_is_forgiven_without_naming_a_host(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"Host": "evil.example"})
    assert answer.status_code == 307
    assert answer.headers["location"].startswith("/") and "evil" not in str(answer.headers) + answer.text
    assert answer.headers["location"] == path.replace("///", "/").replace("/?", "?").rstrip("/")


@pytest.mark.parametrize(
    "path", ["/", "/docs", "/help", "/examples", "/diagram.svg", "/openapi.json", "/healthz", "/static/icon.svg"]
)
def test_head_and_options_everywhere(client: httpx.Client, path: str) -> None:
    head = client.head(path, params={"e": "z=x"})
    assert (head.status_code, head.content) == (200, b"")
    options = client.options(path)
    assert options.status_code == 204 and {"GET", "HEAD", "OPTIONS"} <= set(options.headers["allow"].split(", "))


def test_options_of_the_whole_server(server: str) -> None:
    host, port = server.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as wire:
        wire.sendall(b"OPTIONS * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: wire.recv(2**16), b"")).decode()
    assert answer.startswith("HTTP/1.1 204 ") and "allow: GET, HEAD, POST, OPTIONS\r\n" in answer


def test_a_picture_comes_whole_whatever_range_is_asked(client: httpx.Client) -> None:
    answer = client.get("/diagram.png", params={"e": "z=x"}, headers={"Range": "bytes=0-3"})
    assert answer.status_code == 200 and answer.content.endswith(b"IEND\xaeB`\x82")


def test_options_of_the_api(client: httpx.Client) -> None:
    assert set(client.options("/api/graph").headers["allow"].split(", ")) == {"POST", "OPTIONS"}


@pytest.mark.parametrize("path", ["/numbers", "/lessons/loss/numbers"])
def test_an_address_tells_all_methods_that_it_answers_to(client: httpx.Client, path: str) -> None:
    answers = client.options(path), client.delete(path)
    assert [each.status_code for each in answers] == [204, 405]
    for each in answers:
        assert set(each.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}


def test_an_answer_is_made_once_for_all_who_ask(client: httpx.Client) -> None:
    first = client.get("/diagram.svg", params={"e": "z = x*y*7"})
    assert client.get("/diagram.svg", params={"e": "z = x*y*7"}).content == first.content
    body = json.dumps({"program": "z = x*y*7"})
    headers = {"Content-Type": "application/json"}
    assert (
        client.post("/api/graph", content=body, headers=headers).json()
        == client.post("/api/graph", content=body, headers=headers).json()
    )
