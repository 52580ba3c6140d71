"""Workers of our own for a test."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from app.web.operation.settings import Settings
from app.web.workers.pool import Workers
from tests.server import PATIENCE


def serving(visit: Callable[[Workers], Awaitable[None]], settings: Settings) -> None:
    """Run `visit` with workers that have started; nothing goes wrong in the background, from their start to their end."""

    async def whole() -> None:
        wrong: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda _, told: wrong.append(told))
        workers = Workers(settings)
        try:
            # A fault that is not borne shows as a failure, not as a test without an end.
            async with asyncio.timeout(3 * PATIENCE):
                await workers.start()
                await visit(workers)
        finally:
            await workers.stop()
        assert not wrong

    asyncio.run(whole())


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds that comes by itself."""
    while not holds():  # noqa: ASYNC110  nothing tells of it
        await asyncio.sleep(0.01)
