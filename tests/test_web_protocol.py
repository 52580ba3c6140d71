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

from app.web.http.protocol import HEAD, PATH, BoundedConfig, BoundedProtocol

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
    """An application: `/never` gets no answer, `/read` one once the client has left, and that of `/begin` never ends."""
    if scope["path"] == "/read":
        while (await receive())["type"] != "http.disconnect":
            pass
    if scope["path"] == "/never":
        await asyncio.get_running_loop().create_future()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
    if scope["path"] == "/begin":
        await asyncio.get_running_loop().create_future()
    await send({"type": "http.response.body", "body": b""})


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
        await asyncio.gather(*self.state.tasks)


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
        (CHUNKED % b"read", [b"400"]),
        (CHUNKED % b"begin", [b"200"]),
        (WHOLE.replace(b"/ ", b"/never ") + CHUNKED % b"read", []),
        (WHOLE.replace(b"/ ", b"/never "), []),
    ],
    ids=["before the answer", "in the answer", "while another is owed", "behind a request"],
)
def test_what_stops_being_http_is_told_where_nothing_else_is_owed(before: bytes, heard: list[bytes]) -> None:
    async def work(host: Host) -> None:
        protocol, wire = host.connect()
        protocol.data_received(before)
        await asyncio.sleep(0)
        protocol.data_received(b"nonsense\r\n")
        assert re.findall(rb"HTTP/1.1 (\d+)", wire.written) == heard and wire.closed
        if heard == [b"400"]:
            # Whoever waits for the body hears that there will be no more of it.
            await host.answered()

    visit(work)
