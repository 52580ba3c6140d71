"""Restarts, kills, slow clients and strange programs together: `make soak`, for so many minutes as BACKPASS_SOAK says.

What the server held (memory, descriptors) and how long a small figure took is sampled all the while, and drawn as `soak.svg` beside
the numbers, `soak.csv`, in `build/soak`.
"""

from __future__ import annotations

import csv
import os
import random
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

import httpx

from benchmarks.soak_plot import plotted
from tests.fuzz import LATE, TOLD, kept, resident, send
from tests.fuzz_requests import asked
from tests.server import Served, served

MINUTES, FOLDER = float(os.environ.get("BACKPASS_SOAK", "120")), Path("build/soak")
SAMPLES, RESTARTS = 400, 3
"""How often is measured, and how often a server ends and another begins."""
KILL, HANG = 5.0, 3.0
"""Seconds between two kills of a worker, and how long a slow client says nothing."""


@dataclass
class Soak:
    """One server after another, what is asked of them, and what was seen."""

    until: float
    server: Served
    stopping: bool = False
    killed: int = 0
    found: Counter[int] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    rows: list[dict[str, float]] = field(default_factory=list)

    def goes_on(self) -> bool:
        return time.monotonic() < self.until


def children(pid: int) -> list[int]:
    """The processes below one that computes: those of its children, which forks them."""
    return [grandchild for child in below(pid) for grandchild in below(child)]


def below(pid: int) -> list[int]:
    """The children of a process; each of its threads has a list of its own."""
    found: list[int] = []
    for thread in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found += map(int, thread.read_text(encoding="ascii").split())
    return found


def kill(soak: Soak, chance: random.Random) -> None:
    """End a worker with the signal that nobody can catch."""
    time.sleep(KILL)
    if below := children(soak.server.process.pid):
        with suppress(OSError):
            os.kill(chance.choice(below), signal.SIGKILL)
            soak.killed += 1


def hang(soak: Soak, chance: random.Random) -> None:
    """Say half of a request, or ask and take nothing of the answer."""
    said = chance.choice(
        (
            b"GET / HTTP/1.1\r\nHo",
            b"POST /api/graph HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{",
            b"",
            b"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        )
    )
    with suppress(OSError), socket.create_connection(("127.0.0.1", soak.server.port), timeout=HANG) as client:
        client.sendall(said)
        time.sleep(HANG)


def strange(soak: Soak, chance: random.Random) -> None:
    """One request that nobody would send; what fails with a restart under way is counted as lost to it."""
    server, request = soak.server, asked(chance)
    with httpx.Client(base_url=server.address, timeout=60) as client:
        _, status, seconds = send(client, request)
    if status == 0 and (soak.stopping or soak.server is not server):
        soak.lost["with a restart"] += 1
        return
    soak.found[status] += 1
    if status not in TOLD or seconds > LATE:
        soak.lost["otherwise"] += 1
        print(f"{status} after {seconds:.1f} s: {request}"[:400], flush=True)


def measure(soak: Soak, serial: int) -> None:
    """What the server and those below it hold now, and how long a small figure with other values takes."""
    server, begun = soak.server, time.monotonic()
    answers, status, seconds = 0, 0, 0.0
    with httpx.Client(base_url=server.address, timeout=60) as client, suppress(httpx.TransportError):
        status = client.get(f"/diagram.svg?e=z=x*y&x={serial}").status_code
        seconds = time.monotonic() - begun
        answers = kept(client)
    with suppress(OSError, ValueError):
        row = {
            "server MiB": resident(server.process.pid),
            "server MiB beside its answers": resident(server.process.pid) - answers,
            "workers MiB": sum(map(resident, children(server.process.pid))),
            "descriptors": sum(1 for _ in Path(f"/proc/{server.process.pid}/fd").iterdir()),
            "seconds for a figure": seconds,
        }
        if status == 200 and server is soak.server:
            soak.rows.append({"minute": begun / 60, **row})


def keep(soak: Soak, work: Callable[[Soak, random.Random], None], seed: int) -> None:
    """Do something again and again until the time is over."""
    chance = random.Random(seed)
    while soak.goes_on():
        work(soak, chance)


def sampled(soak: Soak, seconds: float) -> None:
    serial = 0
    while soak.goes_on():
        serial += 1
        measure(soak, serial)
        time.sleep(seconds / SAMPLES)


def run(seconds: float) -> Soak:
    """All of it at once; a server that is to end is told so when its successor answers, as a balancer would see it."""
    with ExitStack() as stack:
        soak = Soak(time.monotonic() + seconds, stack.enter_context(served(workers="2", patience="2", idle="5")))
        threads = stack.enter_context(ThreadPoolExecutor(8))
        works = (kill, hang, hang, hang, strange, strange)
        waiting = [threads.submit(keep, soak, work, seed) for seed, work in enumerate(works)]
        waiting.append(threads.submit(sampled, soak, seconds))
        for left in range(RESTARTS, 0, -1):
            time.sleep(max(0.0, soak.until - time.monotonic()) / (left + 1))
            before, soak.stopping = soak.server, True
            soak.server = stack.enter_context(served(workers="2", patience="2", idle="5"))
            before.process.terminate()
            before.process.wait()
            soak.stopping = False
        for each in waiting:
            each.result()
        return soak


def told(rows: list[dict[str, float]]) -> Iterator[str]:
    """Each column in words: its first and last tenth apart, which shows what grows."""
    tenth = max(1, len(rows) // 10)
    for name in list(rows[0])[1:]:
        values = [row[name] for row in rows]
        ordered = sorted(values)
        middle, late = ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100]
        first, last = median(values[:tenth]), median(values[-tenth:])
        yield f"{name}: median {middle:.3g}, 99 of 100 within {late:.3g}; first tenth {first:.3g}, last {last:.3g}"


def write(rows: list[dict[str, float]]) -> None:
    """The numbers as a table, and as a picture."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "soak.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.DictWriter(file, list(rows[0]))
        table.writeheader()
        table.writerows(rows)
    (FOLDER / "soak.svg").write_text(plotted(rows), encoding="utf-8")


def main() -> None:
    soak = run(60 * MINUTES)
    rows = [{**row, "minute": row["minute"] - soak.rows[0]["minute"]} for row in soak.rows]
    write(rows)
    statuses = ", ".join(f"{status}: {number}" for status, number in sorted(soak.found.items()))
    print(
        f"{soak.found.total()} requests ({statuses}), {soak.killed} workers killed, {RESTARTS} restarts; lost: {dict(soak.lost)}"
    )
    print(*told(rows), sep="\n")
    sys.exit(bool(soak.lost["otherwise"]))


if __name__ == "__main__":
    main()
