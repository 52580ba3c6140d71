"""Three servers behind the proxies of `deploy`, one killed and one replaced under load: `make replicas`, with nginx and Caddy installed.

Clients ask for figures that are kept, figures that nobody has seen, and the API, which no proxy may ask twice. How many requests the
killed server was at, its proxy tells: each is a connection that ended before its answer. No more than those may fail.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx

from tests.server import Served, free_port, served

DEPLOY = Path(__file__).parent.parent / "deploy"
CLIENTS, PAUSE, ROOT = 16, 5.0, "/backpass"
"""How many ask at once, and the seconds between one event and the next."""
CUT = re.compile(
    r'upstream prematurely closed|reset by peer\) while (?:reading|sending)|"upstream roundtrip".*"error":"(?!dial)'
)
"""That an upstream was there and then was not: in nginx's words, and in Caddy's."""


@dataclass
class Load:
    """What was asked, when, and what became of it; a server died between `killed` and `dead`, at `cut` requests by the proxy's `log`."""

    address: str
    log: Path
    over: bool = False
    killed: float = 0.0
    dead: float = 0.0
    cut: int = 0
    asked: list[tuple[str, float, float, int]] = field(default_factory=list)

    def failed(self) -> list[tuple[str, float, float, int]]:
        return [each for each in self.asked if each[3] != 200]

    def late(self) -> list[tuple[str, float, float, int]]:
        """Those that failed without being asked before the kill and ended after it."""
        return [each for each in self.failed() if each[1] > self.dead or self.killed > each[2]]


def kinds(client: httpx.Client, address: str, serial: int) -> tuple[str, Callable[[], httpx.Response]]:
    """One request: a third each of what is kept, what is new, and what may not be asked twice."""
    if serial % 3 == 0:
        return "kept", lambda: client.get(f"{address}/diagram.svg?e=z=x*y&x={serial % 60}")
    if serial % 3 == 1:
        return "new", lambda: client.get(f"{address}/diagram.svg?e=z=x*y%2B{serial}")
    return "API", lambda: client.post(f"{address}/api/graph", json={"program": f"z = x*y + {serial}"})


def ask(load: Load, serials: Iterator[int]) -> None:
    """One client, which asks again and again."""
    with httpx.Client(timeout=30) as client:
        while not load.over:
            kind, send = kinds(client, load.address, next(serials))
            begun = time.monotonic()
            try:
                status = send().status_code
            except httpx.TransportError:
                status = 0
            load.asked.append((kind, begun, time.monotonic(), status))


@contextmanager
def proxied(name: str, ports: list[int]) -> Iterator[Load]:
    """A load on nginx or Caddy in front of servers at these ports, configured as in `deploy` but for the places and the log."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        # nginx as root leaves its cache to a process of another user.
        Path(folder).chmod(0o755)
        file = Path(folder) / "config"
        file.write_text((nginx if name == "nginx" else caddy)(folder, port, ports), encoding="utf-8")
        command = (
            ["nginx", "-p", folder, "-c"] if name == "nginx" else ["caddy", "run", "--adapter", "caddyfile", "--config"]
        )
        home = {**os.environ, "HOME": folder, "XDG_DATA_HOME": folder, "XDG_CONFIG_HOME": folder}
        log = Path(folder) / "log"
        with log.open("wb") as told, subprocess.Popen([*command, str(file)], env=home, stderr=told) as process:
            try:
                with httpx.Client(transport=httpx.HTTPTransport(retries=10)) as client:
                    client.get(f"http://127.0.0.1:{port}{ROOT}/healthz")
                yield Load(f"http://127.0.0.1:{port}{ROOT}", log)
            finally:
                process.terminate()


def nginx(folder: str, port: int, ports: list[int]) -> str:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8").replace("listen 80", f"listen 127.0.0.1:{port}")
    for place, behind in zip((8001, 8002, 8003), ports, strict=True):
        text = text.replace(f"127.0.0.1:{place}", f"127.0.0.1:{behind}")
    text = re.sub(r"proxy_cache_path \S+", f"proxy_cache_path {folder}/cache", text)
    return f"daemon off; pid {folder}/pid; error_log stderr error; events {{}}\nhttp {{ access_log off;\n{text}\n}}"


def caddy(_folder: str, port: int, ports: list[int]) -> str:
    text = (DEPLOY / "Caddyfile").read_text(encoding="utf-8").replace(":80 {", f"http://127.0.0.1:{port} {{")
    behind = "to " + " ".join(f"127.0.0.1:{each}" for each in ports)
    return re.sub(r"dynamic a replica 8000 \{[^}]*\}", behind, text).replace(
        "admin off", "admin off\n\tauto_https off\n\tdebug"
    )


def cut_off(log: str, port: int) -> int:
    """How many requests a server at this port was at when it ended, as nginx and Caddy tell of it. None that it refused is among them."""
    lines = [line for line in log.splitlines() if f"127.0.0.1:{port}" in line]
    return sum(bool(CUT.search(line)) for line in lines)


def happen(stack: ExitStack, load: Load, servers: list[Served]) -> None:
    """A server is killed and begun again; another is told to stop, and begun again."""
    time.sleep(PAUSE)
    load.killed = time.monotonic()
    os.killpg(servers[0].process.pid, signal.SIGKILL)
    servers[0].process.wait()
    load.dead = time.monotonic()
    time.sleep(PAUSE)
    load.cut = cut_off(load.log.read_text(encoding="utf-8"), servers[0].port)
    stack.enter_context(behind(servers[0].port))
    time.sleep(PAUSE)
    servers[1].process.terminate()
    servers[1].process.wait()
    stack.enter_context(behind(servers[1].port))
    time.sleep(PAUSE)
    load.over = True


@contextmanager
def behind(port: int) -> Iterator[Served]:
    with served(port, root_path=ROOT, workers="1", linger="3", share="64") as server:
        yield server


def measured(name: str) -> Load:
    with ExitStack() as stack:
        servers = [stack.enter_context(behind(free_port())) for _ in range(3)]
        load = stack.enter_context(proxied(name, [server.port for server in servers]))
        serials = count()
        with ThreadPoolExecutor(CLIENTS) as threads:
            for _ in range(CLIENTS):
                threads.submit(ask, load, serials)
            try:
                happen(stack, load, servers)
            finally:
                load.over = True
        return load


def main() -> None:
    lost = 0
    for name in ("nginx", "caddy"):
        if shutil.which(name) is None:
            raise SystemExit(f"`{name}` is needed: apt-get install {name}")
        load = measured(name)
        failed, late = load.failed(), load.late()
        lost += len(late) + max(0, len(failed) - load.cut)
        slowest = max(end - begun for _, begun, end, _ in load.asked)
        print(
            f"{name}: {len(load.asked)} requests, {dict(Counter(each[0] for each in load.asked))}; the killed server was at {load.cut}; "
            f"failed {len(failed)} {dict(Counter((each[0], each[3]) for each in failed))}, of them with no server killed {len(late)}; "
            f"slowest {slowest:.1f} s",
            flush=True,
        )
    sys.exit(bool(lost))


if __name__ == "__main__":
    main()
