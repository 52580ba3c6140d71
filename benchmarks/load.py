"""How much a server bears beside a bare route of the same kind: `make load`, with `wrk` of the system."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from tempfile import NamedTemporaryFile

import httpx

from tests.server import Served, free_port, served

SECONDS, CONNECTIONS = 3, (1, 16, 64, 256)
PICTURE = "/diagram.svg?e=q=x*y%0Af=q*z&x=-2&y=5&z=-4"
BARE = """
import sys, uvicorn
from fastapi import FastAPI
from fastapi.responses import Response
app = FastAPI()
@app.get("/")
async def bare() -> Response:
    return Response(b"x" * int(sys.argv[2]), media_type="image/svg+xml")
uvicorn.run(app, port=int(sys.argv[1]), access_log=False, log_level="warning")
"""
NEW = """
math.randomseed(os.time())
request = function() return wrk.format("GET", "/diagram.svg?e=z=x*y%2B" .. math.random(1e9) .. "%0Af=z*x") end
"""
LONG = "z = " + " + ".join([f"sum(np.linalg.svd(np.ones((900, 900))*{k}{{seed}}*x)[1])" for k in range(1, 7)])
"""A program that computes for some 20 s before a limit stops it: longer than the deadline."""
VALUES = 'math.randomseed(os.time()) request=function() return wrk.format("GET", "/diagram.svg?e=z=x*y&x=" .. math.random()) end'


@contextlib.contextmanager
def bare(size: int) -> Iterator[str]:
    """The address of a bare route that answers with so many bytes."""
    port = free_port()
    # In a session of its own, as the server is: Linux shares out processors by session first.
    command = [sys.executable, "-c", BARE, str(port), str(size)]
    with subprocess.Popen(command, start_new_session=True) as process:
        try:
            transport = httpx.HTTPTransport(retries=8)
            httpx.Client(transport=transport).get(f"http://127.0.0.1:{port}/")
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()


def rate(url: str, connections: int, script: str = "", header: str = "") -> tuple[float, str, int]:
    """Requests a second, the time within which 99 of 100 are answered, and how many were not answered with 2xx or 3xx."""
    with NamedTemporaryFile("w", suffix=".lua") as file:
        # Each thread of wrk reads the script anew, so that a pipe would be empty by then.
        file.write(script)
        file.flush()
        options = [
            "-t1",
            f"-c{connections}",
            f"-d{SECONDS}s",
            "--latency",
            "-H",
            header or "X-None: 0",
            "-s",
            file.name,
        ]
        told = subprocess.run(["wrk", *options, url], capture_output=True, text=True, check=True).stdout
    found = {
        name: re.search(rf"{name}\s*(\S+)", told) for name in ("Requests/sec:", "99%", "Non-2xx or 3xx responses:")
    }
    numbers = [match[1] if match else "0" for match in found.values()]
    return float(numbers[0]), numbers[1], int(numbers[2])


@contextlib.contextmanager
def crowded(server: Served, clients: int = 3) -> Iterator[Counter[str]]:
    """Clients that send one program after another that runs into the deadline; once they are gone, how often each answer came."""
    gone: list[None] = []
    ends: Counter[str] = Counter()

    def send(client: int) -> None:
        with httpx.Client(base_url=server.address, timeout=60) as sender:
            for number in count():
                if gone:
                    return
                found = sender.post("/api/graph", json={"program": LONG.format(seed=f"{client}.{number}")})
                ends[found.json().get("title", "an answer")] += 1

    with ThreadPoolExecutor(clients) as threads:
        for client in range(clients):
            threads.submit(send, client)
        try:
            yield ends
        finally:
            gone.append(None)


def main() -> None:
    if shutil.which("wrk") is None:
        raise SystemExit("`wrk` is needed: apt-get install wrk")
    # Twice as many as there are connections: those of the row before are under way until it is seen that their client has left.
    share = str(2 * max(CONNECTIONS))
    with served(share=share, waiting=share) as server, contextlib.ExitStack() as stack:
        url = server.address + PICTURE
        picture = httpx.get(url, headers={"Accept-Encoding": "identity"})
        tag = picture.headers["etag"]
        # What is sent costs as well: the bare route sends as much.
        plain = stack.enter_context(bare(len(picture.content)))
        asked = {
            "bare route": (plain, "", ""),
            "kept picture": (url, "", ""),
            "304": (url, "", f"If-None-Match: {tag}"),
            "other values": (server.address, VALUES, ""),
            "new program": (server.address, NEW, ""),
        }
        print(
            "| asked | connections | a second | of the bare route | 99 % within | errors |\n| --- | --- | --- | --- | --- | --- |"
        )
        for connections in CONNECTIONS:
            base = 0.0
            for name, (address, script, header) in asked.items():
                found, late, errors = rate(address, connections, script, header)
                base = base or found
                print(f"| {name} | {connections} | {found:,.0f} | {found / base:.3f} | {late} | {errors} |", flush=True)
        # The changes before may have driven it out.
        httpx.get(url)
        with crowded(server) as ends:
            # From the first moment on, when workers become busy and others are started beside them.
            for name in ("kept picture", "bare route", "kept picture"):
                found, late, errors = rate(asked[name][0], 16)
                print(
                    f"| {name}, beside programs into the deadline | 16 | {found:,.0f} | | {late} | {errors} |",
                    flush=True,
                )
    print(f"What became of these programs: {dict(ends)}")


if __name__ == "__main__":
    main()
