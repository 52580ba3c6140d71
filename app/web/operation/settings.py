"""What an operator can set: one table, from which come the options of `serve`, their variables, their checks and the documentation."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from app.web.operation import container

MIB = 2**20
SERVER, WORKER = 256 * MIB, 128 * MIB
"""About what the server itself and an idle worker take."""
LEAST_FILES, FILES_OF_A_WORKER = 24, 4
"""Open files of a server without connections, and of each worker with the extra one that may stand beside it."""
ENDLESS = 1e9
ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*[^\s/?#])?")


def setting(
    default: object, told: str, least: float = 0, most: float = ENDLESS, *, computed: Callable[[], object] | None = None
) -> Any:
    """A row of the table: the value unless it is set, what it means, and the least and the most that it may be.

    `computed` gives a value that depends on the machine; `default` then says it in words.
    """
    known: dict[str, Any] = {"default_factory": computed} if computed else {"default": default}
    return field(**known, metadata={"told": told, "least": least, "most": most, "shown": str(default) or "none"})


def workers() -> int:
    return max(2, min(8, round(container.cores())))


def memory() -> int:
    """MiB for each worker, if all there may be were at their limit at once."""
    share = (container.memory() - SERVER) / (2 * workers()) - WORKER
    return int(max(256, min(4096, share / MIB)))


def files() -> int:
    """Files and sockets that this process may have open at once."""
    if sys.platform == "win32":
        return 512
    import resource  # noqa: PLC0415  there is none elsewhere

    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return most if most > 0 else 2**20


def connections() -> int:
    """As many as leave files for the workers and ourselves."""
    return max(16, min(4_000, files() - 64 - 8 * workers()))


@dataclass(frozen=True, slots=True)
class Settings:
    """How the server runs. Each is an option of `serve`, and a variable: `--root-path` is `BACKPASS_ROOT_PATH`."""

    host: str = setting("127.0.0.1", "address to listen at; `::` for IPv6")
    port: int = setting(8000, "port to listen at", 1, 65535)
    socket: str = setting("", "path of a unix socket to listen at instead")
    root_path: str = setting("", "path at which a proxy mounts the server, whether it strips it or not")
    trusted: str = setting("127.0.0.1,::1", "addresses of proxies whose X-Forwarded headers count; * for all")
    workers: int = setting("one a core, 2 to 8", "processes that compute", 1, 256, computed=workers)
    deadline: float = setting(10.0, "seconds until a request is answered, its waiting included", 0.01, 3600)
    memory: int = setting(
        "a share of the memory, 256 to 4096",
        "MiB that a worker may take beyond its start (Linux)",
        64,
        2**20,
        computed=memory,
    )
    recycle: int = setting(10_000, "tasks after which a worker is replaced", 1)
    waiting: int = setting(256, "requests that may wait for a worker", 1)
    share: int = setting(64, "requests that one client may have under way (an IPv6 network of 64 bits is one)", 1)
    cache: int = setting(64, "MiB of finished answers that are kept", 0, 2**20)
    connections: int = setting("4000, or as files allow", "connections at once", 1, 2**20, computed=connections)
    patience: float = setting(
        20.0, "seconds for headers or a body to arrive, or for a piece of an answer to be taken", 0.01, 3600
    )
    idle: float = setting(30.0, "seconds that a connection may stay open between requests", 0.01, 3600)
    grace: float = setting(10.0, "seconds that requests under way may take when the server is stopped", 0, 3600)
    linger: float = setting(
        0.0, "seconds that a stopped server still accepts, once it has said that it is not ready", 0, 3600
    )
    body: int = setting(1_000_000, "bytes of the largest request", 1)
    nodes: int = setting(2_000, "operations of one graph", 1)
    elements: int = setting(1_000_000, "entries of one array", 1)
    address: str = setting(
        "",
        "public address, as in https://figures.example.org/backpass, for links that leave the server; none trusts the Host header",
    )
    embedders: str = setting("*", "sites whose pages may hold a figure in a frame, as `frame-ancestors` lists them")
    lessons: str = setting("", "folder with lessons of your own, shown behind the twelve")
    metrics_port: int = setting(0, "port for /metrics alone, off the public one; 0 leaves it there", 0, 65535)
    access_log: bool = setting(False, "write a line for each request")
    log_programs: bool = setting(False, "write the query of each request into its line, and so what people type")


def too_few_files(settings: Settings) -> str:
    """Why a server cannot start with the files that it may have open; nothing where it can."""
    needed = LEAST_FILES + FILES_OF_A_WORKER * settings.workers
    if (allowed := files()) >= needed:
        return ""
    told = f"A server of {settings.workers} workers needs {needed} open files, and {allowed} are allowed"
    return f"{told}: raise `ulimit -n`, or set fewer workers."


def table() -> tuple[Field[Any], ...]:
    """The rows of the table."""
    return fields(Settings)


def checked(row: Field[Any], value: Any) -> Any:
    """A value that may stand in a row. Raises ValueError, with a reason to show."""
    least, most = row.metadata["least"], row.metadata["most"]
    if isinstance(value, (int, float)) and not least <= value <= most:
        until = f" to {most:g}" if most < ENDLESS else " or more"
        raise ValueError(f"should be {least:g}{until}")
    if row.name == "root_path" and value and not (value.startswith("/") and not value.endswith("/")):
        raise ValueError("should start with a slash and end without one, as in /backpass")
    if row.name == "lessons" and value and not Path(value).is_dir():
        raise ValueError("is not a folder")
    if row.name == "address" and value and not ADDRESS.fullmatch(value):
        raise ValueError("should begin with http:// or https:// and end without a slash")
    return value
