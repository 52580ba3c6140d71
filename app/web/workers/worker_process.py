"""A worker from within: a process that runs one task after another until its server ends."""

from __future__ import annotations

import ctypes
import gc
import logging
import math
import os
import pickle
import signal
import socket
import sys
import traceback
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from app.web.http.problem import Problem
from app.web.operation.settings import MIB
from app.web.tasks import tasks
from app.web.workers.channel import GoneError, receive, send
from app.web.workers.garbage import NEW_OBJECTS

if sys.platform != "win32":
    import resource

log = logging.getLogger(__name__)
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
MUCH = 8
"""By this part of its memory a worker may grow before the collector looks for circles at once: an array in one is an object like any
other, however large, and the next task would have to do without its memory."""
LINE = 100
"""Bytes that a line of the kernel's has at most."""
BEHIND_THE_SERVER = 10
"""How much nicer than the server a worker is, so that whoever is only passed an answer never waits for one that is computed."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a worker may use: MiB beyond what it starts with, seconds of one core for a task, and the sizes of programs."""

    memory: int
    seconds: float
    nodes: int
    elements: int


class Outcome(NamedTuple):
    """What became of a task: its value, or the problem that it found, or an error nobody foresaw, as its traceback."""

    value: object = None
    problem: Problem | None = None
    exhausted: bool = False
    fault: str = ""


def main(end: socket.socket, allowed: Allowance) -> None:
    """What the process does from its start to its end."""
    outlive_nobody()
    tasks.prepare(allowed.nodes, allowed.elements)
    # What is ready now stays for good, and the collector need not look at it again; what a task makes is mostly gone before it would.
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS)
    much = allowed.memory * MIB // MUCH
    limit_memory(allowed.memory)
    give_way()
    held = address_space()
    try:
        send(end, pickle.dumps(Outcome()))
        while True:
            task, args = pickle.loads(receive(end))
            limit_time(allowed.seconds)
            outcome = run(task, args)
            send(end, pickle.dumps(outcome))
            if outcome.exhausted:
                return
            del task, args, outcome
            if address_space() > held + much:
                gc.collect()
                held = address_space()
    except (GoneError, OSError):
        return


def run(task: object, args: tuple[object, ...]) -> Outcome:
    """The outcome of one task, whatever happens in it."""
    assert callable(task)
    try:
        return Outcome(task(*args))
    except Problem as problem:
        return Outcome(problem=problem)
    except MemoryError:
        return Outcome(exhausted=True)
    except Exception:  # noqa: BLE001  it is told to the server, which notes it
        return Outcome(fault=traceback.format_exc())


def outlive_nobody() -> None:
    """End with the server, and only with it: a signal for the whole group is the server's to answer."""
    for name in ("SIGTERM", "SIGINT", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    die_with_parent()
    if os.getppid() == 1:
        os._exit(1)


def die_with_parent() -> None:
    """Be killed by the kernel when the thread ends that started this process, whatever this process is at."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def give_way() -> None:
    """Compute behind the server from here on. Getting ready is not put off: others may be waiting for it on a busy machine."""
    if sys.platform != "win32":
        os.nice(BEHIND_THE_SERVER)
    if sys.platform == "linux":
        # A task that comes in takes no processor away from the server that has just sent it.
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


def limit_memory(memory: int) -> None:
    """Hold the process to `memory` MiB more than it has now, so that no text takes the whole machine."""
    if sys.platform == "linux":
        lower(resource.RLIMIT_AS, address_space() + memory * MIB)


def address_space() -> int:
    """The bytes that the process has of it, which is what is limited; 0 where nothing is."""
    if sys.platform != "linux":
        return 0
    return int(os.pread(own_memory(), LINE, 0).split()[0]) * resource.getpagesize()


@cache
def own_memory() -> int:
    """What the kernel says of our memory, as a file that stays open: it is read after each task, and to open it takes ten times as long."""
    return os.open("/proc/self/statm", os.O_RDONLY)


def limit_time(seconds: float) -> None:
    """Let the kernel end the process after so much more computing, should its server be unable to."""
    if sys.platform != "win32":
        used = resource.getrusage(resource.RUSAGE_SELF)
        lower(resource.RLIMIT_CPU, math.ceil(used.ru_utime + used.ru_stime + seconds))


def lower(kind: int, limit: int) -> None:
    """Set a limit of our own, unless whoever started the server has allowed even less."""
    _, most = resource.getrlimit(kind)
    resource.setrlimit(kind, (limit if most == resource.RLIM_INFINITY else min(limit, most), most))
