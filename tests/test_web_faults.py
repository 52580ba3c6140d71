"""Faults of worker processes: each costs one request at most, whenever it comes, and leaves as many processes as there were."""

from __future__ import annotations

import asyncio
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.web.http.problem import Problem
from app.web.operation.settings import Settings
from app.web.server import create
from app.web.tasks import tasks
from app.web.workers import pool as scheduling
from app.web.workers.pool import Workers
from tests.server import PATIENCE
from tests.workers import serving, until

# No deadline is reached because the machine is busy.
ONE, TWO = Settings(workers=1, deadline=PATIENCE), Settings(workers=2, deadline=PATIENCE)
LARGE = 100_000_000
GET_DEATH_SIGNAL = 2  # PR_GET_PDEATHSIG


def killed(workers: Workers) -> None:
    """Kill every process that works at something."""
    for worker in workers.busy:
        assert worker.process.pid
        os.kill(worker.process.pid, signal.SIGKILL)


def gone(workers: Workers, pid: int) -> bool:
    return all(worker.process.pid != pid for worker in workers.processes)


def ended(workers: Workers, reason: str) -> float | None:
    """How many processes ended for a reason."""
    return workers.metrics.registry.get_sample_value("backpass_workers_ended_total", {"reason": reason})


async def fails(waiting: Awaitable[object], match: str) -> None:
    with pytest.raises(Problem, match=match):
        await waiting


def test_a_process_killed_while_it_hands_over_a_large_answer() -> None:
    async def visit(workers: Workers) -> None:
        answer = asyncio.ensure_future(workers.run(bytes, LARGE))
        await until(lambda: any(worker.channel.buffer for worker in workers.busy))
        killed(workers)
        await fails(answer, "stopped unexpectedly")
        assert len(await workers.run(bytes, LARGE)) == LARGE

    serving(visit, ONE)


def test_a_process_killed_while_it_computes(tmp_path: Path) -> None:
    async def visit(workers: Workers) -> None:
        answer = asyncio.ensure_future(workers.run(begin, tmp_path / "begun"))
        await until((tmp_path / "begun").exists)
        killed(workers)
        await fails(answer, "stopped unexpectedly")
        assert await workers.run(abs, -1) == 1

    serving(visit, ONE)


def begin(file: Path) -> None:
    """A long task that tells that it is under way."""
    file.touch()
    time.sleep(600)


@pytest.mark.parametrize("size", [1, LARGE], ids=["small", "large"])
def test_what_a_killed_process_has_not_read_another_does(monkeypatch: pytest.MonkeyPatch, size: int) -> None:
    # A probe would stand before the task.
    monkeypatch.setattr(scheduling, "PROBE_EVERY", 600)

    async def visit(workers: Workers) -> None:
        os.kill(await workers.run(os.getpid), signal.SIGSTOP)
        answer = asyncio.ensure_future(workers.run(len, bytes(size)))
        await until(lambda: workers.busy)
        killed(workers)
        assert await answer == size
        assert ended(workers, "died") == 1

    serving(visit, ONE)


def test_processes_killed_while_idle_cost_nothing() -> None:
    async def visit(workers: Workers) -> None:
        for _ in range(3):
            pid = await workers.run(os.getpid)
            os.kill(pid, signal.SIGKILL)
            await until(partial(gone, workers, pid))
            assert await workers.run(abs, -1) == 1
        await until(lambda: len(workers.idle) == 2)
        assert len(workers) == 2

    serving(visit, TWO)


def test_the_time_in_the_queue_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "LONG", 60)
    # A probe has the same deadline, and would be counted with it.
    monkeypatch.setattr(scheduling, "PROBE_EVERY", 600)

    async def visit(workers: Workers) -> None:
        waiting = [asyncio.ensure_future(workers.run(time.sleep, 600 + number)) for number in range(5)]
        for answer in waiting:
            await fails(answer, "took too long")
        await until(lambda: workers.idle and not workers.queue)
        assert await workers.run(abs, -1) == 1
        # Those that waited have not been begun: none cost a process.
        assert ended(workers, "deadline") == 1

    serving(visit, Settings(workers=1, deadline=2))


