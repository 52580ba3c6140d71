"""The bounds of one connection, with a clock and a transport of the test's own: nothing waits, and nothing is timed."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send
from uvicorn.server import ServerState

from app.web.http.heads import HEAD, PATH
from app.web.http.protocol import BoundedConfig, BoundedProtocol

PATIENCE, IDLE = 5.0, 60
WHOLE, BEGUN = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHo"


@dataclass
class Clock:
    """What a protocol asks of its event loop; time goes on when the test says so."""

    now: float = 0.0
    handles: list[asyncio.TimerHandle] = field(default_factory=list)

    def time(self) -> float:
        return self.now

    def call_later(self, delay: float, act: Callable[..., object], *told: object) -> asyncio.TimerHandle:
        self.handles.append(asyncio.TimerHandle(self.now + delay, act, told, asyncio.get_running_loop()))
        return self.handles[-1]

    def create_task(self, work: Coroutine[Any, Any, None], **options: Any) -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(work, **options)

    def go_on(self, seconds: float) -> None:
        self.now += seconds
        due = [each for each in self.handles if each.when() <= self.now]
        self.handles = [each for each in self.handles if each not in due]
        for each in due:
            if not each.cancelled():
                each._run()


class Wire(asyncio.Transport):
    """A transport that keeps what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written, self.closed = b"", False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += bytes(data)

    def is_closing(self) -> bool:
        return self.closed

    def close(self) -> None:
        self.closed = True

    def pause_reading(self) -> None:
        """Nothing is read here."""

    resume_reading = pause_reading

    def abort(self) -> None:
        self.closed = True


async def answer(scope: Scope, receive: Receive, send: Send) -> None:
    """An application: `/never` has no answer, `/read` one once the client has left, `/begin` one without an end, `/body` what it got."""
    got = b""
    if scope["path"] == "/read":
        while (await receive())["type"] != "http.disconnect":
            pass
    if scope["path"] == "/never":
        await asyncio.get_running_loop().create_future()
    while scope["path"] == "/body" and (message := await receive())["type"] == "http.request":
        got += message["body"]
        if not message["more_body"]:
            break
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(got))]})
    if scope["path"] == "/begin":
        await asyncio.get_running_loop().create_future()
    await send({"type": "http.response.body", "body": got})


@dataclass
class Host:
    """A server without sockets, for `connections` clients."""

    connections: int = 10
    clock: Clock = field(default_factory=Clock)
    state: ServerState = field(default_factory=ServerState)

    def connect(self) -> tuple[BoundedProtocol, Wire]:
        config = BoundedConfig(answer, log_config=None, lifespan="off", timeout_keep_alive=IDLE)
        config.connections, config.patience = self.connections, PATIENCE
        protocol, wire = BoundedProtocol(config, self.state, {}, self.clock), Wire()
        protocol.connection_made(wire)
        return protocol, wire

    async def answered(self) -> None:
        while pending := list(self.state.tasks):
            await asyncio.gather(*pending)


def visit(work: Callable[[Host], Coroutine[Any, Any, None]], connections: int = 10) -> None:
    """Run a test with a host; what is still being answered ends with it."""

    async def whole() -> None:
        host = Host(connections)
        try:
            await work(host)
        finally:
            for task in host.state.tasks:
                task.cancel()

    asyncio.run(whole())


def test_a_client_that_says_nothing_is_left() -> None:
    async def work(host: Host) -> None:
        _, wire = host.connect()
        seen = []
        for seconds in (PATIENCE - 1, 1):
            host.clock.go_on(seconds)
            seen.append(wire.closed)
        assert (seen, wire.written) == ([False, True], b"")

    visit(work)


@pytest.mark.parametrize("before", [0, 1], ids=["first", "second"])
def test_a_head_has_its_time_however_its_pieces_come(before: int) -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        for _ in range(before):
            protocol.data_received(WHOLE)
            await host.answered()
            assert wire.written.startswith(b"HTTP/1.1 200 ")
        wire.written = b""
        for letter in BEGUN[:4].decode():
            protocol.data_received(letter.encode())
            assert not wire.closed
            host.clock.go_on(PATIENCE / 4)
        assert wire.closed and wire.written.startswith(b"HTTP/1.1 408 ")

    visit(work)


