"""Programs that nobody would write, over HTTP: `make fuzz`, for so many seconds as BACKPASS_FUZZ says.

Published texts are cut, doubled, joined and sprinkled with signs; every answer must be a figure, or mistakes with their places.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from app.examples import EXAMPLES
from tests.server import served

SECONDS = float(os.environ.get("BACKPASS_FUZZ", "3600"))
SEED = int(os.environ.get("BACKPASS_FUZZ_SEED", "0"))
SIGNS = [
    "0",
    "1e999",
    "10**12",
    "9" * 320,
    "[]",
    "()",
    "'",
    '"""',
    "\\",
    "\r",
    "\x00",
    "\u0301",
    "σ",
    "²",
    "@",
    "**",
    "//",
    "%",
    "::0",
    "nan",
    "-",
    "lambda",
    "x",
    "np.",
    "(1,)*64",
    "range(10**9)",
    "[1, [2, 3]]",
    "ones((3, 0))",
]
EXPECTED = (200, 422)


def mutated(chance: random.Random) -> str:
    """A text made of others."""
    text = chance.choice(EXAMPLES).text
    for _ in range(chance.randint(0, 6)):
        begin, end = sorted(chance.randint(0, len(text)) for _ in range(2))
        what = chance.randint(0, 3)
        if what == 0:
            text = text[:begin] + chance.choice(SIGNS) + text[begin:]
        elif what == 1:
            text = text[:begin] + text[min(end, begin + 20) :]
        elif what == 2:
            text = text[:begin] + text[begin : begin + 40] + text[begin:]
        else:
            text = text[:begin] + chance.choice(SIGNS) + text[min(end, begin + 3) :]
    return text[:9_000]


def resident(pid: int) -> int:
    """MiB that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 2**20


def main() -> None:
    chance, until, found, worst = random.Random(SEED), time.monotonic() + SECONDS, Counter[int](), 0.0
    with (
        served() as server,
        ThreadPoolExecutor(2) as threads,
        httpx.Client(base_url=server.address, timeout=60) as client,
    ):

        def ask(program: str) -> tuple[str, int, float]:
            begun = time.monotonic()
            answer = client.post("/api/graph", json={"program": program})
            return program, answer.status_code, time.monotonic() - begun

        before = resident(server.process.pid)
        while time.monotonic() < until:
            for program, status, seconds in threads.map(ask, [mutated(chance) for _ in range(50)]):
                found[status] += 1
                worst = max(worst, seconds)
                if status not in EXPECTED:
                    print(f"{status}: {program!r}", flush=True)
        print(f"{found.total()} programs from seed {SEED}: {dict(found)}; the slowest took {worst:.1f} s")
        print(f"the server held {before} MiB before and {resident(server.process.pid)} MiB after")
    sys.exit(any(status not in EXPECTED for status in found))


if __name__ == "__main__":
    main()
