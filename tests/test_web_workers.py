"""Worker processes: deadlines, crashes, crowds."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from app.web.http.problem import Problem
from app.web.operation.settings import MIB, Settings
from app.web.tasks import picture_tasks
from app.web.workers.pool import Workers
from app.web.workers.worker import ONE_THREAD
from app.web.workers.worker_process import BEHIND_THE_SERVER
from tests.server import PATIENCE
from tests.workers import serving, until

ONE, QUICK = Settings(workers=1, waiting=3, deadline=PATIENCE), Settings(workers=1, deadline=2.0)
ADDRESS = "e=z = x*y&x=3&y=-4"


def test_a_task_gives_its_answer() -> None:
    async def visit(workers: Workers) -> None:
        found = await workers.run(picture_tasks.picture, ADDRESS, "svg", False)
        assert b"<svg" in found.body

    serving(visit, ONE)


@pytest.mark.skipif(sys.platform != "linux", reason="others have no such policy")
def test_whoever_computes_gives_way_to_the_server() -> None:
    async def visit(workers: Workers) -> None:
        # Each is asked within the worker; 0 stands for who asks.
        nice = await workers.run(os.getpriority, os.PRIO_PROCESS, 0)
        assert nice == min(19, os.getpriority(os.PRIO_PROCESS, 0) + BEHIND_THE_SERVER)
        assert await workers.run(os.sched_getscheduler, 0) == os.SCHED_BATCH

    serving(visit, ONE)


def test_a_process_computes_with_one_thread() -> None:
    async def visit(workers: Workers) -> None:
        for name, count in ONE_THREAD.items():
            assert await workers.run(os.getenv, name) == os.getenv(name, count)

    serving(visit, ONE)


@pytest.mark.skipif(sys.platform != "linux", reason="others count threads elsewhere")
def test_processes_are_forked_from_one_that_has_read_all_and_has_no_thread() -> None:
    """A thread would be missing in them, and what waits for it would wait for ever. The framework is the server's alone."""
    asked = (
        "import gc, os, sys, app.web.workers.forkserver\n"
        "from app.web.page.template import environment\n"
        "print(len(os.listdir('/proc/self/task')), 'scipy.special' in sys.modules, len(environment().cache) > 0)\n"
        "print('starlette' in sys.modules, gc.isenabled())"
    )
    found = subprocess.run(
        [sys.executable, "-c", asked], env={**os.environ, **ONE_THREAD}, check=True, capture_output=True, text=True
    )
    assert found.stdout.split() == ["1", "True", "True", "False", "True"]


def test_what_hangs_is_stopped_and_the_next_task_runs() -> None:
    async def visit(workers: Workers) -> None:
        with pytest.raises(Problem, match="took too long") as error:
            await workers.run(time.sleep, 60)
        assert error.value.document.status == 503
        await until(lambda: workers.idle)
        assert await workers.run(abs, -1) == 1

    serving(visit, QUICK)


def test_a_crash_costs_one_task() -> None:
    async def visit(workers: Workers) -> None:
        with pytest.raises(Problem, match="stopped unexpectedly"):
            await workers.run(os._exit, 3)
        assert await workers.run(abs, -1) == 1

    serving(visit, ONE)


def test_a_crowd_is_turned_away_politely() -> None:
    async def visit(workers: Workers) -> None:
        await until(lambda: workers.idle)
        waiting = [asyncio.ensure_future(workers.run(time.sleep, 0.1)) for _ in range(1 + ONE.waiting)]
        await asyncio.sleep(0)
        with pytest.raises(Problem, match="busy") as error:
            await workers.run(abs, -1)
        assert error.value.headers == {"Retry-After": "2"}
        await asyncio.gather(*waiting)

    serving(visit, ONE)


def test_mistakes_come_back_as_a_problem_with_places() -> None:
    async def visit(workers: Workers) -> None:
        with pytest.raises(Problem) as error:
            await workers.run(picture_tasks.picture, "e=y = sigmod(x)", "svg", False)
        (mistake,) = error.value.document.mistakes
        assert (mistake.line, mistake.column, mistake.end) == (1, 4, 10)

    serving(visit, ONE)


def test_a_fault_in_a_task_is_told_without_its_traceback(caplog: pytest.LogCaptureFixture) -> None:
    async def visit(workers: Workers) -> None:
        with pytest.raises(Problem, match="fault of Backpass") as error:
            await workers.run(divmod, 1, 0)
        assert error.value.document.status == 500

    serving(visit, ONE)
    assert "ZeroDivisionError" in caplog.text


def test_the_loop_goes_on_while_workers_compute() -> None:
    async def visit(workers: Workers) -> None:
        long = asyncio.ensure_future(workers.run(time.sleep, 1))
        ticks = 0
        while not long.done():
            await asyncio.sleep(0.01)
            ticks += 1
        assert ticks > 20

    serving(visit, ONE)


def test_no_text_takes_the_whole_memory() -> None:
    async def visit(workers: Workers) -> None:
        with pytest.raises(Problem, match="needs more than 256 MiB") as error:
            await workers.run(bytearray, 2**30)
        assert error.value.document.type == "/docs#memory"
        found = await workers.run(picture_tasks.picture, ADDRESS, "svg", False)
        assert b"<svg" in found.body

    serving(visit, Settings(workers=1, memory=256, deadline=PATIENCE))


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process is held to its memory")
def test_what_a_task_leaves_in_circles_is_not_missing_to_the_next() -> None:
    async def visit(workers: Workers) -> None:
        pids = [await workers.run(leave_a_circle, 100 * MIB) for _ in range(6)]
        assert len({*pids}) == 1

    serving(visit, Settings(workers=1, memory=256, deadline=PATIENCE))


def leave_a_circle(size: int) -> int:
    """As an exception does that knows the frames that it went through, and these it."""
    circle: list[object] = [bytearray(size)]
    circle.append(circle)
    return os.getpid()


def test_a_worker_can_be_ended_by_two_at_once() -> None:
    async def visit(workers: Workers) -> None:
        (worker,) = workers.processes
        workers.kill()
        await asyncio.gather(worker.end("died"), worker.end("stopped"))
        await worker.end("stopped")
        worker.kill("stopped")
        assert worker.ended is not None and worker.ended.done()

    serving(visit, Settings(workers=1))


def test_processes_end_where_their_server_ends_without_stopping_them(monkeypatch: pytest.MonkeyPatch) -> None:
    at_exit: list[Callable[[], None]] = []
    monkeypatch.setattr("atexit.register", at_exit.append)

    async def visit(workers: Workers) -> None:
        busy = asyncio.ensure_future(workers.run(time.sleep, 600))
        await until(lambda: bool(workers.busy))
        (worker,) = workers.processes
        assert at_exit
        for call in at_exit:
            call()
        await worker.channel.gone
        assert worker.reason == "stopped"
        with pytest.raises(Problem, match="stopped unexpectedly"):
            await busy

    serving(visit, ONE)


def test_a_process_that_is_being_started_when_the_server_stops_ends_too() -> None:
    """Its socket, if nobody closed it, would be a warning, and with it an error."""

    async def visit(workers: Workers) -> None:
        os.kill(await workers.run(os.getpid), signal.SIGKILL)
        await until(lambda: workers.starting)
        await workers.stop()
        assert not workers.starting and not workers.processes
        await until(lambda: not multiprocessing.active_children())

    serving(visit, Settings(workers=1))
