"""HTTP/1.1 as uvicorn speaks it, with bounds: on how long a head may take and be, on waiting clients, and on their number."""

from __future__ import annotations

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

from app.web.http.middleware import HEADERS
from app.web.http.problem import MEDIA_TYPE, Problem

HEAD = 256 * 1024
"""The most bytes that the first line and the headers of a request may have: addresses carry whole programs."""
PATH = 2**16 - 1
"""The most bytes of an address before its query, which is where uvicorn's reader of addresses ends."""
SPOKEN = ("1.0", "1.1")
MALFORMED = "The request is not HTTP/1.1 as it should be."


class BoundedConfig(Config):
    """uvicorn's settings with ours: see `Settings`."""

    connections: int
    patience: float


class BoundedProtocol(HttpToolsProtocol):
    """One connection. Its clock runs while the client is to send a head, or to take what is sent to it."""

    config: BoundedConfig

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.head, self.url, self.since, self.in_body = 0, b"", 0.0, False
        self.clock: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.config.connections and not self.displace():
            self.refuse(503, "The server has as many connections as it can.")
        else:
            self.start_clock()

    def displace(self) -> bool:
        """Close the connection that has been silent for longest, to make room; False where all are being answered."""
        silent = [each for each in self.connections if isinstance(each, BoundedProtocol) and each.is_silent()]
        others = [each for each in silent if each is not self]
        if others:
            min(others, key=lambda each: each.since).transport.abort()
        return bool(others)

    def is_silent(self) -> bool:
        """Whether nothing is being answered here."""
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def is_answering_another(self) -> bool:
        """Whether an answer has begun, or is owed to a request before this one: what is said now would be taken for it."""
        return not self.is_silent() and (not self.in_body or bool(self.pipeline) or self.cycle.response_started)

    def start_clock(self) -> None:
        self.stop_clock()
        self.since = self.loop.time()
        self.clock = self.loop.call_later(self.config.patience, self.run_out)

    def stop_clock(self) -> None:
        if self.clock is not None:
            self.clock.cancel()
            self.clock = None

    def run_out(self) -> None:
        """The client took too long; one that was about to say something is told."""
        self.clock = None
        if self.is_silent() and self.head:
            self.refuse(408, f"The head of a request may take {self.config.patience:g} seconds to arrive.")
        else:
            self.transport.abort()

    def data_received(self, piece: bytes) -> None:
        if self.is_silent():
            self.head += 0 if self.in_body else len(piece)
            if self.clock is None:
                self.start_clock()
        super().data_received(piece)
        if self.head > HEAD and self.clock is not None:
            self.refuse_head()

    def on_headers_complete(self) -> None:
        """A head is here. Its query is kept from uvicorn's reader of addresses."""
        self.stop_clock()
        self.head = 0
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > HEAD:
            return self.refuse_head()
        self.url, _, query = self.url.partition(b"?")
        if len(self.url) > PATH:
            return self.refuse(414, f"The path of an address may have {PATH} bytes.")
        if (version := self.parser.get_http_version()) not in SPOKEN:
            return self.refuse(400, MALFORMED)
        if version == "1.1" and sum(name == b"host" for name, _ in self.headers) != 1:
            return self.refuse(400, "A request should name its host, once.")
        super().on_headers_complete()
        self.in_body = True
        self.scope["query_string"] = query.partition(b"#")[0]

    def on_message_complete(self) -> None:
        self.in_body = False
        super().on_message_complete()

    def refuse_head(self) -> None:
        told = f"The address and the headers of a request may have {HEAD} bytes."
        self.refuse(414 if len(self.url) > HEAD // 2 else 431, told)

    def pause_writing(self) -> None:
        super().pause_writing()
        self.start_clock()

    def resume_writing(self) -> None:
        self.stop_clock()
        super().resume_writing()

    def connection_lost(self, exc: Exception | None) -> None:
        self.stop_clock()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        self.refuse(400, MALFORMED)

    def refuse(self, status: int, told: str) -> None:
        """A problem document without any of the application, and the end of the connection; where another is answered, only its end."""
        if self.transport.is_closing():
            return
        if self.is_answering_another():
            self.transport.abort()
            return
        if self.cycle is not None:
            # Whoever still waits for its body need not.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        phrase = HTTPStatus(status).phrase
        body = Problem.of(status, "errors", phrase, told).content("")
        again = {"Retry-After": "5"} if status == 503 else {}
        headers = {
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            **HEADERS,
            **again,
            "Connection": "close",
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(f"HTTP/1.1 {status} {phrase}\r\n{head}\r\n".encode() + body)
        self.transport.close()