def pieces(begun: bytes) -> Iterator[bytes]:
    """A head that never ends."""
    yield begun
    while True:
        yield b"a" * 10_000


@pytest.mark.parametrize(
    ("begun", "status"), [(b"GET /?", b"414"), (b"GET / HTTP/1.1\r\nA: ", b"431")], ids=["address", "header"]
)
def test_a_head_without_an_end_is_refused_once_it_is_too_long(begun: bytes, status: bytes) -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        sent = 0
        for piece in pieces(begun):
            protocol.data_received(piece)
            sent += len(piece)
            if wire.closed or sent > 2 * HEAD:
                break
        assert wire.written.startswith(b"HTTP/1.1 " + status) and wire.closed
        assert sent <= HEAD + 10_000

    visit(work)


def test_connections_are_bounded_where_all_are_being_answered() -> None:
    async def work(host: Host) -> None:
        busy = [host.connect() for _ in range(2)]
        for protocol, _ in busy:
            protocol.data_received(WHOLE.replace(b"/ ", b"/never "))
        _, late = host.connect()
        assert late.written.startswith(b"HTTP/1.1 503 ") and b"Retry-After: 5" in late.written and late.closed
        assert not any(wire.closed for _, wire in busy)

    visit(work, connections=2)


def test_a_silent_connection_makes_room() -> None:
    async def work(host: Host) -> None:
        _, first = host.connect()
        host.clock.go_on(1)
        _, second = host.connect()
        _, late = host.connect()
        assert (first.closed, second.closed, late.closed) == (True, False, False)

    visit(work, connections=2)


def test_a_client_that_takes_nothing_is_left() -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        protocol.data_received(WHOLE)
        await host.answered()
        said, seen = wire.written, []
        protocol.pause_writing()
        host.clock.go_on(PATIENCE - 1)
        # It takes something, and has its time anew.
        protocol.resume_writing()
        host.clock.go_on(PATIENCE)
        protocol.pause_writing()
        for seconds in (PATIENCE - 1, 1):
            seen.append(wire.closed)
            host.clock.go_on(seconds)
        assert (seen, wire.closed, wire.written) == ([False, False], True, said)

    visit(work)


def test_a_clock_that_is_started_again_runs_from_then_on() -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        host.clock.go_on(PATIENCE - 1)
        protocol.start_clock()
        host.clock.go_on(PATIENCE - 1)
        assert not wire.closed

    visit(work)


def test_the_clock_of_a_connection_ends_with_it() -> None:
    async def work(host: Host) -> None:
        protocol, _ = host.connect()
        assert protocol.clock is not None and not protocol.clock.cancelled()
        started = protocol.clock
        protocol.connection_lost(None)
        assert started.cancelled() and not host.state.connections

    visit(work)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"nonsense\r\n\r\n", b"400"),
        (b"GET / HTTP/9.9\r\nHost: a\r\n\r\n", b"400"),
        (b"GET / HTTP/2.0\r\nHost: a\r\n\r\n", b"400"),
        (b"GET /\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\n\r\n", b"400"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", b"400"),
        (b"GET /" + b"a" * PATH + b" HTTP/1.1\r\nHost: a\r\n\r\n", b"414"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", b"501"),
        (b"CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", b"400"),
        (b"GET http://a:99999/ HTTP/1.1\r\nHost: a:99999\r\n\r\n", b"400"),
        (b"GET / HTTP/1.0\r\n\r\n", b"200"),
        (WHOLE, b"200"),
    ],
)
def test_what_is_not_http_is_told(raw: bytes, status: bytes) -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        protocol.data_received(raw)
        await host.answered()
        assert wire.written.startswith(b"HTTP/1.1 " + status)
        assert wire.closed or raw == WHOLE

    visit(work)


