"""What stands around every answer, without a server."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

from app.web.http.clients import LeftError, household, while_connected
from app.web.http.middleware import ADDED, Limited, Mounted, Strict
from app.web.operation.metrics import Metrics
from app.web.operation.observation import Observed
from app.web.operation.settings import Settings

MOST = 100


async def nothing() -> Message:
    raise AssertionError("no more of the request is asked for")


async def unheard(_message: Message) -> None:
    raise AssertionError("nothing is to be sent")


@pytest.mark.parametrize(
    ("path", "seen"),
    [
        ("/", "/backpass/"),
        ("/static/a.css", "/backpass/static/a.css"),
        ("/backpass", "/backpass"),
        ("/backpass/docs", "/backpass/docs"),
        ("/backpasses", "/backpass/backpasses"),
    ],
)
def test_a_proxy_may_take_its_path_off_or_leave_it(path: str, seen: str) -> None:
    found: list[Scope] = []

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        found.append(scope)

    asyncio.run(Mounted(app, "/backpass")({"type": "http", "path": path}, nothing, unheard))
    assert [(scope["path"], scope["root_path"]) for scope in found] == [(seen, "/backpass")]


def read(headers: list[tuple[bytes, bytes]], bodies: list[bytes]) -> tuple[bytes, int]:
    """What an application behind the limit reads of a request, and how many pieces were taken from the client."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": True} for body in bodies]
    left[-1:] = [{**each, "more_body": False} for each in left[-1:]]
    whole, taken = b"", 0

    async def receive() -> Message:
        nonlocal taken
        taken += 1
        return left.pop(0)

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        nonlocal whole
        more = True
        while more:
            message: dict[str, Any] = dict(await receive())
            whole, more = whole + message["body"], message["more_body"]

    scope = {"type": "http", "headers": headers}
    try:
        asyncio.run(Limited(app, MOST, patience=60)(scope, receive, unheard))
    except HTTPException as error:
        return str(error.status_code).encode(), taken
    return whole, taken


def announced(size: int) -> list[tuple[bytes, bytes]]:
    return [(b"content-length", str(size).encode())]


@pytest.mark.parametrize(
    ("headers", "bodies", "found"),
    [
        (announced(MOST), [b"a" * 60, b"a" * 40], (b"a" * MOST, 2)),
        # Of what is announced as too long nothing is read.
        (announced(MOST + 1), [b"a" * 60, b"a" * 41], (b"413", 0)),
        ([], [b"a" * 60, b"a" * 40], (b"a" * MOST, 2)),
        ([], [b"a" * 60, b"a" * 41, b"a"], (b"413", 2)),
        ([], [b"a" * (MOST + 1)], (b"413", 1)),
        ([(b"content-encoding", b"gzip")], [b"a"], (b"415", 0)),
        ([(b"content-encoding", b"Identity")], [b"a"], (b"a", 1)),
    ],
    ids=[
        "announced",
        "announced as too long",
        "in pieces",
        "too many pieces",
        "too long a piece",
        "compressed",
        "as it is",
    ],
)
def test_a_body_has_its_bound(
    headers: list[tuple[bytes, bytes]], bodies: list[bytes], found: tuple[bytes, int]
) -> None:
    assert read(headers, bodies) == found


def test_a_body_has_its_time() -> None:
    async def never() -> Message:
        await asyncio.sleep(1)
        raise AssertionError

    async def app(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()

    with pytest.raises(HTTPException) as refused:
        asyncio.run(Limited(app, MOST, patience=0)({"type": "http", "headers": []}, never, unheard))
    assert refused.value.status_code == 408


@pytest.mark.parametrize(("kind", "kept"), [("http", b"no-cache"), ("http", b"max-age=9"), ("lifespan", None)])
def test_answers_have_the_strict_headers_that_they_lack(kind: str, kept: bytes | None) -> None:
    own = [(b"cache-control", kept)] if kept == b"max-age=9" else []
    start: Message = {"type": "http.response.start", "status": 200, "headers": own}
    sent: list[Message] = []

    async def keep(message: Message) -> None:
        sent.append(message)

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send(start)

    asyncio.run(Strict(app)({"type": kind}, nothing, keep))
    ((*headers,),) = (message["headers"] for message in sent)
    names = [name for name, _ in headers]
    assert len(set(names)) == len(names) == (len(ADDED) if kept else 0)
    assert dict(headers).get(b"cache-control") == kept


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (Settings(), []),
        (Settings(access_log=True), [None]),
        (Settings(access_log=True, log_programs=True), ["e=secret"]),
    ],
    ids=["nothing", "the request", "its program too"],
)
def test_a_line_tells_what_was_typed_only_where_that_is_asked_for(
    caplog: pytest.LogCaptureFixture, asked: Settings, told: list[str | None]
) -> None:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def pass_on(_message: Message) -> None:
        pass

    scope = {"type": "http", "method": "GET", "path": "/diagram.svg", "query_string": b"e=secret", "headers": []}
    with caplog.at_level(logging.INFO, "backpass.access"):
        asyncio.run(Observed(app, Metrics(), asked)(scope, nothing, pass_on))
    assert [record.__dict__.get("query") for record in caplog.records] == told
    assert ("secret" in repr([vars(record) for record in caplog.records])) == ("e=secret" in told)


@pytest.mark.parametrize("message", ["http.request", "http.disconnect"])
def test_work_goes_on_while_its_client_is_there(message: str) -> None:
    ended: list[str] = []

    async def whole() -> str:
        asked = iter([message])

        async def receive() -> Message:
            if (kind := next(asked, None)) is None:
                await asyncio.get_running_loop().create_future()
            return {"type": kind}

        async def work() -> str:
            try:
                for _ in range(10 if message == "http.request" else 10**9):
                    await asyncio.sleep(0)
            except asyncio.CancelledError:
                ended.append("cancelled")
                raise
            return "done"

        try:
            return await while_connected(Request({"type": "http"}, receive), asyncio.ensure_future(work()))
        except LeftError:
            await asyncio.sleep(0)
            return f"left, {ended}"

    assert asyncio.run(whole()) == ("done" if message == "http.request" else "left, ['cancelled']")


@pytest.mark.parametrize(
    ("address", "owner"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2::", "2001:db8:1:2::"),
        ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ("fe80::1:2%eth0", "fe80::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        ("", ""),
    ],
)
def test_a_household_has_one_address(address: str, owner: str) -> None:
    assert household(address) == owner