def test_a_clock_that_is_set_moves_no_deadline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time", lambda: 0.0)

    async def visit(workers: Workers) -> None:
        await fails(asyncio.ensure_future(workers.run(time.sleep, 60)), "took too long")

    serving(visit, Settings(workers=1, deadline=1))


def test_what_waits_for_someone_who_left_is_never_begun() -> None:
    async def visit(workers: Workers) -> None:
        first, there = asyncio.ensure_future(workers.run(time.sleep, 0.3)), {*workers.processes}
        left = [asyncio.ensure_future(workers.run(time.sleep, 15)) for _ in range(50)]
        await asyncio.sleep(0)
        for answer in left:
            answer.cancel()
        assert await workers.run(abs, -1) == 1
        await first
        assert not workers.clients
        # Had one begun, its process would have been ended with it.
        assert workers.processes == there

    serving(visit, ONE)


def test_what_is_done_for_someone_who_left_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "GRACE", 0.2)

    async def visit(workers: Workers) -> None:
        left = asyncio.ensure_future(workers.run(time.sleep, 15))
        await until(lambda: workers.busy)
        left.cancel()
        await until(lambda: not workers.busy)
        assert await workers.run(abs, -1) == 1
        assert ended(workers, "abandoned") == 1

    serving(visit, ONE)


def test_long_tasks_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "LONG", 0.1)
    given_up: list[int] = []

    def relieve(workers: Workers, given: Callable[[Workers], None] = Workers.relieve) -> None:
        given(workers)
        given_up.append(sum(job.answer.done() for job in workers.busy.values()))

    monkeypatch.setattr(Workers, "relieve", relieve)

    async def visit(workers: Workers) -> None:
        # Three processes start meanwhile, which takes long where much else is done.
        long = [asyncio.ensure_future(workers.run(time.sleep, 600)) for _ in range(4)]
        await asyncio.sleep(0)
        short = asyncio.ensure_future(workers.run(abs, -1))
        # First another process is started, then, with as many as there may be, a long task is given up.
        await until(lambda: len(given_up) > 1)
        assert given_up[:2] == [0, 1]
        assert await short == 1
        assert len(workers) <= workers.most == 2
        done = [each for each in long if each.done()]
        assert done and len(done) < len(long)
        for each in done:
            await fails(each, "long computations are under way")
        for each in long:
            each.cancel()

    serving(visit, Settings(workers=1, deadline=3 * PATIENCE))


def test_whoever_was_started_for_those_who_waited_ends_when_nobody_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "LONG", 0.1)

    async def visit(workers: Workers) -> None:
        await asyncio.gather(*(workers.run(time.sleep, 1) for _ in range(2)))
        # Whoever is done waits for more, unless it was ended.
        await until(lambda: len(workers.idle) == len(workers))
        assert len(workers) == 1 and ended(workers, "retired") == 1
        assert await workers.run(abs, -1) == 1

    serving(visit, ONE)


def test_clients_take_turns() -> None:
    order: list[str] = []

    async def visit(workers: Workers) -> None:
        def asked(client: str) -> asyncio.Future[object]:
            answer: asyncio.Future[object] = asyncio.ensure_future(workers.run(abs, -1, client=client))
            answer.add_done_callback(lambda _: order.append(client))
            return answer

        await asyncio.gather(*[asked(client) for client in "aaaaabbb"])

    serving(visit, ONE)
    assert "".join(order) == "aabababa"


def test_who_asks_a_server_that_stops_is_told() -> None:
    async def visit() -> None:
        workers = Workers(ONE)
        workers.kill()
        with pytest.raises(Problem, match="is stopping"):
            workers.run(abs, -1)

    asyncio.run(visit())


def test_one_client_has_its_share() -> None:
    async def visit(workers: Workers) -> None:
        mine = [asyncio.ensure_future(workers.run(time.sleep, 0.1, client="me")) for _ in range(2)]
        await asyncio.sleep(0)
        with pytest.raises(Problem) as refused:
            await workers.run(abs, -1, client="me")
        assert refused.value.document.status == 429 and refused.value.headers["Retry-After"]
        assert await workers.run(abs, -1, client="you") == 1
        await asyncio.gather(*mine)
        assert await workers.run(abs, -1, client="me") == 1

    serving(visit, Settings(workers=1, share=2))


