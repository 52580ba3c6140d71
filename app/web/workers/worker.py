"""A worker as the server sees it: a process with a channel of its own, which may die at any moment."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import pickle
import socket
import sys
from collections.abc import Callable
from multiprocessing.process import BaseProcess

from app.web.operation.settings import Settings
from app.web.workers.channel import Channel
from app.web.workers.worker_process import Allowance, Outcome, main

if sys.platform != "win32":
    from multiprocessing import forkserver

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OPENBLAS", "OMP", "MKL", "RAYON")}
"""There is a process for each core already; more threads would only take memory, and time from each other."""

START_WITHIN, SPARE = 60.0, 2.0
"""Seconds that a process may take to start, and that the kernel gives a task beyond its deadline."""
if sys.platform == "win32":
    context = multiprocessing.get_context("spawn")
else:
    context = multiprocessing.get_context("forkserver")


class Worker:
    """One process. `reason` says why it was ended, where that was our doing; `proven` is when it last passed the probe."""

    def __init__(self, process: BaseProcess, channel: Channel) -> None:
        self.process, self.channel = process, channel
        self.reason = ""
        self.tasks = 0
        self.ended: asyncio.Future[None] | None = None
        self.proven = asyncio.get_running_loop().time()

    @classmethod
    async def start(cls, settings: Settings) -> Worker:
        """A process that is ready to work. Raises GoneError where it ends at once, TimeoutError where it takes too long."""
        allowed = Allowance(settings.memory, settings.deadline + SPARE, settings.nodes, settings.elements)
        ours, theirs = socket.socketpair()
        have_forkserver()
        try:
            process = await asyncio.to_thread(begin, theirs, allowed)
            worker = cls(process, await Channel.over(ours))
        except BaseException:
            # A process that is about to start finds nobody to tell so, and ends.
            ours.close()
            raise
        try:
            async with asyncio.timeout(START_WITHIN):
                await worker.channel.reply()
            # It has just drawn something: however long its start took, it can take a task before it is probed.
            worker.pass_probe()
        except BaseException:
            await worker.end("start")
            raise
        return worker

    def ask(self, task: Callable[..., object], args: tuple[object, ...]) -> asyncio.Future[bytes]:
        """What becomes of a task here, to come, for `outcome` to read. Raises GoneError there where the process ends before it is done."""
        self.tasks += 1
        return self.channel.ask(pickle.dumps((task, args)))

    def due(self, every: float) -> bool:
        """Whether it was not probed in the last `every` seconds."""
        return asyncio.get_running_loop().time() - self.proven >= every

    def pass_probe(self) -> None:
        self.proven = asyncio.get_running_loop().time()

    def kill(self, reason: str) -> None:
        """End the process at once, in whatever it is."""
        self.reason = self.reason or reason
        if self.ended is None and self.process.is_alive():
            self.process.kill()
        self.channel.close()

    async def end(self, reason: str) -> None:
        """End the process and let go of all that belongs to it; who asks again, as a server does that stops, waits for the same."""
        if self.ended is None:
            self.kill(reason)
            self.ended = asyncio.ensure_future(self.let_go())
        await asyncio.shield(self.ended)

    async def let_go(self) -> None:
        await asyncio.to_thread(self.process.join)
        self.process.close()


def have_forkserver() -> None:
    """Have the process from which all are forked. It dies with the thread that starts it: call this where the server's loop runs."""
    os.environ.update({name: value for name, value in ONE_THREAD.items() if name not in os.environ})
    if sys.platform != "win32":
        context.set_forkserver_preload(["app.web.workers.forkserver"])
        forkserver.ensure_running()


def begin(end: socket.socket, allowed: Allowance) -> BaseProcess:
    """Start a process that serves `end`, which is closed here: whoever asked for it may have gone meanwhile."""
    with end:
        process = context.Process(target=main, args=(end, allowed), name="backpass-worker", daemon=True)
        process.start()
    return process


def outcome(reply: bytes) -> Outcome:
    """What a worker answered."""
    found = pickle.loads(reply)
    assert isinstance(found, Outcome)
    return found
