"""`pytest --processes 3`: the tests are found once, and processes that are forked then share them.

A worker of pytest-xdist reads the project and finds all tests anew, which costs as much as running thousands of them.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from itertools import chain, groupby, pairwise
from multiprocessing.connection import wait
from typing import Any

import pytest
from _pytest._io import TerminalWriter

CHUNK = 8
"""Tests of a file that a process takes at once: few, so that all end together; more than one, for what a file's tests share."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--processes", default="1", metavar="N", help="share the tests among so many processes, or `auto`")


def process_count(config: pytest.Config) -> int:
    """Three for two processors, unless told: a third of its time a process waits, for pages and for servers that start.

    It is one where forking is not safe, which is everywhere but on Linux.
    """
    told = config.getoption("processes")
    able = len(os.sched_getaffinity(0)) * 3 // 2 if hasattr(os, "sched_getaffinity") else 1
    return able if told == "auto" else int(told)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Run the tests in several processes, where that is asked for; None leaves them to pytest."""
    count = process_count(session.config)
    if count < 2 or session.testsfailed or session.config.option.collectonly:
        return None
    session.config._tmp_path_factory.getbasetemp()  # type: ignore[attr-defined]  # one folder for all
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    reporter.showfspath = False
    forking = multiprocessing.get_context("fork")
    taken, pipes, processes = forking.Value("i", 0), [], []
    for _ in range(count):
        pipe, theirs = forking.Pipe(duplex=False)
        process = forking.Process(target=work, args=(session, taken, theirs))
        process.start()
        theirs.close()
        pipes.append(pipe)
        processes.append(process)
    try:
        listen(session, list(pipes))
    finally:
        # A process that cannot tell any more ends with the test that it runs, and what it started ends with it.
        for pipe in pipes:
            pipe.close()
        for process in processes:
            process.join()
    return True


def listen(session: pytest.Session, pipes: list[Any]) -> None:
    """Pass on what processes tell of their tests, until all have ended. A test that nobody told of has failed."""
    untold = dict.fromkeys(range(len(session.items)))
    while pipes:
        ready: list[Any] = wait(pipes)
        for pipe in ready:
            try:
                place, reports = pipe.recv()
            except EOFError:
                pipes.remove(pipe)
                continue
            del untold[place]
            tell(session.items[place], reports)
            if session.shouldfail:
                raise session.Failed(session.shouldfail)
    for place in untold:
        item = session.items[place]
        tell(item, [pytest.TestReport(item.nodeid, item.location, {}, "failed", "Its process ended first.", "call")])


def tell(item: pytest.Item, reports: list[pytest.TestReport]) -> None:
    item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    for report in reports:
        item.ihook.pytest_runtest_logreport(report=report)
    item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)


class Quiet:
    """What stands in a process in place of the terminal: it keeps a test's reports."""

    def __init__(self, writer: TerminalWriter) -> None:
        self._tw = writer
        self.reports: list[pytest.TestReport] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.reports.append(report)


def work(session: pytest.Session, taken: Any, pipe: Any) -> None:
    """Run tests that no other process has taken, and tell of each."""
    plugins, quiet = session.config.pluginmanager, Quiet(session.config.get_terminal_writer())
    plugins.unregister(name="terminalreporter")
    plugins.register(quiet, "terminalreporter")
    capture: Any = plugins.get_plugin("capturemanager")
    capture.stop_global_capturing()
    capture.start_global_capturing()
    try:
        for place, following in pairwise(chain(places(session.items, taken), [None])):
            assert place is not None
            item, after = session.items[place], None if following is None else session.items[following]
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            pipe.send((place, quiet.reports))
            quiet.reports.clear()
    except (BrokenPipeError, KeyboardInterrupt):
        pass
    finally:
        session._setupstate.teardown_exact(None)


def places(items: list[pytest.Item], taken: Any) -> Iterator[int]:
    """Places of tests that are this process's from now on, a few of a file at once."""
    files = [list(file) for _, file in groupby(range(len(items)), lambda place: items[place].path)]
    chunks = [file[start : start + CHUNK] for file in files for start in range(0, len(file), CHUNK)]
    while True:
        with taken.get_lock():
            number = taken.value
            taken.value += 1
        if number >= len(chunks):
            return
        yield from chunks[number]
