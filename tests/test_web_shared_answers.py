"""Answers are made once for everybody."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from app.web.shared_answers import SharedAnswers
from app.web.tasks.finished import Finished

ANSWER = Finished(b"picture", "image/png")


class Maker:
    """Makes an answer when it is told to, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked, self.cancelled = 0, 0
        self.told = asyncio.Event()

    async def __call__(self) -> Finished:
        self.asked += 1
        try:
            await self.told.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return ANSWER


async def settle() -> None:
    """Let all go on that can."""
    for _ in range(5):
        await asyncio.sleep(0)


def visit(work: Callable[[SharedAnswers, Maker], Awaitable[None]], most_bytes: int = 10_000) -> None:
    async def whole() -> None:
        await work(SharedAnswers(most_bytes), Maker())

    asyncio.run(whole())


def test_what_is_under_way_is_shared() -> None:
    async def work(answers: SharedAnswers, make: Maker) -> None:
        waiting = [asyncio.ensure_future(answers.get("a", make)) for _ in range(20)]
        other = asyncio.ensure_future(answers.get("b", make))
        await settle()
        assert make.asked == 2
        make.told.set()
        assert await asyncio.gather(*waiting, other) == [ANSWER] * 21
        assert not answers.under_way

    visit(work)


@pytest.mark.parametrize(("most_bytes", "times"), [(10_000, 1), (0, 2)], ids=["room", "no room"])
def test_what_is_finished_is_kept_where_there_is_room(most_bytes: int, times: int) -> None:
    async def work(answers: SharedAnswers, make: Maker) -> None:
        make.told.set()
        assert [await answers.get("a", make) for _ in range(2)] == [ANSWER] * 2
        assert make.asked == times

    visit(work, most_bytes)


def test_work_ends_with_the_last_who_waits_for_it() -> None:
    async def work(answers: SharedAnswers, make: Maker) -> None:
        first, last = (asyncio.ensure_future(answers.get("a", make)) for _ in range(2))
        await settle()
        first.cancel()
        await settle()
        assert make.cancelled == 0
        last.cancel()
        await settle()
        assert make.cancelled == 1 and not answers.under_way
        make.told.set()
        assert await answers.get("a", make) == ANSWER

    visit(work)


def test_a_mistake_is_told_to_all_and_not_kept() -> None:
    async def work(answers: SharedAnswers, make: Maker) -> None:
        async def fail() -> Finished:
            raise ValueError

        found = await asyncio.gather(*(answers.get("a", fail) for _ in range(3)), return_exceptions=True)
        assert [type(each) for each in found] == [ValueError] * 3
        make.told.set()
        assert await answers.get("a", make) == ANSWER

    visit(work)


def test_whoever_asks_while_work_is_being_ended_has_an_answer() -> None:
    async def work(answers: SharedAnswers, make: Maker) -> None:
        again = Maker()
        again.told.set()

        async def ask() -> Finished:
            try:
                return await answers.get("a", make)
            except asyncio.CancelledError:
                return await answers.get("a", again)

        asking = asyncio.ensure_future(ask())
        await settle()
        asking.cancel()
        assert await asking == ANSWER

    visit(work)


def test_who_leaves_in_the_moment_of_an_answer_takes_it_from_nobody() -> None:
    async def work(answers: SharedAnswers, _: Maker) -> None:
        loop = asyncio.get_running_loop()
        failed: list[object] = []
        loop.set_exception_handler(lambda _, context: failed.append(context))
        making: asyncio.Future[Finished] = loop.create_future()
        leaving, staying = answers.get("a", lambda: making), answers.get("a", lambda: making)
        making.set_result(ANSWER)
        leaving.cancel()
        await settle()
        assert not failed
        assert staying.result() == ANSWER

    visit(work)


def test_what_was_not_used_for_longest_is_forgotten_first() -> None:
    async def work(answers: SharedAnswers, make: Maker) -> None:
        make.told.set()
        for key in ("a", "b", "a", "c", "d"):
            await answers.get(key, make)
        assert [*answers.finished] == ["a", "c", "d"]
        assert answers.finished.total == 3 * ANSWER.size <= answers.finished.bound

    visit(work, 3 * ANSWER.size)