@pytest.mark.parametrize(
    ("task", "reason"),
    [(lambda: (bytearray, 2**40), "memory"), (lambda: (os._exit, 3), "died"), (lambda: (os.abort,), "died")],
    ids=["memory", "exit", "abort"],
)
def test_a_process_is_replaced_and_the_reason_counted(task: Callable[[], tuple], reason: str) -> None:  # type: ignore[type-arg]
    async def visit(workers: Workers) -> None:
        pid = await workers.run(os.getpid)
        with pytest.raises(Problem):
            await workers.run(*task())
        assert await workers.run(os.getpid) != pid
        assert ended(workers, reason) == 1

    serving(visit, ONE)


def test_a_process_serves_its_time() -> None:
    async def visit(workers: Workers) -> None:
        pids = [await workers.run(os.getpid) for _ in range(6)]
        # A probe counts as a task, too, and comes when there is time.
        assert len({*pids}) > 1 and max(map(pids.count, pids)) <= 3

    serving(visit, Settings(workers=1, recycle=3, deadline=PATIENCE))


def test_a_process_that_computes_wrongly_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    async def visit(workers: Workers) -> None:
        pid = await workers.run(os.getpid)
        (worker,) = workers.idle
        monkeypatch.setattr(tasks, "probe", spoiled)
        del workers.idle[worker]
        await workers.prove(worker)
        monkeypatch.undo()
        assert await workers.run(os.getpid) != pid
        assert ended(workers, "wrong") == 1

    serving(visit, ONE)


def test_who_has_nothing_to_do_is_asked_whether_it_still_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduling, "PROBE_EVERY", 0.05)

    async def visit(workers: Workers) -> None:
        assert any("Workers.probe" in repr(task.get_coro()) for task in workers.tended)
        (worker,) = workers.processes
        before = worker.tasks
        await until(lambda: worker.tasks > before + 3)

    serving(visit, ONE)


def spoiled() -> bool:
    return False


def test_a_server_is_ready_while_a_process_has_shown_that_it_computes() -> None:
    async def ready(app: FastAPI) -> int:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            return (await client.get("/readyz")).status_code

    async def visit(workers: Workers) -> None:
        app = create(ONE)
        # Its own processes were not started.
        assert await ready(app) == 503
        app.state.service.workers = workers
        assert await ready(app) == 200
        for worker in workers.processes:
            worker.proven -= 60
        assert await ready(app) == 503

    serving(visit, ONE)


def test_the_kernel_ends_what_computes_too_long() -> None:
    async def visit(workers: Workers) -> None:
        soft, _ = await workers.run(limit_of_time)
        # Where there is no limit the system says −1.
        assert 0 < soft <= PATIENCE + 60

    serving(visit, ONE)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_what_whoever_started_the_server_allows_is_not_exceeded() -> None:
    child = "import resource as r; from app.web.workers.worker_process import lower; kind = r.RLIMIT_AS; "
    child += "r.setrlimit(kind, (2**33, 2**33)); lower(kind, 2**34); print(*r.getrlimit(kind))"
    told = subprocess.run([sys.executable, "-c", child], capture_output=True, text=True, check=True).stdout
    assert told.split() == [str(2**33)] * 2


def limit_of_time() -> tuple[int, int]:
    import resource  # noqa: PLC0415

    return resource.getrlimit(resource.RLIMIT_CPU)


def death_signal() -> int:
    """The signal that this process gets when its parent ends."""
    found = ctypes.c_int()
    ctypes.CDLL(None).prctl(GET_DEATH_SIGNAL, ctypes.byref(found))
    return found.value


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such signal")
def test_a_process_is_killed_with_its_parent_whatever_it_does() -> None:
    async def visit(workers: Workers) -> None:
        assert await workers.run(death_signal) == signal.SIGKILL

    serving(visit, ONE)
