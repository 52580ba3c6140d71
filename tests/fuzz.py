"""Requests that nobody would send, over HTTP: `make fuzz`, for so many seconds as BACKPASS_FUZZ says, or so many requests as
BACKPASS_FUZZ_REQUESTS says.

Every answer must be right or a mistake that is told: no 500, nothing later than the deadline, and the server's memory stays flat.
Then schemathesis asks all that the OpenAPI document allows, and the reader alone is fed with bytes by atheris, where that is installed,
each for a tenth of the time.
"""

from __future__ import annotations

import importlib.util
import os
import random
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.api_description import EXAMPLES, keeps_to_description, operations
from tests.fuzz_requests import Asked, asked
from tests.server import Served, served

SECONDS = float(os.environ.get("BACKPASS_FUZZ", "3600"))
TENTH = max(1, int(min(SECONDS, 3600) / 10))
REQUESTS = float(os.environ.get("BACKPASS_FUZZ_REQUESTS", "inf"))
SEED = int(os.environ.get("BACKPASS_FUZZ_SEED", "0"))
TOLD = (200, 204, 304, 400, 404, 413, 414, 422, 501, 503)
"""A mistake that is told, or an answer; 503 is the deadline's, and is counted."""
LATE = 15.0
"""Seconds after which an answer is later than the deadline and all that is around it."""
AT_ONCE = 200


@dataclass
class Tally:
    """What came back: how often each status, how late, and what must not be."""

    found: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    wrong: int = 0
    memory: list[int] = field(default_factory=list)

    def take(self, request: Asked, status: int, seconds: float) -> None:
        self.found[status] += 1
        self.slowest = max(self.slowest, seconds)
        if status not in TOLD or seconds > LATE:
            self.wrong += 1
            print(f"{status} after {seconds:.1f} s: {request}", flush=True)


def resident(pid: int) -> int:
    """MiB that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def kept(client: httpx.Client) -> int:
    """MiB of finished answers that a server keeps, which grow up to a bound that is set."""
    found = re.search(r"^backpass_cache_bytes (\S+)", client.get("/metrics").text, re.MULTILINE)
    assert found
    return round(float(found[1]) / 2**20)


def send(client: httpx.Client, request: Asked) -> tuple[Asked, int, float]:
    begun = time.monotonic()
    headers = {"content-type": "application/json"} if request.body else {}
    try:
        answer = client.request(
            request.method, request.path, params=request.query, content=request.body, headers=headers
        )
        return request, answer.status_code, time.monotonic() - begun
    except httpx.TransportError:
        return request, 0, time.monotonic() - begun


def bombard(server: Served) -> Tally:
    """Send requests two at a time until the time or the number is reached."""
    chance, until, tally = random.Random(SEED), time.monotonic() + SECONDS, Tally()
    with ThreadPoolExecutor(2) as threads, httpx.Client(base_url=server.address, timeout=60) as client:
        while time.monotonic() < until and tally.found.total() < REQUESTS:
            requests = [asked(chance) for _ in range(AT_ONCE)]
            for outcome in threads.map(lambda request: send(client, request), requests):
                tally.take(*outcome)
            answers = kept(client)
            tally.memory.append(resident(server.process.pid) - answers)
            told = f"{tally.memory[-1]} MiB beside {answers} MiB of answers that it keeps"
            print(f"{tally.found.total()} requests, {told}", file=sys.stderr, flush=True)
    return tally


def keep_asking(server: Served) -> bool:
    """Whether the server keeps to its description, asked in other ways again and again."""
    until, rounds = time.monotonic() + TENTH, 0
    while time.monotonic() < until or not rounds:
        for operation in operations(server.address):
            try:
                keeps_to_description(operation, SEED + rounds)
            except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001  whatever it finds is told, several at once too
                print(f"{operation.label}: {error}", flush=True)
                return False
        rounds += 1
    print(f"{rounds} rounds of {EXAMPLES} requests to each operation of the OpenAPI document, as it says")
    return True


def feed_reader() -> bool:
    """Whether the reader bore what atheris fed it with."""
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed: the reader was not fuzzed by coverage")
        return True
    command = [sys.executable, "-m", "tests.fuzz_reader", f"-max_total_time={TENTH}"]
    return not subprocess.run(command, check=False).returncode


def main() -> None:
    with served() as server:
        tally = bombard(server)
        described = keep_asking(server)
    statuses = ", ".join(f"{status}: {number}" for status, number in sorted(tally.found.items()))
    print(
        f"{tally.found.total()} requests from seed {SEED} ({statuses}); the slowest took {tally.slowest:.1f} s; {tally.wrong} wrong"
    )
    tenth = max(1, len(tally.memory) // 10)
    print(
        f"MiB of the server beside the answers that it keeps, tenth by tenth: {', '.join(map(str, tally.memory[::tenth]))}"
    )
    sys.exit(bool(tally.wrong) or not described or not feed_reader())


if __name__ == "__main__":
    main()
