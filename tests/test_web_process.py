"""The server as a process: signals, lost connections, slow clients, and what it tells of itself."""

from __future__ import annotations

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

import httpx
import pytest

from tests.server import ENDS_WITHIN, PATIENCE, Served, free_port, get, served

SLOW = "z = x\n" + "\n".join(f"z = sin(z) + svd(ones(300, 300) * {number} * x)[1].sum()" for number in range(40))
"""A program that takes some seconds."""


METRICS = free_port()


@pytest.fixture(scope="module")
def small() -> Iterator[Served]:
    """A server with little patience and few connections, whose metrics have a port of their own."""
    with served(
        workers="2", patience="1", connections="30", idle="1", deadline="60", metrics_port=str(METRICS)
    ) as started:
        yield started


def metrics() -> str:
    return get(f"http://127.0.0.1:{METRICS}/metrics").text


def descendants(pid: int) -> set[int]:
    """The processes below one."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
    found, before = {pid}, {0}
    while found != before:
        before, found = found, found | {child for child, parent in parents.items() if parent in found}
    return found - {pid}


def is_running(pid: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def wait(holds: object) -> None:
    assert callable(holds)
    until = time.monotonic() + 3 * PATIENCE
    while not holds():
        assert time.monotonic() < until, "what should come by itself has not come"
        time.sleep(0.05)


@contextmanager
def connected(server: Served) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection:
        yield connection


def told(connection: socket.socket) -> bytes:
    """All that comes until the connection is closed."""
    pieces = []
    try:
        while piece := connection.recv(65536):
            pieces.append(piece)
    except ConnectionResetError:
        pass
    return b"".join(pieces)


def asked_slowly(server: Served, text: str = SLOW) -> httpx.Response:
    return httpx.get(f"{server.address}/diagram.svg", params={"e": text}, timeout=40)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_to_all_loses_nothing_that_is_under_way(number: signal.Signals) -> None:
    """Then the server lingers for as long as it is told to, and ends."""
    with served(workers="1", deadline="30", grace="30", linger="1") as server, ThreadPoolExecutor() as threads:
        # Long enough to be seen, short enough to be waited for.
        waiting = threads.submit(asked_slowly, server, "\n".join(SLOW.splitlines()[:10]))
        wait(lambda: '"busy":1' in get(f"{server.address}/readyz").text)
        os.killpg(server.process.pid, number)
        assert waiting.result().status_code in (200, 422)
        try:
            assert server.process.wait(PATIENCE) == 0
        finally:
            server.process.kill()


def test_a_server_that_is_told_to_stop_stops_within_its_grace() -> None:
    with served(workers="1", deadline="60", grace="0.5") as server, ThreadPoolExecutor() as threads:
        waiting = threads.submit(asked_slowly, server)
        wait(lambda: '"busy":1' in get(f"{server.address}/readyz").text)
        below = descendants(server.process.pid)
        server.process.terminate()
        server.process.wait(ENDS_WITHIN)
        wait(lambda: not any(map(is_running, below)))
        assert waiting.exception() is not None or waiting.result().status_code >= 500


def test_a_stream_ends_with_a_word_when_the_server_stops() -> None:
    asked = {"program": "L = (w*x - 3)**2", "values": {"w": 1, "x": 2}, "train": ["w"], "steps": 100_000}
    with served(workers="1", grace="1") as server:
        accept = {"Accept": "text/event-stream"}
        with httpx.stream(
            "POST", f"{server.address}/api/descend", json=asked, headers=accept, timeout=PATIENCE
        ) as answer:
            pieces = answer.iter_lines()
            next(pieces)
            server.process.terminate()
            told = list(pieces)
        assert "event: problem" in told and "about to stop" in "".join(told)


def test_readiness_goes_first() -> None:
    with served(workers="1", linger="60") as server:
        assert get(f"{server.address}/readyz").json()["status"] == "ready"
        server.process.terminate()
        wait(lambda: get(f"{server.address}/readyz").status_code == 503)
        # Longer than the server takes to notice that it is to end.
        until = time.monotonic() + 1
        while time.monotonic() < until:
            assert get(f"{server.address}/diagram.svg?e=z=x").status_code == 200


def test_no_process_outlives_a_server_that_is_killed() -> None:
    with served(workers="2", deadline="60") as server, ThreadPoolExecutor() as threads:
        waiting = threads.submit(asked_slowly, server)
        wait(lambda: '"busy":1' in get(f"{server.address}/readyz").text)
        below = descendants(server.process.pid)
        assert len(below) >= 2
        # A worker that is stopped ends by no doing of its own.
        for pid in set[int]().union(*map(descendants, below)):
            os.kill(pid, signal.SIGSTOP)
        server.process.kill()
        wait(lambda: not any(map(is_running, below)))
        assert waiting.exception() is not None


def test_clients_that_say_nothing_keep_nobody_out(small: Served) -> None:
    silent = [socket.create_connection(("127.0.0.1", small.port)) for _ in range(60)]
    try:
        for connection in silent:
            try:
                connection.sendall(b"GET / HTTP/1.1\r\nHo")
            except OSError:
                continue
        assert httpx.get(f"{small.address}/healthz", timeout=10).status_code == 200
        for connection in silent:
            connection.settimeout(20)
            assert not (said := told(connection)) or b"408" in said[:20]
    finally:
        for connection in silent:
            connection.close()


def test_a_connection_that_is_idle_is_closed(small: Served) -> None:
    with connected(small) as connection:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        assert told(connection).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET / HTTP/9.9\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
        (b"GET /?" + b"a" * 300_000 + b" HTTP/1.1\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\n" + b"A: " + b"a" * 300_000 + b"\r\n\r\n", 431),
        (b"GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 404),
    ],
)
def test_an_error_of_the_protocol_is_a_problem_document_with_our_headers(
    small: Served, raw: bytes, status: int
) -> None:
    with connected(small) as connection:
        with suppress(OSError):
            connection.sendall(raw)
        answer = told(connection).decode()
    assert answer.startswith(f"HTTP/1.1 {status} ")
    head = answer.partition("\r\n\r\n")[0].lower()
    assert "content-type: application/problem+json" in head and "content-security-policy:" in head
    assert "x-content-type-options: nosniff" in head


def test_a_body_that_does_not_come_is_refused(small: Served) -> None:
    with connected(small) as connection:
        connection.sendall(b"POST /api/graph HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{")
        answer = told(connection).decode()
    assert answer.startswith("HTTP/1.1 408 ") and "content-type: application/problem+json" in answer.lower()


def test_a_client_that_leaves_within_its_body_is_no_fault(small: Served) -> None:
    with connected(small) as connection:
        connection.sendall(b"POST /open HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{")
    wait(lambda: 'route="/open",status="499"' in metrics())
    assert 'status="500"' not in metrics()


def test_work_for_clients_that_left_is_dropped(small: Served) -> None:
    for number in range(24):
        with connected(small) as connection:
            path = f"/diagram.svg?e={'z%20=%20svd(ones(400,400)*x)[1].sum()%0A' * 30}%23{number}"
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    answer = httpx.get(f"{small.address}/diagram.svg?e=z=x*{time.monotonic_ns()}", timeout=20)
    assert answer.status_code == 200
    wait(lambda: '"queue":0' in get(f"{small.address}/readyz").text)


def test_one_answer_serves_all_who_ask_for_it(small: Served) -> None:
    ask = {"e": f"z = sin(x)*y*{time.monotonic_ns()}"}
    with ThreadPoolExecutor(20) as threads:
        found = list(
            threads.map(lambda _: httpx.get(f"{small.address}/diagram.svg", params=ask, timeout=20), range(20))
        )
    assert {answer.status_code for answer in found} == {200} and len({answer.content for answer in found}) == 1


def test_it_tells_of_itself_in_numbers(small: Served) -> None:
    get(f"{small.address}/diagram.svg?e=z=x")
    text = metrics()
    for name in (
        "backpass_request_seconds_count",
        "backpass_loop_lag_seconds_count",
        "backpass_cache_bytes",
        "backpass_queue",
    ):
        assert re.search(rf"^{name}(?:{{.*}})? [\d.]+", text, re.MULTILINE), name
    assert 'route="/diagram.{extension}",status="200"' in text


def test_a_request_has_its_id(small: Served) -> None:
    assert get(f"{small.address}/docs", headers={"X-Request-ID": "abc-1"}).headers["x-request-id"] == "abc-1"
    made = {
        get(f"{small.address}/docs", headers={"X-Request-ID": text}).headers["x-request-id"] for text in ("a b", "")
    }
    assert len(made) == 2 and all(re.fullmatch(r"[0-9a-f]{32}", each) for each in made)


def test_metrics_may_have_a_port_of_their_own(small: Served) -> None:
    assert get(f"{small.address}/metrics").status_code == 404
    # One that a test before this has cost may still be on its way.
    wait(lambda: "backpass_workers 2" in metrics())


def test_a_program_of_any_letters_fits_into_an_address(small: Served) -> None:
    program = "z = x\n# " + "中" * 9_000
    with urlopen(f"{small.address}/diagram.svg?e={quote(program)}", timeout=20) as answer:
        assert answer.status == 200
