"""Frames of bytes over a socket between the server and one worker: a request, then its reply.

The server's end belongs to the event loop, the worker's blocks. A frame is its length in eight bytes, and that many bytes.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import cast

LENGTH = struct.Struct(">Q")
PIECE = 2**20


class GoneError(Exception):
    """The other end is no longer there."""


class UnreadError(GoneError):
    """It was gone before it had read all that it was asked: nothing of that was begun."""


class Channel(asyncio.Protocol):
    """The server's end. `gone` is done once the worker's end is closed, as it is by the worker's death."""

    def __init__(self) -> None:
        loop = asyncio.get_running_loop()
        self.buffer = bytearray()
        self.transport: asyncio.Transport | None = None
        self.awaited: asyncio.Future[bytes] = loop.create_future()
        self.gone: asyncio.Future[None] = loop.create_future()
        self.local = False

    @classmethod
    async def over(cls, end: socket.socket) -> Channel:
        """A channel over our end of a pair of sockets."""
        loop = asyncio.get_running_loop()
        local = end.family == getattr(socket, "AF_UNIX", None)
        connect = loop.create_unix_connection if local else loop.create_connection
        _, channel = await connect(cls, sock=end)
        assert isinstance(channel, Channel)
        channel.local = local
        return channel

    def ask(self, frame: bytes) -> asyncio.Future[bytes]:
        """Send a request; its reply is to come. Raises GoneError there, UnreadError where the request was not read."""
        assert self.transport is not None
        if not self.gone.done():
            self.transport.write(LENGTH.pack(len(frame)) + frame)
        return self.reply()

    def reply(self) -> asyncio.Future[bytes]:
        """The next frame, to come. Raises GoneError there."""
        self.awaited = asyncio.get_running_loop().create_future()
        if self.gone.done():
            self.awaited.set_exception(UnreadError())
        else:
            self.take()
        return self.awaited

    def close(self) -> None:
        if self.transport is not None:
            self.transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.Transport, transport)

    def data_received(self, piece: bytes) -> None:
        self.buffer += piece
        self.take()

    def take(self) -> None:
        """Hand over a frame that is complete to whoever waits for it."""
        start = LENGTH.size
        if self.awaited.done() or len(self.buffer) < start:
            return
        end = start + LENGTH.unpack_from(self.buffer)[0]
        if len(self.buffer) >= end:
            frame = bytes(memoryview(self.buffer)[start:end])
            del self.buffer[:end]
            self.awaited.set_result(frame)

    def connection_lost(self, reason: Exception | None) -> None:
        self.gone.set_result(None)
        if not self.awaited.done():
            # A unix socket that is closed with something unread in it resets the connection; others do so whatever was read.
            unread = self.local and isinstance(reason, ConnectionError)
            self.awaited.set_exception(UnreadError() if unread else GoneError())
            self.awaited.exception()  # may be awaited by nobody


def send(end: socket.socket, frame: bytes) -> None:
    """Send a frame from the worker's end."""
    # In one piece: each one that is sent wakes the other end.
    end.sendall(LENGTH.pack(len(frame)) + frame)


def receive(end: socket.socket) -> bytes:
    """The next frame at the worker's end. Raises GoneError where the server has ended."""
    (length,) = LENGTH.unpack(exactly(end, LENGTH.size))
    return exactly(end, length)


def exactly(end: socket.socket, count: int) -> bytes:
    received = bytearray()
    while len(received) < count:
        piece = end.recv(min(PIECE, count - len(received)))
        if not piece:
            raise GoneError
        received += piece
    return bytes(received)
