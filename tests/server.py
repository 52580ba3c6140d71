"""A `backpass serve` of our own, as a person would start it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import SystemRandom
from urllib.error import URLError
from urllib.request import urlopen

import httpx

COMMAND = Path(sys.executable).with_name("backpass")
STARTS_WITHIN, LOOKS_EVERY = 60.0, 0.05
PATIENCE = 60.0
"""Seconds that a test waits for an answer: a machine that is busy makes nothing wrong."""
ENDS_WITHIN = 3 * PATIENCE
PORTS = (16_384, 32_768)
"""Below those that systems choose for connections that go out."""
get = partial(httpx.get, timeout=PATIENCE, verify=False)
"""Without certificates, which take longer to read than an answer does: the server speaks HTTP."""


class NotServedError(Exception):
    """The server did not answer in time; the message holds what it said."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server's address and its process, which leads a group of its own."""

    address: str
    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def running() -> Iterator[str]:
    """The address of a server on a free port, which ends with the block. Raises NotServedError."""
    with served() as started:
        yield started.address


@contextmanager
def served(port: int = 0, **variables: str) -> Iterator[Served]:
    """The same with its process, and with settings, at a port that is free or this one. Raises NotServedError."""
    port = port or free_port()
    command = [str(COMMAND), "serve", "--port", str(port)]
    settings = {f"BACKPASS_{name.upper()}": text for name, text in variables.items()}
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=tempfile.gettempdir(),
            env={**os.environ, **settings},
            start_new_session=True,
        ) as process,
    ):
        address = f"http://127.0.0.1:{port}"
        try:
            if not answers(address, process):
                log.seek(0)
                raise NotServedError(f"The server did not start:\n{log.read().decode(errors='replace')}")
            yield Served(address, port, process)
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Tell a server to end, and wait until it has. Raises TimeoutExpired where it goes on."""
    process.terminate()
    try:
        process.wait(ENDS_WITHIN)
    finally:
        process.kill()


def free_port() -> int:
    """A port that nobody uses, and that the system gives to no connection that goes out before somebody listens at it."""
    while True:
        port = SystemRandom().randrange(*PORTS)
        with socket.socket() as free, suppress(OSError):
            free.bind(("127.0.0.1", port))
            return port


def answers(address: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the server answers; False where it ended, or took too long."""
    deadline = time.monotonic() + STARTS_WITHIN
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{address}/api/health", timeout=STARTS_WITHIN):
                return True
        except URLError:
            time.sleep(LOOKS_EVERY)
    return False
