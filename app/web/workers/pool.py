"""All computing happens in worker processes, each task under a deadline: what hangs or crashes there costs one request.

Who is next is decided here. Clients take turns. A task that turns out to be long does not keep others waiting: an extra process is
started for them, and where there are as many of those as there may be, the task that became long last gives way.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TypeVar, cast

from app.web.http.problem import fault
from app.web.operation.metrics import Metrics
from app.web.operation.settings import Settings
from app.web.tasks import tasks
from app.web.workers import unavailable
from app.web.workers.channel import GoneError, UnreadError
from app.web.workers.fair_queue import FairQueue
from app.web.workers.job import Job
from app.web.workers.worker import Worker, outcome
from app.web.workers.worker_process import Outcome

Result = TypeVar("Result")
log = logging.getLogger(__name__)

LONG = 0.5
"""Seconds after which a task is long."""
GRACE = 1.0
"""Seconds that a task goes on for whose client has left: ending it costs a process, and it may be done in no time."""
START_AGAIN_AFTER, PROBE_EVERY = 1.0, 5.0


class Workers:
    """The processes of one server. `run` may be awaited by any number of requests at once."""

    def __init__(self, settings: Settings, metrics: Metrics | None = None) -> None:
        self.settings, self.metrics = settings, metrics or Metrics()
        self.most = 2 * settings.workers
        self.processes: set[Worker] = set()
        self.idle: dict[Worker, None] = {}
        self.busy: dict[Worker, Job] = {}
        self.starting = 0
        self.queue: FairQueue[Job] = FairQueue()
        self.clients: Counter[str] = Counter()
        self.tended: set[asyncio.Task[None]] = set()
        self.stopped = False

    def __len__(self) -> int:
        """How many processes there are, or are being started."""
        return len(self.processes) + self.starting

    async def start(self) -> None:
        """Start every process and have it draw something, so that nobody's first request waits for that."""
        atexit.register(self.kill)
        await asyncio.gather(*(self.employ() for _ in range(self.settings.workers)))
        if not self.processes:
            raise RuntimeError("no worker could be started")
        self.tend(self.probe())

    async def stop(self) -> None:
        """End the processes, whatever they are doing, and those that are being started."""
        self.kill()
        for task in self.tended:
            task.cancel()
        await asyncio.gather(*self.tended, return_exceptions=True)
        await asyncio.gather(*(worker.end("stopped") for worker in self.processes))
        atexit.unregister(self.kill)

    def kill(self) -> None:
        self.stopped = True
        for worker in self.processes:
            worker.kill("stopped")

    def run(self, task: Callable[..., Result], *args: object, client: str = "") -> asyncio.Future[Result]:
        """What `task` returns in a worker, given `args`, to come; where it is cancelled, so is the task.

        Raises Problem at once where too much waits already, and there where the task fails, takes too long with all its waiting, or
        its process dies.
        """
        self.admit(client)
        loop = asyncio.get_running_loop()
        job = Job(task, args, client, loop.create_future())
        self.clients[client] += 1
        self.queue.put(client, job)
        due = loop.call_later(self.settings.deadline, self.run_out, job)
        job.answer.add_done_callback(partial(self.answered, job, due))
        self.dispatch()
        return cast("asyncio.Future[Result]", job.answer)

    def run_out(self, job: Job) -> None:
        self.give_up(job, "deadline")
        job.fail(unavailable.too_long(self.settings.deadline))

    def answered(self, job: Job, due: asyncio.TimerHandle, answer: asyncio.Future[object]) -> None:
        """Nobody waits for a task any longer, since it has its answer or nobody wants that."""
        due.cancel()
        self.clients[job.client] -= 1
        if not self.clients[job.client]:
            del self.clients[job.client]
        if answer.cancelled():
            self.queue.drop(job.client, job)
            asyncio.get_running_loop().call_later(GRACE, self.give_up, job, "abandoned")

    def admit(self, client: str) -> None:
        if self.stopped:
            raise unavailable.stopping()
        if len(self.queue) >= self.settings.waiting:
            raise unavailable.busy()
        if self.clients[client] >= self.settings.share:
            raise unavailable.share_used(self.settings.share)

    def give_up(self, job: Job, reason: str) -> None:
        """Do a task no longer, whether it waits or is under way."""
        self.queue.drop(job.client, job)
        for worker in [worker for worker, doing in self.busy.items() if doing is job]:
            worker.kill(reason)

    def dispatch(self) -> None:
        """Give those who are idle something to do."""
        while self.idle and self.queue:
            worker, _ = self.idle.popitem()
            self.work(worker, self.queue.take())
        if self.queue and self.busy and not self.starting and all(job.long for job in self.busy.values()):
            self.relieve()

    def relieve(self) -> None:
        """Every process is at something long, and somebody waits."""
        if len(self) < self.most:
            self.tend(self.employ())
        else:
            worker, job = max(self.busy.items(), key=lambda item: item[1].begun)
            job.fail(unavailable.crowded_out())
            worker.kill("crowded out")

    def work(self, worker: Worker, job: Job) -> None:
        """Give a process a task."""
        loop = asyncio.get_running_loop()
        self.busy[worker] = job
        job.begun = loop.time()
        lengthening = loop.call_later(LONG, self.lengthen, job)
        worker.ask(job.task, job.args).add_done_callback(partial(self.conclude, worker, job, lengthening))

    def conclude(
        self, worker: Worker, job: Job, lengthening: asyncio.TimerHandle, reply: asyncio.Future[bytes]
    ) -> None:
        """What comes after a task."""
        lengthening.cancel()
        del self.busy[worker]
        try:
            self.settle(job, worker, outcome(reply.result()))
        except UnreadError:
            self.put_back(job)
        except GoneError:
            job.fail(unavailable.crashed())
        self.release(worker)

    def put_back(self, job: Job) -> None:
        """Have a task done by another process, as one that died had not begun it; unless nobody waits for it any more."""
        if not job.answer.done():
            job.long = False
            self.queue.put(job.client, job)
            self.dispatch()

    def lengthen(self, job: Job) -> None:
        job.long = True
        self.dispatch()

    def settle(self, job: Job, worker: Worker, found: Outcome) -> None:
        """Answer whoever waits for the task."""
        if found.exhausted:
            worker.kill("memory")
            job.fail(unavailable.too_much(self.settings.memory))
        elif found.fault:
            log.error("unforeseen error in a worker: %s", found.fault)
            job.fail(fault())
        elif found.problem:
            job.fail(found.problem)
        else:
            job.succeed(found.value)

    def release(self, worker: Worker) -> None:
        """A process has nothing to do: it takes the next task, unless it has served its time or there are enough without it."""
        if worker.tasks >= self.settings.recycle:
            worker.kill("recycled")
        elif len(self) > self.settings.workers and not self.queue:
            worker.kill("retired")
        if worker.reason:
            return
        if worker.due(PROBE_EVERY):
            self.tend(self.prove(worker))
        else:
            self.idle[worker] = None
            self.dispatch()

    async def employ(self) -> None:
        """Have one process more."""
        self.starting += 1
        try:
            worker = await Worker.start(self.settings)
        except (GoneError, TimeoutError, OSError) as error:
            log.error("a worker did not start: %r", error)
            await asyncio.sleep(START_AGAIN_AFTER)
            self.tend(self.employ())
            return
        finally:
            self.starting -= 1
        self.processes.add(worker)
        self.tend(self.replace(worker))
        self.release(worker)

    async def replace(self, worker: Worker) -> None:
        """Wait for a process to end, and have another one in its place where there are too few."""
        await asyncio.shield(worker.channel.gone)
        self.idle.pop(worker, None)
        self.processes.discard(worker)
        await worker.end("died")
        if self.stopped:
            return
        self.metrics.ended.labels(worker.reason).inc()
        if len(self) < self.settings.workers:
            await self.employ()
        self.dispatch()

    async def probe(self) -> None:
        """Ask those who have nothing to do, again and again, whether they still can."""
        while True:
            await asyncio.sleep(PROBE_EVERY)
            for worker in [worker for worker in self.idle if worker.due(PROBE_EVERY)]:
                del self.idle[worker]
                self.tend(self.prove(worker))

    async def prove(self, worker: Worker) -> None:
        """Have a process compute a gradient that is known; one that cannot is replaced."""
        try:
            async with asyncio.timeout(self.settings.deadline):
                found = outcome(await worker.ask(tasks.probe, ()))
            worker.pass_probe() if found.value is True else worker.kill("wrong")
        except TimeoutError:
            worker.kill("deadline")
        except GoneError:
            return
        self.release(worker)

    def proven(self) -> int:
        """How many processes have lately shown that they compute rightly, or are at something within its deadline."""
        return sum(worker in self.busy or not worker.due(2 * PROBE_EVERY) for worker in self.processes)

    def tend(self, work: Coroutine[None, None, None]) -> None:
        """See to `work` in the background."""
        task = asyncio.get_running_loop().create_task(work)
        self.tended.add(task)
        task.add_done_callback(self.tended.discard)
