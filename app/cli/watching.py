"""Doing something again whenever a file changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import sleep

EVERY = 0.2
"""Seconds between looks at the file."""


def watch(path: Path, act: Callable[[], None], rest: Callable[[float], None] = sleep) -> None:
    """Act, and again each time that the file has changed, until interrupted (KeyboardInterrupt).

    A file that is gone for a moment, as editors leave it while they save, is waited for.
    """
    seen: tuple[int, int, int] | None = None
    while True:
        now = state(path)
        if now is not None and now != seen:
            seen = now
            act()
        rest(EVERY)


def state(path: Path) -> tuple[int, int, int] | None:
    """What tells one content of a file from another; None where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
