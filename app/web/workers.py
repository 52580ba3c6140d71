"""All computing happens in worker processes, each task under a deadline: what hangs or crashes there costs one request."""

from __future__ import annotations

import asyncio
import concurrent.futures
import logging
import multiprocessing
import sys
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from app.web import tasks
from app.web.problem import Problem, fault
from app.web.settings import Settings

Given = ParamSpec("Given")
Result = TypeVar("Result")
log = logging.getLogger(__name__)
MIB = 2**20

if sys.platform == "linux":
    import resource


class Workers:
    """A pool of processes for one server. `run` may be awaited by any number of requests at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.waiting = 0
        self.context = multiprocessing.get_context("forkserver")
        self.context.set_forkserver_preload([tasks.__name__])
        self.pool = self.fresh()

    def fresh(self) -> ProcessPool:
        return ProcessPool(
            max_workers=self.settings.workers,
            initializer=prepare,
            initargs=[self.settings.memory],
            context=self.context,
        )

    async def start(self) -> None:
        """Start every process and have it draw something, so that nobody's first request waits for that."""
        futures = [self.pool.schedule(tasks.warm) for _ in range(self.settings.workers)]
        await asyncio.gather(*map(asyncio.wrap_future, futures))

    async def run(self, task: Callable[Given, Result], *args: Given.args, **kwargs: Given.kwargs) -> Result:
        """What `task` returns in a worker. Raises Problem where it fails, takes too long, its process dies, or too many wait already."""
        if self.waiting >= self.settings.waiting:
            raise busy()
        self.waiting += 1
        self.renew()
        try:
            future = self.pool.schedule(task, args=args, kwargs=kwargs, timeout=self.settings.deadline)
            return await asyncio.wrap_future(future)
        except concurrent.futures.TimeoutError:
            raise too_long(self.settings.deadline) from None
        except (ProcessExpired, BrokenProcessPool) as error:
            log.error("a worker stopped: %s", error)
            raise crashed() from None
        except MemoryError:
            raise too_much(self.settings.memory) from None
        except Problem:
            raise
        except Exception as error:
            log.exception("unforeseen error in a worker")
            raise fault() from error
        finally:
            self.waiting -= 1

    def renew(self) -> None:
        """A pool whose process died while it had nothing to do is broken for good, and is replaced."""
        if not self.pool.active:
            self.pool = self.fresh()

    def stop(self) -> None:
        """End the processes, whatever they are doing."""
        self.pool.stop()  # type: ignore[no-untyped-call]
        self.pool.join()


def prepare(memory: int) -> None:
    """Make a new worker ready, then hold it to `memory` MiB more than it has now, so that no text takes the whole machine."""
    tasks.warm()
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + memory * MIB, most))


def busy() -> Problem:
    told = "More requests wait than can be answered soon. Try again in a moment."
    return Problem.of(503, "busy", "All workers are busy", told, headers={"Retry-After": "2"})


def crashed() -> Problem:
    told = "The process that computed this stopped unexpectedly; the server goes on without it."
    return Problem.of(503, "crash", "The worker stopped", told)


def too_much(memory: int) -> Problem:
    told = f"The computation needs more than {memory} MiB. Smaller tensors, or fewer of them, may do."
    return Problem.of(503, "memory", "This needs too much memory", told)


def too_long(deadline: float) -> Problem:
    told = f"The computation was stopped after {deadline:g} seconds. A smaller program or smaller tensors may do."
    return Problem.of(503, "deadline", "This took too long", told)