CHUNKED = b"POST /%b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("before", "heard"),
    [
        (WHOLE, [b"200", b"400"]),
        (WHOLE * 3, [b"200", b"200", b"200", b"400"]),
        (CHUNKED % b"read", [b"400"]),
        (CHUNKED % b"begin", [b"200"]),
        (CHUNKED % b"", [b"200"]),
        (WHOLE + CHUNKED % b"read", [b"200", b"400"]),
        (WHOLE * 2 + CHUNKED % b"read", [b"200", b"200", b"400"]),
        (WHOLE.replace(b"/ ", b"/never "), []),
    ],
    ids=[
        "behind a request",
        "behind several",
        "in a body",
        "in a body, within the answer",
        "in a body, behind the answer",
        "in the body of another",
        "in the body of a third",
        "while an answer is awaited",
    ],
)
@pytest.mark.parametrize("wrong", [b"nonsense\r\n", b"nonsense\r\n" + WHOLE])
def test_what_stops_being_http_is_told_behind_all_that_is_owed(before: bytes, heard: list[bytes], wrong: bytes) -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        protocol.data_received(before)
        await asyncio.sleep(0)
        protocol.data_received(wrong)
        protocol.data_received(WHOLE)
        for _ in before.split(b"HTTP"):
            await asyncio.sleep(0)
        assert re.findall(rb"HTTP/1.1 (\d+)", wire.written) == heard
        endless = b"/never" in before or b"/begin" in before
        assert bool(host.state.tasks) == endless and wire.closed == (b"/never" not in before)

    visit(work)


@pytest.mark.parametrize(
    ("pieces", "heard"),
    [
        ([WHOLE + b"GET / HTTP/1.1\r\n\r\n" + WHOLE], [b"200", b"400"]),
        ([WHOLE + CHUNKED % b"read" + b"0\r\n", b"a: b\r\n" * (HEAD // 6 + 1), b"\r\n" + WHOLE], [b"200", b"413"]),
    ],
    ids=["a head", "trailers"],
)
def test_nothing_is_answered_behind_what_is_refused(pieces: list[bytes], heard: list[bytes]) -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        for piece in pieces:
            protocol.data_received(piece)
        for _ in range(20):
            await asyncio.sleep(0)
        assert re.findall(rb"HTTP/1.1 (\d+)", wire.written) == heard and wire.closed

    visit(work)


OFFER = b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n"


@pytest.mark.parametrize("cut", [0, 60, 120], ids=["in one piece", "in its head", "in its body"])
def test_an_offer_to_go_on_in_another_protocol_is_passed_over(cut: int) -> None:
    """What follows it is read as ever: its body, though it looks like a request, and the requests behind it."""
    said = b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n%b%b" % (len(WHOLE), OFFER, WHOLE)
    said += WHOLE.replace(b"\r\n\r\n", b"\r\n" + OFFER) * 2 + WHOLE

    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        for piece in (said[:cut], said[cut:]):
            protocol.data_received(piece)
        await host.answered()
        answers = wire.written.split(b"HTTP/1.1 200 OK\r\n")[1:]
        assert [answer.partition(b"\r\n\r\n")[2] for answer in answers] == [WHOLE, b"", b"", b""]

    visit(work)


@pytest.mark.parametrize("body", [b"", WHOLE], ids=["no body", "a body"])
def test_an_offer_of_a_client_that_then_leaves_is_passed_over(body: bytes) -> None:
    offer = OFFER.replace(b"Upgrade\r\n", b"Upgrade, close\r\n", 1)
    said = b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n%b%b" % (len(body), offer, body)

    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        protocol.data_received(said)
        await host.answered()
        assert wire.written.startswith(b"HTTP/1.1 200 OK\r\n")
        assert wire.written.endswith(b"\r\n\r\n" + body)
        assert wire.is_closing()

    visit(work)


@pytest.mark.parametrize(
    ("before", "again", "bounded"),
    [
        (b"0\r\n", b"a: %b\r\n" % (b"b" * 1_000), True),
        (b"", b"1;%b\r\na\r\n" % (b"b" * 1_000), True),
        (b"", b"3e8\r\n%b\r\n" % (b"b" * 1_000), False),
    ],
    ids=["trailers", "remarks", "the body itself"],
)
def test_what_stands_around_a_body_is_bounded(before: bytes, again: bytes, bounded: bool) -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        protocol.data_received(CHUNKED % b"read" + before)
        for _ in range(2 * HEAD // 1_000):
            protocol.data_received(again)
        assert wire.written.startswith(b"HTTP/1.1 413 ") == wire.closed == bounded

    visit(work)
