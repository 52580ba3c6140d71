"""HTTP/1.1 as uvicorn speaks it, with bounds: on how long a head may take and be, on waiting clients, and on their number."""

from __future__ import annotations

import asyncio
from array import array
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from app.web.http.heads import HEAD, MALFORMED, Fault, fault_of, too_long
from app.web.http.middleware import HEADERS
from app.web.http.problem import MEDIA_TYPE, Problem

TOO_MUCH_AROUND: Fault = (413, f"What stands around the pieces of a body may have {HEAD} bytes.")


class PlainParser(httptools.HttpRequestParser):
    """Reads requests, and passes over offers to go on in another protocol (RFC 9110, 7.8): what follows is HTTP as before.

    httptools itself takes what follows such a head for the other protocol, a body for no body, and its lines for requests.
    """

    def __init__(self, protocol: BoundedProtocol) -> None:
        super().__init__(protocol)
        self.protocol = protocol
        # What comes behind a request with `Connection: close` is no mistake of that request.
        self.set_dangerous_leniencies(lenient_data_after_close=True)

    def feed_data(self, piece: bytes | bytearray | memoryview | array[int]) -> None:
        parser, rest = self, memoryview(piece)
        while rest:
            try:
                return parser.feed_until_offer(rest)
            except httptools.HttpParserUpgrade as offer:
                rest = rest[offer.args[0] :]
            head = self.protocol.head_without_offer()
            # A new one, since to this the request is over, and with `Connection: close` in it all that will ever be read.
            parser = self.protocol.parser = PlainParser(self.protocol)
            parser.feed_until_offer(head)

    def feed_until_offer(self, piece: bytes | memoryview) -> None:
        super().feed_data(piece)


class BoundedConfig(Config):
    """uvicorn's settings with ours: see `Settings`."""

    connections: int
    patience: float


class BoundedProtocol(HttpToolsProtocol):
    """One connection. Its clock runs while the client is to send a head, or to take what is sent to it."""

    config: BoundedConfig

    def __init__(self, config: Config, server_state: ServerState, app_state: dict[str, Any], _loop: Any = None) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self.parser = PlainParser(self)
        self.around, self.url, self.since, self.in_body = 0, b"", 0.0, False
        self.owed = 0
        self.refused: Fault | None = None
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
        return not self.owed

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
        if self.is_silent() and self.around:
            self.refuse(408, f"The head of a request may take {self.config.patience:g} seconds to arrive.")
        else:
            self.transport.abort()

    def data_received(self, piece: bytes) -> None:
        """Read a piece; of what is no body, so a head or what stands around the pieces of a body, there is so much at most."""
        if self.refused or self.transport.is_closing():
            return
        if self.is_silent() and self.clock is None:
            self.start_clock()
        self.around += len(piece)
        super().data_received(piece)
        if self.around > HEAD:
            self.refuse(*(TOO_MUCH_AROUND if self.in_body else too_long(self.url)))

    def on_headers_complete(self) -> None:
        """A head is here. Its query is kept from uvicorn's reader of addresses."""
        parser = self.parser
        if fault := fault_of(parser.get_method(), parser.get_http_version(), self.url, self.headers):
            self.refuse(*fault)
            # Nothing more is read of this piece.
            raise httptools.HttpParserError(MALFORMED)
        if parser.should_upgrade():
            return
        self.stop_clock()
        self.around = 0
        self.url, _, query = self.url.partition(b"?")
        super().on_headers_complete()
        self.owed, self.in_body = self.owed + 1, True
        self.scope["query_string"] = query.partition(b"#")[0]

    def on_body(self, body: bytes) -> None:
        self.around -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self.parser.should_upgrade():
            return
        self.around, self.in_body = 0, False
        super().on_message_complete()

    def head_without_offer(self) -> bytes:
        """The head that was just read, as it would be if it offered no other protocol."""
        first = b"%b %b HTTP/%b" % (self.parser.get_method(), self.url, self.parser.get_http_version().encode())
        headers = [b"%b: %b" % header for header in self.headers if header[0] != b"upgrade"]
        return b"\r\n".join((first, *headers, b"", b""))

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
        """Read no more, and say why once all is answered that was asked before; where this is being answered already, only end."""
        if self.transport.is_closing() or self.refused:
            return
        if self.in_body:
            self.give_up_body()
        self.refused = status, told
        if self.is_silent():
            self.end(*self.refused)

    def give_up_body(self) -> None:
        """There will be no more of the body that arrives: whoever waits for it need not. An answer that has begun ends, cut off."""
        if self.cycle.response_started:
            self.transport.abort()
            return
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        self.owed -= 1

    def on_response_complete(self) -> None:
        self.owed -= 1
        super().on_response_complete()
        if self.refused and self.is_silent():
            self.end(*self.refused)

    def end(self, status: int, told: str) -> None:
        """A problem document without any of the application, and the end of the connection."""
        if self.transport.is_closing():
            return
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
