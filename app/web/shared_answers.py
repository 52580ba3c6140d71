"""Answers that are made once for everybody: the finished ones, within a bound of bytes, and those under way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from app.bounded_cache import BoundedCache
from app.web.tasks.finished import Finished


@dataclass(eq=False, slots=True)
class UnderWay:
    """An answer that is being made, and how many wait for it."""

    making: asyncio.Task[Finished]
    waiting: int = 0


class SharedAnswers:
    def __init__(self, most_bytes: int) -> None:
        self.finished: BoundedCache[str, Finished] = BoundedCache(most_bytes, lambda answer: answer.size)
        self.under_way: dict[str, UnderWay] = {}

    async def get(self, key: str, make: Callable[[], Awaitable[Finished]]) -> Finished:
        """The answer called `key`. Whatever `make` raises, everybody who waits for it gets; once nobody does, it is cancelled."""
        if (known := self.finished.get(key)) is not None:
            return known
        shared = self.under_way.get(key) or self.begin(key, make)
        shared.waiting += 1
        try:
            return await asyncio.shield(shared.making)
        finally:
            shared.waiting -= 1
            if not shared.waiting and not shared.making.done():
                self.under_way.pop(key, None)
                shared.making.cancel()

    def begin(self, key: str, make: Callable[[], Awaitable[Finished]]) -> UnderWay:
        async def made() -> Finished:
            answer = await make()
            self.finished.put(key, answer)
            return answer

        shared = UnderWay(asyncio.get_running_loop().create_task(made()))
        self.under_way[key] = shared
        shared.making.add_done_callback(lambda _: self.end(key, shared))
        return shared

    def end(self, key: str, shared: UnderWay) -> None:
        if self.under_way.get(key) is shared:
            del self.under_way[key]
