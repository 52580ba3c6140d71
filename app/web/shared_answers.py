"""Answers that are made once for everybody: the finished ones, within a bound of bytes, and those under way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial

from app.bounded_cache import BoundedCache
from app.web.tasks.finished import Finished

Answer = asyncio.Future[Finished]


@dataclass(eq=False, slots=True)
class UnderWay:
    """An answer that is being made, and what those have who wait for it."""

    making: Answer
    waiting: set[Answer] = field(default_factory=set)


class SharedAnswers:
    def __init__(self, most_bytes: int) -> None:
        self.finished: BoundedCache[str, Finished] = BoundedCache(most_bytes, lambda answer: answer.size)
        self.under_way: dict[str, UnderWay] = {}

    def get(self, key: str, make: Callable[[], Awaitable[Finished]]) -> Answer:
        """The answer called `key`, to come. What `make` raises, everybody gets; once all have cancelled theirs, it is cancelled."""
        answer: Answer = asyncio.get_running_loop().create_future()
        if (known := self.finished.get(key)) is not None:
            answer.set_result(known)
            return answer
        shared = self.under_way.get(key) or self.begin(key, make)
        shared.waiting.add(answer)
        answer.add_done_callback(partial(self.leave, key, shared))
        return answer

    def begin(self, key: str, make: Callable[[], Awaitable[Finished]]) -> UnderWay:
        shared = self.under_way[key] = UnderWay(asyncio.ensure_future(make()))
        shared.making.add_done_callback(partial(self.end, key, shared))
        return shared

    def leave(self, key: str, shared: UnderWay, answer: Answer) -> None:
        """Somebody waits no longer."""
        shared.waiting.discard(answer)
        if not shared.waiting and not shared.making.done():
            self.forget(key, shared)
            shared.making.cancel()

    def end(self, key: str, shared: UnderWay, making: Answer) -> None:
        """Hand what was made to all who wait."""
        self.forget(key, shared)
        if making.cancelled():
            return
        if not (error := making.exception()):
            self.finished.put(key, making.result())
        for answer in [each for each in shared.waiting if not each.done()]:
            answer.set_exception(error) if error else answer.set_result(making.result())

    def forget(self, key: str, shared: UnderWay) -> None:
        if self.under_way.get(key) is shared:
            del self.under_way[key]
