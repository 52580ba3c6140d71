"""A task on its way to a worker and back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(eq=False, slots=True)
class Job:
    """What is to be done for whom, and where its answer goes; `begun` is when a worker took it, `long` whether it is at it for long."""

    task: Callable[..., object]
    args: tuple[object, ...]
    client: str
    answer: asyncio.Future[object]
    begun: float = 0.0
    long: bool = False

    def succeed(self, value: object) -> None:
        if not self.answer.done():
            self.answer.set_result(value)

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)
