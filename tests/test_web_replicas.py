"""The proxies' configurations of `deploy`, in front of three servers that only note what they are asked."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from benchmarks.replicas import ROOT, cut_off, proxied
from tests.server import PATIENCE, get

asked: Counter[tuple[str, int]] = Counter()


class Noting(BaseHTTPRequestHandler):
    """Says yes to everything, and notes by which method it was asked at which port, but for whether it is well."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path.startswith(ROOT):
            asked[self.command, self.connection.getsockname()[1]] += 1
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@contextmanager
def noting() -> Iterator[int]:
    """The port of a server that notes."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Noting) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.mark.parametrize("name", ["nginx", "caddy"])
def test_a_figure_has_its_server_and_what_is_posted_goes_to_any(name: str) -> None:
    if shutil.which(name) is None:
        pytest.skip(f"{name} is not installed")
    with ExitStack() as stack:
        ports = [stack.enter_context(noting()) for _ in range(3)]
        load = stack.enter_context(proxied(name, ports))
        asked.clear()
        for _ in range(24):
            assert get(f"{load.address}/diagram.svg?e=z=x*y").status_code == 200
            assert httpx.post(f"{load.address}/api/graph", json={}, timeout=PATIENCE).status_code == 200
        figures, posts = ([asked[method, port] for port in ports] for method in ("GET", "POST"))
        assert sorted(figures) == [0, 0, 24]
        assert sum(posts) == 24 and max(posts) < 24


def test_what_a_killed_server_was_at_is_counted() -> None:
    told = """
2026/11/29 18:43:00 [error] 1#1: *9 upstream prematurely closed connection while reading response header, upstream: "http://127.0.0.1:8001/a"
2026/11/29 18:43:00 [error] 1#1: *8 recv() failed (104: Connection reset by peer) while reading response header, upstream: "http://127.0.0.1:8001/b"
2026/11/29 18:43:00 [error] 1#1: *7 connect() failed (111: Connection refused) while connecting to upstream, upstream: "http://127.0.0.1:8001/c"
2026/11/29 18:43:00 [error] 1#1: *6 upstream prematurely closed connection while reading response header, upstream: "http://127.0.0.1:8002/d"
{"msg":"upstream roundtrip","upstream":"127.0.0.1:8001","error":"EOF"}
{"msg":"upstream roundtrip","upstream":"127.0.0.1:8001","error":"dial tcp 127.0.0.1:8001: connect: connection refused"}
{"msg":"upstream roundtrip","upstream":"127.0.0.1:8001","status":200}
"""
    assert cut_off(told, 8001) == 3
